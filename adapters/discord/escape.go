package discord

import "strings"

// escape writes text so that Discord shows it character for character: no
// markup, mention, timestamp, emoji, link, list, heading or code fence in it
// comes alive. Discord takes a backslash before any ASCII punctuation as "show
// the next character as it is"
// (https://support.discord.com/hc/en-us/articles/210298617), so the way back,
// unescape, is exact.
//
// A colon is escaped unless space follows it: without it neither `https://` nor
// `:smile:` nor `<t:0>` means anything. Signs that mean something at the start
// of a line only ('#', '-', '+' and the stop of "1.") are escaped there.
func escape(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/16)
	start := true              // only space so far on this line
	digits := false            // only space and then digits so far on this line
	for i := range len(text) { // all that is escaped is ASCII
		c := text[i]
		switch c {
		case '\\', '*', '_', '~', '|', '`', '[', ']', '<', '>', '@':
			b.WriteByte('\\')
		case ':':
			if i+1 < len(text) && strings.IndexByte(" \t\r\n", text[i+1]) < 0 {
				b.WriteByte('\\')
			}
		case '#', '-', '+':
			if start {
				b.WriteByte('\\')
			}
		case '.':
			if digits {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(c)
		switch {
		case c == '\n' || c == '\r':
			start, digits = true, false
		case c == ' ' || c == '\t':
			digits = false
		case '0' <= c && c <= '9':
			start, digits = false, start || digits
		default:
			start, digits = false, false
		}
	}
	return b.String()
}

// unescape is the inverse of escape.
func unescape(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && punctuation(text[i+1]) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

func punctuation(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}

// blockQuote shows text as a quotation: each of its lines after "> ".
func blockQuote(text string) string {
	return "> " + strings.ReplaceAll(escape(text), "\n", "\n> ")
}

// unquote is the inverse of blockQuote, and reports whether s is one.
func unquote(s string) (string, bool) {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		rest, ok := strings.CutPrefix(l, "> ")
		if !ok {
			return "", false
		}
		lines[i] = rest
	}
	return unescape(strings.Join(lines, "\n")), true
}

// oneLine escapes text for use within a line.
func oneLine(text string) string { return escape(strings.Join(strings.Fields(text), " ")) }
