package parse

import (
	"unicode/utf8"

	"ontherecord/corpus"
)

// answerHeader is what stands above an answer, as it is being read: the title,
// and the questions with who asked them, when and of whom.
type answerHeader struct {
	*page

	asker     string
	wantAsker bool // the next line may name who asked
	asked     corpus.Date
	question  []line // of the question at hand
	marks     int    // how many lines of the layout were seen
	begun     bool   // a line other than the title has been seen
}

// readHeader reads up to the answer's block. It reports whether it found that
// block, and lines of the layout before it.
func (p *page) readHeader() bool {
	h := answerHeader{page: p}
	for p.at = 0; p.at < len(p.lines); p.at++ {
		l := p.lines[p.at]
		if isAnswer(l.text) {
			h.flush()
			return h.marks > 0
		}
		if !h.askedOn(l.text) && !h.label(l.text) && !h.person(l.text) {
			h.words(l)
		}
	}
	return false
}

// flush ends the question at hand.
func (h *answerHeader) flush() {
	if len(h.question) > 0 {
		h.questions = append(h.questions, corpus.Part{Kind: corpus.PartQuestion, Span: over(withoutNoise(h.question)), Speaker: h.asker, Date: h.asked})
		h.question = nil
	}
}

// mark counts a line of the layout, which ends a question.
func (h *answerHeader) mark() {
	h.flush()
	h.marks++
	h.begun = true
}

// askedOn takes "(asked on 3rd March 2025)" and "UIN 4411, tabled on 3 March
// 2025".
func (h *answerHeader) askedOn(s string) bool {
	if !landmark(s) {
		return false
	}
	m := askedLine.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	day, _, to := dayIn(s)
	if to == 0 {
		return false
	}
	h.mark()
	h.asks, h.asked = true, day
	h.reference(m[1])
	if m[2] != "" {
		h.asker = m[2]
	}
	return true
}

// label takes the other lines that begin with what they give.
func (h *answerHeader) label(s string) bool {
	if !landmark(s) {
		return false
	}
	switch m := (match{s: s}); {
	case m.of(writtenQuestionMark), m.of(uinLine), h.begun && m.of(bareNumber):
		h.mark()
		h.reference(m.groups[1])
	case m.of(toLine):
		h.mark()
		h.asks, h.to = true, m.groups[1]
	case m.of(askedByLine):
		h.mark()
		h.asker, h.wantAsker = m.groups[1], m.groups[1] == ""
		if seat := askerLine.FindStringSubmatch(h.asker); seat != nil {
			h.asker = seat[1]
		}
	case m.of(questionMark):
		h.mark()
	default:
		return false
	}
	return true
}

// person takes the lines on who asked.
func (h *answerHeader) person(s string) bool {
	if len(h.question) > 0 || !landmark(s) {
		return false
	}
	switch m := (match{s: s}); {
	case m.of(portraitLine) && personLike(m.groups[1]):
		h.begun = true
	case m.of(askerLine) && personLike(m.groups[1]):
		h.mark()
		h.asker, h.wantAsker = m.groups[1], false
	case h.wantAsker && personLike(s):
		h.asker, h.wantAsker = s, false
	default:
		return false
	}
	return true
}

// words takes a line of a question, the title, or the department asked.
func (h *answerHeader) words(l line) {
	s := l.text
	switch {
	case toAsk.MatchString(s):
		h.mark()
		h.asks = true
		h.question = []line{l}
	case len(h.question) > 0:
		h.question = append(h.question, l)
	case h.title.text != "" && bodyLike(s) && h.to == "":
		h.to = s
	case !h.begun && isDay(s):
	case !h.begun && utf8.RuneCountInString(s) <= 200:
		h.title = l
	case h.title.text == "" && headingLike(s) && !personLike(s):
		h.title = l // below the site's own heading
	case h.marks > 0 && closed(s):
		h.question = []line{l}
	}
}

// reference keeps the number of the first question: that of the others of a
// group is not the document's.
func (p *page) reference(uin string) {
	if p.uin == "" && uin != "" {
		p.uin = uin
	}
}
