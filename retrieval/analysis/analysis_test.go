package analysis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTerms(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", " \n—…", nil},
		{"function words", "What is it, and why?", nil},
		{"inflection", "Screening screens screened", []string{"screen", "screen", "screen"}},
		{"possessive", "Jess's patients' trust's", []string{"jess", "patient", "trust"}},
		{"possessive with a curly apostrophe", "Jess’s patients’ trust’s", []string{"jess", "patient", "trust"}},
		{"hyphens", "follow-up stem-cell", []string{"follow", "stem", "cell"}},
		{"other hyphens and slashes", "stem‑cell stem–cell stem/cell", []string{"stem", "cell", "stem", "cell", "stem", "cell"}},
		{"thousands", "11,000 1,234,567", []string{"11000", "1234567"}},
		{"a comma that parts numbers", "in 2024,25 beds", []string{"2024", "25", "bed"}},
		{"a list of numbers", "1, 2, 3", []string{"1", "2", "3"}},
		{"thousands after a letter", "T1,000", []string{"t1000"}},
		{"decimals", "£1.5 billion", []string{"1.5", "billion"}},
		{"a full stop after a number", "It was 70. Then 80.", []string{"70", "80"}},
		{"per cent", "75% of 28-day", []string{"75", "28", "day"}},
		{"number words", "three-year Nine SEVENTY", []string{"3", "year", "9", "70"}},
		{"accents", "Café naïve Łódź Müller Ærø straße", []string{"cafe", "naiv", "lodz", "muller", "aero", "strass"}},
		{"combining marks", "Cafe\u0301", []string{"cafe"}},
		{"acronyms", "CNSs GPs NHS CNS", []string{"cns", "gp", "nhs", "cns"}},
		{"acronyms with digits", "BRCA2 Covid-19 F2F", []string{"brca2", "covid", "19", "f2f"}},
		{"web addresses", "see https://www.example.org/radio?therapy=1 and www.example.org/x now", []string{"see", "now"}},
		{"contractions", "It isn't, can’t and won't", nil},
		{"names", "O'Brien O’Brien", []string{"obrien", "obrien"}},
		{"not UTF-8", "radio\xfftherapy", []string{"radio", "therapi"}},
		{"other scripts", "癌 screening", []string{"癌", "screen"}},
	}
	a := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, a.Terms(nil, tt.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	const text = "The Trust’s 11,000 scans"
	got := New().Tokens(nil, text)
	want := []Token{
		{Term: "", Word: "the", Start: 0, End: 3},
		{Term: "trust", Word: "trust", Start: 4, End: 13},
		{Term: "11000", Word: "11000", Start: 14, End: 20},
		{Term: "scan", Word: "scans", Start: 21, End: 26},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
	if !got[0].Stop() || got[1].Stop() {
		t.Error("Stop is wrong")
	}
	if again := New().Tokens(got[:1], "Trust"); len(again) != 2 || again[0].Word != "the" {
		t.Errorf("appending gave %v", again)
	}
}

// TestTermOfWord: a word that was read gives the same term when it is looked
// up by itself, as correction and the thesaurus do.
func TestTermOfWord(t *testing.T) {
	a := New()
	for _, tok := range a.Tokens(nil, "Radiotherapy services’ BRCA2 café O'Brien 1,500 three isn't") {
		if got := a.Term(tok.Word); got != tok.Term {
			t.Errorf("Term(%q) = %q, read as %q", tok.Word, got, tok.Term)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"", "The Trust’s 11,000 scans", "\xff\xc3", "a'", "'s", "1,,2..3", "http://", "www.", "İſK ǅ", "e\u0301’s", "n't"} {
		f.Add(s)
	}
	a := New()
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, tok := range a.Tokens(nil, text) {
			if tok.Start < end || tok.End <= tok.Start || tok.End > len(text) {
				t.Fatalf("token %+v after byte %d of %q", tok, end, text)
			}
			end = tok.End
			if tok.Word == "" || strings.ContainsAny(tok.Word, " \n,’") {
				t.Errorf("word %q of %q", tok.Word, text[tok.Start:tok.End])
			}
			if got := a.Term(tok.Word); got != tok.Term {
				t.Errorf("Term(%q) = %q, read as %q", tok.Word, got, tok.Term)
			}
		}
	})
}
