package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
)

// event takes an event off Slack's hands. It returns at once, and false where
// Slack had better deliver it again later, to whoever is running then.
func (a *Adapter) event(payload []byte) bool {
	at := time.Now()
	got, err := receive(payload, a.identity())
	switch {
	case err != nil:
		a.metrics.Event("unreadable")
		a.log.Warn("an event from slack can't be read", "error", err)
	case got.message != nil:
		return a.message(*got.message, at)
	case got.home != nil:
		a.metrics.Event("home opened")
		return a.submit("home/"+got.home.user, func(ctx context.Context) { a.showHome(ctx, *got.home) }, nil)
	case got.assistant != nil:
		a.metrics.Event("assistant opened")
		return a.submit("assistant/"+got.assistant.user, func(ctx context.Context) { a.greet(ctx, *got.assistant) }, nil)
	default:
		a.metrics.Event("ignored")
		a.log.Debug("event ignored", "why", got.ignored)
	}
	return true
}

// message queues a message that was said in Slack.
func (a *Adapter) message(m bot.Message, at time.Time) bool {
	a.external.Add(m.Channel, m.External)
	if m.How != bot.HowDirect && len(a.config.Channels.Only) > 0 && !slices.Contains(a.config.Channels.Only, m.Channel) {
		a.metrics.Event("ignored")
		return true
	}
	if twin, _ := a.seen.ContainsOrAdd(m.Workspace+"/"+m.Delivery, true); twin {
		a.metrics.Event("repeated")
		return true
	}
	a.metrics.Event("message")
	to := target{channel: m.Channel, thread: m.Thread}
	if m.Thread == "" && m.How != bot.HowDirect {
		to.thread = m.ID
	}
	taken := a.ask(m, to, at)
	if !taken {
		a.seen.Remove(m.Workspace + "/" + m.Delivery)
	}
	return taken
}

// ask queues a question whose reply is posted in a channel. Those of a channel
// go one after the other: Slack takes about one message a second there, and a
// channel that has to wait then keeps one worker waiting and not all of them.
func (a *Adapter) ask(m bot.Message, to target, at time.Time) bool {
	return a.submit("channel/"+m.Workspace+"/"+m.Channel, func(ctx context.Context) { a.answer(ctx, m, to, at) }, func(ctx context.Context) {
		// What people say to each other gets no notice that the bot is busy.
		if m.How == bot.HowAmbient {
			return
		}
		reply := a.bot.Busy(m)
		if m.How != bot.HowDirect && to.response == "" {
			to.user = m.User
		}
		a.post(ctx, reply, to, at)
	})
}

// submit queues a job. Where the queue is full, busy (if any) is run instead,
// beside it, so that nothing is dropped without a word.
func (a *Adapter) submit(key string, job, busy func(ctx context.Context)) bool {
	err := a.queue.Submit(key, func(ctx context.Context) {
		defer a.survive()
		job(ctx)
	})
	switch {
	case err == nil:
		return true
	case errors.Is(err, bot.ErrClosed):
		return false
	case !errors.Is(err, bot.ErrBusy):
		a.log.Error("a job could not be queued", "error", err)
	}
	a.metrics.Event("busy")
	if busy == nil {
		return true
	}
	select {
	case a.room <- struct{}{}:
	default:
		a.log.Error("the queue is full, and so is the one for saying so: Slack will deliver it again")
		return false
	}
	a.notices.Go(func() {
		defer func() { <-a.room }()
		defer a.survive()
		ctx, cancel := context.WithTimeout(context.Background(), a.config.Limits.CallTimeout)
		defer cancel()
		busy(ctx)
	})
	return true
}

// survive keeps one bad message from ending the program.
func (a *Adapter) survive() {
	if r := recover(); r != nil {
		a.log.Error("a job panicked", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
	}
}

// answer has the bot answer m and posts what it says.
func (a *Adapter) answer(ctx context.Context, m bot.Message, to target, at time.Time) {
	settled := a.showStatus(ctx, m)
	reply, err := a.bot.Handle(ctx, m)
	if err != nil {
		a.log.Error("a question failed", "error", err, "how", string(m.How))
	}
	settled(reply)
	if reply.Silent() {
		a.metrics.Answered(string(reply.Kind), time.Since(at))
		return
	}
	if to.response == "" && m.How != bot.HowDirect && reply.Private {
		to.user = m.User
	}
	if to.user == "" && to.response == "" {
		to.replace = reply.Replaces
	}
	a.post(ctx, reply, to, at)
}

// post renders a reply, sends it, and remembers where it stands.
func (a *Adapter) post(ctx context.Context, r bot.Reply, to target, at time.Time) {
	if r.Silent() {
		return
	}
	alone := to.user != "" || to.response != "" && !to.everyone
	ts, err := a.out.send(ctx, to, render(r, audience{alone: alone, apart: to.response != ""}))
	if err != nil {
		a.log.Error("a reply could not be sent", "error", explain(err), "kind", string(r.Kind))
		return
	}
	a.metrics.Answered(string(r.Kind), time.Since(at))
	if r.Ref == "" || ts == "" || alone {
		return
	}
	if err := a.bot.Posted(ctx, r.Ref, ts); err != nil {
		a.log.Error("the place of a reply could not be remembered", "error", err)
	}
}

// tell posts a line in the bot's own words.
func (a *Adapter) tell(ctx context.Context, to target, text string) {
	if text == "" {
		return
	}
	if _, err := a.out.send(ctx, to, message{Text: escape(text), Blocks: []slackgo.Block{words(text)}}); err != nil {
		a.log.Error("a notice could not be sent", "error", explain(err))
	}
}

// isExternal reports whether a channel is shared with another organisation,
// and whether that is known at all: Slack says so with events, but not with
// commands and buttons.
func (a *Adapter) isExternal(ctx context.Context, channel string) (external, known bool) {
	if external, known = a.external.Get(channel); known {
		return external, true
	}
	if channel == "" || channel[0] == 'D' {
		return false, true
	}
	var info *slackgo.Channel
	err := a.out.call(ctx, "conversations.info", true, func(ctx context.Context) error {
		var err error
		info, err = a.api.GetConversationInfoContext(ctx, &slackgo.GetConversationInfoInput{ChannelID: channel})
		return err
	})
	if err != nil {
		a.log.Debug("whether a channel is shared can't be told", "error", err)
		return false, false
	}
	external = info.IsExtShared || info.IsPendingExtShared
	a.external.Add(channel, external)
	return external, true
}

// decode reads JSON from Slack into v, and counts what can't be read.
func (a *Adapter) decode(what string, raw []byte, v any) bool {
	if err := json.Unmarshal(raw, v); err != nil {
		a.metrics.Event("unreadable")
		a.log.Warn("something from slack can't be read", "what", what, "error", err)
		return false
	}
	return true
}
