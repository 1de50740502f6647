package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/store"
)

// Options say what a Run reads and where to.
type Options struct {
	// Paths are files, globs, folders (read with all that is under them) and
	// "-" for Stdin.
	Paths []string
	Stdin io.Reader
	Store *store.Store
	// Index takes in what was stored. Where it is nil, as when another process
	// has it open, documents are stored only, and found once whoever holds the
	// index has caught up.
	Index Index
	// Progress, if set, is called after each step, never twice at a time.
	Progress func(Progress)
	// Concurrency is how many files are read at a time; 0 means one for each
	// processor.
	Concurrency int
	// Batch is how many documents are stored in one transaction; 0 means a
	// number that is quick. Fewer are reported as stored sooner.
	Batch  int
	Logger *slog.Logger     // nil is silent
	Now    func() time.Time // nil is time.Now
}

// Progress is how far a Run is.
type Progress struct {
	// Stored counts the documents of this run that are safely in the store, in
	// the order in which the paths give them, unchanged ones included.
	Stored  int
	Skipped int
	// Indexed counts the passages that the index has added or removed.
	Indexed int
	// BytesRead of BytesTotal, which does not count standard input.
	BytesRead, BytesTotal int64
}

// A Skip is a file, or a record of one, that was not taken.
type Skip struct {
	Path   string `json:"path"`
	Record string `json:"record,omitempty"` // the ID of the record, where it has one
	Line   int    `json:"line,omitempty"`   // on which it begins, from 1; 0 where there are no lines
	Reason string `json:"reason"`           // says what to do, where something can be done
}

func (s Skip) String() string {
	where := s.Path
	if s.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, s.Line)
	}
	if s.Record != "" {
		where += " (" + s.Record + ")"
	}
	return where + ": " + s.Reason
}

// maxSkips bounds how many skips a Summary lists.
const maxSkips = 1000

// A Summary is what a Run did.
type Summary struct {
	New, Changed, Unchanged int
	// Skipped lists what was not taken, at most the first thousand of the
	// SkippedTotal.
	Skipped      []Skip
	SkippedTotal int
	// PassedOver counts the files in folders that are of kinds that are not
	// read, by extension.
	PassedOver map[string]int
	// Indexed counts the passages that the index added or removed, Pending
	// those that it has yet to.
	Indexed, Pending int
	Duration         time.Duration
}

// Stored counts the documents that were read and are in the store.
func (s *Summary) Stored() int { return s.New + s.Changed + s.Unchanged }

func (s *Summary) skip(skips ...Skip) {
	s.SkippedTotal += len(skips)
	room := maxSkips - len(s.Skipped)
	s.Skipped = append(s.Skipped, skips[:min(room, len(skips))]...)
}

// A batch is stored in one transaction and indexed as one. Documents are held
// in memory from the reading until the indexing of their batch, of which there
// are three or four at a time.
const (
	batchDocuments = 3000
	batchBytes     = 4 << 20
)

// Run reads the documents that o names onto the record, after finishing what
// an earlier run left for the index. A file or record that cannot be read is
// skipped and listed; it stops nothing. Of two documents with one ID the later
// is a revision of the earlier.
//
// The Summary tells also with an error what was done. The error is about a
// path that does not exist, the store or the index, or wraps ctx.Err(); what
// was stored stays stored, and the same Run again goes on from there.
func Run(ctx context.Context, o Options) (Summary, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Concurrency <= 0 {
		o.Concurrency = runtime.GOMAXPROCS(0)
	}
	if o.Batch <= 0 {
		o.Batch = batchDocuments
	}
	began := o.Now()
	p, err := newPlan(o.Paths)
	if err != nil {
		return Summary{}, err
	}
	r := &run{o: o, readers: readers{sources: p.sources, stdin: o.Stdin, now: o.Now, workers: o.Concurrency}}
	for _, s := range p.sources {
		r.progress.BytesTotal += s.size
	}
	r.summary.PassedOver = p.passed
	r.skip(p.skipped...)
	err = r.all(ctx)
	if stats, serr := o.Store.Stats(context.WithoutCancel(ctx)); serr == nil {
		r.summary.Pending = stats.Pending
	} else {
		err = errors.Join(err, serr)
	}
	r.summary.Indexed = r.progress.Indexed
	r.summary.Duration = o.Now().Sub(began)
	return r.summary, err
}

type run struct {
	o       Options
	readers readers
	summary Summary // of the storing goroutine alone

	batch []*corpus.Document
	bytes int

	mu       sync.Mutex // guards progress, and keeps o.Progress to one call
	progress Progress
}

// all stores in this goroutine what the readers give, while another indexes.
func (r *run) all(ctx context.Context) error {
	if r.o.Index == nil {
		return r.store(ctx, func() error { return nil })
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// One batch may wait while another is indexed: that bounds how far the
	// store runs ahead. The first signal is for what an earlier run left.
	signal := make(chan struct{}, 1)
	signal <- struct{}{}
	indexed := make(chan error, 1)
	go func() {
		err := r.index(ctx, signal)
		if err != nil {
			cancel(err)
		}
		indexed <- err
	}()
	err := r.store(ctx, func() error {
		select {
		case signal <- struct{}{}:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(signal)
	if indexErr := <-indexed; indexErr != nil {
		return indexErr // the cause, where storing failed as well
	}
	return err
}

// index catches up at each signal.
func (r *run) index(ctx context.Context, signal <-chan struct{}) error {
	before := 0
	for range signal {
		n, err := catchup(ctx, r.o.Store, r.o.Index, func(done int) {
			r.report(func(p *Progress) { p.Indexed = before + done })
		})
		before += n
		if err != nil {
			return err
		}
	}
	return nil
}

// store stores all documents in batches and calls stored after each.
func (r *run) store(ctx context.Context, stored func() error) error {
	err := r.readers.each(ctx, func(c chunk) error {
		r.skip(c.skipped...)
		for _, d := range c.documents {
			r.batch = append(r.batch, d)
			r.bytes += len(d.Text)
			if len(r.batch) < r.o.Batch && r.bytes < batchBytes {
				continue
			}
			if err := r.flush(ctx, stored); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.flush(ctx, stored)
}

func (r *run) flush(ctx context.Context, stored func() error) error {
	if len(r.batch) == 0 {
		return nil
	}
	outcomes, err := r.o.Store.Put(ctx, r.batch...)
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		switch o {
		case store.New:
			r.summary.New++
		case store.Changed:
			r.summary.Changed++
		case store.Unchanged:
			r.summary.Unchanged++
		}
	}
	r.batch, r.bytes = nil, 0
	r.report(func(p *Progress) { p.Stored = r.summary.Stored() })
	return stored()
}

func (r *run) skip(skips ...Skip) {
	for _, s := range skips {
		r.o.Logger.Debug("skipped", "path", s.Path, "record", s.Record, "line", s.Line, "reason", s.Reason)
	}
	r.summary.skip(skips...)
	r.report(func(p *Progress) { p.Skipped = r.summary.SkippedTotal })
}

func (r *run) report(change func(*Progress)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.progress)
	r.progress.BytesRead = r.readers.read.Load()
	if r.o.Progress != nil {
		r.o.Progress(r.progress)
	}
}
