package discord

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// gate holds requests back that Discord has asked to come later. It is asked
// before each request and told of each refusal, so that one refused request
// does not send the others after it into the same wall: an application with
// 10,000 refused requests in ten minutes is shut out for a while
// (https://discord.com/developers/docs/topics/rate-limits).
type gate struct {
	mu     sync.Mutex
	global time.Time
	routes map[string]time.Time
}

func newGate() *gate { return &gate{routes: map[string]time.Time{}} }

// shut keeps route, or with global everything, closed for a time.
func (g *gate) shut(route string, global bool, d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if until := now.Add(d); global {
		g.global = until
	} else {
		g.routes[route] = until
	}
	for r, until := range g.routes { // few are ever shut at a time
		if until.Before(now) {
			delete(g.routes, r)
		}
	}
}

// closed is how long route stays shut.
func (g *gate) closed(route string) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	until := g.global
	if r := g.routes[route]; r.After(until) {
		until = r
	}
	return time.Until(until)
}

// pass waits until route is open. It gives up at once where ctx ends before
// that; the error wraps errTooSoon.
func (g *gate) pass(ctx context.Context, route string) error {
	for {
		wait := g.closed(route)
		if wait <= 0 {
			return nil
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < wait {
			return fmt.Errorf("wait %v for Discord's rate limit: %w", wait.Round(time.Millisecond), errTooSoon)
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// sleep waits for d or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
