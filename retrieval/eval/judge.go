package eval

import (
	"strings"

	"ontherecord/corpus/text"
	"ontherecord/retrieval"
)

// judge says whether a quote gives one of the labelled sentences: it holds one,
// or lies within one and has at least half its words. A near-duplicate of a
// labelled sentence counts, in whichever document. White space, quotation marks
// and dashes are folded.
type judge struct {
	labelled []labelled
}

type labelled struct {
	document string
	folded   string
	words    int
	print    text.Print
}

func newJudge(q Query) judge {
	var j judge
	for _, l := range q.Sentences {
		folded := text.Fold(l.Sentence)
		j.labelled = append(j.labelled, labelled{l.Document, folded, len(strings.Fields(folded)), text.Fingerprint(l.Sentence)})
	}
	return j
}

func (j judge) hit(q retrieval.Quoted) bool {
	quote := text.Fold(q.Quote.Text())
	words := len(strings.Fields(quote))
	print := text.Fingerprint(q.Quote.Text())
	for _, l := range j.labelled {
		if l.folded == "" {
			continue
		}
		same := l.document == q.Quote.Citation().Document
		if same && strings.Contains(quote, l.folded) {
			return true
		}
		if same && strings.Contains(l.folded, quote) && 2*words >= l.words {
			return true
		}
		if text.Similar(print, l.print) || quote == l.folded {
			return true
		}
	}
	return false
}

// Hit reports whether a quote gives one of q's labelled sentences.
func (q Query) Hit(quoted retrieval.Quoted) bool { return newJudge(q).hit(quoted) }
