package library

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"ontherecord/corpus"
	"ontherecord/corpus/store"
	"ontherecord/retrieval"
)

// stored makes the store a retrieval.Record.
type stored struct{ *store.Store }

var _ retrieval.Record = stored{}

// Passages implements retrieval.Record.
func (s stored) Passages(ctx context.Context, ids []corpus.PassageID) ([]retrieval.Found, error) {
	found, err := s.Resolve(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]retrieval.Found, len(found))
	for i, f := range found {
		out[i] = retrieval.Found(f)
	}
	return out, nil
}

// Extent implements retrieval.Record.
func (s stored) Extent(ctx context.Context) (retrieval.Searched, error) {
	stats, err := s.Stats(ctx)
	return retrieval.Searched{Documents: stats.Documents, Until: stats.Until}, err
}

// HasName implements retrieval.Record: every word of name must stand in one
// name on the record.
func (s stored) HasName(ctx context.Context, name string, organisation bool) (bool, error) {
	names, err := s.Speakers(ctx)
	if organisation {
		names, err = s.Organisations(ctx)
	}
	if err != nil {
		return false, err
	}
	want := nameWords(name)
	for _, n := range names {
		have := nameWords(n.Name)
		if !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) }) {
			return true, nil
		}
	}
	return false, nil
}

func nameWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
