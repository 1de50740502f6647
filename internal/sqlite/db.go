// Package sqlite opens SQLite databases the way this program needs them: one
// connection that writes, a pool that reads, and a schema brought up to date
// by numbered steps. It is the only package that imports the driver.
//
// A database on disk uses a write-ahead log, so that a reader never waits for
// the writer, in this process or in another. Commits are synced to the disk
// before they return (synchronous=FULL): identifiers that an index has seen
// must not be given out again after a power cut. Write in large transactions.
package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	driver "modernc.org/sqlite"
)

// BusyTimeout is how long a statement waits for another process's write.
const BusyTimeout = 30 * time.Second

// A DB is one database: Write has a single connection whose transactions take
// the write lock when they begin, Read has several that cannot write.
type DB struct {
	Read  *sql.DB
	Write *sql.DB
}

// Open opens the database at path, makes it and the folder it stands in where
// they are absent, and brings its schema up to date with steps; see Migrate.
// Errors say what to do about a file that cannot be used.
func Open(ctx context.Context, path string, steps []string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fmt.Errorf("make the folder of database %s: %w: "+
			"make the folder yourself or name another one", path, err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("open database %s: it is a folder: name a file", path)
	}
	name := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	db, err := open(ctx, name, steps, []string{"journal_mode(WAL)", "journal_size_limit(67108864)"})
	if err != nil {
		return nil, explain(path, err)
	}
	return db, nil
}

// OpenMemory opens a new database in memory with its schema made by steps. It
// is gone once closed. A read that meets a write waits for it there.
func OpenMemory(ctx context.Context, steps []string) (*DB, error) {
	// The name is shared by all connections of this process to this database,
	// and must be no other database's.
	name := "file:/" + rand.Text() + "?vfs=memdb"
	db, err := open(ctx, name, steps, nil)
	if err != nil {
		return nil, fmt.Errorf("open a database in memory: %w", err)
	}
	return db, nil
}

// Connection settings. Reading connections keep a small cache of their own:
// the operating system caches the file for all of them.
const (
	readers    = 4
	readCache  = "cache_size(-4096)"
	writeCache = "cache_size(-65536)"
)

func open(ctx context.Context, name string, steps, pragmas []string) (*DB, error) {
	common := append([]string{
		"busy_timeout(" + strconv.FormatInt(BusyTimeout.Milliseconds(), 10) + ")",
		"foreign_keys(1)", "synchronous(FULL)", "temp_store(MEMORY)",
	}, pragmas...)
	write, err := connect(name, append(common, writeCache, "wal_autocheckpoint(4000)"), "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	if err := Migrate(ctx, write, steps); err != nil {
		write.Close()
		return nil, err
	}
	read, err := connect(name, append(common, readCache), "_query_only=1")
	if err != nil {
		write.Close()
		return nil, err
	}
	n := max(readers, runtime.GOMAXPROCS(0))
	read.SetMaxOpenConns(n)
	read.SetMaxIdleConns(n)
	if err := read.PingContext(ctx); err != nil {
		read.Close()
		write.Close()
		return nil, err
	}
	return &DB{Read: read, Write: write}, nil
}

func connect(name string, pragmas []string, extra string) (*sql.DB, error) {
	var dsn strings.Builder
	dsn.WriteString(name)
	separator := "?"
	if strings.Contains(name, "?") {
		separator = "&"
	}
	dsn.WriteString(separator + extra)
	for _, p := range pragmas {
		dsn.WriteString("&_pragma=" + url.QueryEscape(p))
	}
	connector, err := driver.NewConnector(dsn.String())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// Close waits for what is running and closes all connections.
func (db *DB) Close() error {
	err := db.Read.Close()
	if werr := db.Write.Close(); err == nil {
		err = werr
	}
	return err
}
