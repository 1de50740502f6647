package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/corpus/store"
	"ontherecord/retrieval/library"
)

// documentsShown is how many documents a list shows unless --limit says more.
const documentsShown = 50

func (a *app) documentsCommand() *cobra.Command {
	var (
		since, until, kind string
		filter             store.ListFilter
		asJSON             bool
	)
	cmd := &cobra.Command{
		Use:   "documents",
		Short: "List, show and remove what is on the record",
		Long: `Documents lists what is on the record, latest first. Without a record of your
own it lists the built-in sample.`,
		Example: `  ontherecord documents --kind letter --since 2025-01
  ontherecord documents --text radiotherapy
  ontherecord documents show ID
  ontherecord documents remove ID`,
		Args: args(cobra.NoArgs, "documents takes no arguments; 'ontherecord documents show ID' shows one"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := listFilter(&filter, since, until, kind); err != nil {
				return err
			}
			return a.list(cmd.Context(), filter, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&since, "since", "", "only documents from this day on (YYYY-MM-DD or YYYY-MM)")
	flags.StringVar(&until, "until", "", "only documents up to this day (YYYY-MM-DD or YYYY-MM)")
	flags.StringVar(&kind, "kind", "", "only documents of this kind (such as letter)")
	flags.StringVar(&filter.Text, "text", "", "only documents with this in their title, ID or text")
	flags.IntVar(&filter.Limit, "limit", documentsShown, "how many at most; 0 for all")
	flags.IntVar(&filter.Offset, "offset", 0, "how many to leave out at the beginning")
	flags.BoolVar(&asJSON, "json", false, "print a JSON array")
	cmd.AddCommand(a.showCommand(), a.removeCommand())
	return cmd
}

func listFilter(f *store.ListFilter, since, until, kind string) error {
	var err, errs error
	if f.Since, err = corpus.ParseDate(since); err != nil {
		errs = errors.Join(errs, fmt.Errorf("--since: %w", err))
	}
	if f.Until, err = corpus.ParseDate(until); err != nil {
		errs = errors.Join(errs, fmt.Errorf("--until: %w", err))
	}
	if kind != "" {
		if f.Kind, err = corpus.ParseKind(kind); err != nil {
			errs = errors.Join(errs, fmt.Errorf("--kind: %w", err))
		}
	}
	if f.Limit < 0 || f.Offset < 0 {
		errs = errors.Join(errs, errors.New("--limit and --offset: use 0 or more"))
	}
	if errs != nil {
		return &codeError{exitUsage, errs}
	}
	return nil
}

// openReading opens the store for reading: the record's own, or the sample's
// where there is none, with the line that says so printed.
func (a *app) openReading(ctx context.Context) (*store.Store, func() error, error) {
	if _, err := os.Stat(filepath.Join(a.dataDir, library.StoreFile)); err == nil {
		st, err := a.openStore(ctx)
		if err != nil {
			return nil, nil, err
		}
		return st, st.Close, nil
	}
	l, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if l.Sample != "" {
		fmt.Fprintf(a.err, "There is no record of your own: this is the %s.\n", l.Sample)
	}
	return l.Store, l.Close, nil
}

type listingJSON struct {
	ID       string `json:"id"`
	Revision int    `json:"revision"`
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Date     string `json:"date"` // YYYY-MM-DD or empty
	Passages int    `json:"passages"`
}

func (a *app) list(ctx context.Context, f store.ListFilter, asJSON bool) error {
	st, closeStore, err := a.openReading(ctx)
	if err != nil {
		return err
	}
	defer closeStore() //nolint:errcheck // it was only read
	list, err := st.List(ctx, f)
	if err != nil {
		return err
	}
	if asJSON {
		out := make([]listingJSON, 0, len(list))
		for _, l := range list {
			out = append(out, listingJSON{l.ID, l.Revision, string(l.Kind), l.Title, l.Date.ISO(), l.Passages})
		}
		return a.writeJSON(out)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, l := range list {
		title := l.Title
		if l.Revision > 1 {
			title += fmt.Sprintf(" (revision %d)", l.Revision)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Date, l.Kind, l.ID, strings.TrimSpace(title))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	stats, err := st.Stats(ctx)
	if err != nil {
		return err
	}
	if len(list) < stats.Documents {
		fmt.Fprintf(a.err, "%d of %d documents.\n", len(list), stats.Documents)
	}
	return nil
}

func (a *app) removeCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "remove ID…",
		Short: "Take documents off the record",
		Long: `Remove takes documents off the record: they are no longer listed, found or
quoted. Their texts stay in the store, so that quotes shown earlier can still
be traced with 'documents show ID --revision N'.`,
		Args: args(cobra.MinimumNArgs(1), "remove needs the ID of a document: 'ontherecord documents' lists them"),
		RunE: func(cmd *cobra.Command, ids []string) error { return a.remove(cmd.Context(), ids, yes) },
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "don't ask")
	return cmd
}

func (a *app) remove(ctx context.Context, ids []string, yes bool) error {
	st, err := a.openStore(ctx) // says what to do where there is no record
	if err != nil {
		return err
	}
	if err := st.Close(); err != nil {
		return err
	}
	if !yes && isTerminal(a.in) {
		fmt.Fprintf(a.err, "Take %d document(s) off the record: %s? [y/N] ", len(ids), strings.Join(ids, ", "))
		line, err := bufio.NewReader(a.in).ReadString('\n')
		if reply := strings.ToLower(strings.TrimSpace(line)); err != nil || reply != "y" && reply != "yes" {
			return errors.New("nothing was removed")
		}
	}
	l, err := a.openOwn(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	removed, err := l.Store.Remove(ctx, ids...)
	if err != nil {
		return err
	}
	if !l.ReadOnly {
		if err := ingest.Catchup(ctx, l.Store, l.Index); err != nil {
			return err
		}
	}
	gone := make(map[string]bool, len(removed))
	for _, id := range removed {
		gone[id] = true
		fmt.Fprintf(a.out, "removed %s\n", id)
	}
	missing := false
	for _, id := range ids {
		if !gone[id] {
			missing = true
			fmt.Fprintf(a.err, "%s is not on the record\n", id)
		}
	}
	if missing {
		return &codeError{exitSkipped, errQuiet}
	}
	return nil
}
