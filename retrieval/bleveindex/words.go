package bleveindex

import (
	"context"
	"errors"
	"fmt"
)

// Frequencies implements retrieval.Engine.
func (ix *Index) Frequencies(ctx context.Context, terms []string) (df []int, passages int, err error) {
	defer guard(&err)
	v, err := ix.view()
	if err != nil {
		return nil, 0, fmt.Errorf("count terms: %w", err)
	}
	defer v.Close()
	df = make([]int, len(terms))
	for i, t := range terms {
		if df[i], err = v.frequency(t); err != nil {
			return nil, 0, fmt.Errorf("count terms: %w", err)
		}
	}
	n, err := v.DocCount()
	if err != nil {
		return nil, 0, fmt.Errorf("count passages: %w", err)
	}
	return df, int(n), ctx.Err()
}

// Correct implements retrieval.Engine. Words of five letters and more are
// looked for within one edit, of eight and more within two; the first letter
// must agree. Of several, the nearest and then the most frequent wins. A word
// that others begin with ("gynae", "chemo") is taken to be cut short.
func (ix *Index) Correct(ctx context.Context, word string) (best string, err error) {
	defer guard(&err)
	edits := 0
	switch n := len([]rune(word)); {
	case n >= 8:
		edits = 2
	case n >= 5:
		edits = 1
	default:
		return "", ctx.Err()
	}
	v, err := ix.view()
	if err != nil {
		return "", fmt.Errorf("correct spelling: %w", err)
	}
	defer v.Close()
	if best, err = ix.complete(v, word); err != nil || best != "" {
		return best, err
	}
	for distance := 1; distance <= edits && best == ""; distance++ {
		dict, err := v.FieldDictFuzzy(fieldWord, word, distance, word[:1])
		if err != nil {
			return "", fmt.Errorf("correct spelling: %w", err)
		}
		most := 0
		for {
			entry, err := dict.Next()
			if err != nil {
				return "", errors.Join(fmt.Errorf("correct spelling: %w", err), dict.Close())
			}
			if entry == nil {
				break
			}
			df, err := v.frequency(ix.analyzer.Term(entry.Term))
			if err != nil {
				return "", errors.Join(fmt.Errorf("correct spelling: %w", err), dict.Close())
			}
			if df > most || df == most && best != "" && entry.Term < best {
				best, most = entry.Term, df
			}
		}
		if err := dict.Close(); err != nil {
			return "", fmt.Errorf("correct spelling: %w", err)
		}
	}
	return best, ctx.Err()
}

// complete returns the most frequent word that begins with word and is longer
// by three letters or more.
func (ix *Index) complete(v *view, word string) (best string, err error) {
	dict, err := v.FieldDictPrefix(fieldWord, []byte(word))
	if err != nil {
		return "", fmt.Errorf("complete a word: %w", err)
	}
	defer func() { err = errors.Join(err, dict.Close()) }()
	most := 0
	for {
		entry, err := dict.Next()
		if err != nil {
			return "", fmt.Errorf("complete a word: %w", err)
		}
		if entry == nil {
			return best, nil
		}
		if len(entry.Term) < len(word)+3 {
			continue
		}
		df, err := v.frequency(ix.analyzer.Term(entry.Term))
		if err != nil {
			return "", fmt.Errorf("complete a word: %w", err)
		}
		if df > most {
			best, most = entry.Term, df
		}
	}
}
