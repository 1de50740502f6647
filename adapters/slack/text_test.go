package slack

import (
	"testing"
	"unicode/utf8"
)

func TestPlainText(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     heard
	}{
		{"plain", "what about lungs?", heard{text: "what about lungs?"}},
		{"own mention", "<@U0BOT> what about lungs?", heard{text: "what about lungs?", toBot: true}},
		{"own mention in the middle", "hey <@U0BOT|record>, hello", heard{text: "hey , hello", toBot: true}},
		{"another mention", "<@U0BOT> ask <@U0OTHER>", heard{text: "ask @someone", toBot: true, toOthers: true}},
		{"named mention", "<@U0OTHER|sam> look", heard{text: "@sam look", toOthers: true}},
		{"group", "<!subteam^S1|@board> look", heard{text: "@board look", toOthers: true}},
		{"here", "<!here> look", heard{text: "@here look"}},
		{"channel", "in <#C1|general>", heard{text: "in #general"}},
		{"link", "see <https://example.org/?a=1&amp;b=2>", heard{text: "see https://example.org/?a=1&b=2"}},
		{"labelled link", "see <https://example.org|the &lt;plan&gt;>", heard{text: "see the <plan>"}},
		{"entities", "a &lt; b &amp;&amp; c &gt; d &amp;lt;", heard{text: "a < b && c > d &lt;"}},
		{"broken", "a <b", heard{text: "a <b"}},
		{"date", "<!date^1700000000^{date}|14 November>", heard{text: "14 November"}},
		{"empty", "", heard{}},
		{"empty brackets", "a <> b", heard{text: "a  b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := plainText(tt.in, "U0BOT"); got != tt.want {
				t.Errorf("plainText(%q) = %+v, want %+v", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "a & b", "&amp;", "<!channel>", "&amp;lt;", "<@U1> *b* `c`"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Unescape(escape(s)); got != s {
			t.Errorf("Unescape(escape(%q)) = %q", s, got)
		}
		if h := plainText(escape(s), "U0BOT"); h.toBot || h.toOthers {
			t.Errorf("%q fires once it is escaped", s)
		}
		if utf8.ValidString(s) && !utf8.ValidString(plainText(s, "U0BOT").text) {
			t.Errorf("plainText(%q) is no UTF-8", s)
		}
	})
}

func TestStampTime(t *testing.T) {
	for in, want := range map[string]int64{"1760000000.000100": 1760000000000100, "1760000000": 1760000000000000, "": 0, "x": 0, "12x.1": 0} {
		got := stampTime(in)
		if want == 0 && !got.IsZero() || want != 0 && got.UnixMicro() != want {
			t.Errorf("stampTime(%q) = %v", in, got)
		}
	}
}
