package discord

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"

	"ontherecord/bot"
)

// onInteraction takes an interaction from the gateway. The first response has
// to be with Discord within three seconds, so it is given at once, and the
// answer is filled in later.
func (a *Adapter) onInteraction(i *discordgo.Interaction) {
	if !a.fresh(i) {
		return
	}
	a.background(func() {
		ctx, cancel := context.WithTimeout(context.Background(), firstWithin)
		defer cancel()
		first, then := a.interact(ctx, i)
		err := a.client.respond(ctx, i.ID, i.Token, first)
		switch {
		case refusedWith(err, codeAlreadyAcknowledged):
			// Either a repeated request of ours had arrived after all, or another
			// instance has it. Going on is right for the first and, as the bot
			// knows its deliveries, harmless for the second.
			a.log.Debug("interaction was acknowledged before")
		case err != nil:
			a.metrics.Failed("defer")
			a.log.Error("an interaction got no first response", "err", err)
			return
		}
		if then != nil {
			then()
		}
	})
}

// fresh reports whether i can be answered and was not seen before.
func (a *Adapter) fresh(i *discordgo.Interaction) bool {
	if !usable(i) {
		return false
	}
	known, _ := a.seen.ContainsOrAdd(i.ID, struct{}{})
	return !known
}

// task is an interaction whose answer is yet to come.
type task struct {
	kind      string
	i         *discordgo.Interaction
	ephemeral bool
	received  time.Time
}

// interact decides on the first response to an interaction, and on what is to
// be done once it was given, if anything.
func (a *Adapter) interact(ctx context.Context, i *discordgo.Interaction) (firstResponse, func()) {
	t := task{i: i, received: time.Now()}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			a.metrics.Received("autocomplete")
			return firstResponse{discordgo.InteractionApplicationCommandAutocompleteResult, a.complete(ctx, i)}, nil
		}
		t.kind = "command"
		a.metrics.Received(t.kind)
		return a.command(ctx, t, data)
	case discordgo.MessageComponentInteractionData:
		t.kind = "button"
		a.metrics.Received(t.kind)
		if p, ok := parsePress(data.CustomID); ok {
			return a.press(ctx, t, p)
		}
	}
	return now(notice("This is not known here any more. Ask again with /ask."))
}

// now answers at once, for the one who asked.
func now(p payload) (firstResponse, func()) {
	return firstResponse{discordgo.InteractionResponseChannelMessageWithSource, p.ephemeral()}, nil
}

// later defers; whether the answer is ephemeral is fixed by that.
func (t task) later(ephemeral bool, do func(t task)) (firstResponse, func()) {
	t.ephemeral = ephemeral
	var d deferral
	if ephemeral {
		d.Flags = discordgo.MessageFlagsEphemeral
	}
	return firstResponse{discordgo.InteractionResponseDeferredChannelMessageWithSource, d}, func() { do(t) }
}

func (a *Adapter) command(ctx context.Context, t task, data discordgo.ApplicationCommandInteractionData) (firstResponse, func()) {
	switch data.Name {
	case commandAsk:
		m, err := question(t.i, data.Options)
		if err != nil {
			return now(notice(err.Error() + "."))
		}
		return a.ask(ctx, t, m)
	case commandFind:
		return a.ask(ctx, t, target(t.i, data))
	case commandHelp:
		m := fromInteraction(t.i, bot.HowCommand, "help")
		m.Private = true
		return a.ask(ctx, t, m)
	case commandRecord:
		return t.later(true, func(t task) { a.queueOne(t, a.overview) })
	case commandSettings:
		return t.later(true, func(t task) {
			a.queueOne(t, func(ctx context.Context) payload { return a.settings(ctx, t.i, data) })
		})
	}
	return now(notice("This command is not known here any more. Ask with /ask."))
}

// ask defers a question and hands it over.
func (a *Adapter) ask(ctx context.Context, t task, m bot.Message) (firstResponse, func()) {
	a.locate(ctx, &m)
	private := m.Private
	if !private && m.Workspace != "" {
		s, err := a.bot.Settings(ctx, m.Place())
		if err != nil {
			a.log.Error("settings not read, answering privately", "err", err)
		}
		private = err != nil || s.Private
	}
	m.Private = private
	return t.later(private, func(t task) {
		a.submit(m.Channel+"/"+m.User, func(ctx context.Context) {
			r, err := a.bot.Handle(ctx, m)
			if err != nil {
				a.log.Error("a question failed", "interaction", t.i.ID, "err", err)
			}
			a.finish(ctx, t, r)
		}, func() { a.finish(context.Background(), t, a.bot.Busy(m)) })
	})
}

// finish fills the answer in.
func (a *Adapter) finish(ctx context.Context, t task, r bot.Reply) {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	if r.Silent() {
		// Delivered twice, or nothing to say: the "thinking" must not stay.
		if err := a.client.deleteOriginal(ctx, t.i.AppID, t.i.Token); err != nil && !refusedWith(err, codeUnknownMessage) {
			a.failed("a deferred response was not taken back", t.i.ChannelID, err)
		}
		return
	}
	v := view{alone: t.ephemeral && t.i.GuildID != "", apart: true}
	a.remember(ctx, r.Ref, a.fill(ctx, t, render(r, v), plain(r, v), r.Private))
}

// fill puts a message into the deferred response and returns its ID, empty
// where it could not.
func (a *Adapter) fill(ctx context.Context, t task, p, simple payload, private bool) string {
	app, token := t.i.AppID, t.i.Token
	id, err := a.sendOr(p, simple, func(p payload) (string, error) {
		if private && !t.ephemeral {
			// It was deferred for everyone and must not be seen by everyone.
			if err := a.client.deleteOriginal(ctx, app, token); err != nil && !refusedWith(err, codeUnknownMessage) {
				return "", err
			}
			return a.client.followUp(ctx, app, token, p.ephemeral())
		}
		id, err := a.client.editOriginal(ctx, app, token, p)
		for try := 0; refusedWith(err, codeUnknownWebhook) && try < 5; try++ {
			// Over HTTP the first response may still be on its way.
			if sleep(ctx, 100*time.Millisecond<<try) != nil {
				break
			}
			id, err = a.client.editOriginal(ctx, app, token, p)
		}
		return id, err
	})
	if err != nil {
		a.failed("an answer was not filled in", t.i.ChannelID, err)
		return ""
	}
	a.metrics.Answered(t.kind, time.Since(t.received))
	return id
}

// queueOne queues something that ends in one message.
func (a *Adapter) queueOne(t task, do func(ctx context.Context) payload) {
	a.submit(t.i.ChannelID+"/"+whoAsks(t.i).ID, func(ctx context.Context) {
		p := do(ctx)
		ctx, cancel := context.WithTimeout(ctx, sendWithin)
		defer cancel()
		a.fill(ctx, t, p, p, false)
	}, func() {
		ctx, cancel := context.WithTimeout(context.Background(), sendWithin)
		defer cancel()
		p := render(a.bot.Busy(fromInteraction(t.i, bot.HowCommand, "")), view{})
		a.fill(ctx, t, p, p, false)
	})
}

// press does what a button says. What comes of it is for the one who pressed,
// so that pressing does not fill the channel; sharing is the exception.
func (a *Adapter) press(ctx context.Context, t task, p press) (firstResponse, func()) {
	if p.ask != "" {
		m := fromInteraction(t.i, bot.HowCommand, p.ask)
		m.Private = t.i.Message != nil && t.i.Message.Flags&discordgo.MessageFlagsEphemeral != 0
		return a.ask(ctx, t, m)
	}
	m := fromInteraction(t.i, bot.HowCommand, "")
	a.locate(ctx, &m)
	action := bot.Action{Delivery: m.Delivery, Platform: Platform, Workspace: m.Workspace, Channel: m.Channel,
		User: m.User, Do: p.do, Ref: p.ref, Quote: p.quote, At: m.At}
	return t.later(p.do != bot.DoShare, func(t task) {
		a.submit(m.Channel+"/"+m.User, func(ctx context.Context) {
			r, err := a.bot.Act(ctx, action)
			if err != nil {
				a.log.Error("a button failed", "do", string(action.Do), "err", err)
			}
			ctx, cancel := context.WithTimeout(ctx, sendWithin)
			defer cancel()
			v := view{alone: t.ephemeral && t.i.GuildID != "", apart: true}
			// What is no answer to share is for the presser alone.
			private := r.Private || r.Notice != "" && r.Reply.Kind != bot.KindAnswer
			full := renderResult(r, v)
			simple := notice(r.Text)
			if r.Reply.Kind == bot.KindAnswer {
				simple = plain(r.Reply, v)
			}
			id := a.fill(ctx, t, full, simple, private)
			if r.Reply.Ref != "" {
				a.remember(ctx, r.Reply.Ref, id)
			}
		}, func() { a.finish(context.Background(), t, a.bot.Busy(m)) })
	})
}
