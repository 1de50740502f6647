package discord

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
)

func TestAsk(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general", "quiet")
	b := newTape()
	b.settings[bot.Place{Platform: Platform, Workspace: g.ID, Channel: g.Channels[1].ID}] = bot.Settings{Private: true}
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	for _, tt := range []struct {
		name      string
		channel   int
		options   map[string]any
		ephemeral bool
		quotes    int
		text      string
	}{
		{"for everyone", 0, map[string]any{"question": screening}, false, 1, "Question: What is said on screening?"},
		{"for the asker", 0, map[string]any{"question": screening, "private": true}, true, 1, "Sam <Sample> & *Co*"},
		{"in a private channel", 1, map[string]any{"question": screening}, true, 1, "Minister of State"},
		{"with a filter", 0, map[string]any{"question": screening, "since": "March 2025", "by": "Sample"}, false, 1, "Only statements since 1 March 2025 · by Sample"},
		{"with a date that is none", 0, map[string]any{"question": screening, "since": "soon"}, true, 0, "“soon” can't be read as a date"},
		{"unanswered", 0, map[string]any{"question": "What is planned for the moon?"}, false, 1, "not an answer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := s.Ask(discordtest.Ask{Channel: g.Channels[tt.channel], By: ash, Command: "ask", Options: tt.options})
			m := interactionReply(t, s, id)
			got := look(t, m)
			if m.Ephemeral() != tt.ephemeral || len(got.quotes) != tt.quotes || !strings.Contains(got.text, tt.text) {
				t.Errorf("ephemeral %v, shown %+v", m.Ephemeral(), got)
			}
			if len(got.fired) > 0 {
				t.Errorf("fired %q", got.fired)
			}
			if shared := got.buttons["Share with everyone here"] != ""; shared != (tt.ephemeral && tt.quotes > 0) {
				t.Errorf("to be shared: %v", shared)
			}
		})
	}
}

func TestAutocomplete(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), newGoQueue(t), nil)
	for _, tt := range []struct{ name, option, typed, want string }{
		{"a name", "by", "sam", `[{"name":"Sam \u003cSample\u003e \u0026 *Co*","value":"Sam \u003cSample\u003e \u0026 *Co*"}]`},
		{"nobody", "by", "zzz", `[]`},
		{"a kind", "kind", "Answer", `[{"name":"written answer","value":"written answer"}]`},
		{"a kind that the record does not have", "kind", "letter", `[]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: s.NewUser("ash"), Command: "ask",
				Options: map[string]any{tt.option: tt.typed}, Focused: tt.option})
			s.Await(t, "choices", func() bool { return s.Interaction(id).Response == 8 })
			var data struct{ Choices json.RawMessage }
			if err := json.Unmarshal(s.Interaction(id).Data, &data); err != nil {
				t.Fatal(err)
			}
			if string(data.Choices) != tt.want {
				t.Errorf("choices %s, want %s", data.Choices, tt.want)
			}
		})
	}
}

func TestFindOnTheRecord(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	run(t, s, b, newGoQueue(t), nil)
	// The text of a command's target arrives although nobody mentioned the bot.
	id := s.Say(discordtest.Say{Channel: g.Channels[0], By: s.NewUser("bo"), Text: "I read about **screening** lately"})
	it := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: s.NewUser("ash"), Command: commandFind, Target: id})
	m := interactionReply(t, s, it)
	if got := look(t, m); !m.Ephemeral() || len(got.quotes) != 1 {
		t.Errorf("ephemeral %v, shown %+v", m.Ephemeral(), got)
	}
	if asked := b.asked(); len(asked) != 1 || asked[0].How != bot.HowShortcut || !asked[0].Private {
		t.Errorf("asked %+v", asked)
	}
}

func TestButtons(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	quoted := b.record.Quotes(adaptertest.TopicMarkup)[0]
	b.result = func(a bot.Action) bot.Result {
		switch a.Do {
		case bot.DoContext:
			return bot.Result{Do: a.Do, Quoted: quoted, Private: true}
		case bot.DoCite:
			return bot.Result{Do: a.Do, Quoted: quoted, Citation: "“Words.”\n— Somebody *bold*", Private: true}
		case bot.DoMore, bot.DoShare:
			return bot.Result{Do: a.Do, Reply: bot.Reply{Kind: bot.KindAnswer, Ref: "next", Answer: b.answer("waiting")}}
		}
		return bot.Result{Do: a.Do, Notice: bot.NoticeFeedback, Text: "Thank you.", Private: true}
	}
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	asked := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": "How long is the waiting?", "private": true}})
	m := interactionReply(t, s, asked)
	buttons := look(t, m).buttons
	for _, tt := range []struct {
		label     string
		ephemeral bool
		quotes    int
		text      string
	}{
		{"Show context", true, 2, "Asked: Pat Example"},
		{"Copy citation", true, 0, "```\n“Words.”\n— Somebody *bold*\n```"},
		{"Useful", true, 0, "Thank you."},
		{"Not useful", true, 0, "Thank you."},
		{"More quotes", true, 3, "region"},
		{"Share with everyone here", false, 3, "Sam"},
	} {
		t.Run(tt.label, func(t *testing.T) {
			if buttons[tt.label] == "" {
				t.Fatalf("no such button among %v", buttons)
			}
			it := s.Press(m.ID, ash, buttons[tt.label])
			r := interactionReply(t, s, it)
			got := look(t, r)
			if r.Ephemeral() != tt.ephemeral || len(got.quotes) != tt.quotes || !strings.Contains(got.text+strings.Join(got.quotes, ""), tt.text) {
				t.Errorf("ephemeral %v, shown %+v", r.Ephemeral(), got)
			}
		})
	}
	b.mu.Lock()
	for i, want := range []bot.Do{bot.DoContext, bot.DoCite, bot.DoUseful, bot.DoNotUseful, bot.DoMore, bot.DoShare} {
		if a := b.actions[i]; a.Do != want || a.Ref != "ref-1" || a.Quote != 0 || a.Workspace != g.ID || a.Channel != g.Channels[0].ID || a.User != ash.ID || a.Delivery == "" {
			t.Errorf("action %+v", a)
		}
	}
	b.mu.Unlock()
	// A button of before an update answers too, and says what to do.
	it := s.Press(m.ID, ash, "gone:1")
	if got := look(t, interactionReply(t, s, it)); !strings.Contains(got.text, "/ask") {
		t.Errorf("shown %+v", got)
	}
}

func TestSharingWhatIsGoneIsSaidToThePresserOnly(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	b.result = func(a bot.Action) bot.Result {
		return bot.Result{Do: a.Do, Notice: bot.NoticeExpired, Text: "That answer is no longer remembered.", Private: true}
	}
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	asked := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening, "private": true}})
	m := interactionReply(t, s, asked)
	it := s.Press(m.ID, ash, look(t, m).buttons["Share with everyone here"])
	s.Await(t, "a follow-up", func() bool { return len(s.Interaction(it).Followups) == 1 })
	if said, _ := s.Message(s.Interaction(it).Followups[0]); !said.Ephemeral() {
		t.Error("everyone sees it")
	}
	if original, _ := s.Message(s.Interaction(it).Original); !original.Deleted {
		t.Error("the public response stays")
	}
}

func TestHelpRecordAndSettings(t *testing.T) {
	t.Parallel()
	const manage = 1 << 5
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	b.reply = func(m bot.Message, r bot.Reply) bot.Reply {
		return bot.Reply{Kind: bot.KindHelp, Text: "Ask me.", Suggestions: []string{screening, strings.Repeat("x", 200)}}
	}
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	for _, tt := range []struct {
		name, command string
		options       map[string]any
		permissions   int64
		text          string
	}{
		{"help", "help", nil, 0, "Ask me."},
		{"record", "record", nil, 0, "13 documents on the record"},
		{"settings without the permission", "settings", map[string]any{"private": true}, 0, "Manage Server"},
		{"settings shown", "settings", nil, manage, "I answer: **when mentioned**"},
		{"settings changed", "settings", map[string]any{"answers": answersPosts, "threads": true}, manage, "Stored."},
		{"settings changed for a channel", "settings", map[string]any{"channel": g.Channels[0], "private": true}, manage, "the asker only"},
		{"a command of before", "gone", nil, 0, "no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: tt.command, Options: tt.options, Permissions: tt.permissions})
			m := interactionReply(t, s, id)
			if got := look(t, m); !m.Ephemeral() || !strings.Contains(got.text, tt.text) {
				t.Errorf("ephemeral %v, shown %q", m.Ephemeral(), got.text)
			}
		})
	}
	want := map[bot.Place]bot.Settings{
		{Platform: Platform, Workspace: g.ID}:                            {When: bot.WhenEvery, Threads: true},
		{Platform: Platform, Workspace: g.ID, Channel: g.Channels[0].ID}: {When: bot.WhenEvery, Threads: true, Private: true},
	}
	if diff := cmp.Diff(want, b.settings); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func TestCommandsAreRegisteredOnlyWhenChanged(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	for range 2 {
		r := run(t, s, newTape(), newGoQueue(t), nil)
		if err := r.end(); err != nil {
			t.Fatal(err)
		}
	}
	list, changes := s.Commands("")
	if len(list) != len(commands()) || changes != 1 {
		t.Errorf("%d commands after %d changes", len(list), changes)
	}
	r := run(t, s, newTape(), newGoQueue(t), func(c *Config) { c.TestServer = g.ID })
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	if list, changes := s.Commands(g.ID); len(list) != len(commands()) || changes != 2 {
		t.Errorf("in the test server: %d commands after %d changes", len(list), changes)
	}
}
