package bleveindex

import (
	"math"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// norms gives the normalised frequency of a posting in each field.
type norms [fieldCount]struct{ weight, base, slope float64 }

func (s *search) norms() *norms {
	var n norms
	for f := range n {
		b := s.params.B[f]
		n[f].weight = s.params.Weight[f]
		n[f].base = 1 - b
		n[f].slope = b / s.average[f]
	}
	return &n
}

// frequency is the weighted term frequency of p divided by its length norm.
// bleve stores the field's length and gives it as 1/√length.
func (n *norms) frequency(field int, p segment.Posting) float64 {
	v := &n[field]
	inverse := p.Norm()
	length := 1.0
	if inverse > 0 && !math.IsInf(inverse, 0) {
		length = 1 / (inverse * inverse)
	}
	return v.weight * float64(p.Frequency()) / (v.base + v.slope*length)
}

// each calls add with the number and the score of each passage that holds term
// t, in order.
func (ss *segmentSearch) each(t int, n *norms, impact func([fieldCount]float64) float64, add func(uint64, float64)) error {
	var its [fieldCount]segment.PostingsIterator
	var at [fieldCount]segment.Posting
	open := 0
	for f, list := range ss.lists[t] {
		if list == nil {
			continue
		}
		its[f] = list.Iterator(true, true, false, nil)
		p, err := its[f].Next()
		if err != nil {
			return err
		}
		if at[f] = p; p != nil {
			open++
		}
	}
	for open > 0 {
		lowest := uint64(math.MaxUint64)
		for _, p := range at {
			if p != nil {
				lowest = min(lowest, p.Number())
			}
		}
		var tf [fieldCount]float64
		for f, p := range at {
			if p == nil || p.Number() != lowest {
				continue
			}
			tf[f] = n.frequency(f, p)
			next, err := its[f].Next()
			if err != nil {
				return err
			}
			if at[f] = next; next == nil {
				open--
			}
		}
		add(lowest, impact(tf))
	}
	return nil
}

// complete adds the score of term t to candidates, which are in the order of
// their numbers.
func (ss *segmentSearch) complete(t int, candidates []candidate, impact func([fieldCount]float64) float64, n *norms) error {
	freqs := make([][fieldCount]float64, len(candidates))
	for f, list := range ss.lists[t] {
		if list == nil {
			continue
		}
		it := list.Iterator(true, true, false, nil)
		var p segment.Posting
		for i, c := range candidates {
			if p == nil || p.Number() < c.number {
				var err error
				if p, err = it.Advance(c.number); err != nil {
					return err
				}
				if p == nil {
					break
				}
			}
			if p.Number() == c.number {
				freqs[i][f] = n.frequency(f, p)
			}
		}
	}
	for i, tf := range freqs {
		if tf != ([fieldCount]float64{}) {
			candidates[i].score += impact(tf)
			candidates[i].matched++
		}
	}
	return nil
}

// documentFrequency counts the passages that hold term, in the field where
// most do.
func documentFrequency(snapshot *scorch.IndexSnapshot, term string) (int, error) {
	var df [fieldCount]int
	for _, seg := range snapshot.Segments() {
		for f, name := range fieldNames {
			dict, err := seg.Segment().Dictionary(name)
			if err != nil {
				return 0, err
			}
			list, err := dict.PostingsList([]byte(term), seg.Deleted(), nil)
			if err != nil {
				return 0, err
			}
			if list != nil {
				df[f] += int(list.Count())
			}
		}
	}
	return max(df[0], df[1], df[2]), nil
}
