package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// seen is what a person sees of blocks, read as Slack shows them.
type seen struct {
	quotes  []string
	words   string
	fired   []string
	buttons []pressable
}

type pressable struct{ id, value, label string }

// readBlocks walks the JSON of blocks without the code that wrote them.
func readBlocks(t *testing.T, raw json.RawMessage) seen {
	t.Helper()
	var s seen
	if len(raw) == 0 {
		return s
	}
	var blocks []map[string]any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatalf("blocks: %v in %s", err, raw)
	}
	var words strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			text, _ := v["text"].(string)
			switch v["type"] {
			case "rich_text_quote":
				var q strings.Builder
				for _, e := range v["elements"].([]any) {
					e := e.(map[string]any)
					if e["type"] != "text" || e["style"] != nil {
						s.fired = append(s.fired, fmt.Sprint(e))
					}
					q.WriteString(fmt.Sprint(e["text"]))
				}
				s.quotes = append(s.quotes, q.String())
				return
			case "user", "usergroup", "channel", "broadcast", "emoji", "team", "image":
				s.fired = append(s.fired, fmt.Sprint(v))
			case "mrkdwn":
				h := plainText(text, "")
				words.WriteString(h.text + "\n")
				if h.text != Unescape(text) || strings.ContainsAny(text, "*_~`") {
					s.fired = append(s.fired, text)
				}
			case "plain_text":
				if v["emoji"] == true && strings.Contains(text, ":") {
					s.fired = append(s.fired, text)
				}
				words.WriteString(text + "\n")
			case "text", "link":
				words.WriteString(text)
				if url, _ := v["url"].(string); strings.ContainsAny(url, "<>| \n") || v["type"] == "link" && strings.HasPrefix(url, "https://evil.example") {
					s.fired = append(s.fired, url)
				}
			case "button":
				label, _ := v["text"].(map[string]any)
				id, _ := v["action_id"].(string)
				value, _ := v["value"].(string)
				s.buttons = append(s.buttons, pressable{id, value, fmt.Sprint(label["text"])})
				return
			case "feedback_buttons":
				id, _ := v["action_id"].(string)
				for _, side := range []string{"positive_button", "negative_button"} {
					b := v[side].(map[string]any)
					s.buttons = append(s.buttons, pressable{id, fmt.Sprint(b["value"]), fmt.Sprint(b["text"].(map[string]any)["text"])})
				}
				return
			}
			for _, key := range []string{"text", "elements", "fields", "accessory"} {
				if _, isText := v[key].(string); !isText {
					walk(v[key])
				}
			}
			if v["type"] == "rich_text_section" || v["type"] == "rich_text" {
				words.WriteString("\n")
			}
		}
	}
	for _, b := range blocks {
		walk(b)
	}
	s.words = words.String()
	return s
}

// press finds a button by its label.
func (s seen) press(t *testing.T, label string) pressable {
	t.Helper()
	for _, b := range s.buttons {
		if b.label == label {
			return b
		}
	}
	t.Fatalf("no button %q among %v", label, s.buttons)
	return pressable{}
}
