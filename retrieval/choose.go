package retrieval

import (
	"cmp"
	"slices"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
)

// group is a statement and its near-duplicates in other documents, the newest
// of those that score alike in front.
type group struct {
	shown   *scoredSentence
	score   float64
	members []*scoredSentence
}

// collapse gathers near-identical sentences into groups, best first.
func collapse(sentences []*scoredSentence) []*group {
	slices.SortStableFunc(sentences, func(a, b *scoredSentence) int { return -cmp.Compare(a.score, b.score) })
	var groups []*group
	var prints []text.Print
	for _, s := range sentences {
		p := s.reading.print(s.at)
		joined := false
		for i, g := range groups {
			if text.Similar(prints[i], p) {
				g.members = append(g.members, s)
				joined = true
				break
			}
		}
		if !joined {
			groups = append(groups, &group{shown: s, score: s.score, members: []*scoredSentence{s}})
			prints = append(prints, p)
		}
	}
	for _, g := range groups {
		for _, s := range g.members {
			if s.reading.doc.Date.Compare(g.shown.reading.doc.Date) > 0 {
				g.shown = s
			}
		}
	}
	return groups
}

// shapeQuote widens the sentence to what can stand alone: the sentence before
// it where it begins with a pronoun, the whole list where it introduces one or
// is an item of one.
func shapeQuote(r *reading, at int) corpus.Span {
	s := &r.sentences[at]
	from, to := at, at
	same := func(i int) bool { return i >= 0 && i < len(r.sentences) && r.sentences[i].part == s.part }
	if first, last, ok := r.list(at); ok {
		from, to = first, last
	}
	for steps := 0; steps < 2 && from == to && dangling.MatchString(r.text(from)) && same(from-1) && !isLink(r.text(from-1)); steps++ {
		from--
		if from > 0 && !dangling.MatchString(r.text(from)) {
			break
		}
	}
	return corpus.Span{Start: r.sentences[from].span.Start, End: r.sentences[to].span.End}
}

func (r *reading) text(i int) string {
	s := r.sentences[i].span
	return r.doc.Text[s.Start:s.End]
}
