package retrieval

import (
	"context"
	"errors"

	"ontherecord/corpus"
)

// ErrIndexDamaged is wrapped by errors of an Engine whose index can't be read.
// The index can always be rebuilt from the store.
var ErrIndexDamaged = errors.New("the search index is damaged: run 'ontherecord reindex' to rebuild it from the stored documents")

// Engine finds passages. It returns identities and scores, never text: quotes
// are cut from the stored documents. All methods may be called at the same
// time, also while the index behind them is being written.
type Engine interface {
	// Search returns the passages that fit q best, best first, ties in the
	// order of their IDs. No clause or an unknown word is no error. Errors wrap
	// ctx.Err() or ErrIndexDamaged.
	Search(ctx context.Context, q Query) ([]Hit, error)
	// Frequencies tells how many passages hold each term in any field, and how
	// many passages there are.
	Frequencies(ctx context.Context, terms []string) (df []int, passages int, err error)
	// Correct returns the known word nearest to one that the record does not
	// hold, or "" if there is none near enough. Word is in lower case.
	Correct(ctx context.Context, word string) (string, error)
}

// Query is a question as an Engine takes it.
type Query struct {
	Clauses []Clause
	Filter  Filter
	// Limit is the number of hits wanted at most.
	Limit int
	// MinMatch is how many clauses a hit must hold at least; 0 means one.
	MinMatch int
}

// Clause is one word of a question: its term, as analysis.Terms gives it, and
// how much it counts.
type Clause struct {
	Term   string
	Weight float64
}

// Hit is a passage with its score, which orders the hits of one search and
// means nothing else.
type Hit struct {
	ID    corpus.PassageID
	Score float64
}

// Record is the stored documents as an answer needs them.
type Record interface {
	// Passages returns the current passages among ids with their documents, in
	// the order of ids; those removed meanwhile are left out. The documents are
	// shared and must not be changed.
	Passages(ctx context.Context, ids []corpus.PassageID) ([]Found, error)
	// Extent tells how much is on the record.
	Extent(ctx context.Context) (Searched, error)
	// HasName reports whether someone (or, for organisation, some body) of that
	// name or part of a name speaks on the record.
	HasName(ctx context.Context, name string, organisation bool) (bool, error)
}

// Found is a passage and the document that it is cut from.
type Found struct {
	Passage  corpus.Passage
	Document *corpus.Document
}
