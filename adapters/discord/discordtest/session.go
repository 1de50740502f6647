package discordtest

import (
	"encoding/json"
	"strconv"
)

// event is one dispatch, kept to be played again to a resuming session.
type event struct {
	seq  int64
	kind string
	data any
}

// session outlives its connections.
type session struct {
	id      string
	seq     int64
	events  []event
	conn    *conn
	intents int
	shard   [2]int
}

func (s *Server) identify(c *conn, data json.RawMessage) (*session, bool) {
	var d struct {
		Token      string         `json:"token"`
		Intents    int            `json:"intents"`
		Shard      *[2]int        `json:"shard"`
		Properties map[string]any `json:"properties"`
		Compress   bool           `json:"compress"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		c.closeWith(4002)
		return nil, false
	}
	s.mu.Lock()
	s.identifies++
	s.mu.Unlock()
	switch {
	case d.Token != "Bot "+s.opts.Token && d.Token != s.opts.Token:
		c.closeWith(4004)
		return nil, false
	case d.Intents&privileged != 0:
		s.problem("identify asks for privileged intents: %b", d.Intents)
		c.closeWith(4014)
		return nil, false
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		shard = *d.Shard
	}
	if shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1] {
		c.closeWith(4010)
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sess := &session{id: "session-" + s.newID(), conn: c, intents: d.Intents, shard: shard}
	s.sessions[sess.id] = sess
	var guilds []map[string]any
	var mine []*Guild
	for _, g := range s.guilds {
		if shardOf(g.ID, shard[1]) == shard[0] {
			guilds = append(guilds, map[string]any{"id": g.ID, "unavailable": true})
			mine = append(mine, g)
		}
	}
	s.send(sess, "READY", map[string]any{
		"v": 10, "user": s.Self, "guilds": guilds, "session_id": sess.id, "shard": shard,
		"resume_gateway_url": s.GatewayURL(), "application": map[string]any{"id": s.App, "flags": 0},
	})
	if d.Intents&IntentGuilds != 0 {
		for _, g := range mine {
			s.send(sess, "GUILD_CREATE", g.json())
		}
	}
	return sess, true
}

func (s *Server) resume(c *conn, data json.RawMessage) (*session, bool) {
	var d struct {
		Token string `json:"token"`
		ID    string `json:"session_id"`
		Seq   int64  `json:"seq"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		c.closeWith(4002)
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resumes++
	if d.Token != "Bot "+s.opts.Token && d.Token != s.opts.Token {
		c.closeWith(4004)
		return nil, false
	}
	sess := s.sessions[d.ID]
	if sess == nil || d.Seq > sess.seq {
		_ = c.write(9, nil, "", false)
		return nil, true
	}
	sess.conn = c
	for _, e := range sess.events {
		if e.seq > d.Seq {
			if c.write(0, &e.seq, e.kind, e.data) != nil {
				return sess, true
			}
		}
	}
	s.send(sess, "RESUMED", map[string]any{})
	return sess, true
}

// send gives sess one more event; s.mu is held.
func (s *Server) send(sess *session, kind string, data any) {
	sess.seq++
	e := event{sess.seq, kind, data}
	if kind != "READY" && kind != "RESUMED" {
		sess.events = append(sess.events, e)
		if len(sess.events) > 500 {
			sess.events = sess.events[100:]
		}
	}
	if sess.conn != nil && sess.conn.write(0, &e.seq, kind, data) != nil {
		sess.conn = nil
	}
}

// dispatch sends an event to the sessions that it is for. shape may blank what
// a session's intents do not let it see, and nil keeps the event from it.
func (s *Server) dispatch(kind, guild string, shape func(intents int) any) {
	for _, sess := range s.sessions {
		if shardOf(guild, sess.shard[1]) != sess.shard[0] {
			continue
		}
		if data := shape(sess.intents); data != nil {
			s.send(sess, kind, data)
		}
	}
}

// Dispatch sends any event to every connection, however malformed its data.
func (s *Server) Dispatch(kind string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(kind, "", func(int) any { return data })
}

// shardOf is Discord's own rule; direct messages go to shard 0.
func shardOf(guild string, shards int) int {
	id, err := strconv.ParseInt(guild, 10, 64)
	if err != nil || shards < 1 {
		return 0
	}
	return int((id >> 22) % int64(shards))
}
