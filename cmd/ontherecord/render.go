package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"ontherecord/retrieval"
	"ontherecord/retrieval/cite"
)

// renderAnswer writes an answer for people: each quote with its attribution
// line and link, or that there is none and what is nearest. context shows the
// sentences around each quote.
func renderAnswer(w io.Writer, s style, a retrieval.Answer, context bool) {
	if filters := a.Understood.String(); filters != "" {
		fmt.Fprintln(w, s.faint("Understood: "+filters))
	}
	for _, c := range a.Corrected {
		fmt.Fprintln(w, s.faint(fmt.Sprintf("Read %q as %q.", c.From, c.To)))
	}
	if a.Answered {
		headed := a.Understood != (retrieval.Filter{}) || len(a.Corrected) > 0
		for _, section := range a.Sections() {
			if heading := cite.Part(section); heading != "" {
				if headed {
					fmt.Fprintln(w)
				}
				renderPart(w, s, heading, cite.PartNotes(a, section, len(a.Quotes)))
				headed = true
			}
			for _, q := range a.Quotes[section.From:section.To] {
				if headed {
					fmt.Fprintln(w)
				}
				renderQuote(w, s, q, context)
				headed = true
			}
		}
		searched := cite.Searched(a.Searched)
		fmt.Fprintln(w)
		fmt.Fprintln(w, s.faint(strings.ToUpper(searched[:1])+searched[1:]+"."))
	} else {
		fmt.Fprintln(w, s.bold(cite.Abstention(a)))
		for _, q := range a.Nearest {
			fmt.Fprintln(w)
			renderQuote(w, s, q, context)
		}
		if len(a.Nearest) > 0 {
			fmt.Fprintln(w)
		}
		if len(a.Missing) > 0 {
			fmt.Fprintln(w, s.faint("Not in the nearest document: "+strings.Join(a.Missing, ", ")+"."))
		}
	}
	for _, line := range licences(a) {
		fmt.Fprintln(w, s.faint(line))
	}
}

// renderPart writes what stands above the quotes for a part of the question.
func renderPart(w io.Writer, s style, heading string, notes []string) {
	if s.terminal {
		heading = s.wrap("", heading)
	}
	fmt.Fprintln(w, s.heading(heading))
	for _, note := range notes {
		if s.terminal {
			note = s.wrap("  ", note)
		}
		fmt.Fprintln(w, note)
	}
}

// licences are the attribution lines that go with the quotes shown.
func licences(a retrieval.Answer) []string {
	var lines []string
	for _, q := range append(slices.Clone(a.Quotes), a.Nearest...) {
		if line := q.Quote.Citation().Source.Attribution; line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

func renderQuote(w io.Writer, s style, q retrieval.Quoted, context bool) {
	bar := "  "
	if s.terminal {
		bar = s.faint("┃") + " "
	}
	if context && !q.Asked.IsZero() {
		fmt.Fprintln(w, s.faint("Asked: "+oneLine(q.Asked.Text())))
	}
	if context && !q.Before.IsZero() {
		fmt.Fprintln(w, s.block(bar, q.Before.Text(), s.faint))
	}
	fmt.Fprintln(w, s.block(bar, "“"+q.Quote.Text()+"”", s.bold))
	if context && !q.After.IsZero() {
		fmt.Fprintln(w, s.block(bar, q.After.Text(), s.faint))
	}
	fmt.Fprintln(w, "— "+cite.Attribution(q.Quote))
	if title := q.Quote.Citation().Title; title != "" {
		fmt.Fprintln(w, "  "+title)
	}
	if link := cite.Link(q.Quote); link != "" {
		fmt.Fprintln(w, "  "+s.link(link))
	}
	if note := q.Quote.Citation().Source.Note; note != "" {
		fmt.Fprintln(w, "  "+s.warn(note))
	}
	if said := cite.Said(q.Said); said != "" {
		fmt.Fprintln(w, "  "+s.faint(said))
	}
	if !q.Newer.IsZero() {
		fmt.Fprintln(w, "  "+s.warn(cite.Newer(q.Newer)))
	}
}

// block sets text behind a bar on a terminal, and leaves it as it is elsewhere.
func (s style) block(bar, text string, emphasis func(string) string) string {
	if !s.terminal {
		return text
	}
	narrow := s
	narrow.width -= 2
	lines := strings.Split(narrow.wrap("", text), "\n")
	for i, line := range lines {
		lines[i] = bar + emphasis(line)
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoteJSON is a quote as machines read it.
type quoteJSON struct {
	Text         string   `json:"text"`
	Speaker      string   `json:"speaker"`
	Role         string   `json:"role"`
	Organisation string   `json:"organisation"`
	Date         string   `json:"date"`
	Kind         string   `json:"kind"`
	Title        string   `json:"title"`
	URL          string   `json:"url"`
	Link         string   `json:"link"`
	Document     string   `json:"document"`
	Revision     int      `json:"revision"`
	Start        int      `json:"start"`
	End          int      `json:"end"`
	Said         saidJSON `json:"said"`
	Before       string   `json:"before"`
	After        string   `json:"after"`
	Asked        string   `json:"asked"`
	Newer        string   `json:"newer"`
	Note         string   `json:"note"`
	Attribution  string   `json:"attribution"`
	Citation     string   `json:"citation"`
}

type saidJSON struct {
	Times  int    `json:"times"`
	First  string `json:"first"`
	Latest string `json:"latest"`
}

type answerJSON struct {
	Question   string             `json:"question"`
	Answered   bool               `json:"answered"`
	Understood understoodJSON     `json:"understood"`
	Unknown    []string           `json:"unknown"`
	Corrected  []correctionJSON   `json:"corrected"`
	Quotes     []quoteJSON        `json:"quotes"`
	Nearest    []quoteJSON        `json:"nearest"`
	Parts      []questionPartJSON `json:"parts"`
	More       bool               `json:"more"`
	Reason     string             `json:"reason"`
	Missing    []string           `json:"missing"`
	Confidence float64            `json:"confidence"`
	Searched   searchedJSON       `json:"searched"`
	Sample     string             `json:"sample,omitempty"`
}

// questionPartJSON is a part of the question; its quotes are indices in the answer's,
// from 0.
type questionPartJSON struct {
	Label      string         `json:"label"`
	Text       string         `json:"text"`
	Question   string         `json:"question"`
	Answered   bool           `json:"answered"`
	Understood understoodJSON `json:"understood"`
	Unknown    []string       `json:"unknown"`
	Quotes     []int          `json:"quotes"`
	Reason     string         `json:"reason"`
	Confidence float64        `json:"confidence"`
}

type understoodJSON struct {
	Since      string `json:"since"`
	Until      string `json:"until"`
	By         string `json:"by"`
	Department string `json:"department"`
	Kind       string `json:"kind"`
}

type correctionJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type searchedJSON struct {
	Documents int    `json:"documents"`
	Until     string `json:"until"`
}

func toJSON(a retrieval.Answer, sample string) answerJSON {
	out := answerJSON{
		Question: a.Question, Answered: a.Answered, Understood: filterJSON(a.Understood), Parts: []questionPartJSON{},
		Unknown: orEmpty(a.Unknown), Missing: orEmpty(a.Missing), Corrected: []correctionJSON{},
		Quotes: quotesJSON(a.Quotes), Nearest: quotesJSON(a.Nearest), More: a.More,
		Reason: string(a.Reason), Confidence: a.Confidence,
		Searched: searchedJSON{a.Searched.Documents, a.Searched.Until.ISO()}, Sample: sample,
	}
	for _, c := range a.Corrected {
		out.Corrected = append(out.Corrected, correctionJSON(c))
	}
	for _, p := range a.Parts {
		out.Parts = append(out.Parts, questionPartJSON{
			Label: p.Label, Text: p.Text, Question: p.Question, Answered: p.Answered, Understood: filterJSON(p.Understood),
			Unknown: orEmpty(p.Unknown), Quotes: orEmpty(p.Quotes), Reason: string(p.Reason), Confidence: p.Confidence,
		})
	}
	return out
}

func filterJSON(f retrieval.Filter) understoodJSON {
	return understoodJSON{
		Since: f.Since.First().ISO(), Until: f.Until.Last().ISO(), By: f.By, Department: f.Department, Kind: string(f.Kind),
	}
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func quotesJSON(quotes []retrieval.Quoted) []quoteJSON {
	out := make([]quoteJSON, 0, len(quotes))
	for _, q := range quotes {
		c := q.Quote.Citation()
		out = append(out, quoteJSON{
			Text: q.Quote.Text(), Speaker: c.Speaker, Role: c.Role, Organisation: c.Organisation,
			Date: c.Date.ISO(), Kind: string(c.Kind), Title: c.Title, URL: c.URL, Link: cite.Link(q.Quote),
			Document: c.Document, Revision: c.Revision, Start: q.Quote.Span().Start, End: q.Quote.Span().End,
			Said:   saidJSON{q.Said.Times, q.Said.First.ISO(), q.Said.Latest.ISO()},
			Before: q.Before.Text(), After: q.After.Text(), Asked: q.Asked.Text(), Newer: q.Newer.Text(),
			Note: c.Source.Note, Attribution: c.Source.Attribution, Citation: cite.Plain(q.Quote),
		})
	}
	return out
}
