package corpus

// PassageID identifies a passage in the store and in every index built from
// it. It is never used again for another text.
type PassageID uint64

// Passage is what an index searches: consecutive sentences of one part of one
// revision of a document.
type Passage struct {
	ID       PassageID
	Document string
	Revision int
	Part     int // index into Document.Parts
	Span     Span
}

// PassageBytes is the size that a passage is built up to: about 370 words, so
// that most written answers are one passage and a policy paper is many.
const PassageBytes = 2400

// Passages cuts the parts of d that may answer into passages at sentence
// edges. Each part with sentences gives at least one; a sentence longer than
// PassageBytes stands alone. IDs are left 0 for the store to give.
func (d *Document) Passages() []Passage {
	var out []Passage
	for i := range d.Parts {
		p := &d.Parts[i]
		if !p.Answers() || len(p.Sentences) == 0 {
			continue
		}
		total := p.Sentences[len(p.Sentences)-1].End - p.Sentences[0].Start
		// Even sizes: a part slightly over the limit becomes two halves, not
		// one whole and a crumb.
		pieces := (total + PassageBytes - 1) / PassageBytes
		size := (total + pieces - 1) / pieces
		start := p.Sentences[0].Start
		for j, s := range p.Sentences {
			last := j == len(p.Sentences)-1
			if last || p.Sentences[j+1].End-start > size+size/8 {
				out = append(out, Passage{Document: d.ID, Revision: d.Revision, Part: i, Span: Span{start, s.End}})
				if !last {
					start = p.Sentences[j+1].Start
				}
			}
		}
	}
	return out
}
