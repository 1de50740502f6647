package retrieval_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"ontherecord/retrieval"
)

// TestQuestionsAtOnce asks different questions of the same documents at the
// same time, for the race detector, and wants the same answers as one by one.
func TestQuestionsAtOnce(t *testing.T) {
	questions := []string{
		howMuch, "when did the radiotherapy money come?", "why are radiotherapy machines not replaced?",
		"who pays for radiotherapy machines?", "how many radiotherapy machines are there?", "radiotherapy",
	}
	alone := asker{t, open(t, retrieval.Config{}, cancerWorld()...).Answerer}
	want := make([]string, len(questions))
	for i, q := range questions {
		want[i] = alone.first(q)
	}
	together := asker{t, open(t, retrieval.Config{}, cancerWorld()...).Answerer}
	var asking sync.WaitGroup
	for range 4 {
		for i, q := range questions {
			asking.Go(func() {
				if got := together.first(q); got != want[i] {
					t.Errorf("%q, asked with others: %q, alone: %q", q, got, want[i])
				}
			})
		}
	}
	asking.Wait()
}

type asker struct {
	t *testing.T
	a *retrieval.Answerer
}

// first is the first statement shown, whether it answers or not.
func (s asker) first(question string) string {
	a, err := s.a.Answer(s.t.Context(), retrieval.Question{Text: question})
	if err != nil {
		s.t.Error(err)
	}
	for _, quoted := range append(a.Quotes, a.Nearest...) {
		return quoted.Quote.Text()
	}
	return ""
}

// TestLongQuestion asks with more words than a question usually has.
func TestLongQuestion(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	var words strings.Builder
	for i := range 150 {
		fmt.Fprintf(&words, "padding%d ", i)
	}
	a, err := l.Answerer.Answer(t.Context(), retrieval.Question{Text: words.String() + howMuch})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Nearest) == 0 && len(a.Quotes) == 0 {
		t.Error("the words at the end of a long question are not looked for")
	}
}
