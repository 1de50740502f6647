package retrieval_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenAnswers shows what a change of weights, words or rules does to
// answers from the built-in sample. After looking at the difference:
//
//	go test ./retrieval -run Golden -update
func TestGoldenAnswers(t *testing.T) {
	l, err := library.OpenSample(t.Context(), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var b strings.Builder
	for _, question := range []string{
		"How much is going into new radiotherapy machines?",
		"who gets invited for lung screening",
		"how many responses did the call for evidence get",
		"when did the call for evidence close?",
		"Is there a national screening programme for prostate cancer?",
		"what's the faster diagnosis standard target",
		"Why are waiting times so long?",
		"what is jess's rule",
		"hi, any news on help with travel costs for young people with cancer? thanks",
		"at what age does bowel screening start",
		"what was said about the national cancer plan in 2026",
		"how many community diagnostic centers are open",
		"what is being done for pancratic cancer",
		"what is the survival rate for pancreatic cancer in Wales",
		"how much does a new roof for Leeds hospital cost",
		"should I worry about a lump?",
		"how many responses did the call for evidence get and when did it close?",
		"How much is going into new radiotherapy machines? Who gets invited for lung screening? And where is Atlantis?",
		"What is being done on (a) waiting times and (b) travel costs for young people with cancer?",
		"thanks!",
	} {
		a := ask(t, l, retrieval.Question{Text: question})
		writeAnswer(&b, a)
	}
	compare(t, filepath.Join("testdata", "answers.golden"), b.String())
}

func writeAnswer(b *strings.Builder, a retrieval.Answer) {
	fmt.Fprintf(b, "? %s\n", a.Question)
	if f := a.Understood.String(); f != "" {
		fmt.Fprintf(b, "  understood: %s\n", f)
	}
	for _, c := range a.Corrected {
		fmt.Fprintf(b, "  %s read as %s\n", c.From, c.To)
	}
	if !a.Answered {
		fmt.Fprintf(b, "  not answered: %s\n", a.Reason)
	}
	for _, p := range a.Parts {
		fmt.Fprintf(b, "  part %s%s: quotes %v %s\n", p.Label, p.Question, p.Quotes, p.Reason)
	}
	for i, q := range append(a.Quotes, a.Nearest...) {
		c := q.Quote.Citation()
		fmt.Fprintf(b, "  %d. %s (%s, %s, said %d×)\n", i+1, strings.ReplaceAll(q.Quote.Text(), "\n", " / "), c.Document, c.Date, q.Said.Times)
	}
	b.WriteString("\n")
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("answers differ from %s; where that is meant, run the test with -update (-golden +got):\n%s", path, diff)
	}
}
