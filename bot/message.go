package bot

import (
	"time"

	"ontherecord/retrieval"
)

// How says in which way a message reached the bot.
type How string

// The ways. Ambient is a message that the bot can read and that does not
// address it: it speaks then only in a thread where it was asked, or in a
// channel that is set to have every question answered.
const (
	HowMention  How = "mention"
	HowDirect   How = "direct message"
	HowCommand  How = "command"
	HowShortcut How = "shortcut"
	HowAmbient  How = "ambient"
)

// Message is what someone wrote, free of any platform. It is pure data.
type Message struct {
	// Delivery identifies this delivery within Platform and Workspace: a
	// delivery with a key seen before is answered by silence. Where a platform
	// sends one message twice in different guises (as a mention and as a plain
	// message), both must carry the same key; an edit must carry another. Empty
	// means that deliveries are not repeated.
	Delivery string
	// Platform is an opaque namespace; Workspace is a team, server or the
	// like within it, and Channel where in it the message stands.
	Platform, Workspace, Channel string
	// Thread is the platform's key of the thread that holds the message, empty
	// outside of any. Where a person replied to a message of the bot and the
	// platform tells only that message, InReplyTo is its ID.
	Thread    string
	InReplyTo string
	// ID identifies the message within its channel. Edits keep it.
	ID   string
	User string
	// Text is plain: un-escaped, with the bot's own mention taken out and other
	// people's left as readable names.
	Text string
	How  How
	// MentionsOthers reports whether somebody else than the bot is addressed.
	MentionsOthers bool
	Edited         bool
	// External reports whether the channel is shared with another organisation.
	External bool
	// Filter holds the options of a command.
	Filter retrieval.Filter
	// Private asks for an answer that only the asker sees.
	Private bool
	At      time.Time
}

// Place is where settings apply: a channel, or with Channel empty a workspace.
type Place struct{ Platform, Workspace, Channel string }

// Place is where m was written.
func (m Message) Place() Place { return Place{m.Platform, m.Workspace, m.Channel} }

// Conversation is the key under which the turns of m's conversation are
// remembered: the thread; in a direct message outside of threads the whole
// channel; for commands the person's own, per channel; and for a mention
// outside of a thread the one that the reply opens under the message.
func (m Message) Conversation() string {
	base := m.Platform + "/" + m.Workspace + "/" + m.Channel
	switch {
	case m.Thread != "":
		return base + "/" + m.Thread
	case m.How == HowDirect:
		return base
	case m.How == HowCommand || m.How == HowShortcut:
		return base + "/@" + m.User
	}
	return base + "/" + m.ID
}
