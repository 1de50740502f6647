package retrieval

import (
	"cmp"
	"context"
	"slices"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
)

const (
	// wholeShare is how much the score of a statement for the question as a whole
	// counts beside its score for a part, whose words say less of what it is
	// about.
	wholeShare = 0.2
	// surePart is the confidence from which on a part is answered though the
	// sentence that it stands in is not.
	surePart = 0.7
)

// piecemeal answers the parts of a question that has several, each by itself.
// done is false where there is one part or none is answered, and the question
// is to be concluded as a whole.
//
// The alternatives and clauses of one sentence share their words, so that the
// record often seems to answer one of them where it does not answer the
// sentence: they are answered with it, or if they are sure. Questions that were
// merely asked in one message may be about different things. Then each is judged
// as if it had been asked alone, and all together say nothing.
//
// It costs a search for each part, and one for each sentence that has parts.
func (a *Answerer) piecemeal(ctx context.Context, w *work) (done bool, err error) {
	portions := partition(a.analyzer, w.q.Text, a.follow)
	if len(portions) == 0 {
		return false, nil
	}
	one := !slices.ContainsFunc(portions, func(p portion) bool { return p.within != portions[0].within })
	sentence, within := w, portions[0].within
	works := make([]*work, len(portions))
	some, best := false, 0.0
	for i, p := range portions {
		pw, err := a.work(ctx, Question{Text: p.question, Filter: w.asked})
		if err != nil {
			return false, err
		}
		works[i] = pw
		confidence := pw.answer.Confidence
		if !p.alone {
			if !one && (i == 0 || within != p.within) {
				within = p.within
				if sentence, err = a.work(ctx, Question{Text: within, Filter: w.asked}); err != nil {
					return false, err
				}
			}
			if !sentence.answer.Answered && confidence < surePart {
				pw.answer.Answered = false
				confidence = min(confidence, sentence.answer.Confidence)
			}
			pw.weighWhole(sentence)
		}
		some = some || pw.answer.Answered
		best = max(best, confidence)
	}
	sources := works
	switch { // a sentence is judged by itself, several by their parts
	case one && w.answer.Answered:
		sources = slices.Insert(slices.Clone(works), 0, w)
	case some || !one:
		w.answer.Answered, w.answer.Confidence = some, best
	}
	if !some {
		return false, nil
	}
	return true, a.quoteParts(ctx, w, portions, works, sources)
}

// weighWhole orders w's statements anew, by their scores in whole as well.
func (w *work) weighWhole(whole *work) {
	type place struct {
		reading *reading
		at      int
	}
	scores := make(map[place]float64)
	lowest := 0.0
	for _, g := range whole.groups {
		for _, m := range g.members {
			scores[place{m.reading, m.at}] = m.score
			lowest = min(lowest, m.score)
		}
	}
	for _, g := range w.groups {
		score := lowest
		for _, m := range g.members {
			if s, ok := scores[place{m.reading, m.at}]; ok {
				score = max(score, s)
			}
		}
		g.score += wholeShare * (score - g.score)
	}
	slices.SortStableFunc(w.groups, func(x, y *group) int { return -cmp.Compare(x.score, y.score) })
}

// quoteParts cuts the quotes of the parts that are answered. What sources have
// beside those can be asked for with Question.Skip.
func (a *Answerer) quoteParts(ctx context.Context, w *work, portions []portion, works, sources []*work) error {
	each := (w.q.limit() + len(portions) - 1) / len(portions)
	found := make([][]Quoted, len(works)) // of each part
	for i, pw := range works {
		if !pw.answer.Answered {
			continue
		}
		var err error
		if found[i], _, err = a.cut(ctx, pw, 0, each); err != nil {
			return err
		}
	}
	var shown []Quoted
	parts := make([]Part, len(portions))
	for i, pw := range works {
		p := portions[i]
		parts[i] = Part{
			Label: p.label, Text: p.text, Question: p.question, Answered: pw.answer.Answered, Understood: pw.q.Filter,
			Unknown: pw.answer.Unknown, Reason: pw.answer.Reason, Confidence: pw.answer.Confidence,
		}
		if !pw.answer.Answered {
			parts[i].Reason = cmp.Or(pw.answer.Reason, ReasonWeak)
		}
		for j, q := range found[i] {
			at := slices.IndexFunc(shown, q.sameAs)
			if j > 0 && (at >= 0 || bestOfAnother(found, i, q)) {
				continue // it stands where it is best
			}
			if at < 0 {
				at = len(shown)
				shown = append(shown, q)
			}
			parts[i].Quotes = append(parts[i].Quotes, at)
		}
	}
	w.answer.Reason, w.answer.Understood = "", parts[0].Understood
	for _, p := range parts[1:] {
		w.answer.Understood = w.answer.Understood.common(p.Understood)
	}
	if skip := max(w.q.Skip, 0); skip > 0 {
		rest, more, err := a.furtherQuotes(ctx, sources, shown, skip, w.q.limit())
		w.answer.Quotes, w.answer.More = rest, more
		return err
	}
	_, more, err := a.furtherQuotes(ctx, sources, shown, len(shown), 0)
	w.answer.Quotes, w.answer.Parts, w.answer.More = shown, parts, more
	return err
}

// bestOfAnother reports whether q is the best quote of another part than i.
func bestOfAnother(found [][]Quoted, i int, q Quoted) bool {
	for j, quotes := range found {
		if j != i && len(quotes) > 0 && q.sameAs(quotes[0]) {
			return true
		}
	}
	return false
}

// furtherQuotes returns at most limit of the quotes that come after the first
// skip: those shown under the parts, then the others that works hold. more
// reports whether there are further ones.
func (a *Answerer) furtherQuotes(ctx context.Context, works []*work, shown []Quoted, skip, limit int) (out []Quoted, more bool, err error) {
	taken := slices.Clone(shown)
	for _, w := range works {
		for _, g := range w.groups {
			if !w.answer.Answered || g.score < w.groups[0].score-a.weights.Margin {
				break
			}
			if !g.settle(w.groups, taken) {
				continue
			}
			q, err := a.complete(ctx, w, g, len(taken) >= skip && len(taken) < skip+limit)
			if err != nil {
				return nil, false, err
			}
			if slices.ContainsFunc(taken, q.sameAs) {
				continue
			}
			if taken = append(taken, q); len(taken) > skip+limit {
				return taken[skip : skip+limit], true, nil
			}
		}
	}
	if skip >= len(taken) {
		return nil, false, nil
	}
	return taken[skip:], false, nil
}

// sameAs reports whether q and other quote the same words, or words that say
// the same.
func (q Quoted) sameAs(other Quoted) bool {
	if q.Quote.Citation().Document == other.Quote.Citation().Document {
		return q.Quote.Span().Overlaps(other.Quote.Span())
	}
	return text.Similar(text.Fingerprint(q.Quote.Text()), text.Fingerprint(other.Quote.Text()))
}

// common returns what both f and g narrow, in the same way.
func (f Filter) common(g Filter) Filter {
	if f.Since != g.Since || f.Until != g.Until {
		f.Since, f.Until = corpus.Date{}, corpus.Date{}
	}
	if f.By != g.By {
		f.By = ""
	}
	if f.Department != g.Department {
		f.Department = ""
	}
	if f.Kind != g.Kind {
		f.Kind = ""
	}
	return f
}
