// Package bench measures what ingesting and asking cost, on passages that it
// generates: about 80 words each, out of a vocabulary of 60,000 made-up words
// whose frequencies follow Zipf's law. No word is a function word and no word
// is left out of the questions, so the common ones stand in nearly every
// passage: that is harder than English.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"ontherecord/corpus/ingest"
	"ontherecord/retrieval/library"
)

// Options of a Run.
type Options struct {
	// Sizes are the numbers of passages to measure with, one after the other.
	Sizes []int
	// Dir is an existing folder to work in. What is left in it, about 2 kB a
	// passage, is the caller's to remove.
	Dir string
	// Questions of each sort; 0 means 500.
	Questions int
	Seed      uint64
	// Child carries out a task in a process of its own, whose memory and start
	// are then measured. Where it is nil, this process does.
	Child func(context.Context, Task) (Asked, error)
	// Progress, if set, is told what is being done and how far it is.
	Progress func(step string, done, total int)
	// Profiles is a folder to write profiles to, if any.
	Profiles string
}

// Result is what one size costs.
type Result struct {
	Passages int `json:"passages"`

	IngestSeconds float64 `json:"ingest_seconds"`
	IngestRate    float64 `json:"ingest_passages_per_second"`
	// IngestPeak is the most memory that was resident by the end of the
	// ingest, in bytes; this process had generated the passages before.
	IngestPeak int64 `json:"ingest_peak_bytes"`
	StoreBytes int64 `json:"store_bytes"`
	IndexBytes int64 `json:"index_bytes"`

	// Start is the milliseconds from the start of a process to the end of its
	// first answer: the median of several.
	Start float64 `json:"start_ms"`
	Asked
}

// Report is what a Run found.
type Report struct {
	Machine Machine   `json:"machine"`
	Began   time.Time `json:"began"`
	Results []Result  `json:"results"`
}

const (
	defaultQuestions = 500
	starts           = 5
)

// Run generates passages, ingests them and asks, for each of the sizes.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.Questions <= 0 {
		o.Questions = defaultQuestions
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if o.Child == nil {
		o.Child = func(ctx context.Context, t Task) (Asked, error) {
			if t.First {
				return Asked{}, First(ctx, t)
			}
			return Ask(ctx, t)
		}
	}
	report := &Report{Machine: thisMachine(), Began: time.Now().UTC().Truncate(time.Second)}
	for _, n := range o.Sizes {
		if n <= 0 {
			return nil, fmt.Errorf("measure with %d passages: use one or more", n)
		}
		r, err := o.size(ctx, n)
		if err != nil {
			return report, fmt.Errorf("measure with %d passages: %w", n, err)
		}
		report.Results = append(report.Results, *r)
	}
	return report, nil
}

func (o *Options) size(ctx context.Context, n int) (*Result, error) {
	dir := filepath.Join(o.Dir, strconv.Itoa(n))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	r := &Result{Passages: n}
	if err := o.ingest(ctx, dir, r); err != nil {
		return nil, err
	}
	runtime.GC()
	task := Task{Dir: dir, Seed: o.Seed, Passages: n, Questions: o.Questions, First: true}
	var times []float64
	for i := range starts {
		o.Progress("start", i, starts)
		began := time.Now()
		if _, err := o.Child(ctx, task); err != nil {
			return nil, err
		}
		times = append(times, float64(time.Since(began))/float64(time.Millisecond))
	}
	slices.Sort(times)
	r.Start = times[len(times)/2]
	o.Progress("ask", 0, 1)
	task.First = false
	if o.Profiles != "" {
		task.Profile = filepath.Join(o.Profiles, fmt.Sprintf("ask-%d.pprof", n))
	}
	var err error
	r.Asked, err = o.Child(ctx, task)
	return r, err
}

func (o *Options) ingest(ctx context.Context, dir string, r *Result) error {
	g := NewGenerator(o.Seed)
	source := filepath.Join(dir, "passages.jsonl")
	if err := g.Write(ctx, source, 0, r.Passages, func(done int) { o.Progress("generate", done, r.Passages) }); err != nil {
		return err
	}
	l, err := library.OpenDir(ctx, dir, library.Options{})
	if err != nil {
		return err
	}
	profile := ""
	if o.Profiles != "" {
		profile = filepath.Join(o.Profiles, fmt.Sprintf("ingest-%d.pprof", r.Passages))
	}
	began := time.Now()
	err = profiled(profile, func() error {
		summary, err := ingest.Run(ctx, ingest.Options{
			Paths: []string{source}, Store: l.Store, Index: l.Index,
			Progress: func(p ingest.Progress) { o.Progress("ingest", p.Indexed, r.Passages) },
		})
		if err == nil && (summary.New != r.Passages || summary.Indexed != r.Passages) {
			err = fmt.Errorf("%d passages were stored and %d indexed", summary.New, summary.Indexed)
		}
		return err
	})
	r.IngestSeconds = time.Since(began).Seconds()
	r.IngestRate = float64(r.Passages) / r.IngestSeconds
	r.IngestPeak = peak()
	if err := errors.Join(err, l.Close(), os.Remove(source)); err != nil {
		return err
	}
	if r.IndexBytes, err = size(filepath.Join(dir, library.IndexFolder)); err != nil {
		return err
	}
	r.StoreBytes, err = size(filepath.Join(dir, library.StoreFile))
	return err
}

// size sums up the files at or under path.
func size(path string) (int64, error) {
	var n int64
	err := filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
