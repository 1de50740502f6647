package bench

import (
	"math/rand/v2"
	"sort"

	"ontherecord/retrieval/analysis"
)

// vocabulary is made-up words that can be spoken, the most frequent first.
// How often a word is drawn follows Zipf's law with exponent 1, as in Zipf,
// "Human Behavior and the Principle of Least Effort" (1949).
type vocabulary struct {
	words  []string
	shares []float64 // summed up, so that the last is 1
}

const (
	vocabularyWords = 60_000
	// Frequent words are short, as in any language.
	shortWords  = 40
	middleWords = 6_000
)

// newVocabulary makes n words, no two of which share a stem: a search for one
// finds that one alone.
func newVocabulary(n int, seed uint64) *vocabulary {
	rng := rand.New(rand.NewPCG(seed, 1))
	analyzer := analysis.New()
	v := &vocabulary{words: make([]string, 0, n), shares: make([]float64, n)}
	seen := make(map[string]bool, n)
	for len(v.words) < n {
		syllables := 3
		switch {
		case len(v.words) < shortWords:
			syllables = 1
		case len(v.words) < middleWords:
			syllables = 2
		}
		word := speak(rng, syllables)
		if term := analyzer.Term(word); term != "" && !seen[term] {
			seen[term] = true
			v.words = append(v.words, word)
		}
	}
	sum := 0.0
	for i := range v.shares {
		sum += 1 / float64(i+1)
		v.shares[i] = sum
	}
	for i := range v.shares {
		v.shares[i] /= sum
	}
	return v
}

func speak(rng *rand.Rand, syllables int) string {
	const (
		openings = "bdfgklmnprstvz"
		vowels   = "aeiou"
		closings = "kmnrt"
	)
	word := make([]byte, 0, 2*syllables+1)
	for range syllables {
		word = append(word, openings[rng.IntN(len(openings))], vowels[rng.IntN(len(vowels))])
	}
	return string(append(word, closings[rng.IntN(len(closings))]))
}

// draw returns a word, the frequent ones more often.
func (v *vocabulary) draw(rng *rand.Rand) string {
	return v.words[min(sort.SearchFloat64s(v.shares, rng.Float64()), len(v.words)-1)]
}
