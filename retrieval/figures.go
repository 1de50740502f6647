package retrieval

import (
	"math"
	"slices"
)

// brings reports whether a figure is none of the question's own.
func (m *matcher) brings(s *sentence, q quantity) bool {
	for _, t := range s.terms[q.at:q.end] {
		if len(m.slots[t]) == 0 {
			return true
		}
	}
	return q.none || q.at == q.end
}

// How many terms before and after a figure tell what it is a figure of.
const (
	figureBefore = 6
	figureAfter  = 6
)

// figures tells how well the figures of s fit what is asked for: whether the
// things that the question counts stand beside a number, and the share of the
// question's words that stand close to a figure of the kind expected.
func (m *matcher) figures(s *sentence, expect expectation) (counted, near float64) {
	for _, q := range s.figures {
		if q.kind&expect == 0 || !m.brings(s, q) {
			continue
		}
		from, to := max(0, q.at-figureBefore), min(len(s.terms), q.end+figureAfter)
		held := m.zero()
		m.match(held, s.terms[from:to])
		if !q.none {
			near = math.Max(near, m.strong.share(held))
		}
		if expect&expectCount == 0 || q.kind != expectCount {
			continue
		}
		after := m.zero()
		m.match(after, s.terms[q.end:to])
		people := m.people && slices.ContainsFunc(s.terms[q.end:min(to, q.end+3)], m.all.person)
		for i, c := range m.concepts {
			switch {
			case c.counted && after[i] >= 0.5:
				counted = 1
			case c.counted && held[i] >= 0.5 && !q.none:
				counted = math.Max(counted, 0.7)
			}
		}
		if people {
			counted = math.Max(counted, 0.7)
		}
	}
	return counted, near
}
