package ingest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
)

var _ ingest.Index = (*logIndex)(nil)

// A logIndex is an index in a file: a line for each passage added or removed,
// and one at the end of each Apply, without which what stands before it does
// not count. With no file it is in memory.
type logIndex struct {
	mu       sync.Mutex
	f        *os.File
	passages map[corpus.PassageID]string
	applies  int
	fail     error // returned by Apply
}

func openLogIndex(path string) (*logIndex, error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	ix := &logIndex{passages: map[corpus.PassageID]string{}}
	whole := strings.LastIndex(string(data), "end\n") // -1: none is
	if whole >= 0 {
		whole += len("end\n")
	}
	lines := bufio.NewScanner(strings.NewReader(string(data[:max(whole, 0)])))
	for lines.Scan() {
		var (
			op, document string
			id           corpus.PassageID
		)
		switch n, _ := fmt.Sscan(lines.Text(), &op, &id, &document); {
		case n == 3 && op == "+":
			ix.passages[id] = document
		case op == "-":
			delete(ix.passages, id)
		}
	}
	if ix.f, err = os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
		return nil, err
	}
	if err := ix.f.Truncate(int64(max(whole, 0))); err != nil {
		return nil, err
	}
	_, err = ix.f.Seek(0, 2)
	return ix, err
}

func (ix *logIndex) Apply(_ context.Context, add []ingest.Entry, remove []corpus.PassageID) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.fail != nil {
		return ix.fail
	}
	if ix.passages == nil {
		ix.passages = map[corpus.PassageID]string{}
	}
	ix.applies++
	var b strings.Builder
	for _, e := range add {
		ix.passages[e.Passage.ID] = e.Document.ID
		fmt.Fprintln(&b, "+", e.Passage.ID, e.Document.ID)
	}
	for _, id := range remove {
		delete(ix.passages, id)
		fmt.Fprintln(&b, "-", id)
	}
	if ix.f == nil {
		return nil
	}
	b.WriteString("end\n")
	_, err := ix.f.WriteString(b.String())
	return err
}

func (ix *logIndex) Close() error { return ix.f.Close() }
