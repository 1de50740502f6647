package discordtest

import (
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// The gateway's intents that matter here. The message content intent is
// privileged: asking for it closes the connection, as it does for an
// application that was not granted it.
const (
	IntentGuilds         = 1 << 0
	IntentGuildMembers   = 1 << 1
	IntentPresences      = 1 << 8
	IntentGuildMessages  = 1 << 9
	IntentDirectMessages = 1 << 12
	IntentMessageContent = 1 << 15

	privileged = IntentGuildMembers | IntentPresences | IntentMessageContent
)

// Opening says how the next connection to the gateway goes.
type Opening string

// The ways in which a connection can go wrong at its start.
const (
	OpenWell         Opening = ""
	OpenSilent       Opening = "accepted, and never a word"
	OpenHelloOnly    Opening = "hello, and never an answer to identify or resume"
	OpenReconnect    Opening = "reconnect (op 7) instead of ready"
	OpenInvalid      Opening = "invalid session (op 9), not resumable"
	OpenInvalidAgain Opening = "invalid session (op 9), resumable"
	OpenAck          Opening = "a heartbeat's acknowledgement (op 11) instead of ready"
	OpenClosed       Opening = "closed at once"
)

// conn is one socket.
type conn struct {
	ws    *websocket.Conn
	mu    sync.Mutex // writing
	beats atomic.Int64
}

func (c *conn) write(op int, seq *int64, kind string, data any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	frame := map[string]any{"op": op, "d": data, "s": seq, "t": nil}
	if kind != "" {
		frame["t"] = kind
	}
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return c.ws.WriteJSON(frame)
}

// closeWith says goodbye and leaves the reader a moment for the client's answer
// to it: one that closes with 1000 gives its session up.
func (c *conn) closeWith(code int) {
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = c.ws.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	if r.URL.Query().Get("encoding") != "json" || r.URL.Query().Get("v") == "" {
		s.problem("gateway opened without v and encoding=json: %s", r.URL.RawQuery)
	}
	c := &conn{ws: ws}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		_ = ws.Close()
		return
	}
	s.dials++
	s.conns.Add(1)
	opening := OpenWell
	if len(s.openings) > 0 {
		opening, s.openings = s.openings[0], s.openings[1:]
	}
	s.mu.Unlock()
	defer s.conns.Done()
	done := make(chan struct{})
	defer close(done)
	go func() { // a closed server ends each connection, identified or not
		select {
		case <-s.stopped:
			_ = ws.Close()
		case <-done:
		}
	}()
	defer ws.Close()
	switch opening {
	case OpenClosed:
		return
	case OpenSilent:
		_, _, _ = ws.ReadMessage()
		return
	}
	if c.write(10, nil, "", map[string]any{"heartbeat_interval": s.opts.Heartbeat.Milliseconds()}) != nil {
		return
	}
	s.converse(c, opening)
}

type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

// converse reads what the client sends until the socket ends.
func (s *Server) converse(c *conn, opening Opening) {
	var sess *session
	defer func() {
		s.mu.Lock()
		if sess != nil && sess.conn == c {
			sess.conn = nil
		}
		s.mu.Unlock()
	}()
	for {
		if sess != nil || opening == OpenWell {
			_ = c.ws.SetReadDeadline(time.Now().Add(2*s.opts.Heartbeat + 5*time.Second))
		}
		var f frame
		if err := c.ws.ReadJSON(&f); err != nil {
			if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) && sess != nil {
				// The client said goodbye for good: the session can't resume.
				s.mu.Lock()
				delete(s.sessions, sess.id)
				s.mu.Unlock()
			}
			return
		}
		switch f.Op {
		case 1:
			c.beats.Add(1)
			s.mu.Lock()
			mute := s.muteAcks
			s.mu.Unlock()
			if !mute && c.write(11, nil, "", nil) != nil {
				return
			}
		case 2, 6:
			switch opening {
			case OpenHelloOnly:
				continue
			case OpenAck:
				opening = OpenWell
				_ = c.write(11, nil, "", nil)
				continue
			case OpenReconnect:
				opening = OpenWell
				_ = c.write(7, nil, "", nil)
				continue
			case OpenInvalid, OpenInvalidAgain:
				if opening == OpenInvalid {
					s.forgetSession(f)
				}
				_ = c.write(9, nil, "", opening == OpenInvalidAgain)
				opening = OpenWell
				continue
			}
			var ok bool
			if f.Op == 2 {
				sess, ok = s.identify(c, f.Data)
			} else {
				sess, ok = s.resume(c, f.Data)
			}
			if !ok {
				return
			}
		case 3, 4, 8: // presence, voice and members are of no interest here
		default:
			c.closeWith(4001)
			return
		}
	}
}

// forgetSession drops the session that f asks to resume.
func (s *Server) forgetSession(f frame) {
	var d struct {
		ID string `json:"session_id"`
	}
	if f.Op == 6 && json.Unmarshal(f.Data, &d) == nil {
		s.mu.Lock()
		delete(s.sessions, d.ID)
		s.mu.Unlock()
	}
}

func (s *Server) each(do func(*conn)) {
	s.mu.Lock()
	var all []*conn
	for _, sess := range s.sessions {
		if sess.conn != nil {
			all = append(all, sess.conn)
		}
	}
	s.mu.Unlock()
	for _, c := range all {
		do(c)
	}
}

// Drop cuts every socket without a word.
func (s *Server) Drop() {
	s.each(func(c *conn) { _ = c.ws.NetConn().Close() })
}

// CloseWith closes every socket with a code of Discord's.
func (s *Server) CloseWith(code int) { s.each(func(c *conn) { c.closeWith(code) }) }

// AskReconnect sends op 7 to every connection.
func (s *Server) AskReconnect() { s.each(func(c *conn) { _ = c.write(7, nil, "", nil) }) }

// AskHeartbeat sends op 1 to every connection.
func (s *Server) AskHeartbeat() { s.each(func(c *conn) { _ = c.write(1, nil, "", nil) }) }

// Settle waits until every connection has taken in what was sent before: a
// client answers a request for a heartbeat in its turn.
func (s *Server) Settle(tb testing.TB) {
	tb.Helper()
	s.each(func(c *conn) {
		before := c.beats.Load()
		_ = c.write(1, nil, "", nil)
		s.Await(tb, "a heartbeat", func() bool { return c.beats.Load() > before })
	})
}

// Invalidate sends op 9 to every connection; a session that is not resumable
// is forgotten.
func (s *Server) Invalidate(resumable bool) {
	s.each(func(c *conn) { _ = c.write(9, nil, "", resumable) })
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, sess := range s.sessions {
		if !resumable && sess.conn != nil {
			delete(s.sessions, id)
		}
	}
}

// MuteAcks stops or resumes the answering of heartbeats.
func (s *Server) MuteAcks(mute bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.muteAcks = mute
}

// NextOpenings says how the next connections go, one after the other.
func (s *Server) NextOpenings(o ...Opening) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.openings = append(s.openings, o...)
}

// Gateway counts connections, identifies and resumes so far, and the sessions
// that have a connection now.
func (s *Server) Gateway() (dials, identifies, resumes, connected int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sess := range s.sessions {
		if sess.conn != nil {
			connected++
		}
	}
	return s.dials, s.identifies, s.resumes, connected
}
