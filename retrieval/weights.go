package retrieval

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"math"

	"github.com/goccy/go-yaml"
)

//go:embed weights.yaml
var defaultWeights []byte

// Weights are the learned numbers by which sentences are ranked and answers
// withheld. 'ontherecord train' writes them from labelled questions.
type Weights struct {
	// Sentence is the weight of each feature in a sentence's score.
	Sentence map[string]float64 `yaml:"sentence"`
	// Answer is the weight of each signal, Bias the constant, in the log-odds
	// that the best statement answers.
	Answer map[string]float64 `yaml:"answer"`
	Bias   float64            `yaml:"bias"`
	// Threshold is the probability from which on a question is answered.
	Threshold float64 `yaml:"threshold"`
	// Margin is how far below the best score a statement may lie and still be
	// shown.
	Margin float64 `yaml:"margin"`
	// Expansion scales the weight of thesaurus terms in the search.
	Expansion float64 `yaml:"expansion"`
	// Faint and Names are how much faint words and names count beside others.
	Faint float64 `yaml:"faint"`
	Names float64 `yaml:"names"`
	// Reading is how much the best sentence counts beside the passage's score
	// when documents are ordered.
	Reading float64 `yaml:"reading"`

	sentence Features
	answer   Signals
}

// DefaultWeights returns the weights built into the program.
func DefaultWeights() (*Weights, error) {
	w, err := ReadWeights(bytes.NewReader(defaultWeights))
	if err != nil {
		return nil, fmt.Errorf("built-in weights: %w", err)
	}
	return w, nil
}

// ReadWeights reads a weights file. An unknown name is an error.
func ReadWeights(r io.Reader) (*Weights, error) {
	w := new(Weights)
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(w); err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	return w, w.Compile()
}

// Compile makes changed Sentence and Answer weights count.
func (w *Weights) Compile() error {
	w.sentence, w.answer = Features{}, Signals{}
	if err := fill(w.sentence[:], w.Sentence, featureNames[:]); err != nil {
		return fmt.Errorf("sentence weights: %w", err)
	}
	if err := fill(w.answer[:], w.Answer, signalNames[:]); err != nil {
		return fmt.Errorf("answer weights: %w", err)
	}
	return nil
}

func fill(into []float64, values map[string]float64, names []string) error {
	known := 0
	for i, name := range names {
		if v, ok := values[name]; ok {
			into[i] = v
			known++
		}
	}
	if known == len(values) {
		return nil
	}
	for name := range values {
		found := false
		for _, n := range names {
			found = found || n == name
		}
		if !found {
			return fmt.Errorf("unknown name %q", name)
		}
	}
	return nil
}

func (w *Weights) rank(f *Features) float64 {
	sum := 0.0
	for i, v := range f {
		sum += v * w.sentence[i]
	}
	return sum
}

// confidence is the estimated probability that the best statement answers.
func (w *Weights) confidence(s *Signals) float64 {
	sum := w.Bias
	for i, v := range s {
		sum += v * w.answer[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// SetSentence replaces the sentence weights, given in the order of Features.
func (w *Weights) SetSentence(values []float64) {
	w.Sentence = make(map[string]float64)
	for i, v := range values {
		if v != 0 {
			w.Sentence[featureNames[i]] = v
		}
		w.sentence[i] = v
	}
}

// SetAnswer replaces the answer weights, given in the order of Signals, and the
// bias.
func (w *Weights) SetAnswer(values []float64, bias float64) {
	w.Answer, w.Bias = make(map[string]float64), bias
	for i, v := range values {
		if v != 0 {
			w.Answer[signalNames[i]] = v
		}
		w.answer[i] = v
	}
}

// SentenceVector is the sentence weights in the order of Features.
func (w *Weights) SentenceVector() []float64 { return append([]float64(nil), w.sentence[:]...) }

// Confidence is the estimated probability that a statement with these signals,
// in the order of Signals, answers.
func (w *Weights) Confidence(signals []float64) float64 {
	var s Signals
	copy(s[:], signals)
	return w.confidence(&s)
}
