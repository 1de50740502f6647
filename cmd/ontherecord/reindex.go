package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"ontherecord/corpus/ingest"
	"ontherecord/corpus/store"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/library"
)

func (a *app) reindexCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the search index from the stored documents",
		Long: `Reindex builds a fresh search index from the stored documents beside the one in
use, and puts it in its place when it is complete. Stop 'ontherecord serve'
before. An interruption leaves the old index in use.`,
		Args: args(cobra.NoArgs, "reindex takes no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.reindex(cmd.Context()) },
	}
}

func (a *app) reindex(ctx context.Context) error {
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	analyzer := analysis.New()
	dir := filepath.Join(a.dataDir, library.IndexFolder)
	// While the old index is open here nobody else can write it. One that can't
	// be opened, because it is damaged or of another version, is what reindex
	// is for.
	old, err := bleveindex.Open(dir, analyzer, a.logger())
	switch {
	case errors.Is(err, bleveindex.ErrLocked):
		return fmt.Errorf("%w: stop it ('ontherecord serve'?) and try again", err)
	case err != nil:
		old = nil
	}
	closeOld := func() error {
		if old == nil {
			return nil
		}
		o := old
		old = nil
		return o.Close()
	}
	defer closeOld() //nolint:errcheck // it is about to be thrown away

	fresh := dir + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clear away an index that was left unfinished: %w", err)
	}
	index, err := bleveindex.Open(fresh, analyzer, a.logger())
	if err != nil {
		return err
	}
	var bar *progress
	passages := 0
	last, err := ingest.Reindex(ctx, st, index, func(done, total int) {
		if bar == nil {
			bar = a.progress("Indexing", total)
		}
		passages = done
		bar.set(done)
	})
	if bar != nil {
		bar.finish()
	}
	if err := errors.Join(err, index.Close()); err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	if err := closeOld(); err != nil {
		a.logger().Warn("closing the old index failed", "error", err)
	}
	if err := swap(ctx, st, dir, fresh); err != nil {
		return err
	}
	if err := st.IndexedThrough(ctx, last); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%d passages indexed.\n", passages)
	return nil
}

// swap puts the folder fresh in the place of dir. The store takes nothing for
// indexed meanwhile: should the program end in between, the index that is then
// there is given everything anew.
func swap(ctx context.Context, st *store.Store, dir, fresh string) error {
	if err := st.MarkAllPending(ctx); err != nil {
		return err
	}
	old := dir + ".old"
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("put the new index in place: %w", err)
	}
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("put the new index in place: %w", err)
	}
	if err := os.Rename(fresh, dir); err != nil {
		return fmt.Errorf("put the new index in place: %w", err)
	}
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("remove the old index: %w", err)
	}
	return nil
}

// openStore opens the store of the state folder, which must be there.
func (a *app) openStore(ctx context.Context) (*store.Store, error) {
	path := filepath.Join(a.dataDir, library.StoreFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no record in %s yet: 'ontherecord ingest PATH' begins one", a.dataDir)
	}
	return store.Open(ctx, path)
}
