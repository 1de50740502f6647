package parse

import (
	"strings"

	"ontherecord/corpus"
)

// assembly builds the text of record of a document that is extracted from a
// structured source: parts separated by blank lines.
type assembly struct {
	text  strings.Builder
	parts []corpus.Part
}

// add appends s, byte for byte, as the part p, whose span it sets to s without
// the white space around it. A blank s adds nothing.
func (a *assembly) add(p corpus.Part, s string) {
	if strings.TrimFunc(s, blank) == "" {
		return
	}
	if a.text.Len() > 0 {
		a.text.WriteString("\n\n")
	}
	p.Span = trimSpan(s, corpus.Span{Start: 0, End: len(s)})
	p.Span.Start += a.text.Len()
	p.Span.End += a.text.Len()
	a.text.WriteString(s)
	a.parts = append(a.parts, p)
}

// into puts what was assembled into d.
func (a *assembly) into(d *corpus.Document) *corpus.Document {
	d.Text, d.Parts = a.text.String(), a.parts
	return d
}
