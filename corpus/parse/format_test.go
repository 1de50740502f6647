package parse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"ontherecord/corpus"
)

func TestRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, data, want string }{
		{"empty", "x.txt", "", "empty"},
		{"blank", "x.txt", " \n\t\u200b\n", "no text"},
		{"only front matter", "x.md", "---\ntitle: x\n---\n\n", "no text"},
		{"only a script", "x.html", "<html><script>x</script></html>", "no text"},
		{"PDF", "x.txt", "%PDF-1.7\n", "a PDF"},
		{"office document", "x.docx", "PK\x03\x04rest", "office document"},
		{"old office document", "x.doc", "\xD0\xCF\x11\xE0rest", "old office document"},
		{"rich text", "x.rtf", `{\rtf1 x}`, "rich text"},
		{"binary", "x", "abc\x00def", "binary data"},
		{"binary further down", "x.txt", strings.Repeat("vans ", 2000) + "\x00", "binary data"},
		{"not UTF-8", "x.txt", "caf\xe9 au lait", "byte 3 is not UTF-8"},
		{"half of UTF-16", "x.txt", "\xFF\xFEa", "UTF-16 is broken"},
		{"lone surrogate", "x.txt", "\xFF\xFE\x00\xD8a\x00", "UTF-16 is broken"},
		{"JSON lines in UTF-16", "x.jsonl", "\xFF\xFE{\x00", "UTF-8 only"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(Input{Name: tt.file, Data: []byte(tt.data)})
			if !errors.Is(err, ErrUnread) || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.file) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	_, err := Parse(Input{Name: "x.pdf", Data: []byte("%PDF-1.7\n")})
	for _, ext := range []string{".txt", ".md", ".html", ".json", ".jsonl"} {
		if !strings.Contains(err.Error(), "("+ext+")") {
			t.Errorf("%v does not name %s", err, ext)
		}
	}
}

func TestTooLarge(t *testing.T) {
	err := Each(io.LimitReader(endless{}, MaxFile+2), Input{Name: "x.txt"}, func(*corpus.Document, *Skipped) error { return nil })
	if !errors.Is(err, ErrUnread) || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("got %v", err)
	}
}

// endless is the letter a for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestReadFailure(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, name := range []string{"x.txt", "x.jsonl"} {
		r := io.MultiReader(strings.NewReader(`{"_id":"a","text":"A."}`+strings.Repeat("\n", 100000)), failing{broken})
		if err := Each(r, Input{Name: name}, func(*corpus.Document, *Skipped) error { return nil }); !errors.Is(err, broken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestEncodings(t *testing.T) {
	for name, data := range map[string]string{
		"UTF-8": "£3 million 🚐.", "byte order mark": "\xEF\xBB\xBF£3 million 🚐.",
		"UTF-16LE": "\xFF\xFE" + "\xA3\x003\x00 \x00m\x00i\x00l\x00l\x00i\x00o\x00n\x00 \x00\x3D\xD8\x90\xDE.\x00",
		"UTF-16BE": "\xFE\xFF" + "\x00\xA3\x003\x00 \x00m\x00i\x00l\x00l\x00i\x00o\x00n\x00 \xD8\x3D\xDE\x90\x00.",
	} {
		if d := one(t, "x.txt", []byte(data)); d.Text != "£3 million 🚐." {
			t.Errorf("%s: got %q", name, d.Text)
		}
	}
}

func TestChoice(t *testing.T) {
	for _, tt := range []struct{ name, hint, head, want string }{
		{"a.txt", "", "x", "plain text"}, {"a.TXT", "", "x", "plain text"}, {"a", "", "x", "plain text"}, {"-", "", "# x", "Markdown"},
		{"a.md", "", "x", "Markdown"}, {"-", "text/html; charset=utf-8", "x", "HTML"}, {"a.html", "", "x", "HTML"}, {"-", "", " <!DOCTYPE html>", "HTML"},
		{"a.json", "", `{"value":{"uin":"1"}}`, "written-question JSON"}, {"a.json", "", `{"_id":"1"}`, "JSON lines"}, {"a.jsonl", "", `{"value":{}}`, "JSON lines"},
		{"-", "", `{"_id":"1"}`, "JSON lines"}, {"a.txt", ".md", "x", "Markdown"}, {"letter.2025", "", "Dear Lee,", "plain text"}, {"a.txt", "", "# x", "plain text"},
	} {
		if got := choose(Input{Name: tt.name, Hint: tt.hint}, []byte(tt.head)).Name; got != tt.want {
			t.Errorf("%s, hint %q, %q: got %s, want %s", tt.name, tt.hint, tt.head, got, tt.want)
		}
	}
	for name, want := range map[string]bool{"a/b.md": true, "x.JSONL": true, "x.pdf": false, "x": false, "x.png": false} {
		if Reads(name) != want {
			t.Errorf("Reads(%q) = %v", name, !want)
		}
	}
}

func TestFormatsAreComplete(t *testing.T) {
	for _, f := range Formats() {
		if f.Name == "" || len(f.Extensions) == 0 || f.sniff == nil || (f.whole == nil) == (f.stream == nil) {
			t.Errorf("row %+v", f)
		}
	}
}

func TestFileID(t *testing.T) {
	id := func(name, identity, data string) string {
		return fileID(Input{Name: name, Identity: identity, Data: []byte(data)})
	}
	if a, b := id("letter.txt", "/a/letter.txt", "x"), id("letter.txt", "/a/./letter.txt", "y"); a != b || !strings.HasPrefix(a, "letter-") || len(a) != len("letter-")+8 {
		t.Errorf("the same file: %s, %s", a, b)
	}
	if id("letter.txt", "/a/letter.txt", "") == id("letter.txt", "/b/letter.txt", "") {
		t.Error("two files have one ID")
	}
	if a, b := id("-", "", "x"), id("-", "", "y"); a == b {
		t.Error("two texts on standard input have one ID")
	}
	if got := id("Lettre à l’évêque — 2.txt", "/x", ""); !strings.HasPrefix(got, "lettre-a-l-eveque-2-") {
		t.Errorf("got %s", got)
	}
	if got := id(strings.Repeat("ab ", 90)+".txt", "/x", ""); len(got) > slugRunes+10 {
		t.Errorf("%s is long", got)
	}
}

func TestPlainTextWithHeading(t *testing.T) {
	for _, tt := range []struct{ name, text, title, body string }{
		{"heading", "Vans in towns\n\nThey come in May.\n", "Vans in towns", "They come in May."},
		{"no heading", "They come in May.\n\nThey stay.\n", "", "They come in May.\n\nThey stay."},
		{"wrapped prose", "They come in May, when the roads\nare dry.\n", "", "They come in May, when the roads\nare dry."},
		{"one line", "Vans in towns\n", "", "Vans in towns"},
		{"list", "• vans\n\n• towns\n", "", "• vans\n\n• towns"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := one(t, "x.txt", []byte(tt.text))
			if body := partText(d, corpus.PartBody); d.Title != tt.title || len(body) != 1 || body[0] != tt.body || d.Kind != corpus.KindOther {
				t.Errorf("title %q, body %q", d.Title, body)
			}
		})
	}
}

// BenchmarkLines reads ten thousand corpus lines.
func BenchmarkLines(b *testing.B) {
	var data bytes.Buffer
	for i := range 10000 {
		fmt.Fprintf(&data, `{"_id":"%d","title":"","text":"%s","metadata":{"month":"2025-03"}}`+"\n", i, strings.Repeat("Vans go to towns. ", 60))
	}
	b.SetBytes(int64(data.Len()))
	for b.Loop() {
		if err := Each(bytes.NewReader(data.Bytes()), Input{Name: "x.jsonl"}, func(*corpus.Document, *Skipped) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
