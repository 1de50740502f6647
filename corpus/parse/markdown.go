package parse

import (
	"fmt"
	"regexp"
	"strings"

	"ontherecord/corpus"
)

var (
	hashHeading = regexp.MustCompile(`^(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?$`)
	codeFence   = regexp.MustCompile("^(?:```|~~~)")
	underline   = regexp.MustCompile(`^(?:=+|-{3,})$`)
	ruler       = regexp.MustCompile(`^(?:-[ \t]*){3,}$|^(?:\*[ \t]*){3,}$|^(?:_[ \t]*){3,}$`)
)

// parseMarkdown reads Markdown, whose bytes are the text of record. The front
// matter, rulers and comments lie outside of the parts; mark-up within prose
// stays as it is written. A written answer or a letter that was pasted into
// such a file is recognised, and what the front matter says goes before what
// the text says.
func parseMarkdown(in Input) (Result, error) {
	text, err := decode(in.Data)
	if err != nil {
		return Result{}, err
	}
	matter, body, err := readFrontMatter(text)
	if err != nil {
		return Result{}, err
	}
	lines := linesOf(text, body)
	if len(lines) == 0 {
		return Result{}, fmt.Errorf("%w: the file has no text", ErrUnread)
	}
	d := &corpus.Document{ID: fileID(in), Text: text}
	var left []Skipped
	headings := headingsOf(lines)
	if ok, s := pasted(d, lines, headings); ok {
		left = s
	} else {
		sections(d, lines, headings)
	}
	matter.over(d)
	return Result{Documents: []*corpus.Document{d}, Skipped: left}, nil
}

// pasted tries the layouts on lines without the marks of a heading.
func pasted(d *corpus.Document, lines []line, headings map[int]heading) (bool, []Skipped) {
	plain := make([]line, 0, len(lines))
	for i, l := range lines {
		switch h, ok := headings[i]; {
		case ok && h.text == "":
			continue
		case ok:
			l.text, l.span = h.text, h.span
		}
		plain = append(plain, l)
	}
	for _, layout := range []layout{answerPage, letterPage} {
		if ok, left := layout(d, plain); ok {
			return true, left
		}
	}
	return false, nil
}

// heading is what a line of Markdown is when it is no prose: a heading with
// its text, or, when that is empty, a line that is not part of the text.
type heading struct {
	text  string
	span  corpus.Span
	level int
}

// headingsOf finds the headings and the lines that are not text, by the index
// of the line.
func headingsOf(lines []line) map[int]heading {
	out := make(map[int]heading)
	code, comment := false, false
	for i, l := range lines {
		fenced := codeFence.MatchString(l.text)
		switch {
		case fenced:
			code = !code
		case code:
		case comment || strings.HasPrefix(l.text, "<!--"):
			comment = !strings.Contains(l.text, "-->")
			if comment || strings.HasSuffix(l.text, "-->") {
				out[i] = heading{}
			}
		case underline.MatchString(l.text) && !l.gap && i > 0 && lines[i-1].gap && out[i-1].level == 0 && !bulleted(lines[i-1].text):
			level := 1
			if l.text[0] == '-' {
				level = 2
			}
			out[i-1] = heading{text: lines[i-1].text, span: lines[i-1].span, level: level}
			out[i] = heading{}
		case ruler.MatchString(l.text):
			out[i] = heading{}
		default:
			if m := hashHeading.FindStringSubmatchIndex(l.text); m != nil && m[4] < m[5] {
				out[i] = heading{
					text: l.text[m[4]:m[5]], level: m[3] - m[2],
					span: corpus.Span{Start: l.span.Start + m[4], End: l.span.Start + m[5]},
				}
			}
		}
	}
	return out
}

// sections makes a part of each heading and of each stretch of prose between
// them. The title is the first heading when no prose stands before it.
func sections(d *corpus.Document, lines []line, headings map[int]heading) {
	start := 0
	flush := func(end int) {
		if start < end {
			d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartBody, Span: over(lines[start:end])})
		}
		start = end + 1
	}
	for i := range lines {
		h, ok := headings[i]
		if !ok {
			continue
		}
		flush(i)
		if h.text == "" {
			continue
		}
		if len(d.Parts) == 0 {
			d.Title = h.text
		}
		d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartHeading, Span: h.span})
	}
	flush(len(lines))
}
