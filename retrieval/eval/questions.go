package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"strings"

	"ontherecord/corpus"
)

// labelledQuestion is a line of a questions file: a question on documents that
// the file does not hold.
type labelledQuestion struct {
	ID         string    `json:"id"`
	Text       string    `json:"text"`
	Context    string    `json:"context,omitempty"` // see Query
	Style      string    `json:"style"`
	Answerable bool      `json:"answerable"`
	Answers    []pointer `json:"answers,omitempty"`
}

// pointer points to words that answer, by byte offsets into the text of the
// document as it is stored. Sum is the CRC-32 (IEEE) of those words.
type pointer struct {
	Document string `json:"document"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Sum      uint32 `json:"sum"`
}

// LoadQuestions reads a questions file: questions labelled on documents, which
// the file points to without holding their words. A pointer that does not fit
// the documents is an error.
func LoadQuestions(path string, documents []*corpus.Document) (*Dataset, error) {
	d := &Dataset{Name: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), Documents: documents}
	byID := make(map[string]*corpus.Document, len(documents))
	for _, doc := range documents {
		byID[doc.ID] = doc
	}
	err := eachLine(path, func(line []byte) error {
		var l labelledQuestion
		if err := json.Unmarshal(line, &l); err != nil {
			return err
		}
		if l.ID == "" || l.Text == "" {
			return errors.New("a question needs id and text")
		}
		q := Query{ID: l.ID, Text: l.Text, Context: l.Context, Style: l.Style, Answerable: &l.Answerable, Relevant: make(map[string]int)}
		for _, a := range l.Answers {
			words, err := a.words(byID)
			if err != nil {
				return err
			}
			q.Relevant[a.Document] = 1
			q.Sentences = append(q.Sentences, Labelled{Document: a.Document, Sentence: words})
		}
		d.Queries = append(d.Queries, q)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load questions: %w", err)
	}
	return d, nil
}

func (l pointer) words(byID map[string]*corpus.Document) (string, error) {
	doc := byID[l.Document]
	if doc == nil {
		return "", fmt.Errorf("document %q is not among the documents", l.Document)
	}
	if l.Start < 0 || l.Start >= l.End || l.End > len(doc.Text) ||
		crc32.ChecksumIEEE([]byte(doc.Text[l.Start:l.End])) != l.Sum {
		return "", fmt.Errorf("document %q is not what the question was labelled on: its bytes %d to %d are others", l.Document, l.Start, l.End)
	}
	return doc.Text[l.Start:l.End], nil
}
