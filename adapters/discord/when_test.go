package discord

import (
	"strings"
	"testing"
	"time"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

func TestReadFilter(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		since, until, by, kind string
		want                   retrieval.Filter
		wrong                  string // in the error
	}{
		{name: "nothing"},
		{name: "a day", since: "11 March 2025", want: retrieval.Filter{Since: corpus.NewDate(2025, time.March, 11)}},
		{name: "a day by number", since: "2025-03-11", want: retrieval.Filter{Since: corpus.NewDate(2025, time.March, 11)}},
		{name: "a day as people here write it", since: "4/2/2026", want: retrieval.Filter{Since: corpus.NewDate(2026, time.February, 4)}},
		{name: "a month spans its days", since: "March 2025", until: "march 2025",
			want: retrieval.Filter{Since: corpus.NewDate(2025, time.March, 1), Until: corpus.NewDate(2025, time.March, 31)}},
		{name: "a year", since: "2024", until: "2024",
			want: retrieval.Filter{Since: corpus.NewDate(2024, time.January, 1), Until: corpus.NewDate(2024, time.December, 31)}},
		{name: "who and what", by: " Dalton ", kind: "Letters", want: retrieval.Filter{By: "Dalton", Kind: corpus.KindLetter}},
		{name: "no date", since: "recently", wrong: "write it like 11 March 2025"},
		{name: "no day", until: "31 February 2025", wrong: "31 February 2025"},
		{name: "the wrong way round", since: "2025", until: "2024", wrong: "lies before"},
		{name: "no kind", kind: "tweet", wrong: "use one of"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readFilter(tt.since, tt.until, tt.by, tt.kind)
			switch {
			case tt.wrong == "" && err != nil:
				t.Fatal(err)
			case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
				t.Fatalf("error %v, want one with %q", err, tt.wrong)
			case tt.wrong == "" && got != tt.want:
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
