package parse

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ontherecord/corpus"
)

const note = `---
id: vans-2025
title: Screening vans
kind: note
date: 2025-03-11
speaker: Sam Sample
role: Minister for Vans
organisation: Department of Health and Social Care
url: https://example.org/vans
reference: 4411
note: Summary in our own words, not official wording
attribution: Contains something.
to: Lee
---

# Vans on the *road*

Forty vans visit **each** town.

<!-- checked
by Sam -->

## When #

They return in May.
They stay a week.

***

- a list
- of things
`

func TestMarkdown(t *testing.T) {
	for name, text := range map[string]string{"line feeds": note, "carriage returns": strings.ReplaceAll(note, "\n", "\r\n"), "byte order mark": "\uFEFF" + note} {
		t.Run(name, func(t *testing.T) {
			d := one(t, "vans.md", []byte(text))
			if d.Text != strings.TrimPrefix(text, "\uFEFF") {
				t.Error("the text is not the file's, byte for byte")
			}
			if d.ID != "vans-2025" || d.Title != "Screening vans" || d.Kind != corpus.KindNote || d.Date.ISO() != "2025-03-11" ||
				d.URL != "https://example.org/vans" || d.Reference != "4411" || d.Source.Attribution != "Contains something." ||
				d.Source.Note != "Summary in our own words, not official wording" {
				t.Errorf("got %+v", d)
			}
			if got, want := partText(d, corpus.PartHeading), []string{"Vans on the *road*", "When"}; !slices.Equal(got, want) {
				t.Errorf("headings %q, want %q", got, want)
			}
			body := partText(d, corpus.PartBody)
			for i := range body {
				body[i] = strings.ReplaceAll(body[i], "\r\n", "\n")
			}
			want := []string{"Forty vans visit **each** town.", "They return in May.\nThey stay a week.", "- a list\n- of things"}
			if !slices.Equal(body, want) {
				t.Errorf("body %q, want %q", body, want)
			}
			p := part(t, d, corpus.PartBody)
			if p.Speaker != "Sam Sample" || p.Role != "Minister for Vans" || p.Organisation != "Department of Health and Social Care" || p.To != "Lee" {
				t.Errorf("body %+v", p)
			}
		})
	}
}

func TestMarkdownWithoutFrontMatter(t *testing.T) {
	d := one(t, "Vans & Töwns.md", []byte("Vans\n====\n\nForty of them.\n\n```\n# no heading\n```\n"))
	if d.Title != "Vans" || d.Kind != corpus.KindOther || !d.Date.IsZero() || !strings.HasPrefix(d.ID, "vans-towns-") {
		t.Errorf("got %+v", d)
	}
	if got := partText(d, corpus.PartHeading); !slices.Equal(got, []string{"Vans"}) {
		t.Errorf("headings %q", got)
	}
	if got := partText(d, corpus.PartBody); len(got) != 1 || !strings.Contains(got[0], "# no heading") {
		t.Errorf("body %q", got)
	}
}

func TestFrontMatterErrors(t *testing.T) {
	for _, tt := range []struct{ name, matter, want string }{
		{"unknown key", "title: x\nautor: y", `line 3: unknown key "autor"`},
		{"twice", "title: x\ntitle: y", "line 3"},
		{"no YAML", "title: [", "line 2"},
		{"a list for a title", "title: [a]", "line 2"},
		{"date", "date: 11 March 2025", "YYYY-MM-DD"},
		{"kind", "kind: poem", "unknown kind"},
		{"status", "status: done", "unknown status"},
		{"address", "url: javascript:alert(1)", "not a web address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(Input{Name: "x.md", Data: []byte("---\n" + tt.matter + "\n---\nText here.\n")})
			if !errors.Is(err, ErrUnread) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := Parse(Input{Name: "x.md", Data: []byte("---\ntitle: x\nText.\n")}); err == nil || !strings.Contains(err.Error(), "not closed") {
		t.Errorf("front matter that is not closed: %v", err)
	}
}

func TestFrontMatterValues(t *testing.T) {
	d := one(t, "x.md", []byte("---\nreference: 0071\ntitle: Yes\nspeaker: ~\nrole: >\n  Minister\n  for Vans\nnote: 'It''s ours'\ndate: 2025-03\n---\nThey come in May.\n"))
	p := part(t, d, corpus.PartBody)
	if d.Reference != "0071" || d.Title != "Yes" || p.Speaker != "" || p.Role != "Minister for Vans" || d.Source.Note != "It's ours" || d.Date != (corpus.Date{Year: 2025, Month: 3}) {
		t.Errorf("got %+v, body %+v", d, p)
	}
}

func TestFrontMatterGoesBeforeText(t *testing.T) {
	text := "---\ndate: 2025-04-01\nspeaker: Robin Roe\n---\nDear Lee,\n\nThank you for writing.\n\nYours sincerely,\n\nSAM SAMPLE\n"
	d := one(t, "letter.md", []byte(text))
	p := part(t, d, corpus.PartBody)
	if d.Kind != corpus.KindLetter || d.Date.ISO() != "2025-04-01" || p.Speaker != "Robin Roe" || p.To != "Lee" || p.Date.ISO() != "2025-04-01" {
		t.Errorf("got %+v, body %+v", d, p)
	}
}
