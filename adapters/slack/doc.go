// Package slack brings the conversation to Slack, over Socket Mode (no public
// address needed) or the HTTP Events API.
//
// An event's way, bottom up: receive.go turns what Slack sent into a
// bot.Message (a pure function); dispatch.go hands it to the queue, after it
// was acknowledged by socket.go or events.go; the bot answers; render.go turns
// the bot.Reply into blocks and a fallback text (a pure function too), within
// the limits that budget.go keeps; send.go posts it, waits out rate limits, and
// falls back to plain text where Slack refuses the blocks.
//
// Words of the record are shown in rich_text and plain_text elements only.
// Slack gives those no markup at all, so quotes need no escaping, arrive byte
// for byte, and nothing in a document can mention anybody, format itself or
// pose as a link. Only the fallback text is mrkdwn, and it is escaped.
package slack
