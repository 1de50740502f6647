package ingest

import (
	"context"

	"ontherecord/corpus"
)

// Index is what ingest writes passages to.
type Index interface {
	// Apply adds and removes passages in one step. When it returns nil the
	// change is durable and searches see it; when it fails nothing has changed.
	// Adding a passage that is there already replaces it.
	Apply(ctx context.Context, add []Entry, remove []corpus.PassageID) error
}

// Entry is a passage with the document that it is cut from.
type Entry struct {
	Passage  corpus.Passage
	Document *corpus.Document
}
