package retrieval

import (
	"regexp"
	"strings"

	"ontherecord/retrieval/analysis"
)

// Part is one of several things that a question asks for, with what became of
// it.
type Part struct {
	// Label is the letter or number that stands before the part, as typed:
	// "(a)". Empty where there is none.
	Label string
	// Text is the part's own words as typed, without the label: "diagnosis".
	Text string
	// Question is the part as a question that stands by itself, which is what
	// the record was asked: "What is being done to improve diagnosis of
	// sarcoma?". All its words are the question's.
	Question string
	// Answered reports whether Quotes answer the part.
	Answered bool
	// Quotes are indices in Answer.Quotes, best first. One that answers several
	// parts best stands once in Answer.Quotes, and each of them refers to it.
	// Empty unless Answered.
	Quotes []int
	// Understood is the filter that was applied to this part.
	Understood Filter
	// Unknown are the names that this part asks for and the record does not have.
	Unknown []string
	// Reason says why the part is not answered. Empty if Answered.
	Reason Reason
	// Confidence is the estimated probability, 0 to 1, that the best quote
	// answers the part.
	Confidence float64
}

// Section is what an answer shows under one of its parts.
type Section struct {
	// Part is nil for an answer that is in one part.
	Part *Part
	// Number counts the parts from 1; it is 0 where there is one part.
	Number int
	// From and To are the range of the quotes in Answer.Quotes, or in Nearest of
	// an abstention, that are shown here.
	From, To int
	// Above are the indices of quotes that answer the part as well and are shown
	// under an earlier one.
	Above []int
}

// Sections returns how the answer is shown: a section for each part in its
// order, or one for all quotes.
func (a *Answer) Sections() []Section {
	if len(a.Parts) == 0 {
		quotes := a.Nearest
		if a.Answered {
			quotes = a.Quotes
		}
		return []Section{{To: len(quotes)}}
	}
	out := make([]Section, len(a.Parts))
	at := 0
	for i := range a.Parts {
		s := Section{Part: &a.Parts[i], Number: i + 1, From: at, To: at}
		for _, q := range s.Part.Quotes {
			if q < at {
				s.Above = append(s.Above, q)
			} else {
				s.To = max(s.To, min(q+1, len(a.Quotes)))
			}
		}
		at = s.To
		out[i] = s
	}
	return out
}

// A Follow gives text, asked in the same breath after the question previous, the
// subject that it lacks: "is it going up?" after "how many oncologists are
// there?". It adds no word that is in neither.
type Follow func(previous, text string) string

// maxParts is the number of parts up to which a question is answered part by
// part: each costs a search, and more of them nobody takes in at once.
const maxParts = 6

// portion is a part of a question before it is asked.
type portion struct {
	label, text, question string
	// alone reports that it is a question of its own, not an alternative or a
	// clause within one.
	alone bool
	// within is the sentence that it stands in, as a question that stands by
	// itself.
	within string
}

// partition splits a question into portions that stand by themselves, at most
// maxParts, in their order. It returns nil for a question of one part: what
// can't be told apart for certain stays together.
func partition(a *analysis.Analyzer, question string, follow Follow) []portion {
	question, subject := withoutSubject(question)
	var out []portion
	clauses := clausesOf(a, question)
	previous, within := "", ""
	for i, c := range clauses {
		if c.opens != "" {
			within = joinWords(c.opens)
			if previous != "" && follow != nil {
				within = follow(previous, within)
			}
		}
		standing := strings.TrimSpace(c.preface + " " + c.standing)
		portions := enumeration(a, standing)
		// Every clause to come makes a portion at least.
		if len(portions) == 0 || len(out)+len(portions)+len(clauses)-i-1 > maxParts {
			portions = []portion{{text: c.text, question: joinWords(standing), alone: !c.reported}}
		}
		if previous != "" && follow != nil {
			for j := range portions {
				portions[j].question = follow(previous, portions[j].question)
			}
			standing = follow(previous, joinWords(standing))
		}
		previous = joinWords(standing)
		for j := range portions {
			portions[j].within = within
		}
		out = append(out, portions...)
	}
	if len(out) < 2 {
		return nil
	}
	for i := range out {
		p := &out[i]
		p.within = joinWords(p.within, subject)
		p.text = joinWords(withoutJoint(p.text))
		p.question = joinWords(announced.ReplaceAllString(withoutJoint(p.question), "$1"), subject)
		if len(a.Terms(nil, p.question)) == 0 {
			return nil
		}
	}
	return out
}

// withoutSubject cuts off what a follow-up is about, which is no question
// itself: "why ― oncologists and whether there are enough".
func withoutSubject(question string) (rest, subject string) {
	at := strings.LastIndex(question, SubjectDash)
	if at < 0 {
		return question, ""
	}
	return question[:at], question[at:]
}

// announced matches the words by which several questions are announced and counted:
// "two things: …", "firstly, …".
var announced = regexp.MustCompile(`(?i)^([^?]{0,40}?)\b(i have |i've got |got )?(two|2|three|3|a few|a couple of|couple of|several|some) (quick |short |more )?(things|questions|qs)\b[\s,.:;–—-]*|^()(first|firstly|second|secondly|third|thirdly|finally|lastly|next)(,| of all,?)\s+`)

var jointAhead = regexp.MustCompile(`(?i)^(and|but|plus|also)\s+`)

// withoutJoint is a question without the "and" before it and the stop behind it.
func withoutJoint(s string) string {
	return strings.TrimRight(jointAhead.ReplaceAllString(s, ""), " .;,")
}

// substantial reports whether s holds a word that says what a question is about.
func substantial(a *analysis.Analyzer, s string) bool {
	for _, t := range a.Terms(nil, s) {
		if !faint[t] {
			return true
		}
	}
	return false
}

// joinWords joins pieces of a question with single spaces.
func joinWords(pieces ...string) string {
	var words []string
	for _, p := range pieces {
		words = append(words, strings.Fields(p)...)
	}
	return strings.Join(words, " ")
}
