package parse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"ontherecord/corpus"
)

// holds parses data and checks what must hold whatever a file says: no panic,
// sound documents, and, where the format keeps the file's bytes, the very text.
func holds(t *testing.T, name string, data []byte) {
	r, err := Parse(Input{Name: name, Identity: "/x/" + name, Data: data})
	if err != nil {
		if strings.Contains(err.Error(), "inside a library") {
			t.Logf("a library gave up: %v", err)
		}
		return
	}
	for _, d := range r.Documents {
		sound(t, d)
		if strings.HasSuffix(name, ".md") && !isUTF16(data) && d.Text != strings.TrimPrefix(string(data), "\uFEFF") {
			t.Fatal("the text is not the file's")
		}
		for _, p := range d.Parts {
			if p.Kind == corpus.PartQuestion && d.Kind != corpus.KindWrittenAnswer {
				t.Fatalf("a question part in a %s", d.Kind)
			}
		}
	}
	for _, s := range r.Skipped {
		if s.Reason == "" || !utf8.ValidString(s.Reason) {
			t.Fatalf("skipped without a reason: %+v", s)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, c := range answerCases() {
		f.Add([]byte(c.text))
	}
	f.Add([]byte("Department of Health and Social Care\n3 Oct. 2025\n\nRe: x\n\nDear Lee,\n\nVans.\n\n2\n\nYours sincerely\n\nO'ROE\nMinister for\nVans\nP.S. More.\n"))
	f.Add([]byte("\xFF\xFED\x00e\x00a\x00r\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, "x.text", data) })
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte(note))
	f.Add([]byte("a\n---\n\n<!-- x\n\n# y #\n===\n```\n"))
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, "x.md", data) })
}

func FuzzHTML(f *testing.F) {
	page, err := os.ReadFile(filepath.Join("testdata", "page.html"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(page)
	f.Add([]byte("<ul><li><p>a<table><tr><td><pre> x\n y</pre><li></table><br><h2>b</ul>"))
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, "x.html", data) })
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"value":{"id":1,"uin":"2","dateTabled":"2025-01-02T00:00:00","questionText":"Q.","answerText":"<p>A.</p>","heading":null}}`))
	f.Add([]byte(`[{"results":[{"uin":"2"}]}]`))
	f.Add([]byte(`{"_id":"1","title":"t","text":"x.","metadata":{"month":"2025-01","question":"Q?"}}` + "\n{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		holds(t, "x.json", data)
		holds(t, "x.jsonl", data)
	})
}
