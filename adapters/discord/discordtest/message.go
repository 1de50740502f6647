package discordtest

import (
	"encoding/json"
	"slices"
	"time"
)

// Message is a message as the server keeps it. Body is what was sent in its
// latest form; Edits counts the changes after the first.
type Message struct {
	ID, Channel, Guild string
	Author             User
	Content            string
	Mentions           []User
	// ReplyTo is the message that this one answers, "" for none.
	ReplyTo string
	Flags   int
	// Components and Embeds are as sent, nil where there were none.
	Components, Embeds json.RawMessage
	Body               json.RawMessage
	Edits              int
	Deleted            bool
	// Interaction is the ID of the interaction that the message answers.
	Interaction string
}

// Ephemeral reports whether one person alone sees m.
func (m Message) Ephemeral() bool { return m.Flags&flagEphemeral != 0 }

// Loading reports whether m still says that the bot is thinking.
func (m Message) Loading() bool { return m.Flags&flagLoading != 0 }

// The flags of a message that matter here.
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagLoading        = 1 << 7
	flagComponentsV2   = 1 << 15
)

func (s *Server) messageJSON(m *Message, content string) map[string]any {
	mentions := m.Mentions
	if mentions == nil {
		mentions = []User{}
	}
	out := map[string]any{
		"id": m.ID, "channel_id": m.Channel, "author": m.Author, "content": content,
		"timestamp": time.Now().UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "tts": false,
		"mention_everyone": false, "mentions": mentions, "mention_roles": []string{}, "attachments": []any{},
		"embeds": orEmpty(m.Embeds), "components": orEmpty(m.Components), "pinned": false, "type": 0, "flags": m.Flags,
	}
	if m.Edits > 0 {
		out["edited_timestamp"] = time.Now().UTC().Format(time.RFC3339Nano)
	}
	if m.Guild != "" {
		out["guild_id"] = m.Guild
	}
	if m.ReplyTo != "" {
		out["type"] = 19
		out["message_reference"] = map[string]any{"message_id": m.ReplyTo, "channel_id": m.Channel}
		if to := s.messages[m.ReplyTo]; to != nil {
			out["referenced_message"] = map[string]any{
				"id": to.ID, "channel_id": to.Channel, "author": to.Author, "content": "", "type": 0,
				"timestamp": time.Now().UTC().Format(time.RFC3339Nano), "mentions": []any{}, "attachments": []any{}, "embeds": []any{},
			}
		}
	}
	return out
}

func orEmpty(raw json.RawMessage) any {
	if len(raw) == 0 || string(raw) == "null" {
		return []any{}
	}
	return raw
}

// Say is a person's message in a channel.
type Say struct {
	Channel *Channel
	By      User
	Text    string
	// Mentions are the people (or the bot) whose <@ID> stands in Text.
	Mentions []User
	// ReplyTo is the message replied to, with a ping of its author.
	ReplyTo string
	// Times is how often the event is delivered; 0 means once.
	Times int
}

// Say sends a message and returns its ID.
func (s *Server) Say(say Say) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Message{ID: s.newID(), Channel: say.Channel.ID, Guild: say.Channel.Guild, Author: say.By,
		Content: say.Text, Mentions: slices.Clone(say.Mentions), ReplyTo: say.ReplyTo}
	if to := s.messages[say.ReplyTo]; to != nil {
		m.Mentions = append(m.Mentions, to.Author)
	}
	s.keep(m)
	for range max(1, say.Times) {
		s.announce("MESSAGE_CREATE", m)
	}
	return m.ID
}

// Again delivers a message once more.
func (s *Server) Again(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[id]; m != nil {
		s.announce("MESSAGE_CREATE", m)
	}
}

// Edit changes a person's message.
func (s *Server) Edit(id, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[id]
	m.Content, m.Edits = text, m.Edits+1
	s.announce("MESSAGE_UPDATE", m)
}

// Post opens a thread in a forum, with title and its first message.
func (s *Server) Post(forum *Channel, by User, title, text string) *Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.newID()
	thread := &Channel{ID: id, Guild: forum.Guild, Parent: forum.ID, Name: title, Type: PublicThread}
	s.channels[id] = thread
	s.dispatch("THREAD_CREATE", forum.Guild, func(intents int) any {
		if intents&IntentGuilds == 0 {
			return nil
		}
		out := thread.json()
		out["newly_created"], out["owner_id"] = true, by.ID
		return out
	})
	// The first message of a forum thread has the thread's own ID.
	m := &Message{ID: id, Channel: id, Guild: forum.Guild, Author: by, Content: text}
	s.keep(m)
	s.announce("MESSAGE_CREATE", m)
	return thread
}

func (s *Server) keep(m *Message) {
	s.messages[m.ID] = m
	s.order = append(s.order, m.ID)
}

// announce tells the connections of m as their intents let them see it.
func (s *Server) announce(kind string, m *Message) {
	s.dispatch(kind, m.Guild, func(intents int) any {
		need := IntentGuildMessages
		if m.Guild == "" {
			need = IntentDirectMessages
		}
		if intents&need == 0 {
			return nil
		}
		content := m.Content
		mentioned := slices.ContainsFunc(m.Mentions, func(u User) bool { return u.ID == s.Self.ID })
		if m.Guild != "" && !mentioned && m.Author.ID != s.Self.ID && intents&IntentMessageContent == 0 {
			content = ""
		}
		return s.messageJSON(m, content)
	})
}

// Message returns a message by its ID.
func (s *Server) Message(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.messages[id]
	if !ok {
		return Message{}, false
	}
	return *m, true
}

// Replies counts the bot's messages that reply to the one with that ID.
func (s *Server) Replies(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.replies[id]
}

// Sent returns the bot's messages that stand in channel, oldest first, without
// those that answer interactions.
func (s *Server) Sent(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, id := range s.order {
		if m := s.messages[id]; m.Channel == channel && m.Author.ID == s.Self.ID && m.Interaction == "" && !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// Threads returns the threads under parent.
func (s *Server) Threads(parent string) []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Channel
	for _, c := range s.channels {
		if c.Parent == parent {
			out = append(out, *c)
		}
	}
	return out
}
