package slack

import (
	"strings"
	"time"
)

// Slack's mrkdwn gives meaning to three characters only at the level of its
// control sequences, and says how to write them
// (https://docs.slack.dev/messaging/formatting-message-text#escaping).
var (
	escaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescaper = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// escape makes text safe for a mrkdwn field: no mention, channel or link in it
// can fire. Unescape is its inverse, for every text.
func escape(text string) string { return escaper.Replace(text) }

// Unescape is the text that a mrkdwn field shows for what escape made of it.
func Unescape(text string) string { return unescaper.Replace(text) }

// heard is a message's text in plain words.
type heard struct {
	text string
	// toBot and toOthers report who is addressed.
	toBot, toOthers bool
}

// plainText reads mrkdwn as people see it: un-escaped, with the bot's own
// mention taken out, other mentions as names where Slack gives them, and links
// as their labels or addresses.
func plainText(mrkdwn, self string) heard {
	var h heard
	var b strings.Builder
	for rest := mrkdwn; rest != ""; {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			b.WriteString(Unescape(rest))
			break
		}
		b.WriteString(Unescape(rest[:open]))
		rest = rest[open+1:]
		end := strings.IndexByte(rest, '>')
		if end < 0 {
			b.WriteString("<" + Unescape(rest))
			break
		}
		b.WriteString(h.sequence(rest[:end], self))
		rest = rest[end+1:]
	}
	h.text = strings.TrimSpace(b.String())
	return h
}

// sequence reads what stands between '<' and '>'.
func (h *heard) sequence(inside, self string) string {
	target, label, _ := strings.Cut(inside, "|")
	label = Unescape(label)
	switch {
	case strings.HasPrefix(target, "@"):
		if target == "@"+self && self != "" {
			h.toBot = true
			return ""
		}
		h.toOthers = true
		return "@" + or(strings.TrimPrefix(label, "@"), "someone")
	case strings.HasPrefix(target, "#"):
		return "#" + or(strings.TrimPrefix(label, "#"), "channel")
	case strings.HasPrefix(target, "!subteam^"):
		h.toOthers = true
		return "@" + or(strings.TrimPrefix(label, "@"), "group")
	case strings.HasPrefix(target, "!date^"):
		return label
	case strings.HasPrefix(target, "!"):
		return "@" + strings.TrimPrefix(or(label, target[1:]), "@")
	}
	return or(label, Unescape(target))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// stampTime is the time in a Slack timestamp such as "1760000000.000100", zero
// for anything else.
func stampTime(ts string) time.Time {
	secs, frac, _ := strings.Cut(ts, ".")
	var s, us int64
	for _, r := range secs {
		if r < '0' || r > '9' || s > 1<<40 {
			return time.Time{}
		}
		s = s*10 + int64(r-'0')
	}
	for i := range 6 {
		us *= 10
		if i < len(frac) && frac[i] >= '0' && frac[i] <= '9' {
			us += int64(frac[i] - '0')
		}
	}
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, us*1000)
}

// cut shortens words of the bot's own (never a quote) to at most limit
// characters, with an ellipsis where something is missing.
func cut(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	return strings.TrimSpace(string(runes[:limit-1])) + "…"
}
