// Package ingest brings documents onto the record: it reads files, parses
// them, cuts their sentences, stores them and has the index take them in.
//
// Nothing is lost by a kill at any moment. A document counts as stored when
// the store's transaction has returned; only then is the index told, and only
// when the index has it on the disk does the store strike the work off. What
// was left undone is done first by the next Run or Catchup.
package ingest

import (
	"context"
	"fmt"

	"ontherecord/corpus"
	"ontherecord/corpus/store"
	"ontherecord/corpus/text"
)

// An Entry is a passage with the document that it is cut from. The document is
// shared and must not be changed.
type Entry = store.Found

// An Index takes in passages.
type Index interface {
	// Apply adds and removes passages. When it returns nil, the change is on
	// the disk and visible to searches. Adding a passage that is there replaces
	// it; removing one that is not there does nothing.
	Apply(ctx context.Context, add []Entry, remove []corpus.PassageID) error
}

// splitterVersion is raised when text.Split or (*corpus.Document).Passages
// cuts differently, so that the next Reindex cuts all documents anew.
const splitterVersion = 2

// How many passages an index is given at once at most. An index may build from
// a half of them on each of two processors, and the larger the halves the less
// there is to merge. A Reindex tells its progress after each step, and so takes
// smaller ones.
const (
	applyPassages   = 8000
	reindexPassages = 4000
)

// Catchup has the index do all work that is pending in the store.
func Catchup(ctx context.Context, st *store.Store, index Index) error {
	_, err := catchup(ctx, st, index, nil)
	return err
}

// catchup returns how many passages the index added and removed, and tells
// done, which may be nil, so after each step.
func catchup(ctx context.Context, st *store.Store, index Index, done func(int)) (int, error) {
	total := 0
	for {
		work, err := st.Pending(ctx, applyPassages)
		if err != nil {
			return total, err
		}
		if work.Empty() {
			return total, nil
		}
		if err := index.Apply(ctx, work.Add, work.Remove); err != nil {
			return total, fmt.Errorf("index passages: %w", err)
		}
		if err := st.Indexed(ctx, work); err != nil {
			return total, err
		}
		total += len(work.Add) + len(work.Remove)
		if done != nil {
			done(total)
		}
	}
}

// Reindex gives all passages of the store to fresh, which must be an empty
// index, and returns the ID of the last. When fresh has taken the place of the
// index in use, tell the store with IndexedThrough. Sentences and passages are
// cut anew before, where they were cut by another version of the program.
//
// Nobody may catch up with another index meanwhile; documents may be stored.
// Progress, which may be nil, is told how many of how many passages are done.
func Reindex(ctx context.Context, st *store.Store, fresh Index, progress func(done, total int)) (corpus.PassageID, error) {
	version, err := st.Splitter(ctx)
	if err != nil {
		return 0, err
	}
	if version != splitterVersion {
		if err := st.Resplit(ctx, splitterVersion, text.Split, nil); err != nil {
			return 0, err
		}
	}
	stats, err := st.Stats(ctx)
	if err != nil {
		return 0, err
	}
	var last corpus.PassageID
	for done := 0; ; {
		entries, through, err := st.After(ctx, last, reindexPassages)
		if err != nil {
			return 0, err
		}
		if through == last {
			return last, nil
		}
		if err := fresh.Apply(ctx, entries, nil); err != nil {
			return 0, fmt.Errorf("index passages: %w", err)
		}
		last = through
		done += len(entries)
		if progress != nil {
			progress(done, max(done, stats.Passages))
		}
	}
}
