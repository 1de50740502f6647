package discord

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"

	"ontherecord/bot"
)

// onMessage takes a message or its edit from the gateway.
func (a *Adapter) onMessage(raw *discordgo.Message, edited bool) {
	m, ok := receive(raw, a.selfID(), edited)
	if !ok {
		return
	}
	kind := "message"
	if edited {
		kind = "edit"
	}
	a.take(kind, m)
}

// onThread takes the opening of a forum post, where the server wants those
// answered.
func (a *Adapter) onThread(e *discordgo.ThreadCreate) {
	if e == nil || e.Channel == nil {
		return
	}
	if e.ID != "" && e.ParentID != "" {
		a.channels.Add(e.ID, channelInfo{ID: e.ID, Type: e.Type, Guild: e.GuildID, Parent: e.ParentID})
	}
	m, ok := post(e.Channel, e.NewlyCreated, a.selfID())
	if !ok {
		return
	}
	if parent, known := a.channels.Get(m.Channel); known && !forum(parent) {
		return
	}
	a.background(func() {
		ctx, cancel := context.WithTimeout(context.Background(), sendWithin)
		defer cancel()
		parent, err := a.lookUp(ctx, m.Channel)
		if err != nil || !forum(parent) {
			return
		}
		// Asked for here and not by the bot, as a post that mentions the bot
		// arrives a second time, as a message with the same delivery.
		s, err := a.bot.Settings(ctx, m.Place())
		if err != nil || s.When != bot.WhenEvery {
			return
		}
		a.take("post", m)
	})
}

func forum(c channelInfo) bool {
	return c.Type == discordgo.ChannelTypeGuildForum || c.Type == discordgo.ChannelTypeGuildMedia
}

// onGuild remembers the channels of a server, which saves look-ups.
func (a *Adapter) onGuild(e *discordgo.GuildCreate) {
	if e == nil || e.Guild == nil {
		return
	}
	for _, list := range [][]*discordgo.Channel{e.Channels, e.Threads} {
		for _, c := range list {
			if c != nil && c.ID != "" {
				a.channels.Add(c.ID, channelInfo{ID: c.ID, Type: c.Type, Guild: e.Guild.ID, Parent: c.ParentID})
			}
		}
	}
}

// take hands a message to the queue. Messages of one person in one channel are
// answered in their order.
func (a *Adapter) take(kind string, m bot.Message) {
	received := time.Now()
	a.metrics.Received(kind)
	a.submit(m.Channel+"/"+m.User,
		func(ctx context.Context) { a.answerMessage(ctx, kind, m, received) },
		func() {
			if m.How == bot.HowAmbient || m.Edited {
				return // nobody waits for it
			}
			a.background(func() {
				ctx, cancel := context.WithTimeout(context.Background(), sendWithin)
				defer cancel()
				a.reply(ctx, m, a.bot.Busy(m))
			})
		})
}

// answerMessage asks the bot and sends what it says.
func (a *Adapter) answerMessage(ctx context.Context, kind string, m bot.Message, received time.Time) {
	a.locate(ctx, &m)
	r, err := a.bot.Handle(ctx, m)
	if err != nil {
		a.log.Error("a question failed", "message", m.ID, "err", err)
	}
	if r.Silent() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	if a.reply(ctx, m, r) {
		a.metrics.Answered(kind, time.Since(received))
	}
}

// wordsPrivate stands in a channel whose answers are for the asker only: a
// plain message can't be shown to one person.
const wordsPrivate = "Answers in this channel are shown to the asker only. Ask with /ask, and only you will see the answer."

// reply sends a reply to a message, and reports whether it was sent.
func (a *Adapter) reply(ctx context.Context, m bot.Message, r bot.Reply) bool {
	p, simple := render(r, view{}), plain(r, view{})
	if r.Private && m.Workspace != "" {
		switch r.Kind {
		case bot.KindAnswer, bot.KindAbstention:
			p, r.Ref = notice(wordsPrivate), ""
			simple = p
		default:
			if a.whisper(ctx, m, p) {
				return true
			}
			// Who takes no direct messages is told here: a notice says nothing of
			// what was asked, and no answer at all would be worse.
		}
	}
	if r.Replaces != "" && a.replace(ctx, m, r.Replaces, p, simple) {
		return true
	}
	channel := m.Channel
	if m.Thread != "" {
		channel = m.Thread
	}
	ref := &reference{MessageID: m.ID}
	switch {
	case m.Thread != "" && m.Thread == m.ID:
		ref = nil // under a forum post there is nothing else to point at
	case a.wantsThread(ctx, m, r):
		thread, err := a.client.openThread(ctx, m.Channel, m.ID, threadName(r))
		if err != nil {
			a.log.Warn("no thread was opened; answering in the channel", "channel", m.Channel, "err", err)
			break
		}
		a.channels.Add(thread, channelInfo{ID: thread, Type: discordgo.ChannelTypeGuildPublicThread, Guild: m.Workspace, Parent: m.Channel})
		channel, ref = thread, nil
	}
	id, err := a.sendOr(p, simple, func(p payload) (string, error) {
		p.Reference = ref
		p.Nonce, p.EnforceNonce = nonce(m), true
		return a.client.send(ctx, channel, p)
	})
	if err != nil {
		a.failed("an answer was not sent", m.Channel, err)
		return false
	}
	a.remember(ctx, r.Ref, id)
	return true
}

// nonce is the same for each sending of the answer to a message, and another
// for the answer to its edit. Discord takes 25 characters.
func nonce(m bot.Message) string {
	if !m.Edited {
		return m.ID
	}
	return m.ID + "-" + m.Delivery[max(0, len(m.Delivery)-4):]
}

// whisper sends a notice that is for one person alone as a direct message, and
// reports whether it could.
func (a *Adapter) whisper(ctx context.Context, m bot.Message, p payload) bool {
	channel, err := a.client.directChannel(ctx, m.User)
	if err == nil {
		p.Nonce, p.EnforceNonce = nonce(m), true
		_, err = a.client.send(ctx, channel, p)
	}
	if err != nil {
		a.log.Info("a private notice could not be sent as a direct message", "err", err)
	}
	return err == nil
}

// replace edits the answer to a question that was edited.
func (a *Adapter) replace(ctx context.Context, m bot.Message, posted string, p, simple payload) bool {
	// The answer stands in the question's channel, or in the thread at it.
	for _, channel := range []string{m.Thread, m.Channel, m.ID} {
		if channel == "" {
			continue
		}
		_, err := a.sendOr(p, simple, func(p payload) (string, error) {
			return posted, a.client.edit(ctx, channel, posted, p)
		})
		if err == nil {
			return true
		}
		if !refusedWith(err, codeUnknownMessage, codeUnknownChannel) {
			a.failed("an answer was not changed", channel, err)
			return false
		}
	}
	return false
}

// sendOr sends p, and where Discord refuses its form, simple.
func (a *Adapter) sendOr(p, simple payload, send func(payload) (string, error)) (string, error) {
	id, err := send(p)
	if refusedWith(err, codeInvalidBody) {
		a.metrics.Failed("send")
		a.log.Error("Discord refused a message, sending it without components", "err", err)
		return send(simple)
	}
	return id, err
}

func (a *Adapter) remember(ctx context.Context, ref, message string) {
	if ref == "" || message == "" {
		return
	}
	if err := a.bot.Posted(ctx, ref, message); err != nil {
		a.log.Warn("where an answer stands was not stored", "err", err)
	}
}

func (a *Adapter) failed(what, channel string, err error) {
	a.metrics.Failed("send")
	if refusedWith(err, codeMissingAccess, codeMissingPermission) {
		a.log.Warn(what+": let the bot view the channel and send messages there (channel, Edit Channel, Permissions)", "channel", channel, "err", err)
		return
	}
	a.log.Error(what, "channel", channel, "err", err)
}

// wantsThread reports whether the answer to m goes into a new thread.
func (a *Adapter) wantsThread(ctx context.Context, m bot.Message, r bot.Reply) bool {
	if m.Workspace == "" || m.Thread != "" || m.How != bot.HowMention || r.Kind != bot.KindAnswer && r.Kind != bot.KindAbstention || r.Private {
		return false
	}
	s, err := a.bot.Settings(ctx, m.Place())
	return err == nil && s.Threads
}

// threadName is a thread's name: the question. Names take no markup.
func threadName(r bot.Reply) string {
	if t := cut(r.Title(maxThreadName), maxThreadName); t != "" {
		return t
	}
	return "On the record"
}

// locate finds out whether m stands in a thread: to Discord a thread is a
// channel, and a message does not say which it is in.
func (a *Adapter) locate(ctx context.Context, m *bot.Message) {
	if m.Workspace == "" || m.Thread != "" {
		return
	}
	info, err := a.lookUp(ctx, m.Channel)
	if err != nil {
		a.log.Debug("channel not looked up", "channel", m.Channel, "err", err)
		return
	}
	switch info.Type {
	case discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread, discordgo.ChannelTypeGuildNewsThread:
		if info.Parent != "" {
			m.Thread, m.Channel = m.Channel, info.Parent
		}
	}
}

func (a *Adapter) lookUp(ctx context.Context, channel string) (channelInfo, error) {
	if info, ok := a.channels.Get(channel); ok {
		return info, nil
	}
	info, err := a.client.channel(ctx, channel)
	if err == nil {
		a.channels.Add(channel, info)
	}
	return info, err
}
