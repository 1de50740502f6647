package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// A NewerError says that a database was written by a newer program.
type NewerError struct {
	Database int // the database's schema version
	Program  int // the newest that the program knows
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the database has schema version %d and this program knows versions up to %d: use the newer program that wrote it",
		e.Database, e.Program)
}

// Migrate brings the schema of db up to date. steps[i] is the SQL that takes a
// database of version i to version i+1; a step once released never changes.
// All the steps that are missing run in one transaction, so that a failure or
// a kill leaves the database as it was, and two processes that start together
// migrate once. The error is a *NewerError where the database is ahead.
func Migrate(ctx context.Context, db *sql.DB, steps []string) error {
	version, err := version(ctx, db)
	if err != nil {
		return err
	}
	switch {
	case version == len(steps):
		return nil
	case version > len(steps):
		return &NewerError{Database: version, Program: len(steps)}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	// Again under the write lock: another process may have been quicker.
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read the schema version: %w", err)
	}
	for i := version; i < len(steps); i++ {
		if _, err := tx.ExecContext(ctx, steps[i]); err != nil {
			return fmt.Errorf("migrate the database to schema version %d: %w", i+1, err)
		}
	}
	if version < len(steps) {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(steps))); err != nil {
			return fmt.Errorf("record the schema version: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

func version(ctx context.Context, db *sql.DB) (int, error) {
	var v int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v); err != nil {
		return 0, fmt.Errorf("read the schema version: %w", err)
	}
	return v, nil
}
