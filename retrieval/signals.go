package retrieval

import "math"

// Signal names a measure by which it is decided whether to answer at all.
type Signal int

// The signals of an answer. Shares are 0 to 1.
const (
	SignalCoverage  Signal = iota // share of the question's weight in the best sentence
	SignalContext                 // the same with the sentence before it, title and question part
	SignalDocument                // the same in the best sentence's document
	SignalBestDoc                 // the same in the document that holds most
	SignalRarest                  // the rarest word stands in the best sentence
	SignalRarestDoc               // the rarest word stands in its document
	SignalNames                   // share of names and numbers in its document
	SignalUnknown                 // share of the question's words that the record does not know
	SignalAsked                   // share of the question's weight in the question part
	SignalProximity               // neighbouring words of the question stand together
	SignalLacking                 // the kind of content asked for is not in the best sentence
	SignalGap                     // score of the best statement over the fourth's
	SignalScore                   // score of the best statement
	SignalAgreement               // share of the best statements that hold the best one's words
	SignalWords                   // ln of the number of words that count
	SignalFigure                  // a figure is asked for
	SignalPosition                // a position is asked for
	SignalMissing                 // weight of the heaviest word that its document lacks, relative
	SignalStock                   // the best sentence is a stock phrase or points elsewhere
	SignalClash                   // the best sentence is about another tumour site or nation
	SignalWhen                    // the question names a date, and the best document is of another
	SignalStrong                  // coverage of the words that are not faint, with context
	SignalNamesNear               // names and numbers in or around the best sentence
	SignalStrongDoc               // coverage of the words that are not faint, in the document
	SignalTyped                   // what is asked for is there
	SignalNumber                  // share of the question's numbers in its document
	signalCount
)

var signalNames = [signalCount]string{
	"coverage", "context", "document", "best_document", "rarest", "rarest_document", "names", "unknown",
	"asked", "proximity", "lacking", "gap", "score", "agreement", "words", "figure", "position", "missing", "stock", "clash", "when", "strong", "names_near", "strong_document", "typed", "numbers",
}

func (s Signal) String() string { return signalNames[s] }

// Signals are the values of all signals for one question.
type Signals [signalCount]float64

func (a *Answerer) signals(w *work) Signals {
	var s Signals
	m := w.matcher
	top := w.groups[0].shown
	f := &top.features
	s[SignalCoverage], s[SignalContext], s[SignalDocument] = f[FeatureCoverage], f[FeatureContext], f[FeatureDocument]
	s[SignalRarest], s[SignalAsked], s[SignalProximity] = f[FeatureRarest], f[FeatureAsked], f[FeatureProximity]
	s[SignalLacking], s[SignalClash] = f[FeatureLacking], f[FeatureClash]
	s[SignalStrong], s[SignalNamesNear], s[SignalTyped] = f[FeatureStrong], f[FeatureNamesNear], f[FeatureTyped]
	if len(w.u.when) > 0 {
		s[SignalWhen] = 1 - f[FeatureWhen]
	}
	s[SignalScore] = w.groups[0].score
	if len(w.groups) > 3 {
		s[SignalGap] = w.groups[0].score - w.groups[3].score
	}
	var heaviest float64
	for _, d := range w.docs {
		s[SignalBestDoc] = math.Max(s[SignalBestDoc], m.coverage(d.whole))
		if d.reading != top.reading {
			continue
		}
		s[SignalStrongDoc] = m.strong(d.whole)
		s[SignalNumber] = m.numbers(d.whole)
		s[SignalRarestDoc], s[SignalNames] = m.rarest(d.whole), m.names(d.whole)
		for i, c := range m.concepts {
			heaviest = math.Max(heaviest, c.weight)
			s[SignalMissing] = math.Max(s[SignalMissing], c.weight*(1-d.whole[i]))
		}
	}
	if heaviest > 0 {
		s[SignalMissing] /= heaviest
	}
	unknown, count := 0.0, 0.0
	for _, c := range m.concepts {
		if c.faint {
			continue
		}
		count++
		if c.df == 0 && len(c.alts) == 1 {
			unknown++
		}
	}
	if count > 0 {
		s[SignalUnknown] = unknown / count
	}
	s[SignalWords] = math.Log1p(count)
	agree, of := 0.0, 0.0
	for _, g := range w.groups[:min(5, len(w.groups))] {
		of++
		agree += g.shown.features[FeatureCoverage]
	}
	s[SignalAgreement] = agree / of
	s[SignalFigure] = flag(w.u.expect&figure != 0)
	s[SignalPosition] = flag(w.u.expect&expectPosition != 0)
	s[SignalStock] = flag(top.sentence().shape&(shapeStock|shapePointer) != 0)
	return s
}
