package slack

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
	"ontherecord/bot/catalogue"
	"ontherecord/bot/memory"
	"ontherecord/corpus/store"
	"ontherecord/retrieval/library"
)

// TestOnTheSample asks questions of the built-in sample through every part
// that there is, from the socket to the store and back.
func TestOnTheSample(t *testing.T) {
	lib, err := library.OpenSample(t.Context(), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	m, err := memory.Open(t.Context(), filepath.Join(t.TempDir(), "bot.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	pool := bot.NewPool(2, 16)
	b := bot.New(slog.New(slog.DiscardHandler), lib.Answerer, catalogue.New(lib.Store), m, bot.DefaultConfig(), nil)
	r := start(t, newSlack(t, slacktest.Options{}), ModeSocket, b, pool, nil, nil)

	suggested, err := b.Suggest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	titles, err := catalogue.New(lib.Store).Titles(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	questions := append([]string{"When does targeted prostate cancer screening start?"}, suggested...)
	for _, title := range titles {
		questions = append(questions, "What is said about "+title+"?")
	}
	answered := 0
	for i, q := range questions {
		channel := place("sample", false) + string(rune('A'+i%26)) + string(rune('A'+i/26))
		// Everybody asks once: there is a limit on how much one person may ask.
		r.bring(t, slacktest.EventsAPI, r.slack.Mention(channel, fmt.Sprintf("U%d", i), r.slack.TS(), "", "<@U0BOT> "+escape(q)))
		msg, s := r.nth(t, channel, 1)
		if strings.TrimSpace(msg.Text) == "" || len(msg.Blocks) == 0 {
			t.Errorf("%q got %+v", q, msg)
		}
		answered += min(len(s.quotes), 1)
		for _, quote := range s.quotes {
			if !onRecord(t, lib, quote) {
				t.Errorf("%q is not on the record", quote)
			}
		}
		if testing.Verbose() && i == 0 {
			transcript(t, q, msg, s)
		}
	}
	if answered < len(questions)/2 {
		t.Errorf("%d of %d questions on the sample's own subjects got a quote", answered, len(questions))
	}
	r.bring(t, slacktest.EventsAPI, r.slack.Event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}, nil))
	if views := r.slack.WaitViews(1, patience); len(views) != 1 {
		t.Errorf("no home tab: %v", r.slack.Problems())
	}
	r.stop(t)
	if err := pool.Close(t.Context()); err != nil {
		t.Error(err)
	}
	r.clean(t)
}

// onRecord reports whether a quote stands in a stored document byte for byte.
func onRecord(t *testing.T, lib *library.Library, quote string) bool {
	t.Helper()
	list, err := lib.Store.List(t.Context(), store.ListFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		d, err := lib.Store.Document(t.Context(), l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(d.Text, quote) {
			return true
		}
	}
	return false
}

// transcript shows a question, what went out, and how it reads.
func transcript(t *testing.T, question string, m slacktest.Message, s seen) {
	t.Helper()
	var pretty []map[string]any
	if err := json.Unmarshal(m.Blocks, &pretty); err != nil {
		t.Fatal(err)
	}
	raw, err := json.MarshalIndent(pretty, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("question: %s\n\ntext: %s\n\nblocks: %s\n\nread: %s\n%s", question, m.Text, raw, strings.Join(s.quotes, "\n"), s.words)
}
