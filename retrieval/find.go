package retrieval

import (
	"cmp"
	"context"
	"math"
	"slices"

	"ontherecord/corpus"
)

// find asks the engine and reads the documents of its hits.
func (a *Answerer) find(ctx context.Context, w *work, passages int) error {
	query := Query{Filter: w.q.Filter, Limit: passages}
	weight := make(map[string]float64)
	var order []string
	for _, c := range w.matcher.concepts {
		importance := a.importance(&c)
		for _, alt := range c.alts {
			for _, t := range alt.terms {
				v := importance
				if t != c.term {
					v = importance * alt.weight / float64(len(alt.terms)) * a.weights.Expansion
				}
				if weight[t] == 0 {
					order = append(order, t)
				}
				weight[t] = math.Max(weight[t], v)
			}
		}
	}
	for _, t := range order {
		query.Clauses = append(query.Clauses, Clause{t, weight[t]})
	}
	hits, err := a.engine.Search(ctx, query)
	if err != nil || len(hits) == 0 {
		return err
	}
	ids := make([]corpus.PassageID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	found, err := a.record.Passages(ctx, ids)
	if err != nil {
		return err
	}
	w.bestHit = hits[0].Score
	score := make(map[corpus.PassageID]float64, len(hits))
	for _, h := range hits {
		score[h.ID] = h.Score / hits[0].Score
	}
	byID := make(map[string]*foundDocument)
	for _, f := range found {
		d := byID[f.Document.ID]
		if d == nil {
			d = &foundDocument{reading: a.readings.read(f.Document), rank: len(w.docs), score: score[f.Passage.ID]}
			byID[f.Document.ID] = d
			w.docs = append(w.docs, d)
		}
		d.spans = append(d.spans, f.Passage.Span)
	}
	return nil
}

// Ranking returns the documents that fit q best, best first, without choosing
// what to quote: what evaluation measures of retrieval.
func (a *Answerer) Ranking(ctx context.Context, q Question, limit int) ([]string, error) {
	text, _, err := a.readFilter(ctx, &q)
	if err != nil {
		return nil, err
	}
	u := understand(a.analyzer, text)
	concepts, _, err := a.concepts(ctx, &u)
	if err != nil || len(concepts) == 0 {
		return nil, err
	}
	w := &work{q: q, u: u, matcher: newMatcher(concepts, a.subjects)}
	// A document may hold several of the passages found.
	if err := a.find(ctx, w, 2*limit); err != nil {
		return nil, err
	}
	if err := a.rerank(ctx, w); err != nil {
		return nil, err
	}
	ids := make([]string, 0, limit)
	for _, d := range w.docs[:min(limit, len(w.docs))] {
		ids = append(ids, d.reading.doc.ID)
	}
	return ids, nil
}

// readingWords is the number of words up to which a question is short.
const readingWords = 6

// rerank orders the documents found by how well their best sentence answers,
// beside how well they fit as a whole.
func (a *Answerer) rerank(ctx context.Context, w *work) error {
	sentences, err := a.candidates(ctx, &w.u, w.matcher, w.docs[:min(passagesRead, len(w.docs))])
	if err != nil {
		return err
	}
	best := make(map[*reading]float64)
	for _, c := range sentences {
		score := a.weights.rank(&c.features)
		if at, ok := best[c.reading]; !ok || score > at {
			best[c.reading] = score
		}
	}
	top := math.Inf(-1)
	for _, v := range best {
		top = math.Max(top, v)
	}
	// The longer a question, the more the document as a whole tells.
	share := a.weights.Reading * math.Min(1, math.Pow(readingWords/float64(len(w.matcher.concepts)), 2))
	slices.SortStableFunc(w.docs, func(x, y *foundDocument) int {
		return -cmp.Compare(x.score+share*relative(best, x, top), y.score+share*relative(best, y, top))
	})
	return nil
}

// relative is how a document's best sentence compares with the best of all, 1
// being as good; it falls by half with each point of score.
func relative(best map[*reading]float64, d *foundDocument, top float64) float64 {
	v, ok := best[d.reading]
	if !ok {
		return 0
	}
	return math.Exp2(v - top)
}
