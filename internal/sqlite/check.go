package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// ErrDamaged is wrapped by Check's error about a database whose contents don't
// fit together.
var ErrDamaged = errors.New("the database is damaged")

// Check reads the whole database at path, without changing it, and reports
// whether its pages fit together (SQLite's quick_check). The file must exist.
func Check(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("check database: %w", err)
	}
	name := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	db, err := connect(name, []string{"busy_timeout(5000)", "query_only(1)"}, "mode=ro")
	if err != nil {
		return fmt.Errorf("check database %s: %w", path, err)
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "PRAGMA quick_check(3)")
	if err != nil {
		return checkError(path, err)
	}
	defer rows.Close()
	var wrong []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return checkError(path, err)
		}
		if line != "ok" {
			wrong = append(wrong, line)
		}
	}
	if err := rows.Err(); err != nil {
		return checkError(path, err)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("check database %s: %w: %s", path, ErrDamaged, strings.Join(wrong, "; "))
	}
	return nil
}

func checkError(path string, err error) error {
	var e *driver.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
			return fmt.Errorf("check database %s: %w: %w", path, ErrDamaged, err)
		}
	}
	return fmt.Errorf("check database %s: %w", path, err)
}
