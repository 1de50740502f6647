package parse

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"ontherecord/corpus"
)

func TestCorpusLine(t *testing.T) {
	d := one(t, "corpus.jsonl", []byte(`{"_id":"q1","title":"Screening: Vans","text":"Vans visit each town.\nThey return in May.","metadata":{"uin":4411,"date_tabled":"2025-02-03","date_answered":"2025-02-11","month":"2025-02","url":"https://example.org/q1","kind":"substantive","answering_body":"Department of Health and Social Care","house":"Commons","question":"To ask the Secretary of State, where vans go.","ignored":["a"]}}`))
	if d.ID != "q1" || d.Kind != corpus.KindWrittenAnswer || d.Status != corpus.StatusFinal || d.Title != "Screening: Vans" ||
		d.Reference != "4411" || d.URL != "https://example.org/q1" || d.Date.ISO() != "2025-02-11" || d.Source.Name != "corpus.jsonl" {
		t.Errorf("got %+v", d)
	}
	const want = "Screening: Vans\n\nTo ask the Secretary of State, where vans go.\n\nVans visit each town.\nThey return in May."
	if d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	q, a := part(t, d, corpus.PartQuestion), part(t, d, corpus.PartAnswer)
	if q.To != "Department of Health and Social Care" || q.Date.ISO() != "2025-02-03" || a.Organisation != q.To || a.Date.ISO() != "2025-02-11" {
		t.Errorf("question %+v, answer %+v", q, a)
	}
}

func TestCorpusLineMetadata(t *testing.T) {
	tests := []struct {
		name, line string
		check      func(*corpus.Document) bool
	}{
		{"month only", `{"_id":"a","text":"Yes.","metadata":{"month":"2023-09","answering_body":"HM Treasury"}}`,
			func(d *corpus.Document) bool { return d.Date == corpus.Date{Year: 2023, Month: 9} }},
		{"no metadata is no written answer", `{"_id":"a","title":"","text":"Yes."}`,
			func(d *corpus.Document) bool {
				return d.Kind == corpus.KindOther && d.Date.IsZero() && d.Parts[0].Kind == corpus.PartBody
			}},
		{"holding", `{"_id":"a","text":"Later.","metadata":{"kind":"holding"}}`,
			func(d *corpus.Document) bool {
				return d.Status == corpus.StatusHolding && d.Kind == corpus.KindWrittenAnswer
			}},
		{"kind by name", `{"_id":"a","text":"Yes.","metadata":{"kind":"letter","speaker":"A B","role":"Chair","to":"Lee"}}`,
			func(d *corpus.Document) bool {
				p := d.Parts[0]
				return d.Kind == corpus.KindLetter && p.Speaker == "A B" && p.Role == "Chair" && p.To == "Lee"
			}},
		{"numeric id", `{"_id":7,"text":"Yes."}`, func(d *corpus.Document) bool { return d.ID == "7" }},
		{"white space kept", `{"_id":"a","text":" Yes. \n"}`,
			func(d *corpus.Document) bool {
				return d.Text == " Yes. \n" && d.Parts[0].Span == corpus.Span{Start: 1, End: 5}
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := one(t, "c.jsonl", []byte(tt.line)); !tt.check(d) {
				t.Errorf("got %+v", d)
			}
		})
	}
}

func TestLinesSkipped(t *testing.T) {
	data := "\xEF\xBB\xBF" + strings.Join([]string{
		`{"_id":"a","text":"One."}`, ``, `{"_id":"b"`, `{"_id":"c","text":" "}`, `[1]`,
		`{"_id":"d","text":"What is it?","metadata":{"answerable":true}}`, `{"query_id":"d"}`, "{\"_id\":\"\xff\",\"text\":\"x\"}",
		`{"_id":"e","text":"No.","metadata":{"date_answered":"soon"}}`, `{"_id":"z","text":"Last."}`,
	}, "\r\n")
	r := parsed(t, "c.jsonl", []byte(data))
	if len(r.Documents) != 2 || r.Documents[1].ID != "z" {
		t.Fatalf("got %v", r.Documents)
	}
	want := []struct {
		line   int
		id     string
		reason string
	}{
		{3, "", "not a JSON object"}, {4, "c", "no text"}, {5, "", "not a JSON object"}, {6, "d", "question to measure"},
		{7, "", "neither"}, {8, "", "not UTF-8"}, {9, "e", "metadata date_answered"},
	}
	if len(r.Skipped) != len(want) {
		t.Fatalf("skipped %v", r.Skipped)
	}
	for i, w := range want {
		if s := r.Skipped[i]; s.Line != w.line || s.ID != w.id || !strings.Contains(s.Reason, w.reason) {
			t.Errorf("skipped %v, want %v", s, w)
		}
	}
}

func TestLongLineIsSkipped(t *testing.T) {
	var data bytes.Buffer
	data.WriteString(`{"_id":"a","text":"` + strings.Repeat("x", MaxLine) + `"}` + "\n")
	data.WriteString(`{"_id":"b","text":"Short."}`)
	r := parsed(t, "c.jsonl", data.Bytes())
	if len(r.Documents) != 1 || r.Documents[0].ID != "b" || len(r.Skipped) != 1 || r.Skipped[0].Line != 1 {
		t.Errorf("got %d documents, skipped %v", len(r.Documents), r.Skipped)
	}
}

func TestEachStopsWhenYieldFails(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	err := Each(strings.NewReader("{\"_id\":\"a\",\"text\":\"A.\"}\n{\"_id\":\"b\",\"text\":\"B.\"}\n"), Input{Name: "c.jsonl"},
		func(*corpus.Document, *Skipped) error { n++; return stop })
	if err != stop || n != 1 {
		t.Errorf("got %v after %d calls", err, n)
	}
}

func TestSharedCorpora(t *testing.T) {
	for _, set := range []string{"written-answers", "natural"} {
		t.Run(set, func(t *testing.T) {
			data := readFile(t, shared(t, "eval", set, "corpus.jsonl"))
			r := parsed(t, "corpus.jsonl", data)
			if len(r.Documents) != 568 || len(r.Skipped) != 0 {
				t.Fatalf("%d documents, skipped %v", len(r.Documents), r.Skipped)
			}
			holding, exact := 0, 0
			for i, raw := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
				var l struct {
					ID       string `json:"_id"`
					Title    string
					Text     string
					Metadata map[string]any
				}
				if err := json.Unmarshal(raw, &l); err != nil {
					t.Fatal(err)
				}
				d := r.Documents[i]
				if d.ID != l.ID || d.Title != l.Title || d.Date.IsZero() || d.Kind != corpus.KindWrittenAnswer {
					t.Errorf("got %+v of %s", d, raw)
				}
				if got := partText(d, corpus.PartAnswer); len(got) != 1 || got[0] != strings.TrimSpace(l.Text) {
					t.Errorf("%s: answer %q, want %q", d.ID, got, l.Text)
				}
				if q, ok := l.Metadata["question"].(string); ok {
					if got := partText(d, corpus.PartQuestion); len(got) != 1 || got[0] != strings.TrimSpace(q) {
						t.Errorf("%s: question %q, want %q", d.ID, got, q)
					}
				}
				if d.Status == corpus.StatusHolding {
					holding++
				}
				if d.Date.Exact() {
					exact++
				}
			}
			if holding != 11 || exact != 106 {
				t.Errorf("%d holding answers and %d exact dates, want 11 and 106", holding, exact)
			}
		})
	}
}

func TestSharedQueriesAreNoDocuments(t *testing.T) {
	r := parsed(t, "queries.jsonl", readFile(t, shared(t, "eval", "natural", "queries.jsonl")))
	if len(r.Documents) != 0 {
		t.Errorf("%d questions were taken for documents", len(r.Documents))
	}
}
