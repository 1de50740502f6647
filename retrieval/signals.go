package retrieval

import (
	"math"
	"regexp"
)

// Signal names a measure by which it is decided whether to answer at all.
type Signal int

// The signals of an answer. Those that were tried and did not help are in
// docs/quality.md. Counting words, each the same, tells answers apart better
// than weighing them by rarity: a rare word that is missing may be chatter.
const (
	SignalScore     Signal = iota // score of the best statement, for a short question
	SignalHeldShort               // share of the words that count in and around the best sentence, for a short question
	SignalHeldLong                // the same for a long question
	SignalHeldDoc                 // the share in the document that holds most of them, for a long question
	SignalHit                     // score of the best passage as a share of the question's weight, for a long question
	SignalUnknown                 // share of the words that count which the record does not know, for a long question
	SignalSubject                 // a short question names a tumour site or nation that is not in or around the best sentence
	SignalElsewhere               // the question names a place that is not in or around the best sentence
	SignalDate                    // the question names a date, and the document is of another
	SignalFigure                  // a figure is asked for
	SignalNoFigure                // and the best sentence holds none
	SignalTabled                  // the question is worded as Members table theirs
	signalCount
)

var signalNames = [signalCount]string{
	"score", "held_short", "held_long", "held_document", "hit", "unknown", "subject", "elsewhere", "date", "figure",
	"no_figure", "tabled",
}

// SignalSigns tells, for each signal, whether more of it can only speak for
// answering (1), only against it (-1), or either (0).
func SignalSigns() []int {
	signs := make([]int, signalCount)
	for _, s := range []Signal{SignalScore, SignalHeldShort, SignalHeldLong, SignalHeldDoc, SignalHit} {
		signs[s] = 1
	}
	for _, s := range []Signal{SignalUnknown, SignalSubject, SignalElsewhere, SignalDate, SignalNoFigure} {
		signs[s] = -1
	}
	return signs
}

func (s Signal) String() string { return signalNames[s] }

// Signals are the values of all signals for one question.
type Signals [signalCount]float64

// A long question is full of words that an answer has to hold; in a short one
// each of them may be chatter. Between the two numbers of words that count, one
// passes into the other.
const (
	shortQuestion = 6
	longQuestion  = 12
)

// tabled is how written questions to ministers are worded.
var tabled = regexp.MustCompile(`(?i)^\W*(to ask |what (recent |further )?(steps|assessment|estimate|discussions|progress|plans|information|guidance|support|representations)\b|whether |if (he|she|they|his|her|their) |pursuant to |with reference to |further to |(when|what|which|how|for what reason) (he|she|they|his|her|their)\b)`)

func (a *Answerer) signals(w *work) Signals {
	var s Signals
	m := w.matcher
	top := w.groups[0].shown
	count, unknown, ideal := 0.0, 0.0, 0.0
	for _, c := range m.concepts {
		ideal += c.ideal
		if !c.faint {
			count++
			unknown += flag(c.df == 0)
		}
	}
	long := math.Min(1, math.Max(0, (count-shortQuestion)/(longQuestion-shortQuestion)))
	short := 1 - long
	s[SignalScore] = w.groups[0].score * short
	held := m.held(top.near)
	s[SignalHeldShort], s[SignalHeldLong] = held*short, held*long
	for _, d := range w.docs {
		s[SignalHeldDoc] = math.Max(s[SignalHeldDoc], m.held(d.whole)*long)
	}
	if ideal > 0 {
		s[SignalHit] = w.bestHit / ideal * long
	}
	s[SignalUnknown] = unknown / math.Max(count, 1) * long
	s[SignalSubject] = flag(m.offSubject(top.near)) * short
	s[SignalElsewhere] = flag(m.elsewhere(top.near))
	if len(w.u.when) > 0 {
		s[SignalDate] = 1 - top.features[FeatureWhen]
	}
	s[SignalFigure] = flag(w.u.expect&figure != 0)
	s[SignalNoFigure] = flag(w.u.expect&figure != 0 && top.features[FeatureLacking] > 0)
	s[SignalTabled] = flag(tabled.MatchString(w.q.Text))
	return s
}

// fewWords is the number of words that count up to which each of them is what
// the question is about.
const fewWords = 3

// strange reports whether a question of few words asks about something that
// neither the record nor the field knows: half of its words at least. What is
// said with the others says nothing of that, however well it fits.
func (a *Answerer) strange(m *matcher) bool {
	count, unknown := 0, 0
	for _, c := range m.concepts {
		if c.faint {
			continue
		}
		count++
		if c.df == 0 && len(c.alts) == 1 && !a.background.knows(c.term) {
			unknown++
		}
	}
	return count <= fewWords && unknown > 0 && 2*unknown >= count
}

// held is the share of the words that count, each counting the same, that s
// holds.
func (m *matcher) held(s strengths) float64 {
	n, sum := 0.0, 0.0
	for i, c := range m.concepts {
		if !c.faint {
			n++
			sum += s[i]
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}
