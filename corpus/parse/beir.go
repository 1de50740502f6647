package parse

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"ontherecord/corpus"
)

// beirLine is a line of a corpus in the layout of the BEIR benchmarks.
type beirLine struct {
	ID       scalar            `json:"_id"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	Metadata map[string]scalar `json:"metadata"`
}

// scalar is a JSON string, number or boolean as text. Anything else, such as a
// list, is the empty string: metadata may hold what is not of use here.
type scalar string

func (s *scalar) UnmarshalJSON(b []byte) error {
	switch {
	case len(b) > 0 && b[0] == '"':
		if bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b) {
			*s = scalar(b[1 : len(b)-1])
			return nil
		}
		var text string
		if err := json.Unmarshal(b, &text); err != nil {
			return err
		}
		*s = scalar(text)
	case len(b) > 0 && (b[0] == '{' || b[0] == '[' || b[0] == 'n'):
		*s = ""
	default:
		*s = scalar(b)
	}
	return nil
}

// streamLines reads JSON lines: corpus lines in BEIR's layout, known by their
// "_id", and records of written questions. A line that is neither is skipped
// with its number.
func streamLines(r io.Reader, in Input, yield Yield) error {
	buffered, ok := r.(*bufio.Reader)
	if !ok {
		buffered = bufio.NewReader(r)
	}
	if mark, _ := buffered.Peek(2); isUTF16(mark) {
		return fmt.Errorf("parse %s: %w: JSON lines are read as UTF-8 only: convert the file", in.Name, ErrUnread)
	}
	for number := 1; ; number++ {
		data, long, err := readLine(buffered)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s, line %d: %w", in.Name, number, err)
		}
		if number == 1 {
			data = bytes.TrimPrefix(data, bomUTF8)
		}
		var failed error
		if long {
			failed = yield(nil, &Skipped{Line: number, Reason: fmt.Sprintf("the line is longer than %d MiB", MaxLine>>20)})
		} else if data = bytes.TrimSpace(data); len(data) > 0 {
			failed = yieldLine(data, number, yield)
		}
		if failed != nil {
			return failed
		}
		if err != nil {
			return nil
		}
	}
}

// readLine returns the next line. Of one longer than MaxLine it returns that it
// is, having read past it.
func readLine(r *bufio.Reader) (data []byte, long bool, err error) {
	for {
		piece, err := r.ReadSlice('\n')
		if !long {
			data = append(data, piece...)
		}
		if len(data) > MaxLine {
			data, long = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return data, long, err
		}
	}
}

func yieldLine(data []byte, number int, yield Yield) error {
	skip := func(id, reason string) error { return yield(nil, &Skipped{ID: id, Line: number, Reason: reason}) }
	if !utf8.Valid(data) {
		return skip("", "the line is not UTF-8")
	}
	// Most lines are corpus lines, and read once; whatever else they are is
	// found out by looking at their keys.
	var l beirLine
	if !bytes.Contains(data, []byte(`"_id"`)) || json.Unmarshal(data, &l) != nil || l.ID == "" {
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(data, &keys); err != nil {
			return skip("", "the line is not a JSON object: "+err.Error())
		}
		if _, ok := keys["_id"]; !ok {
			return yieldRecord(data, number, yield)
		}
		l = beirLine{}
		if err := json.Unmarshal(data, &l); err != nil {
			return skip("", "the line is not a corpus line: "+err.Error())
		}
	}
	switch _, query := l.Metadata["answerable"]; {
	case l.ID == "":
		return skip("", "the line has no _id")
	case query:
		return skip(string(l.ID), "it is a question to measure with, not a document")
	case strings.TrimSpace(l.Text) == "":
		return skip(string(l.ID), "it has no text")
	}
	d, err := l.document()
	if err != nil {
		return skip(string(l.ID), err.Error())
	}
	return yield(d, nil)
}

// document is the line as a document of record. It errs on metadata that
// cannot be what its key says.
func (l beirLine) document() (*corpus.Document, error) {
	d := &corpus.Document{
		ID: string(l.ID), Title: strings.TrimSpace(l.Title), Reference: l.get("uin", "reference"), URL: l.get("url"),
		Source: corpus.Provenance{Attribution: l.get("attribution"), Note: l.get("note")},
	}
	asked := corpus.Part{Kind: corpus.PartQuestion, Speaker: l.get("asker", "asked_by", "asking_member")}
	said := corpus.Part{
		Kind: corpus.PartBody, Speaker: l.get("speaker", "answered_by", "answering_member"), Role: l.get("role"),
		Organisation: l.get("answering_body", "organisation", "organization"),
	}
	question := l.get("question")
	switch kind := l.get("kind"); {
	case kind == "holding":
		d.Kind, d.Status = corpus.KindWrittenAnswer, corpus.StatusHolding
	default:
		d.Kind, _ = corpus.ParseKind(kind)
	}
	if d.Kind == "" && (question != "" || l.get("answering_body", "uin") != "") {
		d.Kind = corpus.KindWrittenAnswer
	}
	if d.Kind == corpus.KindWrittenAnswer {
		said.Kind, asked.To = corpus.PartAnswer, l.get("answering_body")
	} else {
		said.To = l.get("to")
	}
	var err error
	if asked.Date, err = l.date("date_tabled"); err != nil {
		return nil, err
	}
	for _, key := range []string{"date_answered", "date", "month"} {
		if said.Date, err = l.date(key); err != nil {
			return nil, err
		}
		if !said.Date.IsZero() {
			break
		}
	}
	d.Date = said.Date
	if status := l.get("status"); status != "" {
		if d.Status, err = parseStatus(status); err != nil {
			return nil, err
		}
	}
	var a assembly
	a.add(corpus.Part{Kind: corpus.PartHeading}, l.Title)
	a.add(asked, question)
	a.add(said, l.Text)
	return a.into(d), nil
}

// get is the first of the keys that the metadata hold, without the white space
// around it.
func (l beirLine) get(keys ...string) string {
	for _, key := range keys {
		if s := strings.TrimSpace(string(l.Metadata[key])); s != "" {
			return s
		}
	}
	return ""
}

func (l beirLine) date(key string) (corpus.Date, error) {
	s := l.get(key)
	// A time of day says nothing more about a civil date.
	if day, _, ok := strings.Cut(s, "T"); ok {
		s = day
	}
	d, err := corpus.ParseDate(s)
	if err != nil {
		return d, fmt.Errorf("metadata %s: %w", key, err)
	}
	return d, nil
}
