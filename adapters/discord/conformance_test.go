package discord

import (
	"slices"
	"sync"
	"testing"

	"ontherecord/adapters/adaptertest"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, func(t *testing.T, b *bot.Bot, queue *bot.Pool) adaptertest.Session {
		s := newServer(t, discordtest.Options{})
		return &session{server: s, guild: s.NewGuild(), running: run(t, s, b, queue, nil),
			places: map[string]*discordtest.Channel{}, users: map[string]discordtest.User{}}
	})
}

// session is an adapter in a Discord server of its own.
type session struct {
	server  *discordtest.Server
	guild   *discordtest.Guild
	running *running

	mu     sync.Mutex
	places map[string]*discordtest.Channel
	users  map[string]discordtest.User
}

func (s *session) place(name string, direct bool) *discordtest.Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.places[name]
	if c == nil {
		if direct {
			c = s.server.NewDM()
		} else {
			c = s.server.NewChannel(s.guild, name)
		}
		s.places[name] = c
	}
	return c
}

func (s *session) user(name string) discordtest.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ok := s.users[name]
	if !ok {
		u = s.server.NewUser(name)
		s.users[name] = u
	}
	return u
}

func (s *session) Say(t *testing.T, said adaptertest.Said) string {
	say := discordtest.Say{Channel: s.place(said.Place, said.Direct), By: s.user(said.User), Text: said.Text}
	switch {
	case said.Self:
		say.By = s.server.Self
	case said.By:
		say.By.Bot = true
	}
	if said.Mention {
		say.Text, say.Mentions = "<@"+s.server.Self.ID+"> "+say.Text, []discordtest.User{s.server.Self}
	}
	if said.Thread != "" {
		// Discord blanks an unaddressed message, in a thread too: people go on by
		// replying to the bot's answer, which needs no mention in the text.
		for _, m := range s.server.Sent(say.Channel.ID) {
			if m.ReplyTo == said.Thread {
				say.ReplyTo = m.ID
			}
		}
	}
	return s.server.Say(say)
}

func (s *session) Again(t *testing.T, key string) { s.server.Again(key) }

func (s *session) Shown(t *testing.T, place string, direct bool, n int) []adaptertest.Shown {
	c := s.place(place, direct)
	sent := func() []discordtest.Message {
		// What a test has the bot itself say is not the bot's doing.
		return slices.DeleteFunc(s.server.Sent(c.ID), func(m discordtest.Message) bool { return m.Body == nil })
	}
	s.server.Await(t, "messages in "+place, func() bool { return len(sent()) >= n })
	var out []adaptertest.Shown
	for _, m := range sent() {
		l := look(t, m)
		out = append(out, adaptertest.Shown{Quotes: l.quotes, Text: l.text, Fired: l.fired, Alone: m.Ephemeral()})
	}
	return out
}

func (s *session) Stop(t *testing.T) {
	s.server.Settle(t) // what was said before has arrived
	if err := s.running.end(); err != nil {
		t.Errorf("Run: %v", err)
	}
}

func (s *session) Problems() []string { return s.server.Problems() }
