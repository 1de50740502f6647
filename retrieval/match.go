package retrieval

import "math"

// concept is one word of the question with what may stand for it.
type concept struct {
	term   string
	word   string  // as typed, folded
	weight float64 // how much it counts: rarity times importance
	ideal  float64 // what the search gives a passage that holds the word, but for how often and how long
	df     int
	faint  bool
	about  bool // only says what the question is about
	number bool
	proper bool // a name: written with a capital or in capitals
	// counted is a word of what the question asks the number of.
	counted bool
	alts    []alternative
}

// alternative is a word or word sequence that stands for a concept, less well
// than the word itself.
type alternative struct {
	terms  []string
	weight float64
}

// matcher finds the concepts of a question in runs of terms.
type matcher struct {
	concepts []concept
	slots    map[string][]slot
	hints    [256]bool // of the terms in slots: most others are told apart by it
	masks    int       // alternatives that are sequences
	room     []float64 // for strengths
	all      subjects
	subjects []subjectNamed
	people   bool // the question counts people

	// How much each concept counts: in all, for a sentence alone, without the
	// faint ones, and names and numbers alone.
	weights, inSentence, strong, names weighting
}

// slot is where a term belongs: to an alternative of a concept, and if that is a
// sequence, to its bit in the mask of that number, which counts from 1.
type slot struct{ concept, alt, mask, bit int }

func newMatcher(concepts []concept, all subjects) *matcher {
	m := &matcher{
		concepts: concepts, slots: make(map[string][]slot), all: all,
		weights:    weigh(concepts, func(c *concept) float64 { return c.weight }),
		inSentence: weigh(concepts, (*concept).inSentence),
		strong:     weigh(concepts, (*concept).ifStrong),
		names:      weigh(concepts, (*concept).ifName),
	}
	for i, c := range concepts {
		m.people = m.people || c.counted && all.person(c.term)
		for j, a := range c.alts {
			mask := 0
			if len(a.terms) > 1 {
				m.masks++
				mask = m.masks
			}
			for b, t := range a.terms {
				m.slots[t] = append(m.slots[t], slot{i, j, mask, b})
				m.hints[hint(t)] = true
			}
		}
		if at, ok := all.subject(c); ok {
			m.subjects = append(m.subjects, subjectNamed{i, at})
		}
	}
	return m
}

// strengths is how well each concept is held, 0 to 1.
type strengths []float64

func (m *matcher) zero() strengths {
	n := len(m.concepts)
	if len(m.room) < n {
		m.room = make([]float64, 64*n)
	}
	s := m.room[:n:n]
	m.room = m.room[n:]
	return s
}

// of returns the slots of a term.
func (m *matcher) of(term string) []slot {
	if !m.hints[hint(term)] {
		return nil
	}
	return m.slots[term]
}

// hint is a number that few terms share.
func hint(term string) uint8 {
	n := len(term)
	if n == 0 {
		return 0
	}
	return term[0]*31 + term[n-1]*7 + term[n/2] + uint8(n)
}

const (
	// usualMasks is a number of sequences that only a long question exceeds.
	usualMasks = 192
	// maxAlternatives of a concept are kept, the word itself included.
	maxAlternatives = 24
	// maxSequence is the number of words of an alternative, one bit each.
	maxSequence = 32
)

// match adds to s how well terms hold each concept.
func (m *matcher) match(s strengths, terms []string) {
	var room [usualMasks + 1]uint32 // on the stack for all but the longest questions
	masks := room[:]
	if m.masks > usualMasks {
		masks = make([]uint32, m.masks+1)
	}
	for _, t := range terms {
		for _, slot := range m.of(t) {
			alt := &m.concepts[slot.concept].alts[slot.alt]
			if slot.mask > 0 {
				masks[slot.mask] |= 1 << slot.bit
				if masks[slot.mask] != 1<<len(alt.terms)-1 {
					continue
				}
			}
			s[slot.concept] = math.Max(s[slot.concept], alt.weight)
		}
	}
}

// weighting is how much each concept counts for something.
type weighting struct {
	of    []float64
	total float64
}

func weigh(concepts []concept, weight func(*concept) float64) weighting {
	w := weighting{of: make([]float64, len(concepts))}
	for i := range concepts {
		w.of[i] = weight(&concepts[i])
		w.total += w.of[i]
	}
	return w
}

// share is the share of the weight that s holds, 0 if there is none.
func (w *weighting) share(s strengths) float64 {
	if w.total == 0 {
		return 0
	}
	sum := 0.0
	for i, v := range w.of {
		sum += v * s[i]
	}
	return sum / w.total
}

// inSentence is a concept's weight for a sentence alone, of which the words that
// only say what the question is about are expected less than of its surroundings.
func (c *concept) inSentence() float64 {
	if c.about {
		return c.weight * aboutInSentence
	}
	return c.weight
}

// aboutInSentence is how much of its weight such a word keeps there.
const aboutInSentence = 0.3

// ifStrong is a concept's weight if it is not faint, ifName if it is a name or a
// number.
func (c *concept) ifStrong() float64 {
	if c.faint {
		return 0
	}
	return c.weight
}

func (c *concept) ifName() float64 {
	if c.proper || c.number {
		return c.weight
	}
	return 0
}

// union is the better of both for each concept, the second discounted.
func union(a, b strengths, discount float64) strengths {
	out := make(strengths, len(a))
	for i := range a {
		out[i] = math.Max(a[i], discount*b[i])
	}
	return out
}

// proximity is the share of neighbouring concepts of the question that stand
// within four terms of one another in terms.
func (m *matcher) proximity(terms []string) float64 {
	if len(m.concepts) < 2 {
		return 0
	}
	at := make([]int, len(m.concepts))
	for i := range at {
		at[i] = -100
	}
	near := make([]bool, len(m.concepts))
	for pos, t := range terms {
		for _, slot := range m.of(t) {
			c := slot.concept
			if m.concepts[c].alts[slot.alt].weight < 0.5 {
				continue
			}
			if c > 0 && pos-at[c-1] <= 4 && at[c-1] != pos {
				near[c] = true
			}
			if c+1 < len(m.concepts) && pos-at[c+1] <= 4 && at[c+1] != pos {
				near[c+1] = true
			}
			at[c] = pos
		}
	}
	sum, total := 0.0, 0.0
	for i := 1; i < len(m.concepts); i++ {
		w := math.Min(m.concepts[i-1].weight, m.concepts[i].weight)
		total += w
		if near[i] {
			sum += w
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
}
