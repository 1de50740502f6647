package thesaurus

import (
	"slices"
	"strings"
	"sync"
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

// head is a term by which an entry is found.
type head struct {
	entry int
	text  string
	lay   bool
}

// bucket holds the heads whose first words share a key. Its terms are compiled
// when a question first holds such a word: most of a large thesaurus is never
// asked for, and compiling it whole would take longer than an answer.
type bucket struct {
	heads []head
	once  sync.Once
	terms []*term // longest first
}

// compile builds the map that Expand reads.
func (t *Thesaurus) compile() {
	t.first = make(map[string]*bucket, 4*len(t.entries))
	for i, e := range t.entries {
		for _, text := range e.Same {
			t.index(head{i, text, false})
		}
		for _, text := range e.Lay {
			t.index(head{i, text, true})
		}
	}
	t.distinct = make(map[string]bool, len(t.apart))
	for _, w := range t.apart {
		t.distinct[singular(fold(w))] = true
	}
	t.unknown = make(map[string]bool)
	for _, r := range t.removed {
		for _, f := range t.forms(r, false) {
			t.unknown[f.key] = true
		}
	}
}

// index puts h into the buckets of the words that it may begin with.
func (t *Thesaurus) index(h head) {
	for _, key := range t.firstKeys(h.text) {
		b := t.first[key]
		if b == nil {
			b = new(bucket)
			t.first[key] = b
		}
		b.heads = append(b.heads, h)
	}
}

// firstKeys are the keys of the first words of a term's forms.
func (t *Thesaurus) firstKeys(text string) []string {
	ws := words(text)
	if len(ws) == 0 {
		return nil
	}
	if len(ws) > 1 || !acronym(ws[0]) {
		return []string{t.key(ws[0])}
	}
	var keys []string
	for _, f := range t.forms(text, false) {
		keys = append(keys, f.key)
	}
	return keys
}

// termsAt are the terms whose first word has key, longest first.
func (t *Thesaurus) termsAt(key string) []*term {
	b := t.first[key]
	if b == nil {
		return nil
	}
	b.once.Do(func() { b.terms = t.termsOf(b, key) })
	return b.terms
}

func (t *Thesaurus) termsOf(b *bucket, key string) []*term {
	var list []*term
	for _, h := range b.heads {
		e := t.entries[h.entry]
		groups := []group{
			{t.weights.Same, t.allForms(e, e.Same)},
			{t.weights.Lay, t.allForms(e, e.Lay)},
			{t.weights.Related, t.allForms(e, e.Related)},
		}
		for _, f := range t.forms(h.text, slices.Contains(e.Caps, h.text)) {
			keys := strings.Split(f.key, " ")
			if keys[0] != key || t.unknown[f.key] {
				continue
			}
			found := t.senses(e, f, h.lay, groups)
			if len(found) == 0 {
				continue
			}
			at := slices.IndexFunc(list, func(m *term) bool { return slices.Equal(m.keys, keys) })
			if at < 0 {
				at = len(list)
				list = append(list, &term{keys: keys})
			}
			list[at].add(f.plain, found)
		}
	}
	slices.SortStableFunc(list, func(a, b *term) int { return len(b.keys) - len(a.keys) })
	return list
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
