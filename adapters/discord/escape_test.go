package discord

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"plain words", "The target is 75% by 2028.", "The target is 75% by 2028."},
		{"bold and italics", "*a* **b** _c_ __d__", `\*a\* \*\*b\*\* \_c\_ \_\_d\_\_`},
		{"strike and spoiler", "~~a~~ ||b||", `\~\~a\~\~ \|\|b\|\|`},
		{"code", "`a` ```b```", "\\`a\\` \\`\\`\\`b\\`\\`\\`"},
		{"masked link", "[plan](https://x.y)", `\[plan\](https\://x.y)`},
		{"mentions", "<@1> <@!2> <@&3> <#4> @everyone @here", `\<\@1\> \<\@!2\> \<\@&3\> \<#4\> \@everyone \@here`},
		{"timestamp and emoji", "<t:0:R> <:a:1> <a:b:2> :tada:", `\<t\:0\:R\> \<\:a\:1\> \<a\:b\:2\> \:tada:`},
		{"heading", "# One\n## Two, # three", "\\# One\n\\## Two, # three"},
		{"small print", "-# small", `\-# small`},
		{"lists", "- a\n  + b\n1. c\n12. d, 3. e", "\\- a\n  \\+ b\n1\\. c\n12\\. d, 3. e"},
		{"a colon before a space", "Note: at 10:30", `Note: at 10\:30`},
		{"hyphens within words", "follow-up -5 1-2", "follow-up -5 1-2"},
		{"block quote", "> said\n>>> all", "\\> said\n\\>\\>\\> all"},
		{"backslashes", `C:\a\*b`, `C\:\\a\\\*b`},
		{"decimal at the start", "1.5 million", `1\.5 million`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := escape(tt.text)
			if got != tt.want {
				t.Errorf("escape(%q)\n got %q\nwant %q", tt.text, got, tt.want)
			}
			if back := unescape(got); back != tt.text {
				t.Errorf("and back: %q", back)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "a", "\\", "\\\\*", "1. x\n- y", "<@1>", "é\\é", "> \n> ", "\r\n#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip() // the record holds valid text only
		}
		if got := unescape(escape(s)); got != s {
			t.Errorf("unescape(escape(%q)) = %q", s, got)
		}
		got, ok := unquote(blockQuote(s))
		if !ok || got != s {
			t.Errorf("unquote(blockQuote(%q)) = %q, %v", s, got, ok)
		}
		if fired := alive(escape(s)); fired != "" {
			t.Errorf("escape(%q) leaves %q alive", s, fired)
		}
	})
}

// alive returns a sign in text that would mean something to Discord: one that
// no backslash stands before.
func alive(text string) string {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		for i := 0; i < len(line); i++ {
			if line[i] == '\\' {
				i++ // whatever follows is shown as it is
				continue
			}
			if line[i] == ':' && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t') {
				continue // no emoji and no address goes on with a space
			}
			if strings.IndexByte("*_~|`[]<>:@", line[i]) >= 0 {
				return line[i:]
			}
		}
		bare := strings.TrimLeft(line, " \t")
		if strings.HasPrefix(bare, "#") || strings.HasPrefix(bare, "-") || strings.HasPrefix(bare, "+") {
			return bare
		}
		if digits := strings.TrimLeft(bare, "0123456789"); digits != bare && strings.HasPrefix(digits, ".") {
			return bare
		}
	}
	return ""
}
