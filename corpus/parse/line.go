package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// line is a line of a text that is not blank.
type line struct {
	// text without the white space around it, and where it stands.
	text string
	span corpus.Span
	// number of the line in the file, from 1.
	number int
	// gap says that a blank line, or nothing, stands before it.
	gap bool
}

// linesOf returns the lines of text from the byte at on that are not blank.
// Lines end with a line feed, a carriage return, both, or a form feed.
func linesOf(text string, at int) []line {
	var out []line
	number, gap := 1+strings.Count(text[:at], "\n"), true
	for at < len(text) {
		end := len(text)
		if i := strings.IndexAny(text[at:], "\n\r\f"); i >= 0 {
			end = at + i
		}
		if s := trimSpan(text, corpus.Span{Start: at, End: end}); s.Len() > 0 {
			out = append(out, line{text: text[s.Start:s.End], span: s, number: number, gap: gap})
			gap = false
		} else {
			gap = true
		}
		at = end
		if strings.HasPrefix(text[at:], "\r\n") {
			at++
		}
		if at < len(text) {
			if text[at] == '\n' || text[at] == '\r' {
				number++
			}
			at++
		}
	}
	return out
}

// blank reports whether r is white space, or an invisible mark that copying
// out of web pages leaves behind.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200B' || r == '\u200E' || r == '\u2060' || r == '\uFEFF'
}

// trimSpan is s without the white space at its edges.
func trimSpan(text string, s corpus.Span) corpus.Span {
	within := text[s.Start:s.End]
	s.Start += len(within) - len(strings.TrimLeftFunc(within, blank))
	if s.Start >= s.End {
		return corpus.Span{Start: s.Start, End: s.Start}
	}
	s.End -= len(within) - len(strings.TrimRightFunc(within, blank))
	return s
}

// over is the span from the first of ls to the last.
func over(ls []line) corpus.Span {
	return corpus.Span{Start: ls[0].span.Start, End: ls[len(ls)-1].span.End}
}

// closed reports whether s ends as a sentence does: with a full stop, question
// or exclamation mark, colon or semicolon, quotes and brackets after it
// allowed. An ellipsis ends nothing: it is how loading lines end.
func closed(s string) bool {
	s = strings.TrimRight(s, ")]\"'”’»* ")
	if strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".?!:;", r)
}

// bulleted reports whether s begins as an item of a list does.
func bulleted(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("•◦▪‣·–*-", r) {
		return true
	}
	return r == 'o' && strings.HasPrefix(s[n:], "\t")
}

// headingLike reports whether s could stand above a text: short and not a
// sentence.
func headingLike(s string) bool {
	return utf8.RuneCountInString(s) <= 120 && !closed(s) && !strings.HasSuffix(s, ",") && !bulleted(s)
}
