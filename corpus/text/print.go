package text

import (
	"slices"
	"strings"
)

// Print is a statement's fingerprint: what it says in a form that compares
// fast. The zero Print is that of a text without words, similar to none.
type Print struct {
	key   uint64  // of the whole statement, function words and all
	words []token // in the order in which they are said, without function words
	bag   []token // the same, sorted
}

// token is the hash of a word without its inflection. The lowest bit is set
// for those that must stand in both statements: figures, dates, negations,
// modal verbs, places, body sites and the like.
type token uint64

// binding reports whether leaving t out changes what is said.
func (t token) binding() bool { return t&1 == 1 }

// Fingerprint reads s, a sentence or a few. The same text has the same Print
// in every run of the program.
func Fingerprint(s string) Print {
	key := Key(s)
	if key == "" {
		return Print{}
	}
	p := Print{key: hash(key)}
	if short := dropAcronyms(s); len(short) < len(s) {
		key = Key(short)
	}
	words := strings.Fields(key)
	p.words = make([]token, 0, len(words))
	for i := 0; i < len(words); i++ {
		word, next := words[i], ""
		if word == "national" && i+2 < len(words) && words[i+1] == "health" && words[i+2] == "service" {
			word = "nhs"
			i += 2
		}
		if i+1 < len(words) {
			next = words[i+1]
		}
		p.words = appendTokens(p.words, word, next)
	}
	p.bag = slices.Clone(p.words)
	slices.Sort(p.bag)
	return p
}

// appendTokens adds what word, before next, says.
func appendTokens(out []token, word, next string) []token {
	if figure, unit := readFigure(word); figure != "" {
		out = append(out, newToken(figure, true))
		if unit != "" {
			out = append(out, newToken(unit, true))
		}
		return out
	}
	if verb, ok := contraction(word); ok {
		if verb != "" {
			out = append(out, newToken(verb, true))
		}
		return append(out, newToken("not", true))
	}
	if b := bound(word); b != "" {
		return append(out, newToken(b, true))
	}
	if functionWord(word) {
		if (word == "by" || word == "from" || word == "to") && isFigure(next) {
			// "rose by 90", "from 2028": here the preposition is the point.
			out = append(out, newToken(word, true))
		}
		return out
	}
	stem := uninflected(word)
	return append(out, newToken(stem, bindingStem(stem)))
}

func newToken(word string, binding bool) token {
	t := token(hash(word)) &^ 1
	if binding {
		t |= 1
	}
	return t
}

// hash is FNV-1a with 64 bits, written out because hash/fnv takes a slice and
// an allocation for each word. It is never 0 for what Fingerprint hashes but
// by a chance of one in 2^64.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// spare is how many words of the shorter statement there must be for each
// that only the longer one has.
const spare = 10

// Similar reports whether two statements say the same in nearly the same
// words: the same content words, figures, dates, negations and modal verbs in
// the same order, but for inflection and function words; one of them may have
// a few words more where those bind nothing. It errs towards false, since
// people are told "said four times" on its word.
func Similar(a, b Print) bool {
	if a.key == b.key && a.key != 0 {
		return true
	}
	short, long := a.words, b.words
	if len(short) > len(long) {
		short, long = long, short
	}
	// With fewer words than three the function words are half of what is said.
	if len(short) < 3 || (len(long)-len(short))*spare > len(short) {
		return false
	}
	i := 0
	for _, t := range long {
		if i < len(short) && t == short[i] {
			i++
		} else if t.binding() {
			return false
		}
	}
	return i == len(short)
}

// Similarity is the share of words that two statements have in common, from 0
// to 1: the Jaccard index over content words, figures and negations without
// their inflection. It says how alike two statements sound; whether they say
// the same is Similar's to say.
func Similarity(a, b Print) float64 {
	if len(a.bag) == 0 || len(b.bag) == 0 {
		return 0
	}
	shared := 0
	for i, j := 0, 0; i < len(a.bag) && j < len(b.bag); {
		switch x, y := a.bag[i], b.bag[j]; {
		case x == y:
			shared, i, j = shared+1, i+1, j+1
		case x < y:
			i++
		default:
			j++
		}
	}
	return float64(shared) / float64(len(a.bag)+len(b.bag)-shared)
}

// dropAcronyms takes out short forms in brackets, which stand in the first
// statement of a text that needs them and in no other: "(ICB)", "(CDCs)".
func dropAcronyms(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '(')
		if open < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:open])
		s = s[open:]
		n := acronymLen(s)
		s = s[n:]
		if n == 0 {
			b.WriteByte('(')
			s = s[1:]
		}
	}
}

// acronymLen returns the length of the short form in brackets at the
// beginning of s, or 0.
func acronymLen(s string) int {
	capitals := 0
	for i := 1; i < len(s) && i < 12; i++ {
		switch c := s[i]; {
		case c == ')' && capitals > 1:
			return i + 1
		case c >= 'A' && c <= 'Z':
			capitals++
		case !isAlnum(c) && c != '-':
			return 0
		}
	}
	return 0
}
