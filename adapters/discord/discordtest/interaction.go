package discordtest

import (
	"encoding/json"
	"fmt"
	"time"
)

// Interaction is a command, an autocomplete or a pressed button on its way.
type Interaction struct {
	ID, Token string
	Kind      int // 2 command, 3 component, 4 autocomplete, 5 modal
	Made      time.Time

	// Response is the type of the first response, 0 before it; After how long
	// it took.
	Response int
	After    time.Duration
	// Repeated counts first responses after the first, which Discord refuses.
	Repeated int
	// Data of the first response, for choices and modals.
	Data json.RawMessage
	// Original is the ID of the first response's message, Answers the number
	// of times that it was filled in or changed, Followups the IDs of the
	// messages that came after.
	Original  string
	Answers   int
	Followups []string

	ephemeral bool
	channel   *Channel
	target    string // the message that a pressed button stands under
}

// Ask is a slash command, an autocomplete or a message command.
type Ask struct {
	Channel *Channel
	By      User
	Command string
	// Options by name; a string, bool, or Channel ID.
	Options map[string]any
	// Focused makes it an autocomplete of that option.
	Focused string
	// Target makes it a message command on that message.
	Target string
	// Sub is the name of a subcommand, if any.
	Sub string
	// Permissions of the member, as Discord's bit set.
	Permissions int64
	Times       int
}

// Ask sends an interaction over the gateway and returns its ID.
func (s *Server) Ask(a Ask) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, payload := s.prepareAsk(a)
	for range max(1, a.Times) {
		s.dispatch("INTERACTION_CREATE", a.Channel.Guild, func(int) any { return payload })
	}
	return it.ID
}

// PrepareAsk makes the interaction without sending it, for HTTP.
func (s *Server) PrepareAsk(a Ask) (id string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, payload := s.prepareAsk(a)
	body, err := json.Marshal(payload)
	if err != nil {
		panic(err) // the payload is made of plain values
	}
	return it.ID, body
}

func (s *Server) prepareAsk(a Ask) (*Interaction, map[string]any) {
	kind := 2
	if a.Focused != "" {
		kind = 4
	}
	data := map[string]any{"id": s.newID(), "name": a.Command, "type": 1}
	options := []map[string]any{}
	for name, v := range a.Options {
		o := map[string]any{"name": name, "value": v, "type": 3}
		switch v := v.(type) {
		case bool:
			o["type"] = 5
		case int:
			o["type"] = 4
		case *Channel:
			o["type"], o["value"] = 7, v.ID
		}
		if name == a.Focused {
			o["focused"] = true
		}
		options = append(options, o)
	}
	if a.Sub != "" {
		options = []map[string]any{{"name": a.Sub, "type": 1, "options": options}}
	}
	data["options"] = options
	if a.Target != "" {
		data["type"], data["target_id"] = 3, a.Target
		delete(data, "options")
		if m := s.messages[a.Target]; m != nil {
			data["resolved"] = map[string]any{"messages": map[string]any{a.Target: s.messageJSON(m, m.Content)}}
		}
	}
	return s.interact(kind, a.Channel, a.By, a.Permissions, data)
}

// interact makes an interaction and its payload; s.mu is held.
func (s *Server) interact(kind int, c *Channel, by User, permissions int64, data map[string]any) (*Interaction, map[string]any) {
	it := &Interaction{ID: s.newID(), Kind: kind, Made: time.Now(), channel: c}
	it.Token = fmt.Sprintf("aW50ZXJhY3Rpb246%s-token-of-an-interaction", it.ID)
	s.interactions[it.ID], s.tokens[it.Token] = it, it
	payload := map[string]any{
		"id": it.ID, "application_id": s.App, "type": kind, "token": it.Token, "version": 1,
		"channel_id": c.ID, "channel": c.json(), "data": data, "locale": "en-GB", "entitlements": []any{},
		"authorizing_integration_owners": map[string]string{}, "context": 0, "app_permissions": "2147483647",
	}
	if c.Guild == "" {
		payload["user"], payload["context"] = by, 1
	} else {
		payload["guild_id"], payload["guild_locale"] = c.Guild, "en-GB"
		payload["member"] = map[string]any{"user": by, "permissions": fmt.Sprint(permissions), "roles": []string{},
			"joined_at": "2024-01-01T00:00:00Z", "deaf": false, "mute": false}
	}
	return it, payload
}

// Press presses the button with customID under a message of the bot's and
// returns the interaction's ID.
func (s *Server) Press(message string, by User, customID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[message]
	c := s.channels[m.Channel]
	it, payload := s.interact(3, c, by, 0, map[string]any{"custom_id": customID, "component_type": 2})
	it.target = message
	payload["message"] = s.messageJSON(m, m.Content)
	s.dispatch("INTERACTION_CREATE", c.Guild, func(int) any { return payload })
	return it.ID
}

// SubmitModal sends what a person filled into the modal of an interaction.
func (s *Server) SubmitModal(c *Channel, by User, customID string, fields map[string]string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []map[string]any{}
	for id, value := range fields {
		rows = append(rows, map[string]any{"type": 1, "components": []map[string]any{{"type": 4, "custom_id": id, "value": value}}})
	}
	it, payload := s.interact(5, c, by, 0, map[string]any{"custom_id": customID, "components": rows})
	s.dispatch("INTERACTION_CREATE", c.Guild, func(int) any { return payload })
	return it.ID
}

// Interaction returns how the interaction stands.
func (s *Server) Interaction(id string) Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.interactions[id]
}

// Reply returns the message that answers the interaction, once it is there and
// no longer loading.
func (s *Server) Reply(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it := s.interactions[id]
	if m := s.messages[it.Original]; m != nil && !m.Loading() && !m.Deleted {
		return *m, true
	}
	return Message{}, false
}

// Respond takes the first response to an interaction that was sent over HTTP.
func (s *Server) Respond(id string, body []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if status, code, text := s.respond(s.interactions[id], body); status >= 300 {
		return fmt.Errorf("first response refused with %d, %d: %s", status, code, text)
	}
	return nil
}
