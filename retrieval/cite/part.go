package cite

import (
	"fmt"
	"strings"

	"ontherecord/retrieval"
)

// Part is the line above the quotes that answer a part of a question: "Part 2:
// (b) diagnosis", in the asker's own words.
func Part(s retrieval.Section) string {
	if s.Part == nil {
		return ""
	}
	words := s.Part.Text
	if s.Part.Label != "" {
		words = s.Part.Label + " " + words
	}
	return fmt.Sprintf("Part %d: %s", s.Number, words)
}

// PartNotes are the lines under it: by what this part alone was narrowed, which
// quotes above answer it as well, or that nothing does. Only the first shown of
// the answer's quotes are shown; the others are named below.
func PartNotes(a retrieval.Answer, s retrieval.Section, shown int) []string {
	if s.Part == nil {
		return nil
	}
	if names := s.Part.Unknown; s.Part.Reason == retrieval.ReasonUnknown && len(names) > 0 {
		return []string{"The record has nobody called " + strings.Join(names, " or ") + "."}
	}
	if !s.Part.Answered {
		return []string{"Nothing on the record answers this part."}
	}
	var out []string
	if s.Part.Understood != a.Understood {
		out = append(out, "Only statements "+s.Part.Understood.String())
	}
	for _, i := range s.Above {
		q := a.Quotes[i].Quote
		which := fmt.Sprintf("Quote %d above", i+1)
		if i >= shown {
			which = "A quote that is left out below"
		}
		out = append(out, fmt.Sprintf("%s answers this as well: %s, %s.", which, Attribute(q).Who(), q.Citation().Date))
	}
	if s.From >= shown && s.From < s.To {
		out = append(out, "What answers this part is left out below.")
	}
	return out
}
