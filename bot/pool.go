package bot

import (
	"context"
	"errors"
)

// ErrBusy is returned by Submit while the queue is full, ErrClosed after Close.
var (
	ErrBusy   = errors.New("the queue of questions is full")
	ErrClosed = errors.New("no more questions are taken: shutting down")
)

// Pool runs jobs on a bounded number of workers with a bounded queue. Jobs with
// the same key run one after the other in the order in which they came.
type Pool struct{}

// NewPool starts workers goroutines that share a queue of queue jobs. Close
// ends them.
func NewPool(workers, queue int) *Pool { return nil }

// Submit hands over a job, at once: the error is ErrBusy or ErrClosed where it
// is not taken. The job's context ends when Close gives up waiting.
func (p *Pool) Submit(key string, job func(ctx context.Context)) error { return nil }

// Close takes no more jobs, waits until all that were taken are done, and
// returns nil. When ctx ends first, the jobs' context is cancelled, and Close
// waits for the running ones to return and gives ctx's error.
func (p *Pool) Close(ctx context.Context) error { return nil }
