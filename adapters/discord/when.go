package discord

import (
	"fmt"
	"strings"
	"time"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// dayLayouts are the ways in which the options since and until name a day,
// monthLayouts those that name a month. Days come before months, as people on
// this record write them.
var (
	dayLayouts   = []string{"2006-01-02", "2 January 2006", "2 Jan 2006", "2/1/2006", "2.1.2006"}
	monthLayouts = []string{"2006-01", "January 2006", "Jan 2006", "1/2006"}
)

// readDate reads an option's date: a day, a month or a year. first and last are
// the days that it spans.
func readDate(s string) (first, last corpus.Date, err error) {
	s = strings.Join(strings.Fields(s), " ")
	for _, l := range dayLayouts {
		if t, err := time.Parse(l, s); err == nil {
			return corpus.DateOf(t), corpus.DateOf(t), nil
		}
	}
	for _, l := range monthLayouts {
		if t, err := time.Parse(l, s); err == nil {
			d := corpus.Date{Year: t.Year(), Month: t.Month()}
			return d.First(), d.Last(), nil
		}
	}
	if t, err := time.Parse("2006", s); err == nil {
		return corpus.NewDate(t.Year(), time.January, 1), corpus.NewDate(t.Year(), time.December, 31), nil
	}
	return corpus.Date{}, corpus.Date{}, fmt.Errorf("“%s” can't be read as a date: write it like 11 March 2025, March 2025 or 2025", cut(s, 50))
}

// readFilter turns a command's options into a filter. The error is for people.
func readFilter(since, until, by, kind string) (retrieval.Filter, error) {
	f := retrieval.Filter{By: strings.TrimSpace(by)}
	var err error
	if since != "" {
		if f.Since, _, err = readDate(since); err != nil {
			return f, err
		}
	}
	if until != "" {
		if _, f.Until, err = readDate(until); err != nil {
			return f, err
		}
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && f.Until.Compare(f.Since) < 0 {
		return f, fmt.Errorf("“until” (%s) lies before “since” (%s)", f.Until, f.Since)
	}
	if kind != "" {
		if f.Kind, err = corpus.ParseKind(kind); err != nil {
			return f, err
		}
	}
	return f, nil
}
