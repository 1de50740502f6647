// Package library opens a record: the store of documents, the index built from
// it and the Answerer over both. The command line, the adapters' processes and
// the evaluation all answer through it.
package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/corpus/sample"
	"ontherecord/corpus/store"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/followup"
)

// The files of a state folder.
const (
	StoreFile   = "record.db"
	IndexFolder = "index"
)

// Library is an open record. Its parts may be used concurrently.
type Library struct {
	Store    *store.Store
	Index    *bleveindex.Index
	Answerer *retrieval.Answerer
	// Sample describes the built-in sample where that is what was opened.
	Sample string
	// ReadOnly reports that another process writes the index: this one reads a
	// snapshot of it.
	ReadOnly bool
}

// Options of opening. The zero value stands for the defaults.
type Options struct {
	Retrieval retrieval.Config
	Logger    *slog.Logger
}

func (o Options) filled() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Retrieval.Analyzer == nil {
		o.Retrieval.Analyzer = analysis.New()
	}
	if o.Retrieval.Follow == nil {
		o.Retrieval.Follow = followup.Continue
	}
	return o
}

// Open opens the record in the folder dir for asking. Where there is none, or
// an empty one, it opens the built-in sample. What was stored and not indexed
// when a process was killed is indexed first.
func Open(ctx context.Context, dir string, o Options) (*Library, error) {
	o = o.filled()
	if _, err := os.Stat(filepath.Join(dir, StoreFile)); errors.Is(err, fs.ErrNotExist) {
		return OpenSample(ctx, o)
	}
	l, err := OpenDir(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	stats, err := l.Store.Stats(ctx)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if stats.Documents == 0 {
		if err := l.Close(); err != nil {
			return nil, err
		}
		return OpenSample(ctx, o)
	}
	return l, nil
}

// OpenDir opens the record in dir, or makes an empty one there. If another
// process writes its index, the library reads a snapshot and is ReadOnly.
func OpenDir(ctx context.Context, dir string, o Options) (*Library, error) {
	o = o.filled()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the state folder: %w", err)
	}
	s, err := store.Open(ctx, filepath.Join(dir, StoreFile))
	if err != nil {
		return nil, err
	}
	l := &Library{Store: s}
	l.Index, err = bleveindex.Open(filepath.Join(dir, IndexFolder), o.Retrieval.Analyzer, o.Logger)
	if errors.Is(err, bleveindex.ErrLocked) {
		l.ReadOnly = true
		l.Index, err = bleveindex.OpenSnapshot(filepath.Join(dir, IndexFolder), o.Retrieval.Analyzer, o.Logger)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if !l.ReadOnly {
		if err := l.catchUp(ctx, o.Logger); err != nil {
			return nil, errors.Join(fmt.Errorf("index what was stored: %w", err), l.Close())
		}
	}
	return l.ready(o)
}

// healedAtOnce is the number of passages up to which an index that lacks some
// is mended while a record is opened: a few seconds' work.
const healedAtOnce = 20_000

// catchUp indexes what is pending. An index that then holds fewer passages than
// the store takes for indexed lost some: its folder was removed or never copied
// along, or bleve fell back to an older state of damaged files. It is given
// everything anew, or, if that takes long, named as damaged.
func (l *Library) catchUp(ctx context.Context, lg *slog.Logger) error {
	indexed, err := l.Index.Passages()
	if err != nil {
		return err
	}
	if indexed > 0 {
		if err := ingest.Catchup(ctx, l.Store, l.Index); err != nil {
			return err
		}
		stats, err := l.Store.Stats(ctx)
		if err != nil {
			return err
		}
		if indexed, err = l.Index.Passages(); err != nil || indexed >= stats.Passages {
			return err
		}
		if stats.Passages > healedAtOnce {
			return fmt.Errorf("it holds %d of %d passages: %w", indexed, stats.Passages, retrieval.ErrIndexDamaged)
		}
		lg.WarnContext(ctx, "the index lost passages and is filled again", "indexed", indexed, "stored", stats.Passages)
	}
	if err := l.Store.MarkAllPending(ctx); err != nil {
		return err
	}
	return ingest.Catchup(ctx, l.Store, l.Index)
}

// OpenSample opens the built-in sample, in memory.
func OpenSample(ctx context.Context, o Options) (*Library, error) {
	docs, err := sample.Documents()
	if err != nil {
		return nil, err
	}
	l, err := OpenMemory(ctx, o, docs...)
	if err != nil {
		return nil, err
	}
	l.Sample = sample.Description(docs)
	return l, nil
}

// OpenMemory opens a record of docs that lives in memory. Their sentences must
// have been split.
func OpenMemory(ctx context.Context, o Options, docs ...*corpus.Document) (*Library, error) {
	o = o.filled()
	s, err := store.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	l := &Library{Store: s}
	if l.Index, err = bleveindex.OpenMemory(o.Retrieval.Analyzer, o.Logger); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if _, err := s.Put(ctx, docs...); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if err := ingest.Catchup(ctx, s, l.Index); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l.ready(o)
}

func (l *Library) ready(o Options) (*Library, error) {
	var err error
	l.Answerer, err = retrieval.New(l.Index, stored{l.Store}, o.Retrieval)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Close closes the index and the store.
func (l *Library) Close() error {
	var err error
	if l.Index != nil {
		err = l.Index.Close()
	}
	return errors.Join(err, l.Store.Close())
}

// Follow indexes what other processes store, every interval, until ctx ends.
// Errors are logged: the next round tries again.
func (l *Library) Follow(ctx context.Context, interval time.Duration, lg *slog.Logger) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := ingest.Catchup(ctx, l.Store, l.Index); err != nil && ctx.Err() == nil {
			lg.ErrorContext(ctx, "indexing what was stored failed", "error", err)
		}
	}
}
