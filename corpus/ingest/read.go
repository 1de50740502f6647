package ingest

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/parse"
	"ontherecord/corpus/text"
)

// A chunk is some of what a file holds. Chunks are small, so that few
// documents wait between the stages.
type chunk struct {
	documents []*corpus.Document
	bytes     int
	skipped   []Skip
}

const (
	chunkDocuments = 128
	chunkBytes     = 512 << 10
)

// A readers reads files, several at a time, and hands on what they hold in the
// order of the files.
type readers struct {
	sources []source
	stdin   io.Reader
	now     func() time.Time
	workers int
	read    atomic.Int64 // bytes
}

// each calls take with all chunks of all files, in order, until it fails. No
// goroutine is left when each returns.
func (r *readers) each(ctx context.Context, take func(chunk) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()

	// Files are begun ahead of the one whose turn it is, but wait after a
	// chunk or two.
	queue := make(chan chan chunk, r.workers-1)
	wg.Go(func() {
		defer close(queue)
		for _, s := range r.sources {
			out := make(chan chunk, 1)
			select {
			case queue <- out:
			case <-ctx.Done():
				return
			}
			wg.Go(func() {
				defer close(out)
				r.file(ctx, s, out)
			})
		}
	})
	for out := range queue {
		for c := range out {
			if err := take(c); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// file sends what s holds. What cannot be read is sent as skipped.
func (r *readers) file(ctx context.Context, s source, out chan<- chunk) {
	var c chunk
	send := func() error {
		select {
		case out <- c:
			c = chunk{}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := r.parse(ctx, s, func(d *corpus.Document, skipped *parse.Skipped) error {
		if skipped != nil {
			c.skipped = append(c.skipped, Skip{Path: s.path, Record: skipped.ID, Line: skipped.Line, Reason: skipped.Reason})
		} else {
			text.Split(d)
			if err := d.Validate(); err != nil {
				c.skipped = append(c.skipped, Skip{Path: s.path, Record: d.ID, Reason: err.Error()})
				return nil
			}
			c.documents = append(c.documents, d)
			c.bytes += len(d.Text)
		}
		if len(c.documents)+len(c.skipped) < chunkDocuments && c.bytes < chunkBytes {
			return nil
		}
		return send()
	})
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		c.skipped = append(c.skipped, Skip{Path: s.path, Reason: reason(err)})
	}
	if len(c.documents)+len(c.skipped) > 0 {
		_ = send() // fails only when nobody waits for it any more
	}
}

func (r *readers) parse(ctx context.Context, s source, yield parse.Yield) error {
	in := parse.Input{Name: s.path, Retrieved: r.now()}
	if s.path == Stdin {
		if r.stdin == nil {
			return errors.New("there is no standard input to read")
		}
		return parse.Each(&counted{ctx, r.stdin, &r.read}, in, yield)
	}
	absolute, err := filepath.Abs(s.path)
	if err != nil {
		return err
	}
	in.Identity = absolute
	f, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer f.Close()
	return parse.Each(&counted{ctx, f, &r.read}, in, yield)
}

// counted counts the bytes read, and stops when the run does.
type counted struct {
	ctx context.Context
	r   io.Reader
	n   *atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(b)
	c.n.Add(int64(n))
	return n, err
}
