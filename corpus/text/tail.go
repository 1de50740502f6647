package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cutTail takes a word apart: the core, the run of full stops, question and
// exclamation marks after it, and the closing quotes, brackets and footnote
// marks after those. The run is empty where the word ends no sentence.
func cutTail(w string) (core, run, closers string) {
	end := len(w)
	for end > 0 {
		n := closerLen(w[:end])
		if n == 0 {
			break
		}
		end -= n
	}
	stop := end
	for stop > 0 {
		n := stopLen(w[:stop])
		if n == 0 {
			break
		}
		stop -= n
	}
	if stop == end {
		return w, "", ""
	}
	return w[:stop], w[stop:end], w[end:]
}

// endsSentence reports whether w ends in a full stop or its like.
func endsSentence(w string) bool {
	_, run, _ := cutTail(w)
	return run != ""
}

// stopLen returns the length of the full stop, question mark, exclamation mark
// or ellipsis that s ends with, or 0.
func stopLen(s string) int {
	switch s[len(s)-1] {
	case '.', '!', '?':
		return 1
	case 0xA6: // the last byte of the ellipsis
		if strings.HasSuffix(s, "…") {
			return len("…")
		}
	case 0x82: // the last byte of the ideographic full stop
		if strings.HasSuffix(s, "。") {
			return len("。")
		}
	}
	return 0
}

// closerLen returns the length of the closing mark that s ends with, or 0: a
// quote, a bracket, a footnote in brackets ("plan.[12]"), raised ("plan.¹²")
// or run into the full stop ("plan.12").
func closerLen(s string) int {
	c := s[len(s)-1]
	switch {
	case c == ']':
		if i := strings.LastIndexByte(s[max(0, len(s)-10):], '['); i >= 0 {
			if open := max(0, len(s)-10) + i; isNote(s[open:]) {
				return len(s) - open
			}
		}
		return 1
	case c == '"' || c == '\'' || c == ')':
		return 1
	case c >= '0' && c <= '9':
		return gluedNote(s)
	case c < utf8.RuneSelf:
		return 0
	}
	r, n := utf8.DecodeLastRuneInString(s)
	if isCloser(r) || unicode.Is(unicode.No, r) && !strings.ContainsRune("½¼¾⅓⅔", r) {
		return n
	}
	return 0
}

// gluedNote returns the length of one or two digits after a lower-case word's
// full stop: "plan.7" is a sentence's end and a footnote, "para.7" and "2.7"
// are not.
func gluedNote(s string) int {
	i := len(s)
	for i > 0 && len(s)-i < 3 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	n := len(s) - i
	if n > 2 || i < 4 || s[i-1] != '.' {
		return 0
	}
	for j := i - 4; j < i-1; j++ {
		if s[j] < 'a' || s[j] > 'z' {
			return 0
		}
	}
	if word := lastSegment(s[:i-1]); strings.Contains(word, ".") || classify(word) != abbrNone {
		return 0
	}
	return n
}

// isNote reports whether s is a footnote mark in brackets: "[1]", "[2,3]".
func isNote(s string) bool {
	if len(s) < 3 || len(s) > 10 || s[0] != '[' || s[len(s)-1] != ']' {
		return false
	}
	for i := 1; i < len(s)-1; i++ {
		if (s[i] < '0' || s[i] > '9') && s[i] != ',' && s[i] != '-' {
			return false
		}
	}
	return true
}

func isOpener(r rune) bool {
	switch r {
	case '"', '\'', '(', '[', '{', '“', '‘', '«', '‹', '„', '¿', '¡':
		return true
	}
	return false
}

func isCloser(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '}', '”', '’', '»', '›':
		return true
	}
	return false
}

// trimOpeners cuts opening quotes and brackets off the beginning of s.
func trimOpeners(s string) string {
	for s != "" {
		if c := s[0]; c < utf8.RuneSelf && isAlnum(c) {
			return s
		}
		r, n := utf8.DecodeRuneInString(s)
		if !isOpener(r) {
			return s
		}
		s = s[n:]
	}
	return s
}

// isAddress reports whether w is a web or mail address rather than prose.
func isAddress(w string) bool {
	w = trimOpeners(w)
	if len(w) > 0 && w[0] == '<' {
		w = w[1:]
	}
	if len(w) < 5 {
		return false
	}
	if strings.HasPrefix(w, "www.") || strings.HasPrefix(w, "http://") || strings.HasPrefix(w, "https://") {
		return true
	}
	if strings.HasPrefix(w, "mailto:") || strings.Contains(w, "://") {
		return true
	}
	if i := strings.IndexByte(w, '@'); i > 0 && strings.IndexByte(w[i:], '.') > 0 {
		return true
	}
	// "nhs.uk/page": a full stop with letters around it before a slash.
	slash := strings.IndexByte(w, '/')
	return slash > 0 && strings.IndexByte(w[:slash], '.') > 0 && slash+1 < len(w)
}
