package main

import (
	"io"
	"os"
	"strings"

	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

func terminalFile(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// style is how text is set: on a terminal with emphasis and wrapped to its
// width, else plain and as it is.
type style struct {
	terminal bool
	colour   bool
	width    int
}

// styleOf finds out what w can show. NO_COLOR and TERM=dumb are honoured.
func styleOf(w io.Writer) style {
	f, ok := w.(*os.File)
	if !ok || !terminalFile(f) {
		return style{}
	}
	s := style{terminal: true, width: 80}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 20 {
		s.width = min(width, 100)
	}
	s.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return s
}

func (s style) mark(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string  { return s.mark("1", text) }
func (s style) faint(text string) string { return s.mark("2", text) }
func (s style) link(text string) string  { return s.mark("4;36", text) }
func (s style) heading(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = s.mark("1;36", line)
	}
	return strings.Join(lines, "\n")
}
func (s style) warn(text string) string { return s.mark("33", text) }

// wrap breaks text at white space into lines of the terminal's width, each
// after prefix. Lines of the text itself are joined, as a reader expects of
// letters that were wrapped by hand, except before an item of a list. It is for
// reading alone: what is piped keeps the record's bytes.
func (s style) wrap(prefix, text string) string {
	var b strings.Builder
	limit := s.width - uniseg.StringWidth(prefix)
	used := 0
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if i > 0 && isItem(words[0]) {
			b.WriteString("\n")
			used = 0
		}
		for _, word := range words {
			n := uniseg.StringWidth(word)
			switch {
			case used == 0:
				b.WriteString(prefix)
			case used+1+n > limit:
				b.WriteString("\n" + prefix)
				used = 0
			default:
				b.WriteString(" ")
				used++
			}
			b.WriteString(word)
			used += n
		}
	}
	return b.String()
}

func isItem(word string) bool {
	return word == "•" || word == "-" || word == "*" || word == "o" || strings.HasPrefix(word, "•")
}
