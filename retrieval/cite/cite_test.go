package cite

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// quote makes a quote of the whole of text, which is taken for one sentence.
func quote(t testing.TB, text string, change func(*corpus.Document)) corpus.Quote {
	t.Helper()
	whole := corpus.Span{End: len(text)}
	d := &corpus.Document{
		ID: "d", Kind: corpus.KindWrittenAnswer, Title: "Cancer: Screening", Reference: "12345",
		URL: "https://example.org/d?x=1", Date: corpus.NewDate(2025, 3, 11), Text: text,
		Parts: []corpus.Part{{
			Kind: corpus.PartAnswer, Span: whole, Speaker: "Ann Example", Role: "Minister of State",
			Organisation: "Department of Health and Social Care", Sentences: []corpus.Span{whole},
		}},
	}
	if change != nil {
		change(d)
	}
	q, err := d.Quote(whole)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestAttribution(t *testing.T) {
	tests := []struct {
		name   string
		change func(*corpus.Document)
		want   string
	}{
		{"everything", nil, "Ann Example, Minister of State, Department of Health and Social Care · written answer 12345 · 11 March 2025"},
		{"role names the department", func(d *corpus.Document) {
			d.Parts[0].Role = "Minister of State (Department of Health and Social Care)"
		}, "Ann Example, Minister of State (Department of Health and Social Care) · written answer 12345 · 11 March 2025"},
		{"undated letter", func(d *corpus.Document) {
			d.Kind, d.Date, d.Reference, d.Parts[0].To = corpus.KindLetter, corpus.Date{}, "", "Lee"
		}, "Ann Example, Minister of State, Department of Health and Social Care · letter to Lee · undated"},
		{"body alone", func(d *corpus.Document) { d.Parts[0].Speaker, d.Parts[0].Role = "", "" },
			"Department of Health and Social Care · written answer 12345 · 11 March 2025"},
		{"nobody", func(d *corpus.Document) {
			d.Parts[0].Speaker, d.Parts[0].Role, d.Parts[0].Organisation = "", "", ""
		}, "unknown speaker · written answer 12345 · 11 March 2025"},
		{"month only", func(d *corpus.Document) { d.Date = corpus.NewDate(2025, 3, 0) },
			"Ann Example, Minister of State, Department of Health and Social Care · written answer 12345 · March 2025"},
		{"long reference", func(d *corpus.Document) { d.Reference = "a sentence on where it stands" },
			"Ann Example, Minister of State, Department of Health and Social Care · written answer · 11 March 2025"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Attribution(quote(t, "It is so.", tt.change)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	got := Plain(quote(t, "It is so.", func(d *corpus.Document) {
		d.Source = corpus.Provenance{Note: "A note.", Attribution: "A licence."}
	}))
	want := "“It is so.”\n\n— Ann Example, Minister of State, Department of Health and Social Care, “Cancer: Screening”, written answer 12345, 11 March 2025.\n" +
		"https://example.org/d?x=1#:~:text=It%20is%20so.\nA note.\nA licence."
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLink(t *testing.T) {
	const long = "One two three four five six seven eight nine ten eleven twelve thirteen."
	tests := []struct{ name, url, text, want string }{
		{"short", "https://e.org/a", "It is so.", "https://e.org/a#:~:text=It%20is%20so."},
		{"reserved", "https://e.org/a", "One-off, R&D: 5% – yes?", "https://e.org/a#:~:text=One%2Doff%2C%20R%26D%3A%205%25%20%E2%80%93%20yes%3F"},
		{"long", "https://e.org/a", long, "https://e.org/a#:~:text=One%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen."},
		{"list", "https://e.org/a", "We will:\n\n• do this;\n• do that.", "https://e.org/a#:~:text=We%20will%3A,do%20that."},
		{"has fragment", "https://e.org/a#part", "It is so.", "https://e.org/a#part:~:text=It%20is%20so."},
		{"pdf", "https://e.org/a.PDF", "It is so.", "https://e.org/a.PDF"},
		{"file", "file:///a.html", "It is so.", ""},
		{"none", "", "It is so.", ""},
		{"script", "javascript:alert(1)", "It is so.", ""},
		{"bar and brackets", "https://e.org/a|b?c=<d>", "It is so.", "https://e.org/a%7Cb?c=%3Cd%3E#:~:text=It%20is%20so."},
		{"not an address", "://", "It is so.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Link(quote(t, tt.text, func(d *corpus.Document) { d.URL = tt.url })); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	if got := Link(quote(t, "It is so.", func(d *corpus.Document) { d.Kind = corpus.KindNote })); got != "https://example.org/d?x=1" {
		t.Errorf("a note's link opens at words that its page does not hold: %s", got)
	}
}

// A text directive that is decoded gives the quote's words again.
func FuzzLink(f *testing.F) {
	f.Add("It is so.")
	f.Add("a,b-c&d %41\n• e")
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || !strings.HasPrefix(strings.ToValidUTF8(text, "\x00"), text) {
			t.Skip()
		}
		_, directive, ok := strings.Cut(Link(quote(t, text, nil)), ":~:text=")
		if !ok {
			return
		}
		folded := strings.Join(strings.Fields(text), " ")
		for i, part := range strings.Split(directive, ",") {
			words, err := url.PathUnescape(part)
			if err != nil || i > 1 || !strings.Contains(folded, words) {
				t.Fatalf("%q: part %d %q: %v", text, i, words, err)
			}
		}
	})
}

func TestNotes(t *testing.T) {
	june, march := corpus.NewDate(2024, 6, 3), corpus.NewDate(2025, 3, 11)
	for want, got := range map[string]string{
		"": Said(retrieval.Said{Times: 1, First: june, Latest: june}) + Newer(corpus.Quote{}),
		"said twice, first 3 June 2024, latest 11 March 2025": Said(retrieval.Said{Times: 2, First: june, Latest: march}),
		"said 4 times":                           Said(retrieval.Said{Times: 4}),
		"searched 1 document":                    Searched(retrieval.Searched{Documents: 1}),
		"searched 9 documents up to 3 June 2024": Searched(retrieval.Searched{Documents: 9, Until: june}),
		"newer statement, 11 March 2025":         Newer(quote(t, "It is so.", nil)),
		"Nothing on the record answers that since 3 June 2024 (searched 9 documents).": Abstention(retrieval.Answer{
			Reason: retrieval.ReasonFilter, Understood: retrieval.Filter{Since: june}, Searched: retrieval.Searched{Documents: 9}}),
		"The record has nobody called A B (searched 9 documents).": Abstention(retrieval.Answer{
			Reason: retrieval.ReasonUnknown, Unknown: []string{"A B"}, Searched: retrieval.Searched{Documents: 9}}),
		"Nothing on the record answers that (searched 9 documents). The nearest statements, which are not an answer:": Abstention(retrieval.Answer{
			Reason: retrieval.ReasonWeak, Nearest: make([]retrieval.Quoted, 1), Searched: retrieval.Searched{Documents: 9}}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestParts(t *testing.T) {
	since := retrieval.Filter{Since: corpus.NewDate(2024, 6, 3)}
	a := retrieval.Answer{
		Answered: true,
		Quotes:   []retrieval.Quoted{{Quote: quote(t, "It is so.", nil)}, {Quote: quote(t, "It is not so.", nil)}},
		Parts: []retrieval.Part{
			{Label: "(a)", Text: "screening", Answered: true, Quotes: []int{0}},
			{Text: "who pays?", Answered: true, Quotes: []int{0, 1}, Understood: since},
			{Text: "and why?", Reason: retrieval.ReasonWeak, Understood: since},
			{Text: "what did A B say?", Reason: retrieval.ReasonUnknown, Unknown: []string{"A B"}},
			{Text: "what else?", Answered: true, Quotes: []int{1}},
		},
	}
	who := Attribute(a.Quotes[0].Quote).Who() + ", " + a.Quotes[0].Quote.Citation().Date.String() + "."
	for shown, want := range map[int][][]string{
		2: {
			{"Part 1: (a) screening"},
			{"Part 2: who pays?", "Only statements since 3 June 2024", "Quote 1 above answers this as well: " + who},
			{"Part 3: and why?", "Nothing on the record answers this part."},
			{"Part 4: what did A B say?", "The record has nobody called A B."},
			{"Part 5: what else?", "Quote 2 above answers this as well: " + who},
		},
		0: {
			{"Part 1: (a) screening", "What answers this part is left out below."},
			{"Part 2: who pays?", "Only statements since 3 June 2024", "A quote that is left out below answers this as well: " + who, "What answers this part is left out below."},
			{"Part 3: and why?", "Nothing on the record answers this part."},
			{"Part 4: what did A B say?", "The record has nobody called A B."},
			{"Part 5: what else?", "A quote that is left out below answers this as well: " + who},
		},
	} {
		var got [][]string
		for _, s := range a.Sections() {
			got = append(got, append([]string{Part(s)}, PartNotes(a, s, shown)...))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d quotes shown (-want +got):\n%s", shown, diff)
		}
	}
	whole := (&retrieval.Answer{Answered: true}).Sections()[0]
	if Part(whole) != "" || PartNotes(a, whole, 1) != nil {
		t.Error("an answer in one part has a heading")
	}
}
