package retrieval

import (
	"strings"
	"testing"

	"ontherecord/retrieval/analysis"
)

func TestQuantities(t *testing.T) {
	kinds := map[expectation]string{
		0: "label", expectMoney: "money", expectCount: "count", expectShare: "share", expectFrequency: "frequency",
		expectDate: "date", expectDuration: "duration",
	}
	for _, c := range []struct{ text, want string }{
		{"We spent £3 million on it.", "money"},
		{"We spent £70m on 28 machines.", "money count"},
		{"It costs 50 pence or $5.", "money money"},
		{"Some 45 to 61 clinics are open.", "count"},
		{"Between 45 and 61 clinics are open.", "count"},
		{"A rise of 14.1% since 2020/21.", "share date"},
		{"About 12 per cent of them.", "share"},
		{"One in eight men, 3 in 4 women and one in every ten dogs.", "share share share count"},
		{"One of the vans is new.", ""},
		{"Two thirds of them, and half of the rest.", "share share"},
		{"Men aged 45 to 61 and women over 50 are asked.", "duration duration"},
		{"It falls from the age of 60 to the age of 50.", "duration duration"},
		{"About 2,000 men were told in 2000.", "count date"},
		{"Over 1,800 doctors work there.", "count"},
		{"More than two million people came.", "count"},
		{"The 10 Year Health Plan says so.", "label"},
		{"A 12-week wait or ten years.", "duration duration"},
		{"Within 28 working days.", "duration"},
		{"On 5 March 2025 and in May 2024.", "date date date"},
		{"Cancers of stage 3 in Year 10 and COVID-19.", "label label label"},
		{"No trusts replied, none of them.", "count count"},
		{"They come twice a year, once a month, weekly or every two years.", "frequency frequency frequency duration"},
		{"Once it is open, they come.", ""},
		{"No, it has not.", ""},
		{"Nothing to count.", ""},
	} {
		a := analysis.New()
		tokens := a.Tokens(nil, c.text)
		var got []string
		for _, q := range quantities(c.text, tokens) {
			got = append(got, kinds[q.kind])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.text, strings.Join(got, " "), c.want)
		}
	}
}

func TestQuantityStandsAtItsTerm(t *testing.T) {
	text := "The Board has two million people and 28 scanners of the year 2025."
	a := analysis.New()
	tokens := a.Tokens(nil, text)
	terms := a.Terms(nil, text)
	var got []string
	for _, q := range quantities(text, tokens) {
		got = append(got, strings.Join(terms[q.at:q.end], " "))
	}
	if want := "2 million,28,2025"; strings.Join(got, ",") != want {
		t.Errorf("terms %q, want %q", strings.Join(got, ","), want)
	}
}

// FuzzQuantities reads the figures of anything: each stands where the terms are,
// in order and apart from the others.
func FuzzQuantities(f *testing.F) {
	for _, s := range []string{"", "one in", "a", "45 to", "£", "aged of 5", "2,000", "1/2/3–4 to 5 and", "every two", "no", "10 Year", "½ 5 %", "\xff7"} {
		f.Add(s)
	}
	a := analysis.New()
	f.Fuzz(func(t *testing.T, text string) {
		tokens, last := a.Tokens(nil, text), 0
		terms := len(a.Terms(nil, text))
		for _, q := range quantities(text, tokens) {
			if q.at < last || q.end < q.at || q.end > terms {
				t.Fatalf("%q: %+v after %d, of %d terms", text, q, last, terms)
			}
			last = q.end
		}
	})
}
