package retrieval

import "math"

// Signal names a measure by which it is decided whether to answer at all.
type Signal int

// The signals of an answer. Shares are 0 to 1. Those that were tried and did
// not help are in docs/quality.md.
const (
	SignalScore      Signal = iota // score of the best statement
	SignalWords                    // ln of the number of words that count
	SignalScoreWords               // product of both
	SignalBestDoc                  // the most of the question's weight that one document holds
	SignalBestWords                // that, times SignalWords
	SignalUnknown                  // share of the question's words that the record does not know
	SignalMissing                  // weight of the heaviest word that is not in or around the best sentence, relative
	SignalNames                    // share of names and numbers in or around the best sentence
	SignalElsewhere                // the question names a place that is not in or around the best sentence
	SignalFigure                   // a figure is asked for
	SignalNoFigure                 // and the best sentence holds none
	signalCount
)

var signalNames = [signalCount]string{
	"score", "words", "score_words", "best_document", "best_words", "unknown", "missing", "names", "elsewhere",
	"figure", "no_figure",
}

func (s Signal) String() string { return signalNames[s] }

// Signals are the values of all signals for one question.
type Signals [signalCount]float64

func (a *Answerer) signals(w *work) Signals {
	var s Signals
	m := w.matcher
	top := w.groups[0].shown
	s[SignalScore] = w.groups[0].score
	for _, d := range w.docs {
		s[SignalBestDoc] = math.Max(s[SignalBestDoc], m.coverage(d.whole))
	}
	heaviest, unknown, count := 0.0, 0.0, 0.0
	for i, c := range m.concepts {
		heaviest = math.Max(heaviest, c.weight)
		s[SignalMissing] = math.Max(s[SignalMissing], c.weight*(1-math.Min(1, top.near[i]/heldWell)))
		if c.faint {
			continue
		}
		count++
		if c.df == 0 && len(c.alts) == 1 {
			unknown++
		}
	}
	if heaviest > 0 {
		s[SignalMissing] /= heaviest
	}
	if count > 0 {
		s[SignalUnknown] = unknown / count
	}
	s[SignalWords] = math.Log1p(count)
	s[SignalScoreWords] = s[SignalScore] * s[SignalWords]
	s[SignalBestWords] = s[SignalBestDoc] * s[SignalWords]
	s[SignalNames] = m.names(top.near)
	s[SignalElsewhere] = flag(m.elsewhere(top.near))
	s[SignalFigure] = flag(w.u.expect&figure != 0)
	s[SignalNoFigure] = flag(w.u.expect&figure != 0 && top.features[FeatureLacking] > 0)
	return s
}

// heldWell is the strength from which on a word counts as held.
const heldWell = 0.6
