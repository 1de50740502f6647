package corpus

import (
	"errors"
	"fmt"
)

// ErrNotSentences is returned by (*Document).Quote for a span that does not
// begin and end at sentence edges of one part.
var ErrNotSentences = errors.New("span is not made of whole sentences of one part")

// Quote is a verbatim run of whole sentences with its citation. It can only be
// made by (*Document).Quote.
type Quote struct {
	text     string
	span     Span
	citation Citation
}

// Citation says who said a quote, in which role, when, and in which document.
// An empty field is one that the source does not give.
type Citation struct {
	Document     string // ID
	Revision     int
	Part         PartKind
	Kind         Kind
	Status       Status
	Title        string
	Reference    string
	URL          string
	Speaker      string
	Role         string
	Organisation string
	Date         Date
	To           string
	Source       Provenance
}

// Quote cuts the bytes of span out of d. The span must begin where a sentence
// of a part begins and end where a sentence of the same part ends; otherwise
// the error wraps ErrNotSentences.
func (d *Document) Quote(span Span) (Quote, error) {
	if err := d.check(span); err != nil {
		return Quote{}, fmt.Errorf("quote from %s: %w", d.ID, err)
	}
	p := d.PartAt(span)
	if p == nil {
		return Quote{}, fmt.Errorf("quote from %s: %w: %v is in no part", d.ID, ErrNotSentences, span)
	}
	var begins, ends bool
	for _, s := range p.Sentences {
		begins = begins || s.Start == span.Start
		ends = ends || s.End == span.End
	}
	if !begins || !ends {
		return Quote{}, fmt.Errorf("quote from %s: %w: %v", d.ID, ErrNotSentences, span)
	}
	date := p.Date
	if date.IsZero() {
		date = d.Date
	}
	return Quote{
		text: d.Text[span.Start:span.End],
		span: span,
		citation: Citation{
			Document: d.ID, Revision: d.Revision, Part: p.Kind, Kind: d.Kind, Status: d.Status,
			Title: d.Title, Reference: d.Reference, URL: d.URL,
			Speaker: p.Speaker, Role: p.Role, Organisation: p.Organisation,
			Date: date, To: p.To, Source: d.Source,
		},
	}, nil
}

// Text is the quoted text, byte for byte as stored.
func (q Quote) Text() string { return q.text }

// Span is where the quote stands in its document's text.
func (q Quote) Span() Span { return q.span }

// Citation is the quote's source.
func (q Quote) Citation() Citation { return q.citation }

// IsZero reports whether q is no quote at all.
func (q Quote) IsZero() bool { return q.text == "" }
