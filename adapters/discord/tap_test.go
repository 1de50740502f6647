package discord

import (
	"errors"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// frameOf is a server's frame: no mask, the length as RFC 6455 writes it.
func frameOf(opcode byte, payload string) string {
	head := []byte{0x80 | opcode}
	switch n := len(payload); {
	case n < 126:
		head = append(head, byte(n))
	case n < 1<<16:
		head = append(head, 126, byte(n>>8), byte(n))
	default:
		head = append(head, 127, 0, 0, 0, 0, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return string(head) + payload
}

func TestFrameScanner(t *testing.T) {
	long := make([]byte, 70000)
	for i := range long {
		long[i] = 'x'
	}
	stream := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n" +
		frameOf(1, `{"op":10}`) + frameOf(1, string(long[:300])) + frameOf(1, string(long[:600])) + frameOf(1, string(long)) +
		frameOf(9, "ping") + frameOf(1, `{"op":7}`) + frameOf(8, "\x0f\xa4")
	want := []string{`{"op":10}`, string(long[:300]), `{"op":7}`, "\x0f\xa4"}
	for _, size := range []int{1, 2, 3, 7, 64, 1000, len(stream)} {
		var s frameScanner
		var got []string
		for rest := stream; rest != ""; {
			n := min(size, len(rest))
			for _, f := range s.feed([]byte(rest[:n])) {
				got = append(got, string(f.payload))
			}
			rest = rest[n:]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in pieces of %d (-want +got):\n%s", size, diff)
		}
	}
}

func FuzzFrameScanner(f *testing.F) {
	f.Add([]byte("\r\n\r\n" + frameOf(1, "x")))
	f.Fuzz(func(t *testing.T, b []byte) {
		var whole, pieces frameScanner
		a := whole.feed(b)
		var c []scannedFrame
		for i := range b {
			c = append(c, pieces.feed(b[i:i+1])...)
		}
		if len(a) != len(c) {
			t.Errorf("%d frames at once, %d in pieces", len(a), len(c))
		}
		for _, f := range a {
			if len(f.payload) > smallFrame {
				t.Errorf("a frame of %d bytes was kept", len(f.payload))
			}
		}
	})
}

func TestTapLeaves(t *testing.T) {
	for _, tt := range []struct {
		name, payload string
		leaves        bool
	}{
		{"op 7", `{"op":7,"d":null}`, true},
		{"op 9, resumable", `{"op":9,"d":true}`, true},
		{"op 9", `{"op":9,"d":false}`, false},
		{"a dispatch", `{"op":0,"t":"X","s":1,"d":{"op":7}}`, false},
		{"no JSON", `{`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			here, there := net.Pipe()
			defer there.Close()
			tp := newTap(here, time.Millisecond)
			defer tp.Close()
			go func() {
				_, _ = there.Write([]byte("\r\n\r\n" + frameOf(1, tt.payload)))
			}()
			var err error
			buf := make([]byte, 1024)
			for n, total := 0, 0; total < 4+2+len(tt.payload) && err == nil; total += n {
				n, err = tp.Read(buf)
			}
			if got := errors.Is(err, errAskedToLeave); got != tt.leaves {
				t.Errorf("left: %v, error %v", got, err)
			}
		})
	}
}
