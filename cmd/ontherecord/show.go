package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"ontherecord/corpus"
	"ontherecord/corpus/store"
)

func (a *app) showCommand() *cobra.Command {
	var (
		revision int
		asJSON   bool
	)
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a document with its metadata and parts",
		Args:  args(cobra.ExactArgs(1), "show needs the ID of a document: 'ontherecord documents' lists them"),
		RunE: func(cmd *cobra.Command, given []string) error {
			if revision < 0 {
				return &codeError{exitUsage, fmt.Errorf("--revision %d: revisions count from 1", revision)}
			}
			return a.show(cmd.Context(), given[0], revision, asJSON)
		},
	}
	cmd.Flags().IntVar(&revision, "revision", 0, "an earlier text, counted from 1 (default: the current one)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (a *app) show(ctx context.Context, id string, revision int, asJSON bool) error {
	st, closeStore, err := a.openReading(ctx)
	if err != nil {
		return err
	}
	defer closeStore() //nolint:errcheck // it was only read
	var d *corpus.Document
	if revision > 0 {
		d, err = st.Revision(ctx, id, revision)
	} else {
		d, err = st.Document(ctx, id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w: 'ontherecord documents' lists what is there", err)
	}
	if err != nil {
		return err
	}
	if asJSON {
		return a.writeJSON(documentToJSON(d))
	}
	a.showDocument(d)
	return nil
}

// showDocument prints what the record holds of d. A field that the source does
// not give is left out.
func (a *app) showDocument(d *corpus.Document) {
	s := styleOf(a.out)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(a.out, "%s %s\n", s.faint(fmt.Sprintf("%-14s", name)), value)
		}
	}
	if d.Title != "" {
		fmt.Fprintf(a.out, "%s\n\n", s.bold(d.Title))
	}
	field("ID", d.ID)
	field("Revision", fmt.Sprint(d.Revision))
	field("Kind", string(d.Kind))
	field("Status", string(d.Status))
	field("Date", d.Date.String())
	field("Reference", d.Reference)
	field("Link", d.URL)
	field("Source", d.Source.Name)
	if !d.Source.Retrieved.IsZero() {
		field("Retrieved", d.Source.Retrieved.Format(time.RFC3339))
	}
	field("Attribution", d.Source.Attribution)
	field("Note", d.Source.Note)
	for i := range d.Parts {
		p := &d.Parts[i]
		sentences := fmt.Sprintf("%d sentences", len(p.Sentences))
		if len(p.Sentences) == 1 {
			sentences = "1 sentence"
		}
		fmt.Fprintf(a.out, "\n%s\n", s.bold(fmt.Sprintf("[%s, %s]", p.Kind, sentences)))
		field("Speaker", p.Speaker)
		field("Role", p.Role)
		field("Organisation", p.Organisation)
		field("To", p.To)
		if !p.Date.IsZero() {
			field("Date", p.Date.String())
		}
		fmt.Fprintf(a.out, "\n%s\n", d.Text[p.Span.Start:p.Span.End])
	}
}

type documentJSON struct {
	ID          string     `json:"id"`
	Revision    int        `json:"revision"`
	Kind        string     `json:"kind"`
	Status      string     `json:"status"`
	Title       string     `json:"title"`
	Reference   string     `json:"reference"`
	URL         string     `json:"url"`
	Date        string     `json:"date"` // YYYY-MM-DD or empty
	Source      string     `json:"source"`
	Retrieved   string     `json:"retrieved"` // RFC 3339 or empty
	Attribution string     `json:"attribution"`
	Note        string     `json:"note"`
	Text        string     `json:"text"`
	Parts       []partJSON `json:"parts"`
}

type partJSON struct {
	Kind         string   `json:"kind"`
	Start        int      `json:"start"` // bytes into text
	End          int      `json:"end"`
	Speaker      string   `json:"speaker"`
	Role         string   `json:"role"`
	Organisation string   `json:"organisation"`
	To           string   `json:"to"`
	Date         string   `json:"date"`
	Sentences    [][2]int `json:"sentences"` // start and end of each
}

func documentToJSON(d *corpus.Document) documentJSON {
	out := documentJSON{
		ID: d.ID, Revision: d.Revision, Kind: string(d.Kind), Status: string(d.Status), Title: d.Title,
		Reference: d.Reference, URL: d.URL, Date: d.Date.ISO(), Source: d.Source.Name,
		Attribution: d.Source.Attribution, Note: d.Source.Note, Text: d.Text, Parts: []partJSON{},
	}
	if !d.Source.Retrieved.IsZero() {
		out.Retrieved = d.Source.Retrieved.Format(time.RFC3339)
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		part := partJSON{
			Kind: string(p.Kind), Start: p.Span.Start, End: p.Span.End, Speaker: p.Speaker, Role: p.Role,
			Organisation: p.Organisation, To: p.To, Date: p.Date.ISO(), Sentences: [][2]int{},
		}
		for _, s := range p.Sentences {
			part.Sentences = append(part.Sentences, [2]int{s.Start, s.End})
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}
