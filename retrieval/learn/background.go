package learn

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"ontherecord/corpus"
	"ontherecord/retrieval/analysis"
)

// backgroundLeast is the number of passages from which on a term is listed.
const backgroundLeast = 3

// WriteBackground writes how many passages of docs hold each term: the table
// that stands in for statistics where a record is small. Documents that several
// data sets share count once.
func WriteBackground(w io.Writer, a *analysis.Analyzer, docs []*corpus.Document) error {
	df := make(map[string]int)
	passages := 0
	seen := make(map[string]bool)
	for _, d := range docs {
		if seen[d.ID] {
			continue
		}
		seen[d.ID] = true
		for _, p := range d.Passages() {
			passages++
			held := make(map[string]bool)
			for _, t := range a.Terms(nil, d.Text[p.Span.Start:p.Span.End]) {
				held[t] = true
			}
			for t := range held {
				df[t]++
			}
		}
	}
	var terms []string
	for t, n := range df {
		if n >= backgroundLeast {
			terms = append(terms, t)
		}
	}
	slices.Sort(terms)
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "#passages\t%d\n", passages)
	for _, t := range terms {
		fmt.Fprintf(out, "%s\t%d\n", t, df[t])
	}
	return out.Flush()
}
