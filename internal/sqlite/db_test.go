package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var steps = []string{
	`CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1);`,
	`ALTER TABLE a ADD COLUMN y TEXT NOT NULL DEFAULT 'new';`,
}

func TestMigrate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ?#%.db") // a name that a URI would misread
	for n := range len(steps) + 1 {
		db, err := Open(t.Context(), path, steps[:n])
		if err != nil {
			t.Fatalf("with %d steps: %v", n, err)
		}
		db.Close()
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file is not where it should be: %v", err)
	}
	db, err := Open(t.Context(), path, steps)
	if err != nil {
		t.Fatal(err)
	}
	var y string
	if err := db.Read.QueryRow(`SELECT y FROM a WHERE x = 1`).Scan(&y); err != nil || y != "new" {
		t.Errorf("%q, %v", y, err)
	}
	db.Close()

	var newer *NewerError
	if _, err := Open(t.Context(), path, steps[:1]); !errors.As(err, &newer) || newer.Database != 2 || newer.Program != 1 {
		t.Errorf("older program: %v, want a NewerError", err)
	}
	broken := append(steps[:2:2], `CREATE TABLE b (x); CREATE TABLE nonsense`)
	if _, err := Open(t.Context(), path, broken); err == nil {
		t.Error("a broken step passed")
	}
	db, err = Open(t.Context(), path, steps)
	if err != nil {
		t.Fatalf("after a broken step: %v", err)
	}
	if _, err := db.Read.Exec(`SELECT * FROM b`); err == nil {
		t.Error("half of the broken step stayed")
	}
	db.Close()
}

func TestReadersDoNotWaitAndDoNotWrite(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), steps)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`INSERT INTO a (x) VALUES (2)`); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	var n int
	if err := db.Read.QueryRowContext(ctx, `SELECT count(*) FROM a`).Scan(&n); err != nil || n != 1 {
		t.Errorf("while a write is open: %d rows, %v", n, err)
	}
	if _, err := db.Read.ExecContext(ctx, `DELETE FROM a`); err == nil {
		t.Error("a reading connection wrote")
	}
}

func TestMemory(t *testing.T) {
	a, err := OpenMemory(t.Context(), steps)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := OpenMemory(t.Context(), steps)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := a.Write.Exec(`INSERT INTO a (x) VALUES (2)`); err != nil {
		t.Fatal(err)
	}
	for db, want := range map[*DB]int{a: 2, b: 1} {
		var n int
		if err := db.Read.QueryRow(`SELECT count(*) FROM a`).Scan(&n); err != nil || n != want {
			t.Errorf("%d rows, %v, want %d", n, err, want)
		}
	}
}

func TestOpenSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("Dear Sir, this is no database.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ path, want string }{
		"no database": {text, "name another file"},
		"folder":      {dir, "name a file"},
		"under file":  {filepath.Join(text, "a.db"), "name another one"},
	}
	if os.Getuid() != 0 { // root may write everywhere
		locked := filepath.Join(dir, "locked")
		if err := os.Mkdir(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		cases["no right"] = struct{ path, want string }{filepath.Join(locked, "a.db"), "may read and write it"}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			db, err := Open(t.Context(), c.path, steps)
			if err == nil {
				db.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.path) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: want the path and %q", err, c.want)
			}
		})
	}
}
