package slacktest

import (
	"encoding/json"
	"time"
)

// Call is a request that the app made to the Web API or to a response URL.
type Call struct {
	// Method is the name of the method, or "response_url".
	Method string
	Token  string
	// Fields are the arguments, from a form or a JSON body; blocks, view and
	// prompts are JSON in text.
	Fields map[string]string
	At     time.Time
	// Error is the code that the server answered with, empty for success.
	Error string
}

// Field decodes a JSON argument into v.
func (c Call) Field(name string, v any) error { return json.Unmarshal([]byte(c.Fields[name]), v) }

// Message is a message as it now stands in a channel.
type Message struct {
	Channel, TS, ThreadTS string
	// User is set for an ephemeral message: the only one who sees it.
	User string
	Text string
	// Blocks is the JSON array of blocks, empty where the text stands alone.
	Blocks json.RawMessage
	// Plain reports whether formatting of the text was switched off.
	Plain bool
	// Unfurls reports whether links may show previews.
	Unfurls bool
	// Edits counts chat.update calls; Deleted tells of chat.delete.
	Edits   int
	Deleted bool
	// Via is the method that posted it, or "response_url"; Everyone says
	// whether a response URL was told to show it to all.
	Via      string
	Everyone bool
	At       time.Time
}

// View is a modal or a home tab that the app showed.
type View struct {
	// User is set for a home tab, Trigger for a modal.
	User, Trigger string
	JSON          json.RawMessage
}

// Failure is a fault that the server shows instead of doing what was asked.
type Failure struct {
	// Status is an HTTP status; 429 sends RetryAfter. 0 means 200 with Error.
	Status     int
	RetryAfter time.Duration
	// Error is Slack's code, such as "invalid_blocks".
	Error string
	// Drop closes the connection without an answer.
	Drop bool
	// Delay holds the answer back; with nothing else set the call then succeeds.
	Delay time.Duration
}

type fault struct {
	method string
	times  int
	Failure
}

// Fail has the next times calls of a method fail.
func (s *Server) Fail(method string, times int, f Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault{method, times, f})
}

// FailWhen asks f at each call whether to fail; nil from it lets the call pass.
// f runs under the server's lock and must not call it.
func (s *Server) FailWhen(f func(Call) *Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// failure returns the fault that applies to a call, if any. s.mu is held.
func (s *Server) failure(c Call) *Failure {
	for _, f := range s.faults {
		if f.times > 0 && (f.method == c.Method || f.method == "*") {
			f.times--
			return &f.Failure
		}
	}
	if s.fault != nil {
		return s.fault(c)
	}
	return nil
}

// Calls returns the calls of a method so far, or all for an empty name.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callsOf(method)
}

func (s *Server) callsOf(method string) []Call {
	var out []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// WaitCalls waits until a method was called n times, and returns the calls.
func (s *Server) WaitCalls(method string, n int, atMost time.Duration) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait(atMost, func() bool { return len(s.callsOf(method)) >= n })
	return s.callsOf(method)
}

// Messages returns the messages that stand in a channel ("" for all), oldest
// first, those posted through response URLs included.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.messagesIn(channel)
}

func (s *Server) messagesIn(channel string) []Message {
	var out []Message
	for _, m := range s.messages {
		if channel == "" || m.Channel == channel {
			out = append(out, *m)
		}
	}
	return out
}

// WaitMessages waits until n messages stand in a channel, and returns them.
func (s *Server) WaitMessages(channel string, n int, atMost time.Duration) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait(atMost, func() bool { return len(s.messagesIn(channel)) >= n })
	return s.messagesIn(channel)
}

// Views returns the modals and home tabs shown so far.
func (s *Server) Views() []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]View(nil), s.views...)
}

// WaitViews waits until n views were shown, and returns them.
func (s *Server) WaitViews(n int, atMost time.Duration) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wait(atMost, func() bool { return len(s.views) >= n })
	return append([]View(nil), s.views...)
}

// Forget drops the calls, messages and views kept so far, so that a long run
// needs no memory for them.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.messages, s.views = nil, nil, nil
}
