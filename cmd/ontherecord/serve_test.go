package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/adapters/slack"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
)

// patience is how long a test waits for what must come.
const patience = 15 * time.Second

// radiotherapy is a question that the built-in sample answers, with words of
// the answer.
const (
	radiotherapy = "How much is going into new radiotherapy machines?"
	inTheAnswer  = "£70 million"
)

// lockedBuffer is a log that several goroutines write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// world is a state folder, a configuration file and an environment.
type world struct {
	dir, file string
	env       map[string]string
}

func newWorld(t *testing.T, config string) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{dir: filepath.Join(dir, "state"), file: filepath.Join(dir, "config.yaml"), env: map[string]string{}}
	if err := os.WriteFile(w.file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) app(out, errOut io.Writer) *app {
	return &app{in: strings.NewReader(""), out: out, err: errOut, getenv: func(name string) string { return w.env[name] }}
}

func (w *world) args(args ...string) []string {
	return append([]string{"--config", w.file, "--data", w.dir}, args...)
}

// running is 'ontherecord serve' within the test.
type running struct {
	log  lockedBuffer
	stop context.CancelFunc
	code chan int
	url  string
}

var healthAddress = regexp.MustCompile(`msg="health and metrics" address=(\S+)`)

// serve starts the program and waits until it listens.
func (w *world) serve(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{code: make(chan int, 1)}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	t.Cleanup(stop)
	go func() { r.code <- w.app(io.Discard, &r.log).run(ctx, w.args(append([]string{"serve"}, args...)...)) }()
	await(t, "the health endpoints", func() bool {
		m := healthAddress.FindStringSubmatch(r.log.String())
		if m != nil {
			r.url = "http://" + m[1]
		}
		return m != nil
	})
	return r
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// end stops the program as a signal does, and returns its exit code.
func (r *running) end(t *testing.T) int {
	t.Helper()
	r.stop()
	return r.ended(t)
}

func (r *running) ended(t *testing.T) int {
	t.Helper()
	select {
	case code := <-r.code:
		return code
	case <-time.After(patience):
		t.Fatalf("serve did not end:\n%s", r.log.String())
		return -1
	}
}

func (r *running) get(t *testing.T, path string) (status int, body string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	res, err := client.Get(r.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// metric returns the lines of /metrics that begin with prefix.
func (r *running) metric(t *testing.T, prefix string) string {
	t.Helper()
	_, body := r.get(t, "/metrics")
	var lines []string
	for line := range strings.Lines(body) {
		if strings.HasPrefix(line, prefix) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// secrets of the tests, none of which may be printed anywhere.
const (
	slackBotToken = "xoxb-canary-1"
	slackAppToken = "xapp-canary-2"
	discordToken  = "canary.3.token"
)

func (w *world) keepsSecrets(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(text, "canary") {
			t.Errorf("a token is printed:\n%s", text)
		}
	}
}

const onePort = "serve:\n  listen: 127.0.0.1:0\n"

// TestServeBothPlatforms runs the program against both stand-ins at once.
func TestServeBothPlatforms(t *testing.T) {
	before := goleak.IgnoreCurrent()
	s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken})
	d := discordtest.New(t, discordtest.Options{Token: discordToken})
	g := d.NewGuild("general")
	w := newWorld(t, onePort+fmt.Sprintf("slack:\n  api_url: %s\ndiscord:\n  api_url: %s\n  gateway_url: %s\n", s.APIURL(), d.APIURL(), d.GatewayURL()))
	w.env = map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvAppToken: slackAppToken, discord.TokenEnv: discordToken}
	d.NextOpenings(discordtest.OpenReconnect) // so that it is not ready at once
	r := w.serve(t)

	if status, body := r.get(t, "/healthz"); status != http.StatusOK || body != "ok\n" {
		t.Errorf("/healthz: %d %q", status, body)
	}
	if status, body := r.get(t, "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "not ready  discord: not connected") {
		t.Errorf("/readyz before it is connected: %d %q", status, body)
	}
	await(t, "/readyz", func() bool { status, _ := r.get(t, "/readyz"); return status == http.StatusOK })
	if _, body := r.get(t, "/readyz"); !strings.Contains(body, "slack: connected") || !strings.Contains(body, "the built-in sample") {
		t.Errorf("/readyz: %q", body)
	}

	s.Deliver(slacktest.EventsAPI, s.Mention("C1", "U1", s.TS(), "", "<@U0BOT> "+radiotherapy))
	s.Deliver(slacktest.EventsAPI, s.Mention("C2", "U1", s.TS(), "", "<@U0BOT> How many Sherpas in Nepal live on yak butter?"))
	asked := d.Ask(discordtest.Ask{Channel: g.Channels[0], By: d.NewUser("ash"), Command: "ask", Options: map[string]any{"question": radiotherapy}})
	for _, m := range append(s.WaitMessages("C1", 1, patience), s.WaitMessages("C2", 1, patience)...) {
		if got := strings.Contains(string(m.Blocks), inTheAnswer); got != (m.Channel == "C1") {
			t.Errorf("in Slack, %s: %s", m.Channel, m.Blocks)
		}
	}
	d.Await(t, "the answer in Discord", func() bool { _, ok := d.Reply(asked); return ok })
	if m, _ := d.Reply(asked); !strings.Contains(string(m.Components)+string(m.Embeds)+m.Content, inTheAnswer) {
		t.Errorf("in Discord: %s", m.Body)
	}

	await(t, "the queues to empty", func() bool { // what was sent is counted a little later
		return strings.Count(r.metric(t, "ontherecord_queue_length"), " 0\n") == 2
	})
	_, body := r.get(t, "/metrics")
	for _, want := range []string{
		`ontherecord_replies_total{kind="answer",notice="",platform="slack"} 1`,
		`ontherecord_replies_total{kind="abstention",notice="",platform="slack"} 1`,
		`ontherecord_replies_total{kind="answer",notice="",platform="discord"} 1`,
		`ontherecord_events_total{kind="message",platform="slack"} 2`,
		`ontherecord_events_total{kind="command",platform="discord"} 1`,
		`ontherecord_handling_seconds_count{platform="slack"} 2`,
		`ontherecord_delivery_seconds_count{kind="answer",platform="slack"} 1`,
		`ontherecord_calls_total{method="chat.postMessage",platform="slack",result="ok"} 2`,
		`ontherecord_queue_length{platform="discord"} 0`,
		`ontherecord_connected{platform="slack"} 1`,
		`ontherecord_shard_connected{platform="discord",shard="0"} 1`,
		`ontherecord_index_pending 0`,
		`ontherecord_sample 1`,
		`ontherecord_build_info{version="`,
		"go_goroutines ",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if strings.Contains(body, "Sherpas") || strings.Contains(body, "ontherecord_documents 0") {
		t.Errorf("/metrics: %s", body)
	}
	if t.Failed() {
		t.Logf("/metrics:\n%s", body)
	}

	if code := r.end(t); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	log := r.log.String()
	for _, want := range []string{"answering from the", "connected to slack", "shutting down"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q", want)
		}
	}
	if strings.Contains(log, "radiotherapy machines") || strings.Contains(log, "Sherpas") {
		t.Error("the log holds a question")
	}
	w.keepsSecrets(t, log, body)
	if t.Failed() {
		t.Log(log)
	}
	if p := s.Problems(); len(p) > 0 {
		t.Errorf("the stand-in for Slack complains: %v", p)
	}
	s.Close()
	d.Close()
	goleak.VerifyNone(t, before)
}

// TestServeFinishesWhatItAccepted ends the program while one question is being
// sent and others wait; tokens alone, without a part in the configuration,
// don't name a stand-in, so the part is there.
func TestServeFinishesWhatItAccepted(t *testing.T) {
	s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken})
	t.Cleanup(s.Close)
	w := newWorld(t, onePort+"bot:\n  workers: 1\nslack:\n  api_url: "+s.APIURL()+"\n")
	w.env = map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvAppToken: slackAppToken}
	s.FailWhen(func(c slacktest.Call) *slacktest.Failure {
		if c.Method == "chat.postMessage" {
			return &slacktest.Failure{Delay: 300 * time.Millisecond}
		}
		return nil
	})
	r := w.serve(t)
	await(t, "/readyz", func() bool { status, _ := r.get(t, "/readyz"); return status == http.StatusOK })
	const questions = 3
	for i := range questions {
		s.Deliver(slacktest.EventsAPI, s.Mention(fmt.Sprintf("C%d", i), fmt.Sprintf("U%d", i), s.TS(), "", "<@U0BOT> "+radiotherapy))
	}
	await(t, "the queue to fill", func() bool {
		return strings.Contains(r.metric(t, "ontherecord_queue_length"), fmt.Sprintf(" %d\n", questions))
	})
	if code := r.end(t); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	for i := range questions {
		if m := s.Messages(fmt.Sprintf("C%d", i)); len(m) != 1 || !strings.Contains(string(m[0].Blocks), inTheAnswer) {
			t.Errorf("question %d has %d answers", i, len(m))
		}
	}
	if t.Failed() {
		t.Log(r.log.String())
	}
}

// TestServeWaitsForTheNetwork starts the program before Slack can be reached.
func TestServeWaitsForTheNetwork(t *testing.T) {
	s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken})
	t.Cleanup(s.Close)
	s.Fail("auth.test", 1, slacktest.Failure{Status: http.StatusBadGateway})
	w := newWorld(t, onePort+"slack:\n  api_url: "+s.APIURL()+"\n  limits:\n    attempts: 1\n")
	w.env = map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvAppToken: slackAppToken}
	r := w.serve(t)
	await(t, "the first attempt to fail", func() bool { return strings.Contains(r.log.String(), "slack can't be reached") })
	if status, body := r.get(t, "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "slack: not connected") {
		t.Errorf("/readyz: %d %q", status, body)
	}
	await(t, "/readyz", func() bool { status, _ := r.get(t, "/readyz"); return status == http.StatusOK })
	if code := r.end(t); code != exitOK {
		t.Errorf("exit code %d\n%s", code, r.log.String())
	}
}

// TestDrainGivesUp: what takes too long is told and cancelled.
func TestDrainGivesUp(t *testing.T) {
	pool := bot.NewPool(1, 1)
	if err := pool.Submit("slow", func(ctx context.Context) { <-ctx.Done() }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	s := &server{served: []served{{name: "platform", pool: pool}}}
	if err := s.drain(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "platform: not all") {
		t.Errorf("drain() = %v", err)
	}
	if err := s.close(); err != nil {
		t.Errorf("close() = %v", err)
	}
}

// TestServeRefuses starts the program where it can't work.
func TestServeRefuses(t *testing.T) {
	s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken})
	t.Cleanup(s.Close)
	poor := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken, Scopes: []string{"commands"}})
	t.Cleanup(poor.Close)
	d := discordtest.New(t, discordtest.Options{Token: discordToken})
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	slackGood := map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvAppToken: slackAppToken}
	for _, c := range []struct {
		name, config string
		env          map[string]string
		code         int
		want         []string
	}{
		{"nothing configured", onePort, nil, exitUsage, []string{"config.yaml", "docs/slack.md", "docs/discord.md", slack.EnvBotToken, discord.TokenEnv}},
		{"a part without tokens", onePort + "discord: {}\n", nil, exitUsage, []string{discord.TokenEnv + " is missing", `take the part "discord:" out of`}},
		{"one of two tokens", onePort, map[string]string{slack.EnvBotToken: slackBotToken}, exitUsage, []string{slack.EnvAppToken + " is missing"}},
		{"swapped tokens", onePort, map[string]string{slack.EnvBotToken: slackAppToken, slack.EnvAppToken: slackBotToken}, exitUsage, []string{"holds an app-level token"}},
		{"a token file that is not there", onePort + "discord:\n  token_file: /nowhere/token\n", nil, exitFailed, []string{"/nowhere/token"}},
		{"a refused Slack token", onePort + "slack:\n  api_url: " + s.APIURL() + "\n", map[string]string{slack.EnvBotToken: "xoxb-canary-wrong", slack.EnvAppToken: slackAppToken},
			exitFailed, []string{"slack: ", "invalid_auth", slack.AppsPage}},
		{"missing scopes", onePort + "slack:\n  api_url: " + poor.APIURL() + "\n", slackGood, exitFailed, []string{"the scope chat:write is missing", "reinstall the app"}},
		{"a refused Discord token", onePort + "discord:\n  api_url: " + d.APIURL() + "\n", map[string]string{discord.TokenEnv: "canary-wrong"}, exitFailed, []string{"discord: ", "Reset Token"}},
		{"one of two platforms refused", onePort + "slack:\n  api_url: " + s.APIURL() + "\ndiscord:\n  api_url: " + d.APIURL() + "\n",
			map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvAppToken: slackAppToken, discord.TokenEnv: "canary-wrong"}, exitFailed, []string{"discord: ", "Reset Token"}},
		{"the address is taken", "serve:\n  listen: " + taken.Addr().String() + "\n", slackGood, exitFailed, []string{"serve.listen", "another address"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			w := newWorld(t, c.config)
			w.env = c.env
			var out, log lockedBuffer
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if code := w.app(&out, &log).run(ctx, w.args("serve")); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			for _, want := range c.want {
				if !strings.Contains(log.String(), want) {
					t.Errorf("%q is not said", want)
				}
			}
			w.keepsSecrets(t, out.String(), log.String())
			if t.Failed() {
				t.Log(log.String())
			}
			goleak.VerifyNone(t, before)
		})
	}
}
