package discord

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"ontherecord/adapters/discord/discordtest"
)

// caller is Discord's side of the HTTP mode.
type caller struct {
	url string
	key ed25519.PrivateKey
}

func (c caller) call(t *testing.T, body []byte, change func(*http.Request)) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	c.sign(req, body, time.Now())
	if change != nil {
		change(req)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, out
}

func (c caller) sign(r *http.Request, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(c.key, append([]byte(stamp), body...))))
}

// httpAdapter starts an adapter in HTTP mode, and the endpoint for it.
func httpAdapter(t *testing.T, s *discordtest.Server, b Bot) caller {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, s, b, newGoQueue(t), func(c *Config) {
		c.Interactions, c.PublicKey, c.Listen = ModeHTTP, hex.EncodeToString(public), "127.0.0.1:0"
	})
	h, err := r.Handler()
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	t.Cleanup(http.DefaultClient.CloseIdleConnections)
	return caller{srv.URL, private}
}

func TestHTTPRefuses(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	c := httpAdapter(t, s, newTape())
	ping := []byte(`{"id":"1","application_id":"2","type":1,"token":"t","version":1}`)
	_, other, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		body   []byte
		change func(*http.Request)
		want   int
	}{
		{"ping", ping, nil, 200},
		{"no signature", ping, func(r *http.Request) { r.Header.Del("X-Signature-Ed25519") }, 401},
		{"a signature that is none", ping, func(r *http.Request) { r.Header.Set("X-Signature-Ed25519", "zz") }, 401},
		{"a short signature", ping, func(r *http.Request) { r.Header.Set("X-Signature-Ed25519", "00ff") }, 401},
		{"another's signature", ping, func(r *http.Request) { caller{key: other}.sign(r, ping, time.Now()) }, 401},
		{"a signature of another body", ping, func(r *http.Request) { c.sign(r, []byte("{}"), time.Now()) }, 401},
		{"a signature of another time", ping, func(r *http.Request) { r.Header.Set("X-Signature-Timestamp", "1700000000") }, 401},
		{"an old request", ping, func(r *http.Request) { c.sign(r, ping, time.Now().Add(-10*time.Minute)) }, 401},
		{"a request from the future", ping, func(r *http.Request) { c.sign(r, ping, time.Now().Add(10*time.Minute)) }, 401},
		{"no JSON", []byte("{"), nil, 400},
		{"half of an interaction", []byte(`{"id":"1","type":2,"data":{"name":"ask"}}`), nil, 400},
		{"too large", bytes.Repeat([]byte("x"), maxBody+1), nil, 413},
		{"not a POST", nil, func(r *http.Request) { r.Method, r.Body, r.ContentLength = http.MethodGet, nil, 0 }, 405},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, body := c.call(t, tt.body, tt.change)
			if status != tt.want {
				t.Errorf("status %d, want %d: %s", status, tt.want, body)
			}
			if tt.want == 200 && strings.TrimSpace(string(body)) != `{"type":1}` {
				t.Errorf("pong %s", body)
			}
		})
	}
}

func TestHTTPAnswers(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	b.slow = 20 * time.Millisecond
	c := httpAdapter(t, s, b)
	id, body := s.PrepareAsk(discordtest.Ask{Channel: g.Channels[0], By: s.NewUser("ash"), Command: "ask", Options: map[string]any{"question": screening, "private": true}})
	status, first := c.call(t, body, nil)
	if status != 200 {
		t.Fatalf("status %d: %s", status, first)
	}
	if err := s.Respond(id, first); err != nil {
		t.Fatal(err)
	}
	m := interactionReply(t, s, id)
	if got := look(t, m); !m.Ephemeral() || len(got.quotes) != 1 {
		t.Errorf("ephemeral %v, shown %+v", m.Ephemeral(), got)
	}
	if status, _ := c.call(t, body, nil); status != http.StatusAccepted {
		t.Errorf("delivered again: status %d", status)
	}
	id, body = s.PrepareAsk(discordtest.Ask{Channel: g.Channels[0], By: s.NewUser("bo"), Command: "ask", Options: map[string]any{"by": "sam"}, Focused: "by"})
	status, first = c.call(t, body, nil)
	if status != 200 {
		t.Fatalf("status %d: %s", status, first)
	}
	if err := s.Respond(id, first); err != nil {
		t.Error(err)
	}
	var r struct{ Type int }
	if err := json.Unmarshal(first, &r); err != nil || r.Type != 8 {
		t.Errorf("first response %s", first)
	}
	if dials, _, _, _ := s.Gateway(); dials != 0 {
		t.Error("HTTP mode connects to the gateway")
	}
}
