package parse

import (
	"regexp"
	"strings"
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
	if !p.header() || !p.answerer() || !p.asks || !p.answers || len(p.questions) == 0 {
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

func long(s string) bool { return utf8.RuneCountInString(s) > maxLandmark }

// isAnswer reports whether a line opens the block on who answered and when.
func isAnswer(s string) bool {
	if long(s) {
		return false
	}
	return answeredBy.MatchString(s) || answeredLine.MatchString(s) || answerMark.MatchString(s) || holdingLine.MatchString(s)
}

// header reads up to the answer's block: the title, and the questions with who
// asked them, when and of whom. It reports whether it found that block, and
// enough before it to be sure of the layout.
func (p *page) header() bool {
	var asker string
	var asked corpus.Date
	var question []line
	marks, wantAsker := 0, false
	begun := false // a line other than the title has been seen
	flush := func() {
		if len(question) > 0 {
			p.questions = append(p.questions, corpus.Part{Kind: corpus.PartQuestion, Span: over(question), Speaker: asker, Date: asked})
			question = nil
		}
	}
	mark := func() { flush(); marks++; begun = true }
	for p.at = 0; p.at < len(p.lines); p.at++ {
		l := p.lines[p.at]
		s := l.text
		if isAnswer(s) {
			flush()
			return marks > 0
		}
		if m := askedLine.FindStringSubmatch(s); m != nil && !long(s) {
			if day, _, to := dayIn(s); to > 0 {
				mark()
				p.asks = true
				asked = day
				if m[1] != "" {
					p.reference(m[1])
				}
				if m[2] != "" {
					asker = m[2]
				}
				continue
			}
		}
		switch m := (match{s: s}); {
		case m.of(writtenQuestionMark):
			mark()
			p.reference(m.groups[1])
		case m.of(uinLine), begun && m.of(bareNumber):
			mark()
			p.reference(m.groups[1])
		case !long(s) && m.of(toLine):
			mark()
			p.asks = true
			p.to = m.groups[1]
		case m.of(askedByLine):
			mark()
			asker, wantAsker = m.groups[1], m.groups[1] == ""
			if seat := askerLine.FindStringSubmatch(asker); seat != nil {
				asker = seat[1]
			}
		case m.of(questionMark):
			mark()
		case m.of(portraitLine) && personLike(m.groups[1]) && len(question) == 0:
			begun = true
		case m.of(askerLine) && len(question) == 0 && personLike(m.groups[1]):
			mark()
			asker, wantAsker = m.groups[1], false
		case wantAsker && personLike(s):
			asker, wantAsker = s, false
		case toAsk.MatchString(s):
			mark()
			p.asks = true
			question = []line{l}
		case len(question) > 0:
			question = append(question, l)
		case p.title.text != "" && bodyLike(s) && p.to == "" && len(question) == 0:
			p.to = s
		case !begun && isDay(s):
		case !begun && utf8.RuneCountInString(s) <= 200:
			p.title = l
		case p.title.text == "" && len(question) == 0 && headingLike(s) && !personLike(s):
			p.title = l // below the site's own heading
		case begun && closed(s) && marks > 0:
			question = []line{l}
		}
	}
	return false
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

// reference keeps the number of the first question: that of the others of a
// group is not the document's.
func (p *page) reference(uin string) {
	if p.uin == "" && uin != "" {
		p.uin = uin
	}
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
		case !long(s) && answeredLine.MatchString(s):
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

// withoutNoise takes the site's own lines off the end of an answer. Short
// lines after one that announces them, such as the items of a list that lost
// its bullets, are the answer's.
func withoutNoise(answer []line) []line {
	kept := answer
	for len(kept) > 0 && noise(kept[len(kept)-1].text) {
		kept = kept[:len(kept)-1]
	}
	if len(kept) > 0 && !strings.HasSuffix(kept[len(kept)-1].text, ":") {
		return kept
	}
	for len(kept) < len(answer) && !siteTalk.MatchString(answer[len(kept)].text) {
		kept = answer[:len(kept)+1]
		if kept[0].span == kept[len(kept)-1].span {
			break // an answer of one short line, such as "No"
		}
	}
	return kept
}

func isDay(s string) bool {
	_, ok := dayOnly(s)
	return ok
}

func anotherBegins(s string) bool {
	if answeredBy.MatchString(s) && !prose(s) {
		return true
	}
	if askedLine.MatchString(s) && utf8.RuneCountInString(s) < 100 {
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

var (
	// furniture are the lines after which a page speaks of itself.
	furniture = regexp.MustCompile(`(?i)^(?:share(?: (?:this|on)\b.{0,30})?|related (?:content|questions|answers|links|items|debates).{0,20}|(?:next|previous) question.{0,20}|back to (?:top|results).{0,20}|cookies?(?: (?:policy|settings|on this site|preferences))?|contents|comments|footer|site map|privacy(?: policy| notice)?|terms (?:of use|and conditions)|sign up.{0,30}|subscribe.{0,30})\W*$`)
	// siteTalk are the sentences and notices with which pages end.
	siteTalk = regexp.MustCompile(`(?i)\bcookies?\b|^(?:loading|please wait|reticulating|tweet|print|e-?mail this|log ?in|sign in|sign up|follow us|copyright|last updated|updated|posted|page \d+|version \d|powered by|view source|skip to)\b|^©|all rights reserved|licen[cs]ed under|^contains parliamentary information|^back to top|\b(?:is|was|did you find) this (?:page|answer)\b.{0,20}\b(?:useful|helpful)\b|\b(?:javascript|your browser|unhandled error|report a problem|share this)\b|^\d+ (?:comments?|shares?|likes?|views?|annotations?)\b`)
)

// noiseRunes is how long a line without a sentence's end may be to be taken
// for a site's own when it stands at the end of a page.
const noiseRunes = 60

// noise reports whether a last line is the site's and not the answer's: a
// notice, or a short line that is no sentence, item, row of a table, address
// or figure.
func noise(s string) bool {
	if utf8.RuneCountInString(s) <= 200 && siteTalk.MatchString(s) {
		return true
	}
	if closed(s) || bulleted(s) || strings.ContainsAny(s, "|\t0123456789") || strings.Contains(s, "http") || strings.Contains(s, "www.") {
		return false
	}
	return utf8.RuneCountInString(s) <= noiseRunes
}
