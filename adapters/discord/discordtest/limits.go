package discordtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"unicode/utf16"
)

// payload is the body of a message, whoever sends it.
type payload struct {
	Content         string           `json:"content"`
	Embeds          []embed          `json:"embeds"`
	Components      []component      `json:"components"`
	Flags           int              `json:"flags"`
	AllowedMentions *allowedMentions `json:"allowed_mentions"`
	Nonce           string           `json:"nonce"`
	EnforceNonce    bool             `json:"enforce_nonce"`
	Reference       *struct {
		MessageID string `json:"message_id"`
		FailIfNot *bool  `json:"fail_if_not_exists"`
	} `json:"message_reference"`
}

type allowedMentions struct {
	Parse       *[]string `json:"parse"`
	Users       []string  `json:"users"`
	Roles       []string  `json:"roles"`
	RepliedUser bool      `json:"replied_user"`
}

type embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Fields      []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
	Footer *struct {
		Text string `json:"text"`
	} `json:"footer"`
	Author *struct {
		Name string `json:"name"`
	} `json:"author"`
}

type component struct {
	Type        int         `json:"type"`
	Components  []component `json:"components"`
	Accessory   *component  `json:"accessory"`
	Content     string      `json:"content"`
	Style       int         `json:"style"`
	Label       string      `json:"label"`
	Emoji       any         `json:"emoji"`
	CustomID    string      `json:"custom_id"`
	URL         string      `json:"url"`
	Placeholder string      `json:"placeholder"`
	Options     []any       `json:"options"`
}

// length counts as Discord's clients do, in UTF-16 units: never less than its
// servers count.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// checkMessage reports what Discord would refuse in a message. The limits are
// those of its documentation on messages, embeds and components.
func checkMessage(raw []byte, editing bool) (payload, error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("body is not a message: %w", err)
	}
	v2 := p.Flags&flagComponentsV2 != 0
	if n := length(p.Content); n > 2000 {
		return p, fmt.Errorf("content has %d characters, 2000 are allowed", n)
	}
	if v2 {
		if p.Content != "" || len(p.Embeds) > 0 {
			return p, fmt.Errorf("a message of components can't have content or embeds")
		}
		if len(p.Components) == 0 {
			return p, fmt.Errorf("a message of components has none")
		}
		return p, checkV2(p.Components)
	}
	if !editing && p.Content == "" && len(p.Embeds) == 0 {
		return p, fmt.Errorf("can't send an empty message")
	}
	if err := checkEmbeds(p.Embeds); err != nil {
		return p, err
	}
	if len(p.Components) > 5 {
		return p, fmt.Errorf("%d rows, 5 are allowed", len(p.Components))
	}
	ids := map[string]bool{}
	for _, row := range p.Components {
		if row.Type != 1 {
			return p, fmt.Errorf("a component of type %d outside of a row", row.Type)
		}
		if err := checkRow(row, ids); err != nil {
			return p, err
		}
	}
	return p, nil
}

// CheckMessage reports why Discord, or this project's own rule on mentions,
// would refuse a new message with that body.
func CheckMessage(raw []byte) error {
	p, err := checkMessage(raw, false)
	if err != nil {
		return err
	}
	return checkMentions(p)
}

func checkEmbeds(embeds []embed) error {
	if len(embeds) > 10 {
		return fmt.Errorf("%d embeds, 10 are allowed", len(embeds))
	}
	total := 0
	over := func(what, s string, limit int) error {
		n := length(s)
		total += n
		if n > limit {
			return fmt.Errorf("%s of an embed has %d characters, %d are allowed", what, n, limit)
		}
		return nil
	}
	for _, e := range embeds {
		checks := []error{over("title", e.Title, 256), over("description", e.Description, 4096)}
		if len(e.Fields) > 25 {
			return fmt.Errorf("%d fields, 25 are allowed", len(e.Fields))
		}
		for _, f := range e.Fields {
			if f.Name == "" || f.Value == "" {
				return fmt.Errorf("a field of an embed is empty")
			}
			checks = append(checks, over("field name", f.Name, 256), over("field value", f.Value, 1024))
		}
		if e.Footer != nil {
			checks = append(checks, over("footer", e.Footer.Text, 2048))
		}
		if e.Author != nil {
			checks = append(checks, over("author", e.Author.Name, 256))
		}
		for _, err := range checks {
			if err != nil {
				return err
			}
		}
		if length(e.URL) > 2048 {
			return fmt.Errorf("URL of an embed has over 2048 characters")
		}
	}
	if total > 6000 {
		return fmt.Errorf("the embeds have %d characters together, 6000 are allowed", total)
	}
	return nil
}

func checkV2(top []component) error {
	count, text := 0, 0
	ids := map[string]bool{}
	var walk func(c component, depth int) error
	walk = func(c component, depth int) error {
		count++
		switch c.Type {
		case 1:
			count += len(c.Components)
			return checkRow(c, ids)
		case 10:
			if c.Content == "" {
				return fmt.Errorf("a text component is empty")
			}
			text += length(c.Content)
		case 9:
			if n := len(c.Components); n < 1 || n > 3 {
				return fmt.Errorf("a section has %d texts, 1 to 3 are allowed", n)
			}
			for _, t := range c.Components {
				if t.Type != 10 {
					return fmt.Errorf("a section holds a component of type %d", t.Type)
				}
				if err := walk(t, depth+1); err != nil {
					return err
				}
			}
			if c.Accessory == nil || c.Accessory.Type != 2 && c.Accessory.Type != 11 {
				return fmt.Errorf("a section has no accessory")
			}
			count++
			if c.Accessory.Type == 2 {
				return checkButton(*c.Accessory, ids)
			}
		case 17:
			if depth > 0 {
				return fmt.Errorf("a container in a container")
			}
			if len(c.Components) == 0 {
				return fmt.Errorf("a container is empty")
			}
			for _, inner := range c.Components {
				if err := walk(inner, depth+1); err != nil {
					return err
				}
			}
		case 14:
		default:
			return fmt.Errorf("a component of type %d", c.Type)
		}
		return nil
	}
	for _, c := range top {
		if err := walk(c, 0); err != nil {
			return err
		}
	}
	if count > 40 {
		return fmt.Errorf("%d components, 40 are allowed", count)
	}
	if text > 4000 {
		return fmt.Errorf("the texts have %d characters together, 4000 are allowed", text)
	}
	return nil
}

func checkRow(row component, ids map[string]bool) error {
	if n := len(row.Components); n < 1 || n > 5 {
		return fmt.Errorf("a row has %d components, 1 to 5 are allowed", n)
	}
	for _, c := range row.Components {
		switch c.Type {
		case 2:
			if err := checkButton(c, ids); err != nil {
				return err
			}
		case 3, 5, 6, 7, 8:
			if len(row.Components) != 1 {
				return fmt.Errorf("a menu shares its row")
			}
			if c.CustomID == "" || length(c.CustomID) > 100 || length(c.Placeholder) > 150 || len(c.Options) > 25 {
				return fmt.Errorf("a menu is over its limits")
			}
		default:
			return fmt.Errorf("a component of type %d in a row", c.Type)
		}
	}
	return nil
}

func checkButton(b component, ids map[string]bool) error {
	if length(b.Label) > 80 {
		return fmt.Errorf("label %q has over 80 characters", b.Label)
	}
	if b.Label == "" && b.Emoji == nil {
		return fmt.Errorf("a button has no label")
	}
	if b.Style == 5 {
		u, err := url.Parse(b.URL)
		switch {
		case err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "discord":
			return fmt.Errorf("a link button has the URL %q", b.URL)
		case length(b.URL) > 512:
			return fmt.Errorf("a link button's URL has %d characters, 512 are allowed", length(b.URL))
		case b.CustomID != "":
			return fmt.Errorf("a link button has a custom_id")
		}
		return nil
	}
	switch {
	case b.Style < 1 || b.Style > 4:
		return fmt.Errorf("a button of style %d", b.Style)
	case b.URL != "":
		return fmt.Errorf("button %q has a URL but is no link", b.Label)
	case b.CustomID == "" || length(b.CustomID) > 100:
		return fmt.Errorf("custom_id %q has no or over 100 characters", b.CustomID)
	case ids[b.CustomID]:
		return fmt.Errorf("custom_id %q is used twice", b.CustomID)
	}
	ids[b.CustomID] = true
	return nil
}

// checkMentions reports what an adapter of this project must not do although
// Discord lets it: leave mentions to be parsed.
func checkMentions(p payload) error {
	switch a := p.AllowedMentions; {
	case a == nil:
		return fmt.Errorf("allowed_mentions is missing")
	case a.Parse == nil || len(*a.Parse) != 0:
		return fmt.Errorf("allowed_mentions.parse is not an empty list")
	case len(a.Users) > 0 || len(a.Roles) > 0:
		return fmt.Errorf("allowed_mentions names users or roles")
	}
	return nil
}
