package bleveindex

import (
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
)

// filterExcept returns the passages of seg that must not match f: the deleted
// ones and those outside of the filter; nil is none. any is false where none is
// left.
func filterExcept(seg *scorch.SegmentSnapshot, f retrieval.Filter, a *analysis.Analyzer) (except *roaring.Bitmap, any bool, err error) {
	except = seg.Deleted()
	n := seg.Segment().Count()
	if !f.IsZero() {
		allowed, err := filterAllowed(seg.Segment(), f, a)
		if err != nil {
			return nil, false, err
		}
		allowed.Flip(0, n)
		if except != nil {
			allowed.Or(except)
		}
		except = allowed
	}
	return except, except == nil || except.GetCardinality() < n, nil
}

// filterAllowed returns the passages of seg that f admits.
func filterAllowed(seg segment.Segment, f retrieval.Filter, a *analysis.Analyzer) (*roaring.Bitmap, error) {
	allowed := roaring.New()
	allowed.AddRange(0, seg.Count())
	and := func(field, term string) error {
		b := roaring.New()
		if err := addPostings(seg, field, term, b); err != nil {
			return err
		}
		allowed.And(b)
		return nil
	}
	if f.Kind != "" {
		if err := and(fieldKind, string(f.Kind)); err != nil {
			return nil, err
		}
	}
	for field, name := range map[string]string{fieldSpeaker: f.By, fieldOrganisation: f.Department} {
		for _, word := range filterWords(a, name) {
			if err := and(field, word); err != nil {
				return nil, err
			}
		}
	}
	if !f.Since.IsZero() || !f.Until.IsZero() {
		b, err := dated(seg, f)
		if err != nil {
			return nil, err
		}
		allowed.And(b)
	}
	return allowed, nil
}

// honorifics may stand in a question and not on the record, or the other way
// round.
var honorifics = []string{"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "baroness", "prof", "professor", "rt", "hon", "mp"}

// filterWords are the words of a name that have to match.
func filterWords(a *analysis.Analyzer, name string) []string {
	words := nameWords(a, name)
	bare := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(honorifics, w) })
	if len(bare) > 0 {
		return bare
	}
	return words
}

// dated returns the passages whose date surely lies within f.
func dated(seg segment.Segment, f retrieval.Filter) (*roaring.Bitmap, error) {
	from, to := f.Since.First(), f.Until.Last()
	low, high := "00000001", "99999999"
	if !from.IsZero() {
		n := from.Number()
		if from.Day == 1 {
			n-- // a statement known to the month lies within it
		}
		low = dateTerm(n)
	}
	if !to.IsZero() {
		high = dateTerm(to.Number() + 1)
	}
	// A statement known to the month of the last day is within it only if that
	// is the month's last.
	uncertain := ""
	if !to.IsZero() && to.AddDays(1).Month == to.Month {
		uncertain = dateTerm(to.Number() - to.Day)
	}
	b := roaring.New()
	dict, err := seg.Dictionary(fieldDate)
	if err != nil {
		return nil, err
	}
	it := dict.AutomatonIterator(nil, []byte(low), []byte(high))
	for {
		entry, err := it.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return b, nil
		}
		term := strings.Clone(entry.Term)
		if term == uncertain {
			continue
		}
		if err := addPostings(seg, fieldDate, term, b); err != nil {
			return nil, err
		}
	}
}

// addPostings adds the passages of seg that hold term in field to b.
func addPostings(seg segment.Segment, field, term string, b *roaring.Bitmap) error {
	dict, err := seg.Dictionary(field)
	if err != nil {
		return fmt.Errorf("filter by %s: %w", field, err)
	}
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil || list == nil {
		return err
	}
	it := list.Iterator(false, false, false, nil)
	if fast, ok := it.(segment.OptimizablePostingsIterator); ok {
		if bitmap := fast.ActualBitmap(); bitmap != nil {
			b.Or(bitmap)
			return nil
		}
	}
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		b.Add(uint32(p.Number()))
	}
}
