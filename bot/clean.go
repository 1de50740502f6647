package bot

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	codeFence = regexp.MustCompile("(?s)```.*?(?:```|$)")
	address   = regexp.MustCompile(`(?i)(?:\b(?:see|cf|via|source|from):? +)?\b(?:https?://|www\.)\S+`)
	shortcode = regexp.MustCompile(`:[a-z0-9_+\-]*[a-z+][a-z0-9_+\-]*:`)
)

// clean returns what somebody says in text themselves: without quoted lines,
// code blocks, addresses and emoji, the white space tidied.
func clean(text string) string {
	text = codeFence.ReplaceAllString(text, " ")
	var own []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			own = append(own, line)
		}
	}
	text = address.ReplaceAllString(strings.Join(own, ""), " ")
	text = shortcode.ReplaceAllString(text, " ")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '`' || isEmoji(r):
			return ' '
		case unicode.IsControl(r) && !unicode.IsSpace(r), r == '\u200b', r == '\ufeff', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// isEmoji reports whether r is a pictograph or what modifies one.
func isEmoji(r rune) bool {
	return unicode.Is(unicode.So, r) || r >= 0x1F1E6 && r <= 0x1FAFF || r == 0xFE0F || r == 0x200D || r >= 0xE0020 && r <= 0xE007F
}

// hasWords reports whether text holds a letter or a digit.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// plainWords are the words of text in lower case, without punctuation.
func plainWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(text, "’", "'")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && !unicode.Is(unicode.M, r)
	})
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
