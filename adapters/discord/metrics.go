package discord

import "time"

// Metrics is told what happens. Its methods are called at the same time.
type Metrics interface {
	// Received counts an event of a kind: "message", "edit", "post", "command",
	// "button" or "autocomplete".
	Received(kind string)
	// Answered is called when the answer to an event was sent, with the time
	// since the event was received.
	Answered(kind string, after time.Duration)
	// Failed counts what could not be done: "send", "defer", "event", "full".
	Failed(what string)
	// Connected tells that a shard's connection is up or down.
	Connected(shard int, up bool)
}

// NoMetrics forgets everything.
type NoMetrics struct{}

var _ Metrics = NoMetrics{}

func (NoMetrics) Received(string)                {}
func (NoMetrics) Answered(string, time.Duration) {}
func (NoMetrics) Failed(string)                  {}
func (NoMetrics) Connected(int, bool)            {}
