package discordtest

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// limits are the rate limits in force.
type limits struct {
	globalUntil time.Time
	pathUntil   map[string]time.Time
	// share of the requests refused at random, with the source of chance.
	share      float64
	retryAfter time.Duration
	chance     *rand.Rand
	refused    int
	early      int // requests that came before a limit told them to
}

// LimitGlobally refuses everything for a time, as Discord does with a bot
// that sends over 50 requests a second.
func (s *Server) LimitGlobally(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.globalUntil = time.Now().Add(d)
}

// LimitNext refuses the next n requests of method whose path contains part,
// with after as the time to wait.
func (s *Server) LimitNext(n int, method, part string, after time.Duration) {
	s.hookNext(n, method, part, func(w http.ResponseWriter) { s.refuse(w, after, false) })
}

// LimitShare refuses that share of all messages, edits and first responses,
// telling to wait for after.
func (s *Server) LimitShare(share float64, after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.share, s.limits.retryAfter = share, after
	s.limits.chance = rand.New(rand.NewPCG(1, 2))
}

// Limited is how many requests were refused for coming too often, and how
// many of them had been told to wait and did not.
func (s *Server) Limited() (refused, early int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.limits.refused, s.limits.early
}

// limited answers a request that comes too often and reports whether it did.
func (s *Server) limited(w http.ResponseWriter, r *http.Request) bool {
	s.mu.Lock()
	l, now := &s.limits, time.Now()
	wait, global := l.globalUntil.Sub(now), true
	key := r.Method + " " + r.URL.Path
	if until, ok := l.pathUntil[key]; wait <= 0 && ok {
		wait, global = until.Sub(now), false
		if wait > 0 {
			l.early++
		} else {
			delete(l.pathUntil, key)
		}
	}
	if wait <= 0 && r.Method != http.MethodGet && l.chance != nil && l.chance.Float64() < l.share {
		wait, global = l.retryAfter, false
		if l.pathUntil == nil {
			l.pathUntil = map[string]time.Time{}
		}
		l.pathUntil[key] = now.Add(wait)
	}
	s.mu.Unlock()
	if wait <= 0 {
		return false
	}
	s.refuse(w, wait, global)
	return true
}

func (s *Server) refuse(w http.ResponseWriter, after time.Duration, global bool) {
	s.mu.Lock()
	s.limits.refused++
	s.mu.Unlock()
	seconds := fmt.Sprintf("%.3f", after.Seconds())
	w.Header().Set("Retry-After", fmt.Sprint(int(after.Seconds())+1))
	if global {
		w.Header().Set("X-RateLimit-Global", "true")
		w.Header().Set("X-RateLimit-Scope", "global")
	} else {
		w.Header().Set("X-RateLimit-Limit", "5")
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset-After", seconds)
		w.Header().Set("X-RateLimit-Bucket", "bucket")
		w.Header().Set("X-RateLimit-Scope", "user")
	}
	writeJSON(w, http.StatusTooManyRequests, map[string]any{
		"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": global,
	})
}
