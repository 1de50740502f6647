package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ontherecord/corpus"
	"ontherecord/retrieval/advice"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/thesaurus"
)

// Answerer answers questions out of a Record with the help of an Engine. Its
// methods may be called concurrently.
type Answerer struct {
	engine     Engine
	record     Record
	analyzer   *analysis.Analyzer
	thesaurus  *thesaurus.Thesaurus
	weights    *Weights
	scorer     Scorer
	readings   *readingCache
	subjects   subjects
	background *background
	follow     Follow
	now        func() time.Time
}

// Config is what an Answerer uses beside its Engine and Record. A zero field
// stands for the built-in one.
type Config struct {
	Analyzer  *analysis.Analyzer
	Thesaurus *thesaurus.Thesaurus
	Weights   *Weights
	// Scorer compares sentences with the question; Lexical is built in.
	Scorer Scorer
	// Follow gives one of several questions asked at once the subject that it
	// lacks; nil leaves each as it is.
	Follow Follow
	// Now tells the time, for "last year" in a question.
	Now func() time.Time
}

// New returns an Answerer.
func New(engine Engine, record Record, c Config) (*Answerer, error) {
	a := &Answerer{engine: engine, record: record, analyzer: c.Analyzer, thesaurus: c.Thesaurus, weights: c.Weights, follow: c.Follow, now: c.Now}
	if a.analyzer == nil {
		a.analyzer = analysis.New()
	}
	if a.weights == nil {
		w, err := DefaultWeights()
		if err != nil {
			return nil, err
		}
		a.weights = w
	}
	if a.thesaurus == nil {
		t, err := thesaurus.Default(a.analyzer.Term)
		if err != nil {
			return nil, err
		}
		a.thesaurus = t
	}
	if a.scorer = c.Scorer; a.scorer == nil {
		a.scorer = Lexical{}
	}
	if a.now == nil {
		a.now = time.Now
	}
	a.readings = newReadingCache(a.analyzer)
	a.subjects = newSubjects(a.analyzer)
	var err error
	if a.background, err = readBackground(strings.NewReader(defaultBackground)); err != nil {
		return nil, err
	}
	return a, nil
}

// passagesRead is how many passages are read for sentences. Forty cost a third
// more and found no better ones.
const passagesRead = 28

// Answer answers q. That the record holds no answer is no error.
func (a *Answerer) Answer(ctx context.Context, q Question) (Answer, error) {
	w, err := a.work(ctx, q)
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	if err := a.finish(ctx, w); err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	return w.answer, nil
}

// work is what one question goes through.
type work struct {
	q       Question
	asked   Filter // q's, before its own words narrowed it
	u       understanding
	matcher *matcher
	docs    []*foundDocument
	groups  []*group
	answer  Answer
	signals Signals
	// bestHit is the score of the best passage found.
	bestHit float64
}

// finish chooses what is quoted of what was found.
func (a *Answerer) finish(ctx context.Context, w *work) error {
	switch w.answer.Reason {
	case ReasonSmallTalk, ReasonAdvice, ReasonEmpty:
		return nil
	}
	if done, err := a.piecemeal(ctx, w); done || err != nil {
		return err
	}
	if len(w.groups) == 0 {
		return nil
	}
	return a.conclude(ctx, w)
}

// work finds what may answer q, and how sure it is that it does.
func (a *Answerer) work(ctx context.Context, q Question) (*work, error) {
	w := &work{q: q, asked: q.Filter}
	text, unknown, err := a.readFilter(ctx, &w.q)
	if err != nil {
		return nil, err
	}
	w.u = understand(a.analyzer, text)
	w.answer = Answer{Question: q.Text, Understood: w.q.Filter, Unknown: unknown}
	if w.answer.Searched, err = a.record.Extent(ctx); err != nil {
		return nil, err
	}
	if w.u.smallTalk {
		w.answer.Reason = ReasonSmallTalk
		return w, nil
	}
	if advice.Wanted(q.Text) != advice.None {
		w.answer.Reason = ReasonAdvice
		return w, nil
	}
	if len(unknown) > 0 {
		w.answer.Reason = ReasonUnknown
		return w, nil
	}
	concepts, corrected, err := a.concepts(ctx, &w.u)
	if err != nil {
		return nil, err
	}
	w.answer.Corrected = corrected
	if len(concepts) == 0 {
		w.answer.Reason = ReasonEmpty
		return w, nil
	}
	w.matcher = newMatcher(concepts, a.subjects)
	if err := a.find(ctx, w, passagesRead); err != nil {
		return nil, err
	}
	if len(w.docs) == 0 {
		w.answer.Reason = ReasonNoMatch
		if !q.Filter.IsZero() {
			w.answer.Reason = ReasonFilter
		}
		return w, nil
	}
	sentences, err := a.candidates(ctx, &w.u, w.matcher, w.docs)
	if err != nil {
		return nil, err
	}
	sentences = slices.DeleteFunc(sentences, func(s *scoredSentence) bool { return !quotable(s) })
	for _, s := range sentences {
		s.score = a.weights.rank(&s.features)
	}
	w.groups = collapse(sentences)
	if len(w.groups) == 0 {
		w.answer.Reason = ReasonNoMatch
		return w, nil
	}
	w.signals = a.signals(w)
	if !a.strange(w.matcher) {
		w.answer.Confidence = a.weights.confidence(&w.signals)
	}
	w.answer.Answered = w.answer.Confidence >= a.weights.Threshold
	return w, nil
}

// readFilter reads what the question's own words narrow ("since March 2025",
// "by Ashley Dalton") into q.Filter; what was given with the question wins. It
// returns the words that are left, and the names that nobody on the record
// bears.
func (a *Answerer) readFilter(ctx context.Context, q *Question) (text string, unknown []string, err error) {
	// The date of an answer that a question refers to narrows nothing.
	subject := pursuant.ReplaceAllStringFunc(q.Text, func(s string) string { return strings.Repeat(" ", len(s)) })
	words := ParseFilter(subject, corpus.DateOf(a.now()))
	spans := words.Spans
	for _, n := range words.Names {
		known, err := a.record.HasName(ctx, n.Name, n.Organisation)
		if err != nil {
			return "", nil, err
		}
		switch {
		case known && n.Organisation:
			words.Filter.Department = cmp.Or(words.Filter.Department, n.Name)
		case known:
			words.Filter.By = cmp.Or(words.Filter.By, n.Name)
		case n.Sure:
			unknown = append(unknown, n.Name)
		}
		if known {
			spans = append(spans, n.Span)
		}
	}
	for _, n := range []struct {
		name         string
		organisation bool
	}{{q.Filter.By, false}, {q.Filter.Department, true}} {
		if n.name == "" {
			continue
		}
		known, err := a.record.HasName(ctx, n.name, n.organisation)
		if err != nil {
			return "", nil, err
		}
		if !known {
			unknown = append(unknown, n.name)
		}
	}
	q.Filter = q.Filter.Merge(words.Filter)
	rest := []byte(q.Text)
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			rest[i] = ' '
		}
	}
	return string(rest), unknown, nil
}
