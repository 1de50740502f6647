package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// triggerFor is how long Slack lets a trigger ID open a modal.
const triggerFor = 3 * time.Second

type trigger struct {
	made time.Time
	used bool
}

// Trigger returns a fresh trigger ID, which opens one modal within 3 seconds.
func (s *Server) Trigger() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := fmt.Sprintf("trigger.%d", s.next())
	s.triggers[id] = &trigger{made: time.Now()}
	return id
}

func (s *Server) openView(c Call) response {
	t := s.triggers[c.Fields["trigger_id"]]
	switch {
	case t == nil:
		return refused("invalid_trigger_id")
	case t.used:
		return refused("exchanged_trigger_id")
	case time.Since(t.made) > triggerFor:
		return refused("expired_trigger_id")
	}
	raw := json.RawMessage(c.Fields["view"])
	if bad := s.checkView(raw, "modal", c.Method); bad != nil {
		return bad
	}
	t.used = true
	s.views = append(s.views, View{Trigger: c.Fields["trigger_id"], JSON: raw})
	return response{"ok": true, "view": map[string]any{"id": fmt.Sprintf("V%d", s.next()), "type": "modal"}}
}

func (s *Server) publishView(c Call) response {
	if c.Fields["user_id"] == "" {
		s.problem("views.publish: no user_id")
		return refused("invalid_arguments")
	}
	raw := json.RawMessage(c.Fields["view"])
	if bad := s.checkView(raw, "home", c.Method); bad != nil {
		return bad
	}
	s.views = append(s.views, View{User: c.Fields["user_id"], JSON: raw})
	return response{"ok": true, "view": map[string]any{"id": fmt.Sprintf("V%d", s.next()), "type": "home"}}
}

// checkView checks a view of a kind; nil means that it is fit to show.
func (s *Server) checkView(raw json.RawMessage, kind, method string) response {
	var v struct {
		Type            string          `json:"type"`
		Blocks          json.RawMessage `json:"blocks"`
		Title, Submit   *plainText      `json:"-"`
		CallbackID      string          `json:"callback_id"`
		PrivateMetadata string          `json:"private_metadata"`
		RawTitle        *plainText      `json:"title"`
		RawSubmit       *plainText      `json:"submit"`
		RawClose        *plainText      `json:"close"`
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		s.problem("%s: %v", method, err)
		return refused("invalid_arguments", err.Error())
	}
	var wrong []string
	check := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	check(v.Type == kind, "view of type %q where %q belongs", v.Type, kind)
	check(len(v.CallbackID) <= 255, "callback_id of %d characters", len(v.CallbackID))
	check(len(v.PrivateMetadata) <= 3000, "private_metadata of %d characters", len(v.PrivateMetadata))
	if kind == "modal" {
		check(v.RawTitle != nil && v.RawTitle.Text != "", "modal without a title")
		for name, t := range map[string]*plainText{"title": v.RawTitle, "submit": v.RawSubmit, "close": v.RawClose} {
			check(t == nil || utf8.RuneCountInString(t.Text) <= 24, "%s is longer than 24 characters", name)
		}
		var inputs bool
		for _, b := range decodeBlocks(v.Blocks) {
			inputs = inputs || b["type"] == "input"
		}
		check(!inputs || v.RawSubmit != nil, "modal with inputs and without a submit button")
	}
	c := newChecker(100)
	c.blocks(v.Blocks)
	wrong = append(wrong, c.wrong...)
	if s.schema != nil {
		wrong = append(wrong, s.schema.check(kind, raw)...)
	}
	if len(wrong) > 0 {
		s.problem("%s: %s", method, strings.Join(wrong, "; "))
		return refused("invalid_arguments", wrong...)
	}
	return nil
}

type plainText struct{ Type, Text string }
