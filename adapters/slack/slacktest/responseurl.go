package slacktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// responseUses is how often Slack lets a response URL be used.
const responseUses = 5

type responseURL struct {
	channel, user string
	made          time.Time
	uses          int
}

// ResponseURL returns a fresh response URL for a user in a channel.
func (s *Server) ResponseURL(channel, user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprintf("r%d", s.next())
	s.responses[id] = &responseURL{channel: channel, user: user, made: time.Now()}
	return s.http.URL + "/response/" + id
}

func (s *Server) serveResponse(w http.ResponseWriter, r *http.Request) {
	call, err := readCall(r, "response_url")
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	to := s.responses[r.PathValue("id")]
	answer := func(status int, code string) {
		call.Error = code
		s.calls = append(s.calls, call)
		w.WriteHeader(status)
		if code == "" {
			code = "ok"
		}
		fmt.Fprint(w, code)
	}
	if err == nil && to != nil {
		if fail := s.failure(call); fail != nil {
			if fail.Status == http.StatusTooManyRequests {
				w.Header().Set("Retry-After", fmt.Sprint(int((fail.RetryAfter+time.Second-1)/time.Second)))
			}
			answer(max(fail.Status, http.StatusBadRequest), fail.code())
			return
		}
	}
	switch {
	case err != nil:
		s.problem("response_url: %v", err)
		answer(http.StatusBadRequest, "invalid_payload")
	case to == nil:
		s.problem("response_url: unknown address")
		answer(http.StatusNotFound, "no_service")
	case time.Since(to.made) > s.opts.ResponseFor:
		s.problem("response_url: used after %v", s.opts.ResponseFor)
		answer(http.StatusNotFound, "expired_url")
	case to.uses >= responseUses:
		s.problem("response_url: used more than %d times", responseUses)
		answer(http.StatusNotFound, "used_url")
	default:
		to.uses++
		if code := s.respond(to, call); code != "" {
			answer(http.StatusBadRequest, code)
			return
		}
		answer(http.StatusOK, "")
	}
}

// respond does what a response URL is asked to do and returns an error code.
// s.mu is held.
func (s *Server) respond(to *responseURL, c Call) string {
	if c.Fields["delete_original"] == "true" && c.Fields["text"] == "" && c.Fields["blocks"] == "" {
		return ""
	}
	m := &Message{Channel: to.channel, User: to.user, ThreadTS: c.Fields["thread_ts"], Via: "response_url", At: time.Now(),
		Plain:   c.Fields["mrkdwn"] == "false",
		Unfurls: c.Fields["unfurl_links"] != "false" || c.Fields["unfurl_media"] != "false"}
	switch c.Fields["response_type"] {
	case "in_channel":
		m.Everyone, m.User = true, ""
	case "ephemeral", "":
	default:
		s.problem("response_url: response_type %q", c.Fields["response_type"])
		return "invalid_payload"
	}
	if bad := s.content(m, c); bad != nil {
		code, _ := json.Marshal(bad["error"])
		return string(code[1 : len(code)-1])
	}
	m.TS = s.ts()
	s.messages = append(s.messages, m)
	return ""
}
