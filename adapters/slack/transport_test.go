package slack

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
)

func (r *rig) askAndSee(t *testing.T, channel string) {
	t.Helper()
	r.bring(t, slacktest.EventsAPI, r.slack.Mention(channel, "U1", r.slack.TS(), "", "<@U0BOT> "+question))
	r.nth(t, channel, 1)
}

func TestSocketReconnects(t *testing.T) {
	for _, tt := range []struct {
		name   string
		break_ func(*slacktest.Server)
	}{
		{"dropped", (*slacktest.Server).DropSockets},
		{"warning", func(s *slacktest.Server) { s.Disconnect("warning", time.Second) }},
		{"refresh requested", func(s *slacktest.Server) { s.Disconnect("refresh_requested", 50*time.Millisecond) }},
		{"again and again", func(s *slacktest.Server) {
			for range flaps + 2 {
				s.WaitSockets(1, patience)
				s.DropSockets()
				s.WaitSockets(0, patience)
			}
		}},
		{"no pings", (*slacktest.Server).Mute},
		{"deaf", (*slacktest.Server).Deafen},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSlack(t, slacktest.Options{PingEvery: 50 * time.Millisecond, AckWithin: 700 * time.Millisecond,
				Retries: []time.Duration{0, 0, 0, 0, 0, 0}})
			r := runningOn(t, s, ModeSocket, func(c *Config) { c.Limits.Silence = time.Second }, func(a *Adapter) { a.pings = 400 * time.Millisecond })
			r.askAndSee(t, "C1")
			tt.break_(s)
			r.askAndSee(t, "C2")
			if got := len(s.WaitCalls("apps.connections.open", 2, patience)); got < 2 {
				t.Errorf("%d connections were opened", got)
			}
			if got := len(s.Messages("C2")); got != 1 {
				t.Errorf("%d answers", got)
			}
			r.clean(t)
		})
	}
}

func TestReady(t *testing.T) {
	for _, mode := range []string{ModeSocket, ModeHTTP} {
		r := running(t, mode, nil)
		waitReady := func(want bool) {
			t.Helper()
			for deadline := time.Now().Add(patience); r.adapter.Ready() != want; time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatalf("%s: Ready() is never %v", mode, want)
				}
			}
		}
		waitReady(true)
		if mode == ModeSocket {
			r.slack.Fail("apps.connections.open", 1, slacktest.Failure{Status: http.StatusBadGateway, Delay: 100 * time.Millisecond})
			r.slack.DropSockets()
			waitReady(false)
			waitReady(true)
		}
		r.stop(t)
		waitReady(false)
	}
}

func TestSocketStopsCleanly(t *testing.T) {
	r := running(t, ModeSocket, nil)
	r.askAndSee(t, "C1")
	r.stop(t)
	if !r.slack.WaitSockets(0, patience) {
		t.Error("the socket is still open")
	}
}

func TestUnreadableEventsAreAcknowledged(t *testing.T) {
	r := running(t, ModeSocket, nil)
	for _, payload := range []any{
		map[string]any{"type": "event_callback", "event": map[string]any{"type": "message", "channel": 7}},
		map[string]any{"type": "event_callback", "event": nil},
		map[string]any{"type": "event_callback", "event": map[string]any{"type": "never_heard_of"}},
		map[string]any{"type": "tokens_revoked"},
		"nonsense",
	} {
		d := r.slack.Deliver(slacktest.EventsAPI, payload)
		select {
		case <-d.Done():
		case <-time.After(patience):
			t.Fatalf("%v was not acknowledged", payload)
		}
	}
	// What the library rejects for a field that does not matter here is answered.
	e := r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question)
	e["event"].(map[string]any)["blocks"] = []any{map[string]any{"type": "input", "element": 7}}
	r.slack.Deliver(slacktest.EventsAPI, e)
	r.nth(t, "C1", 1)
	for _, kind := range []string{slacktest.Interactive, slacktest.SlashCommands} {
		d := r.slack.Deliver(kind, map[string]any{"type": 7, "channel_id": []int{1}})
		select {
		case <-d.Done():
		case <-time.After(patience):
			t.Fatalf("%s was not acknowledged", kind)
		}
	}
	r.clean(t)
}

// TestStart checks that what is wrong with tokens and scopes is named at once,
// with the page where it is mended, and that no token is.
func TestStart(t *testing.T) {
	without := func(scope string) []string {
		var out []string
		for _, s := range slacktest.AllScopes() {
			if s != scope {
				out = append(out, s)
			}
		}
		return out
	}
	for _, tt := range []struct {
		name   string
		slack  slacktest.Options
		mode   string
		want   string
		warns  string
		broken bool
	}{
		{name: "bot token", slack: slacktest.Options{BotToken: "xoxb-other-token"}, want: "copy the token again", broken: true},
		{name: "app token", slack: slacktest.Options{AppToken: "xapp-other-token"}, want: "copy the token again", broken: true},
		{name: "no right to post", slack: slacktest.Options{Scopes: without("chat:write")}, want: "chat:write is missing", broken: true},
		{name: "no assistant pane", slack: slacktest.Options{Scopes: without("assistant:write")}, warns: "assistant:write is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSlack(t, tt.slack)
			config := testConfig(s, ModeSocket)
			good := testConfig(newSlack(t, slacktest.Options{}), ModeSocket)
			config.BotToken, config.AppToken = good.BotToken, good.AppToken
			var logged bytes.Buffer
			pool := bot.NewPool(1, 1)
			defer pool.Close(t.Context())
			a, err := New(slog.New(slog.NewTextHandler(&logged, nil)), adaptertest.NewBot(t, adaptertest.NewRecord()), pool, config, s.Client(), nil)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			if !tt.broken {
				go func() { s.WaitSockets(1, patience); cancel() }()
			}
			err = a.Run(ctx)
			findings := Check(t.Context(), config, s.Client())
			if tt.broken {
				if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), AppsPage) {
					t.Errorf("Run() = %v, want %q in it", err, tt.want)
				}
				if !hasFinding(findings, LevelError, tt.want) {
					t.Errorf("Check() = %+v", findings)
				}
			} else {
				if err != nil || !strings.Contains(logged.String(), tt.warns) {
					t.Errorf("Run() = %v, logged %s", err, logged.String())
				}
				if !hasFinding(findings, LevelWarning, tt.warns) || hasFinding(findings, LevelError, "") {
					t.Errorf("Check() = %+v", findings)
				}
			}
			for _, f := range findings {
				logged.WriteString(f.What + f.Do)
			}
			if err != nil {
				logged.WriteString(err.Error())
			}
			if strings.Contains(logged.String(), "test-token") {
				t.Errorf("a token was shown: %s", logged.String())
			}
		})
	}
}

func hasFinding(all []Finding, level Level, part string) bool {
	for _, f := range all {
		if f.Level == level && strings.Contains(f.What+": "+f.Do, part) {
			return true
		}
	}
	return false
}

func TestCheckFindsNothingWrong(t *testing.T) {
	s := newSlack(t, slacktest.Options{})
	for _, f := range Check(t.Context(), testConfig(s, ModeSocket), s.Client()) {
		if f.Level != LevelOK {
			t.Errorf("%+v", f)
		}
	}
	if n := len(s.Messages("")); n != 0 {
		t.Errorf("checking posted %d messages", n)
	}
	if got := Check(t.Context(), DefaultConfig(), s.Client()); !hasFinding(got, LevelError, EnvBotToken) {
		t.Errorf("Check() = %+v", got)
	}
}

func TestHTTPRefuses(t *testing.T) {
	r := running(t, ModeHTTP, func(c *Config) { c.Limits.BodyBytes = 4096 })
	event := func() any { return r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question) }
	for _, tt := range []struct {
		name string
		push slacktest.Push
		want int
	}{
		{"wrong secret", slacktest.Push{Payload: event(), Secret: "other"}, http.StatusUnauthorized},
		{"tampered", slacktest.Push{Payload: event(), Tamper: true}, http.StatusUnauthorized},
		{"old", slacktest.Push{Payload: event(), At: time.Now().Add(-6 * time.Minute)}, http.StatusUnauthorized},
		{"from the future", slacktest.Push{Payload: event(), At: time.Now().Add(6 * time.Minute)}, http.StatusUnauthorized},
		{"too large", slacktest.Push{Payload: map[string]any{"x": strings.Repeat("x", 5000)}}, http.StatusRequestEntityTooLarge},
		{"unsigned verification", slacktest.Push{Payload: map[string]any{"type": "url_verification", "challenge": "c"}, Secret: "other"}, http.StatusUnauthorized},
		{"nonsense", slacktest.Push{Payload: "nonsense"}, http.StatusOK},
		{"four minutes old", slacktest.Push{Payload: map[string]any{"type": "event_callback"}, At: time.Now().Add(-4 * time.Minute)}, http.StatusOK},
	} {
		tt.push.Kind, tt.push.URL = slacktest.EventsAPI, r.web.URL+PathEvents
		if got, err := r.slack.Push(tt.push); err != nil || got.Status != tt.want {
			t.Errorf("%s: %+v, %v; want %d", tt.name, got, err, tt.want)
		}
	}
	resp, err := http.Post(r.web.URL+PathEvents, "application/json", strings.NewReader(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("without headers: %d", resp.StatusCode)
	}
	if got := r.slack.Calls("chat.postMessage"); len(got) != 0 {
		t.Errorf("%d answers to requests that are not Slack's", len(got))
	}
}

func TestHTTPVerification(t *testing.T) {
	r := running(t, ModeHTTP, nil)
	got, err := r.slack.Push(slacktest.Push{Kind: slacktest.EventsAPI, URL: r.web.URL + PathEvents,
		Payload: map[string]any{"type": "url_verification", "challenge": "<c>&1"}})
	if err != nil || got.Status != http.StatusOK || got.Body != "<c>&1" {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestHTTPAcknowledgesFirst checks that a slow answer does not hold up the
// acknowledgement, and that the retries it might cause are not answered again.
func TestHTTPAcknowledgesFirst(t *testing.T) {
	record := adaptertest.NewRecord()
	record.Gate = make(chan struct{})
	pool := bot.NewPool(1, 8)
	r := start(t, newSlack(t, slacktest.Options{AckWithin: time.Second}), ModeHTTP, adaptertest.NewBot(t, record), pool, nil, nil)
	again := r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question))
	again()
	again()
	close(record.Gate)
	r.nth(t, "C1", 1)
	r.stop(t)
	if err := pool.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(r.slack.Messages("C1")); n != 1 {
		t.Errorf("%d answers", n)
	}
	r.clean(t)
}

// TestHTTPAfterShutdown checks that what can't be taken any more is refused, so
// that Slack delivers it to whoever runs next.
func TestHTTPAfterShutdown(t *testing.T) {
	pool := bot.NewPool(1, 8)
	r := start(t, newSlack(t, slacktest.Options{}), ModeHTTP, adaptertest.NewBot(t, adaptertest.NewRecord()), pool, nil, nil)
	pool.Close(t.Context())
	got, err := r.slack.Push(slacktest.Push{Kind: slacktest.EventsAPI, URL: r.web.URL + PathEvents,
		Payload: r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question)})
	if err != nil || got.Status != http.StatusServiceUnavailable {
		t.Errorf("%+v, %v", got, err)
	}
}
