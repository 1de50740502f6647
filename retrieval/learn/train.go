package learn

import (
	"context"
	"fmt"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/eval"
)

// Examiner is what weights are fitted for.
type Examiner interface {
	Examine(ctx context.Context, q retrieval.Question) (*retrieval.Examination, error)
}

// Options of a training. The zero value stands for the defaults.
type Options struct {
	// RankPenalty and AnswerPenalty keep weights small.
	RankPenalty, AnswerPenalty float64
}

func (o Options) filled() Options {
	if o.RankPenalty == 0 {
		o.RankPenalty = 0.01
	}
	if o.AnswerPenalty == 0 {
		o.AnswerPenalty = 0.001
	}
	return o
}

// Case is a labelled question with what was found for it.
type Case struct {
	Dataset string
	Query   eval.Query
	list    list
	quotes  []corpus.Quote // of the candidates
	prints  []text.Print
	signals []float64
	// concluded reports whether any statement was found at all.
	concluded bool
}

// Examples examines every query of d.
func Examples(ctx context.Context, d *eval.Dataset, x Examiner) ([]Case, error) {
	out := make([]Case, 0, len(d.Queries))
	for _, q := range d.Queries {
		e, err := x.Examine(ctx, q.Question())
		if err != nil {
			return nil, fmt.Errorf("examine query %s: %w", q.ID, err)
		}
		c := Case{Dataset: d.Name, Query: q, signals: append([]float64(nil), e.Signals[:]...), concluded: e.Concluded}
		for _, s := range e.Candidates {
			c.list.features = append(c.list.features, append([]float64(nil), s.Features[:]...))
			c.list.answers = append(c.list.answers, q.Hit(s.Quoted))
			c.quotes = append(c.quotes, s.Quoted.Quote)
			c.prints = append(c.prints, text.Fingerprint(s.Quoted.Quote.Text()))
		}
		out = append(out, c)
	}
	return out, nil
}

// FitSentences fits the weights by which sentences are ranked.
func FitSentences(cases []Case, w *retrieval.Weights, o Options) {
	var lists []list
	for _, c := range cases {
		if anyOf(c.list.answers) {
			lists = append(lists, c.list)
		}
	}
	if len(lists) > 0 {
		w.SetSentence(fitRanking(lists, retrieval.FeatureSigns(), o.filled().RankPenalty))
	}
}

// FitAnswers fits the weights by which answers are withheld. Each data set
// counts the same, and so do answerable and unanswerable questions within it.
func FitAnswers(cases []Case, w *retrieval.Weights, o Options) {
	type class struct {
		dataset    string
		answerable bool
	}
	count := make(map[class]float64)
	for _, c := range cases {
		if c.Query.Answerable != nil && c.concluded {
			count[class{c.Dataset, *c.Query.Answerable}]++
		}
	}
	var signals [][]float64
	var answerable []bool
	var weight []float64
	for _, c := range cases {
		if c.Query.Answerable == nil || !c.concluded {
			continue
		}
		signals = append(signals, c.signals)
		answerable = append(answerable, *c.Query.Answerable)
		weight = append(weight, 1/count[class{c.Dataset, *c.Query.Answerable}])
	}
	if len(signals) == 0 {
		return
	}
	w.SetAnswer(fitAnswering(signals, answerable, weight, retrieval.SignalSigns(), o.filled().AnswerPenalty))
}
