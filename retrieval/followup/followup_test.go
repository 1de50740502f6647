package followup

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	const machines = "How much is going into new radiotherapy machines?"
	tests := []struct {
		before, text string
		kind         Kind
		want         string
	}{
		// One thing in the place of another.
		{"How long do people wait for bowel cancer treatment?", "and for prostate cancer?", Refined, "How long do people wait for prostate cancer treatment?"},
		{"How long do people wait for bowel cancer treatment?", "and prostate?", Refined, "How long do people wait for prostate cancer treatment?"},
		{"How long do people wait for bowel cancer treatment?", "what about lymphoma", Refined, "How long do people wait for lymphoma cancer treatment?"},
		{"When will lung screening reach everyone in England?", "what about Wales", Refined, "When will lung screening reach everyone in Wales?"},
		{"When will lung screening reach everyone in England?", "in Scotland?", Refined, "When will lung screening reach everyone in Scotland?"},
		{"Does the Royal Derby Hospital have a new scanner?", "and leeds?", Refined, "Does the leeds have a new scanner?"},
		{"How much did the MRC spend on sarcoma research?", "and CRUK?", Refined, "How much did the CRUK spend on sarcoma research?"},
		{"Are men offered genetic tests?", "and women?", Refined, "Are women offered genetic tests?"},
		{machines, "and for specialist nurses?", Refined, "How much is going into new radiotherapy machines for specialist nurses?"},
		// Filters.
		{machines, "since 2025?", Refined, "How much is going into new radiotherapy machines, since 2025?"},
		{"What is planned on screening since March 2024?", "and since March 2025?", Refined, "What is planned on screening, since March 2025?"},
		{machines, "by Ashley Dalton?", Refined, "How much is going into new radiotherapy machines, by Ashley Dalton?"},
		{machines, "only in letters please", Refined, "How much is going into new radiotherapy machines, in letters?"},
		{"What is planned on screening, by Ashley Dalton?", "and by Karin Smyth?", Refined, "What is planned on screening, by Karin Smyth?"},
		{"How many people were treated in 2024?", "and in 2023?", Refined, "How many people were treated in 2023?"},
		{machines, "in 2024?", Refined, "How much is going into new radiotherapy machines in 2024?"},
		{machines, "before the plan was published on 4 February 2026?", Refined, "How much is going into new radiotherapy machines, before the plan was published on 4 February 2026?"},
		// Pronouns.
		{machines, "how many will it help?", Refined, "how many will it help ― going into new radiotherapy machines?"},
		{"What is the travel fund for children?", "who can apply for that?", Refined, "who can apply for that ― travel fund for children?"},
		{"Who chairs the rare cancers group?", "when will they report", Refined, "when will they report ― chairs the rare cancers group?"},
		{machines, "why?", Refined, "why ― going into new radiotherapy machines?"},
		{machines, "which ones?", Refined, "which ones ― going into new radiotherapy machines?"},
		{"how many will it help ― new radiotherapy machines?", "and when will it start?", Refined, "when will it start ― new radiotherapy machines?"},
		{"hi – quick one – how much is the travel fund for children? thanks", "who can apply for that?", Refined, "who can apply for that ― travel fund for children?"},
		// Short ones that go on without a pronoun.
		{machines, "since when?", Refined, "since when ― going into new radiotherapy machines?"},
		{machines, "why so late?", Refined, "why so late ― going into new radiotherapy machines?"},
		{machines, "why not everyone at once?", Refined, "why not everyone at once ― going into new radiotherapy machines?"},
		{machines, "how many have arrived?", Refined, "how many have arrived ― going into new radiotherapy machines?"},
		{machines, "and how many hospitals have asked?", Refined, "how many hospitals have asked ― going into new radiotherapy machines?"},
		{machines, "and is a new round on the way?", Refined, "is a new round on the way ― going into new radiotherapy machines?"},
		{machines, "any plan to make that more?", Refined, "any plan to make that more ― going into new radiotherapy machines?"},
		{machines, "and when did the minister meet Blood Cancer UK about leukaemia?", New, "and when did the minister meet Blood Cancer UK about leukaemia?"},
		{machines, "any news on cervical screening at home?", New, "any news on cervical screening at home?"},
		// About the answer itself.
		{machines, "show me more", More, machines},
		{machines, "More please!", More, machines},
		{machines, "anything else?", More, machines},
		{machines, "who said that?", Who, machines},
		{machines, "And who said this", Who, machines},
		{machines, "when was that?", When, machines},
		{machines, "source?", Where, machines},
		// Questions of their own.
		{machines, "What is being done about cervical screening?", New, "What is being done about cervical screening?"},
		{machines, "is it true that screening ages will change", New, "is it true that screening ages will change"},
		{machines, "how long does it take to get a scan result?", New, "how long does it take to get a scan result?"},
		{machines, "will the national plan say how it will be funded?", New, "will the national plan say how it will be funded?"},
		{machines, "do patients get their results in an app?", New, "do patients get their results in an app?"},
		{machines, "what has been promised this year on waits?", New, "what has been promised this year on waits?"},
		{machines, "what share of drugs that NICE looks at are approved?", New, "what share of drugs that NICE looks at are approved?"},
		{machines, "are they closing any walk-in breast clinics?", New, "are they closing any walk-in breast clinics?"},
		{machines, "what became of that extra money for hospices in rural places?", New, "what became of that extra money for hospices in rural places?"},
		{machines, "sorry if it's been asked, is there a helpline", New, "sorry if it's been asked, is there a helpline"},
		{machines, "lung cancer screening", New, "lung cancer screening"},
		{machines, "", New, ""},
		{machines, "?!", New, "?!"},
		{"", "and for prostate cancer?", New, "and for prostate cancer?"},
		{"", "show me more", More, ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got := Read(Turn{Question: tt.before}, tt.text)
			if got.Kind != tt.kind || got.Question != tt.want {
				t.Errorf("after %q: got %d %q\nwant %d %q", tt.before, got.Kind, got.Question, tt.kind, tt.want)
			}
		})
	}
}

func TestContinue(t *testing.T) {
	const doctors = "how many clinical oncologists are there"
	for _, tt := range []struct{ before, text, want string }{
		{doctors, "and is it going up?", "is it going up ― clinical oncologists are there?"},
		{"When does lung screening start?", "And who pays?", "who pays ― lung screening start?"},
		{"When does lung screening start?", "Who pays?", "Who pays ― lung screening start?"},
		{"When does lung screening start?", "And for bowel cancer screening?", "When does bowel cancer screening start?"},
		{"When does lung screening start?", "and whether he will fund it", "whether he will fund it ― lung screening start?"},
		{"When does lung screening start?", "who collects figures on hospice beds?", "who collects figures on hospice beds?"},
		{"When does lung screening start?", "What does NICE do?", "What does NICE do?"},
		{"When does lung screening start?", "and", "and"},
		{"", "who pays?", "who pays?"},
		{doctors, "", ""},
	} {
		if got := Continue(tt.before, tt.text); got != tt.want {
			t.Errorf("after %q %q: got %q, want %q", tt.before, tt.text, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("How much is going into machines?", "and for UKRI since 2025?")
	f.Add("", "who said that")
	f.Add("What ― about ― it", "it's ― by ’s its")
	f.Fuzz(func(t *testing.T, before, text string) {
		r := Read(Turn{Question: before}, text)
		if again := Read(Turn{Question: before}, text); r != again {
			t.Fatalf("%q after %q: %v, then %v", text, before, r, again)
		}
		known := before + " " + text
		for _, w := range split(Continue(before, text)) {
			if !strings.Contains(known, w.raw) {
				t.Errorf("%q after %q: %q is in neither", text, before, w.raw)
			}
		}
	})
}
