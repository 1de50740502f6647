package text

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// natural is where labelled answers lie when they stand beside the checkout.
const natural = "../../../shared/eval/natural"

// readLinesOf decodes each line of a JSONL file, or skips the test.
func readLinesOf[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no labelled answers beside the checkout: %v", err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

type answerText struct {
	ID   string `json:"_id"`
	Text string `json:"text"`
}

// TestLabelledSentences measures how many sentences that people picked as
// answers are one span or a run of spans.
func TestLabelledSentences(t *testing.T) {
	texts := map[string]string{}
	for _, d := range readLinesOf[answerText](t, filepath.Join(natural, "corpus.jsonl")) {
		texts[d.ID] = d.Text
		checkSpans(t, d.Text, Sentences(d.Text))
	}
	type label struct {
		Doc      string `json:"doc_id"`
		Sentence string `json:"sentence"`
	}
	labels := readLinesOf[label](t, filepath.Join(natural, "answers.jsonl"))
	hits, single := 0, 0
	for _, l := range labels {
		run, one := aligned(texts[l.Doc], l.Sentence)
		if run {
			hits++
		} else {
			t.Logf("%s is not whole sentences: %q", l.Doc, l.Sentence)
		}
		if one {
			single++
		}
	}
	rate := float64(hits) / float64(len(labels))
	t.Logf("%d of %d labelled sentences (%.1f%%) are whole spans, %d of them one span", hits, len(labels), 100*rate, single)
	if rate < 0.97 {
		t.Errorf("only %.1f%% of the labelled sentences are whole spans", 100*rate)
	}
}

// aligned reports whether label, found in doc with white space folded, begins
// where a sentence begins and ends where one ends, and whether it is one.
func aligned(doc, label string) (run, one bool) {
	want := Fold(label)
	spans := Sentences(doc)
	for i := range spans {
		for j := i; j < len(spans) && j < i+12; j++ {
			if Fold(doc[spans[i].Start:spans[j].End]) == want {
				return true, i == j
			}
		}
	}
	return false, false
}
