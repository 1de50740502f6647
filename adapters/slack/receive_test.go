package slack

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/adapters/slack/slacktest"
	"ontherecord/bot"
)

const (
	stamp  = "1760000000.000100"
	thread = "1760000000.000050"
)

func self() identity { return identity{slacktest.TeamID, slacktest.BotUserID, slacktest.BotID} }

func callback(event string, outer string) []byte {
	return []byte(`{"type":"event_callback","team_id":"T0RECORD","event_id":"Ev1"` + outer + `,"event":` + event + `}`)
}

func TestReceiveMessages(t *testing.T) {
	base := bot.Message{Delivery: "C1:" + stamp, Platform: "slack", Workspace: "T0RECORD", Channel: "C1", ID: stamp,
		User: "U1", Text: "what about lungs?", How: bot.HowMention, At: stampTime(stamp)}
	with := func(change func(*bot.Message)) *bot.Message {
		m := base
		change(&m)
		return &m
	}
	for _, tt := range []struct {
		name, event, outer string
		want               *bot.Message
	}{
		{"mention", `{"type":"app_mention","channel":"C1","user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lungs?"}`, "", &base},
		{"its twin as a message", `{"type":"message","channel_type":"channel","channel":"C1","user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lungs?"}`, "", &base},
		{"mention in a thread", `{"type":"app_mention","channel":"C1","user":"U1","ts":"` + stamp + `","thread_ts":"` + thread + `","text":"<@U0BOT> what about lungs?"}`, "",
			with(func(m *bot.Message) { m.Thread = thread })},
		{"thread of its own", `{"type":"app_mention","channel":"C1","user":"U1","ts":"` + stamp + `","thread_ts":"` + stamp + `","text":"<@U0BOT> what about lungs?"}`, "", &base},
		{"ambient", `{"type":"message","channel_type":"channel","channel":"C1","user":"U1","ts":"` + stamp + `","text":"what about lungs?"}`, "",
			with(func(m *bot.Message) { m.How = bot.HowAmbient })},
		{"addressed to another", `{"type":"message","channel_type":"channel","channel":"C1","user":"U1","ts":"` + stamp + `","text":"<@U2|sam> what about lungs?"}`, "",
			with(func(m *bot.Message) {
				m.How, m.MentionsOthers, m.Text = bot.HowAmbient, true, "@sam what about lungs?"
			})},
		{"direct", `{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"` + stamp + `","text":"what about lungs?"}`, "",
			with(func(m *bot.Message) { m.How, m.Channel, m.Delivery = bot.HowDirect, "D1", "D1:"+stamp })},
		{"shared channel", `{"type":"app_mention","channel":"C1","user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lungs?"}`, `,"is_ext_shared_channel":true`,
			with(func(m *bot.Message) { m.External = true })},
		{"edit", `{"type":"message","subtype":"message_changed","channel":"C1","channel_type":"channel","ts":"9.9",
			"message":{"type":"message","user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lungs?","edited":{"user":"U1","ts":"1760000009.000000"}},
			"previous_message":{"user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lung?"}}`, "",
			with(func(m *bot.Message) { m.Edited, m.Delivery = true, "C1:"+stamp+":1760000009.000000" })},
		{"edit as a mention", `{"type":"app_mention","channel":"C1","user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lungs?","edited":{"user":"U1","ts":"1760000009.000000"}}`, "",
			with(func(m *bot.Message) { m.Edited, m.Delivery = true, "C1:"+stamp+":1760000009.000000" })},
		{"with a file", `{"type":"message","subtype":"file_share","channel_type":"im","channel":"D1","user":"U1","ts":"` + stamp + `","text":"what about lungs?","files":[{"odd":1}]}`, "",
			with(func(m *bot.Message) { m.How, m.Channel, m.Delivery = bot.HowDirect, "D1", "D1:"+stamp })},
		{"odd blocks do not matter", `{"type":"app_mention","channel":"C1","user":"U1","ts":"` + stamp + `","text":"<@U0BOT> what about lungs?","blocks":[{"type":"input","element":7}]}`, "", &base},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := receive(callback(tt.event, tt.outer), self())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.message); diff != "" {
				t.Errorf("message (-want +got):\n%s\nignored: %s", diff, got.ignored)
			}
		})
	}
}

func TestReceiveIgnores(t *testing.T) {
	for name, event := range map[string]string{
		"own message":       `{"type":"message","channel":"C1","user":"U0BOT","ts":"1.1","text":"hi"}`,
		"bot":               `{"type":"message","channel":"C1","user":"U1","bot_id":"B9","ts":"1.1","text":"<@U0BOT> hi?"}`,
		"bot_message":       `{"type":"message","subtype":"bot_message","channel":"C1","ts":"1.1","text":"<@U0BOT> hi?"}`,
		"mention by a bot":  `{"type":"app_mention","channel":"C1","user":"U1","bot_id":"B9","ts":"1.1","text":"<@U0BOT> hi?"}`,
		"deleted":           `{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.1","ts":"1.2"}`,
		"joined":            `{"type":"message","subtype":"channel_join","channel":"C1","user":"U1","ts":"1.1","text":"joined"}`,
		"unfurled":          `{"type":"message","subtype":"message_changed","channel":"C1","ts":"1.2","message":{"user":"U1","ts":"1.1","text":"same"},"previous_message":{"user":"U1","ts":"1.1","text":"same"}}`,
		"own message edit":  `{"type":"message","subtype":"message_changed","channel":"C1","ts":"1.2","message":{"user":"U0BOT","ts":"1.1","text":"b","edited":{"ts":"2"}},"previous_message":{"text":"a"}}`,
		"no time":           `{"type":"message","channel":"C1","user":"U1","text":"x"}`,
		"reaction":          `{"type":"reaction_added","user":"U1"}`,
		"channel as object": `{"type":"channel_created","channel":{"id":"C1"}}`,
	} {
		got, err := receive(callback(event, ""), self())
		if err != nil || got.message != nil || got.ignored == "" {
			t.Errorf("%s: receive() = %+v, %v; want it ignored", name, got, err)
		}
	}
}

func TestReceiveOthers(t *testing.T) {
	for _, tt := range []struct {
		name, event string
		want        received
	}{
		{"home", `{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"}`, received{home: &homeOpened{"T0RECORD", "U1"}}},
		{"assistant pane", `{"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages"}`, received{assistant: &assistantOpened{"T0RECORD", "U1", "D1", ""}}},
		{"assistant thread", `{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1.1","context":{}}}`,
			received{assistant: &assistantOpened{"T0RECORD", "U1", "D1", "1.1"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := receive(callback(tt.event, ""), self())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(received{}, homeOpened{}, assistantOpened{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzReceive(f *testing.F) {
	s := slacktest.New(slacktest.Options{})
	defer s.Close()
	for _, p := range []any{s.Mention("C1", "U1", "1.1", "", "hi"), s.Edited("channel", "C1", "U1", "1.1", "", "a", "b"), s.Deleted("im", "D1", "U1", "1.1")} {
		raw, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"type":"event_callback","event":null}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := receive(raw, self())
		if err != nil {
			return
		}
		if m := got.message; m != nil && (m.User == "" || m.User == slacktest.BotUserID || m.Delivery == "" || m.Channel == "") {
			t.Errorf("receive(%q) = %+v", raw, m)
		}
	})
}
