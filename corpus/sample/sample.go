// Package sample is the small record that is built into the binary, so that a
// first question is answered before anything has been ingested.
//
// Each note under notes is a Markdown file with front matter: a summary of
// public records on English cancer policy in this project's own words, never
// official wording, with the address of the record that it sums up. README.md
// lists which fact comes from which record.
package sample

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"ontherecord/corpus"
	"ontherecord/corpus/parse"
	"ontherecord/corpus/text"
)

//go:embed notes/*.md
var notes embed.FS

// Documents returns the notes in the order of their file names, with their
// sentences. Each call returns new documents, which the caller may change. An
// error names the note that is wrong; the tests see to it that none is.
func Documents() ([]*corpus.Document, error) { return read(notes, "notes") }

// Description says for people what the sample is, such as "built-in sample of
// 3 notes up to 4 June 2026". The date is the newest of docs.
func Description(docs []*corpus.Document) string {
	var latest corpus.Date
	for _, d := range docs {
		if d.Date.Compare(latest) > 0 {
			latest = d.Date
		}
	}
	noun := "notes"
	if len(docs) == 1 {
		noun = "note"
	}
	if latest.IsZero() {
		return fmt.Sprintf("built-in sample of %d %s", len(docs), noun)
	}
	return fmt.Sprintf("built-in sample of %d %s up to %s", len(docs), noun, latest)
}

// read parses the Markdown files of dir, one document each.
func read(files fs.FS, dir string) ([]*corpus.Document, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, fmt.Errorf("list the built-in sample: %w", err)
	}
	var docs []*corpus.Document
	for _, e := range entries {
		d, err := readNote(files, path.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read the built-in note %s: %w", e.Name(), err)
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func readNote(files fs.FS, name string) (*corpus.Document, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	label := "built-in sample/" + path.Base(name)
	result, err := parse.Parse(parse.Input{Name: label, Identity: label, Hint: ".md", Data: data})
	if err != nil {
		return nil, err
	}
	if len(result.Skipped) > 0 {
		return nil, errors.New(result.Skipped[0].String())
	}
	if len(result.Documents) != 1 {
		return nil, fmt.Errorf("holds %d documents where one is meant", len(result.Documents))
	}
	text.Split(result.Documents[0])
	return result.Documents[0], nil
}
