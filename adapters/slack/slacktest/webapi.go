package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// response is the answer to a call: extra fields beside "ok" and "error".
type response map[string]any

func refused(code string, details ...string) response {
	r := response{"ok": false, "error": code}
	if len(details) > 0 {
		r["response_metadata"] = map[string]any{"messages": details}
	}
	return r
}

// method is a Web API method: the scopes any one of which it needs, whether it
// takes the app-level token, and what it does. do runs under the lock.
type method struct {
	scopes []string
	app    bool
	do     func(s *Server, c Call) response
}

func methods() map[string]method {
	return map[string]method{
		"auth.test":             {do: (*Server).authTest},
		"apps.connections.open": {app: true, do: (*Server).openConnection},
		"chat.postMessage":      {scopes: []string{"chat:write"}, do: (*Server).postMessage},
		"chat.postEphemeral":    {scopes: []string{"chat:write"}, do: (*Server).postEphemeral},
		"chat.update":           {scopes: []string{"chat:write"}, do: (*Server).updateMessage},
		"chat.delete":           {scopes: []string{"chat:write"}, do: (*Server).deleteMessage},
		"views.open":            {do: (*Server).openView},
		"views.publish":         {do: (*Server).publishView},
		"assistant.threads.setStatus": {scopes: []string{"chat:write", "assistant:write"},
			do: (*Server).assistant},
		"assistant.threads.setSuggestedPrompts": {scopes: []string{"assistant:write"}, do: (*Server).suggest},
		"assistant.threads.setTitle":            {scopes: []string{"assistant:write"}, do: (*Server).assistant},
		"conversations.info": {scopes: []string{"channels:read", "groups:read", "im:read", "mpim:read"},
			do: (*Server).conversation},
		"conversations.members": {scopes: []string{"channels:read", "groups:read", "im:read", "mpim:read"},
			do: func(*Server, Call) response { return response{"ok": true, "members": []string{BotUserID}} }},
		"users.info": {scopes: []string{"users:read"}, do: func(_ *Server, c Call) response {
			return response{"ok": true, "user": map[string]any{"id": c.Fields["user"], "name": strings.ToLower(c.Fields["user"])}}
		}},
	}
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	call, err := readCall(r, name)
	s.mu.Lock()
	var fail *Failure
	var out response
	m, known := methods()[name]
	switch {
	case !known:
		s.problem("%s: no such method", name)
		out = refused("unknown_method")
	case err != nil:
		s.problem("%s: %v", name, err)
		out = refused("invalid_form_data")
	default:
		out = s.authorise(name, m, call)
		if out == nil {
			if fail = s.failure(call); fail == nil || *fail == (Failure{Delay: fail.Delay}) {
				out = m.do(s, call)
			} else {
				out = refused(fail.Error)
				call.Error = fail.code()
			}
		}
	}
	if code, bad := out["error"].(string); bad && call.Error == "" {
		call.Error = code
	}
	s.calls = append(s.calls, call)
	s.changed.Broadcast()
	scopes := strings.Join(s.opts.Scopes, ",")
	s.mu.Unlock()
	w.Header().Set("X-OAuth-Scopes", scopes)
	fail.write(w, out)
}

func (f *Failure) code() string {
	switch {
	case f.Drop:
		return "dropped"
	case f.Status != 0:
		return strconv.Itoa(f.Status)
	}
	return f.Error
}

// write answers with the fault, or with out where there is none.
func (f *Failure) write(w http.ResponseWriter, out response) {
	if f != nil {
		time.Sleep(f.Delay)
		switch {
		case f.Drop:
			panic(http.ErrAbortHandler)
		case f.Status == http.StatusTooManyRequests:
			w.Header().Set("Retry-After", strconv.Itoa(int((f.RetryAfter+time.Second-1)/time.Second)))
			fallthrough
		case f.Status != 0:
			w.WriteHeader(f.Status)
			fmt.Fprintln(w, "<html>fault</html>")
			return
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(out)
}

// authorise checks the token of a call and its scopes; nil means that it may
// go on. s.mu is held.
func (s *Server) authorise(name string, m method, c Call) response {
	want := s.opts.BotToken
	if m.app {
		want = s.opts.AppToken
	}
	switch {
	case c.Token == "":
		s.problem("%s: called without a token", name)
		return refused("not_authed")
	case c.Token != want && (c.Token == s.opts.BotToken || c.Token == s.opts.AppToken):
		return refused("not_allowed_token_type")
	case c.Token != want:
		return refused("invalid_auth")
	}
	if len(m.scopes) > 0 && !slices.ContainsFunc(m.scopes, func(x string) bool { return slices.Contains(s.opts.Scopes, x) }) {
		r := refused("missing_scope")
		r["needed"], r["provided"] = strings.Join(m.scopes, ","), strings.Join(s.opts.Scopes, ",")
		return r
	}
	return nil
}

func readCall(r *http.Request, name string) (Call, error) {
	c := Call{Method: name, Token: bearer(r), Fields: map[string]string{}, At: time.Now()}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return c, fmt.Errorf("read the body: %w", err)
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		err = c.readJSON(body)
	} else {
		var form url.Values
		form, err = url.ParseQuery(string(body))
		for k, v := range form {
			c.Fields[k] = strings.Join(v, ",")
		}
	}
	if c.Token == "" {
		c.Token = c.Fields["token"]
	}
	delete(c.Fields, "token")
	return c, err
}

func (c *Call) readJSON(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return fmt.Errorf("read the JSON body: %w", err)
	}
	for k, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		c.Fields[k] = text
	}
	return nil
}

func (s *Server) authTest(Call) response {
	return response{"ok": true, "url": "https://record.slack.com/", "team": "Record", "user": "ontherecord",
		"team_id": TeamID, "user_id": BotUserID, "bot_id": BotID}
}

func (s *Server) conversation(c Call) response {
	ch, known := s.channels[c.Fields["channel"]]
	if ch.Hidden {
		return refused("channel_not_found")
	}
	if !known {
		ch = Channel{ID: c.Fields["channel"], Name: "general"}
	}
	return response{"ok": true, "channel": map[string]any{"id": ch.ID, "name": ch.Name, "is_channel": true,
		"is_private": ch.Private, "is_ext_shared": ch.External, "is_member": true}}
}

func (s *Server) assistant(c Call) response {
	if c.Fields["channel_id"] == "" || c.Fields["thread_ts"] == "" {
		s.problem("%s: channel_id and thread_ts are required", c.Method)
		return refused("invalid_arguments")
	}
	return response{"ok": true}
}

func (s *Server) suggest(c Call) response {
	var prompts []struct{ Title, Message string }
	if err := c.Field("prompts", &prompts); err != nil || len(prompts) == 0 || len(prompts) > 4 || c.Fields["channel_id"] == "" {
		s.problem("%s: wants a channel and one to four prompts, got %q", c.Method, c.Fields["prompts"])
		return refused("invalid_arguments")
	}
	return response{"ok": true}
}
