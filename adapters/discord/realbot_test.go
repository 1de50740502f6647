package discord

import (
	"context"
	"strings"
	"testing"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
)

// A person who asks, reads on, checks, votes and shares, with the real bot.
func TestFromQuestionToSharing(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	record := adaptertest.NewRecord()
	run(t, s, adaptertest.NewBot(t, record), newGoQueue(t), nil)
	ash, bo := s.NewUser("ash"), s.NewUser("bo")
	asked := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": "How long is the waiting?", "private": true}})
	answer := interactionReply(t, s, asked)
	first := look(t, answer)
	if len(first.quotes) != 3 || first.buttons["More quotes"] == "" {
		t.Fatalf("shown %+v", first)
	}
	press := func(label string, who discordtest.User) (discordtest.Message, seen) {
		t.Helper()
		if first.buttons[label] == "" {
			t.Fatalf("no button %q among %q", label, first.labels)
		}
		m := interactionReply(t, s, s.Press(answer.ID, who, first.buttons[label]))
		return m, look(t, m)
	}
	m, more := press("More quotes", ash)
	if !m.Ephemeral() || len(more.quotes) != 2 || more.quotes[0] == first.quotes[0] {
		t.Errorf("more: %+v", more)
	}
	m, context := press("Show context", ash)
	if want := record.Quotes(adaptertest.TopicMany)[0]; !m.Ephemeral() || len(context.quotes) < 2 || context.quotes[0] != want.Asked.Text() || context.quotes[1] != want.Quote.Text() {
		t.Errorf("context: %+v", context)
	}
	m, citation := press("Copy citation", ash)
	if !m.Ephemeral() || !strings.Contains(citation.text, first.quotes[0]) || !strings.Contains(citation.text, "Minister of State") {
		t.Errorf("citation: %+v", citation)
	}
	for _, label := range []string{"Useful", "Not useful"} {
		if m, voted := press(label, ash); !m.Ephemeral() || voted.text == "" || len(voted.quotes) > 0 {
			t.Errorf("%s: %+v", label, voted)
		}
	}
	m, shared := press("Share with everyone here", ash)
	if m.Ephemeral() || len(shared.quotes) != 3 || shared.quotes[0] != first.quotes[0] {
		t.Errorf("shared: ephemeral %v, %+v", m.Ephemeral(), shared)
	}
	// Somebody else goes on from what was shared.
	s.Say(discordtest.Say{Channel: g.Channels[0], By: bo, Text: "what is said on screening?", ReplyTo: m.ID})
	if got := look(t, firstReply(t, s, g.Channels[0].ID)); len(got.quotes) == 0 {
		t.Errorf("the follow-up: %+v", got)
	}
	for _, command := range []string{"help", "record"} {
		m := interactionReply(t, s, s.Ask(discordtest.Ask{Channel: g.Channels[0], By: bo, Command: command}))
		if got := look(t, m); !m.Ephemeral() || len(got.quotes) > 0 || len(got.text) < 40 || len(got.fired) > 0 {
			t.Errorf("%s: %+v", command, got)
		}
	}
}

// An edited question is answered in the place of its first answer.
func TestEditedQuestionWithTheRealBot(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	record := adaptertest.NewRecord()
	b := adaptertest.NewBot(t, record)
	// In order, as the program does it: an edit waits until it is known where the
	// answer stands.
	pool := bot.NewPool(2, 10)
	t.Cleanup(func() {
		if err := pool.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	run(t, s, b, pool, nil)
	id := s.Say(discordtest.Say{Channel: g.Channels[0], By: s.NewUser("ash"), Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	m := firstReply(t, s, g.Channels[0].ID)
	s.Settle(t)
	s.Await(t, "the answer to be changed", func() bool {
		s.Edit(id, "<@"+s.Self.ID+"> What is said on addresses?")
		s.Settle(t)
		now, _ := s.Message(m.ID)
		return now.Edits > 0
	})
	now, _ := s.Message(m.ID)
	if got := look(t, now); len(got.quotes) != 1 || got.quotes[0] != record.Quotes(adaptertest.TopicLinks)[0].Quote.Text() {
		t.Errorf("shown %+v", got)
	}
	if n := len(s.Sent(g.Channels[0].ID)); n != 1 {
		t.Errorf("%d messages, want one", n)
	}
}
