package retrieval_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

func TestReasonsForAbstaining(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	tests := []struct {
		name    string
		q       retrieval.Question
		reason  retrieval.Reason
		nearest bool
	}{
		{"thanks", retrieval.Question{Text: "thanks, that's great!"}, retrieval.ReasonSmallTalk, false},
		{"a greeting", retrieval.Question{Text: "Good morning"}, retrieval.ReasonSmallTalk, false},
		{"advice", retrieval.Question{Text: "I have found a lump in my breast, should I see my GP?"}, retrieval.ReasonAdvice, false},
		{"nothing", retrieval.Question{Text: ""}, retrieval.ReasonEmpty, false},
		{"white space", retrieval.Question{Text: " \n\t "}, retrieval.ReasonEmpty, false},
		{"marks alone", retrieval.Question{Text: "?!… — «»"}, retrieval.ReasonEmpty, false},
		{"function words alone", retrieval.Question{Text: "what about it, and why?"}, retrieval.ReasonEmpty, false},
		{"words that nobody said", retrieval.Question{Text: "zyzzyva quokka"}, retrieval.ReasonNoMatch, false},
		{"outside of the filter", retrieval.Question{Text: howMuch, Filter: retrieval.Filter{Until: corpus.NewDate(2020, 1, 1)}}, retrieval.ReasonFilter, false},
		{"what somebody said who is no speaker", retrieval.Question{Text: "What did Nobody Known say about radiotherapy machines?"}, retrieval.ReasonUnknown, false},
		{"an unknown speaker in the words", retrieval.Question{Text: "What was said on radiotherapy machines by Nobody Known?"}, retrieval.ReasonUnknown, false},
		{"an unknown speaker in the filter", retrieval.Question{Text: howMuch, Filter: retrieval.Filter{By: "Nobody Known"}}, retrieval.ReasonUnknown, false},
		{"an unknown department in the filter", retrieval.Question{Text: howMuch, Filter: retrieval.Filter{Department: "Board of Trade"}}, retrieval.ReasonUnknown, false},
		{"a subject that is not there", retrieval.Question{Text: "What is the survival rate for pancreatic cancer in Wales?"}, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, l, tt.q)
			if a.Answered || len(a.Quotes) > 0 {
				t.Fatalf("answered with %q", texts(a.Quotes))
			}
			if a.Reason == "" || tt.reason != "" && a.Reason != tt.reason {
				t.Errorf("reason %q, want %q", a.Reason, tt.reason)
			}
			if got := len(a.Nearest) > 0; got != tt.nearest {
				t.Errorf("nearest %q; some wanted: %v", texts(a.Nearest), tt.nearest)
			}
			if a.Question != tt.q.Text || a.Searched.Documents != len(cancerWorld()) {
				t.Errorf("Question %q, Searched %+v", a.Question, a.Searched)
			}
		})
	}
}

func TestUnknownNamesAreTold(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	a := ask(t, l, retrieval.Question{Text: "What was said on radiotherapy machines by Nobody Known?"})
	if diff := cmp.Diff([]string{"Nobody Known"}, a.Unknown); diff != "" {
		t.Errorf("Unknown (-want +got):\n%s", diff)
	}
}

func TestMissingWordsAreTold(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	a := ask(t, l, retrieval.Question{Text: "Are radiotherapy machines powered by hydrogen turbines?"})
	if a.Answered {
		t.Fatalf("answered with %q", texts(a.Quotes))
	}
	if !slices.Contains(a.Missing, "hydrogen") || slices.Contains(a.Missing, "radiotherapy") {
		t.Errorf("Missing = %q, want hydrogen and not radiotherapy", a.Missing)
	}
}

func TestFiltersInWords(t *testing.T) {
	since := func(y, m, d int) corpus.Date { return corpus.Date{Year: y, Month: time.Month(m), Day: d} }
	l := open(t, eager(t), append(cancerWorld(),
		answered("early", "2023-02-01", "", "Radiotherapy machines are serviced each spring."),
		answered("late", "2025-08-01", "", "Radiotherapy machines were counted in summer."),
		answered("by-letter", "2025-02-01", "", "Radiotherapy machines are dear to buy.", withKind(corpus.KindLetter), spokenBy("Karin Smyth")))...)
	tests := []struct {
		name   string
		q      retrieval.Question
		want   retrieval.Filter
		quoted func(corpus.Citation) bool
	}{
		{"since a month", retrieval.Question{Text: "What was said on radiotherapy machines since March 2025?"},
			retrieval.Filter{Since: since(2025, 3, 1)},
			func(c corpus.Citation) bool { return c.Date.Compare(since(2025, 3, 1)) >= 0 }},
		{"in letters", retrieval.Question{Text: "What was said on radiotherapy machines in letters?"},
			retrieval.Filter{Kind: corpus.KindLetter}, func(c corpus.Citation) bool { return c.Kind == corpus.KindLetter }},
		{"by a speaker", retrieval.Question{Text: "What was said on radiotherapy machines by Karin Smyth?"},
			retrieval.Filter{By: "Karin Smyth"}, func(c corpus.Citation) bool { return c.Speaker == "Karin Smyth" }},
		{"what is given wins over words", retrieval.Question{Text: "What was said on radiotherapy machines by Karin Smyth?", Filter: retrieval.Filter{By: "Ashley Dalton"}},
			retrieval.Filter{By: "Ashley Dalton"}, func(c corpus.Citation) bool { return c.Speaker == "Ashley Dalton" }},
		{"what is given adds to words", retrieval.Question{Text: "What was said on radiotherapy machines in letters?", Filter: retrieval.Filter{Since: since(2025, 1, 1)}},
			retrieval.Filter{Since: since(2025, 1, 1), Kind: corpus.KindLetter}, func(c corpus.Citation) bool { return c.Document == "by-letter" || c.Document == "letter" }},
		{"none", retrieval.Question{Text: "What is known of radiotherapy machines?"}, retrieval.Filter{}, func(corpus.Citation) bool { return true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.q.Limit = 20
			a := ask(t, l, tt.q)
			if a.Understood != tt.want {
				t.Errorf("Understood = %+v, want %+v", a.Understood, tt.want)
			}
			if len(a.Quotes) == 0 {
				t.Fatalf("nothing is quoted: %s", a.Reason)
			}
			for _, q := range a.Quotes {
				if c := q.Quote.Citation(); !tt.quoted(c) {
					t.Errorf("quoted outside of the filter: %s of %v by %s", c.Document, c.Date, c.Speaker)
				}
			}
		})
	}
}

func TestWordsOfTheQuestion(t *testing.T) {
	l := open(t, retrieval.Config{}, append(cancerWorld(),
		answered("cns", "2025-01-07", "", "Every patient has a clinical nurse specialist to call. Each leads a team."))...)
	tests := []struct {
		name, question, document string
		corrected                []retrieval.Correction
	}{
		{"spelling is corrected, and said so", "how much for radiotherpy machines", "machines", []retrieval.Correction{{From: "radiotherpy", To: "radiotherapy"}}},
		{"right spelling is left alone", "how much for radiotherapy machines", "machines", nil},
		{"a place is no misspelling", "Are there radiotherapy machines in Leeds?", "", nil},
		{"an acronym", "Does every patient have a CNS?", "cns", nil},
		{"thousands without a separator", "were there 11000 responses to the call for evidence", "evidence", nil},
		{"thousands with a separator", "were there 11,000 responses to the call for evidence", "evidence", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, l, retrieval.Question{Text: tt.question})
			if diff := cmp.Diff(tt.corrected, a.Corrected); diff != "" {
				t.Errorf("Corrected (-want +got):\n%s", diff)
			}
			if tt.document == "" {
				return
			}
			if !a.Answered || a.Quotes[0].Quote.Citation().Document != tt.document {
				t.Errorf("answered %v (%s, %.2f) with %q, want %s", a.Answered, a.Reason, a.Confidence, texts(append(a.Quotes, a.Nearest...)), tt.document)
			}
		})
	}
}

// TestOneWord asks with a single word, as people do in a search box.
func TestOneWord(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	a, err := l.Answerer.Answer(t.Context(), retrieval.Question{Text: "radiotherapy"})
	if err != nil || !a.Answered {
		t.Errorf("a word that the record speaks of is not answered: confidence %v, %v", a.Confidence, err)
	}
	a, err = l.Answerer.Answer(t.Context(), retrieval.Question{Text: "asbestos"})
	if err != nil || a.Answered {
		t.Errorf("a word that the record does not hold is answered: %v, %v", a.Quotes, err)
	}
}

// A short question of which half is unknown is about what is unknown, however
// well the rest fits.
func TestFewWordsOfWhichOneIsUnknown(t *testing.T) {
	c := eager(t)
	c.Weights.Threshold = 0.001
	l := open(t, c, cancerWorld()...)
	for _, tt := range []struct {
		question string
		answered bool
	}{
		{"What is the radiotherapy zeppelin?", false},
		{"zeppelin radiotherapy", false},
		{"Who may have zeppelin foghorn radiotherapy?", false},
		{"What are radiotherapy machines?", true},
		{"What are zeppelin radiotherapy machines for hospitals?", true}, // one of four may be chatter
	} {
		a := ask(t, l, retrieval.Question{Text: tt.question})
		if a.Answered != tt.answered || !a.Answered && (a.Reason != retrieval.ReasonSubject || a.Confidence != 0) {
			t.Errorf("%q: answered %t with %.2f, reason %q", tt.question, a.Answered, a.Confidence, a.Reason)
		}
	}
}

// A tumour site is known by its other names, and what is only related to one is
// not one itself.
func TestSubjectsByOtherNames(t *testing.T) {
	l := open(t, eager(t), append(cancerWorld(),
		answered("net", "2025-01-07", "", "Neuroendocrine tumours are treated in twelve centres."),
		answered("brain", "2025-01-08", "", "Brain tumours are treated in thirty centres."))...)
	subject := func(question string) float64 {
		t.Helper()
		e, err := l.Answerer.Examine(t.Context(), retrieval.Question{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		return e.Signals[retrieval.SignalSubject]
	}
	if a := ask(t, l, retrieval.Question{Text: "In how many centres are NETs treated?"}); a.Quotes[0].Quote.Citation().Document != "net" {
		t.Errorf("NETs: %q", texts(a.Quotes))
	}
	for question, want := range map[string]float64{
		"In how many centres are NETs treated?":                      0,
		"In how many centres are kidney tumours treated?":            1,
		"In how many centres are renal tumours treated?":             1,
		"In how many centres are brain and kidney tumours treated?":  0, // one of them is there
		"In how many centres are blood cancers treated in all of it": 0, // leukaemia is one, and not the only one
	} {
		if got := subject(question); got != want {
			t.Errorf("%q: %v, want %v", question, got, want)
		}
	}
}
