package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"ontherecord/corpus"
)

// The meta column holds all of a document but its text and revision number:
//
//	version byte
//	content: ID, kind, status, title, reference, URL, date, attribution, note,
//	         then each part without its sentences
//	sentences of each part, as gaps and lengths
//	provenance: source name, time of retrieval in microseconds
//
// Numbers are varints, strings are preceded by their length. The content and
// the text make the hash by which a change is recognised; where and when the
// text was read, and how its sentences are cut, are no change.
const metaVersion = 1

// A hash recognises unchanged content; 16 bytes of SHA-256.
type hash [16]byte

// encode returns d's meta column and the hash of its content.
func encode(d *corpus.Document) ([]byte, hash) {
	b := make([]byte, 0, 256+len(d.Parts)*64)
	b = append(b, metaVersion)
	for _, s := range []string{d.ID, string(d.Kind), string(d.Status), d.Title, d.Reference, d.URL} {
		b = appendString(b, s)
	}
	b = binary.AppendUvarint(b, uint64(d.Date.Number()))
	b = appendString(b, d.Source.Attribution)
	b = appendString(b, d.Source.Note)
	b = binary.AppendUvarint(b, uint64(len(d.Parts)))
	for i := range d.Parts {
		p := &d.Parts[i]
		b = appendString(b, string(p.Kind))
		b = binary.AppendUvarint(b, uint64(p.Span.Start))
		b = binary.AppendUvarint(b, uint64(p.Span.Len()))
		for _, s := range []string{p.Speaker, p.Role, p.Organisation, p.To} {
			b = appendString(b, s)
		}
		b = binary.AppendUvarint(b, uint64(p.Date.Number()))
	}
	sum := sha256.New()
	sum.Write(b)
	sum.Write([]byte(d.Text))
	var h hash
	copy(h[:], sum.Sum(nil))

	for i := range d.Parts {
		p := &d.Parts[i]
		b = binary.AppendUvarint(b, uint64(len(p.Sentences)))
		at := p.Span.Start
		for _, s := range p.Sentences {
			b = binary.AppendUvarint(b, uint64(s.Start-at))
			b = binary.AppendUvarint(b, uint64(s.Len()))
			at = s.End
		}
	}
	b = appendString(b, d.Source.Name)
	var retrieved int64
	if !d.Source.Retrieved.IsZero() {
		retrieved = d.Source.Retrieved.UnixMicro()
	}
	return binary.AppendVarint(b, retrieved), h
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// decode makes the document of a text and a meta column.
func decode(text string, meta []byte) (*corpus.Document, error) {
	if len(meta) == 0 || meta[0] != metaVersion {
		return nil, errors.New("a stored document is of a form that this program does not know: use the newer program that wrote it")
	}
	// One string for all fields: they are slices of it.
	r := reader{s: string(meta[1:])}
	d := &corpus.Document{Text: text}
	d.ID = r.string()
	d.Kind = corpus.Kind(r.string())
	d.Status = corpus.Status(r.string())
	d.Title, d.Reference, d.URL = r.string(), r.string(), r.string()
	d.Date = corpus.DateFromNumber(r.int())
	d.Source.Attribution, d.Source.Note = r.string(), r.string()
	d.Parts = make([]corpus.Part, r.count())
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Kind = corpus.PartKind(r.string())
		p.Span.Start = r.int()
		p.Span.End = p.Span.Start + r.int()
		p.Speaker, p.Role, p.Organisation, p.To = r.string(), r.string(), r.string(), r.string()
		p.Date = corpus.DateFromNumber(r.int())
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		n := r.count()
		if n == 0 {
			continue
		}
		p.Sentences = make([]corpus.Span, n)
		at := p.Span.Start
		for j := range p.Sentences {
			at += r.int()
			p.Sentences[j].Start = at
			at += r.int()
			p.Sentences[j].End = at
		}
	}
	d.Source.Name = r.string()
	if t := r.signed(); t != 0 {
		d.Source.Retrieved = time.UnixMicro(t).UTC()
	}
	if r.broken {
		return nil, fmt.Errorf("the stored document %q is damaged: restore the database from a copy", d.ID)
	}
	return d, nil
}

// A reader reads what encode wrote. After a damaged field everything is zero.
type reader struct {
	s      string
	broken bool
}

func (r *reader) uvarint() uint64 {
	var x uint64
	for i := 0; i < len(r.s) && i < binary.MaxVarintLen64; i++ {
		c := r.s[i]
		x |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.s = r.s[i+1:]
			return x
		}
	}
	r.broken, r.s = true, ""
	return 0
}

func (r *reader) int() int { return int(r.uvarint()) }

// count is the length of a list, each item of which takes a byte or more.
func (r *reader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.s)) {
		r.broken, r.s = true, ""
		return 0
	}
	return int(n)
}

func (r *reader) signed() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

func (r *reader) string() string {
	n := r.count()
	s := r.s[:n]
	r.s = r.s[n:]
	return s
}
