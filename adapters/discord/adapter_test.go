package discord

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
)

const screening = "What is said on screening?"

// firstReply waits for the bot's first message in a channel.
func firstReply(t *testing.T, s *discordtest.Server, channel string) discordtest.Message {
	t.Helper()
	var sent []discordtest.Message
	s.Await(t, "a reply in the channel", func() bool {
		sent = s.Sent(channel)
		return len(sent) > 0
	})
	return sent[0]
}

// interactionReply waits for the answer to an interaction.
func interactionReply(t *testing.T, s *discordtest.Server, id string) discordtest.Message {
	t.Helper()
	var m discordtest.Message
	s.Await(t, "the answer to an interaction", func() bool {
		var ok bool
		m, ok = s.Reply(id)
		return ok
	})
	return m
}

func TestMentionIsAnsweredInReply(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	run(t, s, b, newGoQueue(t), nil)
	id := s.Say(discordtest.Say{Channel: g.Channels[0], By: s.NewUser("ash"), Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	m := firstReply(t, s, g.Channels[0].ID)
	if m.ReplyTo != id {
		t.Errorf("a reply to %q, want %q", m.ReplyTo, id)
	}
	got := look(t, m)
	if want := b.record.Quotes(adaptertest.TopicPlain)[0].Quote.Text(); len(got.quotes) != 1 || got.quotes[0] != want {
		t.Errorf("quotes %q, want %q", got.quotes, want)
	}
	if want := []string{"Open at the words", "Show context", "Copy citation", "Useful", "Not useful"}; cmp.Diff(want, got.labels) != "" {
		t.Errorf("buttons %q, want %q", got.labels, want)
	}
	s.Await(t, "the bot to know where its answer stands", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.posted["ref-1"] == m.ID
	})
}

func TestMentionIsAnsweredInAThreadIfTheServerWishes(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	b.settings[bot.Place{Platform: Platform, Workspace: g.ID}] = bot.Settings{Threads: true}
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	id := s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	s.Await(t, "a thread", func() bool { return len(s.Threads(g.Channels[0].ID)) == 1 })
	thread := s.Threads(g.Channels[0].ID)[0]
	m := firstReply(t, s, thread.ID)
	// A reply to the bot within the thread belongs to the same conversation.
	s.Say(discordtest.Say{Channel: &thread, By: ash, Text: "and markup?", ReplyTo: m.ID})
	s.Await(t, "the follow-up", func() bool { return len(b.asked()) == 2 })
	asked := b.asked()
	if asked[0].Conversation() != asked[1].Conversation() {
		t.Errorf("conversations %q and %q", asked[0].Conversation(), asked[1].Conversation())
	}
	if asked[1].InReplyTo != m.ID || asked[1].Thread != id || asked[1].Channel != g.Channels[0].ID {
		t.Errorf("follow-up %+v", asked[1])
	}
}

func TestDirectMessage(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	dm := s.NewDM()
	b := newTape()
	run(t, s, b, newGoQueue(t), nil)
	s.Say(discordtest.Say{Channel: dm, By: s.NewUser("ash"), Text: screening})
	if got := look(t, firstReply(t, s, dm.ID)); len(got.quotes) != 1 {
		t.Errorf("quotes %q", got.quotes)
	}
}

func TestEditIsAnsweredInPlace(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	b.reply = func(m bot.Message, r bot.Reply) bot.Reply {
		if m.Edited {
			r.Replaces = b.posted["ref-1"]
		}
		return r
	}
	run(t, s, b, newGoQueue(t), nil)
	id := s.Say(discordtest.Say{Channel: g.Channels[0], By: s.NewUser("ash"), Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	m := firstReply(t, s, g.Channels[0].ID)
	s.Await(t, "the answer's place", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.posted["ref-1"] != "" })
	s.Edit(id, "<@"+s.Self.ID+"> What is said on markup?")
	s.Await(t, "the answer to change", func() bool { now, _ := s.Message(m.ID); return now.Edits == 1 })
	now, _ := s.Message(m.ID)
	if got := look(t, now); len(got.quotes) != 1 || !strings.Contains(got.quotes[0], "targets") {
		t.Errorf("quotes %q", got.quotes)
	}
	if n := len(s.Sent(g.Channels[0].ID)); n != 1 {
		t.Errorf("%d messages, want one", n)
	}
}

func TestForumPosts(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	wanted, other := s.NewForum(g, "questions"), s.NewForum(g, "chatter")
	b := newTape()
	b.settings[bot.Place{Platform: Platform, Workspace: g.ID, Channel: wanted.ID}] = bot.Settings{When: bot.WhenEvery}
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	s.Post(other, ash, screening, "I wonder.")
	thread := s.Post(wanted, ash, screening, "I wonder.")
	if got := look(t, firstReply(t, s, thread.ID)); len(got.quotes) != 1 {
		t.Errorf("quotes %q", got.quotes)
	}
	if asked := b.asked(); len(asked) != 1 || asked[0].Channel != wanted.ID || asked[0].Thread != thread.ID {
		t.Errorf("asked %+v", asked)
	}
}

func TestPrivateChannelPointsToTheCommand(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	b.reply = func(m bot.Message, r bot.Reply) bot.Reply { r.Private = true; return r }
	run(t, s, b, newGoQueue(t), nil)
	s.Say(discordtest.Say{Channel: g.Channels[0], By: s.NewUser("ash"), Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	if got := look(t, firstReply(t, s, g.Channels[0].ID)); len(got.quotes) != 0 || !strings.Contains(got.text, "/ask") {
		t.Errorf("shown %+v", got)
	}
}

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

func TestBusy(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), fullQueue{}, nil)
	ash := s.NewUser("ash")
	s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	if got := look(t, firstReply(t, s, g.Channels[0].ID)); got.text != "Too many questions at once." {
		t.Errorf("shown %+v", got)
	}
	id := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}})
	if got := look(t, interactionReply(t, s, id)); got.text != "Too many questions at once." {
		t.Errorf("shown %+v", got)
	}
}

func TestDeliveredTwice(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), newGoQueue(t), nil)
	ash := s.NewUser("ash")
	s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}, Times: 3})
	id := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}, Times: 3})
	interactionReply(t, s, id)
	firstReply(t, s, g.Channels[0].ID)
	time.Sleep(50 * time.Millisecond)
	if n := len(s.Sent(g.Channels[0].ID)); n != 1 {
		t.Errorf("%d answers to a message", n)
	}
	if it := s.Interaction(id); it.Answers != 1 || it.Repeated != 0 || len(it.Followups) != 0 {
		t.Errorf("interaction %+v", it)
	}
}

func TestRefusedComponentsBecomeText(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	b := newTape()
	run(t, s, b, newGoQueue(t), nil)
	ash := s.NewUser("ash")
	s.FailNext(1, "POST", "/messages", 400, 50035, "Invalid Form Body")
	s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	m := firstReply(t, s, g.Channels[0].ID)
	if want := blockQuote(b.record.Quotes(adaptertest.TopicPlain)[0].Quote.Text()); !strings.Contains(m.Content, want) {
		t.Errorf("content %q, want %q in it", m.Content, want)
	}
	s.FailNext(1, "PATCH", "@original", 400, 50035, "Invalid Form Body")
	id := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}})
	if m := interactionReply(t, s, id); !strings.Contains(m.Content, "> Lung screening") {
		t.Errorf("content %q", m.Content)
	}
}

func TestMalformedEventsBreakNothing(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), newGoQueue(t), nil)
	for _, data := range []any{
		map[string]any{}, nil, "text", 5, []any{}, map[string]any{"id": 5}, map[string]any{"id": "1", "channel_id": "2", "author": 7},
		map[string]any{"id": "1", "type": 2, "token": "t", "data": nil}, map[string]any{"id": "1", "author": map[string]any{"id": 3}},
	} {
		for _, kind := range []string{"MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE", "THREAD_CREATE", "NOT_AN_EVENT"} {
			s.Dispatch(kind, data)
		}
	}
	s.Say(discordtest.Say{Channel: g.Channels[0], By: s.NewUser("ash"), Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	firstReply(t, s, g.Channels[0].ID)
}

// An answer that comes after the interaction's token has run out is lost, and
// nothing else is.
func TestTokenRunOut(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{TokenLife: 50 * time.Millisecond})
	g := s.NewGuild("general")
	b := newTape()
	b.slow = 120 * time.Millisecond
	run(t, s, b, newGoQueue(t), nil)
	s.Ask(discordtest.Ask{Channel: g.Channels[0], By: s.NewUser("ash"), Command: "ask", Options: map[string]any{"question": screening}})
	s.Await(t, "the late answer", func() bool { return len(s.Requests("@original")) > 0 })
	askAgain(t, s, g.Channels[0])
}

// A slow record must not cost the first response, which has three seconds.
func TestSlowNamesAreLeftOut(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, slowNames{newTape()}, newGoQueue(t), nil)
	id := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: s.NewUser("ash"), Command: "ask", Options: map[string]any{"by": "sam"}, Focused: "by"})
	s.Await(t, "choices", func() bool { return s.Interaction(id).Response == 8 })
}

type slowNames struct{ *tape }

func (slowNames) Names(ctx context.Context, _ string, _ bool, _ int) ([]string, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
