package retrieval

import "math"

// Signal names a measure by which it is decided whether to answer at all.
type Signal int

// The signals of an answer. Those that were tried and did not help are in
// docs/quality.md. Counting words, each the same, tells answers apart better
// than weighing them by rarity: a rare word that is missing may be chatter.
const (
	SignalWords     Signal = iota // ln of one more than the number of words that count
	SignalScore                   // score of the best statement, times SignalWords
	SignalHeld                    // share of the words that count in and around the best sentence, times SignalWords
	SignalHeldDoc                 // the same for the document that holds most of them
	SignalElsewhere               // the question names a place that is not in or around the best sentence
	SignalDate                    // the question names a date, and the document is of another
	SignalFigure                  // a figure is asked for
	SignalNoFigure                // and the best sentence holds none
	signalCount
)

var signalNames = [signalCount]string{
	"words", "score", "held", "held_document", "elsewhere", "date", "figure", "no_figure",
}

// SignalSigns tells, for each signal, whether more of it can only speak for
// answering (1), only against it (-1), or either (0).
func SignalSigns() []int {
	signs := make([]int, signalCount)
	for _, s := range []Signal{SignalScore, SignalHeld, SignalHeldDoc} {
		signs[s] = 1
	}
	for _, s := range []Signal{SignalElsewhere, SignalDate, SignalNoFigure} {
		signs[s] = -1
	}
	return signs
}

func (s Signal) String() string { return signalNames[s] }

// Signals are the values of all signals for one question.
type Signals [signalCount]float64

func (a *Answerer) signals(w *work) Signals {
	var s Signals
	m := w.matcher
	top := w.groups[0].shown
	count := 0.0
	for _, c := range m.concepts {
		if !c.faint {
			count++
		}
	}
	// A question of one word asks as much as one of two.
	words := math.Log1p(math.Max(count, 2))
	s[SignalWords] = words
	s[SignalScore] = w.groups[0].score * words
	s[SignalHeld] = m.held(top.near) * words
	for _, d := range w.docs {
		s[SignalHeldDoc] = math.Max(s[SignalHeldDoc], m.held(d.whole)*words)
	}
	s[SignalElsewhere] = flag(m.elsewhere(top.near))
	if len(w.u.when) > 0 {
		s[SignalDate] = 1 - top.features[FeatureWhen]
	}
	s[SignalFigure] = flag(w.u.expect&figure != 0)
	s[SignalNoFigure] = flag(w.u.expect&figure != 0 && top.features[FeatureLacking] > 0)
	return s
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
