package text

import "testing"

// TestPlainKey compares the short way with the long one on all short texts of
// the characters that matter.
func TestPlainKey(t *testing.T) {
	const alphabet = "aZ09 .,:/-'$%("
	var try func(s string)
	try = func(s string) {
		if plain(s) {
			if got, want := plainKey(s), foldedKey(s); got != want {
				t.Errorf("plainKey(%q) = %q, want %q", s, got, want)
			}
		}
		if len(s) < 4 {
			for i := range len(alphabet) {
				try(s + alphabet[i:i+1])
			}
		}
	}
	try("")
}
