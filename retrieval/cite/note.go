package cite

import (
	"fmt"
	"strings"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// Said is the note on how often a statement stands on the record: "said 4
// times, first 3 June 2024, latest 11 March 2025". It is empty for a single
// one.
func Said(s retrieval.Said) string {
	if s.Times < 2 {
		return ""
	}
	times := fmt.Sprintf("said %d times", s.Times)
	if s.Times == 2 {
		times = "said twice"
	}
	if s.First.IsZero() || s.Latest.IsZero() || s.First == s.Latest {
		return times
	}
	return fmt.Sprintf("%s, first %s, latest %s", times, s.First, s.Latest)
}

// Newer is the words before a later statement with other figures. It is empty
// where there is none.
func Newer(q corpus.Quote) string {
	if q.IsZero() {
		return ""
	}
	return "newer statement, " + q.Citation().Date.String()
}

// Searched says what was looked through: "searched 568 documents up to 3 June
// 2026".
func Searched(s retrieval.Searched) string {
	noun := "documents"
	if s.Documents == 1 {
		noun = "document"
	}
	line := fmt.Sprintf("searched %d %s", s.Documents, noun)
	if !s.Until.IsZero() {
		line += " up to " + s.Until.String()
	}
	return line
}

// Abstention says in a sentence that, and why, nothing is answered. The nearest
// passages, where there are any, follow it.
func Abstention(a retrieval.Answer) string {
	var head string
	switch a.Reason {
	case retrieval.ReasonEmpty, retrieval.ReasonSmallTalk:
		return "There is no question in that to look up."
	case retrieval.ReasonAdvice:
		return "What is on the record are policy documents, which can't advise anyone on their own health. " +
			"Please speak to a GP or your clinical team, or to NHS 111 (111.nhs.uk, or call 111 at any time)."
	case retrieval.ReasonFilter:
		head = "Nothing on the record answers that " + a.Understood.String()
		if a.Understood.IsZero() {
			head = "Nothing on the record answers that within the filter"
		}
	case retrieval.ReasonUnknown:
		head = "The record has nobody called " + strings.Join(a.Unknown, " or ")
		if len(a.Unknown) == 0 {
			head = "The record does not have that name"
		}
	default:
		head = "Nothing on the record answers that"
	}
	line := head + " (" + Searched(a.Searched) + ")."
	if len(a.Nearest) > 0 {
		line += " The nearest statements, which are not an answer:"
	}
	return line
}
