package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"ontherecord/corpus"
)

// conclude cuts the quotes that answer the question, or the nearest ones.
func (a *Answerer) conclude(ctx context.Context, w *work) error {
	quotes, more, err := a.cut(ctx, w, max(w.q.Skip, 0), w.q.limit())
	if err != nil {
		return err
	}
	w.answer.More = more
	if w.answer.Answered {
		w.answer.Quotes = quotes
		return nil
	}
	w.answer.Nearest = quotes
	w.answer.Reason, w.answer.Missing = a.explain(w)
	return nil
}

// explain tells why the nearest statements are no answer: which words that
// matter the documents found do not hold.
func (a *Answerer) explain(w *work) (Reason, []string) {
	var missing []string
	top := w.groups[0].shown
	for _, d := range w.docs {
		if d.reading == top.reading {
			for i, c := range w.matcher.concepts {
				if !c.faint && d.whole[i] < 0.4 {
					missing = append(missing, c.word)
				}
			}
		}
	}
	if a.strange(w.matcher) || w.matcher.offSubject(top.near) {
		return ReasonSubject, missing
	}
	for i, c := range w.matcher.concepts {
		if c.proper && c.df == 0 && top.held[i] == 0 {
			return ReasonSubject, missing
		}
	}
	return ReasonWeak, missing
}

// cut makes quotes of the groups from skip on, at most limit. No two of them
// overlap. more reports whether there are further ones.
func (a *Answerer) cut(ctx context.Context, w *work, skip, limit int) (quotes []Quoted, more bool, err error) {
	var taken []Quoted
	for _, g := range w.groups {
		if g.score < w.groups[0].score-a.weights.Margin && len(taken) > skip {
			break
		}
		if !g.settle(w.groups, taken) {
			continue
		}
		if len(taken) == skip+limit {
			more = true
			break
		}
		q, err := a.complete(ctx, w, g, len(taken) >= skip)
		if err != nil {
			return nil, false, err
		}
		taken = append(taken, q)
	}
	if skip >= len(taken) {
		return nil, false, nil
	}
	return taken[skip:], more, nil
}

// quotable reports whether a sentence says something by itself: a link and a
// cell of a table do not, unless it is an item of a list, which is quoted whole.
func quotable(s *scoredSentence) bool {
	if s.seen.shape&shapeLink != 0 {
		return false
	}
	_, _, listed := s.reading.list(s.at)
	return listed || s.seen.shape&shapeFragment == 0
}

// settle decides how far g is quoted. It reports whether that can be done
// without words that are quoted already.
func (g *group) settle(groups []*group, taken []Quoted) bool {
	g.sequel = sequel(g, groups)
	if g.sequel > 0 && g.overlapsAny(taken) {
		g.sequel = 0
	}
	return !g.overlapsAny(taken)
}

func (g *group) overlapsAny(taken []Quoted) bool {
	span := g.span()
	return slices.ContainsFunc(taken, func(t Quoted) bool {
		return t.Quote.Citation().Document == g.shown.reading.doc.ID && t.Quote.Span().Overlaps(span)
	})
}

// complete cuts the quote of g. If it is shown, it is told how often the record
// says so, and what is newer.
func (a *Answerer) complete(ctx context.Context, w *work, g *group, shown bool) (Quoted, error) {
	if !shown {
		return a.quote(g)
	}
	if err := a.addRepeats(ctx, w, g); err != nil {
		return Quoted{}, err
	}
	q, err := a.quote(g)
	if err != nil {
		return Quoted{}, err
	}
	return q, addNewer(&q, g, w.groups)
}

func (a *Answerer) quote(g *group) (Quoted, error) {
	r, span := g.shown.reading, g.span()
	out := Quoted{Score: g.score, Said: said(g)}
	var err error
	if out.Quote, err = r.doc.Quote(span); err != nil {
		return out, fmt.Errorf("cut quote: %w", err)
	}
	before, after := neighbours(r, span)
	for _, n := range []struct {
		span corpus.Span
		into *corpus.Quote
	}{{before, &out.Before}, {after, &out.After}, {r.asked, &out.Asked}} {
		if n.span.Len() == 0 {
			continue
		}
		if *n.into, err = r.doc.Quote(n.span); err != nil {
			return out, fmt.Errorf("cut the words around a quote: %w", err)
		}
	}
	return out, nil
}

// addNewer notes the statement that brings the quoted one up to date, if any.
func addNewer(q *Quoted, g *group, groups []*group) error {
	n := newer(g, groups)
	if n == nil {
		return nil
	}
	var err error
	if q.Newer, err = n.reading.doc.Quote(shapeQuote(n.reading, n.at)); err != nil {
		return fmt.Errorf("cut the newer statement: %w", err)
	}
	return nil
}

// neighbours are the sentences of the same part before and after span.
func neighbours(r *reading, span corpus.Span) (before, after corpus.Span) {
	part := r.doc.PartAt(span)
	if part == nil {
		return
	}
	for _, s := range part.Sentences {
		if s.End <= span.Start {
			before = s
		}
		if s.Start >= span.End && after.Len() == 0 {
			after = s
		}
	}
	return before, after
}

// said counts the documents that hold the statement. The same document under
// two identities, such as a file and a data set, counts once by its link.
func said(g *group) Said {
	seen := make(map[string]bool)
	var dates []corpus.Date
	var out Said
	continued := g.continued()
	for _, s := range g.members {
		if continued && !g.goesOn(s) {
			continue // it says less than is quoted
		}
		d := s.reading.doc
		key := cmp.Or(d.URL, d.ID)
		if seen[key] {
			continue
		}
		seen[key] = true
		out.Times++
		if !d.Date.IsZero() {
			dates = append(dates, d.Date)
		}
	}
	if len(dates) > 0 {
		out.First = slices.MinFunc(dates, corpus.Date.Compare)
		out.Latest = slices.MaxFunc(dates, corpus.Date.Compare)
	}
	return out
}
