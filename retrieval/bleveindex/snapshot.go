package bleveindex

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"

	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
)

const (
	snapshotPrefix = ".snapshot-"
	rootFile       = "root.bolt"
	// metaBytes are the two pages at the head of the root file that say which
	// state is the current one.
	metaBytes = 2 * 4096
	// snapshotTries bounds how often a snapshot that the writer changed under
	// our hands is taken again.
	snapshotTries = 20
)

// OpenSnapshot opens the index in dir for searching while another process
// writes it. bleve's segments never change once written, so the snapshot links
// to them and copies the small file that lists them; what is written later is
// not seen. The snapshot leaves nothing behind.
func OpenSnapshot(dir string, a *analysis.Analyzer, lg *slog.Logger) (ix *Index, err error) {
	defer guard(&err)
	removeStale(dir)
	for range snapshotTries {
		ix, err = openSnapshot(dir, a, lg)
		if err == nil || !errors.Is(err, errMoved) {
			return ix, err
		}
	}
	return nil, fmt.Errorf("open %s beside its writer: %w", dir, err)
}

var errMoved = errors.New("the index changed while it was being read: try again")

func openSnapshot(dir string, a *analysis.Analyzer, lg *slog.Logger) (*Index, error) {
	to, err := os.MkdirTemp(filepath.Dir(dir), snapshotPrefix)
	if err != nil {
		return nil, fmt.Errorf("open index snapshot: %w", err)
	}
	remove := func() error { return os.RemoveAll(to) }
	if err := link(dir, to); err != nil {
		return nil, errors.Join(err, remove())
	}
	b, err := bleve.OpenUsing(to, map[string]any{"read_only": true, "bolt_timeout": "1s"})
	if err != nil {
		// A segment that was merged away between the two steps.
		return nil, errors.Join(errMoved, err, remove())
	}
	ix, err := wrap(b, a, lg)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	// What is open stays readable where the system lets its files go, and a
	// process that is killed then leaves nothing behind.
	if err := remove(); err != nil {
		ix.cleanup = remove
	}
	return ix, nil
}

// link makes to a consistent view of the index in from.
func link(from, to string) error {
	const storeFolder = "store"
	meta, err := os.ReadFile(filepath.Join(from, "index_meta.json"))
	if err != nil {
		return fmt.Errorf("open index snapshot: %w: %w", err, retrieval.ErrIndexDamaged)
	}
	if err := os.WriteFile(filepath.Join(to, "index_meta.json"), meta, 0o600); err != nil {
		return fmt.Errorf("open index snapshot: %w", err)
	}
	if err := os.Mkdir(filepath.Join(to, storeFolder), 0o700); err != nil {
		return fmt.Errorf("open index snapshot: %w", err)
	}
	root := filepath.Join(from, storeFolder, rootFile)
	data, err := os.ReadFile(root)
	if err != nil {
		return fmt.Errorf("open index snapshot: %w", err)
	}
	segments, err := filepath.Glob(filepath.Join(from, storeFolder, "*.zap"))
	if err != nil {
		return fmt.Errorf("open index snapshot: %w", err)
	}
	for _, s := range segments {
		err := os.Link(s, filepath.Join(to, storeFolder, filepath.Base(s)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("open index snapshot: %w", err)
		}
	}
	// Pages in use by the current state are not written over before the next
	// state has become current; so if the head is the same afterwards, all of
	// what was read belongs together.
	again, err := os.ReadFile(root)
	if err != nil {
		return fmt.Errorf("open index snapshot: %w", err)
	}
	if len(data) < metaBytes || len(again) < metaBytes || !bytes.Equal(data[:metaBytes], again[:metaBytes]) {
		return errMoved
	}
	if err := os.WriteFile(filepath.Join(to, storeFolder, rootFile), data, 0o600); err != nil {
		return fmt.Errorf("open index snapshot: %w", err)
	}
	return nil
}

// removeStale removes the snapshots of processes that were killed: those older
// than a day. Errors don't matter, for the next one tries again.
func removeStale(dir string) {
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), snapshotPrefix) && staleAfter(info) {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(dir), e.Name()))
		}
	}
}

func staleAfter(info fs.FileInfo) bool { return time.Since(info.ModTime()) > 24*time.Hour }
