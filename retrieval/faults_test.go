package retrieval_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"ontherecord/corpus"
	"ontherecord/retrieval"
	"ontherecord/retrieval/thesaurus"
)

func TestCancelledQuestion(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ask := range map[string]func() error{
		"answer":  func() error { _, err := l.Answerer.Answer(ctx, retrieval.Question{Text: howMuch}); return err },
		"examine": func() error { _, err := l.Answerer.Examine(ctx, retrieval.Question{Text: howMuch}); return err },
		"ranking": func() error { _, err := l.Answerer.Ranking(ctx, retrieval.Question{Text: howMuch}, 10); return err },
	} {
		if err := ask(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
}

// engineStub fails in the way that a test wants.
type engineStub struct {
	retrieval.Engine
	fail func(method string) error
}

func (e engineStub) Search(ctx context.Context, q retrieval.Query) ([]retrieval.Hit, error) {
	if err := e.fail("Search"); err != nil {
		return nil, err
	}
	return e.Engine.Search(ctx, q)
}

func (e engineStub) Frequencies(ctx context.Context, terms []string) ([]int, int, error) {
	if err := e.fail("Frequencies"); err != nil {
		return nil, 0, err
	}
	return e.Engine.Frequencies(ctx, terms)
}

func (e engineStub) Correct(ctx context.Context, word string) (string, error) {
	if err := e.fail("Correct"); err != nil {
		return "", err
	}
	return e.Engine.Correct(ctx, word)
}

// recordOf is the record of documents that are not stored anywhere.
type recordOf struct {
	docs   []*corpus.Document
	failed error
}

func (r recordOf) Passages(_ context.Context, ids []corpus.PassageID) ([]retrieval.Found, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	var out []retrieval.Found
	for _, id := range ids {
		// The store numbers passages in the order of documents, from 1.
		d := r.docs[id-1]
		out = append(out, retrieval.Found{Passage: d.Passages()[0], Document: d})
	}
	return out, nil
}

func (r recordOf) Extent(context.Context) (retrieval.Searched, error) {
	return retrieval.Searched{Documents: len(r.docs)}, nil
}

func (recordOf) HasName(context.Context, string, bool) (bool, error) { return true, nil }

func TestErrorsComeThrough(t *testing.T) {
	docs := cancerWorld()
	l := open(t, retrieval.Config{}, docs...)
	broken := errors.New("broken on purpose")
	for _, method := range []string{"Search", "Frequencies", "Correct", "Passages"} {
		t.Run(method, func(t *testing.T) {
			record := recordOf{docs: docs}
			if method == "Passages" {
				record.failed = broken
			}
			engine := engineStub{l.Index, func(m string) error {
				if m == method {
					return broken
				}
				return nil
			}}
			a, err := retrieval.New(engine, record, retrieval.Config{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Answer(t.Context(), retrieval.Question{Text: "How much for radiotherpy machines?"}); !errors.Is(err, broken) {
				t.Errorf("error %v, want %v", err, broken)
			}
		})
	}
}

// longest prefers the longest sentence, whatever is asked.
type longest struct {
	asked atomic.Value
	err   error
	short bool // one score too few
}

func (s *longest) Score(_ context.Context, q retrieval.ScorerQuestion, sentences []retrieval.ScorerSentence) ([]float64, error) {
	s.asked.Store(q.Text)
	var out []float64
	for _, x := range sentences {
		out = append(out, float64(len(x.Text)))
	}
	if s.short {
		out = out[1:]
	}
	return out, s.err
}

func TestScorerIsUsed(t *testing.T) {
	const long = "Linoleum, of which so very many trusts have so very much in so very many corridors, is green."
	docs := append(others(), answered("short", "2025-01-01", "", "Linoleum is blue. "+long+" Linoleum is red."))
	weights, err := retrieval.ReadWeights(strings.NewReader("sentence:\n  bm25: 1\nmargin: 1000\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := new(longest)
	a := ask(t, open(t, retrieval.Config{Weights: weights, Scorer: s}, docs...), retrieval.Question{Text: "Hello, which colour is linoleum?"})
	if got := texts(a.Quotes); len(got) == 0 || got[0] != long {
		t.Errorf("quoted %q, want the longest sentence first", got)
	}
	if got, _ := s.asked.Load().(string); !strings.Contains(got, "linoleum") || strings.Contains(got, "Hello") {
		t.Errorf("the scorer was asked %q", got)
	}
	broken := errors.New("the service is down")
	l := open(t, retrieval.Config{Scorer: &longest{err: broken}}, docs...)
	if _, err := l.Answerer.Answer(t.Context(), retrieval.Question{Text: "Which colour is linoleum?"}); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	l = open(t, retrieval.Config{Scorer: &longest{short: true}}, docs...)
	if _, err := l.Answerer.Answer(t.Context(), retrieval.Question{Text: "Which colour is linoleum?"}); err == nil {
		t.Error("a score too few is no error")
	}
}

func TestThesaurusIsUsed(t *testing.T) {
	docs := append(others(), answered("flooring", "2025-01-01", "", "Linoleum was laid in Ambleford."))
	words, err := thesaurus.Load(strings.NewReader("entries:\n- same: [linoleum, battleship floor]\n  see: sailors\n"), func(w string) string { return w })
	if err != nil {
		t.Fatal(err)
	}
	a := ask(t, open(t, retrieval.Config{Thesaurus: words, Weights: eager(t).Weights}, docs...), retrieval.Question{Text: "where is battleship floor"})
	if !contains(a.Quotes, "Linoleum") {
		t.Errorf("quoted %q", texts(a.Quotes))
	}
}
