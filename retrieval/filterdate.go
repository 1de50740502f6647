package retrieval

import (
	"strconv"
	"strings"
	"time"

	"ontherecord/corpus"
)

// period is the stretch of days that a date in words means.
type period struct {
	first, last corpus.Date
	exact       bool // a single day
}

// dates reads a date phrase that begins at word i.
func (p *filterParser) dates(i int) (phrase, bool) {
	switch p.low(i) {
	case "since":
		return p.bound(i, phraseSince, func(d period) Filter { return Filter{Since: d.first} })
	case "before":
		return p.bound(i, phraseEdge, func(d period) Filter { return Filter{Until: d.first.AddDays(-1)} })
	case "after":
		return p.bound(i, phraseEdge, func(d period) Filter { return Filter{Since: d.last.AddDays(1)} })
	case "between":
		return p.between(i, "and")
	case "in", "on", "during", "of", "from":
		if p.low(i) == "from" {
			if ph, ok := p.between(i, "to", "until", "till"); ok {
				return ph, true
			}
		}
		if d, n := p.recent(i + 1); n > 0 {
			return p.in(i, i+1+n, d), true
		}
		if d, n := p.date(i + 1); n > 0 {
			if p.low(i) == "of" && !sayingWords[p.low(i-1)] {
				return phrase{}, false
			}
			return p.in(i, i+1+n, d), true
		}
	case "last", "this", "yesterday", "today":
		if d, n := p.relative(i); n > 0 {
			return p.in(i, i+n, d), true
		}
	}
	return phrase{}, false
}

func (p *filterParser) in(from, to int, d period) phrase {
	return phrase{kind: phraseIn, from: from, to: to, exact: d.exact, filter: Filter{Since: d.first, Until: d.last}}
}

// bound reads "since DATE", or with an event "before the plan was published on
// DATE", at most ten words long.
func (p *filterParser) bound(i int, kind phraseKind, make func(period) Filter) (phrase, bool) {
	at := i + 1
	if p.low(at) == "about" || p.low(at) == "around" {
		at++
	}
	if d, n := p.date(at); n > 0 {
		return phrase{kind: kind, from: i, to: at + n, exact: d.exact, filter: make(d)}, true
	}
	for at++; at < len(p.words) && at < i+11; at++ {
		if p.low(at) != "on" && p.low(at) != "in" || p.words[at].comma {
			continue
		}
		if d, n := p.date(at + 1); n > 0 && (d.exact || kind == phraseSince) {
			return phrase{kind: phraseEvent, from: i, to: at + 1 + n, exact: d.exact, filter: make(d)}, true
		}
	}
	return phrase{}, false
}

// between reads "between DATE and DATE" and "from DATE to DATE".
func (p *filterParser) between(i int, joints ...string) (phrase, bool) {
	first, n := p.date(i + 1)
	if n == 0 {
		return phrase{}, false
	}
	at := i + 1 + n
	for _, j := range joints {
		if p.low(at) != j {
			continue
		}
		if last, m := p.date(at + 1); m > 0 && last.last.Compare(first.first) >= 0 {
			return p.in(i, at+1+m, period{first: first.first, last: last.last}), true
		}
	}
	return phrase{}, false
}

// recent reads "the last six months" and "the past week" after "in".
func (p *filterParser) recent(i int) (period, int) {
	if p.low(i) != "the" || p.low(i+1) != "last" && p.low(i+1) != "past" {
		return period{}, 0
	}
	count, at := 1, i+2
	if n, ok := number(p.low(at)); ok {
		count, at = n, at+1
	}
	t := time.Date(p.today.Year, p.today.Month, p.today.Day, 0, 0, 0, 0, time.UTC)
	switch strings.TrimSuffix(p.low(at), "s") {
	case "day":
		t = t.AddDate(0, 0, -count)
	case "week":
		t = t.AddDate(0, 0, -7*count)
	case "fortnight":
		t = t.AddDate(0, 0, -14*count)
	case "month":
		t = t.AddDate(0, -count, 0)
	case "year":
		t = t.AddDate(-count, 0, 0)
	default:
		return period{}, 0
	}
	return period{first: corpus.DateOf(t), last: p.today}, at + 1 - i
}

// relative reads "last year", "this month", "yesterday".
func (p *filterParser) relative(i int) (period, int) {
	t := p.today
	switch p.low(i) {
	case "today":
		return period{t, t, true}, 1
	case "yesterday":
		return period{t.AddDays(-1), t.AddDays(-1), true}, 1
	case "last", "this":
	default:
		return period{}, 0
	}
	back := 0
	if p.low(i) == "last" {
		back = 1
	}
	switch p.low(i + 1) {
	case "year":
		return yearPeriod(t.Year - back), 2
	case "month":
		return monthPeriod(corpus.DateOf(time.Date(t.Year, t.Month-time.Month(back), 1, 0, 0, 0, 0, time.UTC))), 2
	case "week":
		day := int(time.Date(t.Year, t.Month, t.Day, 0, 0, 0, 0, time.UTC).Weekday()+6) % 7
		monday := t.AddDays(-day - 7*back)
		return period{first: monday, last: monday.AddDays(6)}, 2
	}
	if m, ok := monthName(p.raw(i + 1)); ok && back == 1 {
		return p.lastMonthNamed(m), 2
	}
	return period{}, 0
}

// date reads a date that begins at word i and returns how many words it takes,
// 0 for none: "4 February 2026", "4th of February", "February 4, 2026", "March
// 2025", "March", "2025", "2026-02-04", "the start of 2025", "last year".
func (p *filterParser) date(i int) (period, int) {
	for _, ahead := range []string{"the start of", "the beginning of", "early", "the"} {
		words := strings.Fields(ahead)
		if p.follow(i, words...) {
			if d, n := p.bareDate(i + len(words)); n > 0 && (ahead != "the" || d.exact) {
				return d, n + len(words)
			}
		}
	}
	return p.bareDate(i)
}

func (p *filterParser) bareDate(i int) (period, int) {
	if d, n := p.relative(i); n > 0 {
		return d, n
	}
	if d, err := corpus.ParseDate(p.low(i)); err == nil && !d.IsZero() {
		if d.Exact() {
			return period{d, d, true}, 1
		}
		return monthPeriod(d), 1
	}
	if y, ok := year(p.low(i)); ok {
		return yearPeriod(y), 1
	}
	if d, ok := day(p.low(i)); ok {
		at := i + 1
		if p.low(at) == "of" {
			at++
		}
		m, ok := monthName(p.raw(at))
		if !ok {
			return period{}, 0
		}
		return p.onDay(d, m, at+1, i)
	}
	m, ok := monthName(p.raw(i))
	if !ok {
		return period{}, 0
	}
	if d, ok := day(p.low(i + 1)); ok {
		return p.onDay(d, m, i+2, i)
	}
	if y, ok := year(p.low(i + 1)); ok {
		return monthPeriod(corpus.NewDate(y, m, 1)), 2
	}
	if p.low(i) == "may" && p.raw(i) == "may" || p.low(i) == "march" && p.raw(i) == "march" {
		return period{}, 0 // words of their own without a year
	}
	return p.lastMonthNamed(m), 1
}

// onDay finishes a day and month whose year may stand at word at. Without one
// the latest such day is meant.
func (p *filterParser) onDay(d int, m time.Month, at, from int) (period, int) {
	y, ok := year(p.low(at))
	if ok {
		at++
	} else if y = p.today.Year; corpus.NewDate(y, m, d).Compare(p.today) > 0 {
		y--
	}
	date := corpus.DateOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
	if date.Month != m {
		return period{}, 0 // 31 April
	}
	return period{date, date, true}, at - from
}

// lastMonthNamed is the latest month m that has begun.
func (p *filterParser) lastMonthNamed(m time.Month) period {
	y := p.today.Year
	if m > p.today.Month {
		y--
	}
	return monthPeriod(corpus.NewDate(y, m, 1))
}

func yearPeriod(y int) period {
	return period{first: corpus.NewDate(y, time.January, 1), last: corpus.NewDate(y, time.December, 31)}
}

func monthPeriod(d corpus.Date) period {
	d.Day = 0
	return period{first: d.First(), last: d.Last()}
}

func year(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) == 4 && n >= 1990 && n < 2100
}

func day(s string) (int, bool) {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, suffix)
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= 31
}

func number(s string) (int, bool) {
	words := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")
	for n, w := range words {
		if w == s && n > 0 {
			return n, true
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && n < 1000
}

// monthName reads a month's name or its first three letters.
func monthName(s string) (time.Month, bool) {
	low := strings.ToLower(s)
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if low == name || low == name[:3] || low == "sept" && m == time.September {
			return m, true
		}
	}
	return 0, false
}

func (p *filterParser) low(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i].low
}

func (p *filterParser) raw(i int) string {
	if i < 0 || i >= len(p.words) {
		return ""
	}
	return p.words[i].raw
}

func (p *filterParser) follow(i int, words ...string) bool {
	for j, w := range words {
		if p.low(i+j) != w {
			return false
		}
	}
	return true
}
