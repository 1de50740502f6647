package parse

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"ontherecord/corpus"
)

// record is a detail record in the API's form with some of its keys replaced.
func record(t *testing.T, replace map[string]any) []byte {
	t.Helper()
	v := map[string]any{
		"id": 90001, "uin": "4411", "house": "Commons", "dateTabled": "2025-02-03T00:00:00", "dateAnswered": "2025-02-11T00:00:00",
		"questionText":      "To ask the Secretary of State for Health and Social Care, where screening vans go.",
		"answeringBodyName": "Department of Health and Social Care", "heading": "Screening: Vans",
		"answerText":   "<p>Vans visit each town &amp; village.</p><p>They return in May.</p>",
		"askingMember": nil, "answeringMember": nil, "answeringMemberId": 7, "correctingMemberId": nil, "correctingMember": nil,
		"answerIsHolding": false, "answerIsCorrection": false, "isWithdrawn": false, "groupedQuestions": []string{"4412"},
		"originalAnswerText": "", "dateAnswerCorrected": nil, "dateHoldingAnswer": nil,
	}
	for k, x := range replace {
		v[k] = x
	}
	data, err := json.Marshal(map[string]any{"value": v, "links": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWrittenQuestion(t *testing.T) {
	d := one(t, "q.json", record(t, map[string]any{
		"askingMember": map[string]any{"name": "Lee Example"}, "answeringMember": map[string]any{"name": "Sam Sample"},
	}))
	if d.ID != "wq-2025-02-03-4411" || d.Kind != corpus.KindWrittenAnswer || d.Status != corpus.StatusFinal || d.Title != "Screening: Vans" ||
		d.Reference != "4411" || d.Date.ISO() != "2025-02-11" || d.Source.Attribution != ParliamentAttribution ||
		d.URL != "https://questions-statements.parliament.uk/written-questions/detail/2025-02-03/4411" {
		t.Errorf("got %+v", d)
	}
	q, a := part(t, d, corpus.PartQuestion), part(t, d, corpus.PartAnswer)
	if q.Speaker != "Lee Example" || q.Date.ISO() != "2025-02-03" || q.To != "Department of Health and Social Care" {
		t.Errorf("question %+v", q)
	}
	if a.Speaker != "Sam Sample" || a.Role != "" || a.Organisation != "Department of Health and Social Care" || a.Date.ISO() != "2025-02-11" {
		t.Errorf("answer %+v", a)
	}
	if got := partText(d, corpus.PartAnswer)[0]; got != "Vans visit each town & village.\n\nThey return in May." {
		t.Errorf("answer %q", got)
	}
}

func TestWrittenQuestionStates(t *testing.T) {
	tests := []struct {
		name    string
		replace map[string]any
		status  corpus.Status
		date    string
		speaker string
	}{
		{"holding", map[string]any{"answerIsHolding": true, "dateAnswered": nil, "dateHoldingAnswer": "2025-02-05T00:00:00"}, corpus.StatusHolding, "2025-02-05", ""},
		{"corrected", map[string]any{"answerIsCorrection": true, "dateAnswerCorrected": "2025-03-01T00:00:00", "correctingMemberId": 7,
			"answeringMember": map[string]any{"name": "Sam Sample"}, "originalAnswerText": "<p>Wrong.</p>"}, corpus.StatusCorrected, "2025-03-01", "Sam Sample"},
		{"corrected by another, not named", map[string]any{"answerIsCorrection": true, "dateAnswerCorrected": "2025-03-01T00:00:00", "correctingMemberId": 8,
			"answeringMember": map[string]any{"name": "Sam Sample"}}, corpus.StatusCorrected, "2025-03-01", ""},
		{"withdrawn", map[string]any{"isWithdrawn": true}, corpus.StatusWithdrawn, "2025-02-11", ""},
		{"withdrawn before it was answered", map[string]any{"isWithdrawn": true, "answerText": nil, "dateAnswered": nil}, corpus.StatusWithdrawn, "", ""},
		{"no heading", map[string]any{"heading": nil}, corpus.StatusFinal, "2025-02-11", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := one(t, "q.json", record(t, tt.replace))
			if d.Status != tt.status || d.Date.ISO() != tt.date {
				t.Errorf("status %q, date %q", d.Status, d.Date.ISO())
			}
			if strings.Contains(d.Text, "Wrong") {
				t.Error("the text that was corrected is in the document")
			}
			for _, p := range d.Parts {
				if p.Kind == corpus.PartAnswer && p.Speaker != tt.speaker {
					t.Errorf("speaker %q, want %q", p.Speaker, tt.speaker)
				}
			}
		})
	}
}

func TestCutRecords(t *testing.T) {
	long := strings.Repeat("vans and towns ", 20)
	tests := []struct {
		name             string
		question, answer string
		skipped          string
	}{
		{"whole detail", "To ask " + long + ".", "<p>" + long + ".</p>", ""},
		{"whole list record", "To ask where.", "Everywhere.", ""},
		{"answer cut", "To ask where.", long[:cutUnits] + "...", "cut at 255"},
		{"answer cut after trailing space", "To ask where.", strings.TrimSpace(long[:cutUnits-1]) + "...", "cut at 255"},
		{"question cut", "To ask " + long[:cutUnits-7], "Everywhere.", "cut at 255"},
		{"question cut at a space", "To ask " + long[:cutUnits-8] + " ", "Everywhere.", "cut at 255"},
		{"question of 255 characters that ends", "To ask " + long[:cutUnits-8] + ".", "Everywhere.", ""},
		{"question of 255 characters in a detail record", "To ask " + long[:cutUnits-7], "<p>Everywhere.</p>", ""},
		{"counted in characters, not bytes", "To ask " + strings.Repeat("é", cutUnits-7), "Everywhere.", "cut at 255"},
		{"short answer that trails off", "To ask where.", "Everywhere...", ""},
		{"paragraphs run together", "To ask where.", "Everywhere in the land.The vans are blue.", "run together"},
		{"not answered", "To ask where.", "", "not answered yet"},
		{"empty paragraph", "To ask where.", "<p>&nbsp;</p>", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := parsed(t, "q.json", record(t, map[string]any{"questionText": tt.question, "answerText": tt.answer}))
			switch {
			case tt.skipped == "":
				if len(r.Documents) != 1 {
					t.Errorf("skipped %v", r.Skipped)
				}
			case len(r.Documents) != 0 || len(r.Skipped) != 1 || !strings.Contains(r.Skipped[0].Reason, tt.skipped):
				t.Errorf("%d documents, skipped %v", len(r.Documents), r.Skipped)
			case strings.Contains(tt.skipped, "255") && !strings.HasSuffix(r.Skipped[0].Reason, "/Questions/90001"):
				t.Errorf("the reason does not name the detail record: %v", r.Skipped[0])
			}
		})
	}
}

func TestQuestionForms(t *testing.T) {
	detail := record(t, nil)
	var wrapped struct{ Value json.RawMessage }
	if err := json.Unmarshal(detail, &wrapped); err != nil {
		t.Fatal(err)
	}
	other := record(t, map[string]any{"uin": "HL12", "house": "Lords"})
	for name, tt := range map[string]struct {
		file, data string
		want       int
	}{
		"detail":      {"q.json", string(detail), 1},
		"bare":        {"q.json", string(wrapped.Value), 1},
		"list page":   {"q.json", fmt.Sprintf(`{"totalResults":2,"results":[%s,%s]}`, detail, other), 2},
		"bare list":   {"q.json", fmt.Sprintf(`[%s,%s]`, detail, other), 2},
		"list of raw": {"q.json", fmt.Sprintf(`[%s]`, wrapped.Value), 1},
		"json lines":  {"q.jsonl", fmt.Sprintf("%s\n%s\n", detail, other), 2},
		"stdin":       {"-", fmt.Sprintf("%s\n%s\n", detail, other), 2},
		"empty page":  {"q.json", `{"totalResults":0,"results":[]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if r := parsed(t, tt.file, []byte(tt.data)); len(r.Documents) != tt.want {
				t.Errorf("got %d documents, skipped %v; want %d", len(r.Documents), r.Skipped, tt.want)
			}
		})
	}
	for name, data := range map[string]string{"other JSON": `{"name":"x"}`, "broken": `{"uin":`, "a string": `"x"`} {
		if _, err := Parse(Input{Name: "q.json", Data: []byte(data)}); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestRendering(t *testing.T) {
	for _, tt := range []struct{ name, html, want string }{
		{"list", "<p>We will:</p><ul><li>train <b>staff</b>;</li><li><p>buy vans;</p></li></ul><p>Soon.</p>", "We will:\n\n• train staff;\n• buy vans;\n\nSoon."},
		{"nested list", "<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", "• one\n• two\n• three"},
		{"table", "<table><tr><th><p>Year</p></th><th>Vans</th></tr><tr><td>2024</td><td></td></tr><tr><td></td></tr></table>", "Year | Vans\n2024 |"},
		{"break", "<p>One<br>Two <br/> Three</p>", "One\nTwo\nThree"},
		{"entities", "<p>A&nbsp;B &lt;50 &pound;1&#8217;s</p>", "A\u00a0B <50 £1’s"},
		{"links", `<p>See <a href="https://example.org/x">the plan</a> or <a href="https://example.org/y"></a>.</p>`, "See the plan or https://example.org/y."},
		{"white space", "<p>  One\n\ttwo </p>\n<p> </p><p>three</p>", "One two\n\nthree"},
		{"unseen", "<p>Seen<script>x()</script><span hidden>no</span></p><style>p{}</style>", "Seen"},
		{"no paragraphs", "Plain &amp; short", "Plain & short"},
		{"less-than is no tag", "under 5 < 6 and 7 > 6", "under 5 < 6 and 7 > 6"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := plainOf(tt.html); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSharedDetailRecords(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(shared(t, "fixtures", "written-questions-api", "detail"), "*.json"))
	if err != nil || len(paths) != 20 {
		t.Fatalf("found %v, %v", paths, err)
	}
	for _, path := range paths {
		d := one(t, filepath.Base(path), readFile(t, path))
		q, a := part(t, d, corpus.PartQuestion), part(t, d, corpus.PartAnswer)
		if !strings.HasPrefix(d.ID, "wq-202") || d.Reference == "" || !d.Date.Exact() || !q.Date.Exact() || q.To == "" || a.Organisation != q.To ||
			a.Date != d.Date || a.Speaker != "" || a.Role != "" || d.Status != corpus.StatusFinal {
			t.Errorf("%s: %+v", path, d)
		}
		if strings.ContainsAny(d.Text, "<>") || strings.Contains(d.Text, "&amp;") || strings.Contains(d.Text, "\n\n\n") {
			t.Errorf("%s: mark-up in %q", path, d.Text)
		}
	}
}

func TestSharedListRecords(t *testing.T) {
	dir := []string{"fixtures", "written-questions-api"}
	for file, want := range map[string]string{
		"list_item_corrected.json": "cut at 255", "list_item_grouped.json": "cut at 255", "list_item_holding.json": "cut at 255",
		"list_item_unanswered.json": "not answered yet",
	} {
		r := parsed(t, file, readFile(t, shared(t, append(dir, file)...)))
		if len(r.Documents) != 0 || len(r.Skipped) != 1 || !strings.Contains(r.Skipped[0].Reason, want) {
			t.Errorf("%s: %d documents, skipped %v", file, len(r.Documents), r.Skipped)
		}
	}
	r := parsed(t, "list.json", readFile(t, shared(t, append(dir, "list_page_cancer_dhsc.json")...)))
	if len(r.Documents) != 0 || len(r.Skipped) != 20 {
		t.Errorf("list page: %d documents, %d skipped", len(r.Documents), len(r.Skipped))
	}
}
