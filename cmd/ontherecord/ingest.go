package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"ontherecord/corpus/ingest"
)

// skipsShown is how many skipped files and records are printed without
// --verbose.
const skipsShown = 20

func (a *app) ingestCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "ingest PATH|GLOB|-…",
		Short: "Put documents on the record",
		Long: `Ingest reads documents and puts them on the record: files, patterns such as
'letters/*.txt', folders with all that is under them, and "-" for standard
input. Documents that are on the record already and say the same are left
alone, so that the same command can be given again at any time, also to go on
after an interruption.

A file or a record that cannot be read is reported and skipped, and the exit
code is then 3. In folders, hidden files and files of other kinds are passed
over, which is no failure.`,
		Example: `  ontherecord ingest answers/ 'letters/*.txt'
  curl -s https://… | ontherecord ingest -`,
		Args: args(cobra.MinimumNArgs(1), "ingest needs something to read: ontherecord ingest PATH"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return a.ingest(cmd.Context(), paths, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the summary as one JSON object")
	return cmd
}

func (a *app) ingest(ctx context.Context, paths []string, asJSON bool) error {
	l, err := a.openOwn(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	bar := a.ingestBar()
	o := ingest.Options{Paths: paths, Stdin: a.in, Store: l.Store, Progress: bar.set, Logger: a.logger()}
	if !l.ReadOnly {
		o.Index = l.Index
	}
	sum, err := ingest.Run(ctx, o)
	bar.finish()
	if err != nil && sum.Stored() == 0 && !errors.Is(err, context.Canceled) {
		return err
	}
	if asJSON {
		if err := a.writeJSON(ingestJSON(sum)); err != nil {
			return err
		}
	} else {
		a.ingestSummary(sum, l.ReadOnly)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("interrupted: what is counted above is stored; give the same command again to go on")
	case err != nil:
		return fmt.Errorf("%w\nWhat is counted above is stored; give the same command again to go on", err)
	case sum.SkippedTotal > 0:
		return &codeError{exitSkipped, errQuiet}
	}
	return nil
}

// ingestSummary tells people what an ingest did: the figures on standard
// output, what needs their attention on standard error.
func (a *app) ingestSummary(sum ingest.Summary, locked bool) {
	shown := sum.Skipped
	if !a.verbose && len(shown) > skipsShown {
		shown = shown[:skipsShown]
	}
	for _, s := range shown {
		fmt.Fprintf(a.err, "skipped %s\n", s)
	}
	if more := sum.SkippedTotal - len(shown); more > 0 {
		fmt.Fprintf(a.err, "… and %d more; --verbose and --json list up to 1,000\n", more)
	}
	if len(sum.PassedOver) > 0 {
		var kinds []string
		for _, ext := range slices.Sorted(maps.Keys(sum.PassedOver)) {
			name := ext
			if name == "" {
				name = "without extension"
			}
			kinds = append(kinds, fmt.Sprintf("%d %s", sum.PassedOver[ext], name))
		}
		fmt.Fprintf(a.err, "Passed over in folders, of kinds that are not read: %s.\n", strings.Join(kinds, ", "))
	}
	fmt.Fprintf(a.out, "%d new, %d changed, %d unchanged, %d skipped in %s.\n",
		sum.New, sum.Changed, sum.Unchanged, sum.SkippedTotal, sum.Duration.Round(10*time.Millisecond))
	if locked && sum.Pending > 0 {
		fmt.Fprintf(a.err, "Another process has the index open. The documents are stored and will be found once it has taken them in (passages: %d).\n", sum.Pending)
	}
}

type ingestReport struct {
	New          int            `json:"new"`
	Changed      int            `json:"changed"`
	Unchanged    int            `json:"unchanged"`
	Skipped      []ingest.Skip  `json:"skipped"`
	SkippedTotal int            `json:"skipped_total"`
	PassedOver   map[string]int `json:"passed_over"`
	Indexed      int            `json:"indexed"`
	Pending      int            `json:"pending"`
	Seconds      float64        `json:"seconds"`
}

func ingestJSON(s ingest.Summary) ingestReport {
	skipped := s.Skipped
	if skipped == nil {
		skipped = []ingest.Skip{}
	}
	return ingestReport{s.New, s.Changed, s.Unchanged, skipped, s.SkippedTotal, s.PassedOver, s.Indexed, s.Pending,
		s.Duration.Seconds()}
}

// writeJSON prints v as one indented object.
func (a *app) writeJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// An ingestBar shows how much has been read and stored, on a terminal alone.
type ingestBar struct{ bar *progressbar.ProgressBar }

func (a *app) ingestBar() *ingestBar {
	if !isTerminal(a.err) {
		return &ingestBar{}
	}
	return &ingestBar{progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetDescription("Reading"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(65*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)}
}

func (b *ingestBar) set(p ingest.Progress) {
	if b.bar == nil {
		return
	}
	if p.BytesTotal > 0 && b.bar.GetMax64() != p.BytesTotal {
		b.bar.ChangeMax64(p.BytesTotal)
	}
	b.bar.Describe(fmt.Sprintf("%d documents stored, %d passages indexed", p.Stored, p.Indexed))
	// A bar that is full ends; the indexing goes on after the last byte.
	if n := p.BytesRead; p.BytesTotal <= 0 || n < p.BytesTotal {
		_ = b.bar.Set64(n)
	}
}

func (b *ingestBar) finish() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
