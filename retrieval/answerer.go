package retrieval

import (
	"context"
	"time"
)

// Answerer answers questions out of a Record with the help of an Engine.
type Answerer struct {
	engine Engine
	record Record
	now    func() time.Time
}

// New returns an Answerer. now tells the time, for "last year" and "this
// month" in questions; nil means time.Now.
func New(engine Engine, record Record, now func() time.Time) *Answerer {
	if now == nil {
		now = time.Now
	}
	return &Answerer{engine: engine, record: record, now: now}
}

// Answer answers q. A question that the record does not answer is no error.
func (a *Answerer) Answer(ctx context.Context, q Question) (Answer, error) {
	panic("being written")
}
