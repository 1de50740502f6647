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

// Continue returns the question that text asks in the same breath after the
// question previous, with the subject of that one where it has none of its own.
// What is asked so is about the same sooner than a question in a message of its
// own: "who pays?" has a word of its own, and means what was asked about before.
func Continue(previous, text string) string {
	words := split(text)
	lead := leadIn(words)
	if strings.TrimSpace(previous) == "" || lead == len(words) {
		return strings.TrimSpace(text)
	}
	rest := words[lead:]
	if first := rest[0].low; !questionWords[first] && !auxiliaries[first] && !reported[first] {
		return Read(Turn{Question: previous}, text).Question
	}
	if isBareQuestion(rest) || pointsBack(rest, lead > 0) || isBrief(rest, lead > 0) {
		return withSubject(from(text, rest), previous)
	}
	return strings.TrimSpace(text)
}

// goesOn reports whether a question without a pronoun still goes on from the one
// before it: joined to it by an "and" and short, or of hardly a word of its own.
func goesOn(rest []word, joined bool) bool {
	own, capitals := ownOf(rest)
	return joined && own+capitals <= joinedWords || own+capitals < briefWords
}

// ownOf counts the words that name something, and those of them behind the first
// word that are written with capitals.
func ownOf(words []word) (own, capitals int) {
	for i, w := range words {
		if !names(w) {
			continue
		}
		own++
		if i > 0 && w.raw != w.low {
			capitals++
		}
	}
	return own, capitals
}

// joins reports whether words tie what follows to what was asked before; a
// "sorry" or "thanks" does not.
func joins(lead []word) bool {
	for _, w := range lead {
		if joining[w.low] {
			return true
		}
	}
	return false
}

var joining = set(`and but or so also then`)

// joinedWords is how many words of its own a question has at most that an "and"
// joins to the one before; a name counts twice.
const joinedWords = 4

// reported words begin questions that are told rather than asked.
var reported = set(`whether if`)

// isBrief reports whether a question has too few words of its own to be about
// something else than the one before it. A name is a subject.
func isBrief(words []word, joined bool) bool {
	own, capitals := ownOf(words)
	return capitals == 0 && (own < briefWords || own == briefWords && joined)
}

// briefWords is how many words of its own a question has that says what it is
// about.
const briefWords = 2

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
	if f := retrieval.ParseFilter(bare(text, rest), filterToday); isAllFilter(f) {
		return Reading{Refined, narrow(previous.Question, bare(text, rest), f)}
	}
	switch {
	case isFragment(rest):
		if lead == 0 && !startsLikeFragment(rest) {
			return alone
		}
		return Reading{Refined, replaceOrAdd(previous.Question, bare(text, rest), rest)}
	case isBareQuestion(rest), pointsBack(rest, lead > 0), goesOn(rest, joins(words[:lead])):
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
	// The comma tells that the phrase narrows and is no part of the subject. What
	// only names a year may be either: "and in 2023?".
	separator := ", "
	if first := strings.ToLower(strings.Fields(phrase)[0]); yearly[first] && f.Filter.Kind == "" && len(f.Names) == 0 {
		if span, ok := yearIn(kept); ok {
			return end(kept[:span.Start]+lastWord(phrase)+kept[span.End:]) + "?"
		}
		separator = " "
	}
	return end(kept) + separator + phrase + "?"
}

// yearly words begin phrases that may tell when something happened.
var yearly = set(`in during on last this from between`)

// yearIn finds the last year that s names, with what makes a financial year of
// it.
func yearIn(s string) (corpus.Span, bool) {
	words := split(s)
	for i := len(words) - 1; i >= 0; i-- {
		w := words[i]
		if len(w.low) >= 4 && (w.low[:2] == "19" || w.low[:2] == "20") && strings.Trim(w.low, "0123456789-/") == "" {
			return w.span, true
		}
	}
	return corpus.Span{}, false
}

// lastWord is the year in "in 2023".
func lastWord(phrase string) string {
	fields := strings.Fields(phrase)
	return fields[len(fields)-1]
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
	return end(question) + retrieval.SubjectDash + subject + "?"
}

// Subject is what a question is about: its words without the ones that only
// make it a question ("Who will be offered the new screening?" is about "offered
// the new screening").
func Subject(question string) string {
	// A follow-up of a follow-up: the first subject is what both are about.
	if at := strings.LastIndex(question, retrieval.SubjectDash); at >= 0 {
		return end(question[at+len(retrieval.SubjectDash):])
	}
	question = retrieval.Strip(question)
	words := split(question)
	i := 0
	for i < len(words) && asking[words[i].low] {
		i++
	}
	if i >= len(words) {
		return ""
	}
	return end(question[words[i].span.Start:])
}
