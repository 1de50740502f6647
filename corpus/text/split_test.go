package text

import (
	"strings"
	"testing"
	"unicode"

	"ontherecord/corpus"
)

// checkSpans proves what Sentences promises of its spans.
func checkSpans(t *testing.T, s string, spans []corpus.Span) {
	t.Helper()
	edge := make([]bool, len(s)+1)
	for i := range s {
		edge[i] = true
	}
	edge[len(s)] = true
	at := 0
	for _, sp := range spans {
		if sp.Start < at || sp.End > len(s) || sp.Start >= sp.End {
			t.Fatalf("span %v is empty, out of order or out of range after byte %d of %q", sp, at, s)
		}
		if !edge[sp.Start] || !edge[sp.End] {
			t.Fatalf("span %v splits a character of %q", sp, s)
		}
		if got := s[sp.Start:sp.End]; strings.TrimSpace(got) != got {
			t.Fatalf("span %v has white space around it: %q", sp, got)
		}
		if between := s[at:sp.Start]; strings.TrimFunc(between, unicode.IsSpace) != "" {
			t.Fatalf("%q before span %v is in no sentence of %q", between, sp, s)
		}
		at = sp.End
	}
	if strings.TrimSpace(s[at:]) != "" {
		t.Fatalf("%q at the end of %q is in no sentence", s[at:], s)
	}
}

func BenchmarkSentences(b *testing.B) {
	prose := strings.Repeat("The Department spent £1.5 billion on scanners in 2024/25, e.g. in Leeds. My Rt Hon. Friend, the Secretary of State, will set out more in due course. A list is at https://example.org/a/b.pdf for reference. ", 200)
	letter := strings.Repeat("Thank you for your letter of 3 May to the Minister, which asks how many scanners the \nhospitals of the North have bought this year. We have bought forty. The rest of them are \non order, and we hope to see them in the autumn. \n \n• one scanner goes to Leeds; and \n\n• another goes to York. \n\n", 150)
	for name, s := range map[string]string{
		"prose": prose, "letter": letter, "full stops": strings.Repeat("a.", 1<<18), "newlines": strings.Repeat("\n", 1<<18),
		"capitals": strings.Repeat("a.A ", 1<<17), "brackets": strings.Repeat("(.", 1<<17), "missing spaces": strings.Repeat("here.There", 1<<15),
		"short lines": strings.Repeat("a\n", 1<<17), "items": strings.Repeat("• a\n", 1<<16),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Sentences(s)
			}
		})
	}
}
