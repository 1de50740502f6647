package slacktest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"unicode/utf8"
)

// Limits of Block Kit, in characters unless said otherwise.
const (
	MaxBlocks        = 50 // in a message
	MaxSectionText   = 3000
	MaxSectionFields = 10
	MaxFieldText     = 2000
	MaxHeader        = 150
	MaxContext       = 10 // elements
	MaxActions       = 25 // elements
	MaxButtonText    = 75
	MaxValue         = 2000
	MaxActionID      = 255
	MaxBlockID       = 255
	MaxURL           = 3000
	// MaxTogether is about where Slack refuses a message for all its blocks
	// together, counted here over their JSON, which is the strictest reading.
	MaxTogether = 13000
)

// CheckBlocks returns Slack's error code for a message's blocks and what is
// wrong with them, or "" where they would be shown.
func CheckBlocks(raw json.RawMessage) (code string, wrong []string) {
	c := newChecker(MaxBlocks)
	c.blocks(raw)
	if len(c.wrong) > 0 {
		return "invalid_blocks", c.wrong
	}
	if n := utf8.RuneCount(raw); n > MaxTogether {
		return "msg_blocks_too_long", []string{fmt.Sprintf("%d characters of blocks", n)}
	}
	return "", nil
}

func (s *Server) checkBlocks(raw json.RawMessage) (string, []string) {
	if code, wrong := CheckBlocks(raw); code != "" {
		return code, wrong
	}
	if s.schema != nil {
		if wrong := s.schema.check("message", raw); len(wrong) > 0 {
			return "invalid_blocks", wrong
		}
	}
	return "", nil
}

type object = map[string]any

func decodeBlocks(raw json.RawMessage) []object {
	var out []object
	if json.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}

// checker walks blocks and collects what is wrong with them.
type checker struct {
	limit int
	ids   map[string]bool
	wrong []string
}

func newChecker(limit int) *checker { return &checker{limit: limit, ids: map[string]bool{}} }

func (c *checker) check(ok bool, format string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
	}
}

func (c *checker) blocks(raw json.RawMessage) {
	blocks := decodeBlocks(raw)
	c.check(len(blocks) > 0, "no list of blocks: %.80s", raw)
	c.check(len(blocks) <= c.limit, "%d blocks, at most %d", len(blocks), c.limit)
	for i, b := range blocks {
		at := fmt.Sprintf("block %d (%v)", i, b["type"])
		if id, ok := b["block_id"].(string); ok && id != "" {
			c.check(len(id) <= MaxBlockID, "%s: block_id of %d characters", at, len(id))
			c.check(!c.ids[id], "%s: block_id %q is used twice", at, id)
			c.ids[id] = true
		}
		c.block(at, b)
	}
}

func (c *checker) block(at string, b object) {
	switch b["type"] {
	case "section":
		c.section(at, b)
	case "header":
		c.text(at+" text", b["text"], MaxHeader, "plain_text")
	case "divider":
	case "context":
		c.elements(at, b, MaxContext, func(at string, e object) {
			if e["type"] == "image" {
				c.check(e["alt_text"] != nil, "%s: image without alt_text", at)
				return
			}
			c.text(at, e, MaxSectionText, "plain_text", "mrkdwn")
		})
	case "actions":
		c.elements(at, b, MaxActions, c.element)
		c.uniqueActions(at, b)
	case "context_actions":
		c.elements(at, b, 5, c.element)
	case "input":
		c.text(at+" label", b["label"], 2000, "plain_text")
		e, ok := b["element"].(object)
		c.check(ok, "%s: no element", at)
		c.element(at+" element", e)
	case "rich_text":
		c.elements(at, b, 1000, c.rich)
	case "markdown":
		text, _ := b["text"].(string)
		c.check(text != "" && utf8.RuneCountInString(text) <= 12000, "%s: text empty or over 12000", at)
	default:
		c.check(false, "%s: unknown type", at)
	}
}

func (c *checker) section(at string, b object) {
	fields, _ := b["fields"].([]any)
	c.check(b["text"] != nil || len(fields) > 0, "%s: neither text nor fields", at)
	if b["text"] != nil {
		c.text(at+" text", b["text"], MaxSectionText, "plain_text", "mrkdwn")
	}
	c.check(len(fields) <= MaxSectionFields, "%s: %d fields", at, len(fields))
	for i, f := range fields {
		c.text(fmt.Sprintf("%s field %d", at, i), f, MaxFieldText, "plain_text", "mrkdwn")
	}
	if a, ok := b["accessory"].(object); ok {
		c.element(at+" accessory", a)
	}
}

func (c *checker) elements(at string, b object, limit int, each func(string, object)) {
	list, _ := b["elements"].([]any)
	c.check(len(list) >= 1 && len(list) <= limit, "%s: %d elements, at least 1 and at most %d", at, len(list), limit)
	for i, e := range list {
		o, ok := e.(object)
		c.check(ok, "%s: element %d is no object", at, i)
		if ok {
			each(fmt.Sprintf("%s element %d", at, i), o)
		}
	}
}

func (c *checker) uniqueActions(at string, b object) {
	seen := map[any]bool{}
	list, _ := b["elements"].([]any)
	for _, e := range list {
		o, _ := e.(object)
		id, _ := o["action_id"].(string)
		c.check(id == "" || !seen[id], "%s: action_id %q is used twice", at, id)
		seen[id] = true
	}
}

func (c *checker) text(at string, v any, limit int, types ...string) {
	o, _ := v.(object)
	text, _ := o["text"].(string)
	n := utf8.RuneCountInString(text)
	c.check(n >= 1 && n <= limit, "%s: %d characters, at least 1 and at most %d", at, n, limit)
	ok := false
	for _, t := range types {
		ok = ok || o["type"] == t
	}
	c.check(ok, "%s: text of type %v, wants one of %v", at, o["type"], types)
	c.check(o["type"] == "plain_text" || o["emoji"] == nil, "%s: emoji belongs to plain_text only", at)
}

// element checks an interactive element.
func (c *checker) element(at string, e object) {
	str := func(key string, limit int) {
		v, _ := e[key].(string)
		c.check(utf8.RuneCountInString(v) <= limit, "%s: %s of more than %d characters", at, key, limit)
	}
	str("action_id", MaxActionID)
	str("value", MaxValue)
	switch e["type"] {
	case "button":
		c.text(at+" text", e["text"], MaxButtonText, "plain_text")
		if v, ok := e["url"]; ok {
			c.url(at, v)
		}
		if v, ok := e["style"]; ok {
			c.check(v == "primary" || v == "danger", "%s: style %v", at, v)
		}
	case "feedback_buttons":
		for _, side := range []string{"positive_button", "negative_button"} {
			b, _ := e[side].(object)
			c.text(at+" "+side, b["text"], MaxButtonText, "plain_text")
			v, _ := b["value"].(string)
			c.check(v != "" && len(v) <= MaxValue, "%s: %s has no fit value", at, side)
		}
	case "radio_buttons", "checkboxes", "static_select":
		options, _ := e["options"].([]any)
		limit := map[any]int{"static_select": 100}[e["type"]]
		c.check(len(options) >= 1 && len(options) <= max(limit, 10), "%s: %d options", at, len(options))
		for i, v := range options {
			o, _ := v.(object)
			c.text(fmt.Sprintf("%s option %d", at, i), o["text"], 75, "plain_text", "mrkdwn")
			val, _ := o["value"].(string)
			c.check(val != "" && len(val) <= 150, "%s: option %d has no fit value", at, i)
			if o["description"] != nil {
				c.text(fmt.Sprintf("%s option %d description", at, i), o["description"], 75, "plain_text", "mrkdwn")
			}
		}
	case "plain_text_input", "overflow", "icon_button":
	default:
		c.check(false, "%s: unknown element %v", at, e["type"])
	}
}

// rich checks an element of a rich_text block and what it holds.
func (c *checker) rich(at string, e object) {
	switch e["type"] {
	case "rich_text_list":
		c.elements(at, e, 1000, c.rich)
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.elements(at, e, 1000, c.inline)
	default:
		c.check(false, "%s: unknown %v", at, e["type"])
	}
}

func (c *checker) inline(at string, e object) {
	switch e["type"] {
	case "text":
		v, _ := e["text"].(string)
		c.check(v != "", "%s: empty text", at)
	case "link":
		c.url(at, e["url"])
	case "user", "usergroup", "channel", "emoji", "broadcast", "date", "team", "color":
	default:
		c.check(false, "%s: unknown inline element %v", at, e["type"])
	}
}

func (c *checker) url(at string, v any) {
	raw, _ := v.(string)
	u, err := url.Parse(raw)
	c.check(err == nil && u.Scheme != "" && len(raw) <= MaxURL, "%s: %q is no fit URL", at, raw)
}
