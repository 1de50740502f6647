package bleveindex

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/retrieval/analysis"
)

// The fields that are scored.
const (
	fieldTitle = iota
	fieldQuestion
	fieldAnswer
	fieldCount
)

var fieldNames = [fieldCount]string{"title", "question", "answer"}

// The fields that filter, and those that serve the index itself.
const (
	fieldKind         = "kind"
	fieldDate         = "date"         // YYYYMMDD, day 00 for a month
	fieldSpeaker      = "speaker"      // each word of the name
	fieldOrganisation = "organisation" // each word of the name
	fieldWord         = "word"         // words as written, each once in the whole index
	fieldLengths      = "lengths"      // stored: the scored fields' lengths
)

const (
	scored  = index.IndexField
	keyword = index.IndexField | index.SkipFreqNorm
)

// A field is a field of a passage, made of terms that were analysed already.
// bleve's own takes a token apart from its neighbours for each word and counts
// them anew; while a record is read in, that is much of the work.
type field struct {
	name        string
	options     index.FieldIndexingOptions
	length      int
	frequencies index.TokenFrequencies
}

var _ document.Field = (*field)(nil)

func (f *field) Name() string                                     { return f.name }
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *field) Analyze()                                         {}
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) Value() []byte                                    { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
func (f *field) Size() int                                        { return 0 } // is for bleve's statistics

// counts stand for how often a term is in a field. bleve reads nothing but the
// number where there are no term vectors, so all terms share them.
type counts []*index.TokenFreq

func newCounts() counts {
	c := make(counts, freqMost+1)
	for n := range c {
		c[n] = &index.TokenFreq{}
		c[n].SetFrequency(n)
	}
	return c
}

// newField makes the field of the given terms, which may repeat themselves.
func (c counts) newField(name string, terms []string, options index.FieldIndexingOptions) *field {
	f := &field{name: name, options: options, length: len(terms), frequencies: make(index.TokenFrequencies, len(terms))}
	for _, t := range terms {
		n := 0 // as bleve has it, where frequencies don't matter
		if !options.SkipFreqNorm() {
			n = 1
			if before, ok := f.frequencies[t]; ok {
				n += before.Frequency()
			}
		}
		f.frequencies[t] = c.of(n)
	}
	return f
}

func (c counts) of(n int) *index.TokenFreq {
	if n < len(c) {
		return c[n]
	}
	many := &index.TokenFreq{}
	many.SetFrequency(n)
	return many
}

// passageTexts gives the text of each scored field of e.
func passageTexts(e ingest.Entry) [fieldCount]string {
	d := e.Document
	var out [fieldCount]string
	out[fieldTitle] = d.Title
	for i := range d.Parts {
		p := &d.Parts[i]
		text := d.Text[p.Span.Start:p.Span.End]
		switch {
		case p.Kind == corpus.PartQuestion:
			out[fieldQuestion] += text + "\n"
		case p.Kind == corpus.PartHeading && i == e.Passage.Part-1 && text != d.Title:
			out[fieldTitle] += "\n" + text
		}
	}
	out[fieldAnswer] = d.Text[e.Passage.Span.Start:e.Passage.Span.End]
	return out
}

// build makes the bleve document of e. It returns the lengths of the scored
// fields and the words that the lexicon does not hold yet.
func build(a *analysis.Analyzer, c counts, e ingest.Entry, known func(word string) bool) (*document.Document, [fieldCount]uint64, []string) {
	doc := document.NewDocument(encodeID(e.Passage.ID))
	var lengths [fieldCount]uint64
	var words []string
	var buf [128]analysis.Token
	tokens := buf[:0]
	for f, text := range passageTexts(e) {
		if text == "" {
			continue
		}
		tokens = a.Tokens(tokens[:0], text)
		terms := make([]string, 0, len(tokens))
		for _, t := range tokens {
			if t.Stop() {
				continue
			}
			terms = append(terms, t.Term)
			if !known(t.Word) {
				words = append(words, strings.Clone(t.Word))
			}
		}
		if len(terms) > 0 {
			lengths[f] = uint64(len(terms))
			doc.AddField(c.newField(fieldNames[f], terms, scored))
		}
	}
	p := &e.Document.Parts[e.Passage.Part]
	date := p.Date
	if date.IsZero() {
		date = e.Document.Date
	}
	for name, terms := range map[string][]string{
		fieldKind:         {string(e.Document.Kind)},
		fieldDate:         {dateTerm(date.Number())},
		fieldSpeaker:      nameWords(a, p.Speaker),
		fieldOrganisation: nameWords(a, p.Organisation),
		fieldWord:         words,
	} {
		if len(terms) > 0 {
			doc.AddField(c.newField(name, terms, keyword))
		}
	}
	stored := make([]byte, 0, fieldCount*binary.MaxVarintLen32)
	for _, n := range lengths {
		stored = binary.AppendUvarint(stored, n)
	}
	doc.AddField(document.NewTextFieldWithIndexingOptions(fieldLengths, nil, stored, index.StoreField))
	return doc, lengths, words
}

func dateTerm(n int) string { return fmt.Sprintf("%08d", n) }

// nameWords are the words of a name, for matching any part of it.
func nameWords(a *analysis.Analyzer, name string) []string {
	if name == "" {
		return nil
	}
	var words []string
	for _, t := range a.Tokens(nil, name) {
		if !t.Stop() || len(words) == 0 {
			words = append(words, t.Word)
		}
	}
	return words
}

func encodeID(id corpus.PassageID) string { return strconv.FormatUint(uint64(id), 36) }

func decodeID(b []byte) (corpus.PassageID, error) {
	n, err := strconv.ParseUint(string(b), 36, 64)
	if err != nil {
		return 0, fmt.Errorf("passage number %q in the index: %w", b, err)
	}
	return corpus.PassageID(n), nil
}
