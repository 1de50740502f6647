package text

import (
	"hash/maphash"
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

// fingerprintSeed makes hashes the same for all Prints of one process. Prints
// are not to be stored.
var fingerprintSeed = maphash.MakeSeed()

// Fingerprint reads s, a sentence or a few. Prints are good for one run of the
// program: they are not to be stored.
func Fingerprint(s string) Print {
	key := Key(s)
	p := Print{key: maphash.String(fingerprintSeed, key)}
	if key == "" {
		return Print{}
	}
	words := strings.Fields(Key(dropAcronyms(s)))
	for i := 0; i < len(words); i++ {
		if words[i] == "national" && i+2 < len(words) && words[i+1] == "health" && words[i+2] == "service" {
			words[i+2] = "nhs"
			continue
		}
		if words[i] == "health" && i > 0 && i+1 < len(words) && words[i-1] == "national" && words[i+1] == "nhs" {
			continue
		}
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		p.words = appendTokens(p.words, words[i], next)
	}
	p.bag = slices.Clone(p.words)
	slices.Sort(p.bag)
	return p
}

// appendTokens adds what word, before next, says.
func appendTokens(out []token, word, next string) []token {
	if figure, unit := readFigure(word); figure != "" {
		out = append(out, hash(figure, true))
		if unit != "" {
			out = append(out, hash(unit, true))
		}
		return out
	}
	if verb, ok := contraction(word); ok {
		if verb != "" {
			out = append(out, hash(verb, true))
		}
		return append(out, hash("not", true))
	}
	if b := bound(word); b != "" {
		return append(out, hash(b, true))
	}
	if functionWord(word) {
		if (word == "by" || word == "from" || word == "to") && isFigure(next) {
			// "rose by 90", "from 2028": here the preposition is the point.
			out = append(out, hash(word, true))
		}
		return out
	}
	stem := uninflected(word)
	return append(out, hash(stem, bindingStem(stem)))
}

func hash(s string, binding bool) token {
	h := token(maphash.String(fingerprintSeed, s)) &^ 1
	if binding {
		h |= 1
	}
	return h
}

// Spare is how many words of the shorter statement there must be for each
// that only the longer one has.
const spare = 10

// Similar reports whether two statements say the same in nearly the same
// words: the same content words, figures, dates, negations and modal verbs in
// the same order, but for inflection and function words; one of them may have
// a few words more where those bind nothing. It errs towards false, since
// people are told "said four times" on its word.
func Similar(a, b Print) bool {
	if a.key == b.key && len(a.words) > 0 && len(b.words) > 0 {
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
