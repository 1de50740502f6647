// Package parse turns the bytes of a file into documents of record.
//
// Each kind of file is a Format; Formats is the table of them, read from top
// to bottom, so a new one is a new file here and a line there. A parser takes
// what the source says and nothing else: a speaker, role, date or title that
// is not given stays empty. What the source cuts short is skipped with the
// reason, never stored as if it were whole.
//
// In text that people pasted into plain files two layouts are recognised by
// their shape, a written answer and a ministerial letter; see layouts.
//
// The package reads no network and does not split sentences: whoever stores
// the documents does that.
package parse

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"ontherecord/corpus"
)

// MaxFile is the size in bytes up to which a file that is read whole is
// taken. JSON lines are read one at a time and have no such limit.
const MaxFile = 64 << 20

// MaxLine is the size in bytes up to which one line of a JSON lines file is
// taken.
const MaxLine = 16 << 20

// ErrUnread marks a file that no format reads: an empty one, one that is too
// large or not text, a form of JSON that is not known. The words around it say
// what to do.
var ErrUnread = errors.New("not read")

// Input is a file to be parsed.
type Input struct {
	// Name is the file's path or a label for people; "-" is standard input. It
	// becomes the documents' Source.Name.
	Name string
	// Identity is what an ID made for a file is derived from, such as its
	// absolute path: the same Identity gives the same ID. Empty stands for
	// Name, and for the content when that is empty or "-".
	Identity string
	// Hint is an extension (".md") or a media type ("text/html") that decides
	// the format. Empty stands for the extension of Name, then the content.
	Hint string
	// Data is the file's bytes.
	Data []byte
	// Retrieved is when the file was read; it becomes Source.Retrieved.
	Retrieved time.Time
}

// Skipped is a record that was seen and not taken.
type Skipped struct {
	// ID of the record, where it has one.
	ID string
	// Line on which it begins, from 1; 0 where the format has no lines.
	Line int
	// Reason in words that say what to do, where something can be done.
	Reason string
}

func (s Skipped) String() string {
	switch {
	case s.Line > 0 && s.ID != "":
		return fmt.Sprintf("line %d, %s: %s", s.Line, s.ID, s.Reason)
	case s.Line > 0:
		return fmt.Sprintf("line %d: %s", s.Line, s.Reason)
	case s.ID != "":
		return s.ID + ": " + s.Reason
	}
	return s.Reason
}

// Result is what a file holds.
type Result struct {
	Documents []*corpus.Document
	Skipped   []Skipped
}

// Yield receives what a file holds: at each call either a document or a record
// that was skipped, the other being nil. JSON lines come in their order; of a
// file that is read whole the documents come first. An error stops the parsing
// and is returned by Each as it is.
type Yield func(*corpus.Document, *Skipped) error

// Parse reads in.Data. The error, if any, is about the file as a whole.
func Parse(in Input) (Result, error) {
	var out Result
	err := Each(bytes.NewReader(in.Data), in, func(d *corpus.Document, s *Skipped) error {
		if s != nil {
			out.Skipped = append(out.Skipped, *s)
		} else {
			out.Documents = append(out.Documents, d)
		}
		return nil
	})
	return out, err
}

// Each reads r (in.Data is not looked at) and yields what it holds. JSON lines
// are read one by one, so that a file larger than the memory can be ingested;
// every other format is read whole, up to MaxFile. A document that would not
// pass Validate is yielded as skipped.
func Each(r io.Reader, in Input, yield Yield) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, err := buffered.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read %s: %w", in.Name, err)
	}
	if err := refuse(head); err != nil {
		return fmt.Errorf("parse %s: %w", in.Name, err)
	}
	format := choose(in, head)
	checked := checking(in, yield)
	if format.stream != nil {
		return format.stream(buffered, in, checked)
	}
	in.Data, err = io.ReadAll(io.LimitReader(buffered, MaxFile+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", in.Name, err)
	}
	if len(in.Data) > MaxFile {
		return fmt.Errorf("parse %s: %w: it is larger than %d MiB: split it, or give its records as JSON lines", in.Name, ErrUnread, MaxFile>>20)
	}
	out, err := guarded(format, in)
	if err != nil {
		return fmt.Errorf("parse %s as %s: %w", in.Name, format.Name, err)
	}
	return out.each(checked)
}

// each yields the documents, then what was skipped.
func (r Result) each(yield Yield) error {
	for _, d := range r.Documents {
		if err := yield(d, nil); err != nil {
			return err
		}
	}
	for i := range r.Skipped {
		if err := yield(nil, &r.Skipped[i]); err != nil {
			return err
		}
	}
	return nil
}

// guarded parses a whole file. The libraries for HTML and YAML work on what
// strangers wrote: should one of them panic, that costs this file, not the
// ingest.
func guarded(f Format, in Input) (out Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = Result{}, fmt.Errorf("%w: reading it failed inside a library (%v): convert it to plain text", ErrUnread, p)
		}
	}()
	return f.whole(in)
}

// checking fills in the provenance of each document and turns one that the
// store would refuse into a skipped record.
func checking(in Input, yield Yield) Yield {
	return func(d *corpus.Document, s *Skipped) error {
		if s != nil {
			return yield(nil, s)
		}
		d.Source.Name, d.Source.Retrieved = in.Name, in.Retrieved
		if d.Kind == "" {
			d.Kind = corpus.KindOther
		}
		if d.Status == "" {
			d.Status = corpus.StatusFinal
		}
		if err := d.Validate(); err != nil {
			return yield(nil, &Skipped{ID: d.ID, Reason: err.Error()})
		}
		return yield(d, nil)
	}
}
