package slack

import "time"

// Metrics is told what the adapter does. Its methods return at once and may be
// called from any goroutine.
type Metrics interface {
	// Event counts something that Slack sent: "message", "slash command", …,
	// or "ignored" and "unreadable".
	Event(kind string)
	// Answered counts a reply by its kind, with the time from its receipt until
	// Slack took it.
	Answered(kind string, took time.Duration)
	// Called counts a call by its method and its result: "ok", "rate limited",
	// "retried", "refused blocks" or "failed".
	Called(method, result string)
}

type noMetrics struct{}

func (noMetrics) Event(string)                   {}
func (noMetrics) Answered(string, time.Duration) {}
func (noMetrics) Called(string, string)          {}
