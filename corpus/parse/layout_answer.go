package parse

import (
	"regexp"
	"unicode"
	"unicode/utf8"

	"ontherecord/corpus"
)

// The lines by which a written answer that was copied from a web page is
// known. Sites differ in which of them they have and in what order.
var (
	askedLine    = regexp.MustCompile(`(?i)^\W*(?:uin\s+([A-Z]{0,2}\d+)\W+)?(?:this question was )?(?:asked|tabled)(?:\s+by\s+(.+?))?\s+on\b:?`)
	uinLine      = regexp.MustCompile(`(?i)^\W*(?:uin|question (?:number|no\.?|reference)|reference(?: number)?|ref)\W{0,3}\s*([A-Z]{0,2}\d+)\W*$`)
	toLine       = regexp.MustCompile(`(?i)^(?:written )?question (?:to|for) (?:the )?(.+?)\s*:?$`)
	askedByLine  = regexp.MustCompile(`(?i)^(?:asked|tabled) by\b:?\s*(.*)$`)
	answeredBy   = regexp.MustCompile(`(?i)^answered by\b:?\s*(.*)$`)
	answeredLine = regexp.MustCompile(`(?i)^\W*(?:this question was |question |written answer )?answered on\b:?`)
	correction   = regexp.MustCompile(`(?i)^\W*(?:this answer was |answer )?corrected on\b:?`)
	holdingLine  = regexp.MustCompile(`(?i)^\W*(?:an? )?(?:holding|interim) (?:answer|reply)\b.{0,40}$`)
	questionMark = regexp.MustCompile(`(?i)^question\W*$`)
	answerMark   = regexp.MustCompile(`(?i)^answer\W*$`)
	// writtenQuestionMark is how a site's own heading names the kind of page.
	writtenQuestionMark = regexp.MustCompile(`(?i)^written (?:parliamentary )?questions?(?:\W{0,5}([A-Z]{0,2}\d+))?\W*$`)
	bareNumber          = regexp.MustCompile(`^((?:HL)?\d{2,6})$`)
	portraitLine        = regexp.MustCompile(`(?i)^(.+?)(?:'s|’s)? (?:portrait|photo|photograph)$`)
	askerLine           = regexp.MustCompile(`^(\p{Lu}[^()]{2,60}?)\s*\(([^()]+?)\s+[-–—]\s+([^()]+)\)$`)
	toAsk               = regexp.MustCompile(`^To ask\b`)
	// holdingWords are the form of words of a holding answer.
	holdingWords = regexp.MustCompile(`(?i)will not be possible to answer (?:this|these|the) questions? within the usual time|(?i)\bholding (?:answer|reply)\b`)
)

// answerPage recognises a written answer copied from a web page: a heading,
// the question with its lines on who asked whom and when, the block on who
// answered and when, and the answer. The site's own words after it are left
// outside of every part.
func answerPage(d *corpus.Document, lines []line) (bool, []Skipped) {
	p := page{lines: lines}
	if !p.readHeader() || !p.answerer() || !p.asks || !p.answers || len(p.questions) == 0 {
		return false, nil
	}
	answer, next := p.answer()
	if len(answer) == 0 {
		return false, nil
	}
	d.Kind, d.Status, d.Date = corpus.KindWrittenAnswer, p.status(answer), p.answered
	d.Title, d.Reference = p.title.text, p.uin
	if p.title.text != "" {
		d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartHeading, Span: p.title.span})
	}
	for _, q := range p.questions {
		if q.To == "" {
			q.To = p.to
		}
		d.Parts = append(d.Parts, q)
	}
	d.Parts = append(d.Parts, corpus.Part{
		Kind: corpus.PartAnswer, Span: over(answer), Speaker: p.speaker, Role: p.role, Organisation: p.body, Date: p.answered,
	})
	if next > 0 {
		return true, []Skipped{{Line: next, Reason: "a second written answer begins here: put each in a file of its own"}}
	}
	return true, nil
}

// page is a written answer as it is being read.
type page struct {
	lines []line
	at    int // the next line to be read

	title     line
	uin, to   string
	questions []corpus.Part

	speaker, role, body string
	answered            corpus.Date
	held                bool // a holding answer is spoken of
	corrected           bool

	// asks and answers say that lines were seen that only a written question,
	// and only its answer, has: a list of questions and answers has neither.
	asks, answers bool
}

// maxLandmark is how long a line may be, in characters, to be one of those by
// which the layout is known: prose may begin with the same words.
const maxLandmark = 120

// landmark reports whether s could be such a line. One that begins with a small
// letter is the middle of a sentence that was broken over lines.
func landmark(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(r) && utf8.RuneCountInString(s) <= maxLandmark
}

// isAnswer reports whether a line opens the block on who answered and when.
func isAnswer(s string) bool {
	if !landmark(s) {
		return false
	}
	return answeredBy.MatchString(s) || answeredLine.MatchString(s) || answerMark.MatchString(s) || holdingLine.MatchString(s)
}

// match keeps the groups of the last expression that matched.
type match struct {
	s      string
	groups []string
}

func (m *match) of(re *regexp.Regexp) bool {
	m.groups = re.FindStringSubmatch(m.s)
	return m.groups != nil
}

// maxCard is how many lines the block on who answered has at most.
const maxCard = 10

// answerer reads the block on who answered and when. It leaves p.at at the
// first line of the answer.
func (p *page) answerer() bool {
	end := min(p.at+maxCard, len(p.lines))
	last := -1
	for i := p.at; i < end; i++ {
		if isAnswer(p.lines[i].text) || correction.MatchString(p.lines[i].text) {
			last = i
			end = min(i+maxCard, len(p.lines))
		} else if last >= 0 && prose(p.lines[i].text) {
			break
		}
	}
	for ; p.at < len(p.lines); p.at++ {
		s := p.lines[p.at].text
		switch m := (match{s: s}); {
		case holdingLine.MatchString(s) && !prose(s):
			p.held, p.answers = true, true
			p.day(s)
		case m.of(answeredBy):
			p.answers = true
			p.card(m.groups[1])
		case correction.MatchString(s):
			p.corrected = true
			p.answered = corpus.Date{}
			p.day(s)
		case landmark(s) && answeredLine.MatchString(s):
			p.answers = true
			if !p.corrected {
				// The final answer's day stands above the holding answer's.
				p.answered = corpus.Date{}
				p.held = false
				p.day(s)
			}
		case answerMark.MatchString(s):
		case p.at > last && (prose(s) || p.role != "" || !p.cardLine(s)):
			return true
		default:
			p.card(s)
		}
	}
	return false
}

// prose reports whether s is running text rather than a line of a card.
func prose(s string) bool { return closed(s) || utf8.RuneCountInString(s) > 120 }

// day reads the day in s, or on the line after it.
func (p *page) day(s string) {
	if d, _, to := dayIn(s); to > 0 {
		p.answered = d
		return
	}
	if p.at+1 < len(p.lines) {
		if d, ok := dayOnly(p.lines[p.at+1].text); ok {
			p.answered = d
			p.at++
		}
	}
}

// cardLine reports whether s can stand in the block on who answered.
func (p *page) cardLine(s string) bool {
	m := match{s: s}
	return m.of(portraitLine) || roleLike(s) || bodyLike(s) || p.speaker == "" && personLike(s) || m.of(askerLine)
}

// card takes a line of the block on who answered: the name, which a portrait's
// caption repeats, the office, the department. A party or a seat is passed over.
func (p *page) card(s string) {
	m := match{s: s}
	switch {
	case s == "" || m.of(portraitLine) && personLike(m.groups[1]):
	case p.nameAndOffice(s):
	case roleLike(s) && p.role == "":
		role, body := roleAndBody(s)
		p.role = role
		if body != "" {
			p.body = body
		}
	case bodyLike(s):
		if p.body == "" {
			p.body = s
		}
	case p.speaker != "":
	case m.of(askerLine):
		p.speaker = m.groups[1]
	case personLike(s):
		p.speaker = s
	}
}

// nameAndOffice takes a line that holds both.
func (p *page) nameAndOffice(s string) bool {
	name, office, ok := nameAndOffice(s)
	if !ok || p.role != "" {
		return false
	}
	if p.speaker == "" {
		p.speaker = name
	}
	role, body := roleAndBody(office)
	p.role = role
	if body != "" {
		p.body = body
	}
	return true
}

// answer returns the lines of the answer, and the number of the line on which
// another answer of the same file begins, if one does.
func (p *page) answer() (answer []line, next int) {
	answer = p.lines[p.at:]
	for i, l := range answer {
		if i > 0 && furniture.MatchString(l.text) {
			answer = answer[:i]
			break
		}
		if i > 0 && anotherBegins(l.text) {
			next = l.number
			answer = answer[:i]
			break
		}
	}
	return withoutNoise(answer), next
}

func isDay(s string) bool {
	_, ok := dayOnly(s)
	return ok
}

func anotherBegins(s string) bool {
	if landmark(s) && answeredBy.MatchString(s) && !prose(s) {
		return true
	}
	if landmark(s) && askedLine.MatchString(s) {
		_, _, to := dayIn(s)
		return to > 0
	}
	return toAsk.MatchString(s)
}

// status is holding when a holding answer is all there is.
func (p *page) status(answer []line) corpus.Status {
	switch {
	case p.held, len(answer) <= 2 && holdingWords.MatchString(answer[0].text):
		return corpus.StatusHolding
	case p.corrected:
		return corpus.StatusCorrected
	}
	return corpus.StatusFinal
}
