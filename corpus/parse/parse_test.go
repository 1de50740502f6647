package parse

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"ontherecord/corpus"
)

// shared returns the path of a file in the folder of fixtures that may stand
// beside the checkout, and skips the test where it does not.
func shared(t *testing.T, path ...string) string {
	t.Helper()
	p := filepath.Join(append([]string{"..", "..", "..", "shared"}, path...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skip("the fixtures beside the checkout are not here")
	}
	return p
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// parsed parses data under a name and checks what holds of every document.
func parsed(t *testing.T, name string, data []byte) Result {
	t.Helper()
	r, err := Parse(Input{Name: name, Identity: "/records/" + name, Data: data, Retrieved: time.Unix(1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Documents {
		sound(t, d)
	}
	return r
}

// one is the only document of data.
func one(t *testing.T, name string, data []byte) *corpus.Document {
	t.Helper()
	r := parsed(t, name, data)
	if len(r.Documents) != 1 {
		t.Fatalf("got %d documents, skipped %v; want one", len(r.Documents), r.Skipped)
	}
	return r.Documents[0]
}

// sound checks a document's invariants.
func sound(t *testing.T, d *corpus.Document) {
	t.Helper()
	if err := d.Validate(); err != nil {
		t.Fatalf("%s: %v", d.ID, err)
	}
	if d.Kind == "" || d.Status == "" {
		t.Fatalf("%s: kind %q, status %q", d.ID, d.Kind, d.Status)
	}
	for _, p := range d.Parts {
		if p.Kind == "" {
			t.Fatalf("%s: a part without a kind", d.ID)
		}
		if got := trimSpan(d.Text, p.Span); got != p.Span {
			t.Fatalf("%s: part %v has white space at its edges", d.ID, p.Span)
		}
	}
}

// partText is the text of the parts of a kind.
func partText(d *corpus.Document, kind corpus.PartKind) []string {
	var out []string
	for _, p := range d.Parts {
		if p.Kind == kind {
			out = append(out, d.Text[p.Span.Start:p.Span.End])
		}
	}
	return out
}

// part is the first part of a kind.
func part(t *testing.T, d *corpus.Document, kind corpus.PartKind) corpus.Part {
	t.Helper()
	for _, p := range d.Parts {
		if p.Kind == kind {
			return p
		}
	}
	t.Fatalf("%s has no %s part", d.ID, kind)
	return corpus.Part{}
}
