// Package retrieval turns a question into an answer made only of verbatim,
// sourced quotes, or into the plain statement that the record holds none.
//
// A question's way: Understand reads what it asks for; an Engine finds the
// passages; the sentences in them are scored, near-duplicates collapse, and
// quotes are cut out of the stored documents.
package retrieval

import (
	"strings"

	"ontherecord/corpus"
)

// Question is what someone wants to know.
type Question struct {
	// Text in the asker's own words.
	Text string
	// Filter narrows what may answer; it adds to what the words themselves ask
	// for.
	Filter Filter
	// Limit is how many quotes are wanted at most; 0 means DefaultLimit. Of a
	// question of several parts each gets one, even if that makes more.
	Limit int
	// Skip leaves out that many of the best quotes, for "show me more".
	Skip int
}

// DefaultLimit is the number of quotes that an answer shows at most unless
// asked for more.
const DefaultLimit = 3

func (q Question) limit() int {
	if q.Limit <= 0 {
		return DefaultLimit
	}
	return q.Limit
}

// Filter narrows a search. A zero field does not narrow.
type Filter struct {
	// Since and Until bound the date of the statement, both inclusive. A
	// document that is undated matches neither.
	Since, Until corpus.Date
	// By is a speaker's name or a part of it ("Dalton"); Department an
	// organisation's ("Health and Social Care"). Case does not count.
	By, Department string
	Kind           corpus.Kind
}

// IsZero reports whether f narrows nothing.
func (f Filter) IsZero() bool { return f == Filter{} }

// Merge returns f with the fields of g that f leaves open.
func (f Filter) Merge(g Filter) Filter {
	if f.Since.IsZero() {
		f.Since = g.Since
	}
	if f.Until.IsZero() {
		f.Until = g.Until
	}
	if f.By == "" {
		f.By = g.By
	}
	if f.Department == "" {
		f.Department = g.Department
	}
	if f.Kind == "" {
		f.Kind = g.Kind
	}
	return f
}

// String shows f to people: "since 1 March 2025 · by Ashley Dalton". It is
// empty where f narrows nothing.
func (f Filter) String() string {
	var parts []string
	switch {
	case f.Since.IsZero() && f.Until.IsZero():
	case f.Since == f.Until:
		parts = append(parts, "on "+f.Since.String())
	default:
		if !f.Since.IsZero() {
			parts = append(parts, "since "+f.Since.First().String())
		}
		if !f.Until.IsZero() {
			parts = append(parts, "until "+f.Until.Last().String())
		}
	}
	if f.By != "" {
		parts = append(parts, "by "+f.By)
	}
	if f.Department != "" {
		parts = append(parts, "from "+f.Department)
	}
	if f.Kind != "" {
		parts = append(parts, "in "+string(f.Kind)+"s")
	}
	return strings.Join(parts, " · ")
}
