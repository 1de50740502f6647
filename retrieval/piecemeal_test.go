package retrieval_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// outline is an answer's parts with the documents of their quotes.
func outline(a retrieval.Answer) []string {
	var out []string
	for _, p := range a.Parts {
		line := strings.TrimSpace(p.Label+" "+p.Text) + ":"
		for _, i := range p.Quotes {
			line += " " + a.Quotes[i].Quote.Citation().Document
		}
		if !p.Answered {
			line += " " + string(p.Reason)
		}
		out = append(out, line)
	}
	return out
}

func TestPartsAreAnsweredByThemselves(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	for _, tt := range []struct {
		name, question string
		want           []string
	}{
		{
			"two matters", "How much is being invested in radiotherapy machines? How many responses did the call for evidence get?",
			[]string{"How much is being invested in radiotherapy machines?: machines", "How many responses did the call for evidence get?: evidence"},
		},
		{
			"letters", "At what age are people invited for (a) breast and (b) bowel screening?",
			[]string{"(a) breast: breast", "(b) bowel screening: bowel"},
		},
		{
			"a part without an answer", "How many responses did the call for evidence get? Who paints the lighthouses?",
			[]string{"How many responses did the call for evidence get?: evidence", "Who paints the lighthouses?: " + string(retrieval.ReasonNoMatch)},
		},
		{
			"a name that nobody bears", "How many responses did the call for evidence get? What did Agatha Nobody say about bowel screening?",
			[]string{"How many responses did the call for evidence get?: evidence", "What did Agatha Nobody say about bowel screening?: " + string(retrieval.ReasonUnknown)},
		},
		{"no part with an answer", "Who repairs lighthouses? And how many foghorns are there?", nil},
		{"one part", "How much is being invested in radiotherapy machines?", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, l, retrieval.Question{Text: tt.question})
			if diff := cmp.Diff(tt.want, outline(a)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			if len(tt.want) > 0 && (!a.Answered || len(a.Nearest) > 0 || a.Reason != "") {
				t.Errorf("answered %t, reason %q, nearest %q", a.Answered, a.Reason, texts(a.Nearest))
			}
		})
	}
}

func TestUnansweredPartsLeaveTheWholeUnanswered(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	a := ask(t, l, retrieval.Question{Text: "Who repairs lighthouses? And how many foghorns are there?"})
	if a.Answered || len(a.Quotes) > 0 || a.Reason == "" {
		t.Errorf("answered %t with %q, reason %q", a.Answered, texts(a.Quotes), a.Reason)
	}
}

// A part of one sentence is answered only with the whole of it.
func TestAlternativesFollowTheirSentence(t *testing.T) {
	const question = "At what age are people invited for (a) bowel and (b) underwater screening in caves of Atlantis?"
	l := open(t, retrieval.Config{}, cancerWorld()...)
	a := ask(t, l, retrieval.Question{Text: question})
	if a.Answered || len(a.Parts) > 0 || len(a.Nearest) == 0 {
		t.Errorf("answered %t, parts %q, nearest %q", a.Answered, outline(a), texts(a.Nearest))
	}
	a = ask(t, l, retrieval.Question{Text: question + " And how many responses did the call for evidence get?"})
	want := []string{"(a) bowel: no passage answers", "(b) underwater screening: no passage answers", "how many responses did the call for evidence get?: evidence"}
	if diff := cmp.Diff(want, outline(a)); diff != "" {
		t.Errorf("with a question beside it (-want +got):\n%s", diff)
	}
}

// A part that is sure is answered although its sentence is not.
func TestSurePartOfAnUnansweredSentence(t *testing.T) {
	w, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	const question = "At what age women are invited for breast screening every three years; whether lighthouse lifts rattle; what foghorns cost; and who repairs submarines under Atlantis."
	whole, err := open(t, retrieval.Config{}, cancerWorld()...).Answerer.Examine(t.Context(), retrieval.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	w.Threshold = whole.Answer.Confidence + 0.01
	a := ask(t, open(t, retrieval.Config{Weights: w}, cancerWorld()...), retrieval.Question{Text: question})
	if len(a.Parts) != 4 || !a.Parts[0].Answered || a.Parts[1].Answered || a.Confidence < w.Threshold {
		t.Errorf("answered %t (%.2f), parts %q", a.Answered, a.Confidence, outline(a))
	}
}

// Two questions that are not answered are not answered together either.
func TestSeveralQuestionsAreJudgedByThemselves(t *testing.T) {
	w, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	const question = "Are hospital car parks run by trusts switched on for patients in August? Are new machines for hospitals posted to charities every three years?"
	l := open(t, retrieval.Config{}, cancerWorld()...)
	whole, err := l.Answerer.Examine(t.Context(), retrieval.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	w.Threshold = whole.Answer.Confidence - 0.01
	a := ask(t, open(t, retrieval.Config{Weights: w}, cancerWorld()...), retrieval.Question{Text: question})
	if a.Answered || len(a.Quotes) > 0 || a.Confidence >= w.Threshold {
		t.Errorf("answered %t with %.2f, the whole has %.2f; parts %q", a.Answered, a.Confidence, whole.Answer.Confidence, outline(a))
	}
}

// A quote stands under the part that it answers best.
func TestQuotesStandWhereTheyAreBest(t *testing.T) {
	l := open(t, eager(t), cancerWorld()...)
	a := ask(t, l, retrieval.Question{Text: "Who is invited for screening? Who is invited for breast screening? What is posted for bowel screening?", Limit: 9})
	if len(a.Parts) != 3 {
		t.Fatalf("parts %q", outline(a))
	}
	for i, p := range a.Parts {
		for j, other := range a.Parts {
			if i != j && slices.Contains(p.Quotes[1:], other.Quotes[0]) {
				t.Errorf("the best quote of part %d stands under part %d: %q", j+1, i+1, outline(a))
			}
		}
	}
}

func TestPartsShowAQuoteOnce(t *testing.T) {
	l := open(t, eager(t), cancerWorld()...)
	a := ask(t, l, retrieval.Question{Text: "How much is being invested in radiotherapy machines? And who pays for radiotherapy machines?", Limit: 2})
	if len(a.Parts) != 2 || len(a.Parts[0].Quotes) == 0 || !slices.Equal(a.Parts[0].Quotes, []int{0}) || !slices.Contains(a.Parts[1].Quotes, 0) {
		t.Fatalf("parts %+v", a.Parts)
	}
	seen := make(map[string]bool)
	for _, q := range texts(a.Quotes) {
		if seen[q] {
			t.Errorf("%q is shown twice", q)
		}
		seen[q] = true
	}
}

// TestMoreAfterParts: going on behind the parts' quotes repeats none of them
// and ends.
func TestMoreAfterParts(t *testing.T) {
	l := open(t, eager(t), cancerWorld()...)
	q := retrieval.Question{Text: "Who is invited for breast screening? How many responses did the call for evidence get?"}
	first := ask(t, l, q)
	if len(first.Parts) != 2 || !first.More {
		t.Fatalf("parts %q, more %t", outline(first), first.More)
	}
	seen := texts(first.Quotes)
	for more := true; more; {
		q.Skip = len(seen)
		next := ask(t, l, q)
		if len(next.Parts) > 0 || len(next.Quotes) == 0 || len(next.Quotes) > retrieval.DefaultLimit {
			t.Fatalf("from %d on: parts %q, quotes %q", q.Skip, outline(next), texts(next.Quotes))
		}
		for _, text := range texts(next.Quotes) {
			if slices.Contains(seen, text) {
				t.Errorf("%q comes twice", text)
			}
			seen = append(seen, text)
		}
		if more = next.More; len(seen) > 200 {
			t.Fatal("it never ends")
		}
	}
	q.Skip = len(seen)
	if end := ask(t, l, q); len(end.Quotes) > 0 || end.More {
		t.Errorf("behind the end: %q, more %t", texts(end.Quotes), end.More)
	}
}

func TestPartsAreNarrowedByTheirOwnWords(t *testing.T) {
	l := open(t, eager(t), cancerWorld()...)
	a := ask(t, l, retrieval.Question{
		Text:   "What was said on breast screening before March 2024? What was said on bowel screening since June 2024?",
		Filter: retrieval.Filter{Kind: corpus.KindWrittenAnswer},
	})
	if len(a.Parts) != 2 {
		t.Fatalf("parts %q", outline(a))
	}
	if a.Parts[0].Quotes[0] != 0 || a.Quotes[0].Quote.Citation().Document != "breast" {
		t.Errorf("quotes %q", outline(a))
	}
	want := []string{"until 29 February 2024 · in written answers", "since 1 June 2024 · in written answers", "in written answers"}
	got := []string{a.Parts[0].Understood.String(), a.Parts[1].Understood.String(), a.Understood.String()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSections(t *testing.T) {
	quotes := make([]retrieval.Quoted, 3)
	part := func(indices ...int) retrieval.Part {
		return retrieval.Part{Answered: len(indices) > 0, Quotes: indices}
	}
	type want struct {
		number, from, to int
		above            []int
	}
	for _, tt := range []struct {
		name   string
		answer retrieval.Answer
		want   []want
	}{
		{"one part", retrieval.Answer{Answered: true, Quotes: quotes}, []want{{0, 0, 3, nil}}},
		{"not answered", retrieval.Answer{Nearest: quotes[:2]}, []want{{0, 0, 2, nil}}},
		{
			"parts", retrieval.Answer{Answered: true, Quotes: quotes, Parts: []retrieval.Part{part(0, 1), part(), part(1, 2), part(2, 0)}},
			[]want{{1, 0, 2, nil}, {2, 2, 2, nil}, {3, 2, 3, []int{1}}, {4, 3, 3, []int{2, 0}}},
		},
		{"an index beyond the quotes", retrieval.Answer{Answered: true, Quotes: quotes, Parts: []retrieval.Part{part(7)}}, []want{{1, 0, 3, nil}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []want
			for _, s := range tt.answer.Sections() {
				got = append(got, want{s.Number, s.From, s.To, s.Above})
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(want{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
