package retrieval

import "context"

// Scorer tells how near sentences are to a question. The lexical one is built
// in; one that compares meanings, by an embedded model or a service, can be put
// in its place with Config.Scorer. Weights are then to be trained anew.
type Scorer interface {
	// Score returns a number for each sentence, higher being nearer, of any
	// scale: only their order and ratios within one call count. An error fails
	// the question.
	Score(ctx context.Context, q ScorerQuestion, sentences []ScorerSentence) ([]float64, error)
}

// ScorerQuestion is a question as a Scorer sees it.
type ScorerQuestion struct {
	// Text of the question without greetings and filters.
	Text    string
	matcher *matcher
}

// ScorerSentence is a sentence as a Scorer sees it.
type ScorerSentence struct {
	Text  string
	terms []string
}

// Lexical scores sentences by BM25 over the question's words and what may
// stand for them, as if each sentence were a document.
type Lexical struct{}

var _ Scorer = Lexical{}

// BM25 parameters for sentences: their length tells less than a document's.
const (
	sentenceK1 = 1.2
	sentenceB  = 0.4
)

// Score implements Scorer.
func (Lexical) Score(_ context.Context, q ScorerQuestion, sentences []ScorerSentence) ([]float64, error) {
	m, length := q.matcher, 0
	for _, s := range sentences {
		length += len(s.terms)
	}
	average := max(1, float64(length)/float64(max(1, len(sentences))))
	out := make([]float64, len(sentences))
	tf := make([]float64, len(m.concepts))
	for i, s := range sentences {
		clear(tf)
		for _, t := range s.terms {
			for _, slot := range m.of(t) {
				alt := &m.concepts[slot.concept].alts[slot.alt]
				tf[slot.concept] += alt.weight / float64(len(alt.terms))
			}
		}
		norm := sentenceK1 * (1 - sentenceB + sentenceB*float64(len(s.terms))/average)
		for c, v := range tf {
			if v > 0 {
				out[i] += m.inSentence.of[c] * v * (sentenceK1 + 1) / (v + norm)
			}
		}
	}
	return out, nil
}
