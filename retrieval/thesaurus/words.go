package thesaurus

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// words splits a term into its words as they are written: runs of letters and
// digits, with an apostrophe between letters kept.
func words(s string) []string {
	var out []string
	start := -1
	for i, r := range s {
		if isWord(r) || start >= 0 && isApostrophe(r) && followed(s[i:]) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out = append(out, s[start:i])
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, s[start:])
	}
	return out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// followed reports whether a letter follows the rune at the head of s.
func followed(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	r, _ := utf8.DecodeRuneInString(s[n:])
	return n < len(s) && unicode.IsLetter(r)
}

// fold lower-cases a word and drops its possessive ending.
func fold(word string) string {
	w := strings.ToLower(word)
	for _, ending := range [...]string{"'s", "’s", "'", "’"} {
		if cut, ok := strings.CutSuffix(w, ending); ok && cut != "" {
			return cut
		}
	}
	return w
}

// plain is a term for telling whether two are the same but for capitals,
// possessives and a plural s.
func plain(ws []string) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = singular(fold(w))
	}
	return out
}

func singular(word string) string {
	if cut, ok := strings.CutSuffix(word, "s"); ok && len(cut) >= 3 && !strings.HasSuffix(cut, "s") {
		return cut
	}
	return word
}

// key is what a word is compared by.
func (t *Thesaurus) key(word string) string {
	w := fold(word)
	if t.stem == nil {
		return w
	}
	if s := t.stem(w); s != "" {
		return s
	}
	return w
}

// acronym reports whether a word is written as one: capitals and digits, at
// least two capitals.
func acronym(word string) bool {
	capitals := 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case !unicode.IsDigit(r):
			return false
		}
	}
	return capitals >= 2
}

// inCapitals reports whether a word was typed as an acronym, its plural or its
// possessive: FIT, FITs, FIT's.
func inCapitals(word string) bool {
	if w, ok := strings.CutSuffix(word, "s"); ok {
		word = strings.TrimRight(w, "'’")
	}
	return acronym(word)
}

// shouted reports whether a question is typed in capitals throughout, so that
// capitals mark no acronym in it.
func shouted(tokens []string) bool {
	if len(tokens) < 4 {
		return false
	}
	for _, t := range tokens {
		for _, r := range t {
			if unicode.IsLower(r) {
				return false
			}
		}
	}
	return true
}
