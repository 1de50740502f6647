// Package analysis turns text into terms: the words as the index knows them.
//
// The same Analyzer reads documents into the index, questions into queries and
// sentences into what they are scored by, so that all three agree on what a
// word is. Words are lower-cased, possessives dropped, accents folded, joined
// words split at hyphens and slashes, thousands separators removed ("11,000"
// is 11000), small numbers written as digits, British spelling kept, and the
// rest stemmed (Snowball English). Web addresses and function words give no
// term.
package analysis

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// Token is one word of a text.
type Token struct {
	// Term is the stemmed, folded word; "" for a function word.
	Term string
	// Word is the folded word before stemming.
	Word string
	// Start and End are byte offsets of the word as it was written.
	Start, End int
}

// Stop reports whether the token is a function word.
func (t Token) Stop() bool { return t.Term == "" }

// maxStems bounds the memory of the stem cache: about 20 MB when full.
const maxStems = 200_000

// Analyzer turns text into tokens. It is safe for use by several goroutines.
type Analyzer struct {
	mu    sync.RWMutex
	stems map[string]string
}

// New returns an Analyzer.
func New() *Analyzer { return &Analyzer{stems: make(map[string]string, 4096)} }

// Tokens appends the tokens of text to dst, function words included, in order.
func (a *Analyzer) Tokens(dst []Token, text string) []Token {
	before := len(dst)
	dst = words(dst, text)
	a.terms(dst[before:])
	return dst
}

// terms fills in the terms of tokens that have their words. It takes the lock
// once, for a word is found in less time than a lock is taken.
func (a *Analyzer) terms(tokens []Token) {
	complete := true
	a.mu.RLock()
	for i := range tokens {
		s, ok := a.stems[tokens[i].Word]
		tokens[i].Term = s
		complete = complete && ok
	}
	a.mu.RUnlock()
	if complete {
		return
	}
	for i := range tokens {
		if tokens[i].Term == "" { // a function word, or not known yet
			tokens[i].Term = a.Term(tokens[i].Word)
		}
	}
}

// words appends the words of text to dst, without their terms.
func words(dst []Token, text string) []Token {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf && !wordByte[c] {
			i++
			continue
		}
		if c == 'h' || c == 'H' || c == 'w' || c == 'W' {
			if n := addressLen(text[i:]); n > 0 {
				i += n
				continue
			}
		}
		end, simple := wordEnd(text, i)
		if end == i { // a rune that is no part of a word
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		word := text[i:end]
		if !simple {
			word = fold(word)
		}
		if word != "" {
			dst = append(dst, Token{Word: word, Start: i, End: end})
		}
		i = end
	}
	return dst
}

// Terms appends the terms of text to dst, without function words.
func (a *Analyzer) Terms(dst []string, text string) []string {
	var buf [64]Token
	for _, t := range a.Tokens(buf[:0], text) {
		if !t.Stop() {
			dst = append(dst, t.Term)
		}
	}
	return dst
}

// Term returns the term of one folded word, "" for a function word.
func (a *Analyzer) Term(word string) string {
	a.mu.RLock()
	s, ok := a.stems[word]
	a.mu.RUnlock()
	if ok {
		return s
	}
	s = stem(word)
	a.mu.Lock()
	if len(a.stems) < maxStems {
		a.stems[strings.Clone(word)] = s
	}
	a.mu.Unlock()
	return s
}

func stem(word string) string {
	if stopWords[word] {
		return ""
	}
	if digits, ok := numberWords[word]; ok {
		return digits
	}
	for i := 0; i < len(word); i++ {
		if word[i] >= '0' && word[i] <= '9' {
			return strings.Clone(word)
		}
	}
	if len(word) <= 3 {
		return strings.Clone(word)
	}
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return strings.Clone(env.Current())
}

// wordByte marks the ASCII bytes that words are made of.
var wordByte = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return t
}()

// wordEnd returns where the word that begins at i ends. simple reports that it
// is made of lower-case ASCII letters and digits only and needs no folding.
func wordEnd(s string, i int) (end int, simple bool) {
	simple = true
	start := i
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if wordByte[c] {
				simple = simple && (c >= 'a' || c <= '9')
				i++
				continue
			}
			// An apostrophe within a word, a separator within a number.
			if i > start && i+1 < len(s) && s[i+1] < utf8.RuneSelf && wordByte[s[i+1]] {
				digits := isDigit(s[i-1]) && isDigit(s[i+1])
				if c == '\'' || digits && (c == '.' || c == ',' && thousands(s, i)) {
					simple = false
					i++
					continue
				}
			}
			return i, simple
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
			simple = false
			i += n
		case r == '’' && i > start && i+n < len(s) && s[i+n] < utf8.RuneSelf && wordByte[s[i+n]]:
			simple = false
			i += n
		default:
			return i, simple
		}
	}
	return i, simple
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isUpper reports whether s is made of ASCII capitals.
func isUpper(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// thousands reports whether the comma at i separates thousands.
func thousands(s string, i int) bool {
	n := 0
	for j := i + 1; j < len(s) && isDigit(s[j]); j++ {
		n++
	}
	return n == 3
}

// addressLen is the length of the web address that s begins with, or 0.
func addressLen(s string) int {
	n := 0
	switch {
	case strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www."):
		n = 4
	default:
		return 0
	}
	for n < len(s) && s[n] > ' ' && s[n] != '"' && s[n] != '<' && s[n] != '>' {
		n++
	}
	return n
}

// fold lower-cases word, drops its possessive ending and thousands separators
// and folds accents.
func fold(word string) string {
	if n := len(word) - 1; n >= 2 && word[n] == 's' && isUpper(word[:n]) {
		word = word[:n] // the plural of an acronym: "CNSs", "GPs"
	}
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range word {
		switch {
		case r == ',': // only a separator of thousands stands in a word
		case r == '’':
			b.WriteByte('\'')
		case r < utf8.RuneSelf:
			b.WriteRune(unicode.ToLower(r))
		default:
			if plain, ok := accents[unicode.ToLower(r)]; ok {
				b.WriteString(plain)
			} else if !unicode.IsMark(r) {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	s := b.String()
	s = strings.TrimSuffix(s, "'s")
	s = strings.TrimSuffix(s, "'")
	if !strings.Contains(s, "n't") {
		s = strings.ReplaceAll(s, "'", "")
	}
	return s
}
