// Package cite puts a quote's source into words and links: the attribution
// line, the citation that is ready to paste, and the link that opens at the
// quoted words. All results are plain text; whoever shows them escapes them.
package cite

import (
	"strings"

	"ontherecord/corpus"
)

// Unknown stands for a speaker whom the source does not name.
const Unknown = "unknown speaker"

// shortReference is how long a source's own number for a document may be, in
// bytes, to stand in a line; longer ones are sentences and stand in Plain alone.
const shortReference = 24

// Line holds the pieces of an attribution line. An empty piece is one that the
// source does not give; Date is never empty ("undated").
type Line struct {
	Name, Role, Organisation string
	// Kind is the kind of document with its reference, if that is short: "written answer 12345".
	Kind string
	Date string
	// To is whom a letter is addressed to, empty for other kinds.
	To string
}

// Attribute returns the pieces of q's attribution line. A role that names the
// organisation already swallows it; a document without a speaker is attributed
// to its organisation.
func Attribute(q corpus.Quote) Line {
	c := q.Citation()
	l := Line{Name: c.Speaker, Role: c.Role, Organisation: c.Organisation, Kind: string(c.Kind), Date: c.Date.String()}
	if l.Organisation != "" && strings.Contains(strings.ToLower(l.Role), strings.ToLower(l.Organisation)) {
		l.Organisation = ""
	}
	if l.Name == "" {
		l.Name, l.Organisation = l.Organisation, ""
	}
	if l.Name == "" && l.Role == "" {
		l.Name = Unknown
	}
	if c.Reference != "" && len(c.Reference) <= shortReference {
		l.Kind = strings.TrimSpace(l.Kind + " " + c.Reference)
	}
	if c.Kind == corpus.KindLetter {
		l.To = c.To
	}
	return l
}

// String joins the pieces: "Ashley Dalton, Parliamentary Under-Secretary,
// Department of Health and Social Care · written answer 35023 · 11 March 2025".
func (l Line) String() string {
	return join(" · ", l.Who(), l.document(), l.Date)
}

// Who is the speaker with role and organisation.
func (l Line) Who() string { return join(", ", l.Name, l.Role, l.Organisation) }

func (l Line) document() string {
	if l.To == "" {
		return l.Kind
	}
	return l.Kind + " to " + l.To
}

// Attribution is the attribution line of q.
func Attribution(q corpus.Quote) string { return Attribute(q).String() }

// Plain is q's citation ready to paste: the words in quotation marks, who said
// them in which role, the document, its date, the link, and what its source
// asks to be said with it.
func Plain(q corpus.Quote) string {
	c := q.Citation()
	var b strings.Builder
	b.WriteString("“" + q.Text() + "”\n\n— ")
	b.WriteString(join(", ", Attribute(q).Who(), Source(q)))
	b.WriteString(".")
	reference := ""
	if len(c.Reference) > shortReference {
		reference = c.Reference
	}
	for _, line := range []string{reference, Link(q), c.Source.Note, c.Source.Attribution} {
		if line != "" {
			b.WriteString("\n" + line)
		}
	}
	return b.String()
}

// Source is the document that q stands in: its title, kind, reference and date.
func Source(q corpus.Quote) string {
	l := Attribute(q)
	title := q.Citation().Title
	if title != "" {
		title = "“" + title + "”"
	}
	return join(", ", title, l.document(), l.Date)
}

func join(separator string, pieces ...string) string {
	var out []string
	for _, p := range pieces {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, separator)
}
