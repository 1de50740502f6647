package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"ontherecord/retrieval"
)

// Search scores passages by BM25F, term at a time.
//
// The terms are read from the rarest to the commonest until Params.Postings
// postings have been read; the best Params.Candidates passages found by then
// get the scores of the remaining, commoner terms added. Where everything fits
// into the bound the ranking is exact; beyond it, what can be lost is a passage
// that holds only words which nearly every passage holds. Where a passage must
// hold several of the terms, only so many of the rarest are read as one of them
// must be among.
func (ix *Index) Search(ctx context.Context, q retrieval.Query) (hits []retrieval.Hit, err error) {
	defer guard(&err)
	if len(q.Clauses) == 0 || q.Limit <= 0 {
		return nil, ctx.Err()
	}
	v, err := ix.view()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer v.Close()
	s := &search{ix: ix, ctx: ctx, params: ix.params, limit: q.Limit, minMatch: max(q.MinMatch, 1)}
	if err := s.open(v, q); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if err := s.run(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return s.hits()
}

// search is the state of one Search.
type search struct {
	ix       *Index
	ctx      context.Context
	params   Params
	limit    int
	minMatch int

	passages int
	segments []*segmentSearch
	terms    []term // from the rarest to the commonest
	scoring  *scoring
	found    []candidate
	floor    float32 // what a passage must score to be among the best found
}

type term struct {
	clause retrieval.Clause
	df     int
	weight float64 // clause weight times inverse document frequency
}

// segmentSearch is one segment of the view, and which of its passages may not
// match.
type segmentSearch struct {
	*viewSegment
	lengths *lengths
	except  *roaring.Bitmap // nil for none
	allowed bool            // false: the filter admits none
}

type candidate struct {
	score   float64
	segment int
	number  uint32
	matched int
}

func (s *search) open(v *view, q retrieval.Query) error {
	lengths := s.ix.cache.follow(v.IndexSnapshot)
	for i, seg := range v.segments {
		except, any, err := filterExcept(seg.SegmentSnapshot, q.Filter, s.ix.analyzer)
		if err != nil {
			return err
		}
		s.passages += int(seg.Count())
		s.segments = append(s.segments, &segmentSearch{seg, lengths[i], except, any})
	}
	s.params = s.params.grown(s.passages)
	var average [fieldCount]float64
	for f := range average {
		average[f] = max(1, float64(v.totals.Lengths[f])/float64(max(v.totals.Passages, 1)))
	}
	s.scoring = newScoring(s.params, average)
	// The frequency of a term counts all passages, filtered or not, so that a
	// filter does not change what is rare.
	for _, c := range q.Clauses {
		df, err := v.frequency(c.Term)
		if err != nil {
			return err
		}
		if df > 0 {
			s.terms = append(s.terms, term{c, df, c.Weight * IDF(df, s.passages)})
		}
	}
	slices.SortStableFunc(s.terms, func(a, b term) int { return cmp.Compare(a.df, b.df) })
	return nil
}

// IDF is the inverse document frequency of BM25 in its form that is never
// negative: ln(1 + (n − df + 0.5) / (df + 0.5)).
func IDF(df, n int) float64 {
	return math.Log1p((float64(n) - float64(df) + 0.5) / (float64(df) + 0.5))
}

func (s *search) run() error {
	// Every passage that holds minMatch of the terms holds one of these.
	enough := max(0, len(s.terms)-s.minMatch+1)
	read, rare := 0, 0
	for rare < enough && (rare == 0 || read+s.terms[rare].df <= s.params.Postings) {
		read += s.terms[rare].df
		rare++
	}
	keep := s.limit
	switch {
	case rare == len(s.terms):
	case rare == enough:
		keep = read
	default:
		keep = max(keep, s.params.Candidates)
	}
	for i, seg := range s.segments {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if seg.allowed {
			if err := s.scan(i, s.terms[:rare], keep); err != nil {
				return err
			}
		}
	}
	s.best(keep)
	if rare < len(s.terms) {
		if err := s.complete(s.terms[rare:]); err != nil {
			return err
		}
		s.best(s.limit)
	}
	return nil
}

// postings returns the postings of t in seg.
func (s *search) postings(seg *segmentSearch, t *term) (*postings, error) {
	key := postingsKey{seg.Id(), t.clause.Term}
	if p, ok := s.ix.cache.get(key); ok {
		return p, nil
	}
	p, err := decode(seg.viewSegment, t.clause.Term, seg.lengths)
	if err != nil {
		return nil, err
	}
	s.ix.cache.put(key, p, s.passages)
	return p, nil
}

// scan adds the best passages of one segment to s.found.
func (s *search) scan(at int, terms []term, keep int) error {
	seg := s.segments[at]
	lists := make([]*postings, len(terms))
	for i := range terms {
		var err error
		if lists[i], err = s.postings(seg, &terms[i]); err != nil {
			return err
		}
	}
	acc := s.ix.buffers.Get().(*accumulator)
	for b := range blockCount(seg.Segment().Count()) {
		for i, p := range lists {
			acc.add(s.scoring, p, b, terms[i].weight)
		}
		s.collect(acc, at, b, keep, len(s.terms)-len(terms))
	}
	s.ix.buffers.Put(acc) // all zeros again
	return nil
}

// collect moves what a block's passages scored to s.found. Left is the number
// of terms that will be added yet.
func (s *search) collect(acc *accumulator, at, block, keep, left int) {
	except := s.segments[at].except
	for _, i := range acc.touched[:acc.count] {
		score, matched := acc.scores[i], int(acc.matched[i])
		acc.scores[i], acc.matched[i] = 0, 0
		number := uint32(block)<<blockBits | uint32(i)
		if score < s.floor || matched+left < s.minMatch || except != nil && except.Contains(number) {
			continue
		}
		s.found = append(s.found, candidate{float64(score), at, number, matched})
		if len(s.found) == 2*keep {
			s.best(keep)
			s.floor = float32(s.found[keep-1].score)
		}
	}
	acc.count = 0
}

// complete adds the scores of further terms to the passages found.
func (s *search) complete(terms []term) error {
	slices.SortFunc(s.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.number, b.number))
	})
	for i := range terms {
		for from, to := 0, 0; from < len(s.found); from = to {
			at := s.found[from].segment
			for to < len(s.found) && s.found[to].segment == at {
				to++
			}
			if err := s.lookUp(s.segments[at], &terms[i], s.found[from:to]); err != nil {
				return err
			}
		}
		left := len(terms) - 1 - i
		s.found = slices.DeleteFunc(s.found, func(c candidate) bool { return c.matched+left < s.minMatch })
	}
	return nil
}

// lookUp adds the score of t to candidates, which are in seg and in the order
// of their numbers.
func (s *search) lookUp(seg *segmentSearch, t *term, candidates []candidate) error {
	if s.minMatch > 1 {
		// Few are left, and another question has other terms: decoding all
		// postings would cost more.
		return s.advance(seg, t, candidates)
	}
	p, err := s.postings(seg, t)
	if err != nil {
		return err
	}
	for i := range candidates {
		c := &candidates[i]
		if v := p.find(c.number); v != 0 {
			c.score += t.weight * s.scoring.impactIn(p, c.number, v)
			c.matched++
		}
	}
	return nil
}

// advance does what lookUp does, on bleve's own postings.
func (s *search) advance(seg *segmentSearch, t *term, candidates []candidate) error {
	sums := make([]float64, len(candidates))
	for f := range fieldCount {
		list, err := seg.list(f, t.clause.Term, nil)
		if err != nil {
			return err
		}
		if list == nil {
			continue
		}
		it := seg.iterate(f, list)
		var p segment.Posting
		for i, c := range candidates {
			if p == nil || p.Number() < uint64(c.number) {
				if p, err = it.Advance(uint64(c.number)); err != nil {
					return err
				}
				if p == nil {
					break
				}
			}
			if p.Number() == uint64(c.number) {
				sums[i] += s.scoring.frequency(f, int(p.Frequency()), length(p))
			}
		}
	}
	for i, sum := range sums {
		if sum > 0 {
			candidates[i].score += t.weight * s.scoring.impact(sum)
			candidates[i].matched++
		}
	}
	return nil
}

// best sorts what was found and keeps the first n.
func (s *search) best(n int) {
	slices.SortFunc(s.found, byScore)
	s.found = s.found[:min(n, len(s.found))]
}

func byScore(a, b candidate) int {
	if a.score != b.score {
		return -cmp.Compare(a.score, b.score)
	}
	return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.number, b.number))
}

// hits resolves what was found to passage IDs, ties in the order of IDs.
func (s *search) hits() ([]retrieval.Hit, error) {
	out := make([]retrieval.Hit, len(s.found))
	for i, c := range s.found {
		raw, err := s.segments[c.segment].DocID(uint64(c.number))
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		id, err := decodeID(raw)
		if err != nil {
			return nil, fmt.Errorf("search: %w: %w", err, retrieval.ErrIndexDamaged)
		}
		out[i] = retrieval.Hit{ID: id, Score: c.score}
	}
	slices.SortStableFunc(out, func(a, b retrieval.Hit) int {
		return cmp.Or(-cmp.Compare(a.Score, b.Score), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}
