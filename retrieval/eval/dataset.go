// Package eval measures retrieval, quoting and abstaining on labelled
// questions.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/parse"
)

// Dataset is a folder in BEIR layout (corpus.jsonl, queries.jsonl and
// qrels/test.tsv; Thakur et al. 2021), with the sentences that answer in
// answers.jsonl where there is one.
type Dataset struct {
	Name      string
	Documents []*corpus.Document
	Queries   []Query
}

// Query is a labelled question.
type Query struct {
	ID   string
	Text string
	// Context is the question asked before it in the same thread.
	Context string
	Style   string
	// Answerable is nil where the data does not say.
	Answerable *bool
	// Relevant holds the grade of each relevant document, by ID.
	Relevant map[string]int
	// Sentences are those that answer, best first.
	Sentences []Labelled
}

// Labelled is a sentence that answers a question.
type Labelled struct {
	Document string `json:"doc_id"`
	Sentence string `json:"sentence"`
}

// Load reads the data set in dir. Its documents are not split into sentences
// yet.
func Load(dir string) (*Dataset, error) {
	d := &Dataset{Name: filepath.Base(filepath.Clean(dir))}
	if err := d.loadDocuments(filepath.Join(dir, "corpus.jsonl")); err != nil {
		return nil, fmt.Errorf("load evaluation data: %w", err)
	}
	byID := make(map[string]int)
	err := eachLine(filepath.Join(dir, "queries.jsonl"), func(line []byte) error {
		var q struct {
			ID       string `json:"_id"`
			Text     string `json:"text"`
			Metadata struct {
				Answerable *bool  `json:"answerable"`
				Style      string `json:"style"`
				Context    string `json:"context"`
			} `json:"metadata"`
		}
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		if q.ID == "" || q.Text == "" {
			return errors.New("a query needs _id and text")
		}
		byID[q.ID] = len(d.Queries)
		d.Queries = append(d.Queries, Query{
			ID: q.ID, Text: q.Text, Context: q.Metadata.Context, Style: q.Metadata.Style,
			Answerable: q.Metadata.Answerable, Relevant: make(map[string]int),
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load evaluation data: %w", err)
	}
	if err := d.loadJudgements(filepath.Join(dir, "qrels", "test.tsv"), byID); err != nil {
		return nil, fmt.Errorf("load evaluation data: %w", err)
	}
	err = eachLine(filepath.Join(dir, "answers.jsonl"), func(line []byte) error {
		var a struct {
			Query string `json:"query_id"`
			Labelled
		}
		if err := json.Unmarshal(line, &a); err != nil {
			return err
		}
		at, ok := byID[a.Query]
		if !ok {
			return fmt.Errorf("answer to an unknown query %q", a.Query)
		}
		d.Queries[at].Sentences = append(d.Queries[at].Sentences, a.Labelled)
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("load evaluation data: %w", err)
	}
	return d, nil
}

func (d *Dataset) loadDocuments(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := parse.Input{Name: path, Retrieved: time.Now()}
	return parse.Each(f, in, func(doc *corpus.Document, skipped *parse.Skipped) error {
		if skipped != nil {
			return fmt.Errorf("%s: %s", path, skipped)
		}
		d.Documents = append(d.Documents, doc)
		return nil
	})
}

func (d *Dataset) loadJudgements(path string, byID map[string]int) error {
	header := true
	return eachLine(path, func(line []byte) error {
		fields := strings.Split(string(line), "\t")
		if header {
			header = false
			if len(fields) == 3 && fields[0] == "query-id" {
				return nil
			}
		}
		if len(fields) != 3 {
			return fmt.Errorf("want query, document and score, got %q", line)
		}
		score, err := strconv.Atoi(fields[2])
		if err != nil {
			return fmt.Errorf("score %q is no number", fields[2])
		}
		at, ok := byID[fields[0]]
		if !ok {
			return fmt.Errorf("unknown query %q", fields[0])
		}
		if score > 0 {
			d.Queries[at].Relevant[fields[1]] = score
		}
		return nil
	})
}

// eachLine calls do with each line of the file that is not blank. Errors name
// file and line.
func eachLine(path string, do func([]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, parse.MaxLine)
	for n := 1; s.Scan(); n++ {
		line := bytes.TrimSpace(s.Bytes())
		if len(line) == 0 {
			continue
		}
		if err := do(line); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
