package discord

import (
	"encoding/json"
	"strings"
	"testing"

	"ontherecord/adapters/discord/discordtest"
)

// seen is a message as a person sees it.
type seen struct {
	quotes  []string // un-escaped
	text    string   // everything else, un-escaped
	fired   []string
	buttons map[string]string // custom_id or URL by label; the first of a label
	labels  []string
}

type sentComponent struct {
	Type       int             `json:"type"`
	Content    string          `json:"content"`
	Label      string          `json:"label"`
	CustomID   string          `json:"custom_id"`
	URL        string          `json:"url"`
	Components []sentComponent `json:"components"`
}

// look reads a message of the bot's.
func look(t testing.TB, m discordtest.Message) seen {
	t.Helper()
	s := seen{buttons: map[string]string{}}
	var list []sentComponent
	if len(m.Components) > 0 {
		if err := json.Unmarshal(m.Components, &list); err != nil {
			t.Fatalf("components of a message: %v", err)
		}
	}
	texts := []string{}
	if m.Content != "" {
		texts = append(texts, m.Content)
	}
	var walk func([]sentComponent)
	walk = func(list []sentComponent) {
		for _, c := range list {
			switch c.Type {
			case 10:
				texts = append(texts, c.Content)
			case 2:
				s.labels = append(s.labels, c.Label)
				if s.buttons[c.Label] == "" {
					s.buttons[c.Label] = c.CustomID + c.URL
				}
			}
			walk(c.Components)
		}
	}
	walk(list)
	var rest []string
	for _, text := range texts {
		if q, ok := unquote(text); ok {
			s.quotes = append(s.quotes, q)
			for _, line := range strings.Split(text, "\n") {
				if f := alive(strings.TrimPrefix(line, "> ")); f != "" {
					s.fired = append(s.fired, f)
				}
			}
			continue
		}
		rest = append(rest, unescape(text))
		// The bot's own markup is known; nothing else may be alive.
		for _, line := range strings.Split(text, "\n") {
			bare := ownMarkup(line)
			if f := alive(bare); f != "" {
				s.fired = append(s.fired, f)
			}
		}
	}
	s.text = strings.Join(rest, "\n")
	return s
}

// ownMarkup takes the renderer's own markup out of a line: small print, the
// bold name and heading, list items and links behind its own words.
func ownMarkup(line string) string {
	line = strings.TrimPrefix(strings.TrimPrefix(line, "-# "), "- ")
	if strings.HasSuffix(line, " on the record**") {
		return strings.Trim(line, "*") // the heading of /record
	}
	if inner, ok := strings.CutPrefix(line, "**Part "); ok {
		return strings.TrimSuffix(inner, "**") // whose words are escaped
	}
	for _, words := range []string{"open at the words", "open it"} {
		if before, after, ok := strings.Cut(line, "["+words+"](<"); ok {
			if _, rest, ok := strings.Cut(after, ">)"); ok {
				line = before + rest
			}
		}
	}
	if rest, ok := strings.CutPrefix(line, "— **"); ok {
		// The name is escaped, so the next bare ** ends it.
		for i := 0; i+1 < len(rest); i++ {
			if rest[i] == '\\' {
				i++
			} else if rest[i:i+2] == "**" {
				return "— " + rest[:i] + rest[i+2:]
			}
		}
	}
	return line
}
