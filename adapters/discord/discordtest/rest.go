package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// handler serves one REST route: what to answer, or a status and Discord's
// code and words for a refusal.
type handler func(s *Server, r *http.Request, body []byte) (status int, answer any)

// refusal is the body of an error, in Discord's form.
type refusal struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func invalid(err error) (int, any) {
	return http.StatusBadRequest, refusal{50035, "Invalid Form Body: " + err.Error()}
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/gateway-socket/", s.serveGateway)
	for pattern, h := range map[string]handler{
		"GET /gateway":                                        (*Server).getGateway,
		"GET /gateway/bot":                                    (*Server).getGateway,
		"GET /users/@me":                                      (*Server).getSelf,
		"POST /users/@me/channels":                            (*Server).postDirect,
		"GET /applications/@me":                               (*Server).getApp,
		"GET /channels/{channel}":                             (*Server).getChannel,
		"POST /channels/{channel}/typing":                     (*Server).postTyping,
		"POST /channels/{channel}/messages":                   (*Server).postMessage,
		"GET /channels/{channel}/messages/{message}":          (*Server).getMessage,
		"PATCH /channels/{channel}/messages/{message}":        (*Server).patchMessage,
		"DELETE /channels/{channel}/messages/{message}":       (*Server).deleteMessage,
		"POST /channels/{channel}/messages/{message}/threads": (*Server).postThread,
		"GET /applications/{app}/commands":                    (*Server).getCommands,
		"PUT /applications/{app}/commands":                    (*Server).putCommands,
		"GET /applications/{app}/guilds/{guild}/commands":     (*Server).getCommands,
		"PUT /applications/{app}/guilds/{guild}/commands":     (*Server).putCommands,
		"POST /interactions/{id}/{token}/callback":            (*Server).postCallback,
		"POST /webhooks/{app}/{token}":                        (*Server).postFollowup,
		"GET /webhooks/{app}/{token}/messages/{message}":      (*Server).getFollowup,
		"PATCH /webhooks/{app}/{token}/messages/{message}":    (*Server).patchFollowup,
		"DELETE /webhooks/{app}/{token}/messages/{message}":   (*Server).deleteFollowup,
	} {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /api/v10"+path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, h) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.problem("%s %s: no such route here", r.Method, r.URL.Path)
		writeJSON(w, http.StatusNotFound, refusal{0, "404: Not Found"})
	})
	return mux
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, h handler) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	record := &statusWriter{ResponseWriter: w}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.opts.Lean {
			s.requests = append(s.requests, Request{r.Method, path, string(body), record.status, time.Now()})
		}
	}()
	byToken := strings.HasPrefix(path, "/webhooks/") || strings.HasPrefix(path, "/interactions/")
	if got := r.Header.Get("Authorization"); !byToken && got != "Bot "+s.opts.Token {
		writeJSON(record, http.StatusUnauthorized, refusal{0, "401: Unauthorized"})
		return
	}
	if !strings.HasPrefix(r.UserAgent(), "DiscordBot (") {
		s.problem("%s %s: User-Agent %q is not of the form that Discord asks for", r.Method, path, r.UserAgent())
	}
	if s.limited(record, r) {
		return
	}
	if hook := s.takeHook(r.Method, path); hook != nil {
		hook.answer(record)
		return
	}
	if r.Method != http.MethodGet && len(body) > 0 && !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		s.problem("%s %s: Content-Type is %q", r.Method, path, r.Header.Get("Content-Type"))
	}
	if s.opts.Contract != nil {
		if err := s.opts.Contract.Check(r.Method, path, bytes.TrimSpace(body)); err != nil {
			s.problem("%v", err)
		}
	}
	status, answer := h(s, r, body)
	if status == http.StatusBadRequest {
		s.problem("%s %s refused: %v", r.Method, path, answer)
	}
	writeJSON(record, status, answer)
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	if v == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (s *Server) getGateway(*http.Request, []byte) (int, any) {
	return http.StatusOK, map[string]any{"url": s.GatewayURL(), "shards": 1,
		"session_start_limit": map[string]any{"total": 1000, "remaining": 999, "reset_after": 1000, "max_concurrency": 1}}
}

func (s *Server) getSelf(*http.Request, []byte) (int, any) { return http.StatusOK, s.Self }

func (s *Server) getApp(*http.Request, []byte) (int, any) {
	return http.StatusOK, map[string]any{"id": s.App, "name": "record", "description": "", "flags": 0, "bot_public": true,
		"verify_key": strings.Repeat("0", 64), "bot": s.Self}
}

func (s *Server) getChannel(r *http.Request, _ []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[r.PathValue("channel")]; c != nil {
		return http.StatusOK, c.json()
	}
	return http.StatusNotFound, refusal{10003, "Unknown Channel"}
}

// postDirect opens the direct conversation with a person, one each.
func (s *Server) postDirect(_ *http.Request, body []byte) (int, any) {
	var p struct {
		Recipient string `json:"recipient_id"`
	}
	if err := json.Unmarshal(body, &p); err != nil || p.Recipient == "" {
		return invalid(fmt.Errorf("recipient_id is missing"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.directs[p.Recipient]
	if c == nil {
		c = &Channel{ID: s.newID(), Type: DirectDM}
		s.channels[c.ID], s.directs[p.Recipient] = c, c
	}
	return http.StatusOK, c.json()
}

// DirectTo returns the bot's direct conversation with a person, if it has one.
func (s *Server) DirectTo(u User) (Channel, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.directs[u.ID]; c != nil {
		return *c, true
	}
	return Channel{}, false
}

func (s *Server) postTyping(*http.Request, []byte) (int, any) { return http.StatusNoContent, nil }

func (s *Server) postMessage(r *http.Request, body []byte) (int, any) {
	p, err := checkMessage(body, false)
	if err != nil {
		return invalid(err)
	}
	if p.Flags&flagEphemeral != 0 {
		return invalid(fmt.Errorf("a message in a channel can't be ephemeral"))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkMentionsLocked(r, p)
	c := s.channels[r.PathValue("channel")]
	if c == nil {
		return http.StatusNotFound, refusal{10003, "Unknown Channel"}
	}
	if c.Type == ForumChannel {
		return http.StatusBadRequest, refusal{50008, "Cannot send messages in a non-text channel"}
	}
	if first := s.nonces[p.Nonce]; p.EnforceNonce && first != nil {
		return http.StatusOK, s.messageJSON(first, first.Content) // had before
	}
	m := &Message{ID: s.newID(), Channel: c.ID, Guild: c.Guild, Author: s.Self}
	if p.EnforceNonce && p.Nonce != "" {
		s.nonces[p.Nonce] = m
	}
	if p.Reference != nil {
		if to := s.messages[p.Reference.MessageID]; to != nil && !to.Deleted && to.Channel == c.ID {
			m.ReplyTo = p.Reference.MessageID
		} else if p.Reference.FailIfNot == nil || *p.Reference.FailIfNot {
			return http.StatusBadRequest, refusal{50035, "message_reference: Unknown message"}
		}
	}
	m.fill(p, body)
	s.lean(m)
	if m.ReplyTo != "" {
		s.replies[m.ReplyTo]++
	}
	s.keep(m)
	s.announce("MESSAGE_CREATE", m)
	return http.StatusOK, s.messageJSON(m, m.Content)
}

// fill takes over what a request says of the message.
func (m *Message) fill(p payload, body []byte) {
	var raw struct {
		Content    *string         `json:"content"`
		Embeds     json.RawMessage `json:"embeds"`
		Components json.RawMessage `json:"components"`
	}
	_ = json.Unmarshal(body, &raw) // checkMessage has read it before
	if raw.Content != nil {
		m.Content = *raw.Content
	}
	if raw.Embeds != nil {
		m.Embeds = raw.Embeds
	}
	if raw.Components != nil {
		m.Components = raw.Components
	}
	m.Flags = m.Flags&^flagLoading | p.Flags&(flagSuppressEmbeds|flagComponentsV2|flagEphemeral)
	m.Body = append(json.RawMessage(nil), body...)
}

func (s *Server) lean(m *Message) {
	if s.opts.Lean {
		m.Body, m.Components, m.Embeds = nil, nil, nil
	}
}

func (s *Server) checkMentionsLocked(r *http.Request, p payload) {
	if err := checkMentions(p); err != nil {
		s.problemLocked("%s %s: %v", r.Method, r.URL.Path, err)
	}
}

func (s *Server) getMessage(r *http.Request, _ []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[r.PathValue("message")]
	if m == nil || m.Deleted || m.Channel != r.PathValue("channel") {
		return http.StatusNotFound, refusal{10008, "Unknown Message"}
	}
	return http.StatusOK, s.messageJSON(m, m.Content)
}

func (s *Server) patchMessage(r *http.Request, body []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[r.PathValue("message")]
	if m == nil || m.Deleted || m.Channel != r.PathValue("channel") {
		return http.StatusNotFound, refusal{10008, "Unknown Message"}
	}
	if m.Author.ID != s.Self.ID {
		return http.StatusForbidden, refusal{50005, "Cannot edit a message authored by another user"}
	}
	return s.edit(r, m, body)
}

// edit changes m; s.mu is held.
func (s *Server) edit(r *http.Request, m *Message, body []byte) (int, any) {
	p, err := checkMessage(body, true)
	if err != nil {
		return invalid(err)
	}
	var sent struct {
		Flags *int `json:"flags"`
	}
	_ = json.Unmarshal(body, &sent)
	switch {
	case p.Flags&flagEphemeral != 0 && m.Flags&flagEphemeral == 0:
		return invalid(fmt.Errorf("whether a message is ephemeral is fixed by the first response"))
	case sent.Flags != nil && m.Flags&flagComponentsV2 != 0 && p.Flags&flagComponentsV2 == 0:
		return invalid(fmt.Errorf("IS_COMPONENTS_V2 can't be taken away again"))
	case p.Flags&flagComponentsV2 != 0 && m.Content != "":
		return invalid(fmt.Errorf("a message with content can't become one of components"))
	}
	s.checkMentionsLocked(r, p)
	m.fill(p, body)
	s.lean(m)
	m.Edits++
	return http.StatusOK, s.messageJSON(m, m.Content)
}

func (s *Server) deleteMessage(r *http.Request, _ []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[r.PathValue("message")]
	if m == nil || m.Deleted {
		return http.StatusNotFound, refusal{10008, "Unknown Message"}
	}
	m.Deleted = true
	return http.StatusNoContent, nil
}

func (s *Server) postThread(r *http.Request, body []byte) (int, any) {
	var p struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(body, &p); err != nil || p.Name == "" || length(p.Name) > 100 {
		return invalid(fmt.Errorf("thread name %q has no or over 100 characters", p.Name))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, parent := s.messages[r.PathValue("message")], s.channels[r.PathValue("channel")]
	switch {
	case m == nil || parent == nil:
		return http.StatusNotFound, refusal{10008, "Unknown Message"}
	case parent.Type != TextChannel:
		return http.StatusBadRequest, refusal{50024, "Cannot execute action on this channel type"}
	case s.channels[m.ID] != nil:
		return http.StatusBadRequest, refusal{160004, "A thread has already been created for this message"}
	}
	// A thread that starts at a message has the message's ID.
	c := &Channel{ID: m.ID, Guild: parent.Guild, Parent: parent.ID, Name: p.Name, Type: PublicThread}
	s.channels[c.ID] = c
	return http.StatusCreated, c.json()
}

func (s *Server) getCommands(r *http.Request, _ []byte) (int, any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.commands[r.PathValue("guild")]; list != nil {
		return http.StatusOK, list
	}
	return http.StatusOK, []any{}
}

func (s *Server) putCommands(r *http.Request, body []byte) (int, any) {
	var list []map[string]any
	if err := json.Unmarshal(body, &list); err != nil {
		return invalid(err)
	}
	seen := map[string]bool{}
	for _, c := range list {
		if err := checkCommand(c, seen); err != nil {
			return invalid(err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	guild := r.PathValue("guild")
	for _, c := range list {
		c["id"], c["application_id"], c["version"] = s.newID(), s.App, s.newID()
		if p, ok := c["default_member_permissions"].(float64); ok {
			c["default_member_permissions"] = fmt.Sprintf("%.0f", p) // read back as text
		}
		if guild != "" {
			c["guild_id"] = guild
		}
	}
	s.commands[guild] = list
	s.commandSeen++
	return http.StatusOK, list
}
