package discord

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// errAskedToLeave is what a read returns once the gateway asked for a new
// connection (op 7, or op 9 for a session that can be resumed).
var errAskedToLeave = errors.New("the gateway asked to reconnect")

// tap is a gateway connection that reads along. discordgo answers some of the
// gateway's requests in ways that lose events or lock up: an op 7 during Open
// waits for ever on a lock that Open holds, a resumable op 9 is answered with a
// new session instead of a resume, and one that is not is answered before the
// second that Discord asks for. tap sees those frames first and ends the
// connection, or waits, in their place; it also knows when the last heartbeat
// was acknowledged and with which code the gateway closed. A socket that is cut
// sends no close frame, and so leaves the session open for a resume.
type tap struct {
	net.Conn
	once   sync.Once
	closed chan struct{}
	// pause is the least time before a new session is asked for after op 9.
	pause time.Duration

	lastAck   atomic.Int64 // Unix nanoseconds
	interval  atomic.Int64 // of heartbeats, in milliseconds; 0 before hello
	closeCode atomic.Int64

	scan frameScanner // used by the one reader only, as is
	live bool         // whether the session's first event was read
}

func newTap(c net.Conn, pause time.Duration) *tap {
	t := &tap{Conn: c, closed: make(chan struct{}), pause: pause}
	t.lastAck.Store(time.Now().UnixNano())
	return t
}

// cut ends the connection without a word.
func (t *tap) cut() {
	t.once.Do(func() { close(t.closed) })
	_ = t.Conn.Close()
}

// Close is the library's way of ending it.
func (t *tap) Close() error {
	t.once.Do(func() { close(t.closed) })
	return t.Conn.Close()
}

// Read reads and looks at what was read before handing it on.
func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	small := t.scan.feed(p[:n])
	t.live = t.live || t.scan.large
	for _, f := range small {
		if leave := t.look(f); leave {
			t.cut()
			return 0, errAskedToLeave
		}
	}
	return n, err
}

// look notes what a small frame says, and reports whether to leave.
func (t *tap) look(f scannedFrame) (leave bool) {
	if f.opcode == opcodeClose {
		if len(f.payload) >= 2 {
			t.closeCode.Store(int64(binary.BigEndian.Uint16(f.payload)))
		}
		return true // the library would answer with 1000, which ends the session
	}
	var m struct {
		Op   *int            `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(f.payload, &m) != nil || m.Op == nil {
		return false
	}
	switch *m.Op {
	case 0:
		t.live = true
	case 7:
		return true
	case 9:
		if string(m.Data) == "true" {
			return true
		}
		t.live = true // the library identifies anew and leaves Open
		select {      // a random time, so that a fleet does not return as one
		case <-time.After(t.pause + rand.N(t.pause*4+1)):
		case <-t.closed:
		}
	case 10:
		var hello struct {
			Interval int64 `json:"heartbeat_interval"`
		}
		if json.Unmarshal(m.Data, &hello) == nil {
			t.interval.Store(hello.Interval)
		}
	case 11:
		if !t.live {
			return true // within Open, the library waits for its own lock
		}
		t.lastAck.Store(time.Now().UnixNano())
	}
	return false
}

// deaf reports whether two heartbeats in a row were not acknowledged.
func (t *tap) deaf(now time.Time) bool {
	interval := time.Duration(t.interval.Load()) * time.Millisecond
	return interval > 0 && now.Sub(time.Unix(0, t.lastAck.Load())) > 2*interval+interval/2
}

// The opcodes of WebSocket frames that are looked at (RFC 6455, section 5.2).
const (
	opcodeText  = 1
	opcodeClose = 8
	// smallFrame is the size up to which a frame's payload is looked at: the
	// gateway's own messages are short, dispatches longer.
	smallFrame = 512
)

// scannedFrame is a whole small frame.
type scannedFrame struct {
	opcode  byte
	payload []byte
}

// frameScanner finds small frames in a server's bytes, which begin with the
// answer to the HTTP upgrade. It keeps at most a header or a small frame.
type frameScanner struct {
	upgraded bool
	tail     []byte // of the HTTP answer, or a frame's header
	opcode   byte
	inFrame  bool
	left     uint64 // bytes of the payload to come
	keep     bool
	payload  []byte
	large    bool // a frame too long to be kept was seen
}

// feed takes the next bytes and returns the small frames that end in them.
func (s *frameScanner) feed(b []byte) []scannedFrame {
	var out []scannedFrame
	for len(b) > 0 {
		switch {
		case !s.upgraded:
			s.tail = append(s.tail, b[0])
			b = b[1:]
			if n := len(s.tail); n >= 4 && string(s.tail[n-4:]) == "\r\n\r\n" {
				s.upgraded, s.tail = true, s.tail[:0]
			} else if n > 8 {
				s.tail = append(s.tail[:0], s.tail[n-4:]...)
			}
		case !s.inFrame:
			s.tail = append(s.tail, b[0])
			b = b[1:]
			s.header()
		default:
			n := min(uint64(len(b)), s.left)
			if s.keep {
				s.payload = append(s.payload, b[:n]...)
			}
			b, s.left = b[n:], s.left-n
		}
		if s.inFrame && s.left == 0 {
			if s.keep {
				out = append(out, scannedFrame{s.opcode, append([]byte(nil), s.payload...)})
			}
			s.inFrame, s.payload = false, s.payload[:0]
		}
	}
	return out
}

// header begins a frame once its header is whole. Frames from a server have no
// mask.
func (s *frameScanner) header() {
	h := s.tail
	if len(h) < 2 {
		return
	}
	size, need := uint64(h[1]&0x7f), 2
	switch size {
	case 126:
		need = 4
	case 127:
		need = 10
	}
	if len(h) < need {
		return
	}
	switch need {
	case 4:
		size = uint64(binary.BigEndian.Uint16(h[2:]))
	case 10:
		size = binary.BigEndian.Uint64(h[2:])
	}
	whole := h[0]&0x80 != 0
	s.opcode = h[0] & 0x0f
	s.keep = whole && size <= smallFrame && (s.opcode == opcodeText || s.opcode == opcodeClose)
	s.large = s.large || size > smallFrame
	s.inFrame, s.left = true, size
	s.tail = s.tail[:0]
}
