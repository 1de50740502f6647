package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable that differ only in how they were typed or
// extracted: white space runs become one space, curly quotes straight ones,
// dashes and minus signs hyphens, ligatures and other compatibility forms
// their plain letters; soft hyphens and zero-width characters go, and so does
// white space at the ends. Case and all other punctuation stay. Raised digits
// and fractions stay as they are, for "10²" is not "102".
//
// What Fold returns is for comparison and is never shown or quoted.
func Fold(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\u2028' || r == '\u2029' || unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case dropped(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		writeFolded(&b, r)
	}
	// A folded form may bring marks next to letters that they compose with.
	return norm.NFC.String(b.String())
}

// plain reports whether s is ASCII that Fold would leave as it is.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c < 0x7F {
			continue
		}
		if c != ' ' || i == 0 || i == len(s)-1 || s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// dropped reports whether r is invisible: a soft hyphen, a zero-width space or
// joiner, a byte order mark, a direction mark or a control.
func dropped(r rune) bool {
	switch {
	case r == '\u00AD', r == '\uFEFF', r == '\u2060', r >= '\u200B' && r <= '\u200F', r >= '\u202A' && r <= '\u202E':
		return true
	}
	return unicode.IsControl(r)
}

func writeFolded(b *strings.Builder, r rune) {
	if r < utf8.RuneSelf {
		b.WriteByte(byte(r))
		return
	}
	switch r {
	case '£', '€', '•', 'é':
		b.WriteRune(r) // the commonest that stay, without asking the tables
		return
	case '‘', '’', '‚', '‛', '′', '`', '´', 'ʼ':
		b.WriteByte('\'')
		return
	case '“', '”', '„', '‟', '″', '«', '»':
		b.WriteByte('"')
		return
	case '‐', '‑', '‒', '–', '—', '―', '−', '⁃', '﹣', '-':
		b.WriteByte('-')
		return
	case '…':
		b.WriteString("...")
		return
	}
	if unicode.Is(unicode.No, r) {
		b.WriteRune(r)
		return
	}
	full := norm.NFKC.String(string(r))
	if full == string(r) || strings.ContainsFunc(full, unicode.IsSpace) {
		b.WriteRune(r)
		return
	}
	for _, r := range full {
		writeFolded(b, r) // "ŉ" unfolds to a curly apostrophe and a letter
	}
}

// Key reduces s to its words: folded, in lower case, without punctuation.
// Statements with the same key say the same. What tells figures apart stays:
// signs of currency and per cent, and a full stop, comma, colon or slash
// between digits ("£1.5 million" is not "£15 million"); commas that group
// thousands go.
func Key(s string) string {
	if plain(s) {
		return plainKey(s)
	}
	return foldedKey(s)
}

func foldedKey(s string) string {
	folded := []rune(strings.ToLower(Fold(s)))
	var b strings.Builder
	b.Grow(len(folded))
	space := false
	for i, r := range folded {
		switch {
		case keeps(folded, i):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		case r == '\'' || r == ',' && between(folded, i, unicode.IsDigit):
			// "don't" stays one word, "11,000" one number.
		default:
			space = true
		}
	}
	// What stood between a letter and its accent is gone.
	return norm.NFC.String(b.String())
}

// plainKey is Key for what is plain, which most sentences are.
func plainKey(s string) string {
	out := make([]byte, 0, len(s))
	space := false
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	for i := 0; i < len(s); i++ {
		c := s[i]
		keep := false
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '$', c == '%':
			keep = true
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
			keep = true
		case c == '.' || c == '/' || c == ':':
			keep = digit(i-1) && digit(i+1)
		case c == '-':
			keep = (i == 0 || s[i-1] == ' ') && digit(i+1)
		}
		switch {
		case keep:
			if space && len(out) > 0 {
				out = append(out, ' ')
			}
			space = false
			out = append(out, c)
		case c == '\'' || c == ',' && digit(i-1) && digit(i+1):
		default:
			space = true
		}
	}
	return string(out)
}

// keeps reports whether the character at i tells words or figures apart.
func keeps(s []rune, i int) bool {
	r := s[i]
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r), unicode.Is(unicode.Sc, r), r == '%':
		return true
	case r == '.' || r == '/' || r == ':':
		return between(s, i, unicode.IsDigit)
	case r == '-':
		// A minus sign before a figure.
		return (i == 0 || s[i-1] == ' ') && i+1 < len(s) && unicode.IsDigit(s[i+1])
	}
	return false
}

// between reports whether the characters around i both satisfy is.
func between(s []rune, i int, is func(rune) bool) bool {
	return i > 0 && i+1 < len(s) && is(s[i-1]) && is(s[i+1])
}
