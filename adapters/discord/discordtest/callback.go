package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// The types of first responses.
const (
	respondMessage      = 4
	respondDefer        = 5
	respondDeferUpdate  = 6
	respondUpdate       = 7
	respondAutocomplete = 8
	respondModal        = 9
)

func (s *Server) postCallback(r *http.Request, body []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it := s.interactions[r.PathValue("id")]
	if it == nil || it.Token != r.PathValue("token") {
		return http.StatusNotFound, refusal{10062, "Unknown interaction"}
	}
	status, code, text := s.respond(it, body)
	if status >= 300 {
		return status, refusal{code, text}
	}
	return status, nil
}

// respond takes the first response to an interaction; s.mu is held.
func (s *Server) respond(it *Interaction, body []byte) (status, code int, text string) {
	var p struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return http.StatusBadRequest, 50035, err.Error()
	}
	after := time.Since(it.Made)
	if it.Response != 0 {
		it.Repeated++
		return http.StatusConflict, 40060, "Interaction has already been acknowledged."
	}
	if after > s.opts.AckWithin {
		s.problemLocked("the first response to an interaction came after %v", after)
		return http.StatusNotFound, 10062, "Unknown interaction"
	}
	if err := s.checkResponse(it, p.Type, p.Data); err != nil {
		return http.StatusBadRequest, 50035, err.Error()
	}
	it.Response, it.After, it.Data = p.Type, after, p.Data
	var data payload
	_ = json.Unmarshal(p.Data, &data) // checked above where it is a message
	switch p.Type {
	case respondMessage, respondDefer:
		m := &Message{ID: s.newID(), Channel: it.channel.ID, Guild: it.channel.Guild, Author: s.Self, Interaction: it.ID}
		it.ephemeral = data.Flags&flagEphemeral != 0
		m.Flags = data.Flags & flagEphemeral
		if p.Type == respondDefer {
			m.Flags |= flagLoading
		} else {
			m.fill(data, p.Data)
			it.Answers++
		}
		s.keep(m)
		it.Original = m.ID
	case respondDeferUpdate:
		it.Original = it.target
	case respondUpdate:
		it.Original = it.target
		if m := s.messages[it.target]; m != nil {
			m.fill(data, p.Data)
			m.Edits++
		}
		it.Answers++
	}
	return http.StatusNoContent, 0, ""
}

func (s *Server) checkResponse(it *Interaction, kind int, data json.RawMessage) error {
	if it.Kind == 4 != (kind == respondAutocomplete) {
		return fmt.Errorf("an interaction of type %d answered with type %d", it.Kind, kind)
	}
	switch kind {
	case respondMessage, respondUpdate:
		p, err := checkMessage(data, kind == respondUpdate)
		if err != nil {
			return err
		}
		if err := checkMentions(p); err != nil {
			s.problemLocked("first response: %v", err)
		}
	case respondDeferUpdate:
		if it.Kind != 3 {
			return fmt.Errorf("only a pressed button can be answered by a deferred update")
		}
	case respondAutocomplete:
		return checkChoices(data)
	case respondModal:
		return checkModal(data)
	case respondDefer:
	default:
		return fmt.Errorf("first response of type %d", kind)
	}
	if kind == respondUpdate && it.Kind != 3 && it.Kind != 5 {
		return fmt.Errorf("only a pressed button can change its message")
	}
	return nil
}

func checkChoices(data json.RawMessage) error {
	var p struct {
		Choices *[]struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"choices"`
	}
	if err := json.Unmarshal(data, &p); err != nil || p.Choices == nil {
		return fmt.Errorf("choices are missing: %v", err)
	}
	if n := len(*p.Choices); n > 25 {
		return fmt.Errorf("%d choices, 25 are allowed", n)
	}
	for _, c := range *p.Choices {
		if n := length(c.Name); n < 1 || n > 100 || length(c.Value) > 100 {
			return fmt.Errorf("choice %q has no or over 100 characters", c.Name)
		}
	}
	return nil
}

func checkModal(data json.RawMessage) error {
	var p struct {
		CustomID   string      `json:"custom_id"`
		Title      string      `json:"title"`
		Components []component `json:"components"`
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	if p.CustomID == "" || length(p.CustomID) > 100 || p.Title == "" || length(p.Title) > 45 {
		return fmt.Errorf("the modal's custom_id or title is empty or too long")
	}
	if n := len(p.Components); n < 1 || n > 5 {
		return fmt.Errorf("the modal has %d components, 1 to 5 are allowed", n)
	}
	return nil
}

// live finds the interaction of a token that still works; s.mu is held.
func (s *Server) live(r *http.Request) (*Interaction, int, any) {
	it := s.tokens[r.PathValue("token")]
	switch {
	case it == nil || r.PathValue("app") != s.App:
		return nil, http.StatusNotFound, refusal{10015, "Unknown Webhook"}
	case time.Since(it.Made) > s.opts.TokenLife:
		return nil, http.StatusUnauthorized, refusal{50027, "Invalid Webhook Token"}
	case it.Response == 0:
		return nil, http.StatusNotFound, refusal{10015, "Unknown Webhook"}
	}
	return it, 0, nil
}

func (s *Server) postFollowup(r *http.Request, body []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, status, refused := s.live(r)
	if it == nil {
		return status, refused
	}
	p, err := checkMessage(body, false)
	if err != nil {
		return invalid(err)
	}
	s.checkMentionsLocked(r, p)
	m := &Message{ID: s.newID(), Channel: it.channel.ID, Guild: it.channel.Guild, Author: s.Self, Interaction: it.ID}
	// The first follow-up to a deferred response takes that response's place
	// and its being ephemeral or not.
	if first := s.messages[it.Original]; first != nil && it.Response == respondDefer && first.Loading() && !first.Deleted {
		first.fill(p, body)
		it.Answers++
		return http.StatusOK, s.messageJSON(first, first.Content)
	}
	m.fill(p, body)
	s.keep(m)
	it.Followups = append(it.Followups, m.ID)
	return http.StatusOK, s.messageJSON(m, m.Content)
}

// followup finds the message that a request on an interaction's token names;
// s.mu is held.
func (s *Server) followup(r *http.Request) (*Interaction, *Message, int, any) {
	it, status, refused := s.live(r)
	if it == nil {
		return nil, nil, status, refused
	}
	id := r.PathValue("message")
	if id == "@original" {
		id = it.Original
	}
	m := s.messages[id]
	if m == nil || m.Deleted {
		return nil, nil, http.StatusNotFound, refusal{10008, "Unknown Message"}
	}
	return it, m, 0, nil
}

func (s *Server) getFollowup(r *http.Request, _ []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, m, status, refused := s.followup(r)
	if m == nil {
		return status, refused
	}
	return http.StatusOK, s.messageJSON(m, m.Content)
}

func (s *Server) patchFollowup(r *http.Request, body []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, m, status, refused := s.followup(r)
	if m == nil {
		return status, refused
	}
	status, answer := s.edit(r, m, body)
	if status < 300 && m.ID == it.Original {
		it.Answers++
	}
	return status, answer
}

func (s *Server) deleteFollowup(r *http.Request, _ []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, m, status, refused := s.followup(r)
	if m == nil {
		return status, refused
	}
	m.Deleted = true
	return http.StatusNoContent, nil
}
