package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"ontherecord/retrieval"
)

// Search scores passages by BM25F, term at a time.
//
// The terms are read from the rarest to the commonest until Params.Postings
// postings have been read; the best Params.Candidates passages found by then
// get the scores of the remaining, commoner terms added. Where everything fits
// into the bound the ranking is exact; beyond it, what can be lost is a passage
// that holds only words which nearly every passage holds.
func (ix *Index) Search(ctx context.Context, q retrieval.Query) (hits []retrieval.Hit, err error) {
	defer guard(&err)
	if len(q.Clauses) == 0 || q.Limit <= 0 {
		return nil, ctx.Err()
	}
	snapshot, err := ix.snapshot()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer snapshot.Close()
	s := &search{ix: ix, ctx: ctx, params: ix.params, limit: q.Limit, minMatch: max(q.MinMatch, 1)}
	if err := s.open(snapshot, q); err != nil {
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

	segments []*segmentSearch
	terms    []term
	average  [fieldCount]float64
	found    []candidate
}

type term struct {
	clause retrieval.Clause
	df     int
	weight float64 // clause weight times inverse document frequency
}

// segmentSearch is one segment of the snapshot: which of its passages may
// match, and the postings of each term in each field.
type segmentSearch struct {
	segment *scorch.SegmentSnapshot
	allowed bool                               // false: the filter admits none
	lists   [][fieldCount]segment.PostingsList // by term, nil where empty
}

type candidate struct {
	score   float64
	segment int
	number  uint64
	matched int
}

func (s *search) open(snapshot *scorch.IndexSnapshot, q retrieval.Query) error {
	passages := 0
	for _, seg := range snapshot.Segments() {
		except, any, err := filterExcept(seg, q.Filter, s.ix.analyzer)
		if err != nil {
			return err
		}
		passages += int(seg.Count())
		ss := &segmentSearch{segment: seg, allowed: any, lists: make([][fieldCount]segment.PostingsList, len(q.Clauses))}
		if any {
			if err := ss.openLists(q.Clauses, except); err != nil {
				return err
			}
		}
		s.segments = append(s.segments, ss)
	}
	s.params = s.params.grown(passages)
	stats := s.ix.currentTotals()
	for f := range s.average {
		s.average[f] = max(1, float64(stats.Lengths[f])/float64(max(stats.Passages, 1)))
	}
	// The frequency of a term counts all passages, filtered or not, so that a
	// filter does not change what is rare.
	for i, c := range q.Clauses {
		df, err := documentFrequency(snapshot, c.Term)
		if err != nil {
			return err
		}
		if df == 0 {
			continue
		}
		for _, ss := range s.segments {
			ss.lists[len(s.terms)] = ss.lists[i]
		}
		s.terms = append(s.terms, term{c, df, c.Weight * IDF(df, passages)})
	}
	return nil
}

// IDF is the inverse document frequency of BM25 in its form that is never
// negative: ln(1 + (n − df + 0.5) / (df + 0.5)).
func IDF(df, n int) float64 {
	return math.Log1p((float64(n) - float64(df) + 0.5) / (float64(df) + 0.5))
}

func (ss *segmentSearch) openLists(clauses []retrieval.Clause, except *roaring.Bitmap) error {
	for f, name := range fieldNames {
		dict, err := ss.segment.Segment().Dictionary(name)
		if err != nil {
			return err
		}
		for i, c := range clauses {
			list, err := dict.PostingsList([]byte(c.Term), except, nil)
			if err != nil {
				return err
			}
			if list != nil && list.Count() > 0 {
				ss.lists[i][f] = list
			}
		}
	}
	return nil
}

func (s *search) run() error {
	order := make([]int, len(s.terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(s.terms[i].df, s.terms[j].df) })
	read, rare := 0, 0
	for rare < len(order) && (rare == 0 || read+s.terms[order[rare]].df <= s.params.Postings) {
		read += s.terms[order[rare]].df
		rare++
	}
	keep := s.limit
	if rare < len(order) {
		keep = max(keep, s.params.Candidates)
	}
	for i, ss := range s.segments {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if ss.allowed {
			if err := s.scan(i, order[:rare], keep); err != nil {
				return err
			}
		}
	}
	s.best(keep)
	if rare < len(order) {
		if err := s.complete(order[rare:]); err != nil {
			return err
		}
		s.best(s.limit)
	}
	return nil
}

// scan adds the best passages of one segment to s.found.
func (s *search) scan(at int, terms []int, keep int) error {
	ss := s.segments[at]
	acc := s.ix.accumulator(int(ss.segment.Segment().Count()))
	defer s.ix.buffers.Put(acc)
	norms := s.norms()
	for _, t := range terms {
		impact := s.impact(t)
		err := ss.each(t, norms, impact, func(number uint64, score float64) {
			if acc.matched[number] == 0 {
				acc.touched = append(acc.touched, uint32(number))
			}
			acc.scores[number] += float32(score)
			if acc.matched[number] < math.MaxUint8 {
				acc.matched[number]++
			}
		})
		if err != nil {
			return err
		}
	}
	floor := float32(-1)
	kept := make([]candidate, 0, 2*keep)
	for _, number := range acc.touched {
		score, matched := acc.scores[number], int(acc.matched[number])
		acc.scores[number], acc.matched[number] = 0, 0
		if score < floor || matched < s.minMatch && len(terms) == len(s.terms) {
			continue
		}
		kept = append(kept, candidate{float64(score), at, uint64(number), matched})
		if len(kept) == 2*keep {
			slices.SortFunc(kept, byScore)
			kept = kept[:keep]
			floor = float32(kept[keep-1].score)
		}
	}
	s.found = append(s.found, kept...)
	return nil
}

// impact returns the BM25F score of term t for a passage with the given term
// frequencies, divided by field length normalisation already.
func (s *search) impact(t int) func(tf [fieldCount]float64) float64 {
	weight, k1 := s.terms[t].weight, s.params.K1
	return func(tf [fieldCount]float64) float64 {
		sum := 0.0
		for _, v := range tf {
			sum += v
		}
		return weight * sum * (k1 + 1) / (sum + k1)
	}
}

// complete adds the scores of further terms to the passages found.
func (s *search) complete(terms []int) error {
	slices.SortFunc(s.found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.number, b.number))
	})
	for _, t := range terms {
		impact := s.impact(t)
		for from := 0; from < len(s.found); {
			to := from
			for to < len(s.found) && s.found[to].segment == s.found[from].segment {
				to++
			}
			ss := s.segments[s.found[from].segment]
			if err := ss.complete(t, s.found[from:to], impact, s.norms()); err != nil {
				return err
			}
			from = to
		}
	}
	if s.minMatch > 1 {
		s.found = slices.DeleteFunc(s.found, func(c candidate) bool { return c.matched < s.minMatch })
	}
	return nil
}

// best sorts what was found and keeps the first n.
func (s *search) best(n int) {
	slices.SortFunc(s.found, byScore)
	s.found = s.found[:min(n, len(s.found))]
}

func byScore(a, b candidate) int {
	return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.segment, b.segment), cmp.Compare(a.number, b.number))
}

// hits resolves what was found to passage IDs, ties in the order of IDs.
func (s *search) hits() ([]retrieval.Hit, error) {
	out := make([]retrieval.Hit, len(s.found))
	for i, c := range s.found {
		raw, err := s.segments[c.segment].segment.DocID(c.number)
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

// accumulator sums scores by passage number within a segment. It is all zeros
// when it is not in use.
type accumulator struct {
	scores  []float32
	matched []uint8
	touched []uint32
}

func (ix *Index) accumulator(n int) *accumulator {
	acc, _ := ix.buffers.Get().(*accumulator)
	if acc == nil {
		acc = &accumulator{}
	}
	if len(acc.scores) < n {
		acc.scores, acc.matched = make([]float32, n), make([]uint8, n)
	}
	acc.touched = acc.touched[:0]
	return acc
}

// currentTotals is what the fields' average lengths are computed from.
func (ix *Index) currentTotals() totals {
	ix.stats.RLock()
	defer ix.stats.RUnlock()
	return ix.totals
}
