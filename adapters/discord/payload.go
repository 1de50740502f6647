package discord

import (
	"unicode/utf16"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits on messages made of components
// (https://discord.com/developers/docs/components/reference), and on the other
// things that the adapter sends.
const (
	maxText       = 4000 // characters of all text of a message together
	maxComponents = 40
	maxContent    = 2000 // of a message without components
	maxLabel      = 80
	maxCustomID   = 100
	maxLinkURL    = 512
	maxChoices    = 25
	maxChoice     = 100
	maxThreadName = 100
	maxHeading    = 200 // of our own: a part's words above its quotes
)

// payload is a message as it is sent, the same whether it is posted, edited in
// or given as a first response.
type payload struct {
	Content    string                       `json:"content,omitempty"`
	Components []discordgo.MessageComponent `json:"components,omitempty"`
	Flags      discordgo.MessageFlags       `json:"flags,omitempty"`
	// Mentions says that nothing in the message may mention anybody. It must be
	// part of every message.
	Mentions  noMentions `json:"allowed_mentions"`
	Reference *reference `json:"message_reference,omitempty"`
	// Nonce makes Discord drop a message that it has had before.
	Nonce        string `json:"nonce,omitempty"`
	EnforceNonce bool   `json:"enforce_nonce,omitempty"`
}

// noMentions is encoded as {"parse":[]}.
type noMentions struct{}

func (noMentions) MarshalJSON() ([]byte, error) {
	return []byte(`{"parse":[],"replied_user":false}`), nil
}

// reference makes a message a reply.
type reference struct {
	MessageID string `json:"message_id"`
	// FailIfNotExists false sends the answer even if the question was deleted
	// meanwhile.
	FailIfNotExists bool `json:"fail_if_not_exists"`
}

// firstResponse is the first answer to an interaction.
type firstResponse struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// deferral is the data of a deferred response: ephemeral or not.
type deferral struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

// choices is the data of an autocomplete's response.
type choices struct {
	Choices []choice `json:"choices"`
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// components is a message of components.
func components(list ...discordgo.MessageComponent) payload {
	return payload{Components: list, Flags: discordgo.MessageFlagsIsComponentsV2}
}

// ephemeral returns p for the eyes of one person.
func (p payload) ephemeral() payload {
	p.Flags |= discordgo.MessageFlagsEphemeral
	return p
}

// length counts characters as Discord's clients do, in UTF-16 units.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// cut shortens the bot's own words, never a quote, to a limit.
func cut(s string, limit int) string {
	if length(s) <= limit {
		return s
	}
	n := 0
	for i, r := range s {
		if n += max(1, utf16.RuneLen(r)); n > limit-1 {
			return s[:i] + "…"
		}
	}
	return s
}
