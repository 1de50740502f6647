package bot

import (
	"context"
	"fmt"
	"strings"
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

// String says in a few lines what is on the record.
func (o Overview) String() string {
	var b strings.Builder
	noun := "documents"
	if o.Documents == 1 {
		noun = "document"
	}
	fmt.Fprintf(&b, "On the record: %d %s", o.Documents, noun)
	switch {
	case o.First.IsZero() || o.Until.IsZero():
	case o.First == o.Until:
		b.WriteString(" of " + o.Until.String())
	default:
		b.WriteString(", from " + o.First.String() + " to " + o.Until.String())
	}
	b.WriteString(".")
	var kinds []string
	for _, k := range o.Kinds {
		name := string(k.Kind)
		if k.Documents != 1 && k.Kind != corpus.KindNews && k.Kind != corpus.KindOther {
			name += "s"
		}
		kinds = append(kinds, fmt.Sprintf("%d %s", k.Documents, name))
	}
	list := func(head string, items []string) {
		if len(items) > 0 {
			b.WriteString("\n" + head + strings.Join(items, ", ") + ".")
		}
	}
	list("", kinds)
	list("Most quoted speakers: ", namesOf(o.Speakers))
	list("Organisations: ", namesOf(o.Organisations))
	for _, a := range o.Attributions {
		b.WriteString("\n" + a)
	}
	return b.String()
}

// namesOf are the first few names.
func namesOf(counts []NameCount) []string {
	var out []string
	for _, c := range counts[:min(len(counts), 5)] {
		out = append(out, c.Name)
	}
	return out
}
