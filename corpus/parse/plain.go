package parse

import (
	"fmt"

	"ontherecord/corpus"
)

// layout recognises a shape of text. It fills what the text says into d, whose
// Text is set, and reports whether the shape is there; if not, d is as it was.
// Lines are those to look at. What of them it saw and did not take it returns.
type layout func(d *corpus.Document, lines []line) (ok bool, left []Skipped)

// layouts lists the shapes that are recognised in text that people pasted into
// files, the first that fits being taken.
func layouts() []layout {
	return []layout{answerPage, letterPage, headedText}
}

// parsePlain reads plain text, whose bytes are the text of record.
func parsePlain(in Input) (Result, error) {
	text, err := decode(in.Data)
	if err != nil {
		return Result{}, err
	}
	lines := linesOf(text, 0)
	if len(lines) == 0 {
		return Result{}, fmt.Errorf("%w: the file has no text", ErrUnread)
	}
	d := &corpus.Document{ID: fileID(in), Text: text}
	left := recognise(d, lines)
	return Result{Documents: []*corpus.Document{d}, Skipped: left}, nil
}

// recognise fills d by the first layout that fits; headedText always does.
func recognise(d *corpus.Document, lines []line) []Skipped {
	for _, l := range layouts() {
		if ok, left := l(d, lines); ok {
			for i := range left {
				left[i].ID = d.ID
			}
			return left
		}
	}
	return nil
}

// headedText takes any text: a first line that looks like a heading, and the
// rest as the body.
func headedText(d *corpus.Document, lines []line) (bool, []Skipped) {
	rest := lines
	if len(lines) > 1 && lines[1].gap && headingLike(lines[0].text) {
		d.Title = lines[0].text
		d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartHeading, Span: lines[0].span})
		rest = lines[1:]
	}
	d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartBody, Span: over(rest)})
	return true, nil
}
