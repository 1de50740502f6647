package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
)

// Generator makes passages and questions about them. The same seed makes the
// same ones, in whatever order they are asked for.
type Generator struct {
	seed     uint64
	words    *vocabulary
	speakers []string
}

// The shape of a generated passage.
const (
	sentences     = 5
	sentenceWords = 16
	speakerCount  = 200
)

// NewGenerator returns the Generator of seed.
func NewGenerator(seed uint64) *Generator {
	g := &Generator{seed: seed, words: newVocabulary(vocabularyWords, seed)}
	rng := rand.New(rand.NewPCG(seed, 2))
	for range speakerCount {
		g.speakers = append(g.speakers, title(speak(rng, 2))+" "+title(speak(rng, 3)))
	}
	return g
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// passage is a document of one passage, as a line of a BEIR corpus.
type passage struct {
	ID       string   `json:"_id"`
	Title    string   `json:"title"`
	Text     string   `json:"text"`
	Metadata metadata `json:"metadata"`
}

type metadata struct {
	Kind         string `json:"kind"`
	Date         string `json:"date"`
	Speaker      string `json:"speaker"`
	Organisation string `json:"organisation"`
}

func passageID(i int) string { return fmt.Sprintf("generated-%08d", i) }

// wordsOf returns the words of passage i, those of one sentence after the
// other.
func (g *Generator) wordsOf(i int) []string {
	rng := rand.New(rand.NewPCG(g.seed+3, uint64(i)))
	words := make([]string, sentences*sentenceWords)
	for j := range words {
		words[j] = g.words.draw(rng)
	}
	return words
}

// passage makes passage i.
func (g *Generator) passage(i int) passage {
	var text strings.Builder
	for j, word := range g.wordsOf(i) {
		switch {
		case j%sentenceWords > 0:
			text.WriteByte(' ')
		case j > 0:
			text.WriteString(". ")
		}
		if j%sentenceWords == 0 {
			word = title(word)
		}
		text.WriteString(word)
	}
	text.WriteByte('.')
	rng := rand.New(rand.NewPCG(g.seed+4, uint64(i)))
	return passage{
		ID: passageID(i), Text: text.String(),
		Metadata: metadata{
			Kind:         "written statement",
			Date:         fmt.Sprintf("20%02d-%02d-%02d", 10+rng.IntN(16), 1+rng.IntN(12), 1+rng.IntN(28)),
			Speaker:      g.speakers[rng.IntN(len(g.speakers))],
			Organisation: "Department of Generated Text",
		},
	}
}

// Write writes passages from (inclusive) to (exclusive) to a file in BEIR
// layout. Progress, which may be nil, is told how many are written.
func (g *Generator) Write(ctx context.Context, path string, from, to int, progress func(done int)) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write generated passages: %w", err)
	}
	defer func() {
		if closed := f.Close(); err == nil && closed != nil {
			err = fmt.Errorf("write generated passages: %w", closed)
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	enc := json.NewEncoder(w)
	for i := from; i < to; i++ {
		if err := enc.Encode(g.passage(i)); err != nil {
			return fmt.Errorf("write generated passages: %w", err)
		}
		if n := i - from + 1; n%5000 == 0 || i+1 == to {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(n)
			}
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write generated passages: %w", err)
	}
	return nil
}

// question is made of words of one passage.
type question struct {
	passage string
	words   []string
}

func (q question) text() string { return strings.Join(q.words, " ") + "?" }

// questions makes n questions of the given number of different words, drawn
// from random ones of the first passages. Series tells sets of them apart.
func (g *Generator) questions(n, words, passages int, series uint64) []question {
	rng := rand.New(rand.NewPCG(g.seed+5, series))
	out := make([]question, n)
	for i := range out {
		from := rng.IntN(passages)
		all := g.wordsOf(from)
		rng.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
		q := question{passage: passageID(from)}
		seen := make(map[string]bool, words)
		for _, w := range all {
			if !seen[w] && len(q.words) < words {
				seen[w] = true
				q.words = append(q.words, w)
			}
		}
		out[i] = q
	}
	return out
}
