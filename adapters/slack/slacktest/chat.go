package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// textLimit is where Slack cuts the text of a message.
const textLimit = 40000

func (s *Server) postMessage(c Call) response {
	m, bad := s.message(c)
	if bad != nil {
		return bad
	}
	m.TS = s.ts()
	s.messages = append(s.messages, m)
	return response{"ok": true, "channel": m.Channel, "ts": m.TS, "message": map[string]any{"text": m.Text, "ts": m.TS}}
}

func (s *Server) postEphemeral(c Call) response {
	m, bad := s.message(c)
	if bad != nil {
		return bad
	}
	if m.User = c.Fields["user"]; m.User == "" {
		s.problem("chat.postEphemeral: no user")
		return refused("user_not_found")
	}
	m.TS = s.ts()
	s.messages = append(s.messages, m)
	return response{"ok": true, "message_ts": m.TS}
}

func (s *Server) updateMessage(c Call) response {
	m, bad := s.message(c)
	if bad != nil {
		return bad
	}
	old := s.find(m.Channel, c.Fields["ts"])
	if old == nil {
		return refused("message_not_found")
	}
	old.Text, old.Blocks, old.Plain, old.Unfurls = m.Text, m.Blocks, m.Plain, m.Unfurls
	old.Edits++
	return response{"ok": true, "channel": old.Channel, "ts": old.TS, "text": old.Text}
}

func (s *Server) deleteMessage(c Call) response {
	m := s.find(c.Fields["channel"], c.Fields["ts"])
	if m == nil || m.Deleted {
		return refused("message_not_found")
	}
	m.Deleted = true
	return response{"ok": true, "channel": m.Channel, "ts": m.TS}
}

// find returns a message that everybody sees, or nil. s.mu is held.
func (s *Server) find(channel, ts string) *Message {
	for _, m := range s.messages {
		if m.Channel == channel && m.TS == ts && m.User == "" {
			return m
		}
	}
	return nil
}

// message reads the arguments that all posting methods share and checks them.
// s.mu is held.
func (s *Server) message(c Call) (*Message, response) {
	if !strings.ContainsAny(c.Fields["channel"]+" ", "CDGU") || c.Fields["channel"] == "" {
		s.problem("%s: channel %q", c.Method, c.Fields["channel"])
		return nil, refused("channel_not_found")
	}
	m := &Message{Channel: c.Fields["channel"], ThreadTS: c.Fields["thread_ts"], Via: c.Method, At: time.Now(),
		Plain:   c.Fields["mrkdwn"] == "false",
		Unfurls: c.Fields["unfurl_links"] != "false" || c.Fields["unfurl_media"] != "false"}
	if c.Method == "chat.update" {
		m.Unfurls = false
	}
	return m, s.content(m, c)
}

// content reads and checks text and blocks; nil means that they are fit to
// show.
func (s *Server) content(m *Message, c Call) response {
	m.Text = c.Fields["text"]
	blocks := strings.TrimSpace(c.Fields["blocks"])
	if blocks == "" || blocks == "null" || blocks == "[]" {
		if strings.TrimSpace(m.Text) == "" {
			s.problem("%s: neither text nor blocks", c.Method)
			return refused("no_text")
		}
	} else {
		m.Blocks = json.RawMessage(blocks)
		if strings.TrimSpace(m.Text) == "" {
			s.problem("%s: blocks without a fallback text", c.Method)
		}
		if code, details := s.checkBlocks(m.Blocks); code != "" {
			s.problem("%s: %s: %s", c.Method, code, strings.Join(details, "; "))
			return refused(code, details...)
		}
	}
	if n := utf8.RuneCountInString(m.Text); n > textLimit {
		s.problem("%s: text of %d characters", c.Method, n)
		return refused("msg_too_long", fmt.Sprint(n))
	}
	return nil
}
