package parse

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ontherecord/corpus"
)

// The forms of a date that people and sites write. Numbers alone are read as
// day, month, year, as the sources of this country mean them.
const (
	weekdayForm = `(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?`
	monthForm   = `(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?`
	dayForm     = `(\d{1,2})(?:\s?(?:st|nd|rd|th))?`
	yearForm    = `((?:19|20)\d\d)`
)

var (
	dayMonthYear = regexp.MustCompile(`(?i)\b` + weekdayForm + dayForm + `\s+(?:of\s+)?` + monthForm + `,?\s+` + yearForm + `\b`)
	monthDayYear = regexp.MustCompile(`(?i)\b` + weekdayForm + monthForm + `\s+` + dayForm + `,?\s+` + yearForm + `\b`)
	isoDay       = regexp.MustCompile(`\b` + yearForm + `-(\d\d)-(\d\d)\b`)
	numericDay   = regexp.MustCompile(`\b(\d{1,2})[/.](\d{1,2})[/.]` + yearForm + `\b`)
	monthYear    = regexp.MustCompile(`(?i)^` + monthForm + `,?\s+` + yearForm + `$`)
	dateLabel    = regexp.MustCompile(`(?i)^(?:date|dated)\s*:?\s+`)
)

// dayIn returns the first date in s that is exact to the day, and where it
// stands. Without one, to is 0.
func dayIn(s string) (d corpus.Date, from, to int) {
	from = len(s) + 1
	for _, form := range []struct {
		re               *regexp.Regexp
		year, month, day int
	}{{dayMonthYear, 3, 2, 1}, {monthDayYear, 3, 1, 2}, {isoDay, 1, 2, 3}, {numericDay, 3, 2, 1}} {
		m := form.re.FindStringSubmatchIndex(s)
		if m == nil || m[0] >= from {
			continue
		}
		group := func(n int) string { return s[m[2*n]:m[2*n+1]] }
		if found, ok := calendar(group(form.year), group(form.month), group(form.day)); ok {
			d, from, to = found, m[0], m[1]
		}
	}
	return d, from, to
}

// maxDayBytes is longer than any line that is a date.
const maxDayBytes = 100

// dayOnly reads a text that is a date and nothing else, a label "Date:" and a
// weekday allowed. A month with its year is a date too.
func dayOnly(s string) (corpus.Date, bool) {
	if len(s) > maxDayBytes {
		return corpus.Date{}, false
	}
	s = dateLabel.ReplaceAllString(strings.TrimFunc(s, blank), "")
	s = strings.TrimRight(s, ".,")
	if d, from, to := dayIn(s); to == len(s) && from == 0 {
		return d, true
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[2])
		return corpus.Date{Year: year, Month: monthOf(m[1])}, true
	}
	return corpus.Date{}, false
}

// calendar makes a date of its parts, if there is such a day.
func calendar(year, month, day string) (corpus.Date, bool) {
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(day)
	m := monthOf(month)
	if n, err := strconv.Atoi(month); err == nil {
		m = time.Month(n)
	}
	date := corpus.NewDate(y, m, d)
	return date, corpus.DateOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) == date
}

// monthOf is the month whose English name begins as name does; 0 if none.
func monthOf(name string) time.Month {
	if len(name) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(m.String()[:3], name[:3]) {
			return m
		}
	}
	return 0
}
