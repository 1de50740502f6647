// Package thesaurus widens a question with other terms for what it asks:
// acronyms, spellings, everyday words and neighbouring terms of English health
// and cancer policy.
//
// The terms stand in thesaurus.yaml, a file that is made to be read and edited
// by people who know the policy and not the program; its head explains the
// keys. A person's own additions are a file of the same form, merged in.
//
// A term is one or more words. It is found in a question as a sequence of
// words, each compared by its stem, so that the thesaurus and the index agree
// on what a word is when both are given the same stemmer.
package thesaurus

import (
	_ "embed" // for the built-in file
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// builtin is thesaurus.yaml as JSON, which takes a tenth of the time to read. A
// test holds one against the other, and writes it with -update.
//
//go:embed thesaurus.json
var builtin []byte

// Thesaurus is a compiled set of entries. It does not change and is safe for
// use by several goroutines.
type Thesaurus struct {
	entries []Entry
	removed []string
	apart   []string
	weights Weights
	stem    func(string) string
	// first holds, by the key of its first word, each term that is understood;
	// unknown the keys of those that are removed.
	first   map[string]*bucket
	unknown map[string]bool
	// distinct holds the words of apart, folded.
	distinct map[string]bool
}

// Load reads a thesaurus file. stem maps a lower-cased word to what it is
// compared by; a word for which it returns "" is compared as it is, and a nil
// stem compares all words so. The error names the line of what is wrong: an
// unknown key, an entry without terms or authority, a term that is said twice.
func Load(r io.Reader, stem func(string) string) (*Thesaurus, error) {
	f, err := readFile(r)
	if err != nil {
		return nil, fmt.Errorf("load the thesaurus: %w", err)
	}
	t := f.thesaurus(stem)
	if err := t.checkTerms(); err != nil {
		return nil, fmt.Errorf("load the thesaurus: %w", err)
	}
	return t, nil
}

// Default loads the thesaurus that is built in. An error means that the
// program was built with a bad file; the tests see to it that it was not.
func Default(stem func(string) string) (*Thesaurus, error) {
	var f file
	if err := json.Unmarshal(builtin, &f); err != nil {
		return nil, fmt.Errorf("built-in thesaurus: %w", err)
	}
	return f.thesaurus(stem), nil
}

// thesaurus compiles what f holds.
func (f file) thesaurus(stem func(string) string) *Thesaurus {
	t := &Thesaurus{entries: f.Entries, removed: f.Remove, apart: f.Apart, weights: f.weights(), stem: stem}
	t.compile()
	return t
}

// Merge returns a thesaurus of t and a person's additions: a term that both
// know is widened with the terms of both, the terms that more removes are no
// longer understood, and the weights and the stemmer are those of t. Neither t
// nor more changes.
func (t *Thesaurus) Merge(more *Thesaurus) *Thesaurus {
	out := &Thesaurus{
		entries: slices.Concat(t.entries, more.entries),
		removed: slices.Concat(t.removed, more.removed),
		apart:   slices.Concat(t.apart, more.apart),
		weights: t.weights,
		stem:    t.stem,
	}
	out.compile()
	return out
}

// Len is the number of entries.
func (t *Thesaurus) Len() int { return len(t.entries) }

// Entries returns the entries in the order of the file.
func (t *Thesaurus) Entries() []Entry { return slices.Clone(t.entries) }
