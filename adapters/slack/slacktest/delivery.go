package slacktest

import (
	"encoding/json"
	"fmt"
	"time"
)

// Envelope types of Socket Mode.
const (
	EventsAPI     = "events_api"
	SlashCommands = "slash_commands"
	Interactive   = "interactive"
)

// Delivery is something that the server brings to the app until it is
// acknowledged. Its fields may be read after Done is closed.
type Delivery struct {
	// Envelope is its ID, which redeliveries share.
	Envelope string
	Type     string
	Payload  json.RawMessage
	// Attempts counts how often it was sent over a live connection.
	Attempts int
	// Took is the time from the latest sending to the acknowledgement, Reply
	// what came with it.
	Took  time.Duration
	Reply json.RawMessage
	// At is when it was first sent.
	At    time.Time
	Acked bool
	done  chan struct{}

	// The following are guarded by the server's lock.
	on     *socket
	sentAt time.Time
	timer  *time.Timer
	failed int
}

// Done is closed once the delivery is acknowledged or given up.
func (d *Delivery) Done() <-chan struct{} { return d.done }

func (d *Delivery) stop() {
	if d.timer != nil {
		d.timer.Stop()
	}
}

// Deliver brings a payload to the app over Socket Mode, at once if a
// connection is open and otherwise when one is. What is not acknowledged in
// time is delivered again, as Slack does, and counts as a problem unless the
// connection was broken or deaf.
func (s *Server) Deliver(kind string, payload any) *Delivery {
	raw, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	d := &Delivery{Type: kind, Payload: raw, done: make(chan struct{})}
	s.mu.Lock()
	d.Envelope = fmt.Sprintf("envelope-%d", s.next())
	s.pending = append(s.pending, d)
	s.mu.Unlock()
	s.send(d)
	return d
}

// Redeliver brings the payload of a delivery again, as Slack does now and then
// although it was acknowledged.
func (s *Server) Redeliver(d *Delivery) *Delivery {
	again := &Delivery{Type: d.Type, Payload: d.Payload, done: make(chan struct{}), failed: 1}
	s.mu.Lock()
	again.Envelope = fmt.Sprintf("envelope-%d", s.next())
	s.pending = append(s.pending, again)
	s.mu.Unlock()
	s.send(again)
	return again
}

// send writes d to the connection that had least to do.
func (s *Server) send(d *Delivery) {
	s.mu.Lock()
	if d.Acked || d.on != nil || s.closed {
		s.mu.Unlock()
		return
	}
	var to *socket
	for _, k := range s.sockets {
		if to == nil || k.sent < to.sent {
			to = k
		}
	}
	if to == nil {
		s.mu.Unlock()
		return
	}
	to.sent++
	d.on, d.sentAt = to, time.Now()
	if d.At.IsZero() {
		d.At = d.sentAt
	}
	d.Attempts++
	attempt := max(d.Attempts-1, d.failed)
	deaf := to.deaf
	d.stop()
	d.timer = time.AfterFunc(s.opts.AckWithin, func() { s.late(d) })
	s.mu.Unlock()
	if deaf {
		return
	}
	frame := map[string]any{"type": d.Type, "envelope_id": d.Envelope, "payload": d.Payload,
		"accepts_response_payload": d.Type != EventsAPI}
	if d.Type == EventsAPI {
		reason := ""
		if attempt > 0 {
			reason = "timeout"
		}
		frame["retry_attempt"], frame["retry_reason"] = attempt, reason
	}
	if to.send(frame) != nil {
		to.conn.Close()
	}
}

// late runs when a delivery was not acknowledged in time.
func (s *Server) late(d *Delivery) {
	s.mu.Lock()
	if d.Acked || s.closed {
		s.mu.Unlock()
		return
	}
	if d.on != nil && !d.on.deaf && !d.on.mute {
		s.problem("%s %s: not acknowledged within %v", d.Type, d.Envelope, s.opts.AckWithin)
	}
	d.on = nil
	if d.failed >= len(s.opts.Retries) {
		s.problem("%s %s: given up after %d attempts", d.Type, d.Envelope, d.Attempts)
		s.finish(d)
		s.mu.Unlock()
		return
	}
	wait := s.opts.Retries[d.failed]
	d.failed++
	d.timer = time.AfterFunc(wait, func() { s.send(d) })
	s.mu.Unlock()
}

func (s *Server) acknowledge(envelope string, reply json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.pending {
		if d.Envelope == envelope {
			d.Acked, d.Reply, d.Took = true, reply, time.Since(d.sentAt)
			s.finish(d)
			return
		}
	}
}

// finish takes d off the list. s.mu is held.
func (s *Server) finish(d *Delivery) {
	d.stop()
	for i, p := range s.pending {
		if p == d {
			s.pending = append(s.pending[:i:i], s.pending[i+1:]...)
			close(d.done)
			break
		}
	}
	s.changed.Broadcast()
}

// Unacknowledged is the number of deliveries that still wait.
func (s *Server) Unacknowledged() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pending)
}

// WaitAcknowledged waits until nothing waits any more.
func (s *Server) WaitAcknowledged(atMost time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wait(atMost, func() bool { return len(s.pending) == 0 })
}
