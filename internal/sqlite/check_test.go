package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a good one.db")
	db, err := Open(t.Context(), path, []string{"CREATE TABLE t (x TEXT); CREATE INDEX i ON t (x)"})
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if _, err := db.Write.Exec("INSERT INTO t VALUES (hex(randomblob(200)))"); err != nil {
			t.Fatal(err)
		}
	}
	if err := Check(t.Context(), path); err != nil {
		t.Errorf("beside its writer: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Check(t.Context(), path); err != nil {
		t.Errorf("closed: %v", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for i := 2 * 4096; i < 6*4096; i++ {
		data[i] ^= 0x5a
	}
	for name, file := range map[string]string{
		"pages written over": write("torn.db", data),
		"no database":        write("words.db", []byte("these are words, and more of them than a header has bytes: it goes on for a while, and then some more until there are a hundred")),
	} {
		if err := Check(t.Context(), file); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Check(t.Context(), filepath.Join(dir, "absent.db")); err == nil || errors.Is(err, ErrDamaged) {
		t.Errorf("absent: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Check(ended, path); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
