// Package store keeps the text of record in SQLite: every text that was ever
// read under a document's ID, with its metadata, its provenance and the
// passages that an index searches.
//
// A Store may be used by many goroutines, and one file by several processes at
// the same time. Reads never wait for writes. What a method reports as stored
// is on the disk.
//
// The index is told of changes through a cursor: passages have rising numbers,
// and those above the cursor are not indexed yet; passages that an index may
// hold and must forget are listed as removals. Pending reads that work, and
// Indexed strikes it off after the index has it, so that a kill at any moment
// leaves at worst work that is done twice.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"ontherecord/corpus"
	"ontherecord/internal/sqlite"
)

// ErrNotFound is wrapped by errors about a document or revision that is not in
// the store.
var ErrNotFound = errors.New("not on the record")

// A Store is an open store.
type Store struct {
	db    *sqlite.DB
	cache *cache
	names atomic.Pointer[nameLists]
	stats *sql.Stmt // prepared, since each question asks for it
}

// Open opens the store in the file at path and makes it where it is absent.
// Errors say what to do about a file that cannot be used.
func Open(ctx context.Context, path string) (*Store, error) {
	db, err := sqlite.Open(ctx, path, schema())
	if err != nil {
		return nil, err
	}
	return newStore(ctx, db)
}

// OpenMemory opens an empty store in memory, which is gone once closed.
func OpenMemory(ctx context.Context) (*Store, error) {
	db, err := sqlite.OpenMemory(ctx, schema())
	if err != nil {
		return nil, err
	}
	return newStore(ctx, db)
}

func newStore(ctx context.Context, db *sqlite.DB) (*Store, error) {
	c, err := newCache(cacheBytes)
	if err != nil {
		db.Close()
		return nil, err
	}
	stats, err := db.Read.PrepareContext(ctx, selectStats)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the store: %w", sqlite.Explain(err)), db.Close())
	}
	return &Store{db: db, cache: c, stats: stats}, nil
}

// Close waits for what is running and closes the store.
func (s *Store) Close() error { return errors.Join(s.stats.Close(), s.db.Close()) }

// write runs do in a transaction that holds the write lock. The state is
// loaded before and saved after do, with the change counter moved on where do
// says that something was changed.
func (s *Store) write(ctx context.Context, what string, do func(*sql.Tx, *state) error) error {
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", what, sqlite.Explain(err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	before, err := loadState(ctx, tx)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	after := before
	if err := do(tx, &after); err != nil {
		return fmt.Errorf("%s: %w", what, sqlite.Explain(err))
	}
	if after == before {
		return nil
	}
	if err := after.save(ctx, tx); err != nil {
		return fmt.Errorf("%s: %w", what, sqlite.Explain(err))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: %w", what, sqlite.Explain(err))
	}
	return nil
}

// ChangeCounter is a number that moves whenever a document is added, changed
// or removed by any process. A reader that remembers it knows when what it
// has derived from the store is out of date.
func (s *Store) ChangeCounter(ctx context.Context) (int64, error) {
	st, err := loadState(ctx, s.db.Read)
	return st.Changes, err
}

// Document returns the current revision of the document with the given ID. The
// error wraps ErrNotFound where there is none or it was removed. The document
// is shared and must not be changed.
func (s *Store) Document(ctx context.Context, id string) (*corpus.Document, error) {
	return s.one(ctx, id, `SELECT r.key, r.n, r.text, r.meta FROM documents d
		JOIN revisions r ON r.key = d.current WHERE d.id = ? AND NOT d.removed`, id)
}

// Revision returns the n-th text, counted from 1, that was stored under id,
// also where the document was removed since. The error wraps ErrNotFound.
func (s *Store) Revision(ctx context.Context, id string, n int) (*corpus.Document, error) {
	return s.one(ctx, fmt.Sprintf("revision %d of %s", n, id), history+`
		SELECT r.key, r.n, r.text, r.meta FROM history h JOIN revisions r ON r.key = h.key WHERE r.n = ?`, id, n)
}

// history names the keys of all revisions of the document with ID ?1, newest
// first.
const history = `WITH RECURSIVE history(key) AS (
	SELECT current FROM documents WHERE id = ?1
	UNION ALL SELECT r.previous FROM history h JOIN revisions r ON r.key = h.key WHERE r.previous IS NOT NULL)`

// Revisions returns all texts that were stored under id, newest first, also
// where the document was removed since. The error wraps ErrNotFound where
// there never was such a document.
func (s *Store) Revisions(ctx context.Context, id string) ([]*corpus.Document, error) {
	rows, err := s.db.Read.QueryContext(ctx, history+`
		SELECT r.key, r.n, r.text, r.meta FROM history h JOIN revisions r ON r.key = h.key`, id)
	if err != nil {
		return nil, fmt.Errorf("read the revisions of %s: %w", id, err)
	}
	docs, err := scanRevisions(rows)
	if err != nil {
		return nil, fmt.Errorf("read the revisions of %s: %w", id, err)
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("document %s: %w", id, ErrNotFound)
	}
	out := make([]*corpus.Document, len(docs))
	for i, d := range docs {
		out[i] = d.document
	}
	return out, nil
}

func (s *Store) one(ctx context.Context, what, query string, args ...any) (*corpus.Document, error) {
	rows, err := s.db.Read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	docs, err := scanRevisions(rows)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("document %s: %w", what, ErrNotFound)
	}
	return docs[0].document, nil
}

// A revision is a document with the key of its row.
type revision struct {
	key      int64
	document *corpus.Document
}

// scanRevisions reads and closes rows of key, n, text and meta.
func scanRevisions(rows *sql.Rows) ([]revision, error) {
	defer rows.Close()
	var out []revision
	for rows.Next() {
		var (
			r    revision
			n    int
			text string
			meta []byte
		)
		if err := rows.Scan(&r.key, &n, &text, &meta); err != nil {
			return nil, err
		}
		d, err := decode(text, meta)
		if err != nil {
			return nil, err
		}
		d.Revision = n
		r.document = d
		out = append(out, r)
	}
	return out, rows.Err()
}
