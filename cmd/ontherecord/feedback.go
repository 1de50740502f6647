package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"ontherecord/bot"
	"ontherecord/corpus"
	"ontherecord/corpus/store"
)

// export is how a list is written: as JSON, as CSV, or for people.
type export struct{ json, csv bool }

func (e *export) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&e.json, "json", false, "print a JSON array")
	cmd.Flags().BoolVar(&e.csv, "csv", false, "print CSV with a header line")
	cmd.MarkFlagsMutuallyExclusive("json", "csv")
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func writeCSV(w io.Writer, head []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(head); err != nil {
		return err
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = harmless(cell)
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// harmless keeps a spreadsheet from running what somebody typed as a formula
// (OWASP, CSV Injection).
func harmless(cell string) string {
	if cell != "" && (cell[0] == '=' || cell[0] == '+' || cell[0] == '-' || cell[0] == '@' || cell[0] == '\t' || cell[0] == '\r') {
		return "'" + cell
	}
	return cell
}

// voteJSON is a vote as machines read it. Quote is empty where the revision
// that was quoted is no longer stored.
type voteJSON struct {
	At        time.Time `json:"at"`
	Useful    bool      `json:"useful"`
	Question  string    `json:"question"`
	Quote     string    `json:"quote"`
	Document  string    `json:"document"`
	Revision  int       `json:"revision"`
	Start     int       `json:"start"`
	End       int       `json:"end"`
	Platform  string    `json:"platform"`
	Workspace string    `json:"workspace"`
	User      string    `json:"user"`
}

func (a *app) feedbackCommand() *cobra.Command {
	var as export
	cmd := &cobra.Command{
		Use:   "feedback",
		Short: "List which quotes people found useful and which not",
		Long: `Feedback lists the votes that people cast with the buttons under a quote, the
latest first. A person has one vote a question and quote: the last one counts.`,
		Example: `  ontherecord feedback
  ontherecord feedback --csv >feedback.csv`,
		Args: args(cobra.NoArgs, "feedback takes no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx := cmd.Context()
			m, err := a.openMemory(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, m.Close()) }()
			votes, err := m.Votes(ctx)
			if err != nil {
				return err
			}
			l, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, l.Close()) }()
			list := make([]voteJSON, 0, len(votes))
			for _, v := range votes {
				words, err := quotedBy(ctx, l.Store, v.Quote)
				if err != nil {
					return err
				}
				list = append(list, voteJSON{v.At, v.Useful, v.Question, words, v.Quote.Document, v.Quote.Revision,
					v.Quote.Span.Start, v.Quote.Span.End, v.Platform, v.Workspace, v.User})
			}
			return writeVotes(a.out, as, list)
		},
	}
	as.add(cmd)
	return cmd
}

// revisions keeps documents as they were.
type revisions interface {
	// Revision returns a revision of a document; the error wraps
	// store.ErrNotFound where there is none.
	Revision(ctx context.Context, id string, n int) (*corpus.Document, error)
}

// quotedBy is the words of a quote, or empty where they are not stored any more.
func quotedBy(ctx context.Context, r revisions, shown bot.Shown) (string, error) {
	d, err := r.Revision(ctx, shown.Document, shown.Revision)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	q, err := d.Quote(shown.Span)
	if err != nil {
		return "", nil // split otherwise than when it was quoted
	}
	return q.Text(), nil
}

func writeVotes(w io.Writer, as export, votes []voteJSON) error {
	switch {
	case as.json:
		return writeJSON(w, votes)
	case as.csv:
		rows := make([][]string, 0, len(votes))
		for _, v := range votes {
			rows = append(rows, []string{v.At.Format(time.RFC3339), strconv.FormatBool(v.Useful), v.Question, v.Quote, v.Document,
				strconv.Itoa(v.Revision), strconv.Itoa(v.Start), strconv.Itoa(v.End), v.Platform, v.Workspace, v.User})
		}
		return writeCSV(w, []string{"at", "useful", "question", "quote", "document", "revision", "start", "end", "platform", "workspace", "user"}, rows)
	case len(votes) == 0:
		_, err := fmt.Fprintln(w, "Nobody has voted on a quote yet.")
		return err
	}
	useful := 0
	for _, v := range votes {
		verdict := "not useful"
		if v.Useful {
			verdict = "useful"
			useful++
		}
		fmt.Fprintf(w, "%s  %-10s  %s\n", v.At.Format("2006-01-02"), verdict, oneLine(v.Question))
		if v.Quote != "" {
			fmt.Fprintf(w, "            “%s”\n", oneLine(v.Quote))
		}
		fmt.Fprintf(w, "            %s\n", v.Document)
	}
	_, err := fmt.Fprintf(w, "\n%d of %d found useful.\n", useful, len(votes))
	return err
}
