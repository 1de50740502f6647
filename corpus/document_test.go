package corpus_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
)

// letter has a question part, a heading and an answer part.
func letter() *corpus.Document {
	d := &corpus.Document{
		ID: "d", Revision: 2, Kind: corpus.KindLetter, Status: corpus.StatusFinal, Title: "Vans", Reference: "L1",
		URL: "https://example.org/d", Date: corpus.NewDate(2025, 3, 11),
		Text:   "Do vans run? Vans Vans run daily. Café staff wave. Noise",
		Source: corpus.Provenance{Name: "d.txt", Note: "A note"},
	}
	for _, p := range []struct {
		kind corpus.PartKind
		text string
	}{{corpus.PartQuestion, "Do vans run?"}, {corpus.PartHeading, "Vans "}, {corpus.PartAnswer, "Vans run daily. Café staff wave."}} {
		at := strings.Index(d.Text, p.text)
		d.Parts = append(d.Parts, corpus.Part{Kind: p.kind, Span: corpus.Span{Start: at, End: at + len(p.text)}})
	}
	p := &d.Parts[2]
	p.Speaker, p.Role, p.Organisation, p.To = "Jo Smith", "Minister", "DHSC", "Dr Roe"
	text.Split(d)
	return d
}

func span(d *corpus.Document, s string) corpus.Span {
	at := strings.LastIndex(d.Text, s)
	return corpus.Span{Start: at, End: at + len(s)}
}

func TestQuote(t *testing.T) {
	d := letter()
	for _, s := range []string{"Vans run daily.", "Café staff wave.", "Vans run daily. Café staff wave.", "Do vans run?"} {
		q, err := d.Quote(span(d, s))
		if err != nil || q.Text() != s || q.Span() != span(d, s) || q.IsZero() {
			t.Errorf("%q: %q at %v, %v", s, q.Text(), q.Span(), err)
		}
	}
	q, _ := d.Quote(span(d, "Vans run daily."))
	want := corpus.Citation{
		Document: "d", Revision: 2, Part: corpus.PartAnswer, Kind: corpus.KindLetter, Status: corpus.StatusFinal,
		Title: "Vans", Reference: "L1", URL: "https://example.org/d", Speaker: "Jo Smith", Role: "Minister",
		Organisation: "DHSC", Date: corpus.NewDate(2025, 3, 11), To: "Dr Roe", Source: d.Source,
	}
	if diff := cmp.Diff(want, q.Citation()); diff != "" {
		t.Errorf("citation (-want +got):\n%s", diff)
	}
	d.Parts[2].Date = corpus.NewDate(2025, 1, 2)
	if q, _ = d.Quote(span(d, "Vans run daily.")); q.Citation().Date != corpus.NewDate(2025, 1, 2) {
		t.Errorf("the part's own date is not cited but %v", q.Citation().Date)
	}
	if !(corpus.Quote{}).IsZero() {
		t.Error("no quote is one")
	}
}

func TestQuoteErrors(t *testing.T) {
	d := letter()
	accent := strings.Index(d.Text, "é")
	tests := []struct {
		name      string
		span      corpus.Span
		sentences bool // whether the error is ErrNotSentences
	}{
		{"half a sentence", span(d, "run daily."), true},
		{"a sentence without its full stop", span(d, "Vans run daily"), true},
		{"a sentence with white space", span(d, "Vans run daily. "), true},
		{"over two parts", corpus.Span{Start: 0, End: span(d, "Vans run daily.").End}, true},
		{"outside of all parts", span(d, "Noise"), true},
		{"nothing", corpus.Span{Start: 3, End: 3}, false},
		{"backwards", corpus.Span{Start: 9, End: 3}, false},
		{"before the text", corpus.Span{Start: -1, End: 3}, false},
		{"beyond the text", corpus.Span{Start: 0, End: len(d.Text) + 1}, false},
		{"within a character", corpus.Span{Start: accent + 1, End: len(d.Text)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, err := d.Quote(tt.span)
			if err == nil || !q.IsZero() {
				t.Fatalf("quoted %q", q.Text())
			}
			if errors.Is(err, corpus.ErrNotSentences) != tt.sentences || !strings.Contains(err.Error(), "quote from d") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*corpus.Document)
		want  string
	}{
		{"nothing wrong", func(*corpus.Document) {}, ""},
		{"no parts", func(d *corpus.Document) { d.Parts = nil }, ""},
		{"no ID", func(d *corpus.Document) { d.ID = "" }, "no ID"},
		{"no text", func(d *corpus.Document) { d.Text = " \n\t" }, "no text"},
		{"not UTF-8", func(d *corpus.Document) { d.Text = "\xff" + d.Text }, "UTF-8"},
		{"a part beyond the text", func(d *corpus.Document) { d.Parts[2].Span.End = 9999 }, "part 2: span"},
		{"an empty part", func(d *corpus.Document) { d.Parts[1].Span = corpus.Span{} }, "part 1: span"},
		{"parts that overlap", func(d *corpus.Document) { d.Parts[1].Span.Start = 4 }, "part 1: begins at byte 4"},
		{"a part within a character", func(d *corpus.Document) {
			d.Parts = d.Parts[2:]
			d.Parts[0].Span.End = strings.Index(d.Text, "é") + 1
		}, "splits a character"},
		{"a sentence outside of its part", func(d *corpus.Document) { d.Parts[2].Sentences[0].Start = 0 }, "part 2, sentence 0"},
		{"sentences out of order", func(d *corpus.Document) {
			s := d.Parts[2].Sentences
			s[0], s[1] = s[1], s[0]
		}, "part 2, sentence 1"},
		{"an empty sentence", func(d *corpus.Document) { d.Parts[2].Sentences[1] = corpus.Span{Start: 30, End: 30} }, "part 2, sentence 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := letter()
			tt.spoil(d)
			err := d.Validate()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestParseKind(t *testing.T) {
	for in, want := range map[string]corpus.Kind{
		"letter": corpus.KindLetter, "Letters": corpus.KindLetter, " written-answer ": corpus.KindWrittenAnswer,
		"WRITTEN_ANSWERS": corpus.KindWrittenAnswer, "policy paper": corpus.KindPolicyPaper, "news": corpus.KindNews,
	} {
		if got, err := corpus.ParseKind(in); err != nil || got != want {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "leter", "answer"} {
		if got, err := corpus.ParseKind(in); err == nil || !strings.Contains(err.Error(), "written statement") {
			t.Errorf("%q: %q, %v; want an error that lists the kinds", in, got, err)
		}
	}
}

func TestQuotable(t *testing.T) {
	for s, want := range map[corpus.Status]bool{
		corpus.StatusFinal: true, corpus.StatusCorrected: true, "": true, corpus.StatusHolding: false, corpus.StatusWithdrawn: false,
	} {
		if got := (&corpus.Document{Status: s}).Quotable(); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestPassages(t *testing.T) {
	sentence := func(i, words int) string {
		return fmt.Sprintf("Sentence %d %ssays so.", i, strings.Repeat("truly ", words))
	}
	tests := []struct {
		name      string
		sentences []int // words of each
		want      int   // passages
	}{
		{"one sentence", []int{3}, 1},
		{"a usual answer", []int{30, 30, 30, 30, 30}, 1},
		{"a little over the limit is two halves", repeat(14, 27), 2},
		{"long", repeat(100, 27), 8},
		{"a sentence beyond the limit stands alone", []int{10, 900, 10}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var body []string
			for i, n := range tt.sentences {
				body = append(body, sentence(i, n))
			}
			question := strings.Repeat("Why is that? ", 5)
			d := &corpus.Document{ID: "d", Revision: 3, Text: question + strings.Join(body, " ")}
			d.Parts = []corpus.Part{
				{Kind: corpus.PartQuestion, Span: corpus.Span{End: len(question)}},
				{Kind: corpus.PartBody, Span: corpus.Span{Start: len(question), End: len(d.Text)}},
			}
			text.Split(d)
			passages := d.Passages()
			if len(passages) != tt.want {
				t.Errorf("%d passages of %d bytes, want %d", len(passages), len(d.Text), tt.want)
			}
			// Together they are the part's sentences, each in one passage.
			next := 0
			all := d.Parts[1].Sentences
			for _, p := range passages {
				if p.ID != 0 || p.Document != "d" || p.Revision != 3 || p.Part != 1 {
					t.Errorf("passage %+v", p)
				}
				if p.Span.Start != all[next].Start {
					t.Fatalf("a passage begins at %d, not with sentence %d", p.Span.Start, next)
				}
				first := next
				for next < len(all) && all[next].End <= p.Span.End {
					next++
				}
				if all[next-1].End != p.Span.End {
					t.Fatalf("passage %v ends within a sentence", p.Span)
				}
				if next-first > 1 && p.Span.Len() > corpus.PassageBytes*9/8 {
					t.Errorf("a passage of %d sentences has %d bytes", next-first, p.Span.Len())
				}
			}
			if next != len(all) {
				t.Errorf("%d of %d sentences are in passages", next, len(all))
			}
		})
	}
	if got := letter().Passages(); len(got) != 1 || got[0].Part != 2 {
		t.Errorf("passages of a letter: %+v", got)
	}
}

func repeat(n, v int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = v
	}
	return out
}
