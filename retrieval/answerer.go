package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

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
	// Now tells the time, for "last year" in a question.
	Now func() time.Time
}

// New returns an Answerer.
func New(engine Engine, record Record, c Config) (*Answerer, error) {
	a := &Answerer{engine: engine, record: record, analyzer: c.Analyzer, thesaurus: c.Thesaurus, weights: c.Weights, now: c.Now}
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

// passagesRead is how many passages are read for sentences.
const passagesRead = 40

// Answer answers q. That the record holds no answer is no error.
func (a *Answerer) Answer(ctx context.Context, q Question) (Answer, error) {
	w, err := a.work(ctx, q)
	if err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	return w.answer, nil
}

// work is what one question goes through.
type work struct {
	q       Question
	u       understanding
	matcher *matcher
	docs    []*foundDocument
	groups  []*group
	answer  Answer
	signals Signals
}

func (a *Answerer) work(ctx context.Context, q Question) (*work, error) {
	w := &work{q: q}
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
	return w, a.conclude(ctx, w)
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

// concepts weighs the question's words and adds what may stand for them.
func (a *Answerer) concepts(ctx context.Context, u *understanding) ([]concept, []Correction, error) {
	var out []concept
	index := make([]int, len(u.tokens)) // concept of each token, or -1
	seen := make(map[string]int)
	for i, t := range u.tokens {
		index[i] = -1
		if t.Stop() {
			continue
		}
		if at, ok := seen[t.Term]; ok {
			index[i] = at
			continue
		}
		written := u.text[t.Start:t.End]
		seen[t.Term] = len(out)
		index[i] = len(out)
		out = append(out, concept{
			term: t.Term, word: t.Word,
			number: strings.ContainsAny(t.Term, "0123456789"),
			proper: isName(written, i == 0),
			faint:  faint[t.Term],
			about:  t.Start >= u.about,
			alts:   []alternative{{[]string{t.Term}, 1}},
		})
	}
	if len(out) == 0 {
		return nil, nil, nil
	}
	terms := make([]string, len(out))
	for i := range out {
		terms[i] = out[i].term
	}
	df, n, err := a.engine.Frequencies(ctx, terms)
	if err != nil {
		return nil, nil, err
	}
	a.expand(u, out, index)
	var corrected []Correction
	for i := range out {
		c := &out[i]
		c.df = df[i]
		if c.df == 0 && !c.number && len(c.alts) == 1 && !a.background.knows(c.term) {
			// A word that the record does not know is misspelt, cut short, or new.
			better, err := a.engine.Correct(ctx, c.word)
			if err != nil {
				return nil, nil, err
			}
			if better != "" {
				if err := a.correct(ctx, c, better); err != nil {
					return nil, nil, err
				}
				corrected = append(corrected, Correction{c.word, better})
			}
		}
		c.idf = a.background.idf(c.term, c.df, n)
		c.weight = c.idf * a.importance(c)
	}
	return out, corrected, nil
}

func (a *Answerer) correct(ctx context.Context, c *concept, better string) error {
	term := a.analyzer.Term(better)
	if term == "" {
		return nil
	}
	df, _, err := a.engine.Frequencies(ctx, []string{term})
	if err != nil {
		return err
	}
	c.term, c.df, c.proper = term, df[0], false
	c.alts = append([]alternative{{[]string{term}, 1}}, c.alts[1:]...)
	return nil
}

func (a *Answerer) importance(c *concept) float64 {
	switch {
	case c.about:
		return 0.5
	case c.faint:
		return a.weights.Faint
	case c.proper || c.number:
		return a.weights.Names
	}
	return 1
}

// isName reports whether a word is written as a name: in capitals, with a
// digit among letters, or with a capital within the question.
func isName(written string, opens bool) bool {
	upper, lower := 0, 0
	for _, r := range written {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	first := []rune(written)[0]
	return upper >= 2 && lower <= 1 || unicode.IsUpper(first) && !opens
}

// expand adds the thesaurus's alternatives to the concepts that they stand for.
func (a *Answerer) expand(u *understanding, concepts []concept, index []int) {
	words := make([]string, len(u.tokens))
	for i, t := range u.tokens {
		words[i] = u.text[t.Start:t.End]
	}
	for _, e := range a.thesaurus.Expand(words) {
		for _, sequence := range e.Terms {
			var terms []string
			for _, word := range sequence {
				terms = a.analyzer.Terms(terms, word)
			}
			if len(terms) == 0 {
				continue
			}
			for i := e.From; i < e.To; i++ {
				if at := index[i]; at >= 0 && len(concepts[at].alts) < 8 {
					concepts[at].alts = append(concepts[at].alts, alternative{terms, e.Weight})
				}
			}
		}
	}
}

// find asks the engine and reads the documents of its hits.
func (a *Answerer) find(ctx context.Context, w *work, passages int) error {
	query := Query{Filter: w.q.Filter, Limit: passages}
	weight := make(map[string]float64)
	var order []string
	for _, c := range w.matcher.concepts {
		importance := a.importance(&c)
		for _, alt := range c.alts {
			for _, t := range alt.terms {
				v := importance
				if t != c.term {
					v = importance * alt.weight / float64(len(alt.terms)) * a.weights.Expansion
				}
				if weight[t] == 0 {
					order = append(order, t)
				}
				weight[t] = math.Max(weight[t], v)
			}
		}
	}
	for _, t := range order {
		query.Clauses = append(query.Clauses, Clause{t, weight[t]})
	}
	hits, err := a.engine.Search(ctx, query)
	if err != nil || len(hits) == 0 {
		return err
	}
	ids := make([]corpus.PassageID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	found, err := a.record.Passages(ctx, ids)
	if err != nil {
		return err
	}
	score := make(map[corpus.PassageID]float64, len(hits))
	for _, h := range hits {
		score[h.ID] = h.Score / hits[0].Score
	}
	byID := make(map[string]*foundDocument)
	for _, f := range found {
		d := byID[f.Document.ID]
		if d == nil {
			d = &foundDocument{reading: a.readings.read(f.Document), rank: len(w.docs), score: score[f.Passage.ID]}
			byID[f.Document.ID] = d
			w.docs = append(w.docs, d)
		}
		d.spans = append(d.spans, f.Passage.Span)
	}
	return nil
}

// Ranking returns the documents that fit q best, best first, without choosing
// what to quote: what evaluation measures of retrieval.
func (a *Answerer) Ranking(ctx context.Context, q Question, limit int) ([]string, error) {
	text, _, err := a.readFilter(ctx, &q)
	if err != nil {
		return nil, err
	}
	u := understand(a.analyzer, text)
	concepts, _, err := a.concepts(ctx, &u)
	if err != nil || len(concepts) == 0 {
		return nil, err
	}
	w := &work{q: q, u: u, matcher: newMatcher(concepts, a.subjects)}
	// A document may hold several of the passages found.
	if err := a.find(ctx, w, 2*limit); err != nil {
		return nil, err
	}
	if err := a.rerank(ctx, w); err != nil {
		return nil, err
	}
	ids := make([]string, 0, limit)
	for _, d := range w.docs[:min(limit, len(w.docs))] {
		ids = append(ids, d.reading.doc.ID)
	}
	return ids, nil
}

// readingWords is the number of words up to which a question is short.
const readingWords = 6

// rerank orders the documents found by how well their best sentence answers,
// beside how well they fit as a whole.
func (a *Answerer) rerank(ctx context.Context, w *work) error {
	sentences, err := a.candidates(ctx, &w.u, w.matcher, w.docs[:min(passagesRead, len(w.docs))])
	if err != nil {
		return err
	}
	best := make(map[*reading]float64)
	for _, c := range sentences {
		score := a.weights.rank(&c.features)
		if at, ok := best[c.reading]; !ok || score > at {
			best[c.reading] = score
		}
	}
	top := math.Inf(-1)
	for _, v := range best {
		top = math.Max(top, v)
	}
	// The longer a question, the more the document as a whole tells.
	share := a.weights.Reading * math.Min(1, math.Pow(readingWords/float64(len(w.matcher.concepts)), 2))
	slices.SortStableFunc(w.docs, func(x, y *foundDocument) int {
		return -cmp.Compare(x.score+share*relative(best, x, top), y.score+share*relative(best, y, top))
	})
	return nil
}

// relative is how a document's best sentence compares with the best of all, 1
// being as good; it falls by half with each point of score.
func relative(best map[*reading]float64, d *foundDocument, top float64) float64 {
	v, ok := best[d.reading]
	if !ok {
		return 0
	}
	return math.Exp2(v - top)
}
