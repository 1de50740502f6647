package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unit is a stretch of text that holds whole sentences: nothing that begins in
// it ends outside of it.
type unit struct {
	start, end int
	whole      bool // one sentence as it stands: a table row, a link
}

// line is a line of text that is not blank.
type line struct {
	start, end int // without the white space around it
	width      int // in characters
	first      int // characters in its first word
	gap        bool
	row, link  bool
	lower      bool // begins with a lower-case word
	mark       mark
	bare       bool // a mark and nothing else
	tail       tail
}

// tail is how a line ends.
type tail byte

const (
	tailOpen   tail = iota // mid-sentence for all that the last word tells
	tailStop               // . ! ? … with or without closing quotes
	tailColon              // :
	tailItem               // ; or "; and" or "; or"
	tailShort              // an abbreviation that something must follow: "Dr."
	tailLeans              // a word that leans on the next: "the", "of"
	tailLetter             // a letter or comma: only what comes next can tell
)

// Widths, in characters, between which lines can come from hard wrapping.
// Letters on A4 have 70 to 100; narrower than the first are columns and
// tables, wider than the second are paragraphs that nobody has wrapped.
const (
	wrapMin = 40
	wrapMax = 140
)

// layout is how the lines of one text hang together.
type layout struct {
	lines   []line
	wrapped bool // some line breaks are mere wrapping
	width   int  // of the widest line that can come from wrapping
}

// units cuts s at the line breaks that end a sentence whatever the words say.
func units(s string) []unit {
	l := layout{lines: readLines(s)}
	l.measure()
	out := make([]unit, 0, len(l.lines))
	for i := 0; i < len(l.lines); {
		j, blockWidth := i+1, 0
		for ; j < len(l.lines) && !l.lines[j].gap; j++ {
		}
		for _, ln := range l.lines[i:j] {
			if !ln.link && ln.width > blockWidth {
				blockWidth = ln.width
			}
		}
		out = l.block(out, l.lines[i:j], blockWidth)
		i = j
	}
	return out
}

// measure finds out whether the text is hard-wrapped. The sign is a line of
// fitting width that stops at a word such as "the", or at any while the next
// goes on in lower case; written answers, with a paragraph a line, have none.
func (l *layout) measure() {
	signs, long := 0, 0
	for i, ln := range l.lines {
		if ln.link || ln.row {
			continue
		}
		if ln.width > wrapMax {
			long++
			continue
		}
		l.width = max(l.width, ln.width)
		if ln.width < wrapMin || i+1 == len(l.lines) {
			continue
		}
		next := l.lines[i+1]
		if next.gap {
			continue
		}
		if ln.tail == tailLeans || next.lower && (ln.tail == tailLetter || ln.tail == tailOpen) {
			signs++
		}
	}
	l.wrapped = signs > 0 && signs*4 >= long
}

// block appends the units of lines between two blank lines.
func (l *layout) block(out []unit, lines []line, width int) []unit {
	width = max(width, l.width*3/4)
	wrapped := l.wrapped && width <= wrapMax
	var item mark
	for i, ln := range lines {
		if i > 0 && joins(lines[i-1], ln, wrapped, width, item) {
			// A link that prose runs through is not on its own.
			out[len(out)-1].end, out[len(out)-1].whole = ln.end, false
			continue
		}
		item = ln.mark
		out = append(out, unit{ln.start, ln.end, ln.row || ln.link})
	}
	return out
}

// joins reports whether line b goes on with what line a began. The item is the
// mark of the list item that a belongs to.
func joins(a, b line, wrapped bool, width int, item mark) bool {
	ended := a.tail == tailStop || a.tail == tailColon || a.tail == tailItem
	// Whether b's first word would not have fitted on a's line. Proportional
	// type makes the characters a line holds differ by a fifth.
	full := wrapped && (a.width+1+b.first)*5 > width*4
	switch {
	case a.row || b.row:
		return false
	case b.link:
		return wrapped && !ended && !a.link
	case a.link:
		return wrapped && b.lower
	case a.bare && b.mark == noMark:
		return true
	case b.mark == bulletMark, b.mark != noMark && b.mark == item:
		return false
	case b.mark != noMark && (ended || !full):
		return false
	case a.tail == tailColon && !b.lower:
		return false
	case full:
		return true
	case ended:
		return false
	}
	return b.lower || a.tail == tailShort || a.tail == tailLeans && a.width >= wrapMin
}

// readLines returns the lines of s that are not blank.
func readLines(s string) []line {
	lines := make([]line, 0, 1+min(strings.Count(s, "\n"), 1+len(s)/32))
	gap := true
	for i := 0; i < len(s); {
		j, next := lineEnd(s, i)
		trimmed := strings.TrimLeftFunc(s[i:j], unicode.IsSpace)
		start := j - len(trimmed)
		trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace)
		i = next
		if trimmed == "" {
			gap = true
			continue
		}
		ln := readLine(trimmed)
		ln.start, ln.end, ln.gap = start, start+len(trimmed), gap
		lines = append(lines, ln)
		gap = false
	}
	return lines
}

// lineEnd returns where the line at i ends and where the next begins. Carriage
// returns, form feeds and Unicode's line and paragraph separators count as
// line breaks.
func lineEnd(s string, i int) (end, next int) {
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
			return i, i + 2
		case c == '\n' || c == '\r' || c == '\f' || c == '\v':
			return i, i + 1
		case c == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0xA8 || s[i+2] == 0xA9):
			return i, i + 3
		}
	}
	return i, i
}

// readLine reads what matters of a line without white space around it.
func readLine(s string) line {
	ln := line{width: utf8.RuneCountInString(s)}
	word := firstWord(s)
	ln.first = utf8.RuneCountInString(word)
	if len(word) == len(s) && isAddress(s) {
		ln.link = true
		return ln
	}
	var n int
	if ln.mark, n = markOf(s); ln.mark != noMark {
		ln.bare = n == len(s) && ln.mark != dashMark && ln.mark != starMark
	}
	ln.row = isRow(s, n)
	ln.lower = ln.mark == noMark && startsLower(s)
	ln.tail = tailOf(s)
	return ln
}

func firstWord(s string) string {
	for i := range s {
		if spaceAt(s, i) {
			return s[:i]
		}
	}
	return s
}

// startsLower reports whether s begins with a lower-case letter, whatever
// quote or bracket stands before it.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(trimOpeners(s))
	return unicode.IsLower(r)
}

// rowCell is the mean length, in bytes, up to which the stretches between tabs
// or bars are cells. Prose with a stray tab has longer ones.
const rowCell = 120

// isRow reports whether s, whose list mark takes n bytes, is a table row:
// cells joined by tabs or by bars.
func isRow(s string, n int) bool {
	if strings.HasPrefix(s, "|") {
		return true
	}
	if n > 0 {
		s = strings.TrimLeftFunc(s[n:], unicode.IsSpace)
	}
	if strings.IndexByte(s, '\t') < 0 && strings.IndexByte(s, '|') < 0 {
		return false
	}
	cells := 1 + max(strings.Count(s, "\t"), strings.Count(s, " | "))
	return cells > 1 && len(s)/cells <= rowCell
}

// tailOf reads how a line ends.
func tailOf(s string) tail {
	core, run, _ := cutTail(lastWord(s))
	if run != "" {
		if kind := classify(lastSegment(core)); run == "." && (kind == abbrTitle || kind == abbrMid) {
			return tailShort
		}
		return tailStop
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	switch {
	case r == ':':
		return tailColon
	case r == ';', strings.HasSuffix(s, "; and"), strings.HasSuffix(s, "; or"), strings.HasSuffix(s, "; and,"):
		return tailItem
	case leans(lastWord(s)):
		return tailLeans
	case unicode.IsLetter(r) || r == ',':
		return tailLetter
	}
	return tailOpen
}

// lastWord returns what stands after the last white space of s, which has none
// at its end. Beyond 64 bytes it is no word, and the end of it is enough.
func lastWord(s string) string {
	from := max(0, len(s)-64)
	for i := len(s) - 1; i >= from; i-- {
		if utf8.RuneStart(s[i]) && spaceAt(s, i) {
			n, _ := spaceLen(s, i)
			return s[i+n:]
		}
	}
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	return s[from:]
}

// leans reports whether a line that ends with word goes on in the next one.
func leans(word string) bool {
	switch word {
	case "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "and", "or", "as",
		"is", "are", "was", "were", "be", "that", "which", "its", "their", "our", "between", "into",
		"than", "Dr", "Mr", "Mrs", "Ms", "Prof", "Professor", "Rt", "Hon", "Sir", "Dame", "Lord", "Baroness":
		return true
	}
	return false
}
