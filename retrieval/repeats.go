package retrieval

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
)

const (
	// repeatTerms of a statement, its rarest, are looked for to find others like
	// it; all but one must be there.
	repeatTerms = 6
	// repeatTried terms, the longest, are asked how rare they are.
	repeatTried = 10
	// repeatLimit bounds how many repetitions are counted.
	repeatLimit = 500
)

// addRepeats adds to g the near-identical statements in the whole record, not
// only those that were found for the question, so that "said 4 times" is true.
func (a *Answerer) addRepeats(ctx context.Context, w *work, g *group) error {
	s := g.shown.sentence()
	terms := slices.Clone(s.terms)
	slices.Sort(terms)
	terms = slices.Compact(terms)
	slices.SortStableFunc(terms, func(x, y string) int { return -cmp.Compare(len(x), len(y)) })
	terms = terms[:min(repeatTried, len(terms))]
	if len(terms) < 3 {
		return nil
	}
	df, _, err := a.engine.Frequencies(ctx, terms)
	if err != nil {
		return err
	}
	type counted struct {
		term string
		df   int
	}
	rarest := make([]counted, len(terms))
	for i, t := range terms {
		rarest[i] = counted{t, df[i]}
	}
	slices.SortStableFunc(rarest, func(x, y counted) int { return cmp.Compare(x.df, y.df) })
	rarest = rarest[:min(repeatTerms, len(rarest))]
	// With the second rarest in one passage alone, nothing else can repeat it.
	if rarest[1].df < 2 {
		return nil
	}
	q := Query{Filter: w.q.Filter, Limit: repeatLimit, MinMatch: len(rarest) - 1}
	for _, r := range rarest {
		q.Clauses = append(q.Clauses, Clause{r.term, 1})
	}
	hits, err := a.engine.Search(ctx, q)
	if err != nil {
		return err
	}
	return a.addSimilar(ctx, g, hits)
}

// addSimilar adds the sentences in hits that say what g says.
func (a *Answerer) addSimilar(ctx context.Context, g *group, hits []Hit) error {
	known := make(map[string]bool)
	for _, m := range g.members {
		known[m.reading.doc.ID] = true
	}
	ids := make([]corpus.PassageID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	found, err := a.record.Passages(ctx, ids)
	if err != nil {
		return err
	}
	print := g.shown.reading.print(g.shown.at)
	for _, f := range found {
		if known[f.Document.ID] {
			continue
		}
		r := a.readings.read(f.Document)
		for i := range r.sentences {
			if f.Passage.Span.Contains(r.sentences[i].span) && text.Similar(print, r.print(i)) {
				known[f.Document.ID] = true
				// It says the same, so it fits the question as well.
				m := &scoredSentence{reading: r, at: i, features: g.shown.features, held: g.shown.held, near: g.shown.near, score: g.shown.score}
				g.members = append(g.members, m)
				if r.doc.Date.Compare(g.shown.reading.doc.Date) > 0 {
					g.shown = m
				}
				break
			}
		}
	}
	return nil
}

// newerLikeness is the share of words, figures aside, that two statements share
// when one may bring the other up to date.
const newerLikeness = 0.6

// newer returns the latest statement among groups that says the same as g with
// other figures, and nil if there is none.
func newer(g *group, groups []*group) *scoredSentence {
	words, figures := plainAndFigures(g.shown.sentence())
	date := g.shown.reading.doc.Date
	if len(figures) == 0 || date.IsZero() {
		return nil
	}
	var best *scoredSentence
	for _, o := range groups {
		d := o.shown.reading.doc.Date
		if o == g || d.Compare(date) <= 0 || best != nil && d.Compare(best.reading.doc.Date) <= 0 {
			continue
		}
		others, theirs := plainAndFigures(o.shown.sentence())
		if len(theirs) > 0 && !slices.Equal(figures, theirs) && jaccard(words, others) >= newerLikeness {
			best = o.shown
		}
	}
	return best
}

// plainAndFigures splits a sentence's terms, sorted and each once.
func plainAndFigures(s *sentence) (words, figures []string) {
	for _, t := range s.terms {
		if strings.ContainsAny(t, "0123456789") {
			figures = append(figures, t)
		} else {
			words = append(words, t)
		}
	}
	slices.Sort(words)
	slices.Sort(figures)
	return slices.Compact(words), slices.Compact(figures)
}

// jaccard is the share of what two sorted sets hold together that both hold.
func jaccard(a, b []string) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c == 0:
			both++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}
