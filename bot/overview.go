package bot

import (
	"context"
	"time"

	"ontherecord/corpus"
)

// Catalogue tells what is on the record, for people who wonder what they can
// ask.
type Catalogue interface {
	// Overview tells how much is on the record.
	Overview(ctx context.Context) (Overview, error)
	// Names returns the names on the record that hold part, those who said most
	// first, at most limit. Part is empty for all; case does not count.
	Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error)
	// Titles returns the titles of the latest documents, at most limit.
	Titles(ctx context.Context, limit int) ([]string, error)
}

// Overview is what is on the record.
type Overview struct {
	Documents int
	// First and Until are the dates of the oldest and the latest document,
	// zero if none is dated.
	First, Until corpus.Date
	Kinds        []KindCount
	// Speakers and Organisations are those with most documents, most first.
	Speakers, Organisations []NameCount
	// Attributions are the licence lines of the sources.
	Attributions []string
}

// KindCount is how many documents of a kind there are.
type KindCount struct {
	Kind      corpus.Kind
	Documents int
}

// NameCount is how many documents bear a name.
type NameCount struct {
	Name      string
	Documents int
}

// Asked is a question that somebody asked before.
type Asked struct {
	Question string
	Answered bool
	At       time.Time
}
