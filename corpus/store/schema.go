package store

import (
	"context"
	"database/sql"
	"fmt"
)

// schema is the steps that make the database; a step once released never
// changes, a new one is added at the end.
//
// A revision's row is never changed once written: where its sentences are cut
// anew it is written again under a new key, so that whoever remembers a
// document by its key never holds one that is out of date. Revisions of a
// document are a list, newest first, linked by previous. Passages are those
// of current revisions alone; those of one revision have consecutive IDs.
func schema() []string {
	return []string{`
CREATE TABLE state (
	documents     INTEGER NOT NULL DEFAULT 0, -- that are listed
	passages      INTEGER NOT NULL DEFAULT 0,
	last_document INTEGER NOT NULL DEFAULT 0, -- the highest keys ever given out
	last_revision INTEGER NOT NULL DEFAULT 0,
	last_passage  INTEGER NOT NULL DEFAULT 0,
	cursor        INTEGER NOT NULL DEFAULT 0, -- passages above it are not indexed
	indexed       INTEGER NOT NULL DEFAULT 0, -- passages up to the cursor
	removals      INTEGER NOT NULL DEFAULT 0, -- rows of that table
	changes       INTEGER NOT NULL DEFAULT 0,
	splitter      INTEGER NOT NULL DEFAULT 0  -- version that cut all sentences, 0 unknown
);
INSERT INTO state DEFAULT VALUES;

CREATE TABLE documents (
	key           INTEGER PRIMARY KEY,
	id            TEXT NOT NULL UNIQUE,
	current       INTEGER NOT NULL,           -- key of the current revision
	n             INTEGER NOT NULL,           -- its number, from 1
	hash          BLOB NOT NULL,              -- of its content
	first_passage INTEGER NOT NULL,
	passages      INTEGER NOT NULL,           -- how many follow from the first on
	removed       INTEGER NOT NULL DEFAULT 0,
	date          INTEGER NOT NULL,           -- YYYYMMDD, 0 undated
	kind          TEXT NOT NULL,
	title         TEXT NOT NULL
);
CREATE INDEX documents_by_date ON documents (date) WHERE NOT removed;

CREATE TABLE revisions (
	key      INTEGER PRIMARY KEY,
	n        INTEGER NOT NULL,
	previous INTEGER,                         -- key of the revision before
	text     TEXT NOT NULL,
	meta     BLOB NOT NULL                    -- see codec.go
);

CREATE TABLE passages (
	id       INTEGER PRIMARY KEY,             -- never used again
	document INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	part     INTEGER NOT NULL,
	start    INTEGER NOT NULL,
	end      INTEGER NOT NULL
);

CREATE TABLE removals (passage INTEGER PRIMARY KEY);

CREATE TABLE names (
	sort      INTEGER NOT NULL,               -- 1 speaker, 2 organisation, 3 kind
	name      TEXT NOT NULL,
	documents INTEGER NOT NULL,
	role      TEXT NOT NULL,                  -- a speaker's latest
	latest    INTEGER NOT NULL,               -- date of the latest document
	PRIMARY KEY (sort, name)
) WITHOUT ROWID;
`}
}

// state is the one row of the state table.
type state struct {
	Documents, Passages                     int64
	LastDocument, LastRevision, LastPassage int64
	Cursor, Indexed, Removals               int64
	Changes                                 int64
	Splitter                                int64
}

// A querier is a pool, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func loadState(ctx context.Context, q querier) (state, error) {
	var s state
	err := q.QueryRowContext(ctx, `SELECT documents, passages, last_document, last_revision, last_passage,
		cursor, indexed, removals, changes, splitter FROM state`).Scan(&s.Documents, &s.Passages, &s.LastDocument,
		&s.LastRevision, &s.LastPassage, &s.Cursor, &s.Indexed, &s.Removals, &s.Changes, &s.Splitter)
	if err != nil {
		return state{}, fmt.Errorf("read the store's state: %w", err)
	}
	return s, nil
}

func (s *state) save(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE state SET documents = ?, passages = ?, last_document = ?,
		last_revision = ?, last_passage = ?, cursor = ?, indexed = ?, removals = ?, changes = ?, splitter = ?`,
		s.Documents, s.Passages, s.LastDocument, s.LastRevision, s.LastPassage, s.Cursor, s.Indexed, s.Removals,
		s.Changes, s.Splitter)
	if err != nil {
		return fmt.Errorf("write the store's state: %w", err)
	}
	return nil
}
