// Package text works on the words of documents: sentences with exact byte
// offsets, lists, folding for comparison, and fingerprints for
// near-duplicates.
//
// The splitter is a scanner of its own rather than a filter over the Unicode
// sentence rules (UAX #29). Those rules see characters only: they know neither
// lines nor lists nor table rows, they end a sentence at "hon. Friend" and
// "No. 10 The", and they never end one at a heading without a full stop, so
// that each of their boundaries would have to be judged again and others
// added. Reading lines first and words second judges every boundary once, in
// one pass over the text.
//
// It works in two steps. Lines become units: a paragraph put together again
// from hard-wrapped lines, a heading, a list item, a table row, a link on its
// own (layout.go). Units are cut into sentences at full stops, question and
// exclamation marks that the words around them allow (scan.go,
// abbreviation.go).
package text

import "ontherecord/corpus"

// Sentences returns the sentences of s in order, without the white space
// around them. The spans never overlap, are never empty, begin and end on
// character boundaries, and leave nothing but white space between them.
func Sentences(s string) []corpus.Span {
	sc := scanner{text: s}
	for _, u := range units(s) {
		sc.unit(u)
	}
	return sc.spans
}

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
