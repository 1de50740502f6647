// Package text works on the words of documents: sentences with exact byte
// offsets, folding for comparison, and fingerprints for near-duplicates.
package text

import "ontherecord/corpus"

// Sentences returns the sentences of s in order, without the white space
// around them.
func Sentences(s string) []corpus.Span { panic("being written") }

// Split fills the Sentences of every part of d.
func Split(d *corpus.Document) {
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Sentences = Sentences(d.Text[p.Span.Start:p.Span.End])
		for j := range p.Sentences {
			p.Sentences[j].Start += p.Span.Start
			p.Sentences[j].End += p.Span.Start
		}
	}
}
