package corpus

import (
	"fmt"
	"time"
)

// Date is a civil date without time or zone. The zero Date means undated. A
// Date with Day 0 is known to the month only, as some sources give it.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns the date of y, m and d.
func NewDate(y int, m time.Month, d int) Date { return Date{y, m, d} }

// DateOf returns the civil date of t in t's zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2025-03-11" or, for a month, "2025-03". An empty string is
// the zero Date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return DateOf(t), nil
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return Date{t.Year(), t.Month(), 0}, nil
	}
	return Date{}, fmt.Errorf("%q is not a date: write YYYY-MM-DD", s)
}

// IsZero reports whether d is undated.
func (d Date) IsZero() bool { return d == Date{} }

// Exact reports whether d is known to the day.
func (d Date) Exact() bool { return d.Day != 0 }

// First is the earliest day that d can mean, Last the latest.
func (d Date) First() Date {
	if d.IsZero() || d.Exact() {
		return d
	}
	return Date{d.Year, d.Month, 1}
}

// Last is the latest day that d can mean.
func (d Date) Last() Date {
	if d.IsZero() || d.Exact() {
		return d
	}
	return DateOf(time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC))
}

// Number is d as the number YYYYMMDD, for storing and ordering; 0 is undated.
func (d Date) Number() int { return d.Year*10000 + int(d.Month)*100 + d.Day }

// DateFromNumber is the inverse of Number.
func DateFromNumber(n int) Date { return Date{n / 10000, time.Month(n / 100 % 100), n % 100} }

// Compare orders dates; an undated one comes before all others, a month
// before its days.
func (d Date) Compare(e Date) int { return d.Number() - e.Number() }

// AddDays returns the date n days after d, which must be exact.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// ISO is "2025-03-11", or empty where d is not known to the day.
func (d Date) ISO() string {
	if !d.Exact() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// String is the absolute date as a citation prints it: "11 March 2025",
// "March 2025", or "undated".
func (d Date) String() string {
	switch {
	case d.IsZero():
		return "undated"
	case !d.Exact():
		return fmt.Sprintf("%s %d", d.Month, d.Year)
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}
