package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// scanner cuts units into sentences.
type scanner struct {
	text  string
	spans []corpus.Span
}

// word is a stretch without white space.
type word struct{ start, end int }

// unit appends the sentences of u.
func (sc *scanner) unit(u unit) {
	if u.whole {
		sc.emit(u.start, u.end)
		return
	}
	s := sc.text
	start := u.start // of the sentence being read
	var before word  // the word before w
	for w := sc.next(u.start, u.end); w.start < u.end; {
		after := sc.next(w.end, u.end)
		token := s[w.start:w.end]
		if w.start > start {
			if r, _ := utf8.DecodeRuneInString(token); isBullet(r) {
				sc.emit(start, before.end)
				start = w.start
			}
		}
		start = sc.inner(start, w)
		w.start = max(w.start, start)
		end := w.end
		if isNote(s[after.start:after.end]) && endsSentence(token) {
			// "plan. [1] Next": the note belongs to what it annotates.
			end = after.end
			after = sc.next(after.end, u.end)
		}
		if after.start < u.end && sc.ends(start, before, w, after, u.end) {
			sc.emit(start, end)
			start = after.start
		}
		before, w = word{w.start, end}, after
	}
	if start < u.end {
		sc.emit(start, u.end)
	}
}

func (sc *scanner) emit(start, end int) {
	if sc.spans == nil {
		// English sentences have about 130 bytes.
		sc.spans = make([]corpus.Span, 0, 2+(len(sc.text)-start)/110)
	}
	sc.spans = append(sc.spans, corpus.Span{Start: start, End: end})
}

// next returns the first word at or after i, or an empty one at end.
func (sc *scanner) next(i, end int) word {
	s := sc.text
	for i < end {
		n, ok := spaceLen(s, i)
		if !ok {
			break
		}
		i += n
	}
	start := i
	for i < end {
		c := s[i]
		if c > ' ' && c < utf8.RuneSelf {
			i++
			continue
		}
		if _, ok := spaceLen(s, i); ok {
			break
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	return word{start, i}
}

// inner ends sentences within a word, where the space after a full stop is
// missing: "dentistry.Our". It returns where the sentence being read begins
// after that.
func (sc *scanner) inner(start int, w word) int {
	s := sc.text[w.start:w.end]
	if len(s) < 5 || !strings.ContainsAny(s[1:len(s)-2], ".?!") || isAddress(s) {
		return start
	}
	from := 0
	for i := 2; i < len(s)-1; i++ {
		if c := s[i]; c != '.' && c != '?' && c != '!' {
			continue
		}
		end := i + 1
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if !isCloser(r) {
				break
			}
			end += n
		}
		if beginsWord(s[end:]) && endsWord(s[from:i]) {
			sc.emit(start, w.start+end)
			from, start = end, w.start+end
		}
		i = end - 1
	}
	return start
}

// beginsWord reports whether s begins with a capitalised word, whatever quote
// is before it, and is not the rest of a name with a full stop in it.
func beginsWord(s string) bool {
	s = trimOpeners(s)
	if len(s) < 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'a' || s[1] > 'z' {
		return false
	}
	n := 2
	for n < len(s) && s[n] >= 'a' && s[n] <= 'z' {
		n++
	}
	switch s[:n] {
	case "Com", "Uk", "Org", "Net", "Gov", "Nhs", "Co", "Ac", "Io", "Eu", "Js":
		return false
	}
	return n == len(s) || strings.IndexByte("/@_", s[n]) < 0
}

// endsWord reports whether s ends with what a sentence may end with: at least
// two lower-case letters that are no abbreviation, a year, or a bracket.
func endsWord(s string) bool {
	n := len(s)
	if n < 2 {
		return false
	}
	switch a, b := s[n-1], s[n-2]; {
	case a >= 'a' && a <= 'z':
		return b >= 'a' && b <= 'z' && classify(lastSegment(s)) == abbrNone
	case a == ')':
		return true
	case n >= 4:
		return isDigits(s[n-4:]) || strings.HasSuffix(s, "’") || strings.HasSuffix(s, "”")
	}
	return false
}

// ends reports whether the sentence that began at start ends with w, given the
// words around it. Unit ends at end.
func (sc *scanner) ends(start int, before, w, after word, end int) bool {
	s := sc.text
	core, run, closers := cutTail(s[w.start:w.end])
	if run == "" {
		return false
	}
	if w.start == start && (core == "" || run == "." && closers == "" && opensList(core)) {
		return false // "… and so on", "2. Faster diagnosis"
	}
	next := s[after.start:after.end]
	f := firstOf(next)
	if f == followNone || f == followLower {
		return false
	}
	if run != "." {
		return !strings.HasSuffix(core, "[") // "[…] Next" leaves words out mid-sentence
	}
	kind := classify(lastSegment(core))
	if kind == abbrNone {
		return true
	}
	if strings.HasPrefix(closers, ")") {
		// "(the U.K.) The": the full stop is the abbreviation's alone, unless
		// the bracket holds the whole sentence.
		return s[start] == '('
	}
	word := leadingLetters(next)
	starter := starts(word) && !strings.HasPrefix(trimOpeners(next)[len(word):], ".")
	switch kind {
	case abbrTitle, abbrMid:
		return false
	case abbrNumber:
		return f != followNumber && !isReference(next, word, starter)
	case abbrMonth:
		return f != followNumber
	case abbrHour:
		return !afterHour(word)
	case abbrInitial:
		return starter || names(trimOpeners(s[before.start:before.end]))
	}
	return starter
}

// isReference reports whether next, whose letters are word, is what "Fig." or
// "no." may point at: "B", "IV", "NCT123".
func isReference(next, word string, starter bool) bool {
	switch rest := trimOpeners(next)[len(word):]; {
	case word == "" || starter:
		return false
	case len(word) == 1, isRoman(word):
		return true
	default:
		return rest != "" && rest[0] >= '0' && rest[0] <= '9'
	}
}

// opensList reports whether core is an enumerator: a short number such as "12"
// or "2.3", a letter or a small roman numeral.
func opensList(core string) bool {
	core = trimOpeners(core)
	if major, minor, ok := strings.Cut(core, "."); ok {
		return len(core) <= 5 && isDigits(major) && isDigits(minor)
	}
	return isDigits(core) && len(core) <= 3 || len(core) == 1 && isAlnum(core[0]) || isRoman(core)
}

// follow is what stands after a full stop.
type follow byte

const (
	followNone   follow = iota // nothing that could begin a sentence
	followLower                // a lower-case word
	followNumber               // a number, with or without a currency sign
	followUpper                // a capital, or a letter without case
)

// firstOf says how the word after a full stop begins, whatever quote or
// bracket stands before it.
func firstOf(next string) follow {
	s := trimOpeners(next)
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r < utf8.RuneSelf && r >= 'A' && r <= 'Z':
		return followUpper
	case unicode.IsLower(r):
		// "mRNA" and "eGFR" begin sentences as they are.
		if r2, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(r2) {
			return followUpper
		}
		return followLower
	case unicode.IsLetter(r):
		return followUpper
	case unicode.IsDigit(r):
		return followNumber
	case unicode.Is(unicode.Sc, r), r == '#', r == '@', r == '~', r == '≥', r == '≤', r == '<', r == '>', r == '+', r == '±':
		return followNumber
	case isBullet(r):
		return followUpper
	}
	return followNone
}

func leadingLetters(s string) string {
	s = trimOpeners(s)
	n := 0
	for n < len(s) && (s[n] >= 'a' && s[n] <= 'z' || s[n] >= 'A' && s[n] <= 'Z') {
		n++
	}
	return s[:n]
}
