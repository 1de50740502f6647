package slack

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"ontherecord/adapters/slack/slacktest"
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

// TestLogsGiveNothingAway checks what is logged while everything fails: no
// question, no token, and none of the addresses that let whoever reads them
// post or listen.
func TestLogsGiveNothingAway(t *testing.T) {
	var logged lockedBuffer
	r := runningOn(t, newSlack(t, slacktest.Options{}), ModeSocket, func(c *Config) {
		c.Limits.Attempts, c.Limits.CallTimeout = 1, time.Second
	}, func(a *Adapter) {
		a.log = slog.New(slog.NewTextHandler(&logged, nil))
		a.out.log = a.log
	})
	const private = "Is my cousin's screening appointment on the record?"
	r.slack.FailWhen(func(c slacktest.Call) *slacktest.Failure {
		switch c.Method {
		case "chat.postMessage":
			return &slacktest.Failure{Drop: true}
		case "response_url":
			return &slacktest.Failure{Status: http.StatusInternalServerError}
		}
		return &slacktest.Failure{Error: "fatal_error"}
	})
	r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+private))
	r.bring(t, slacktest.SlashCommands, r.slack.Slash("C1", "U1", "/ask", private))
	slash := r.slack.Slash("C1", "U2", "/ask", private)
	slash["response_url"] = "http://127.0.0.1:1/response/private-address"
	r.bring(t, slacktest.SlashCommands, slash)
	r.bring(t, slacktest.EventsAPI, r.slack.Event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}, nil))
	r.slack.WaitCalls("chat.postMessage", 1, patience)
	r.slack.WaitCalls("response_url", 1, patience)
	r.slack.WaitCalls("views.publish", 1, patience)
	r.slack.DropSockets()
	for deadline := time.Now().Add(patience); strings.Count(logged.String(), "could not be") < 4 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
	}
	r.stop(t)
	log := logged.String()
	if strings.Count(log, "could not be") < 4 {
		t.Errorf("the failures are not logged: %s", log)
	}
	for _, secret := range []string{"cousin", r.slack.Options().BotToken, r.slack.Options().AppToken, "/response/", "ticket", "private-address"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
}
