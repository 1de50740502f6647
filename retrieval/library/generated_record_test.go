package library_test

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A writer makes up documents with what is hard about real ones: abbreviations,
// decimals, initials, lists, quotation marks, headings without a full stop,
// characters of several bytes, odd white space.
type writer struct{ *rand.Rand }

func (w writer) pick(from []string) string { return from[w.IntN(len(from))] }

var (
	subjects = []string{"Dr. A. B. Rowe", "The Department", "My hon. Friend the Member for Ambleford", "NHS Tarnby", "The Rt Hon. Lady", "Lt. Col. Frobisher", "No. 10", "The café’s clinic", "Prof. Łucja Ó Sé"}
	verbs    = []string{"invests £1.5 billion in", "opened", "did not open", "will, e.g. by 3 Oct. 2025, replace", "funds 4.5% of", "reviewed", "“closed”", "(and later reopened)", "measures the 28-day wait for"}
	objects  = []string{"nine scanners", "screening vans", "radiotherapy machines", "the 62‑day standard", "lung cancer checks", "prostate cancer tests", "Cm. 9999", "3,000 nurses", "a naïve estimate of 11,000 responses", "proton\u00a0beam therapy"}
	places   = []string{"in Ambleford", "in Tarnby", "across England", "for No. 4 Ward", "in the U.K.", "by 11 March 2025", "with \"targeted\" tests", "at 3 p.m.", "😀 in May"}
	ends     = []string{".", ".", ".", "?", "!", ".”", ".)", "…", ";"}
	headings = []string{"Next steps", "Funding and workforce", "Waiting times in 2024–25", "What was said"}
	marks    = []string{"• ", "- ", "* ", "o ", "1. "}
)

func (w writer) sentence() string {
	end := w.pick(ends)
	open := map[string]string{".”": "“", ".)": "("}[end]
	return open + w.pick(subjects) + " " + w.pick(verbs) + " " + w.pick(objects) + " " + w.pick(places) + end
}

func (w writer) paragraph() string {
	var b strings.Builder
	for i := range 1 + w.IntN(4) {
		if i > 0 {
			b.WriteString(w.pick([]string{" ", " ", "  ", "\n"}))
		}
		b.WriteString(w.sentence())
	}
	return b.String()
}

func (w writer) list() string {
	mark := w.pick(marks)
	lines := []string{w.pick(subjects) + " includes:"}
	for range 2 + w.IntN(3) {
		lines = append(lines, mark+w.pick(objects)+" "+w.pick(places)+";")
	}
	return strings.Join(lines, "\n")
}

// blocks are paragraphs, lists and headings; the last is a paragraph.
func (w writer) blocks() []string {
	var out []string
	for range w.IntN(6) {
		switch w.IntN(5) {
		case 0:
			out = append(out, w.list())
		case 1:
			out = append(out, w.pick(headings))
		default:
			out = append(out, w.paragraph())
		}
	}
	return append(out, w.paragraph())
}

func (w writer) day() (year, month, day int) { return 2022 + w.IntN(4), 1 + w.IntN(12), 1 + w.IntN(28) }

func (w writer) iso() string {
	y, m, d := w.day()
	return fmt.Sprintf("%d-%02d-%02d", y, m, d)
}

var months = strings.Fields("January February March April May June July August September October November December")

func (w writer) date() string {
	y, m, d := w.day()
	return fmt.Sprintf("%d %s %d", d, months[m-1], y)
}

// A form writes a document in one of the formats or layouts that are read.
type form struct {
	name, ext string
	write     func(w writer, id int) string
}

func forms() []form {
	body := func(w writer) string { return strings.Join(w.blocks(), "\n\n") }
	return []form{
		{"plain text", ".txt", func(w writer, _ int) string { return body(w) }},
		{"plain text with carriage returns", ".txt", func(w writer, _ int) string {
			return "\ufeff" + strings.ReplaceAll(body(w), "\n", "\r\n")
		}},
		{"pasted written answer", ".txt", func(w writer, id int) string {
			return fmt.Sprintf("Vans: Ambleford\n\nLee Example (Green - North Isle)\n\n(asked on %s)\n\nQuestion to the Department of Health and Social Care:\n\nTo ask the Secretary of State, whether %s\n\nAnswered by\nSam Sample Portrait\nSam Sample\nMinister of State (Department of Health and Social Care)\nThis question was answered on %s\n\n%s\n\nLoading…\n",
				w.date(), w.sentence(), w.date(), body(w))
		}},
		{"pasted letter", ".txt", func(w writer, id int) string {
			return fmt.Sprintf("%s\n\nDear Dr Roe,\n\nThank you for your letter of 10 September.\n\n%s\n\nYours sincerely,\n\nROBIN ROE MP\nMINISTER OF STATE FOR VANS\n", w.date(), body(w))
		}},
		{"Markdown", ".md", func(w writer, id int) string {
			return fmt.Sprintf("---\nid: md-%d\ntitle: \"Vans: note %d\"\ndate: %s\nspeaker: Pat Person\nrole: Director\norganisation: NHS England\nkind: policy paper\nurl: https://example.org/%d\n---\n# Vans\n\n%s\n", id, id, w.iso(), id, body(w))
		}},
		{"HTML", ".html", func(w writer, id int) string {
			var b strings.Builder
			fmt.Fprintf(&b, "<!doctype html><html><head><title>Vans %d</title></head><body><nav>Home</nav><main><h1>Vans</h1>", id)
			for _, p := range append(w.blocks(), w.blocks()...) {
				fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
			}
			b.WriteString("</main><footer>All rights</footer></body></html>")
			return b.String()
		}},
		{"JSON lines", ".jsonl", func(w writer, id int) string {
			var b strings.Builder
			for i := range 3 {
				line := map[string]any{"_id": fmt.Sprintf("line-%d-%d", id, i), "title": w.pick(headings), "text": body(w),
					"metadata": map[string]any{"date_answered": w.iso(), "question": "To ask whether " + w.sentence(), "answering_body": "HM Treasury", "kind": w.pick([]string{"substantive", "holding"})}}
				data, _ := json.Marshal(line) // strings and maps of them
				b.Write(append(data, '\n'))
			}
			return b.String()
		}},
		{"written-question JSON", ".json", func(w writer, id int) string {
			var answer strings.Builder
			for _, p := range w.blocks() {
				answer.WriteString("<p>" + html.EscapeString(p) + "</p>")
			}
			data, _ := json.Marshal(map[string]any{"value": map[string]any{
				"id": id, "uin": fmt.Sprint(id), "house": "Commons", "dateTabled": w.iso() + "T00:00:00", "dateAnswered": w.iso() + "T00:00:00",
				"questionText":      "To ask the Secretary of State, whether " + w.sentence(),
				"answeringBodyName": "Department of Health and Social Care", "heading": "Vans: Towns", "answerText": answer.String(),
				"askingMember": map[string]any{"name": "Lee Example"}, "answeringMember": map[string]any{"name": "Sam Sample"},
				"answerIsHolding": w.IntN(8) == 0, "isWithdrawn": w.IntN(8) == 0, "groupedQuestions": []string{},
			}})
			return string(data)
		}},
	}
}

// writeRecord writes the first count documents of each form into dir, over
// those that are there.
func writeRecord(t *testing.T, w writer, dir string, count int) {
	t.Helper()
	for i, f := range forms() {
		for j := range count {
			id := 1000*i + j
			name := filepath.Join(dir, fmt.Sprintf("%d%s", id, f.ext))
			if err := os.WriteFile(name, []byte(f.write(w, id)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
