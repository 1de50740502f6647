package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// gapJSON is an unanswered question as machines read it.
type gapJSON struct {
	Question string    `json:"question"`
	Times    int       `json:"times"`
	People   int       `json:"people"`
	Reason   string    `json:"reason"`
	First    time.Time `json:"first"`
	Latest   time.Time `json:"latest"`
}

func (a *app) gapsCommand() *cobra.Command {
	var (
		as    export
		limit int
	)
	cmd := &cobra.Command{
		Use:   "gaps",
		Short: "List what people asked and the record did not answer",
		Long: `Gaps lists the questions that the record did not answer, most asked first, with
how often and by how many people. Wordings that come to the same are one
question. They tell which documents are missing.`,
		Example: `  ontherecord gaps
  ontherecord gaps --csv >gaps.csv`,
		Args: args(cobra.NoArgs, "gaps takes no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			m, err := a.openMemory(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, m.Close()) }()
			gaps, err := m.Gaps(cmd.Context())
			if err != nil {
				return err
			}
			if limit > 0 {
				gaps = gaps[:min(limit, len(gaps))]
			}
			list := make([]gapJSON, 0, len(gaps))
			for _, g := range gaps {
				list = append(list, gapJSON{g.Question, g.Times, g.People, string(g.Reason), g.First, g.Latest})
			}
			return writeGaps(a.out, as, list)
		},
	}
	as.add(cmd)
	cmd.Flags().IntVar(&limit, "limit", 0, "how many questions at most (0: all)")
	return cmd
}

func writeGaps(w io.Writer, as export, gaps []gapJSON) error {
	switch {
	case as.json:
		return writeJSON(w, gaps)
	case as.csv:
		rows := make([][]string, 0, len(gaps))
		for _, g := range gaps {
			rows = append(rows, []string{g.Question, strconv.Itoa(g.Times), strconv.Itoa(g.People), g.Reason,
				g.First.Format(time.RFC3339), g.Latest.Format(time.RFC3339)})
		}
		return writeCSV(w, []string{"question", "times", "people", "reason", "first", "latest"}, rows)
	case len(gaps) == 0:
		_, err := fmt.Fprintln(w, "No question has gone unanswered yet.")
		return err
	}
	for _, g := range gaps {
		times := "times"
		if g.Times == 1 {
			times = "time"
		}
		if _, err := fmt.Fprintf(w, "%4d %-5s  %s  (%s, latest %s)\n", g.Times, times, oneLine(g.Question), g.Reason, g.Latest.Format("2 January 2006")); err != nil {
			return err
		}
	}
	return nil
}
