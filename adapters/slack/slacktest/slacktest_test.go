package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestCheckBlocks checks that what Slack refuses is refused: a stand-in that
// lets everything pass would prove nothing.
func TestCheckBlocks(t *testing.T) {
	section := func(n int) string {
		return `{"type":"section","text":{"type":"mrkdwn","text":"` + strings.Repeat("x", n) + `"}}`
	}
	button := func(text, value, id string) string {
		return fmt.Sprintf(`{"type":"button","action_id":%q,"value":%q,"text":{"type":"plain_text","text":%q}}`, id, value, text)
	}
	many := func(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }
	actions := func(elements string) string { return `{"type":"actions","elements":[` + elements + `]}` }
	contexts := func(n int) string {
		return `{"type":"context","elements":[` + many(n, `{"type":"plain_text","text":"x"}`) + `]}`
	}
	rich := func(inline string) string {
		return `{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[` + inline + `]}]}`
	}
	for _, tt := range []struct{ name, blocks, want string }{
		{"section", section(3000), ""},
		{"section too long", section(3001), "invalid_blocks"},
		{"empty section", section(0), "invalid_blocks"},
		{"50 blocks", many(50, `{"type":"divider"}`), ""},
		{"51 blocks", many(51, `{"type":"divider"}`), "invalid_blocks"},
		{"no blocks", "", "invalid_blocks"},
		{"header", `{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("é", 150) + `"}}`, ""},
		{"header too long", `{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("é", 151) + `"}}`, "invalid_blocks"},
		{"header in mrkdwn", `{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "invalid_blocks"},
		{"10 context elements", contexts(10), ""},
		{"11 context elements", contexts(11), "invalid_blocks"},
		{"button", actions(button(strings.Repeat("x", 75), strings.Repeat("x", 2000), strings.Repeat("x", 255))), ""},
		{"button text", actions(button(strings.Repeat("x", 76), "v", "a")), "invalid_blocks"},
		{"button value", actions(button("x", strings.Repeat("x", 2001), "a")), "invalid_blocks"},
		{"action ID", actions(button("x", "v", strings.Repeat("x", 256))), "invalid_blocks"},
		{"action ID twice", actions(button("x", "v", "a") + "," + button("y", "v", "a")), "invalid_blocks"},
		{"26 buttons", actions(many(26, button("x", "v", ""))), "invalid_blocks"},
		{"block ID twice", many(2, `{"type":"divider","block_id":"b"}`), "invalid_blocks"},
		{"unknown block", `{"type":"marquee"}`, "invalid_blocks"},
		{"rich text", rich(`{"type":"text","text":"<!channel>"}`), ""},
		{"empty rich text", rich(`{"type":"text","text":""}`), "invalid_blocks"},
		{"link without address", rich(`{"type":"link","url":""}`), "invalid_blocks"},
		{"too long together", many(5, section(2700)), "msg_blocks_too_long"},
		{"emoji in mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`, "invalid_blocks"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, wrong := CheckBlocks(json.RawMessage("[" + tt.blocks + "]")); got != tt.want {
				t.Errorf("CheckBlocks() = %q, %v; want %q", got, wrong, tt.want)
			}
		})
	}
}

func call(t *testing.T, s *Server, method, token string, fields url.Values) map[string]any {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.APIURL()+method, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCallsAreChecked(t *testing.T) {
	s := New(Options{Scopes: []string{"chat:write"}})
	defer s.Close()
	bot, app := s.Options().BotToken, s.Options().AppToken
	for _, tt := range []struct {
		name, method, token string
		fields              url.Values
		want                any
	}{
		{"good", "chat.postMessage", bot, url.Values{"channel": {"C1"}, "text": {"x"}}, nil},
		{"no text", "chat.postMessage", bot, url.Values{"channel": {"C1"}}, "no_text"},
		{"no channel", "chat.postMessage", bot, url.Values{"text": {"x"}}, "channel_not_found"},
		{"wrong token", "chat.postMessage", "xoxb-wrong", nil, "invalid_auth"},
		{"no token", "chat.postMessage", "", nil, "not_authed"},
		{"app token", "chat.postMessage", app, nil, "not_allowed_token_type"},
		{"bot token for a socket", "apps.connections.open", bot, nil, "not_allowed_token_type"},
		{"no scope", "assistant.threads.setTitle", bot, nil, "missing_scope"},
		{"no such method", "chat.shout", bot, nil, "unknown_method"},
		{"no such message", "chat.update", bot, url.Values{"channel": {"C1"}, "ts": {"1"}, "text": {"x"}}, "message_not_found"},
		{"no such trigger", "views.open", bot, url.Values{"trigger_id": {"t"}}, "invalid_trigger_id"},
	} {
		if got := call(t, s, tt.method, tt.token, tt.fields); got["error"] != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestResponseURLUses(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	at := s.ResponseURL("C1", "U1")
	for i := range 6 {
		resp, err := s.Client().Post(at, "application/json", strings.NewReader(`{"text":"x"}`))
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if ok := resp.StatusCode == http.StatusOK; ok != (i < 5) {
			t.Errorf("use %d: %s", i+1, resp.Status)
		}
	}
	if n := len(s.Messages("C1")); n != 5 || len(s.Problems()) != 1 {
		t.Errorf("%d messages, problems %v", n, s.Problems())
	}
}

// TestLateAcknowledgement checks that a silent app is noticed, and gets the
// event again.
func TestLateAcknowledgement(t *testing.T) {
	s := New(Options{AckWithin: 50 * time.Millisecond, Retries: []time.Duration{0, 20 * time.Millisecond}})
	defer s.Close()
	opened := call(t, s, "apps.connections.open", s.Options().AppToken, nil)
	conn, _, err := websocket.DefaultDialer.Dial(opened["url"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	d := s.Deliver(EventsAPI, s.Mention("C1", "U1", "1.1", "", "hi"))
	var attempts []any
	for len(attempts) < 3 {
		var frame map[string]any
		conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		if err := conn.ReadJSON(&frame); err != nil {
			t.Fatal(err)
		}
		if frame["type"] == EventsAPI {
			attempts = append(attempts, frame["retry_attempt"])
		}
	}
	<-d.Done()
	if fmt.Sprint(attempts) != "[0 1 2]" || d.Acked || len(s.Problems()) != 4 {
		t.Errorf("attempts %v, problems %v", attempts, s.Problems())
	}
	if _, _, err := websocket.DefaultDialer.Dial(opened["url"].(string), nil); err == nil {
		t.Error("a ticket opens two sockets")
	}
}
