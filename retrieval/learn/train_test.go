package learn_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/eval"
	"ontherecord/retrieval/learn"
	"ontherecord/retrieval/library"
)

// smallSet is a data set in which the second sentence of an answer holds the
// figure that is asked for, and every fifth question has no answer.
func smallSet() *eval.Dataset {
	towns := strings.Fields("Ambleford Tarnby Corhampton Denwick Eastry Fenby Garstow Hexley Ilmere Jarwick")
	things := strings.Fields("scanners nurses vans")
	d := &eval.Dataset{Name: "small"}
	for i, town := range towns {
		for j, thing := range things {
			id := fmt.Sprintf("d%d-%d", i, j)
			answer := fmt.Sprintf("There are %d %s in %s.", 10+i*3+j, thing, town)
			doc := &corpus.Document{ID: id, Kind: corpus.KindNote, Status: corpus.StatusFinal, Date: corpus.NewDate(2025, 1, 1+i)}
			doc.Text = fmt.Sprintf("The Government is committed to %s in %s. %s Boards were told of it.", thing, town, answer)
			doc.Parts = []corpus.Part{{Kind: corpus.PartBody, Span: corpus.Span{End: len(doc.Text)}}}
			text.Split(doc)
			d.Documents = append(d.Documents, doc)
			yes := true
			d.Queries = append(d.Queries, eval.Query{
				ID: id, Text: fmt.Sprintf("How many %s are there in %s?", thing, town), Answerable: &yes,
				Relevant: map[string]int{id: 1}, Sentences: []eval.Labelled{{Document: id, Sentence: answer}},
			})
		}
		no := false
		d.Queries = append(d.Queries, eval.Query{ID: "no" + town, Text: "How many zeppelins moor at the quay of " + town + "?", Answerable: &no})
	}
	return d
}

func cases(t *testing.T) []learn.Case {
	t.Helper()
	d := smallSet()
	l, err := library.OpenMemory(context.Background(), library.Options{}, d.Documents...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	out, err := learn.Examples(t.Context(), d, l.Answerer)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != len(d.Queries) {
		t.Fatalf("%d cases of %d queries", len(out), len(d.Queries))
	}
	return out
}

func TestCrossValidate(t *testing.T) {
	c := cases(t)
	v := learn.CrossValidate(c, 3, 1, learn.Options{})
	if v.Best != 1 || v.QuoteHit1 < 0.9 || v.QuoteHit3 < v.QuoteHit1 || v.QuoteHit3 > v.Best {
		t.Errorf("quote hits %v and %v of %v at best", v.QuoteHit1, v.QuoteHit3, v.Best)
	}
	if v.AUROC["small"] < 0.9 || v.Withheld["small"] < 0.8 {
		t.Errorf("AUROC %v, withheld %v", v.AUROC, v.Withheld)
	}
	if diff := cmp.Diff(v, learn.CrossValidate(c, 3, 1, learn.Options{})); diff != "" {
		t.Errorf("a second run differs (-first +second):\n%s", diff)
	}
}

func TestFittedWeightsKeepTheirSigns(t *testing.T) {
	c := cases(t)
	w := new(retrieval.Weights)
	learn.FitSentences(c, w, learn.Options{})
	learn.FitAnswers(c, w, learn.Options{})
	if len(w.Sentence) == 0 || len(w.Answer) == 0 {
		t.Fatalf("nothing was fitted: %+v", w)
	}
	for i, v := range w.SentenceVector() {
		if v*float64(retrieval.FeatureSigns()[i]) < 0 {
			t.Errorf("%s is %v", retrieval.Feature(i), v)
		}
	}
	for i, sign := range retrieval.SignalSigns() {
		if name := retrieval.Signal(i).String(); w.Answer[name]*float64(sign) < 0 {
			t.Errorf("%s is %v", name, w.Answer[name])
		}
	}
}

func TestNothingToLearnFrom(t *testing.T) {
	w, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	before := w.SentenceVector()
	learn.FitSentences(nil, w, learn.Options{})
	learn.FitAnswers(nil, w, learn.Options{})
	if diff := cmp.Diff(before, w.SentenceVector()); diff != "" {
		t.Errorf("weights changed:\n%s", diff)
	}
}

func TestWriteBackground(t *testing.T) {
	d := smallSet()
	var b bytes.Buffer
	// Documents that come twice count once.
	if err := learn.WriteBackground(&b, analysis.New(), append(d.Documents, d.Documents...)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if lines[0] != "#passages\t30" {
		t.Errorf("first line %q, want 30 passages", lines[0])
	}
	for _, want := range []string{"nurs\t10", "govern\t30", "tarnbi\t3"} {
		if !strings.Contains(b.String(), "\n"+want+"\n") {
			t.Errorf("%q is not in the table", want)
		}
	}
	if strings.Contains(b.String(), "\n10\t") {
		t.Error("a term of one passage is listed")
	}
}
