package discord

import (
	"context"
	"errors"
	"testing"
	"time"

	"ontherecord/adapters/discord/discordtest"
)

func TestRateLimitsAreHonoured(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), newGoQueue(t), nil)
	ash := s.NewUser("ash")
	mention := func() string {
		return s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	}
	for _, tt := range []struct {
		name  string
		limit func()
	}{
		{"one route", func() { s.LimitNext(2, "POST", "/channels/", 80*time.Millisecond) }},
		{"everything", func() { s.LimitGlobally(150 * time.Millisecond) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.limit()
			id := mention()
			s.Await(t, "an answer", func() bool { return s.Replies(id) == 1 })
		})
	}
	s.LimitGlobally(100 * time.Millisecond)
	first := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}})
	s.Await(t, "the answer to a command", func() bool { return s.Interaction(first).Answers == 1 })
	if refused, early := s.Limited(); refused < 4 || early > 0 {
		t.Errorf("%d refused, %d too early", refused, early)
	}
}

// One refusal for everybody keeps the requests that follow from being sent at
// all until its time is over.
func TestGlobalLimitHoldsEverythingBack(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("a", "b", "c", "d")
	run(t, s, newTape(), newGoQueue(t), nil)
	ash := s.NewUser("ash")
	s.LimitGlobally(300 * time.Millisecond)
	s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	s.Await(t, "the first refusal", func() bool { n, _ := s.Limited(); return n > 0 })
	time.Sleep(20 * time.Millisecond)
	for _, c := range g.Channels[1:] {
		s.Say(discordtest.Say{Channel: c, By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	}
	for _, c := range g.Channels {
		firstReply(t, s, c.ID)
	}
	if refused, _ := s.Limited(); refused > 2 {
		t.Errorf("%d requests ran into the limit", refused)
	}
}

// A route that was refused is left alone until its time has come, also by
// requests that were not refused themselves.
func TestRouteLimitHoldsItsRouteBack(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("a")
	run(t, s, newTape(), newGoQueue(t), nil)
	ash := s.NewUser("ash")
	var ids []string
	s.LimitNext(1, "POST", "/messages", 300*time.Millisecond)
	for range 4 {
		ids = append(ids, s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}}))
		s.Await(t, "the refusal", func() bool { n, _ := s.Limited(); return n == 1 })
	}
	for _, id := range ids {
		s.Await(t, "an answer", func() bool { return s.Replies(id) == 1 })
	}
	sent := s.Requests("/messages")
	for _, r := range sent[1:] {
		if after := r.At.Sub(sent[0].At); after < 290*time.Millisecond {
			t.Errorf("sent again after %v, told to wait 300 ms", after)
		}
	}
}

func TestGateGivesUpBeforeItsTime(t *testing.T) {
	g := newGate()
	g.shut("GET x", false, time.Hour)
	if err := g.pass(t.Context(), "GET y"); err != nil {
		t.Errorf("another route: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	began := time.Now()
	if err := g.pass(ctx, "GET x"); !errors.Is(err, errTooSoon) {
		t.Errorf("error %v", err)
	}
	if time.Since(began) > time.Second {
		t.Error("it waited all the same")
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if err := g.pass(ctx, "GET x"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestPassingFailuresAreTriedAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	g := s.NewGuild("general")
	run(t, s, newTape(), newGoQueue(t), nil)
	ash := s.NewUser("ash")
	s.FailNext(1, "POST", "/messages", 502, 0, "")
	s.FailNext(2, "POST", "/messages", 503, 0, "")
	id := s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	s.Await(t, "an answer", func() bool { return s.Replies(id) == 1 })
	s.FailNext(1, "POST", "/callback", 500, 0, "")
	s.FailNext(1, "PATCH", "@original", 500, 0, "")
	it := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}})
	s.Await(t, "the answer to a command", func() bool { return s.Interaction(it).Answers == 1 })
	// A channel that the bot may not write in is no reason to try again.
	s.FailNext(1, "POST", "/messages", 403, codeMissingPermission, "Missing Permissions")
	before := len(s.Requests("/messages"))
	s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	s.Await(t, "the attempt", func() bool { return len(s.Requests("/messages")) == before+1 })
	askAgain(t, s, g.Channels[0])
}
