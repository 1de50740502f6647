package retrieval

import (
	"context"
	"fmt"
	"math"
	"slices"

	"ontherecord/corpus"
)

// Feature names a measure by which sentences are ranked. The weights file
// refers to features by name.
type Feature int

// The features of a sentence for a question. Shares are 0 to 1.
const (
	FeatureCoverage    Feature = iota // share of the question's weight that the sentence holds
	FeatureContext                    // the same with the sentence before it, the title and the question part
	FeatureDocument                   // the same for the whole document
	FeatureAsked                      // the same for the question part alone
	FeatureAskedAlone                 // share of the question part's words that the question holds: 1 if it was asked about nothing else
	FeatureExtent                     // how long the answer is, 1 from a passage's length on: a long one has more sentences to choose from
	FeatureBM25                       // what the Scorer says (BM25), relative to the best sentence
	FeatureHit                        // score of the passage, relative to the best one
	FeatureRank                       // 1 / (1 + rank of the passage)
	FeatureProximity                  // whether neighbouring words of the question stand together
	FeatureMoney                      // a sum is asked for, and the sentence holds one
	FeatureCount                      // likewise a number
	FeatureShare                      // likewise a share
	FeatureDate                       // likewise a date
	FeatureDuration                   // likewise a length of time or an age
	FeatureReason                     // likewise a reason
	FeatureLacking                    // what is asked for is not in the sentence
	FeatureNegation                   // question and sentence both negate
	FeatureFirst                      // the sentence opens the answer
	FeaturePlace                      // how far into the answer the sentence stands
	FeatureLength                     // ln of the number of words
	FeatureShort                      // fewer than seven words
	FeaturePointer                    // points elsewhere
	FeatureStock                      // a stock phrase
	FeatureLead                       // introduces a list
	FeatureRecency                    // how late the document is among those found
	FeatureCoverageHit                // product of coverage and passage score
	FeatureFresh                      // what the sentence holds and the question part does not
	FeatureClash                      // the sentence is about another tumour site or nation than the question
	FeatureWhen                       // the document is of the month or year that the question names
	FeatureTyped                      // what is asked for is there, times the context's coverage
	FeatureNamesNear                  // share of the names and numbers in the sentence, the one before it, title and question part, 1 if there are none
	FeatureStrong                     // coverage of the words that are not faint, with context
	FeatureCounted                    // a number is asked for, and the sentence holds one of the things that are counted
	FeatureFigureNear                 // how much of the question stands close to a figure of the kind asked for
	FeatureSpecific                   // how rare, among the sentences looked at, its words are that the question does not hold
	FeatureUnheld                     // a figure is asked for, and the sentence says that there is none: as far as the surroundings are about the question
	featureCount
)

var featureNames = [featureCount]string{
	"coverage", "context", "document", "asked", "asked_alone", "extent", "bm25", "hit", "rank", "proximity",
	"money", "count", "share", "date", "duration", "reason", "lacking", "negation",
	"first", "place", "length", "short", "pointer", "stock", "lead", "recency",
	"coverage_hit", "fresh", "clash", "when", "typed", "names_near", "strong", "counted", "figure_near",
	"specific", "unheld",
}

// FeatureSigns tells, for each feature, whether more of it can only speak for a
// sentence (1), only against it (-1), or either (0).
func FeatureSigns() []int {
	signs := make([]int, featureCount)
	for f := range signs {
		signs[f] = 1
	}
	for _, f := range []Feature{FeatureLacking, FeatureShort, FeaturePointer, FeatureStock, FeatureLead, FeatureClash} {
		signs[f] = -1
	}
	for _, f := range []Feature{FeatureFirst, FeaturePlace, FeatureLength, FeatureExtent} {
		signs[f] = 0
	}
	return signs
}

func (f Feature) String() string { return featureNames[f] }

// Features are the values of all features for one sentence.
type Features [featureCount]float64

// scoredSentence is a sentence of a found document with its score.
type scoredSentence struct {
	reading  *reading
	at       int // index into reading.sentences
	features Features
	seen     look // what was read off it closely
	held     strengths
	near     strengths // held, or in the sentence before, the title or the question part
	score    float64
	prior    float64 // what the first, cheap pass thinks of it
}

func (s *scoredSentence) sentence() *sentence { return &s.reading.sentences[s.at] }

// foundDocument is a document among the hits.
type foundDocument struct {
	reading *reading
	rank    int
	score   float64 // best passage's, relative to the best of all
	spans   []corpus.Span
	asked   strengths
	around  strengths // title and question part
	whole   strengths
}

// candidates computes the features of every sentence in the found passages. The
// costly ones are computed for the best sentences only.
func (a *Answerer) candidates(ctx context.Context, u *understanding, m *matcher, docs []*foundDocument) ([]*scoredSentence, error) {
	var all []*scoredSentence
	var room []scoredSentence // a few at a time: one by one they are many allocations
	for _, d := range docs {
		d.asked = m.zero()
		m.match(d.asked, d.reading.question)
		d.around = slices.Clone(d.asked)
		m.match(d.around, d.reading.title)
		d.whole = slices.Clone(d.around)
		held := make([]strengths, len(d.reading.sentences))
		for i := range d.reading.sentences {
			held[i] = m.zero()
			m.match(held[i], d.reading.sentences[i].terms)
			for c, v := range held[i] {
				d.whole[c] = math.Max(d.whole[c], v)
			}
		}
		alone, extent := m.share(d.reading.question), d.reading.extent()
		for i := range d.reading.sentences {
			s := &d.reading.sentences[i]
			if s.words == 0 || !d.covers(s.span) {
				continue
			}
			if len(room) == 0 {
				room = make([]scoredSentence, 16)
			}
			c := &room[0]
			room = room[1:]
			c.reading, c.at, c.held = d.reading, i, held[i]
			before := d.around
			if !s.first && i > 0 {
				before = union(before, held[i-1], 1)
			}
			c.near = union(held[i], before, 0.8)
			f := &c.features
			f[FeatureCoverage] = m.inSentence.share(held[i])
			f[FeatureContext] = m.weights.share(c.near)
			f[FeatureDocument] = m.weights.share(d.whole)
			f[FeatureAsked] = m.weights.share(d.asked)
			f[FeatureAskedAlone], f[FeatureExtent] = alone, extent
			f[FeatureHit] = d.score
			f[FeatureRank] = 1 / float64(1+d.rank)
			f[FeatureCoverageHit] = f[FeatureContext] * d.score
			all = append(all, c)
		}
	}
	for _, c := range all {
		f := &c.features
		c.prior = f[FeatureCoverage] + f[FeatureContext] + f[FeatureHit]
	}
	slices.SortStableFunc(all, func(x, y *scoredSentence) int {
		switch {
		case x.prior > y.prior:
			return -1
		case x.prior < y.prior:
			return 1
		}
		return 0
	})
	all = all[:min(len(all), maxScored)]
	if err := a.similarity(ctx, u, m, all); err != nil {
		return nil, err
	}
	specific(m, all)
	oldest, latest := dateRange(docs)
	for _, c := range all {
		a.detail(u, m, c, oldest, latest)
	}
	return all, nil
}

// maxScored is how many sentences are looked at closely.
const maxScored = 80

// similarity fills FeatureBM25 from the Scorer, relative to the best sentence.
func (a *Answerer) similarity(ctx context.Context, u *understanding, m *matcher, all []*scoredSentence) error {
	sentences := make([]ScorerSentence, len(all))
	for i, c := range all {
		sentences[i] = ScorerSentence{Text: c.reading.text(c.at), terms: c.sentence().terms}
	}
	scores, err := a.scorer.Score(ctx, ScorerQuestion{Text: u.text, matcher: m}, sentences)
	if err != nil {
		return fmt.Errorf("score sentences: %w", err)
	}
	if len(scores) != len(all) {
		return fmt.Errorf("score sentences: %d scores for %d sentences", len(scores), len(all))
	}
	best := 1e-9
	for _, v := range scores {
		best = math.Max(best, v)
	}
	for i, c := range all {
		c.features[FeatureBM25] = scores[i] / best
	}
	return nil
}

func (a *Answerer) detail(u *understanding, m *matcher, c *scoredSentence, oldest, latest int) {
	s := c.sentence()
	c.seen = c.reading.look(s, u.expect, u.negated)
	f := &c.features
	holds := c.seen.holds
	for _, q := range s.figures {
		if !q.none && q.kind&figure != 0 && m.brings(s, q) {
			holds |= q.kind
		}
	}
	f[FeatureProximity] = m.proximity(s.terms)
	for _, e := range []struct {
		kind    expectation
		feature Feature
	}{
		{expectMoney, FeatureMoney}, {expectCount | expectFrequency, FeatureCount}, {expectShare, FeatureShare},
		{expectDate, FeatureDate}, {expectDuration, FeatureDuration}, {expectReason, FeatureReason},
	} {
		if u.expect&e.kind&holds != 0 {
			f[e.feature] = 1
		}
	}
	if u.expect != 0 && u.expect&holds == 0 {
		f[FeatureLacking] = 1
	}
	f[FeatureNegation] = flag(u.negated && c.seen.shape&shapeNegative != 0)
	f[FeatureFirst] = flag(s.first)
	f[FeaturePlace] = float64(c.at) / float64(len(c.reading.sentences))
	f[FeatureLength] = math.Log(float64(s.words))
	f[FeatureShort] = flag(s.words < 7)
	f[FeaturePointer] = flag(c.seen.shape&(shapePointer|shapeLink) != 0)
	f[FeatureStock] = flag(c.seen.shape&shapeStock != 0)
	f[FeatureLead] = flag(c.seen.shape&shapeLead != 0)
	if n := c.reading.doc.Date.Number(); latest > oldest && n > 0 {
		f[FeatureRecency] = float64(n-oldest) / float64(latest-oldest)
	}
	f[FeatureFresh] = freshness(s, c.reading)
	f[FeatureClash] = flag(m.clashes(c))
	f[FeatureWhen] = fits(u.when, c.reading.doc.Date)
	if u.expect != 0 && f[FeatureLacking] == 0 {
		f[FeatureTyped] = f[FeatureContext]
	}
	if u.expect&figure != 0 {
		f[FeatureCounted], f[FeatureFigureNear] = m.figures(s, u.expect)
	}
	if u.expect&(figure|expectPosition) != 0 && c.seen.shape&shapeUnheld != 0 {
		f[FeatureUnheld], f[FeatureLacking] = f[FeatureContext], 0
	}
	f[FeatureNamesNear], f[FeatureStrong] = 1, m.strong.share(c.near)
	if m.names.total > 0 {
		f[FeatureNamesNear] = m.names.share(c.near)
	}
}

// departmental are the words by which a statement names its department. They say
// nothing of its matter.
var departmental = faintWords("department health social care")

// specific fills FeatureSpecific: the mean over a sentence's words, without the
// question's and a department's name, of ln((n+1)/(df+½)), where df of the n
// sentences hold the word. What every passage found says is seldom what was asked
// for.
func specific(m *matcher, all []*scoredSentence) {
	type tally struct{ df, last int }
	held := make(map[string]*tally, 8*len(all))
	words := make([][]*tally, len(all))
	for i, c := range all {
		for _, t := range c.sentence().terms {
			if departmental[t] || len(m.of(t)) > 0 {
				continue
			}
			n := held[t]
			if n == nil {
				n = &tally{last: -1}
				held[t] = n
			}
			if n.last < i {
				n.last = i
				n.df++
				words[i] = append(words[i], n)
			}
		}
	}
	for i, c := range all {
		sum := 0.0
		for _, n := range words[i] {
			sum += math.Log(float64(len(all)+1) / (float64(n.df) + 0.5))
		}
		if len(words[i]) > 0 {
			c.features[FeatureSpecific] = sum / float64(len(words[i]))
		}
	}
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// freshness is the share of a sentence's words that the question part and the
// title do not hold already.
func freshness(s *sentence, r *reading) float64 {
	if len(s.terms) == 0 {
		return 0
	}
	n := 0
	for _, t := range s.terms {
		if !slices.Contains(r.question, t) && !slices.Contains(r.title, t) {
			n++
		}
	}
	return float64(n) / float64(len(s.terms))
}

func (d *foundDocument) covers(span corpus.Span) bool {
	for _, s := range d.spans {
		if s.Contains(span) {
			return true
		}
	}
	return false
}

// share is the share of terms that count which belong to the question.
func (m *matcher) share(terms []string) float64 {
	held, n := 0.0, 0.0
	for _, t := range terms {
		if faint[t] {
			continue
		}
		n++
		held += flag(len(m.of(t)) > 0)
	}
	return held / math.Max(n, 1)
}

// extent is the length of what answers as a share of a passage's, 1 at most.
func (r *reading) extent() float64 {
	n := 0
	for i := range r.sentences {
		n += r.sentences[i].span.Len()
	}
	return math.Min(1, float64(n)/corpus.PassageBytes)
}

// fits is 1 if a date is of a month that the question names, 0.5 if of a year.
func fits(when []corpus.Date, d corpus.Date) float64 {
	best := 0.0
	for _, w := range when {
		switch {
		case w.Year != d.Year:
		case w.Month == d.Month:
			best = 1
		case w.Month == 0:
			best = math.Max(best, 0.5)
		}
	}
	return best
}

func dateRange(docs []*foundDocument) (oldest, latest int) {
	for _, d := range docs {
		n := d.reading.doc.Date.Number()
		if n > 0 && (oldest == 0 || n < oldest) {
			oldest = n
		}
		latest = max(latest, n)
	}
	return oldest, latest
}
