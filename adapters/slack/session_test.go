package slack

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
	"ontherecord/internal/secret"
)

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// schemaFile is Slack's published Block Kit schema, where it stands beside the
// checkout; without it only the built-in checks apply.
func schemaFile() string {
	file, err := filepath.Abs("../../../shared/contracts/slack-block-kit.schema.json")
	if err != nil {
		return ""
	}
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}

// rig is an adapter running against the stand-in for Slack.
type rig struct {
	slack   *slacktest.Server
	adapter *Adapter
	mode    string
	// web is the app's public address in HTTP mode.
	web    *httptest.Server
	cancel context.CancelFunc
	ended  chan error
	once   sync.Once

	mu   sync.Mutex
	sent map[string]func()
}

func testConfig(s *slacktest.Server, mode string) Config {
	c := DefaultConfig()
	c.Mode, c.APIURL, c.Listen = mode, s.APIURL(), "127.0.0.1:0"
	c.BotToken, c.AppToken = secret.New(s.Options().BotToken), secret.New(s.Options().AppToken)
	c.SigningSecret = secret.New(s.Options().SigningSecret)
	return c
}

// start runs an adapter over b until the test ends. change may alter the
// config and the adapter before it runs.
func start(t testing.TB, s *slacktest.Server, mode string, b Bot, q Queue, change func(*Config), tune func(*Adapter)) *rig {
	t.Helper()
	config := testConfig(s, mode)
	if change != nil {
		change(&config)
	}
	client := &http.Client{Transport: &http.Transport{}}
	a, err := New(slog.New(slog.DiscardHandler), b, q, config, client, nil)
	if err != nil {
		t.Fatal(err)
	}
	if tune != nil {
		tune(a)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	r := &rig{slack: s, adapter: a, mode: mode, cancel: cancel, ended: make(chan error, 1), sent: map[string]func(){}}
	if mode == ModeHTTP {
		r.web = httptest.NewServer(a.Handler())
	}
	go func() { r.ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		r.stop(t)
		if r.web != nil {
			r.web.Close()
		}
		client.CloseIdleConnections()
	})
	if mode == ModeSocket && !s.WaitSockets(1, patience) {
		t.Fatal("no socket was opened")
	}
	for deadline := time.Now().Add(patience); a.identity().User == ""; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the adapter never learned who it is")
		}
	}
	return r
}

func (r *rig) stop(t testing.TB) {
	t.Helper()
	r.once.Do(func() {
		r.cancel()
		select {
		case err := <-r.ended:
			if err != nil {
				t.Errorf("Run() = %v", err)
			}
		case <-time.After(patience):
			t.Error("Run did not end")
		}
	})
}

// bring delivers a payload the way that the mode has, and returns how to do it
// again.
func (r *rig) bring(t testing.TB, kind string, payload any) (again func()) {
	t.Helper()
	if r.mode == ModeSocket {
		d := r.slack.Deliver(kind, payload)
		return func() { r.slack.Redeliver(d) }
	}
	p := slacktest.Push{Kind: kind, Payload: payload, URL: r.web.URL + map[string]string{slacktest.EventsAPI: PathEvents,
		slacktest.SlashCommands: PathCommands, slacktest.Interactive: PathInteractions}[kind]}
	push := func() {
		got, err := r.slack.Push(p)
		if err != nil || got.Status != http.StatusOK {
			t.Errorf("push %s: %+v, %v", kind, got, err)
		}
	}
	push()
	return func() { p.Retry++; push() }
}

// place maps the suite's names to channel IDs.
func place(name string, direct bool) string {
	id := strings.ToUpper(strings.ReplaceAll(name, "-", "0"))
	if direct {
		return "D" + id
	}
	return "C" + id
}

// Say implements adaptertest.Session. A mention arrives in both guises, as it
// does in a channel that the bot reads.
func (r *rig) Say(t *testing.T, s adaptertest.Said) string {
	t.Helper()
	channel, ts, text := place(s.Place, s.Direct), r.slack.TS(), escape(s.Text)
	if s.Mention {
		text = "<@" + slacktest.BotUserID + "> " + text
	}
	user, kind := strings.ToUpper(s.User), "channel"
	if s.Direct {
		kind = "im"
	}
	if s.Self {
		user = slacktest.BotUserID
	}
	events := []map[string]any{r.slack.Said(kind, channel, user, ts, s.Thread, text)}
	if s.Mention && !s.Direct {
		events = append(events, r.slack.Mention(channel, user, ts, s.Thread, text))
	}
	var again []func()
	for _, e := range events {
		if s.By {
			e["event"].(map[string]any)["bot_id"] = "B9"
		}
		again = append(again, r.bring(t, slacktest.EventsAPI, e))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent[ts] = func() {
		for _, f := range again {
			f()
		}
	}
	return ts
}

// Again implements adaptertest.Session.
func (r *rig) Again(t *testing.T, key string) {
	t.Helper()
	r.mu.Lock()
	f := r.sent[key]
	r.mu.Unlock()
	f()
}

// Shown implements adaptertest.Session.
func (r *rig) Shown(t *testing.T, name string, direct bool, n int) []adaptertest.Shown {
	t.Helper()
	var out []adaptertest.Shown
	for _, m := range r.slack.WaitMessages(place(name, direct), n, patience) {
		s := readBlocks(t, m.Blocks)
		shown := adaptertest.Shown{Quotes: s.quotes, Text: s.words, Fired: s.fired, Alone: m.User != ""}
		if len(m.Blocks) == 0 {
			shown.Text = Unescape(m.Text)
		}
		if m.Unfurls {
			shown.Fired = append(shown.Fired, "previews of links")
		}
		if h := plainText(m.Text, slacktest.BotUserID); h.toBot || h.toOthers || !m.Plain && m.Via != "response_url" {
			shown.Fired = append(shown.Fired, m.Text)
		}
		out = append(out, shown)
	}
	return out
}

// Stop implements adaptertest.Session.
func (r *rig) Stop(t *testing.T) {
	if r.mode == ModeSocket {
		// What was sent has arrived once it is acknowledged.
		r.slack.WaitAcknowledged(patience)
	}
	r.stop(t)
}

// Problems implements adaptertest.Session.
func (r *rig) Problems() []string { return r.slack.Problems() }

func newSlack(t testing.TB, o slacktest.Options) *slacktest.Server {
	t.Helper()
	if o.SchemaFile == "" {
		o.SchemaFile = schemaFile()
	}
	s := slacktest.New(o)
	t.Cleanup(s.Close)
	return s
}

func TestAdapterOverSocketMode(t *testing.T) {
	adaptertest.Run(t, func(t *testing.T, b *bot.Bot, q *bot.Pool) adaptertest.Session {
		return start(t, newSlack(t, slacktest.Options{}), ModeSocket, b, q, nil, nil)
	})
}

func TestAdapterOverHTTP(t *testing.T) {
	adaptertest.Run(t, func(t *testing.T, b *bot.Bot, q *bot.Pool) adaptertest.Session {
		return start(t, newSlack(t, slacktest.Options{}), ModeHTTP, b, q, nil, nil)
	})
}
