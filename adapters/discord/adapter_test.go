package discord

import (
	"context"
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

// A notice for one person alone, such as that the bot can't advise on their
// health, goes to that person; one who takes no direct messages is told where
// they asked.
func TestPrivateNotice(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general", "closed")
	run(t, s, adaptertest.NewBot(t, adaptertest.NewRecord()), newGoQueue(t), nil)
	ash, bo := s.NewUser("ash"), s.NewUser("bo")
	say := func(c *discordtest.Channel, who discordtest.User) {
		s.Say(discordtest.Say{Channel: c, By: who, Text: "<@" + s.Self.ID + "> I have a lump, should I worry?", Mentions: []discordtest.User{s.Self}})
	}
	say(g.Channels[0], ash)
	s.Await(t, "a direct conversation", func() bool { _, ok := s.DirectTo(ash); return ok })
	dm, _ := s.DirectTo(ash)
	if got := look(t, firstReply(t, s, dm.ID)); !strings.Contains(got.text, "111") {
		t.Errorf("shown %+v", got)
	}
	if n := len(s.Sent(g.Channels[0].ID)); n != 0 {
		t.Errorf("%d messages for everyone", n)
	}
	s.FailNext(1, "POST", "/users/@me/channels", 403, 50007, "Cannot send messages to this user")
	say(g.Channels[1], bo)
	if got := look(t, firstReply(t, s, g.Channels[1].ID)); !strings.Contains(got.text, "111") {
		t.Errorf("shown %+v", got)
	}
	// To a command it is a response that only the asker sees.
	it := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": "I have a lump, should I worry?"}})
	s.Await(t, "a follow-up", func() bool { return len(s.Interaction(it).Followups) == 1 })
	if m, _ := s.Message(s.Interaction(it).Followups[0]); !m.Ephemeral() {
		t.Error("everyone sees it")
	}
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
