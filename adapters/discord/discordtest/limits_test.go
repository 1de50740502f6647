package discordtest

import (
	"fmt"
	"strings"
	"testing"
)

// The server is worth as much as what it refuses.
func TestCheckMessage(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	repeat := func(one string, n int) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }
	mute := `"allowed_mentions":{"parse":[]}`
	content := func(s string) string { return fmt.Sprintf(`{"content":%q,%s}`, s, mute) }
	embeds := func(s string) string { return fmt.Sprintf(`{"embeds":[%s],%s}`, s, mute) }
	rows := func(s string) string { return fmt.Sprintf(`{"content":"x","components":[%s],%s}`, s, mute) }
	v2 := func(s string) string { return fmt.Sprintf(`{"flags":32768,"components":[%s],%s}`, s, mute) }
	row := func(s string) string { return `{"type":1,"components":[` + s + `]}` }
	button := func(id, label string) string {
		return fmt.Sprintf(`{"type":2,"style":2,"custom_id":%q,"label":%q}`, id, label)
	}
	link := func(u string) string { return fmt.Sprintf(`{"type":2,"style":5,"url":%q,"label":"x"}`, u) }
	display := func(n int) string { return fmt.Sprintf(`{"type":10,"content":%q}`, x(n)) }
	five := func(from int) string {
		var b []string
		for i := range 5 {
			b = append(b, button(fmt.Sprint(from+i), "x"))
		}
		return row(strings.Join(b, ","))
	}
	for _, tt := range []struct{ name, body, wrong string }{
		{"text", content(x(2000)), ""},
		{"text too long", content(x(2001)), "2000"},
		{"beyond the basic plane counts twice", content(strings.Repeat("🇬", 1001)), "2000"},
		{"nothing", `{` + mute + `}`, "empty"},
		{"no JSON", `{`, "not a message"},
		{"no allowed_mentions", `{"content":"x"}`, "allowed_mentions is missing"},
		{"mentions left to be parsed", `{"content":"x","allowed_mentions":{}}`, "not an empty list"},
		{"mentions of everyone", `{"content":"x","allowed_mentions":{"parse":["everyone"]}}`, "not an empty list"},
		{"mentions of one", `{"content":"x","allowed_mentions":{"parse":[],"users":["1"]}}`, "names users"},
		{"embed", embeds(`{"title":"x","description":"` + x(4096) + `"}`), ""},
		{"title", embeds(`{"title":"` + x(257) + `"}`), "256"},
		{"description", embeds(`{"description":"` + x(4097) + `"}`), "4096"},
		{"field name", embeds(`{"fields":[{"name":"` + x(257) + `","value":"x"}]}`), "256"},
		{"field value", embeds(`{"fields":[{"name":"x","value":"` + x(1025) + `"}]}`), "1024"},
		{"empty field", embeds(`{"fields":[{"name":"x","value":""}]}`), "empty"},
		{"26 fields", embeds(`{"fields":[` + repeat(`{"name":"x","value":"x"}`, 26) + `]}`), "25"},
		{"footer", embeds(`{"footer":{"text":"` + x(2049) + `"}}`), "2048"},
		{"embeds together", embeds(`{"description":"` + x(3001) + `"},{"description":"` + x(3000) + `"}`), "6000"},
		{"11 embeds", embeds(repeat(`{"title":"x"}`, 11)), "10"},
		{"5 rows of 5", rows(five(0) + "," + five(5) + "," + five(10) + "," + five(15) + "," + five(20)), ""},
		{"6 rows", rows(repeat(row(link("https://x.y")), 6)), "5"},
		{"6 buttons in a row", rows(row(repeat(link("https://x.y"), 6))), "1 to 5"},
		{"empty row", rows(row("")), "1 to 5"},
		{"button without a row", rows(button("a", "x")), "outside of a row"},
		{"label", rows(row(button("a", x(81)))), "80"},
		{"no label", rows(row(button("a", ""))), "no label"},
		{"custom_id", rows(row(button(x(101), "x"))), "100"},
		{"no custom_id", rows(row(button("", "x"))), "custom_id"},
		{"custom_id twice", rows(row(button("a", "x")) + "," + row(button("a", "y"))), "twice"},
		{"link", rows(row(link("https://x.y/" + x(500)))), ""},
		{"link too long", rows(row(link("https://x.y/" + x(501)))), "512"},
		{"link of another kind", rows(row(link("javascript:x"))), "URL"},
		{"components", v2(`{"type":17,"components":[` + display(4000) + `]}`), ""},
		{"components with content", `{"flags":32768,"content":"x","components":[` + display(1) + `],` + mute + `}`, "can't have content"},
		{"components without any", `{"flags":32768,` + mute + `}`, "has none"},
		{"text of components together", v2(display(2000) + "," + display(2001)), "4000"},
		{"empty text", v2(display(0)), "empty"},
		{"41 components", v2(repeat(`{"type":14}`, 41)), "40"},
		{"section without an accessory", v2(`{"type":9,"components":[` + display(1) + `]}`), "accessory"},
		{"container in a container", v2(`{"type":17,"components":[{"type":17,"components":[` + display(1) + `]}]}`), "container"},
		{"empty container", v2(`{"type":17,"components":[]}`), "empty"},
		{"custom_id twice in containers", v2(`{"type":17,"components":[` + row(button("a", "x")) + `]},` + row(button("a", "x"))), "twice"},
		{"unknown component", v2(`{"type":99}`), "type 99"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckMessage([]byte(tt.body))
			switch {
			case tt.wrong == "" && err != nil:
				t.Error(err)
			case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
				t.Errorf("error %v, want one with %q", err, tt.wrong)
			}
		})
	}
}

func TestCheckCommand(t *testing.T) {
	option := func(name, description string, required bool) map[string]any {
		return map[string]any{"type": 3.0, "name": name, "description": description, "required": required}
	}
	for _, tt := range []struct {
		name  string
		c     map[string]any
		wrong string
	}{
		{"slash", map[string]any{"name": "ask", "description": "x", "options": []any{option("q", "x", true)}}, ""},
		{"message command", map[string]any{"name": "Find It", "type": 3.0}, ""},
		{"name", map[string]any{"name": "Find It", "description": "x"}, "can't be named"},
		{"no description", map[string]any{"name": "ask"}, "100"},
		{"long description", map[string]any{"name": "ask", "description": strings.Repeat("x", 101)}, "100"},
		{"message command with a description", map[string]any{"name": "F", "type": 3.0, "description": "x"}, "has a description"},
		{"required after optional", map[string]any{"name": "ask", "description": "x", "options": []any{option("a", "x", false), option("b", "x", true)}}, "stands after"},
		{"option's description", map[string]any{"name": "ask", "description": "x", "options": []any{option("a", "", false)}}, "description"},
		{"26 choices", map[string]any{"name": "ask", "description": "x", "options": []any{
			map[string]any{"type": 3.0, "name": "a", "description": "x", "choices": make([]any, 26)}}}, "choices"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := checkCommand(tt.c, map[string]bool{})
			switch {
			case tt.wrong == "" && err != nil:
				t.Error(err)
			case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
				t.Errorf("error %v, want one with %q", err, tt.wrong)
			}
		})
	}
}

func TestCheckChoices(t *testing.T) {
	choice := func(name string) string { return fmt.Sprintf(`{"name":%q,"value":"v"}`, name) }
	for _, tt := range []struct {
		name, body string
		ok         bool
	}{
		{"none", `{"choices":[]}`, true},
		{"25", `{"choices":[` + strings.TrimSuffix(strings.Repeat(choice("x")+",", 25), ",") + `]}`, true},
		{"26", `{"choices":[` + strings.TrimSuffix(strings.Repeat(choice("x")+",", 26), ",") + `]}`, false},
		{"long name", `{"choices":[` + choice(strings.Repeat("x", 101)) + `]}`, false},
		{"missing", `{}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := checkChoices([]byte(tt.body)); (err == nil) != tt.ok {
				t.Errorf("error %v", err)
			}
		})
	}
}
