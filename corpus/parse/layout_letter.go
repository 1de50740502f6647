package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ontherecord/corpus"
)

// The lines by which a letter is known, and those of its edges.
var (
	salutation = regexp.MustCompile(`^(?i:my )?(?i:dear) (\S.{0,90}?)\s*[,:]?$`)
	signOff    = regexp.MustCompile(`(?i)^(?:yours(?: very)?(?: (?:sincerely|faithfully|truly|ever|aye|etc|in haste|respectfully))?|sincerely(?: yours)?|faithfully(?: yours)?|(?:with )?(?:my |our |all |every )*(?:very )?(?:best|kind|kindest|warm|warmest|good)(?: (?:and|&) \w+)? (?:wishes|regards|wish)|(?:with )?regards|with (?:many )?thanks)\s*(?:[,.]\s*(.*))?$`)
	subjectRe  = regexp.MustCompile(`^(?i:re|subject)\s*[:.\-–]\s*(\S.*)$`)
	subjectRE  = regexp.MustCompile(`^RE\s+(\S.*)$`)
	ourRef     = regexp.MustCompile(`(?i)^(?:our )?(?:ref|reference)(?: (?:no|number))?\.?\s*[:.]?\s*([A-Z0-9][A-Z0-9/_-]*\d[A-Z0-9/_-]*)$`)
	columns    = regexp.MustCompile(`\t+|\s{2,}`)
	dateWord   = regexp.MustCompile(`(?i)^dated?\s*:$`)
	fromLine   = regexp.MustCompile(`^(?i:from)(?i: the office of)?:?\s+(.+)$`)
	postscript = regexp.MustCompile(`^P\.?\s?P?\.?\s?S\.?(?:[:.,–-]|\s)\s*\S`)
	pageNumber = regexp.MustCompile(`(?i)^(?:page\s+)?[-–]?\s?\d{1,3}\s?[-–]?(?:\s+of\s+\d{1,3})?$`)
)

// maxHead is how many lines of letterhead may stand above the salutation.
const maxHead = 40

// letterPage recognises a letter: a salutation, and a sign-off or a letterhead
// line of its own that says it is one. Its date is only a line that is a date
// and nothing else: what the prose speaks of is the day of something else.
func letterPage(d *corpus.Document, lines []line) (bool, []Skipped) {
	l := letter{lines: lines}
	if !l.find() {
		return false, nil
	}
	l.letterhead()
	l.signature()
	body := l.datesOf(l.lines[l.hello+1 : l.bye])
	if subject := l.subject(&body); subject.text != "" {
		d.Title = subject.text
		l.heading = subject.span
	}
	if len(body) == 0 {
		return false, nil
	}
	d.Kind, d.Status, d.Date, d.Reference = corpus.KindLetter, corpus.StatusFinal, l.date, l.ref
	if l.heading.Len() > 0 {
		d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartHeading, Span: l.heading})
	}
	said := corpus.Part{
		Kind: corpus.PartBody, Speaker: l.speaker, Role: l.role, Organisation: l.body, To: l.to, Date: l.date,
	}
	for _, span := range append(stretches(body), stretches(l.after)...) {
		said.Span = span
		d.Parts = append(d.Parts, said)
	}
	return true, nil
}

// letter is a letter as it is being read.
type letter struct {
	lines      []line
	hello, bye int // the lines of the salutation and of the sign-off

	to, ref             string
	date                corpus.Date
	heading             corpus.Span
	speaker, role, body string
	signed              string // a name that stands on the sign-off's line
	after               []line // the postscript
}

// find looks for the salutation and the sign-off after it.
func (l *letter) find() bool {
	l.hello = -1
	for i, at := range l.lines[:min(maxHead, len(l.lines))] {
		if m := salutation.FindStringSubmatch(at.text); m != nil && (strings.HasSuffix(at.text, ",") || !closed(at.text)) {
			l.hello, l.to = i, strings.TrimRight(m[1], " ,:")
			break
		}
	}
	if l.hello < 0 {
		return false
	}
	for i := l.hello + 1; i < len(l.lines); i++ {
		m := signOff.FindStringSubmatch(l.lines[i].text)
		if m == nil || utf8.RuneCountInString(l.lines[i].text) > 80 {
			continue
		}
		// A sign-off in the middle of prose is followed by prose.
		if m[1] != "" && !personLike(m[1]) || m[1] == "" && i+1 < len(l.lines) && prose(l.lines[i+1].text) && !postscript.MatchString(l.lines[i+1].text) {
			continue
		}
		l.bye, l.signed = i, m[1]
		return true
	}
	// Without a sign-off the salutation has to stand alone, as a letter's does.
	l.bye = len(l.lines)
	return l.hello+1 < len(l.lines) && l.lines[l.hello+1].gap && strings.HasSuffix(l.lines[l.hello].text, ",")
}

// letterhead reads the lines above the salutation: the date, the letter's own
// reference, the sender's body.
func (l *letter) letterhead() {
	head := l.lines[:l.hello]
	var from string
	for i, at := range head {
		// A date that a label stands before is that label's: "Your letter of:".
		label := ""
		if i > 0 {
			label = head[i-1].text
		}
		for _, cell := range columns.Split(at.text, -1) {
			if !strings.HasSuffix(label, ":") || dateWord.MatchString(label) {
				l.headCell(cell)
			}
			label = cell
		}
		if m := fromLine.FindStringSubmatch(at.text); m != nil && personLike(m[1]) {
			from = properName(m[1])
		}
		if subject := subjectOf(at); subject.text != "" && i > 0 {
			l.heading = subject.span
		}
		if l.body == "" && bodyLike(at.text) && (from != "" || !l.addressee(head[:i])) {
			l.body = properTitle(at.text)
		}
	}
}

// datesOf takes a date that stands alone at the top or the bottom of the body
// off it, as the letter's.
func (l *letter) datesOf(body []line) []line {
	if len(body) > 1 && body[1].gap {
		if d, ok := dayOnly(body[0].text); ok {
			body, l.date = body[1:], firstDay(l.date, d)
		}
	}
	if n := len(body) - 1; n > 0 && body[n].gap {
		if d, ok := dayOnly(body[n].text); ok {
			body, l.date = body[:n], firstDay(l.date, d)
		}
	}
	return body
}

// firstDay is a, or b when a is not known.
func firstDay(a, b corpus.Date) corpus.Date {
	if a.IsZero() {
		return b
	}
	return a
}

func (l *letter) headCell(cell string) {
	if d, ok := dayOnly(cell); ok && l.date.IsZero() {
		l.date = d
		return
	}
	if m := ourRef.FindStringSubmatch(cell); m != nil && l.ref == "" {
		l.ref = m[1]
		return
	}
	// A reference and the date may share a line.
	if before, after, ok := strings.Cut(cell, " "); ok && l.date.IsZero() {
		for ; ok; before, after, ok = cutNext(before, after) {
			if d, whole := dayOnly(after); whole && ourRef.MatchString(before) {
				l.date, l.ref = d, ourRef.FindStringSubmatch(before)[1]
				return
			}
		}
	}
}

// cutNext moves the next word of after to the end of before.
func cutNext(before, after string) (string, string, bool) {
	word, rest, ok := strings.Cut(after, " ")
	return before + " " + word, rest, ok
}

// addressee reports whether one of the lines names the person written to, or
// an office, so that a body after it is more likely theirs than the sender's.
func (l *letter) addressee(lines []line) bool {
	names := strings.FieldsFunc(l.to, func(r rune) bool { return blank(r) || r == ',' || r == '.' })
	for _, at := range lines {
		if personLike(at.text) && !bodyLike(at.text) && len(strings.Fields(at.text)) > 1 || roleLike(at.text) {
			return true
		}
		for _, word := range strings.Fields(at.text) {
			if utf8.RuneCountInString(word) > 2 && slices.Contains(names, strings.Trim(word, ",.")) {
				return true
			}
		}
	}
	return false
}

// subjectOf is the subject that a line "Re: …" gives, or no line.
func subjectOf(l line) line {
	for _, re := range []*regexp.Regexp{subjectRe, subjectRE} {
		if m := re.FindStringSubmatchIndex(l.text); m != nil {
			return line{text: l.text[m[2]:m[3]], span: corpus.Span{Start: l.span.Start + m[2], End: l.span.Start + m[3]}}
		}
	}
	return line{}
}

// subject is the letter's subject line, taken off the body: one that says so
// above or below the salutation, or a line between the salutation and the
// first paragraph that stands alone and is no sentence.
func (l *letter) subject(body *[]line) line {
	if l.heading.Len() > 0 {
		for _, at := range l.lines[:l.hello] {
			if s := subjectOf(at); s.span == l.heading {
				return s
			}
		}
	}
	if len(*body) < 2 {
		return line{}
	}
	first := (*body)[0]
	if s := subjectOf(first); s.text != "" {
		*body = (*body)[1:]
		return s
	}
	alone := (*body)[1].gap && first.gap
	if alone && headingLike(first.text) && len(strings.Fields(first.text)) > 1 && utf8.RuneCountInString(first.text) <= 100 {
		*body = (*body)[1:]
		return first
	}
	return line{}
}

// untilFurniture is lines up to one that is no prose, such as who gets a copy.
func untilFurniture(lines []line) []line {
	for i, l := range lines {
		if i > 0 && l.gap && !closed(l.text) {
			return lines[:i]
		}
	}
	return lines
}

// stretches are the spans of lines between those that only number a page. A
// number in the middle of a sentence stays: taking it out would break the
// sentence in two.
func stretches(lines []line) []corpus.Span {
	var out []corpus.Span
	start := 0
	for i := range lines {
		if !pageNumber.MatchString(lines[i].text) || i > start && !closed(lines[i-1].text) {
			continue
		}
		if i > start {
			out = append(out, over(lines[start:i]))
		}
		start = i + 1
	}
	if start < len(lines) {
		out = append(out, over(lines[start:]))
	}
	return out
}
