package parse

import (
	"slices"
	"strings"
	"testing"

	"ontherecord/corpus"
)

func TestPage(t *testing.T) {
	d := one(t, "page.html", readFile(t, "testdata/page.html"))
	if d.Title != "Vans for breast screening in rural towns" || d.URL != "https://example.org/news/vans" || d.Date.ISO() != "2025-06-30" ||
		d.Kind != corpus.KindOther || d.Status != corpus.StatusFinal {
		t.Errorf("got %+v", d)
	}
	for _, chrome := range []string{"cookies", "Skip to", "Home page", "Popular today", "licence", "tracking", "Share this", "color", "Example Health Board"} {
		if strings.Contains(d.Text, chrome) {
			t.Errorf("%q is in the text of record", chrome)
		}
	}
	body := strings.Join(partText(d, corpus.PartBody), "\n\n")
	for _, want := range []string{
		"Forty vans will offer breast screening in market towns from September",
		"pay\u00a0£3\u00a0million for them over two years.\n\nEach van",
		"The first stops are:\n\n• the livestock market in Northby, on Tuesdays;\n• the leisure centre in Southby, on Fridays.\n\nFurther",
		"Year | Vans\n2025 | 15\n2026 | 25",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the body lacks %q: %q", want, body)
		}
	}
	if !slices.Contains(partText(d, corpus.PartHeading), "Where they will stop") {
		t.Errorf("headings %q", partText(d, corpus.PartHeading))
	}
}

func TestPageForms(t *testing.T) {
	tests := []struct {
		name, file, html string
		check            func(*corpus.Document) bool
	}{
		{"short page without main", "p.html", "<html><title>Vans | Site</title><body><p>They return in May.</p></body></html>",
			func(d *corpus.Document) bool {
				return d.Title == "Vans" && d.Text == "They return in May." && d.Date.IsZero()
			}},
		{"fragment", "p.htm", "<p>They return in <b>May</b>.</p>", func(d *corpus.Document) bool { return d.Text == "They return in May." && d.Title == "" }},
		{"saved as text", "p.txt", "<!doctype html><p>They return in May.</p>", func(d *corpus.Document) bool { return d.Text == "They return in May." }},
		{"on standard input", "-", "<html><body><article><p>They return in May.</p></article><p>Chatter.</p></body></html>",
			func(d *corpus.Document) bool { return d.Text == "They return in May." }},
		{"old encoding", "p.html", "<html><head><meta charset=\"windows-1252\"></head><body><p>\xa33 million.</p></body></html>",
			func(d *corpus.Document) bool { return d.Text == "£3 million." }},
		{"numeric day is not guessed at", "p.html", `<html><head><meta name="dc.date" content="02/03/2025"></head><body><p>Yes.</p></body></html>`,
			func(d *corpus.Document) bool { return d.Date.IsZero() }},
		{"month of issue", "p.html", `<html><head><meta name="DCTERMS.issued" content="2025-03"></head><body><p>Yes.</p></body></html>`,
			func(d *corpus.Document) bool { return d.Date == corpus.Date{Year: 2025, Month: 3} }},
		{"title in a picture is no title", "p.html", `<html><body><svg><title>Logo</title></svg><h1>Vans</h1><p>Yes.</p></body></html>`,
			func(d *corpus.Document) bool { return d.Title == "Vans" }},
		{"letter without a date on a page with one", "p.html", `<html><head><meta name="dc.date" content="2025-03-02"></head><body><p>Dear Lee,</p><p>Vans come in May.</p><p>Yours sincerely,</p><p>SAM SAMPLE<br>Minister of State</p></body></html>`,
			func(d *corpus.Document) bool {
				p := d.Parts[0]
				return d.Kind == corpus.KindLetter && d.Date.IsZero() && p.Speaker == "Sam Sample" && p.Role == "Minister of State" && d.Text[p.Span.Start:p.Span.End] == "Vans come in May."
			}},
		{"written answer", "p.html", `<html><body><main><h1>Vans: Rural Areas</h1><p>(asked on 3 March 2025)</p><p>Question to the Department for Transport:</p>
<p>To ask the Secretary of State, where vans go.</p><h3>Answered by</h3><p><a href="/x">Sam Sample</a></p><p>Minister of State (Department for Transport)</p>
<p>This question was answered on 11 March 2025</p><p>They go to each town.</p><p>They return in May.</p></main></body></html>`,
			func(d *corpus.Document) bool {
				a := d.Parts[len(d.Parts)-1]
				return d.Kind == corpus.KindWrittenAnswer && d.Title == "Vans: Rural Areas" && a.Speaker == "Sam Sample" && a.Role == "Minister of State" &&
					a.Organisation == "Department for Transport" && d.Date.ISO() == "2025-03-11" && d.Text[a.Span.Start:a.Span.End] == "They go to each town.\n\nThey return in May."
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := one(t, tt.file, []byte(tt.html)); !tt.check(d) {
				t.Errorf("got %+v", d)
			}
		})
	}
}
