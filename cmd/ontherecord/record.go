package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ontherecord/bot"
	"ontherecord/bot/catalogue"
	"ontherecord/corpus/store"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// How often a server looks for what other processes have stored (it indexes
// that itself), and for a better record than the one that it has: the sample
// gives way to a record of one's own, a snapshot of the index to a newer one or
// to the index itself.
const (
	followEvery = 2 * time.Second
	renewEvery  = 10 * time.Second
)

// record is what a server answers from. It is renewed while questions are being
// answered; each is answered from one state of it.
type record struct {
	log     *slog.Logger
	dir     string
	options library.Options
	every   time.Duration // renewEvery outside of tests

	mu      sync.Mutex
	now     *opened
	closing sync.WaitGroup // what was replaced and is still in use
}

// opened is one state of the record.
type opened struct {
	*library.Library
	catalogue *catalogue.Catalogue
	// changes is the store's counter when it was opened; settled reports whether
	// the index had everything by then.
	changes int64
	settled bool
	uses    sync.WaitGroup
}

var (
	_ bot.Answerer  = (*record)(nil)
	_ bot.Catalogue = (*record)(nil)
)

// openRecord opens the record in dir, or the sample where there is none.
func openRecord(ctx context.Context, lg *slog.Logger, dir string, o library.Options) (*record, error) {
	r := &record{log: lg, dir: dir, options: o, every: renewEvery}
	l, err := library.Open(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	if r.now, err = newOpened(ctx, l); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	r.tell()
	return r, nil
}

func newOpened(ctx context.Context, l *library.Library) (*opened, error) {
	changes, err := l.Store.ChangeCounter(ctx)
	if err != nil {
		return nil, err
	}
	stats, err := l.Store.Stats(ctx)
	if err != nil {
		return nil, err
	}
	return &opened{Library: l, catalogue: catalogue.New(l.Store), changes: changes, settled: stats.Pending == 0}, nil
}

// tell logs what is answered from.
func (r *record) tell() {
	switch {
	case r.now.Sample != "":
		r.log.Warn("answering from the "+r.now.Sample, "mend", "'ontherecord ingest PATH' puts documents of your own on the record; they are answered from as soon as they are there")
	case r.now.ReadOnly:
		r.log.Warn("another process writes the index: answering from a snapshot of it, renewed when the record changes",
			"folder", r.dir, "mend", "nothing if that is an ingest; of two servers with one folder, stop one")
	default:
		r.log.Info("answering from the record", "folder", r.dir)
	}
}

// use returns the state of the record to answer from; done gives it back.
func (r *record) use() (o *opened, done func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.uses.Add(1)
	return r.now, r.now.uses.Done
}

// Answer implements bot.Answerer.
func (r *record) Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error) {
	o, done := r.use()
	defer done()
	return o.Answerer.Answer(ctx, q)
}

// Overview implements bot.Catalogue.
func (r *record) Overview(ctx context.Context) (bot.Overview, error) {
	o, done := r.use()
	defer done()
	return o.catalogue.Overview(ctx)
}

// Names implements bot.Catalogue.
func (r *record) Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error) {
	o, done := r.use()
	defer done()
	return o.catalogue.Names(ctx, part, organisations, limit)
}

// Titles implements bot.Catalogue.
func (r *record) Titles(ctx context.Context, limit int) ([]string, error) {
	o, done := r.use()
	defer done()
	return o.catalogue.Titles(ctx, limit)
}

// keep holds the record up to date until ctx ends.
func (r *record) keep(ctx context.Context) {
	ticker := time.NewTicker(r.every)
	defer ticker.Stop()
	for {
		o, done := r.use()
		if o.Sample == "" && !o.ReadOnly {
			o.Follow(ctx, min(followEvery, r.every), r.log) // until ctx ends: nothing is better
			done()
			return
		}
		done()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := r.renew(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("looking for news on the record failed", "error", err, "mend", "'ontherecord check' may tell more")
		}
	}
}

// renew puts a better state of the record in the place of the present one where
// there is one.
func (r *record) renew(ctx context.Context) error {
	old, done := r.use()
	defer done()
	if old.Sample != "" {
		if own, err := ownDocuments(ctx, r.dir); err != nil || own == 0 {
			return err
		}
	}
	l, err := library.OpenDir(ctx, r.dir, r.options)
	if err != nil {
		return err
	}
	fresh, err := newOpened(ctx, l)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if better, err := fresh.better(old); err != nil || !better {
		return errors.Join(err, l.Close())
	}
	again := old.ReadOnly && fresh.ReadOnly
	r.replace(fresh)
	if again {
		r.log.Info("answering from a newer snapshot of the index")
	} else {
		r.tell()
	}
	return nil
}

// better reports whether o is to be answered from instead of old.
func (o *opened) better(old *opened) (bool, error) {
	if old.Sample != "" || !o.ReadOnly || !old.settled || o.changes != old.changes {
		return true, nil
	}
	now, err := o.Index.Passages()
	if err != nil {
		return false, err
	}
	before, err := old.Index.Passages()
	return now != before, err
}

// replace answers from o from now on; what was answered from is closed once
// nobody uses it any more.
func (r *record) replace(o *opened) {
	r.mu.Lock()
	old := r.now
	r.now = o
	r.mu.Unlock()
	r.closing.Go(func() {
		old.uses.Wait() // nobody takes it up any more: it is no longer r.now
		if err := old.Close(); err != nil {
			r.log.Warn("closing an older state of the record failed", "error", err)
		}
	})
}

// ownDocuments counts the documents in the state folder.
func ownDocuments(ctx context.Context, dir string) (int, error) {
	path := filepath.Join(dir, library.StoreFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	s, err := store.Open(ctx, path)
	if err != nil {
		return 0, err
	}
	stats, err := s.Stats(ctx)
	return stats.Documents, errors.Join(err, s.Close())
}

// close waits until nobody uses the record any more, and closes it.
func (r *record) close() error {
	r.closing.Wait()
	r.now.uses.Wait()
	return r.now.Close()
}

// state is how the record stands.
type state struct {
	store.Stats
	indexed          int // passages in the index
	sample, readOnly bool
}

func (r *record) state(ctx context.Context) (state, error) {
	o, done := r.use()
	defer done()
	stats, err := o.Store.Stats(ctx)
	if err != nil {
		return state{}, fmt.Errorf("read the record: %w", err)
	}
	indexed, err := o.Index.Passages()
	if err != nil {
		return state{}, fmt.Errorf("read the index: %w", err)
	}
	return state{stats, indexed, o.Sample != "", o.ReadOnly}, nil
}
