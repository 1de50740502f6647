package cite

import (
	"fmt"

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

// PartNotes are the lines under it: what alone of the parts was narrowed, that
// quotes above answer it as well, or that nothing does.
func PartNotes(a retrieval.Answer, s retrieval.Section) []string {
	if s.Part == nil {
		return nil
	}
	var out []string
	if s.Part.Understood != a.Understood && s.Part.Answered {
		out = append(out, "Only statements "+s.Part.Understood.String())
	}
	for _, i := range s.Above {
		q := a.Quotes[i].Quote
		out = append(out, fmt.Sprintf("Quote %d above answers this as well (%s, %s).", i+1, Attribute(q).Who(), q.Citation().Date))
	}
	if !s.Part.Answered {
		out = append(out, "Nothing on the record answers this part.")
	}
	return out
}
