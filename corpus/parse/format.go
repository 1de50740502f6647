package parse

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// headBytes is how much of a file is looked at to tell its format.
const headBytes = 4096

// Format is a kind of file that is read.
type Format struct {
	// Name for people, such as "Markdown".
	Name string
	// Extensions in lower case with the dot, the usual one first.
	Extensions []string
	// MediaTypes without parameters.
	MediaTypes []string

	// sniff reports whether the first bytes of a file look like the format.
	sniff func(head []byte) bool
	// whole parses a file that is in memory, stream one that need not be.
	// Exactly one of them is set.
	whole  func(Input) (Result, error)
	stream func(io.Reader, Input, Yield) error
}

// Formats lists what is read. The first row whose extension and look both fit
// is taken, so the particular stand above the general.
func Formats() []Format {
	return []Format{
		{Name: "written-question JSON", Extensions: []string{".json"}, MediaTypes: []string{"application/json"}, sniff: sniffQuestions, whole: parseQuestions},
		{Name: "JSON lines", Extensions: []string{".jsonl", ".ndjson", ".json"}, MediaTypes: []string{"application/jsonl", "application/x-ndjson", "application/json"}, sniff: sniffLines, stream: streamLines},
		{Name: "HTML", Extensions: []string{".html", ".htm", ".xhtml", ".txt"}, MediaTypes: []string{"text/html", "application/xhtml+xml", "text/plain"}, sniff: sniffHTML, whole: parseHTML},
		{Name: "Markdown", Extensions: []string{".md", ".markdown"}, MediaTypes: []string{"text/markdown"}, sniff: sniffMarkdown, whole: parseMarkdown},
		{Name: "plain text", Extensions: []string{".txt", ".text"}, MediaTypes: []string{"text/plain"}, sniff: func([]byte) bool { return true }, whole: parsePlain},
	}
}

// Reads reports whether a file of that name is one of the formats, by its
// extension. A walk through folders takes these and passes over the others.
func Reads(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return slices.ContainsFunc(Formats(), func(f Format) bool { return slices.Contains(f.Extensions, ext) })
}

func (f Format) has(hint string) bool {
	return slices.Contains(f.Extensions, hint) || slices.Contains(f.MediaTypes, hint)
}

// choose picks the format for a file that begins with head. A known extension
// whose content looks like nothing expected still goes to the first format of
// that extension, whose error then says what is wrong.
func choose(in Input, head []byte) Format {
	hint := strings.ToLower(in.Hint)
	if hint == "" {
		hint = strings.ToLower(filepath.Ext(in.Name))
	}
	hint, _, _ = strings.Cut(hint, ";")
	hint = strings.TrimSpace(hint)
	formats := Formats()
	for _, f := range formats {
		if f.has(hint) && f.sniff(head) {
			return f
		}
	}
	for _, f := range formats {
		if f.has(hint) {
			return f
		}
	}
	for _, f := range formats {
		if f.sniff(head) {
			return f
		}
	}
	return formats[len(formats)-1]
}

// formatNames is the list for error messages: "JSON lines (.jsonl), …".
func formatNames() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name+" ("+f.Extensions[0]+")")
	}
	return strings.Join(names, ", ")
}

// begin is head without a byte order mark and leading white space.
func begin(head []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(head, bomUTF8))
}

func sniffQuestions(head []byte) bool {
	b := begin(head)
	return len(b) > 0 && (b[0] == '{' || b[0] == '[') && !bytes.Contains(b, []byte(`"_id"`)) &&
		(bytes.Contains(b, []byte(`"questionText"`)) || bytes.Contains(b, []byte(`"uin"`)) || bytes.Contains(b, []byte(`"results"`)))
}

func sniffLines(head []byte) bool {
	b := begin(head)
	return len(b) > 0 && b[0] == '{' && bytes.Contains(b, []byte(`"_id"`))
}

func sniffHTML(head []byte) bool {
	b := bytes.ToLower(begin(head))
	for _, prefix := range []string{"<!doctype html", "<html", "<head", "<body", "<?xml"} {
		if bytes.HasPrefix(b, []byte(prefix)) {
			return bytes.Contains(b, []byte("<html")) || !bytes.HasPrefix(b, []byte("<?xml"))
		}
	}
	return bytes.HasPrefix(b, []byte("<!--")) && bytes.Contains(b, []byte("<html"))
}

func sniffMarkdown(head []byte) bool {
	b := begin(head)
	return bytes.HasPrefix(b, []byte("---\n")) || bytes.HasPrefix(b, []byte("---\r\n")) || bytes.HasPrefix(b, []byte("# "))
}
