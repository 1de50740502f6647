package followup

import (
	"strings"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// Turn is what was asked before.
type Turn struct {
	// Question as it was understood, itself read against the one before it.
	Question string
}

// Kind says how a text relates to the turn before.
type Kind int

// The kinds. All but New mean the turn before.
const (
	New     Kind = iota // stands by itself
	Refined             // asks something else about the same, or the same of something else
	More                // wants further quotes
	Who                 // wants to know who said what was shown
	When                // wants to know when it was said
	Where               // wants to know where it stands
)

// Reading is what a text means after a turn. Question stands by itself; for
// More, Who, When and Where it is the question before.
type Reading struct {
	Kind     Kind
	Question string
}

// Rewrite returns the question that text asks after previous, and whether it
// needed previous for it.
func Rewrite(previous Turn, text string) (question string, isFollowUp bool) {
	r := Read(previous, text)
	return r.Question, r.Kind != New
}

// Read reads text after previous. Without a question before, everything is New
// but what can mean nothing by itself.
func Read(previous Turn, text string) Reading {
	words := split(text)
	if k := pointing(words); k != New {
		return Reading{k, previous.Question}
	}
	alone := Reading{New, strings.TrimSpace(text)}
	if strings.TrimSpace(previous.Question) == "" || len(words) == 0 {
		return alone
	}
	lead := leadIn(words)
	rest := words[lead:]
	if len(rest) == 0 {
		return alone
	}
	if f := retrieval.ParseFilter(from(text, rest), filterToday); isAllFilter(f) {
		return Reading{Refined, narrow(previous.Question, bare(text, rest), f)}
	}
	switch {
	case isFragment(rest):
		if lead == 0 && !startsLikeFragment(rest) {
			return alone
		}
		return Reading{Refined, replaceOrAdd(previous.Question, bare(text, rest), rest)}
	case isBareQuestion(rest), pointsBack(rest, lead > 0):
		return Reading{Refined, withSubject(from(text, rest), previous.Question)}
	}
	return alone
}

// filterToday only has to make "last year" a date: how a filter is meant is
// read later, from the rewritten question.
var filterToday = corpus.NewDate(2099, 12, 31)

// isAllFilter reports whether f's text names no subject beside the filters,
// taking what may be a name for one.
func isAllFilter(f retrieval.FilterWords) bool {
	_, _, rest, err := f.Resolve(func(string, bool) (bool, error) { return true, nil })
	return err == nil && rest == ""
}

// narrow appends a filter to a question, in place of one of the same sort.
func narrow(question, phrase string, f retrieval.FilterWords) string {
	old := retrieval.ParseFilter(question, filterToday)
	spans := make([]corpus.Span, 0, len(old.Spans)+len(old.Names))
	if !f.Filter.Since.IsZero() || !f.Filter.Until.IsZero() || f.Filter.Kind != "" {
		dated := !f.Filter.Since.IsZero() || !f.Filter.Until.IsZero()
		for _, s := range old.Spans {
			one := retrieval.ParseFilter(question[s.Start:s.End], filterToday).Filter
			if dated && (!one.Since.IsZero() || !one.Until.IsZero()) || f.Filter.Kind != "" && one.Kind != "" {
				spans = append(spans, s)
			}
		}
	}
	for _, n := range f.Names {
		for _, o := range old.Names {
			if n.Organisation == o.Organisation {
				spans = append(spans, o.Span)
			}
		}
	}
	kept := cut(question, spans)
	separator := " "
	if len(f.Names) > 0 {
		separator = ", "
	}
	return end(kept) + separator + phrase + "?"
}

// cut returns s without spans, which are in order.
func cut(s string, spans []corpus.Span) string {
	var b strings.Builder
	at := 0
	for _, span := range spans {
		if span.Start < at {
			continue
		}
		b.WriteString(s[at:span.Start])
		at = span.End
	}
	b.WriteString(s[at:])
	return strings.Join(strings.Fields(b.String()), " ")
}

// end strips what closes a sentence, so that it can go on.
func end(s string) string { return strings.TrimRight(strings.TrimSpace(s), "?!.,;: ") }

// withSubject adds what the question before was about to a question that points
// back to it.
func withSubject(question, previous string) string {
	subject := Subject(previous)
	if subject == "" {
		return end(question) + "?"
	}
	return end(question) + " – " + subject + "?"
}

// Subject is what a question is about: its words without the ones that only
// make it a question ("Who will be offered the new screening?" is about "offered
// the new screening").
func Subject(question string) string {
	words := split(question)
	i := 0
	for i < len(words) && asking[words[i].low] {
		i++
	}
	// A follow-up of a follow-up: the first subject is what both are about.
	if at := strings.LastIndex(question, " – "); at >= 0 {
		return end(question[at+len(" – "):])
	}
	if i >= len(words) {
		return ""
	}
	return end(question[words[i].span.Start:])
}
