package corpus_test

import (
	"testing"
	"time"

	"ontherecord/corpus"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		in                      string
		want                    corpus.Date
		iso, words, first, last string
		bad                     bool
	}{
		{in: "2025-03-11", want: corpus.NewDate(2025, 3, 11), iso: "2025-03-11", words: "11 March 2025", first: "2025-03-11", last: "2025-03-11"},
		{in: "2024-02", want: corpus.Date{Year: 2024, Month: 2}, words: "February 2024", first: "2024-02-01", last: "2024-02-29"},
		{in: "2025-02", want: corpus.Date{Year: 2025, Month: 2}, words: "February 2025", first: "2025-02-01", last: "2025-02-28"},
		{in: "2025-12", want: corpus.Date{Year: 2025, Month: 12}, words: "December 2025", first: "2025-12-01", last: "2025-12-31"},
		{in: "", words: "undated"},
		{in: "2025-02-30", bad: true},
		{in: "2025-13", bad: true},
		{in: "2025", bad: true},
		{in: "11 March 2025", bad: true},
		{in: "2025-3-11", bad: true},
		{in: " 2025-03-11", bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			d, err := corpus.ParseDate(tt.in)
			if (err != nil) != tt.bad {
				t.Fatalf("error %v, wanted: %v", err, tt.bad)
			}
			if tt.bad {
				return
			}
			if d != tt.want || d.IsZero() != (tt.in == "") || d.Exact() != (tt.iso != "") {
				t.Errorf("got %#v, zero %v, exact %v", d, d.IsZero(), d.Exact())
			}
			got := [4]string{d.ISO(), d.String(), d.First().ISO(), d.Last().ISO()}
			if want := [4]string{tt.iso, tt.words, tt.first, tt.last}; got != want {
				t.Errorf("ISO, String, First, Last = %q, want %q", got, want)
			}
			if again := corpus.DateFromNumber(d.Number()); again != d {
				t.Errorf("by way of the number %d it is %#v", d.Number(), again)
			}
		})
	}
}

func TestDatesInOrder(t *testing.T) {
	order := []corpus.Date{
		{}, corpus.NewDate(2024, 12, 31), {Year: 2025, Month: 1}, corpus.NewDate(2025, 1, 1),
		corpus.NewDate(2025, 1, 31), {Year: 2025, Month: 2}, corpus.NewDate(2025, 2, 1), corpus.NewDate(2026, 1, 1),
	}
	for i, a := range order {
		for j, b := range order {
			if got := a.Compare(b); got < 0 != (i < j) || got > 0 != (i > j) {
				t.Errorf("%v against %v: %d", a, b, got)
			}
		}
	}
}

func TestDays(t *testing.T) {
	if got := corpus.NewDate(2024, 2, 28).AddDays(2); got != corpus.NewDate(2024, 3, 1) {
		t.Errorf("two days on: %v", got)
	}
	if got := corpus.NewDate(2025, 1, 1).AddDays(-1); got != corpus.NewDate(2024, 12, 31) {
		t.Errorf("the day before: %v", got)
	}
	night := time.Date(2025, 7, 1, 0, 30, 0, 0, time.FixedZone("BST", 3600))
	if got := corpus.DateOf(night); got != corpus.NewDate(2025, 7, 1) {
		t.Errorf("the day in its own zone: %v", got)
	}
}

func TestSpan(t *testing.T) {
	s := corpus.Span{Start: 2, End: 6}
	tests := []struct {
		o                  corpus.Span
		contains, overlaps bool
	}{
		{corpus.Span{Start: 2, End: 6}, true, true},
		{corpus.Span{Start: 3, End: 5}, true, true},
		{corpus.Span{Start: 1, End: 6}, false, true},
		{corpus.Span{Start: 5, End: 9}, false, true},
		{corpus.Span{Start: 6, End: 9}, false, false},
		{corpus.Span{Start: 0, End: 2}, false, false},
	}
	for _, tt := range tests {
		if got := s.Contains(tt.o); got != tt.contains {
			t.Errorf("%v contains %v: %v", s, tt.o, got)
		}
		if got := s.Overlaps(tt.o); got != tt.overlaps || tt.o.Overlaps(s) != got {
			t.Errorf("%v overlaps %v: %v", s, tt.o, got)
		}
	}
	if s.Len() != 4 || s.String() != "[2,6)" {
		t.Errorf("%d, %s", s.Len(), s)
	}
}
