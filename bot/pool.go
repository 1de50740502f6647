package bot

import (
	"context"
	"errors"
	"sync"
)

// ErrBusy is returned by Submit while the queue is full, ErrClosed after Close.
var (
	ErrBusy   = errors.New("the queue of questions is full")
	ErrClosed = errors.New("no more questions are taken: shutting down")
)

// Pool runs jobs on a bounded number of workers with a bounded queue. Jobs with
// the same key run one after the other in the order in which they came.
type Pool struct {
	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup
	room    int // jobs that may be accepted and not done at the same time

	mu       sync.Mutex
	closed   bool
	accepted int
	waiting  map[string][]func(context.Context)
	// ready holds the keys whose first job may run: at most one entry a key, so
	// it never holds more than room.
	ready chan string
}

// NewPool starts workers goroutines that share a queue of queue jobs. Close
// ends them.
func NewPool(workers, queue int) *Pool {
	workers, queue = max(workers, 1), max(queue, 1)
	p := &Pool{room: workers + queue, waiting: map[string][]func(context.Context){}, ready: make(chan string, workers+queue)}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	for range workers {
		p.workers.Go(p.work)
	}
	return p
}

// Submit hands over a job, at once: the error is ErrBusy or ErrClosed where it
// is not taken. The job's context ends when Close gives up waiting.
func (p *Pool) Submit(key string, job func(ctx context.Context)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return ErrClosed
	case p.accepted == p.room:
		return ErrBusy
	}
	p.accepted++
	queued := p.waiting[key]
	p.waiting[key] = append(queued, job)
	if len(queued) == 0 {
		p.ready <- key
	}
	return nil
}

func (p *Pool) work() {
	for key := range p.ready {
		p.mu.Lock()
		job := p.waiting[key][0]
		p.mu.Unlock()
		job(p.ctx)
		p.done(key)
	}
}

// done takes the finished job of key off the queue and lets the next one run.
func (p *Pool) done(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.accepted--
	if rest := p.waiting[key][1:]; len(rest) > 0 {
		p.waiting[key] = rest
		p.ready <- key
	} else {
		delete(p.waiting, key)
	}
	if p.closed && p.accepted == 0 {
		close(p.ready)
	}
}

// Waiting is how many jobs are accepted and not done.
func (p *Pool) Waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.accepted
}

// Close takes no more jobs, waits until all that were taken are done, and
// returns nil. When ctx ends first, the jobs' context is cancelled, and Close
// waits for them to return and gives ctx's error.
func (p *Pool) Close(ctx context.Context) error {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		if p.accepted == 0 {
			close(p.ready)
		}
	}
	p.mu.Unlock()
	defer p.cancel()
	finished := make(chan struct{})
	go func() {
		p.workers.Wait()
		close(finished)
	}()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		p.cancel()
		<-finished
		return ctx.Err()
	}
}
