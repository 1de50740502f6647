package bleveindex

import (
	"errors"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A view is a consistent view of the index for one goroutine, which closes it.
type view struct {
	*scorch.IndexSnapshot
	cache    *cache
	totals   totals
	segments []*viewSegment
}

// viewSegment is a segment with its dictionaries, nil until needed.
type viewSegment struct {
	*scorch.SegmentSnapshot
	dicts [fieldCount]segment.TermDictionary
	used  *used
}

// used is what was got from bleve last, by field, to be used again.
type used struct {
	lists     [fieldCount]segment.PostingsList
	iterators [fieldCount]segment.PostingsIterator
}

func (ix *Index) view() (*view, error) {
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the index has readers of type %T", reader), reader.Close())
	}
	v := &view{IndexSnapshot: snapshot, cache: ix.cache}
	raw, err := rawTotals(snapshot.GetInternal)
	if err == nil {
		v.totals, err = ix.cache.totals(raw)
	}
	if err != nil {
		return nil, errors.Join(err, snapshot.Close())
	}
	u := &used{}
	for _, s := range snapshot.Segments() {
		v.segments = append(v.segments, &viewSegment{SegmentSnapshot: s, used: u})
	}
	return v, nil
}

// list returns bleve's postings of term in a scored field without those in
// except, which may be nil; it is nil if none are left. It is good until a list
// of the same field of any segment is asked for.
func (s *viewSegment) list(field int, term string, except *roaring.Bitmap) (segment.PostingsList, error) {
	if s.dicts[field] == nil {
		var err error
		if s.dicts[field], err = s.Segment().Dictionary(fieldNames[field]); err != nil {
			return nil, err
		}
	}
	list, err := s.dicts[field].PostingsList([]byte(term), except, s.used.lists[field])
	if err != nil || list == nil {
		return nil, err
	}
	s.used.lists[field] = list
	if list.Count() == 0 {
		return nil, nil
	}
	return list, nil
}

// iterate goes through a list of a field, with frequencies and norms.
func (s *viewSegment) iterate(field int, list segment.PostingsList) segment.PostingsIterator {
	s.used.iterators[field] = list.Iterator(true, true, false, s.used.iterators[field])
	return s.used.iterators[field]
}

// frequency counts the passages that hold term, in the field where most do.
func (v *view) frequency(term string) (int, error) {
	if df, ok := v.cache.frequency(term, v.totals.Changes); ok {
		return df, nil
	}
	var df [fieldCount]int
	for _, s := range v.segments {
		for f := range df {
			list, err := s.list(f, term, s.Deleted())
			if err != nil {
				return 0, err
			}
			if list != nil {
				df[f] += int(list.Count())
			}
		}
	}
	most := slices.Max(df[:])
	v.cache.setFrequency(term, most, v.totals.Changes)
	return most, nil
}
