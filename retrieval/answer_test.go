package retrieval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

func TestAnswersWithTheSentenceAndItsSource(t *testing.T) {
	l := open(t, retrieval.Config{}, cancerWorld()...)
	tests := []struct {
		question, document, want string
		speaker, date            string
	}{
		{"How much is being invested in radiotherapy machines?", "machines", machines, "Ashley Dalton", "11 March 2025"},
		{"hi all, quick question: what's the funding for new radiotherapy machines? thanks", "machines", machines, "Ashley Dalton", "11 March 2025"},
		{"how many responses did the call for evidence get", "evidence", responses, "Ashley Dalton", "2 June 2025"},
		{"At what age are women invited for breast screening?", "breast", "Women aged 50 to 71 are invited for breast screening every three years.", "Ashley Dalton", "9 February 2024"},
		{"who collects data on variation in cancer services", "letter", "The National Disease Registration Service collects data on how cancer services vary.", "Karin Smyth", "20 January 2025"},
	}
	for _, tt := range tests {
		t.Run(tt.question, func(t *testing.T) {
			a := ask(t, l, retrieval.Question{Text: tt.question})
			if !a.Answered || len(a.Quotes) == 0 {
				t.Fatalf("not answered (%s, confidence %.2f); nearest %q", a.Reason, a.Confidence, texts(a.Nearest))
			}
			q := a.Quotes[0].Quote
			if q.Text() != tt.want {
				t.Errorf("quoted %q, want %q", q.Text(), tt.want)
			}
			c := q.Citation()
			got := []string{c.Document, c.Speaker, c.Date.String(), c.URL}
			want := []string{tt.document, tt.speaker, tt.date, "https://example.org/" + tt.document}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("citation (-want +got):\n%s", diff)
			}
			if len(a.Nearest) > 0 || a.Reason != "" {
				t.Errorf("answered, and yet Nearest is %q and Reason %q", texts(a.Nearest), a.Reason)
			}
			if a.Searched.Documents != len(cancerWorld()) || a.Searched.Until != corpus.NewDate(2025, 6, 2) {
				t.Errorf("Searched = %+v", a.Searched)
			}
		})
	}
}

func TestHoldingAndWithdrawnDocumentsAreSilent(t *testing.T) {
	for _, s := range []corpus.Status{corpus.StatusHolding, corpus.StatusWithdrawn} {
		t.Run(string(s), func(t *testing.T) {
			docs := append(others(), answered("silent", "2025-03-11", "", machines, withStatus(s)),
				answered("near", "2025-01-01", "", "Radiotherapy is given in hospitals."))
			for _, c := range []retrieval.Config{{}, eager(t)} {
				a := ask(t, open(t, c, docs...), retrieval.Question{Text: "How much is being invested in radiotherapy machines?", Limit: 20})
				if got := append(a.Quotes, a.Nearest...); contains(got, "£70 million") {
					t.Errorf("shown: %q", texts(got))
				}
			}
		})
	}
	t.Run("corrected answers", func(t *testing.T) {
		docs := append(others(), answered("corrected", "2025-03-11", "", machines, withStatus(corpus.StatusCorrected)))
		a := ask(t, open(t, retrieval.Config{}, docs...), retrieval.Question{Text: "How much is being invested in radiotherapy machines?"})
		if !contains(a.Quotes, "£70 million") {
			t.Errorf("a corrected document does not answer: %q", texts(append(a.Quotes, a.Nearest...)))
		}
	})
}

func TestPremiseIsNeverTheAnswer(t *testing.T) {
	premise := "To ask the Secretary of State, whether he knows that 9,000 scanners stand idle in Ambleford."
	docs := append(others(), answered("premise", "2025-03-11", premise, "No estimate has been made of scanners in Ambleford."))
	a := ask(t, open(t, eager(t), docs...), retrieval.Question{Text: "How many scanners stand idle in Ambleford?", Limit: 20})
	if len(a.Quotes) == 0 {
		t.Fatal("nothing is quoted")
	}
	if contains(a.Quotes, "9,000") {
		t.Errorf("the premise is quoted: %q", texts(a.Quotes))
	}
	top := a.Quotes[0]
	if top.Asked.Text() != premise {
		t.Errorf("Asked = %q, want the question part", top.Asked.Text())
	}
	if c := top.Asked.Citation(); c.Part != corpus.PartQuestion || c.Speaker != "Lee Asker" {
		t.Errorf("Asked is cited as %+v", c)
	}
}

func TestSkipLimitAndMore(t *testing.T) {
	var docs []*corpus.Document
	for i, thing := range []string{"pumps in Ambleford need oil", "lifts in Tarnby carry porters", "kitchens in Corhampton bake bread", "boilers in Denwick heat wards", "gardens in Eastry grow herbs", "chapels in Fenby hold concerts"} {
		docs = append(docs, answered(fmt.Sprint("lino-", i), "2025-01-01", "", "New linoleum was laid near where "+thing+"."))
	}
	l := open(t, eager(t), append(others(), docs...)...)
	all := texts(ask(t, l, retrieval.Question{Text: "Where was linoleum laid?", Limit: 50}).Quotes)
	if len(all) < 6 {
		t.Fatalf("%d quotes, want at least 6: %q", len(all), all)
	}
	tests := []struct {
		name        string
		skip, limit int
		want        []string
		more        bool
	}{
		{"the default", 0, 0, all[:retrieval.DefaultLimit], true},
		{"one", 0, 1, all[:1], true},
		{"the next two", 1, 2, all[1:3], true},
		{"the last", len(all) - 1, 3, all[len(all)-1:], false},
		{"all", 0, len(all), all, false},
		{"beyond the end", len(all) + 5, 3, nil, false},
		{"less than nothing left out", -2, 2, all[:2], true},
		{"less than none wanted", 0, -2, all[:retrieval.DefaultLimit], true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, l, retrieval.Question{Text: "Where was linoleum laid?", Skip: tt.skip, Limit: tt.limit})
			if diff := cmp.Diff(tt.want, texts(a.Quotes)); diff != "" {
				t.Errorf("quotes (-want +got):\n%s", diff)
			}
			if a.More != tt.more {
				t.Errorf("More = %v, want %v", a.More, tt.more)
			}
		})
	}
}

func TestQuoteShape(t *testing.T) {
	list := "The fund pays for three things in Ambleford:\n\n• a mobile linoleum scanner;\n• two extra nurses;\n• a bus from the station."
	tests := []struct {
		name, answer, question, want string
	}{
		{"a list is quoted whole with its introduction", "Money is short. It was ever so.\n\n" + list, "What does the Ambleford fund pay for?", list},
		{"an item brings the whole list", "Money is short. It was ever so.\n\n" + list, "Is there a mobile linoleum scanner?", list},
		{"a sentence that points back brings the one before", "Radium baths closed in 1932. This followed the Ambleford linoleum inquiry.",
			"What followed the linoleum inquiry at Ambleford?", "Radium baths closed in 1932. This followed the Ambleford linoleum inquiry."},
		{"a sentence that answers brings the next that points back and says why", "Money is short. The linoleum baths of Ambleford were closed in 1932. This is because the linoleum had cracked. Porters wept.",
			"Why were the linoleum baths of Ambleford closed?", "The linoleum baths of Ambleford were closed in 1932. This is because the linoleum had cracked."},
		{"a link before is not brought along", "Radium baths closed in 1932. A list stands here:\n\nhttps://example.org/baths\n\nThis followed the Ambleford linoleum inquiry.",
			"What followed the linoleum inquiry at Ambleford?", "This followed the Ambleford linoleum inquiry."},
		{"a sentence that stands alone is quoted alone", "Radium baths closed in 1932. Doctors welcomed the Ambleford linoleum inquiry. Nurses did too.",
			"Who welcomed the linoleum inquiry at Ambleford?", "Doctors welcomed the Ambleford linoleum inquiry."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := open(t, eager(t), append(others(), answered("shape", "2025-01-01", "", tt.answer))...)
			a := ask(t, l, retrieval.Question{Text: tt.question})
			if got := texts(a.Quotes); len(got) == 0 || got[0] != tt.want {
				t.Errorf("quoted %q, want first %q", got, tt.want)
			}
		})
	}
}

func TestWhatIsSaidOnceStandsBeforeWhatIsSaidEverywhere(t *testing.T) {
	const once = "Linoleum in Ambleford cracked along eleven seams."
	docs := append(others(), answered("once", "2024-01-01", "", once))
	for i, town := range []string{"Tarnby", "Fenby", "Eastry", "Hexley"} {
		docs = append(docs, answered("often-"+town, "2025-01-0"+string(rune('1'+i)), "",
			"Linoleum in Ambleford is kept under review by boards, as is that of "+town+" and wherever "+town+" buys it."))
	}
	a := ask(t, open(t, rankedBy(t, "specific"), docs...), retrieval.Question{Text: "What became of the linoleum in Ambleford?"})
	if got := texts(a.Quotes); len(got) == 0 || got[0] != once {
		t.Errorf("quoted %q, want first %q", got, once)
	}
}

// A follow-up's answer need not repeat what the question before it was about.
func TestSubjectOfAFollowUpIsLookedForAround(t *testing.T) {
	l := open(t, rankedBy(t, "coverage"), append(others(), answered("baths", "2025-01-01", "",
		"The green linoleum baths and copper boilers of Ambleford closed in 1931. Swimmers may enter from June 2026, after the porters. Soap is free."))...)
	a := ask(t, l, retrieval.Question{Text: "when can swimmers enter ― green linoleum baths and copper boilers of Ambleford?"})
	if got := texts(a.Quotes); len(got) == 0 || !strings.HasPrefix(got[0], "Swimmers") {
		t.Errorf("quoted %q", got)
	}
}

func TestNeighboursAreShownAndQuotesDoNotOverlap(t *testing.T) {
	answer := "Baths opened first. Linoleum came to Ambleford in May. This linoleum was green in Ambleford. It was linoleum of Ambleford make. Porters swept it."
	l := open(t, eager(t), append(others(), answered("overlap", "2025-01-01", "", answer))...)
	a := ask(t, l, retrieval.Question{Text: "When did linoleum come to Ambleford?", Limit: 20})
	for i, q := range a.Quotes {
		for _, o := range a.Quotes[:i] {
			if q.Quote.Citation().Document == o.Quote.Citation().Document && q.Quote.Span().Overlaps(o.Quote.Span()) {
				t.Errorf("%q overlaps %q", q.Quote.Text(), o.Quote.Text())
			}
		}
	}
	i := slices.IndexFunc(a.Quotes, func(q retrieval.Quoted) bool { return strings.HasPrefix(q.Quote.Text(), "Linoleum came") })
	if i < 0 {
		t.Fatalf("the sentence is not among %q", texts(a.Quotes))
	}
	if q := a.Quotes[i]; q.Before.Text() != "Baths opened first." || q.After.IsZero() {
		t.Errorf("before %q, after %q", q.Before.Text(), q.After.Text())
	}
}

func TestTinyRecord(t *testing.T) {
	l := open(t, retrieval.Config{},
		answered("machines", "2025-03-11", "", machines+" Hospitals were told in spring."),
		answered("breast", "2024-02-09", "", "Women aged 50 to 71 are invited for breast screening every three years."))
	a := ask(t, l, retrieval.Question{Text: "How much is being invested in radiotherapy machines?"})
	if !a.Answered || a.Quotes[0].Quote.Text() != machines {
		t.Errorf("answered %v (%s): %q", a.Answered, a.Reason, texts(append(a.Quotes, a.Nearest...)))
	}
	if a := ask(t, l, retrieval.Question{Text: "What is the survival rate for pancreatic cancer in Wales?"}); a.Answered {
		t.Errorf("answered what is not on the record: %q", texts(a.Quotes))
	}
	t.Run("nothing on the record", func(t *testing.T) {
		a := ask(t, open(t, retrieval.Config{}), retrieval.Question{Text: "How much is being invested in radiotherapy machines?"})
		if a.Answered || a.Reason != retrieval.ReasonNoMatch || a.Searched.Documents != 0 {
			t.Errorf("answer of an empty record: %+v", a)
		}
	})
}
