package retrieval_test

import (
	"testing"

	"ontherecord/corpus"
	"ontherecord/corpus/sample"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// FuzzAnswer asks the sample anything: it never fails, and what it shows are
// the stored bytes, no more than asked for.
func FuzzAnswer(f *testing.F) {
	docs, err := sample.Documents()
	if err != nil {
		f.Fatal(err)
	}
	byID := make(map[string]*corpus.Document)
	for _, d := range docs {
		byID[d.ID] = d
	}
	l, err := library.OpenSample(f.Context(), library.Options{Retrieval: eager(f)})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { l.Close() })
	for _, s := range []string{
		"", " ", "?", "How much is going into new radiotherapy machines?", "what about it", "thanks!",
		"since March 2025 by ", "by Nobody Known in letters since 31 February 2025 before 4 February 2026",
		"(a) how many responses and (b) when did it close", "— – •", "£70 million 11,000 1.5 0.0 ,,, 99999999999999999999",
		"\xff\xfe radio\xc3 therapy", "radiotherapy\x00machines", "ÀÉ ß İstanbul ſ K cancer", "CANCER CANCER CANCER CNS CNSs nhs's",
		"To ask the Secretary of State, pursuant to the Answer of 3 June 2025 to Question 5, what", "don't 't 's ’ '",
	} {
		f.Add(s, 3, 0)
	}
	f.Add("How much is going into new radiotherapy machines?", -1, -4)
	f.Fuzz(func(t *testing.T, text string, limit, skip int) {
		if limit > 50 || skip > 1000 {
			limit, skip = 5, 0
		}
		a, err := l.Answerer.Answer(t.Context(), retrieval.Question{Text: text, Limit: limit, Skip: skip})
		if err != nil {
			t.Fatal(err)
		}
		if limit <= 0 {
			limit = retrieval.DefaultLimit
		}
		for _, p := range a.Parts {
			if p.Answered != (len(p.Quotes) > 0) || p.Answered == (p.Reason != "") {
				t.Errorf("part %+v", p)
			}
			for _, i := range p.Quotes {
				if i >= len(a.Quotes) {
					t.Errorf("part %q refers to quote %d of %d", p.Text, i, len(a.Quotes))
				}
			}
		}
		if len(a.Quotes) > limit+len(a.Parts) || len(a.Nearest) > limit || len(a.Quotes) > 0 && len(a.Nearest) > 0 {
			t.Fatalf("%d quotes and %d nearest, want at most %d of either", len(a.Quotes), len(a.Nearest), limit)
		}
		if !a.Answered && a.Reason == "" {
			t.Error("not answered, and no reason is given")
		}
		for _, q := range append(a.Quotes, a.Nearest...) {
			for _, quote := range []corpus.Quote{q.Quote, q.Before, q.After, q.Asked, q.Newer} {
				if quote.IsZero() {
					continue
				}
				d, s := byID[quote.Citation().Document], quote.Span()
				if d.Text[s.Start:s.End] != quote.Text() {
					t.Errorf("%q is not what stands at %v of %s", quote.Text(), s, d.ID)
				}
			}
			if q.Said.Times < 1 {
				t.Errorf("said %d times", q.Said.Times)
			}
		}
	})
}
