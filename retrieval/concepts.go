package retrieval

import (
	"context"
	"strings"
	"unicode"
)

// concepts weighs the question's words and adds what may stand for them.
func (a *Answerer) concepts(ctx context.Context, u *understanding) ([]concept, []Correction, error) {
	var out []concept
	index := make([]int, len(u.tokens)) // concept of each token, or -1
	seen := make(map[string]int)
	for i, t := range u.tokens {
		index[i] = -1
		if t.Stop() {
			continue
		}
		if at, ok := seen[t.Term]; ok {
			index[i] = at
			continue
		}
		written := u.text[t.Start:t.End]
		seen[t.Term] = len(out)
		index[i] = len(out)
		out = append(out, concept{
			term: t.Term, word: t.Word,
			number:  strings.ContainsAny(t.Term, "0123456789"),
			proper:  isName(written, i == 0),
			faint:   faint[t.Term],
			about:   t.Start >= u.about,
			counted: t.Start >= u.counted.Start && t.Start < u.counted.End,
			alts:    []alternative{{[]string{t.Term}, 1}},
		})
	}
	if len(out) == 0 {
		return nil, nil, nil
	}
	terms := make([]string, len(out))
	for i := range out {
		terms[i] = out[i].term
	}
	df, n, err := a.engine.Frequencies(ctx, terms)
	if err != nil {
		return nil, nil, err
	}
	a.expand(u, out, index)
	var corrected []Correction
	for i := range out {
		c := &out[i]
		c.df = df[i]
		if c.df == 0 && !c.number && len(c.alts) == 1 && !places[c.word] && !a.background.knows(c.term) {
			// A word that the record does not know is misspelt, cut short, or new.
			better, err := a.engine.Correct(ctx, c.word)
			if err != nil {
				return nil, nil, err
			}
			if better != "" {
				if err := a.correct(ctx, c, better); err != nil {
					return nil, nil, err
				}
				corrected = append(corrected, Correction{c.word, better})
			}
		}
		c.weight = a.background.idf(c.term, c.df, n) * a.importance(c)
		c.ideal = idf(float64(c.df), float64(n)) * a.importance(c)
	}
	return out, corrected, nil
}

func (a *Answerer) correct(ctx context.Context, c *concept, better string) error {
	term := a.analyzer.Term(better)
	if term == "" {
		return nil
	}
	df, _, err := a.engine.Frequencies(ctx, []string{term})
	if err != nil {
		return err
	}
	c.term, c.df, c.proper = term, df[0], false
	c.alts = append([]alternative{{[]string{term}, 1}}, c.alts[1:]...)
	return nil
}

func (a *Answerer) importance(c *concept) float64 {
	switch {
	case c.about:
		return 0.5
	case c.faint:
		return a.weights.Faint
	case c.proper || c.number:
		return a.weights.Names
	}
	return 1
}

// isName reports whether a word is written as a name: in capitals, with a
// digit among letters, or with a capital within the question.
func isName(written string, opens bool) bool {
	upper, lower := 0, 0
	for _, r := range written {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	first := []rune(written)[0]
	return upper >= 2 && lower <= 1 || unicode.IsUpper(first) && !opens
}

// expand adds the thesaurus's alternatives to the concepts that they stand for.
func (a *Answerer) expand(u *understanding, concepts []concept, index []int) {
	words := make([]string, len(u.tokens))
	for i, t := range u.tokens {
		words[i] = u.text[t.Start:t.End]
	}
	for _, e := range a.thesaurus.Expand(words) {
		for _, sequence := range e.Terms {
			var terms []string
			for _, word := range sequence {
				terms = a.analyzer.Terms(terms, word)
			}
			if len(terms) == 0 || len(terms) > maxSequence {
				continue
			}
			for i := e.From; i < e.To; i++ {
				if at := index[i]; at >= 0 && len(concepts[at].alts) < maxAlternatives {
					concepts[at].alts = append(concepts[at].alts, alternative{terms, e.Weight})
				}
			}
		}
	}
}
