package slack

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
)

// running is a rig over the test record whose problems fail the test.
func running(t *testing.T, mode string, change func(*Config)) *rig {
	t.Helper()
	return runningOn(t, newSlack(t, slacktest.Options{}), mode, change, nil)
}

func runningOn(t *testing.T, s *slacktest.Server, mode string, change func(*Config), tune func(*Adapter)) *rig {
	t.Helper()
	b := adaptertest.NewBot(t, adaptertest.NewRecord())
	pool := bot.NewPool(4, 64)
	r := start(t, s, mode, b, pool, change, tune)
	t.Cleanup(func() {
		r.stop(t)
		pool.Close(t.Context())
	})
	return r
}

func (r *rig) clean(t *testing.T) {
	t.Helper()
	for _, p := range r.slack.Problems() {
		t.Errorf("slack was misused: %s", p)
	}
}

func bothModes(t *testing.T, test func(t *testing.T, r *rig)) {
	for _, mode := range []string{ModeSocket, ModeHTTP} {
		t.Run(mode, func(t *testing.T) {
			r := running(t, mode, nil)
			test(t, r)
			r.clean(t)
		})
	}
}

const (
	question = "What is said on " + adaptertest.TopicPlain + "?"
	many     = "How long is " + adaptertest.TopicMany + " now?"
	plainly  = "Lung screening will reach every eligible person by 2030."
)

// one waits for the n-th message in a channel and reads it.
func (r *rig) nth(t *testing.T, channel string, n int) (slacktest.Message, seen) {
	t.Helper()
	all := r.slack.WaitMessages(channel, n, patience)
	if len(all) < n {
		t.Fatalf("%d messages in %s, want %d; %v", len(all), channel, n, r.slack.Problems())
	}
	return all[n-1], readBlocks(t, all[n-1].Blocks)
}

func TestCommandAndShare(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		r.bring(t, slacktest.SlashCommands, r.slack.Slash("C1", "U1", "/ask", question))
		m, s := r.nth(t, "C1", 1)
		if m.User != "U1" || m.Via != "response_url" || len(s.quotes) != 1 || s.quotes[0] != plainly {
			t.Fatalf("private answer: %+v %+v", m, s)
		}
		if !strings.Contains(s.words, question) {
			t.Errorf("the question is not shown: %s", s.words)
		}
		share := s.press(t, "Share to channel")
		r.bring(t, slacktest.Interactive, r.slack.Press(m, "U1", share.id, share.value))
		m, s = r.nth(t, "C1", 2)
		if m.User != "" || !m.Everyone || m.Unfurls || len(s.quotes) != 1 {
			t.Errorf("shared answer: %+v %+v", m, s)
		}
		for _, b := range s.buttons {
			if b.label == "Share to channel" {
				t.Error("the shared answer can be shared again")
			}
		}
	})
}

func TestShareIsRefusedInSharedChannels(t *testing.T) {
	r := running(t, ModeSocket, nil)
	r.slack.AddChannel(slacktest.Channel{ID: "C0EXT", External: true})
	r.slack.AddChannel(slacktest.Channel{ID: "C0HID", Hidden: true})
	for i, channel := range []string{"C0EXT", "C0HID"} {
		r.bring(t, slacktest.SlashCommands, r.slack.Slash(channel, "U1", "/ask", question))
		m, s := r.nth(t, channel, 1)
		if i == 0 {
			if len(s.quotes) != 0 {
				t.Errorf("%s: quotes are shown in a channel shared with others", channel)
			}
			continue
		}
		share := s.press(t, "Share to channel")
		r.bring(t, slacktest.Interactive, r.slack.Press(m, "U1", share.id, share.value))
		if m, s = r.nth(t, channel, 2); m.User != "U1" || len(s.quotes) != 0 {
			t.Errorf("%s: shared although it can't be told who reads it: %+v", channel, m)
		}
	}
}

func TestExternalChannel(t *testing.T) {
	for _, allowed := range []bool{false, true} {
		b := adaptertest.NewBot(t, adaptertest.NewRecord())
		pool := bot.NewPool(2, 8)
		r := start(t, newSlack(t, slacktest.Options{}), ModeSocket, b, pool, nil, nil)
		if allowed {
			if err := b.SetSettings(t.Context(), bot.Place{Platform: Platform, Workspace: slacktest.TeamID},
				bot.Settings{When: bot.WhenMentioned, External: true}); err != nil {
				t.Fatal(err)
			}
		}
		e := r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question)
		e["is_ext_shared_channel"] = true
		r.bring(t, slacktest.EventsAPI, e)
		if _, s := r.nth(t, "C1", 1); (len(s.quotes) == 1) != allowed {
			t.Errorf("allowed %v: %+v", allowed, s)
		}
		r.stop(t)
		pool.Close(t.Context())
	}
}

func TestShortcut(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		r.bring(t, slacktest.Interactive, r.slack.Shortcut("C1", "U1", callbackFind, "1.1", question))
		m, s := r.nth(t, "C1", 1)
		if m.User != "U1" || len(s.quotes) != 1 {
			t.Errorf("%+v %+v", m, s)
		}
	})
}

func TestButtons(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		ts := r.slack.TS()
		r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", ts, "", "<@U0BOT> "+many))
		m, s := r.nth(t, "C1", 1)
		if m.ThreadTS != ts || len(s.quotes) != 3 {
			t.Fatalf("%+v %+v", m, s)
		}
		press := func(label string) {
			b := s.press(t, label)
			r.bring(t, slacktest.Interactive, r.slack.Press(m, "U2", b.id, b.value))
		}
		press("Show context")
		press("Copy citation")
		views := r.slack.WaitViews(2, patience)
		if len(views) != 2 {
			t.Fatalf("%d modals; %v", len(views), r.slack.Problems())
		}
		all := string(views[0].JSON) + string(views[1].JSON)
		for _, want := range []string{"Pat Example", "What is being done on waiting?", "“The waiting time fell to 30 days in region 1.”"} {
			raw, _ := json.Marshal(want)
			if !strings.Contains(all, string(raw[1:len(raw)-1])) {
				t.Errorf("the modals lack %q", want)
			}
		}
		press("More quotes")
		next, more := r.nth(t, "C1", 2)
		if next.ThreadTS != ts || !slices.Equal(more.quotes, []string{"The waiting time fell to 33 days in region 4.", "The waiting time fell to 34 days in region 5."}) {
			t.Errorf("more: %+v %+v", next, more)
		}
		press("Useful")
		if told, _ := r.nth(t, "C1", 3); told.User != "U2" {
			t.Errorf("thanks for a vote went to everybody: %+v", told)
		}
	})
}

func TestModalTooLate(t *testing.T) {
	r := running(t, ModeSocket, nil)
	r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question))
	m, s := r.nth(t, "C1", 1)
	r.slack.Fail("views.open", 1, slacktest.Failure{Error: "expired_trigger_id"})
	b := s.press(t, "Copy citation")
	r.bring(t, slacktest.Interactive, r.slack.Press(m, "U2", b.id, b.value))
	told, _ := r.nth(t, "C1", 2)
	if told.User != "U2" || !strings.Contains(Unescape(told.Text), "“"+plainly+"”") {
		t.Errorf("instead of the modal: %+v", told)
	}
}

func TestHome(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		r.bring(t, slacktest.EventsAPI, r.slack.Said("im", "D1", "U1", r.slack.TS(), "", question))
		r.nth(t, "D1", 1)
		r.bring(t, slacktest.EventsAPI, r.slack.Event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}, nil))
		views := r.slack.WaitViews(1, patience)
		if len(views) != 1 || views[0].User != "U1" {
			t.Fatalf("%+v; %v", views, r.slack.Problems())
		}
		for _, want := range []string{"13 documents", "13 March 2025", question, "/ask"} {
			if !strings.Contains(string(views[0].JSON), want) {
				t.Errorf("the home tab lacks %q: %s", want, views[0].JSON)
			}
		}
	})
}

func TestAssistantPane(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		thread := r.slack.TS()
		r.bring(t, slacktest.EventsAPI, r.slack.Event(map[string]any{"type": "assistant_thread_started",
			"assistant_thread": map[string]any{"user_id": "U1", "channel_id": "D1", "thread_ts": thread}}, nil))
		if got := r.slack.WaitCalls("assistant.threads.setSuggestedPrompts", 1, patience); len(got) != 1 || got[0].Fields["thread_ts"] != thread {
			t.Fatalf("prompts: %+v", got)
		}
		r.bring(t, slacktest.EventsAPI, r.slack.Event(map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}, nil))
		if got := r.slack.WaitCalls("assistant.threads.setSuggestedPrompts", 2, patience); len(got) != 2 || got[1].Error != "" {
			t.Fatalf("prompts: %+v", got)
		}
		r.bring(t, slacktest.EventsAPI, r.slack.Said("im", "D1", "U1", r.slack.TS(), thread, question))
		m, _ := r.nth(t, "D1", 1)
		if m.ThreadTS != thread {
			t.Errorf("answered outside of the thread: %+v", m)
		}
		status, title := r.slack.Calls("assistant.threads.setStatus"), r.slack.Calls("assistant.threads.setTitle")
		if len(status) != 1 || status[0].Fields["status"] != statusText || len(title) != 1 || title[0].Fields["title"] != question {
			t.Errorf("status %+v, title %+v", status, title)
		}
	})
}

func TestEdits(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		ts := r.slack.TS()
		before, after := "<@U0BOT> "+question, "<@U0BOT> What is said on markup?"
		r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", ts, "", before))
		r.nth(t, "C1", 1)
		again := r.bring(t, slacktest.EventsAPI, r.slack.Edited("channel", "C1", "U1", ts, "", before, after))
		if got := r.slack.WaitCalls("chat.update", 1, patience); len(got) != 1 {
			t.Fatalf("%d updates; messages %+v", len(got), r.slack.Messages("C1"))
		}
		again()
		r.bring(t, slacktest.EventsAPI, r.slack.Deleted("channel", "C1", "U1", ts))
		time.Sleep(100 * time.Millisecond)
		m, s := r.nth(t, "C1", 1)
		if n := len(r.slack.Messages("C1")); n != 1 || m.Edits != 1 || m.Deleted || len(s.quotes) != 1 || !strings.HasPrefix(s.quotes[0], "Trusts met *none*") {
			t.Errorf("%d messages, %+v, %+v", n, m, s)
		}
	})
}

func TestChannelSettings(t *testing.T) {
	bothModes(t, func(t *testing.T, r *rig) {
		r.bring(t, slacktest.SlashCommands, r.slack.Slash("C1", "U1", "/ask", "settings"))
		views := r.slack.WaitViews(1, patience)
		if len(views) != 1 || !strings.Contains(string(views[0].JSON), callbackSettings) {
			t.Fatalf("%+v; %v", views, r.slack.Problems())
		}
		values := map[string]any{
			fieldWhen:    map[string]any{fieldWhen: map[string]any{"type": "radio_buttons", "selected_option": map[string]any{"value": string(bot.WhenEvery)}}},
			fieldOptions: map[string]any{fieldOptions: map[string]any{"type": "checkboxes", "selected_options": []any{map[string]any{"value": valuePrivate}}}},
		}
		r.bring(t, slacktest.Interactive, r.slack.Submit("U1", callbackSettings, "C1", values))
		if m, s := r.nth(t, "C1", 1); m.User != "U1" || !strings.Contains(s.words, "every question") {
			t.Fatalf("confirmation: %+v %s", m, s.words)
		}
		r.bring(t, slacktest.EventsAPI, r.slack.Said("channel", "C1", "U2", r.slack.TS(), "", question))
		m, s := r.nth(t, "C1", 2)
		if m.User != "U2" || m.Via != "chat.postEphemeral" || len(s.quotes) != 1 {
			t.Errorf("not private: %+v %+v", m, s)
		}
		share := s.press(t, "Share to channel")
		r.bring(t, slacktest.Interactive, r.slack.Press(m, "U2", share.id, share.value))
		if m, _ := r.nth(t, "C1", 3); !m.Everyone {
			t.Errorf("not shared: %+v", m)
		}
	})
}

func TestOnlyChannels(t *testing.T) {
	r := running(t, ModeSocket, func(c *Config) { c.Channels.Only = []string{"C1"} })
	r.bring(t, slacktest.EventsAPI, r.slack.Mention("C2", "U1", r.slack.TS(), "", "<@U0BOT> "+question))
	r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question))
	r.nth(t, "C1", 1)
	time.Sleep(50 * time.Millisecond)
	if got := r.slack.Messages("C2"); len(got) != 0 {
		t.Errorf("answered in a channel that is not listed: %+v", got)
	}
}

func TestRefusedBlocks(t *testing.T) {
	for _, code := range []string{"invalid_blocks", "msg_blocks_too_long"} {
		r := running(t, ModeSocket, nil)
		r.slack.Fail("chat.postMessage", 1, slacktest.Failure{Error: code})
		r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> What is said on markup?"))
		m, _ := r.nth(t, "C1", 1)
		want := adaptertest.NewRecord().Quotes(adaptertest.TopicMarkup)[0].Quote.Text()
		if len(m.Blocks) != 0 || !m.Plain || !strings.Contains(Unescape(m.Text), "“"+want+"”") {
			t.Errorf("%s: %+v", code, m)
		}
		r.slack.FailWhen(func(c slacktest.Call) *slacktest.Failure {
			if c.Method == "response_url" && c.Fields["blocks"] != "" {
				return &slacktest.Failure{Error: code}
			}
			return nil
		})
		r.bring(t, slacktest.SlashCommands, r.slack.Slash("C2", "U1", "/ask", question))
		if m, _ := r.nth(t, "C2", 1); len(m.Blocks) != 0 || !strings.Contains(m.Text, plainly) {
			t.Errorf("%s: %+v", code, m)
		}
	}
}

func TestCallsAreTriedAgain(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault slacktest.Failure
		times int
		wait  time.Duration
		posts int
	}{
		{"rate limited", slacktest.Failure{Status: http.StatusTooManyRequests, RetryAfter: 2 * time.Second}, 1, 2 * time.Second, 1},
		{"rate limited for long", slacktest.Failure{Status: http.StatusTooManyRequests, RetryAfter: time.Second}, 3, 3 * time.Second, 1},
		{"out of order", slacktest.Failure{Status: http.StatusServiceUnavailable}, 1, 0, 1},
		{"out of order for long", slacktest.Failure{Status: http.StatusServiceUnavailable}, 2, 0, 0},
		{"internal error", slacktest.Failure{Error: "internal_error"}, 1, 0, 1},
		{"outcome unknown", slacktest.Failure{Drop: true}, 1, 0, 0},
		{"archived", slacktest.Failure{Error: "is_archived"}, 1, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := running(t, ModeSocket, func(c *Config) { c.Limits.Attempts = 2 })
			r.slack.Fail("chat.postMessage", tt.times, tt.fault)
			begin := time.Now()
			r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question))
			if tt.posts == 0 {
				r.slack.WaitCalls("chat.postMessage", tt.times, patience)
				time.Sleep(500 * time.Millisecond)
			}
			got := r.slack.WaitMessages("C1", tt.posts, patience)
			if len(got) != tt.posts || time.Since(begin) < tt.wait {
				t.Errorf("%d messages after %v", len(got), time.Since(begin))
			}
		})
	}
}

// TestBusyChannelHoldsUpNoOther checks that a channel which Slack has wait does
// not keep the workers from the others.
func TestBusyChannelHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	r := running(t, ModeSocket, nil) // with four workers
	limited := 0
	r.slack.FailWhen(func(c slacktest.Call) *slacktest.Failure {
		if c.Fields["channel"] != "C1" || limited == 4 {
			return nil
		}
		limited++
		return &slacktest.Failure{Status: http.StatusTooManyRequests, RetryAfter: time.Second}
	})
	const asked = 8
	for range asked {
		r.bring(t, slacktest.EventsAPI, r.slack.Mention("C1", "U1", r.slack.TS(), "", "<@U0BOT> "+question))
	}
	r.slack.WaitCalls("chat.postMessage", 1, patience)
	begin := time.Now()
	r.askAndSee(t, "C2")
	if took := time.Since(begin); took > 700*time.Millisecond {
		t.Errorf("another channel waited for %v", took)
	}
	if got := r.slack.WaitMessages("C1", asked, patience); len(got) != asked {
		t.Errorf("%d answers in the busy channel, want %d", len(got), asked)
	}
}
