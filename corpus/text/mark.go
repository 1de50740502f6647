package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is the sort of sign that a list item begins with.
type mark byte

const (
	noMark     mark = iota
	bulletMark      // •, ◦, ▪ and their like, which nothing but lists use
	dashMark        // - – — at the beginning of a line
	starMark        // *
	circleMark      // o, as word processors' second level comes out of a PDF
	numberMark      // 1. 1) (1)
	letterMark      // a) (a) (iv) ii.
)

// isBullet reports whether r is a character that only marks list items. The
// private-use ones are what Symbol and Wingdings bullets become in extracted
// text.
func isBullet(r rune) bool {
	switch r {
	case '•', '◦', '‣', '▪', '▫', '●', '○', '■', '□', '◆', '➢', '➤', '✓', '⁃', '∙', '\uf0b7', '\uf0a7', '\uf0d8', '\uf076':
		return true
	}
	return false
}

// markOf returns the list mark that s begins with and its length in bytes. A
// mark is followed by white space or stands alone; only bullets may touch
// their item.
func markOf(s string) (mark, int) {
	if s == "" {
		return noMark, 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if isBullet(r) {
		return bulletMark, n
	}
	m := noMark
	switch {
	case r == '-' || r == '–' || r == '—':
		m = dashMark
	case r == '*':
		m = starMark
	case r == 'o':
		m = circleMark
	case r == '(' || r < utf8.RuneSelf && isAlnum(byte(r)):
		m, n = enumerator(s)
	}
	if m == noMark || len(s) > n && !spaceAt(s, n) {
		if m == circleMark {
			return enumerator(s)
		}
		return noMark, 0
	}
	return m, n
}

// enumerator reads "1.", "12)", "(3)", "a)", "(b)", "iv." or "(ii)" at the
// beginning of s. Years are too long to be one, and "A." is more often an
// initial.
func enumerator(s string) (mark, int) {
	open := s[0] == '('
	i := 0
	if open {
		i = 1
	}
	from := i
	for i < len(s) && i-from < 5 && isAlnum(s[i]) {
		i++
	}
	body := s[from:i]
	if body == "" || i == len(s) {
		return noMark, 0
	}
	shut := s[i]
	if shut != ')' && (open || shut != '.') || i+1 < len(s) && !spaceAt(s, i+1) {
		return noMark, 0
	}
	switch {
	case isDigits(body) && len(body) <= 3:
		return numberMark, i + 1
	case len(body) == 1 && (shut == ')' || body[0] >= 'a'), isRoman(body):
		return letterMark, i + 1
	}
	return noMark, 0
}

// isRoman reports whether s is a small roman numeral in one case.
func isRoman(s string) bool {
	return s != "" && len(s) <= 5 && (strings.Trim(s, "ivx") == "" || strings.Trim(s, "IVX") == "")
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// spaceAt reports whether a white-space character begins at s[i].
func spaceAt(s string, i int) bool {
	_, ok := spaceLen(s, i)
	return ok
}

// spaceLen returns the length of the white-space character at s[i], if there
// is one.
func spaceLen(s string, i int) (int, bool) {
	c := s[i]
	if c < utf8.RuneSelf {
		return 1, c == ' ' || c >= '\t' && c <= '\r'
	}
	// The only white space beyond ASCII begins with one of these bytes.
	if c != 0xC2 && c != 0xE1 && c != 0xE2 && c != 0xE3 {
		return 0, false
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return n, unicode.IsSpace(r)
}
