// Package corpus models what is on the record: documents, their parts, the
// passages that are indexed, and the quotes that may be cut from them.
//
// It imports only the standard library. A Quote is made in one place,
// (*Document).Quote, from byte offsets into the stored text, so that no code
// can show words that the record does not hold.
package corpus

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind says what sort of document something is.
type Kind string

// The kinds of documents. KindOther is for whatever none of them fits.
const (
	KindWrittenAnswer    Kind = "written answer"
	KindWrittenStatement Kind = "written statement"
	KindLetter           Kind = "letter"
	KindDebate           Kind = "debate contribution"
	KindPolicyPaper      Kind = "policy paper"
	KindNews             Kind = "news"
	KindNote             Kind = "note"
	KindOther            Kind = "other"
)

// Kinds lists every Kind, in the order in which they are shown to people.
func Kinds() []Kind {
	return []Kind{KindWrittenAnswer, KindWrittenStatement, KindLetter, KindDebate,
		KindPolicyPaper, KindNews, KindNote, KindOther}
}

// ParseKind reads a kind as people type it ("letter", "Letters",
// "written-answer"). The error lists the kinds there are.
func ParseKind(s string) (Kind, error) {
	folded := strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSpace(s)))
	for _, k := range Kinds() {
		if folded == string(k) || folded == string(k)+"s" {
			return k, nil
		}
	}
	names := make([]string, 0, len(Kinds()))
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return "", fmt.Errorf("unknown kind %q: use one of %s", s, strings.Join(names, ", "))
}

// Status says how a document stands.
type Status string

// A holding document is a promise to answer later and never answers a
// question. A withdrawn one is kept for the record and is not quoted.
const (
	StatusFinal     Status = "final"
	StatusHolding   Status = "holding"
	StatusCorrected Status = "corrected"
	StatusWithdrawn Status = "withdrawn"
)

// Document is one text of record with what its source says of it. A field
// that the source does not give stays empty.
type Document struct {
	// ID is stable across revisions: the same document read again has the
	// same ID.
	ID string
	// Revision counts the texts that the store has seen under this ID, from
	// 1. Parsers leave it 0.
	Revision int
	Kind     Kind
	Status   Status
	Title    string
	// Reference is the source's own number for the document, such as the UIN
	// of a written question.
	Reference string
	URL       string
	// Date is the day on which the document speaks: answered on, the letter's
	// own date, published on.
	Date Date
	// Text is the text of record, valid UTF-8. All Spans are byte offsets
	// into it.
	Text string
	// Parts are the stretches of Text that mean something, in order and not
	// overlapping. What lies outside of them (a site's loading line, a
	// letterhead) is never searched or quoted.
	Parts  []Part
	Source Provenance
}

// Provenance says where a document came from.
type Provenance struct {
	// Name of the source: a file's path, or a service's name.
	Name string
	// Retrieved is when it was read. It is no part of the document's identity.
	Retrieved time.Time
	// Attribution is the licence line that must be shown with the text, if any.
	Attribution string
	// Note says in words what a reader must know of the text, such as "Summary
	// in our own words, not official wording". It is shown with each quote.
	Note string
}

// PartKind says what a Part of a document is.
type PartKind string

// Quotes that answer come from answer and body parts. A question part holds
// its asker's premise: it helps to find and is shown as context only.
const (
	PartHeading  PartKind = "heading"
	PartQuestion PartKind = "question"
	PartAnswer   PartKind = "answer"
	PartBody     PartKind = "body"
)

// Part is a stretch of a document spoken by one speaker.
type Part struct {
	Kind         PartKind
	Span         Span
	Speaker      string
	Role         string // at the time of speaking
	Organisation string
	// Date is when this part was spoken or tabled; zero means the document's.
	Date Date
	// To is whom the part addresses: a department, a letter's addressee.
	To string
	// Sentences are the spans of the part's sentences, in order, filled by
	// text.Split. A quote begins and ends at their edges.
	Sentences []Span
}

// Answers reports whether quotes that answer a question may come from the part.
func (p *Part) Answers() bool { return p.Kind == PartAnswer || p.Kind == PartBody }

// Quotable reports whether the document may answer at all.
func (d *Document) Quotable() bool {
	return d.Status != StatusHolding && d.Status != StatusWithdrawn
}

// PartAt returns the part that contains span, or nil.
func (d *Document) PartAt(span Span) *Part {
	for i := range d.Parts {
		if d.Parts[i].Span.Contains(span) {
			return &d.Parts[i]
		}
	}
	return nil
}

// Validate reports what makes d unfit for the store: no ID, no text, text that
// is not UTF-8, spans out of range, out of order or off rune boundaries.
func (d *Document) Validate() error {
	switch {
	case d.ID == "":
		return errors.New("document has no ID")
	case !utf8.ValidString(d.Text):
		return errors.New("text is not valid UTF-8")
	case strings.TrimSpace(d.Text) == "":
		return errors.New("document has no text")
	}
	end := 0
	for i := range d.Parts {
		p := &d.Parts[i]
		if err := d.check(p.Span); err != nil {
			return fmt.Errorf("part %d: %w", i, err)
		}
		if p.Span.Start < end {
			return fmt.Errorf("part %d: begins at byte %d, inside the part before it", i, p.Span.Start)
		}
		end = p.Span.End
		at := p.Span.Start
		for j, s := range p.Sentences {
			if err := d.check(s); err != nil {
				return fmt.Errorf("part %d, sentence %d: %w", i, j, err)
			}
			if s.Start < at || s.End > p.Span.End {
				return fmt.Errorf("part %d, sentence %d: %v is out of order or outside of the part", i, j, s)
			}
			at = s.End
		}
	}
	return nil
}

func (d *Document) check(s Span) error {
	if s.Start < 0 || s.End > len(d.Text) || s.Start >= s.End {
		return fmt.Errorf("span %v does not fit a text of %d bytes", s, len(d.Text))
	}
	if !utf8.RuneStart(d.Text[s.Start]) || s.End < len(d.Text) && !utf8.RuneStart(d.Text[s.End]) {
		return fmt.Errorf("span %v splits a character", s)
	}
	return nil
}
