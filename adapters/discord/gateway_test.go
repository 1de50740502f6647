package discord

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ontherecord/adapters/discord/discordtest"
)

// askAgain puts a question and waits for its answer: the connection works.
func askAgain(t *testing.T, s *discordtest.Server, c *discordtest.Channel) {
	t.Helper()
	before := len(s.Sent(c.ID))
	s.Say(discordtest.Say{Channel: c, By: s.NewUser("ash"), Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	s.Await(t, "an answer", func() bool { return len(s.Sent(c.ID)) == before+1 })
}

func TestConnectionIsMended(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		harm    func(*discordtest.Server)
		resumes bool // or else a new session is started
	}{
		{"dropped socket", func(s *discordtest.Server) { s.Drop() }, true},
		{"op 7", func(s *discordtest.Server) { s.AskReconnect() }, true},
		{"op 9, resumable", func(s *discordtest.Server) { s.Invalidate(true) }, true},
		{"op 9, not resumable", func(s *discordtest.Server) { s.Invalidate(false) }, false},
		{"closed with an unknown error", func(s *discordtest.Server) { s.CloseWith(4000) }, true},
		{"closed for going too fast", func(s *discordtest.Server) { s.CloseWith(4008) }, true},
		{"session timed out meanwhile", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenInvalid)
			s.Drop()
		}, false},
		{"a gateway that accepts and never answers", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenSilent, discordtest.OpenSilent)
			s.Drop()
		}, true},
		{"a gateway that never answers the resume", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenHelloOnly)
			s.Drop()
		}, true},
		{"op 7 instead of resumed", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenReconnect)
			s.Drop()
		}, true},
		{"op 11 instead of resumed", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenAck)
			s.Drop()
		}, true},
		{"op 9, resumable, instead of resumed", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenInvalidAgain)
			s.Drop()
		}, true},
		{"closed at once, twice", func(s *discordtest.Server) {
			s.NextOpenings(discordtest.OpenClosed, discordtest.OpenClosed)
			s.Drop()
		}, true},
		{"heartbeats are asked for", func(s *discordtest.Server) {
			s.AskHeartbeat()
			s.Drop()
		}, true},
		{"heartbeats are not acknowledged", func(s *discordtest.Server) {
			s.MuteAcks(true)
			for dials, _, _, _ := s.Gateway(); ; time.Sleep(5 * time.Millisecond) {
				if now, _, _, _ := s.Gateway(); now > dials {
					break
				}
			}
			s.MuteAcks(false)
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, discordtest.Options{Heartbeat: 100 * time.Millisecond})
			g := s.NewGuild("general")
			run(t, s, newTape(), newGoQueue(t), nil)
			askAgain(t, s, g.Channels[0])
			_, identifies, resumes, _ := s.Gateway()
			tt.harm(s)
			s.Await(t, "the connection to be mended", func() bool {
				_, i, r, up := s.Gateway()
				return up == 1 && (i > identifies || r > resumes)
			})
			askAgain(t, s, g.Channels[0])
			if _, i, r, _ := s.Gateway(); (r > resumes && i == identifies) != tt.resumes {
				t.Errorf("%d new sessions, %d resumes; want a resume: %v", i-identifies, r-resumes, tt.resumes)
			}
		})
	}
}

// What happened while the connection was down is played again on the resume,
// and nothing that was answered before is answered twice.
func TestResumeReplays(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), newGoQueue(t), nil)
	c := g.Channels[0]
	askAgain(t, s, c)
	s.Drop()
	ash := s.NewUser("ash")
	for range 3 {
		s.Say(discordtest.Say{Channel: c, By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	}
	s.Await(t, "the answers to what was asked meanwhile", func() bool { return len(s.Sent(c.ID)) == 4 })
	askAgain(t, s, c)
	if n := len(s.Sent(c.ID)); n != 5 {
		t.Errorf("%d answers, want 5", n)
	}
}

func TestSilentGatewayDoesNotHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	s.NextOpenings(discordtest.OpenSilent, discordtest.OpenSilent, discordtest.OpenSilent)
	r := start(t, s, newTape(), newGoQueue(t), nil)
	s.Await(t, "a connection", func() bool { dials, _, _, _ := s.Gateway(); return dials > 0 })
	began := time.Now()
	if err := r.end(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("ended after %v", took)
	}
}

func TestWhatCannotBeMendedIsSaid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		code  int
		wrong string
	}{
		{"token withdrawn", 4004, "not accepted by Discord"},
		{"more shards needed", 4011, "discord.shards"},
		{"intents", 4014, "intents"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, discordtest.Options{})
			c := make(chan error, 1)
			r := start(t, s, newTape(), newGoQueue(t), nil)
			s.Await(t, "the adapter to be ready", r.Ready)
			s.CloseWith(tt.code)
			go func() { c <- <-r.done; r.done <- nil }()
			select {
			case err := <-c:
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Errorf("error %v, want one with %q", err, tt.wrong)
				}
			case <-time.After(10 * time.Second):
				t.Error("Run goes on")
			}
		})
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{Token: "the-right-one"})
	cfg := testConfig(s)
	cfg.Token = wrongToken
	a, err := New(quiet, newTape(), newGoQueue(t), cfg, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = a.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Reset Token") {
		t.Errorf("error %v", err)
	}
	if strings.Contains(fmt.Sprint(err), wrongToken.Reveal()) {
		t.Error("the error holds the token")
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	guilds := []*discordtest.Guild{s.NewGuild("a"), s.NewGuild("b"), s.NewGuild("c")}
	r := run(t, s, newTape(), newGoQueue(t), func(c *Config) { c.Shards = 2 })
	s.Await(t, "both shards", func() bool { _, _, _, up := s.Gateway(); return up == 2 && r.Ready() })
	for _, g := range guilds {
		askAgain(t, s, g.Channels[0])
	}
	dm := s.NewDM()
	s.Say(discordtest.Say{Channel: dm, By: s.NewUser("ash"), Text: screening})
	firstReply(t, s, dm.ID)
}
