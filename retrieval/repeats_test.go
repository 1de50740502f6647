package retrieval_test

import (
	"fmt"
	"testing"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

const howMuch = "How much is being invested in radiotherapy machines?"

func TestRepeatedStatements(t *testing.T) {
	type said struct{ id, date, text string }
	other := "We are investing £90 million in new radiotherapy machines for hospitals across England."
	tests := []struct {
		name     string
		record   []said
		url      string // of all documents, where it is one
		shown    string // document of the first quote
		times    int
		first    string
		latest   string
		distinct int // quotes on machines that are shown
	}{
		{"once", []said{{"a", "2025-03-11", machines}}, "", "a", 1, "2025-03-11", "2025-03-11", 1},
		{"three times, the newest is shown", []said{{"a", "2025-03-11", machines}, {"b", "2025-09-01", machines}, {"c", "2024-12-01", machines}},
			"", "b", 3, "2024-12-01", "2025-09-01", 1},
		{"nearly the same", []said{{"a", "2025-03-11", machines}, {"b", "2025-04-01", "We are also investing £70 million in the new radiotherapy machines for hospitals across England."}},
			"", "b", 2, "2025-03-11", "2025-04-01", 1},
		{"one document under two identities", []said{{"a", "2025-03-11", machines}, {"b", "2025-03-11", machines}},
			"https://example.org/the-same", "a", 1, "2025-03-11", "2025-03-11", 1},
		{"undated copies count and give no date", []said{{"a", "2025-03-11", machines}, {"b", "", machines}},
			"", "a", 2, "2025-03-11", "2025-03-11", 1},
		{"other figures are another statement", []said{{"a", "2025-03-11", machines}, {"b", "2025-03-11", other}},
			"", "", 1, "2025-03-11", "2025-03-11", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			docs := others()
			for _, s := range tt.record {
				d := answered(s.id, s.date, "", s.text)
				if tt.url != "" {
					d.URL = tt.url
				}
				docs = append(docs, d)
			}
			a := ask(t, open(t, eager(t), docs...), retrieval.Question{Text: howMuch, Limit: 10})
			var on []retrieval.Quoted
			for _, q := range a.Quotes {
				if contains([]retrieval.Quoted{q}, "radiotherapy machines") {
					on = append(on, q)
				}
			}
			if len(on) != tt.distinct {
				t.Fatalf("%d statements on machines, want %d: %q", len(on), tt.distinct, texts(on))
			}
			q := on[0]
			if id := q.Quote.Citation().Document; tt.shown != "" && id != tt.shown {
				t.Errorf("shown is %q, want %q", id, tt.shown)
			}
			if q.Said.Times != tt.times || q.Said.First.ISO() != tt.first || q.Said.Latest.ISO() != tt.latest {
				t.Errorf("said %d times, first %v, latest %v; want %d, %s, %s", q.Said.Times, q.Said.First, q.Said.Latest, tt.times, tt.first, tt.latest)
			}
		})
	}
}

// TestRepeatsBeyondWhatIsRead has more copies than are ever read for one
// question, each in an answer that is otherwise about something else.
func TestRepeatsBeyondWhatIsRead(t *testing.T) {
	const copies = 60
	things := []string{"ward lamps", "oxygen hoses", "clinic roofs", "porters' boots", "surgical gowns", "lift motors"}
	docs := others()
	for i := range copies {
		day := corpus.NewDate(2023, 1, 1).AddDays(7 * i)
		docs = append(docs, answered(fmt.Sprint("copy-", i), day.ISO(), "To ask the Secretary of State, about "+things[i%len(things)]+".",
			fmt.Sprintf("Orders for %s number %d were placed by trusts. %s Deliveries of %s follow.", things[i%len(things)], 1000+i, machines, things[(i+1)%len(things)])))
	}
	a := ask(t, open(t, eager(t), docs...), retrieval.Question{Text: howMuch})
	if len(a.Quotes) == 0 || a.Quotes[0].Quote.Text() != machines {
		t.Fatalf("quoted %q", texts(a.Quotes))
	}
	last := corpus.NewDate(2023, 1, 1).AddDays(7 * (copies - 1))
	q := a.Quotes[0]
	if want := (retrieval.Said{Times: copies, First: corpus.NewDate(2023, 1, 1), Latest: last}); q.Said != want {
		t.Errorf("said %+v, want %+v", q.Said, want)
	}
	if d := q.Quote.Citation().Date; d != last {
		t.Errorf("the copy of %v is shown, not the newest of %v", d, last)
	}
	t.Run("within a filter", func(t *testing.T) {
		until := corpus.NewDate(2023, 1, 31)
		a := ask(t, open(t, eager(t), docs...), retrieval.Question{Text: howMuch, Filter: retrieval.Filter{Until: until}})
		if len(a.Quotes) == 0 || a.Quotes[0].Said.Times != 5 || a.Quotes[0].Said.Latest.Compare(until) > 0 {
			t.Errorf("quotes %q, said %+v; want 5 times, all in January", texts(a.Quotes), a.Quotes[0].Said)
		}
	})
}

func TestNewerStatement(t *testing.T) {
	old := answered("old", "2023-03-11", "", machines)
	fresh := answered("fresh", "2025-09-01", "", "We are investing £95 million in new radiotherapy machines for hospitals across England.")
	undated := answered("undated", "", "", "We are investing £20 million in new radiotherapy machines for hospitals across England.")
	elsewhere := answered("elsewhere", "2025-10-01", "", "We are paying £12 million for radiotherapy nurses to learn Welsh in evening classes.")
	l := open(t, eager(t), append(others(), old, fresh, undated, elsewhere)...)
	a := ask(t, l, retrieval.Question{Text: howMuch, Limit: 10})
	want := map[string]string{"old": "fresh", "fresh": "", "undated": "", "elsewhere": ""}
	seen := 0
	for _, q := range a.Quotes {
		id := q.Quote.Citation().Document
		newer, ours := want[id]
		if !ours {
			continue
		}
		seen++
		if got := q.Newer.Citation().Document; got != newer {
			t.Errorf("newer than %s is %q, want %q", id, got, newer)
		}
	}
	if seen != len(want) {
		t.Errorf("%d of %d statements are shown: %q", seen, len(want), texts(a.Quotes))
	}
}
