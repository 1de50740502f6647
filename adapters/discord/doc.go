// Package discord brings the conversation to Discord: slash commands with
// autocomplete, a message command, mentions, replies, direct messages and, where
// a server wishes, threads and forum posts.
//
// An event's way, bottom up: tap.go and gateway.go keep the gateway connection
// of a discordgo session up; receive.go turns what came into a bot.Message (a
// pure function); messages.go and interactions.go hand it to the queue, an
// interaction after its first response was given; the bot answers; render.go and
// result.go turn the bot.Reply into a message (pure functions too), within the
// limits that payload.go names; client.go sends it through discordgo, whose
// requests transport.go takes to the configured address and holds back as
// Discord's rate limits ask.
//
// # Components, not embeds
//
// Answers are messages of components (Discord's "Components V2"). Beside one
// another as JSON, an embed of the same answer has a little more room (6,000
// characters against 4,000), but its buttons stand under the whole message, five
// to a row, and have to be numbered to say which quote they belong to; an
// embed's link is its title, which is at most 256 characters that a citation
// needs for other things. In components each quote is a box with its words, who
// said them, and its own buttons, in the order in which a screen reader reads
// them. Embeds need a permission of their own, and a person who has switched off
// "show embeds" sees an empty message; components can't be switched off. Where
// Discord refuses components, the answer is sent as plain content.
//
// # What Discord shows a bot
//
// No privileged intent is asked for. Discord then blanks the text of messages in
// servers that neither mention the bot nor reply to it with a ping, also within
// threads that the bot opened. So a follow-up in a channel or thread is a reply
// to the bot's message, or mentions it; direct messages, commands and the target
// of a message command always come with their text. Of a forum post, the title
// comes in every case.
//
// # discordgo
//
// The library's endpoints are variables computed when it is loaded, for version
// 9 of the API. They are left alone: a RoundTripper of the session moves every
// request below api_url (by default version 10), and answers the library's
// question for the gateway's address with gateway_url. The gateway is spoken in
// version 9, as the library does. Its own reconnecting is off, as it can't be
// stopped, and sits on top of an Open that waits for ever, with the session's
// lock held, for a gateway that accepts and never answers.
package discord
