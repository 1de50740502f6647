package slacktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// maxSockets is how many connections Slack lets an app hold.
const maxSockets = 10

// socket is one Socket Mode connection.
type socket struct {
	conn *websocket.Conn
	// write guards the connection, which takes one writer at a time.
	write sync.Mutex
	// deaf: pings go on, but what is delivered never arrives. mute: no pings.
	deaf, mute bool
	gone       bool
	sent       int
}

func (s *Server) openConnection(Call) response {
	if len(s.sockets) >= maxSockets {
		return refused("too_many_websockets")
	}
	ticket := fmt.Sprintf("ticket-%d", s.next())
	s.tickets[ticket] = true
	return response{"ok": true, "url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/link?ticket=" + ticket}
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	fresh := s.tickets[r.URL.Query().Get("ticket")]
	delete(s.tickets, r.URL.Query().Get("ticket"))
	if !fresh {
		s.problem("socket opened without a fresh ticket")
	}
	closed := s.closed
	s.mu.Unlock()
	if !fresh || closed {
		http.Error(w, "no ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	k := &socket{conn: conn}
	if k.send(map[string]any{"type": "hello", "num_connections": 1, "connection_info": map[string]any{"app_id": "A0RECORD"},
		"debug_info": map[string]any{"host": "slacktest", "approximate_connection_time": 18060}}) != nil {
		conn.Close()
		return
	}
	s.mu.Lock()
	s.sockets = append(s.sockets, k)
	waiting := append([]*Delivery(nil), s.pending...)
	s.work.Add(1)
	s.changed.Broadcast()
	s.mu.Unlock()
	go s.ping(k)
	for _, d := range waiting {
		s.send(d)
	}
	s.read(k)
}

// read takes acknowledgements off the socket until it breaks.
func (s *Server) read(k *socket) {
	defer s.lost(k)
	for {
		_, raw, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if err := json.Unmarshal(raw, &ack); err != nil || ack.EnvelopeID == "" {
			s.mu.Lock()
			s.problem("socket: %.100q is no acknowledgement", raw)
			s.mu.Unlock()
			continue
		}
		s.acknowledge(ack.EnvelopeID, ack.Payload)
	}
}

func (s *Server) lost(k *socket) {
	k.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	k.gone = true
	for i, other := range s.sockets {
		if other == k {
			s.sockets = append(s.sockets[:i:i], s.sockets[i+1:]...)
			break
		}
	}
	for _, d := range s.pending {
		if d.on == k {
			d.on = nil
		}
	}
	s.changed.Broadcast()
}

func (s *Server) ping(k *socket) {
	defer s.work.Done()
	for {
		s.mu.Lock()
		gone, mute := k.gone, k.mute
		s.mu.Unlock()
		if gone {
			return
		}
		if !mute && k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second)) != nil {
			k.conn.Close()
			return
		}
		s.mu.Lock()
		s.wait(s.opts.PingEvery, func() bool { return k.gone || s.closed })
		s.mu.Unlock()
	}
}

func (k *socket) send(v any) error {
	k.write.Lock()
	defer k.write.Unlock()
	k.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return k.conn.WriteJSON(v)
}

// Sockets is the number of open Socket Mode connections.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// WaitSockets waits until exactly n connections are open.
func (s *Server) WaitSockets(n int, atMost time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wait(atMost, func() bool { return len(s.sockets) == n })
}

func (s *Server) eachSocket(f func(*socket)) {
	s.mu.Lock()
	all := append([]*socket(nil), s.sockets...)
	s.mu.Unlock()
	for _, k := range all {
		f(k)
	}
}

// DropSockets breaks all connections without a word.
func (s *Server) DropSockets() { s.eachSocket(func(k *socket) { k.conn.Close() }) }

// Deafen lets the open connections live on, pinged, while nothing that is
// delivered over them arrives. New connections hear again.
func (s *Server) Deafen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.deaf = true
	}
}

// Mute stops the pings of the open connections.
func (s *Server) Mute() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.mute = true
	}
}

// Disconnect sends a disconnect frame over the open connections, with a reason
// such as "warning" or "refresh_requested". Slack closes them itself soon
// after, as this does where the app has not by then.
func (s *Server) Disconnect(reason string, closeAfter time.Duration) {
	s.eachSocket(func(k *socket) {
		k.send(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "slacktest"}})
		time.AfterFunc(closeAfter, func() { k.conn.Close() })
	})
}
