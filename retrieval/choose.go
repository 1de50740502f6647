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
	members []*scoredSentence // best first, then repetitions
	// sequel is by how many sentences the quote goes on.
	sequel int
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

// sequelMargin is how far below a statement's score the next sentence may lie
// that points back to it, for both to be quoted.
const sequelMargin = 2

// sequel is how many sentences after g's there is one that points back to it
// ("This is because …") and answers nearly as well; 0 if there is none. Such a
// sentence cannot be quoted by itself, and would be lost behind g.
func sequel(g *group, groups []*group) int {
	best, n := g.members[0], 0
	own := shapeQuote(best.reading, best.at)
	for _, o := range groups {
		if o.score < best.score-sequelMargin {
			break
		}
		for _, s := range o.members {
			if s.reading != best.reading || s.at <= best.at+n || s.score < best.score-sequelMargin {
				continue
			}
			if span := shapeQuote(s.reading, s.at); span.Start <= own.Start && span.End > own.End {
				n = s.at - best.at
			}
		}
	}
	return n
}

// goesOn reports whether s, a member of g, is followed by the same sequel.
func (g *group) goesOn(s *scoredSentence) bool {
	best, r := g.members[0], s.reading
	if s == best {
		return true
	}
	next := s.at + g.sequel
	return next < len(r.sentences) && r.sentences[next].part == r.sentences[s.at].part &&
		text.Similar(r.print(next), best.reading.print(best.at+g.sequel))
}

// continued reports whether what is shown of g is quoted with its sequel.
func (g *group) continued() bool { return g.sequel > 0 && g.goesOn(g.shown) }

// span is what is quoted of g.
func (g *group) span() corpus.Span {
	span := shapeQuote(g.shown.reading, g.shown.at)
	if g.continued() {
		more := shapeQuote(g.shown.reading, g.shown.at+g.sequel)
		span = corpus.Span{Start: min(span.Start, more.Start), End: max(span.End, more.End)}
	}
	return span
}

func (r *reading) text(i int) string {
	s := r.sentences[i].span
	return r.doc.Text[s.Start:s.End]
}
