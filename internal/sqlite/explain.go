package sqlite

import (
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// explain adds to an error of opening path what a person can do about it.
func explain(path string, err error) error {
	var newer *NewerError
	if errors.As(err, &newer) {
		return fmt.Errorf("open database %s: %w", path, err)
	}
	if advice := advice(err); advice != "" {
		return fmt.Errorf("open database %s: %w: %s", path, err, advice)
	}
	return fmt.Errorf("open database %s: %w", path, err)
}

// advice is what to do about err, or empty.
func advice(err error) string {
	var e *driver.Error
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code() & 0xff { // the primary code, without the extension
	case codes.SQLITE_NOTADB:
		return "the file is not a database of this program: name another file or move this one away"
	case codes.SQLITE_CORRUPT:
		return "the file is damaged: restore it from a copy, or move it away and ingest the documents again"
	case codes.SQLITE_READONLY, codes.SQLITE_PERM, codes.SQLITE_AUTH:
		return "the file or its folder cannot be written: give this user the right to write both, or name another folder"
	case codes.SQLITE_CANTOPEN:
		return "check that the folder exists and that this user may read and write it"
	case codes.SQLITE_FULL:
		return "the disk is full: make room and try again"
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return "another process has been writing for a long time: wait for it to finish and try again"
	}
	return ""
}

// Explain adds to err, which came from a statement, what a person can do about
// it where that is known: a full disk, a lock held for long, a read-only file.
func Explain(err error) error {
	if advice := advice(err); advice != "" {
		return fmt.Errorf("%w: %s", err, advice)
	}
	return err
}
