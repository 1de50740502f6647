package sample

import (
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"ontherecord/corpus"
)

func documents(t *testing.T) []*corpus.Document {
	t.Helper()
	docs, err := Documents()
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func TestEachNoteIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range documents(t) {
		t.Run(d.ID, func(t *testing.T) {
			if err := d.Validate(); err != nil {
				t.Error(err)
			}
			if !strings.HasPrefix(d.ID, "sample-") || seen[d.ID] {
				t.Errorf("ID %q is not unique or does not begin with sample-", d.ID)
			}
			seen[d.ID] = true
			if d.Kind != corpus.KindNote || d.Status != corpus.StatusFinal {
				t.Errorf("kind %q and status %q, want a final note", d.Kind, d.Status)
			}
			if !d.Date.Exact() {
				t.Errorf("date %q is not known to the day", d.Date)
			}
			if d.Title == "" || d.Reference == "" {
				t.Errorf("title %q or reference %q is empty", d.Title, d.Reference)
			}
			if u, err := url.Parse(d.URL); err != nil || u.Scheme != "https" || u.Host != "questions-statements.parliament.uk" {
				t.Errorf("URL %q does not lead to the public record", d.URL)
			}
			if !strings.Contains(d.Source.Note, "Summary in our own words, not official wording") {
				t.Errorf("note %q does not say that the text is a summary", d.Source.Note)
			}
			if !strings.Contains(d.Source.Attribution, "Open Parliament Licence") {
				t.Errorf("attribution %q names no licence", d.Source.Attribution)
			}
			checkBody(t, d)
		})
	}
	if len(seen) < 20 {
		t.Errorf("%d notes, want at least 20", len(seen))
	}
}

// checkBody wants one stretch of prose of a fit length whose sentences stand
// alone: a quote of one must not hang on the sentence before it.
func checkBody(t *testing.T, d *corpus.Document) {
	t.Helper()
	sentences := 0
	for _, p := range d.Parts {
		if p.Speaker != "" || p.Role != "" {
			t.Errorf("the summary is put into the mouth of %q, %q", p.Speaker, p.Role)
		}
		if p.Kind == corpus.PartHeading {
			continue
		}
		if !p.Answers() {
			t.Errorf("a part is a %q", p.Kind)
		}
		for _, s := range p.Sentences {
			sentences++
			sentence := d.Text[s.Start:s.End]
			for _, dangling := range []string{"This ", "That ", "These ", "It ", "They ", "He ", "She "} {
				if strings.HasPrefix(sentence, dangling) {
					t.Errorf("sentence hangs on the one before it: %q", sentence)
				}
			}
			if strings.Contains(sentence, "---") || strings.Contains(sentence, "**") {
				t.Errorf("markup in the sentence %q", sentence)
			}
			if _, err := d.Quote(s); err != nil {
				t.Error(err)
			}
		}
	}
	if sentences < 3 {
		t.Errorf("%d sentences, want three or more", sentences)
	}
	if n := len(strings.Fields(d.Text)); n < 70 || n > 220 {
		t.Errorf("%d words, want about 80 to 200", n)
	}
}

func TestFacts(t *testing.T) {
	for _, c := range []struct {
		name, id string
		first    []string // in the note's first sentence
	}{
		{"radiotherapy", "sample-radiotherapy-machines", []string{"£70 million", "radiotherapy machines", "11 March 2025", "Ashley Dalton"}},
		{"call for evidence", "sample-call-for-evidence", []string{"4 February 2025", "29 April 2025", "over 11,000 responses"}},
		{"plan", "sample-national-cancer-plan", []string{"4 February 2026", "published"}},
		{"audits", "sample-cancer-audits", []string{"National Cancer Audit Collaborating Centre", "cancer care varies"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, d := range documents(t) {
				if d.ID != c.id {
					continue
				}
				for _, p := range d.Parts {
					if !p.Answers() || len(p.Sentences) == 0 {
						continue
					}
					s := p.Sentences[0]
					for _, want := range c.first {
						if got := d.Text[s.Start:s.End]; !strings.Contains(got, want) {
							t.Errorf("first sentence %q lacks %q", got, want)
						}
					}
					return
				}
			}
			t.Fatalf("no note %s with a sentence", c.id)
		})
	}
}

func TestDescription(t *testing.T) {
	for _, c := range []struct {
		name string
		docs []*corpus.Document
		want string
	}{
		{"newest counts", []*corpus.Document{{Date: corpus.NewDate(2026, 6, 2)}, {Date: corpus.NewDate(2025, 3, 11)}}, "built-in sample of 2 notes up to 2 June 2026"},
		{"one", []*corpus.Document{{Date: corpus.NewDate(2025, 3, 11)}}, "built-in sample of 1 note up to 11 March 2025"},
		{"undated", []*corpus.Document{{}}, "built-in sample of 1 note"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Description(c.docs); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := Description(documents(t)); !strings.HasSuffix(got, "2026") {
		t.Errorf("the sample's own description is %q", got)
	}
}

func TestABadNoteIsNamed(t *testing.T) {
	files := fstest.MapFS{"notes/broken.md": {Data: []byte("---\nid: x\nwhoever: no such key\n---\nA sentence.\n")}}
	if _, err := read(files, "notes"); err == nil || !strings.Contains(err.Error(), "broken.md") {
		t.Errorf("got error %v, want one that names broken.md", err)
	}
}
