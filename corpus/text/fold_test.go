package text

import "testing"

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Waits fell.", "Waits fell."},
		{"nothing", " \n\u200b ", ""},
		{"white space", "  Waits \n\t fell.\u00a0Scans ", "Waits fell. Scans"},
		{"quotes", "‘plan’ “now” it’s", "'plan' \"now\" it's"},
		{"dashes", "2024–25 — a non‑urgent −5", "2024-25 - a non-urgent -5"},
		{"ligatures and wide forms", "eﬃcient ﬁnding ＡＢ", "efficient finding AB"},
		{"soft hyphens and zero width", "diag\u00adnosis\u200b\ufeff now", "diagnosis now"},
		{"ellipsis", "and…", "and..."},
		{"raised digits stay", "10² and ½", "10² and ½"},
		{"composed accents", "cafe\u0301", "café"},
		{"a ligature of an apostrophe", "ŉ", "'n"},
		{"case stays", "NHS England", "NHS England"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestKey(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"case and punctuation", "• The Plan – “ours” – is new; and", "the plan ours is new and"},
		{"numbers", "Over 11,000 at £1.5 billion, 75% in 2024/25.", "over 11000 at £1.5 billion 75% in 2024/25"},
		{"apostrophes", "don’t wait for the NHS’s plan", "dont wait for the nhss plan"},
		{"hyphens part words", "non-urgent", "non urgent"},
		{"minus", "It changed by −5 to -7.", "it changed by -5 to -7"},
		{"nothing", "…!", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Key(tt.in); got != tt.want {
				t.Errorf("Key(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
