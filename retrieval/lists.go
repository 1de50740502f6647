package retrieval

import "ontherecord/corpus/text"

// list returns the first and the last sentence of the bulleted list of which
// sentence at is the introduction or an item. ok is false where it is neither.
func (r *reading) list(at int) (first, last int, ok bool) {
	part := &r.doc.Parts[r.sentences[at].part]
	// Sentences of a reading stand in the order of their parts.
	offset := at
	for offset > 0 && r.sentences[offset-1].part == r.sentences[at].part {
		offset--
	}
	from, to := text.ListRun(r.doc.Text, part.Sentences, at-offset)
	return offset + from, offset + to - 1, to-from > 1
}
