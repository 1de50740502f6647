package retrieval

import (
	"slices"
	"strings"

	"ontherecord/corpus"
)

// FilterWords is what a question's own words ask for beside its subject: when
// a statement was made, by whom, and in what kind of document.
type FilterWords struct {
	// Text is what was read.
	Text string
	// Filter holds the dates and the kind. Names are apart, for whether they
	// are names can only be told from the record.
	Filter Filter
	// Spans are the bytes of Text that Filter was read from, in order. They are
	// no subject and are not to be searched.
	Spans []corpus.Span
	Names []NameWords
}

// NameWords is what may be the name of a speaker or of an organisation.
type NameWords struct {
	Name         string
	Organisation bool
	// Sure reports whether the words can hardly mean anything else, so that a
	// name that is not on the record is unknown rather than part of the subject.
	Sure bool
	Span corpus.Span
}

// ParseFilter reads the filters in a question's words. It never fails: what it
// does not understand stays part of the subject.
//
// A wrong filter hides the right answer, and the words of a question mostly
// tell when something happened, not when it was said. So a phrase is a filter
// only in these cases:
//
//   - "since DATE" at the beginning or the end, for a statement on what came
//     since a date was made after it. Not in a question for a quantity ("how
//     many … since 2019"), nor after "each year" or "has risen", unless a comma
//     parts it from the subject.
//   - "before DAY" and "after DAY" at the end, DAY being known to the day, with
//     or without an event ("before the plan was published on 4 February 2026").
//   - any date phrase where the question is about saying ("what was said in
//     2024", "answers from 2024") and the phrase stands beside the word of
//     saying, at the beginning or at the end, but not after a noun that is
//     counted by the year ("… about deaths in 2024").
//   - "by NAME", "from DEPARTMENT", "what did NAME say": see NameWords.
//   - "in letters", "in written answers" at the beginning or the end.
//
// "By 2029", "until 2030", "in the 12 months to …", "over the last five years"
// and dates later than today are never filters.
func ParseFilter(text string, today corpus.Date) FilterWords {
	p := &filterParser{text: text, words: filterTokens(text), today: today}
	p.saying = slices.ContainsFunc(p.words, func(w token) bool { return sayingWords[w.low] })
	p.quantity = p.asksQuantity()
	p.collect()
	return p.accept()
}

// Resolve settles the names: one that the record has narrows the filter, a sure
// one that it does not have is unknown, and any other is part of the subject.
// Rest is the subject, the text without the words of the filter.
func (w FilterWords) Resolve(has func(name string, organisation bool) (bool, error)) (f Filter, unknown []string, rest string, err error) {
	f = w.Filter
	spans := slices.Clone(w.Spans)
	for _, n := range w.Names {
		known, err := has(n.Name, n.Organisation)
		if err != nil {
			return Filter{}, nil, "", err
		}
		field := &f.By
		if n.Organisation {
			field = &f.Department
		}
		switch {
		case known && *field == "":
			*field = n.Name
		case !known && n.Sure:
			unknown = append(unknown, n.Name)
		default:
			continue
		}
		spans = append(spans, n.Span)
	}
	return f, unknown, cut(w.Text, spans), nil
}

// Rest is the text without the words of the dates and the kind.
func (w FilterWords) Rest() string { return cut(w.Text, w.Spans) }

// cut returns text without spans, its white space tidied. A text that was all
// filter gives "".
func cut(text string, spans []corpus.Span) string {
	slices.SortFunc(spans, func(a, b corpus.Span) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start > at {
			b.WriteString(text[at:s.Start] + " ")
		}
		at = max(at, s.End)
	}
	b.WriteString(text[at:])
	rest := strings.Join(strings.Fields(b.String()), " ")
	for _, mark := range []string{"?", ".", "!", ","} {
		rest = strings.ReplaceAll(rest, " "+mark, mark)
	}
	rest = strings.TrimLeft(rest, ",;:·- ")
	for _, doubled := range []string{",?", ",,", ",."} {
		rest = strings.ReplaceAll(rest, doubled, doubled[1:])
	}
	if strings.Trim(rest, "?!.,;: ") == "" {
		return ""
	}
	return strings.TrimRight(rest, ", ")
}

// phraseKind says what a phrase asks for.
type phraseKind int

const (
	phraseSince phraseKind = iota // since DATE
	phraseEdge                    // before or after DATE
	phraseEvent                   // before or after something that happened on DATE
	phraseIn                      // in, on, during, from, between DATE, last year
	phraseKindOf
	phraseName
)

// phrase is a stretch of words that may be a filter.
type phrase struct {
	kind     phraseKind
	from, to int // words [from, to)
	filter   Filter
	exact    bool // the date is known to the day
	name     NameWords
}

type filterParser struct {
	text     string
	words    []token
	today    corpus.Date
	saying   bool
	quantity bool
	found    []phrase
}

// collect finds every phrase that has the form of a filter, longest first at
// each word.
func (p *filterParser) collect() {
	for i := 0; i < len(p.words); {
		ph, ok := p.phraseAt(i)
		if !ok {
			i++
			continue
		}
		p.found = append(p.found, ph)
		i = ph.to
	}
}

func (p *filterParser) phraseAt(i int) (phrase, bool) {
	for _, read := range []func(int) (phrase, bool){p.dates, p.kindOf, p.by, p.fromOrganisation, p.whatDidSay} {
		if ph, ok := read(i); ok {
			return ph, true
		}
	}
	return phrase{}, false
}

// accept keeps the phrases that stand where a filter stands, from the end of
// the text, so that several may follow one another.
func (p *filterParser) accept() FilterWords {
	out := FilterWords{Text: p.text}
	end := len(p.words)
	for end > 0 && polite[p.words[end-1].low] {
		end--
	}
	start := 0
	for start < end && opening[p.words[start].low] {
		start++
	}
	whole := p.wholeIsFilter(start, end)
	var kept []phrase
	for i := len(p.found) - 1; i >= 0; i-- {
		ph := p.found[i]
		last := ph.to == end
		if p.fits(ph, ph.from == start, last, whole) {
			kept = append(kept, ph)
			if last {
				end = ph.from
			}
		}
	}
	slices.Reverse(kept)
	for _, ph := range kept {
		span := corpus.Span{Start: p.words[ph.from].span.Start, End: p.words[ph.to-1].span.End}
		if ph.kind == phraseName {
			if ph.name.Span.Len() == 0 {
				ph.name.Span = span
			}
			out.Names = append(out.Names, ph.name)
			continue
		}
		merged := out.Filter.Merge(ph.filter)
		if merged == out.Filter {
			continue // said before, or at odds with it: the first one counts
		}
		out.Filter = merged
		out.Spans = append(out.Spans, span)
	}
	return out
}

// wholeIsFilter reports whether nothing but phrases and joining words stands in
// words [start, end).
func (p *filterParser) wholeIsFilter(start, end int) bool {
	at := start
	for _, ph := range p.found {
		if ph.from != at {
			return false
		}
		at = ph.to
	}
	return len(p.found) > 0 && at == end
}

func (p *filterParser) fits(ph phrase, first, last, whole bool) bool {
	if ph.kind == phraseName {
		return true
	}
	if !ph.filter.Since.IsZero() && ph.filter.Since.Compare(p.today) > 0 ||
		ph.kind != phraseIn && !ph.filter.Until.IsZero() && ph.filter.Until.Compare(p.today) > 0 {
		return false // nothing on the record is later than today
	}
	if whole {
		return true
	}
	edge := first || last
	before := ""
	if ph.from > 0 {
		before = p.words[ph.from-1].low
	}
	if measured[before] || ph.kind == phraseIn && counted[before] {
		return false
	}
	saidBeside := sayingWords[before] || ph.from > 1 && sayingWords[p.words[ph.from-2].low] && before == "about"
	if last && p.words[ph.from].comma && ph.kind != phraseIn {
		return true // parted from the subject
	}
	switch ph.kind {
	case phraseKindOf:
		return edge || saidBeside
	case phraseSince:
		return (edge || saidBeside) && (!p.quantity || p.saying) && !changed[before]
	case phraseEvent:
		return edge
	case phraseEdge:
		return saidBeside || edge && (p.saying || last && ph.exact && !p.quantity)
	case phraseIn:
		return saidBeside || edge && p.saying
	}
	return false
}

// asksQuantity reports whether the question asks how many there were, or for a
// share of something: its dates then tell what is counted.
func (p *filterParser) asksQuantity() bool {
	for i, w := range p.words {
		switch w.low {
		case "how":
			if i+1 < len(p.words) && (p.words[i+1].low == "many" || p.words[i+1].low == "much") {
				return true
			}
		case "share", "proportion", "percentage", "percent", "number", "total":
			return true
		}
	}
	return false
}
