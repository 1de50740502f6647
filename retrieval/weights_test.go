package retrieval_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/retrieval"
)

func TestReadWeights(t *testing.T) {
	tests := []struct{ name, file, err string }{
		{"all there is", "sentence:\n  coverage: 1.5\n  stock: -1\nanswer:\n  held_short: 2\nbias: -1\nthreshold: 0.3\nmargin: 2\nexpansion: 0.4\nfaint: 0.2\nnames: 1\nreading: 0.5\n", ""},
		{"an unknown feature", "sentence:\n  charm: 1\n", `sentence weights: unknown name "charm"`},
		{"an unknown feature among known ones", "sentence:\n  coverage: 1\n  charm: 1\n", `unknown name "charm"`},
		{"an unknown signal", "answer:\n  hunch: 1\n", `answer weights: unknown name "hunch"`},
		{"an unknown key", "sentense:\n  coverage: 1\n", "sentense"},
		{"no number", "bias: much\n", "read weights"},
		{"no YAML", "\t{", "read weights"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := retrieval.ReadWeights(strings.NewReader(tt.file))
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want one with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			v := w.SentenceVector()
			if v[retrieval.FeatureCoverage] != 1.5 || v[retrieval.FeatureStock] != -1 || v[retrieval.FeatureBM25] != 0 {
				t.Errorf("vector %v", v)
			}
			signals := make([]float64, len(retrieval.SignalSigns()))
			signals[retrieval.SignalHeldShort] = 1
			if got, want := w.Confidence(signals), 1/(1+math.Exp(-1)); math.Abs(got-want) > 1e-12 {
				t.Errorf("confidence %v, want %v", got, want)
			}
		})
	}
}

func TestWeightsRoundTrip(t *testing.T) {
	w, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	sentence := make([]float64, len(retrieval.FeatureSigns()))
	named := make(map[string]float64)
	for i := range sentence {
		if i%3 != 0 { // those of 0 are left out of the file
			sentence[i] = float64(i) - 7.25
			named[retrieval.Feature(i).String()] = sentence[i]
		}
	}
	w.SetSentence(sentence)
	if diff := cmp.Diff(sentence, w.SentenceVector()); diff != "" {
		t.Errorf("vector (-set +got):\n%s", diff)
	}
	if diff := cmp.Diff(named, w.Sentence); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	answer := make([]float64, len(retrieval.SignalSigns()))
	answer[retrieval.SignalScore], answer[retrieval.SignalDate] = 0.5, -2
	w.SetAnswer(answer, 0.75)
	if diff := cmp.Diff(map[string]float64{"score": 0.5, "date": -2}, w.Answer); diff != "" || w.Bias != 0.75 {
		t.Errorf("answer weights (-want +got), bias %v:\n%s", w.Bias, diff)
	}
	// What a file of these names gives is what was set.
	again := &retrieval.Weights{Sentence: w.Sentence, Answer: w.Answer, Bias: w.Bias}
	if err := again.Compile(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.SentenceVector(), again.SentenceVector()); diff != "" {
		t.Errorf("compiled (-set +read):\n%s", diff)
	}
	if a, b := w.Confidence(answer), again.Confidence(answer); a != b {
		t.Errorf("confidence %v, and %v when read again", a, b)
	}
}

// TestBuiltInWeightsKeepTheirSigns holds the learned file against what more of
// each measure may mean.
func TestBuiltInWeightsKeepTheirSigns(t *testing.T) {
	w, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range w.SentenceVector() {
		if v*float64(retrieval.FeatureSigns()[i]) < 0 {
			t.Errorf("sentence weight %s is %v", retrieval.Feature(i), v)
		}
	}
	for i, sign := range retrieval.SignalSigns() {
		name := retrieval.Signal(i).String()
		if w.Answer[name]*float64(sign) < 0 {
			t.Errorf("answer weight %s is %v", name, w.Answer[name])
		}
	}
	if w.Threshold <= 0 || w.Threshold >= 1 {
		t.Errorf("threshold %v", w.Threshold)
	}
}
