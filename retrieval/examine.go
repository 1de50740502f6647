package retrieval

import (
	"context"
	"fmt"
)

// Examination is a question's answer with what led to it, for learning weights
// and for explaining.
type Examination struct {
	Answer Answer
	// Candidates are the sentences that were ranked, best first.
	Candidates []Candidate
	// Signals are those of the best statement; Concluded reports whether there
	// was one.
	Signals   Signals
	Concluded bool
}

// Candidate is a sentence that may answer, as it would be quoted.
type Candidate struct {
	Quoted   Quoted
	Features Features
	Score    float64
}

// Examine answers q as a whole and tells how.
func (a *Answerer) Examine(ctx context.Context, q Question) (*Examination, error) {
	w, err := a.work(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("examine: %w", err)
	}
	if len(w.groups) > 0 {
		if err := a.conclude(ctx, w); err != nil {
			return nil, fmt.Errorf("examine: %w", err)
		}
	}
	x := &Examination{Answer: w.answer, Signals: w.signals, Concluded: len(w.groups) > 0}
	for _, g := range w.groups {
		for _, s := range g.members {
			quoted, err := a.quote(&group{shown: s, score: s.score, members: []*scoredSentence{s}})
			if err != nil {
				return nil, fmt.Errorf("examine: %w", err)
			}
			x.Candidates = append(x.Candidates, Candidate{quoted, s.features, s.score})
		}
	}
	return x, nil
}
