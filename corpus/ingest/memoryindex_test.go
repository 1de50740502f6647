package ingest_test

import (
	"context"
	"sync"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
)

var _ ingest.Index = (*memoryIndex)(nil)

// A memoryIndex remembers which document each passage that it holds is of.
type memoryIndex struct {
	mu       sync.Mutex
	passages map[corpus.PassageID]string
	applies  int
	fail     error // returned by Apply
}

func (ix *memoryIndex) Apply(_ context.Context, add []ingest.Entry, remove []corpus.PassageID) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if ix.fail != nil {
		return ix.fail
	}
	if ix.passages == nil {
		ix.passages = map[corpus.PassageID]string{}
	}
	ix.applies++
	for _, e := range add {
		ix.passages[e.Passage.ID] = e.Document.ID
	}
	for _, id := range remove {
		delete(ix.passages, id)
	}
	return nil
}
