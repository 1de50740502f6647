package retrieval

import (
	"strings"
	"testing"
)

func TestReadBackground(t *testing.T) {
	tests := []struct{ name, file, err string }{
		{"a table", "#passages\t100\ncancer\t50\nlinoleum\t3\n", ""},
		{"nothing", "", ""},
		{"no tab", "#passages\t100\ncancer 50\n", "line 2"},
		{"no number", "#passages\t100\ncancer\t50\nlinoleum\tfew\n", "line 3"},
		{"zero", "#passages\t100\ncancer\t0\n", "line 2"},
		{"below zero", "#passages\t-4\n", "line 1"},
		{"no count of passages", "cancer\t50\n", "#passages is missing"},
		{"a blank line", "#passages\t100\n\ncancer\t50\n", "line 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := readBackground(strings.NewReader(tt.file))
			if tt.err == "" {
				if err != nil {
					t.Fatal(err)
				}
				if want := tt.file != ""; b.knows("linoleum") != want || b.knows("quokka") {
					t.Errorf("knows linoleum: %v, want %v; knows quokka: %v", b.knows("linoleum"), want, b.knows("quokka"))
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("error %v, want one with %q", err, tt.err)
			}
		})
	}
}

// TestBackgroundFades mixes frequencies: in a small record the background
// tells what is rare, in a large one the record does.
func TestBackgroundFades(t *testing.T) {
	b, err := readBackground(strings.NewReader("#passages\t1000\ncommon\t900\nrare\t2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if common, rare := b.idf("common", 1, 2), b.idf("rare", 1, 2); common >= rare {
		t.Errorf("in two passages: common %.2f, rare %.2f", common, rare)
	}
	if common, rare := b.idf("common", 10, 1_000_000), b.idf("rare", 900_000, 1_000_000); common <= rare {
		t.Errorf("in a million passages: common %.2f, rare %.2f", common, rare)
	}
	for _, n := range []int{0, 1, 5, 1000} {
		if v := b.idf("common", n, n); v < 0 {
			t.Errorf("a word in all of %d passages has %v", n, v)
		}
	}
}
