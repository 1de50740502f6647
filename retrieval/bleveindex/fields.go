package bleveindex

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
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

// termStream hands terms that were analysed already to bleve.
type termStream bleveanalysis.TokenStream

func (s termStream) Analyze([]byte) bleveanalysis.TokenStream { return bleveanalysis.TokenStream(s) }

func stream(terms []string) termStream {
	tokens := make([]bleveanalysis.Token, len(terms))
	out := make(termStream, len(terms))
	for i, t := range terms {
		tokens[i] = bleveanalysis.Token{Term: []byte(t), Position: i + 1}
		out[i] = &tokens[i]
	}
	return out
}

func textField(name string, terms []string, options index.FieldIndexingOptions) document.Field {
	return document.NewTextFieldCustom(name, nil, nil, options, stream(terms))
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
func build(a *analysis.Analyzer, e ingest.Entry, known func(word string) bool) (*document.Document, [fieldCount]uint64, []string) {
	doc := document.NewDocument(encodeID(e.Passage.ID))
	var lengths [fieldCount]uint64
	var words []string
	var tokens []analysis.Token
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
			doc.AddField(textField(fieldNames[f], terms, scored))
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
			doc.AddField(textField(name, terms, keyword))
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
