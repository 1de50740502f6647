package thesaurus

import (
	"slices"
)

// Expansion is what a stretch of a question may also be called.
type Expansion struct {
	// From and To are the stretch, a half-open range of the question's words.
	From, To int
	// Terms are the other terms, each a sequence of lower-cased words, not
	// stemmed, function words included. They are shared between calls and must
	// not be changed.
	Terms [][]string
	// Weight is how much a term counts beside the typed words, above 0 and up
	// to 1.
	Weight float64
}

// term is a sequence of words that is understood, by their stems. Stems are
// coarse ("consultant" and "consultation" share one), so a term may hold
// senses of different words.
type term struct {
	keys   []string
	senses []sense
}

// sense is one weight's worth of what a term means in one entry.
type sense struct {
	// plain is how the entry writes the term.
	plain  []string
	caps   bool
	weight float64
	terms  [][]string
}

// Expand finds the terms in a question. tokens are its words in order, as they
// were typed: function words, capitals and all. Where terms overlap, the one
// that begins first counts, and of those the longest. A stretch may have
// several expansions, one for each weight. It costs a few microseconds, and some
// more when a word is first met.
func (t *Thesaurus) Expand(tokens []string) []Expansion {
	var buffer [48]string
	keys := buffer[:0]
	for _, w := range tokens {
		keys = append(keys, t.key(w))
	}
	var out []Expansion
	loud := shouted(tokens)
	for i := 0; i < len(keys); {
		n := 0
		for _, term := range t.termsAt(keys[i]) {
			if len(term.keys) > len(keys)-i || !slices.Equal(term.keys, keys[i:i+len(term.keys)]) {
				continue
			}
			if out, n = term.expand(out, tokens, i, loud, t.distinct); n > 0 {
				break
			}
		}
		i += max(n, 1)
	}
	return out
}

// expand appends the senses that the typed words allow and returns how many
// words they cover, 0 if none is allowed. Senses that are written as the typed
// words are go before those that merely share their stems; the latter are no
// senses of a word that is distinct.
func (m *term) expand(out []Expansion, tokens []string, at int, loud bool, distinct map[string]bool) ([]Expansion, int) {
	typed := tokens[at : at+len(m.keys)]
	capitals := !loud && !slices.ContainsFunc(typed, func(w string) bool { return !inCapitals(w) })
	exact := slices.ContainsFunc(m.senses, func(s sense) bool { return (capitals || !s.caps) && s.written(typed) })
	if len(typed) == 1 && !exact && distinct[singular(fold(typed[0]))] {
		return out, 0
	}
	covered := 0
	for _, s := range m.senses {
		if s.caps && !capitals || exact && !s.written(typed) {
			continue
		}
		out = append(out, Expansion{From: at, To: at + len(m.keys), Terms: s.terms, Weight: s.weight})
		covered = len(m.keys)
	}
	return out, covered
}

// written reports whether the typed words are the term as the entry has it.
func (s sense) written(typed []string) bool {
	return slices.EqualFunc(s.plain, typed, func(p, w string) bool { return p == singular(fold(w)) })
}

// add joins senses of the term as the entry writes it, without what it says
// already when written so.
func (m *term) add(written []string, more []sense) {
	for _, s := range more {
		var fresh [][]string
		for _, words := range s.terms {
			if !m.says(written, words, s.caps) {
				fresh = append(fresh, words)
			}
		}
		if len(fresh) > 0 {
			m.senses = append(m.senses, sense{plain: written, caps: s.caps, weight: s.weight, terms: fresh})
		}
	}
}

func (m *term) says(written, words []string, caps bool) bool {
	return slices.ContainsFunc(m.senses, func(s sense) bool {
		return s.caps == caps && slices.Equal(s.plain, written) &&
			slices.ContainsFunc(s.terms, func(t []string) bool { return slices.Equal(t, words) })
	})
}
