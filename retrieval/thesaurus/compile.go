package thesaurus

import (
	"slices"
	"strings"
)

// form is one way in which a term of an entry is written.
type form struct {
	text   string   // the term as the file has it
	folded []string // its words in lower case, as they are offered
	plain  []string // for telling words that share a stem
	key    string   // for finding it
	caps   bool
}

// group is the terms of an entry under one of its keys.
type group struct {
	weight float64
	forms  []form
}

// compile builds the map that Expand reads.
func (t *Thesaurus) compile() {
	terms := map[string]*term{}
	for _, e := range t.entries {
		groups := []group{
			{t.weights.Same, t.allForms(e, e.Same)},
			{t.weights.Lay, t.allForms(e, e.Lay)},
			{t.weights.Related, t.allForms(e, e.Related)},
		}
		for i, g := range groups[:2] {
			for _, head := range g.forms {
				found := t.senses(e, head, i == 1, groups)
				if len(found) == 0 {
					continue
				}
				if terms[head.key] == nil {
					terms[head.key] = &term{keys: strings.Split(head.key, " ")}
				}
				terms[head.key].add(head.plain, found)
			}
		}
	}
	for _, r := range t.removed {
		for _, f := range t.forms(r, false) {
			delete(terms, f.key)
		}
	}
	t.first = make(map[string][]*term, len(terms))
	for _, m := range terms {
		t.first[m.keys[0]] = append(t.first[m.keys[0]], m)
	}
	for _, list := range t.first {
		slices.SortFunc(list, func(a, b *term) int { return len(b.keys) - len(a.keys) })
	}
}

func (t *Thesaurus) allForms(e Entry, texts []string) []form {
	var out []form
	for _, text := range texts {
		out = append(out, t.forms(text, slices.Contains(e.Caps, text))...)
	}
	return out
}

// forms are the ways in which a term is written: as it is, and for an acronym
// whose plural the stemmer does not undo ("CDCs"), the plural.
func (t *Thesaurus) forms(text string, caps bool) []form {
	ws := words(text)
	if len(ws) == 0 {
		return nil
	}
	out := []form{t.form(text, ws, caps)}
	last := len(ws) - 1
	if acronym(ws[last]) && !strings.HasSuffix(ws[last], "S") && t.key(ws[last]+"s") != t.key(ws[last]) {
		plural := slices.Clone(ws)
		plural[last] += "s"
		out = append(out, t.form(text, plural, caps))
	}
	return out
}

func (t *Thesaurus) form(text string, ws []string, caps bool) form {
	keys, folded := make([]string, len(ws)), make([]string, len(ws))
	for i, w := range ws {
		keys[i], folded[i] = t.key(w), fold(w)
	}
	return form{text: text, folded: folded, plain: plain(ws), key: strings.Join(keys, " "), caps: caps}
}

// senses are what head, a term of e, may also be called, by weight. groups are
// the terms under same, lay and related; lay tells that head is a lay one.
func (t *Thesaurus) senses(e Entry, head form, lay bool, groups []group) []sense {
	ambiguous := slices.Contains(e.Ambiguous, head.text)
	said := []string{head.key}
	var out []sense
	for i, g := range groups {
		weight := g.weight
		if lay && i == 0 {
			weight = t.weights.Lay
		}
		if ambiguous {
			weight = min(weight, t.weights.Ambiguous)
		}
		var terms [][]string
		for _, f := range g.forms {
			// A term that is also an everyday word would find that word, and
			// one of the same stems finds nothing new.
			if f.caps || slices.Contains(said, f.key) {
				continue
			}
			said = append(said, f.key)
			terms = append(terms, f.folded)
		}
		if len(terms) == 0 {
			continue
		}
		if n := len(out); n > 0 && out[n-1].weight == weight {
			out[n-1].terms = append(out[n-1].terms, terms...)
			continue
		}
		out = append(out, sense{caps: head.caps, weight: weight, terms: terms})
	}
	return out
}
