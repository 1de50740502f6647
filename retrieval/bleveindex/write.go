package bleveindex

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
)

// maxLexicon bounds the memory of the words known while writing.
const maxLexicon = 2_000_000

// apartFrom is from how many new passages on Apply makes a batch of bleve's in
// each lane, and not only one.
const apartFrom = 1000

// Apply adds and removes passages. When it returns nil the change is on disk
// and searches see it. Adding a passage that is there already replaces it.
//
// bleve builds the segment of a batch on one processor. Many passages that are
// all new therefore go into two batches at a time, of which either may be on
// the disk first; anything else is one batch, and so all or nothing.
func (ix *Index) Apply(ctx context.Context, add []ingest.Entry, remove []corpus.PassageID) (err error) {
	defer guard(&err)
	if err := ctx.Err(); err != nil {
		return err
	}
	ix.write.Lock()
	defer ix.write.Unlock()
	if err := ix.loadLexicon(); err != nil {
		return err
	}
	known := ix.known(add, remove)
	shares, next := [][]built{ix.buildAll(add)}, ix.totals
	if len(known) == 0 && len(add) >= apartFrom {
		half := len(add) / 2
		shares = [][]built{shares[0][:half], shares[0][half:]}
	} else {
		next = laneTotals{ix.totals.sum(), {Layout: layout}} // all is counted in the first lane
	}
	batches := make([]*bleve.Batch, len(shares))
	for lane, share := range shares {
		batch := ix.bleve.NewBatch()
		batches[lane] = batch
		t := &next[lane]
		if lane == 0 {
			if err := ix.forget(batch, t, known, remove); err != nil {
				return fmt.Errorf("update the index: %w", err)
			}
		}
		if err := t.add(batch, share); err != nil {
			return fmt.Errorf("update the index: %w", err)
		}
	}
	for lane, t := range next {
		raw, err := json.Marshal(t)
		if err != nil {
			return fmt.Errorf("update the index: %w", err)
		}
		batches[min(lane, len(batches)-1)].SetInternal(totalsKeys[lane], raw)
	}
	if err := ix.batch(batches); err != nil {
		return fmt.Errorf("update the index: %w", err)
	}
	ix.totals = next
	return nil
}

// add adds passages to a batch and to the totals of its lane.
func (t *totals) add(batch *bleve.Batch, passages []built) error {
	t.Changes++
	for _, b := range passages {
		t.Passages++
		for f, n := range b.lengths {
			t.Lengths[f] += n
		}
		t.LastID = max(t.LastID, uint64(b.id))
		if err := batch.IndexAdvanced(b.doc); err != nil {
			return err
		}
	}
	return nil
}

// batch has bleve take in the batches, at the same time. Where it fails, one of
// them may be in the index: what is known of the index is read anew then.
func (ix *Index) batch(batches []*bleve.Batch) error {
	errs := make([]error, len(batches))
	var wg sync.WaitGroup
	for i, b := range batches {
		wg.Go(func() {
			defer guard(&errs[i])
			errs[i] = ix.bleve.Batch(b)
		})
	}
	wg.Wait()
	err := errors.Join(errs...)
	if err == nil {
		return nil
	}
	ix.lexicon = nil
	t, readErr := readTotals(ix.bleve.GetInternal)
	if readErr != nil {
		return errors.Join(err, readErr)
	}
	ix.totals = t
	return err
}

type built struct {
	id      corpus.PassageID
	doc     *document.Document
	lengths [fieldCount]uint64
}

// buildAll analyses the entries on all processors. A word that two entries
// bring at once may stand in the index twice, which does no harm.
func (ix *Index) buildAll(entries []ingest.Entry) []built {
	out := make([]built, len(entries))
	workers := min(runtime.GOMAXPROCS(0), len(entries)/64+1)
	fresh := make([][]string, workers)
	shared := newCounts()
	var wg sync.WaitGroup
	for w := range workers {
		from, to := len(entries)*w/workers, len(entries)*(w+1)/workers
		wg.Go(func() {
			mine := make(map[string]struct{})
			known := func(word string) bool {
				if _, ok := ix.lexicon[word]; ok {
					return true
				}
				if _, ok := mine[word]; ok {
					return true
				}
				mine[word] = struct{}{}
				return false
			}
			for i := from; i < to; i++ {
				doc, lengths, words := build(ix.analyzer, shared, entries[i], known)
				out[i] = built{entries[i].Passage.ID, doc, lengths}
				fresh[w] = append(fresh[w], words...)
			}
		})
	}
	wg.Wait()
	for _, words := range fresh {
		for _, word := range words {
			if len(ix.lexicon) < maxLexicon {
				ix.lexicon[word] = struct{}{}
			}
		}
	}
	return out
}

// known are the passages to remove and those to add that the index may hold.
func (ix *Index) known(add []ingest.Entry, remove []corpus.PassageID) []corpus.PassageID {
	known := slices.Clone(remove)
	last := ix.totals.sum().LastID
	for _, e := range add {
		if uint64(e.Passage.ID) <= last {
			known = append(known, e.Passage.ID)
		}
	}
	return known
}

// forget takes the passages that are removed, and those that are added anew,
// out of the totals, and deletes the former.
func (ix *Index) forget(batch *bleve.Batch, next *totals, known, remove []corpus.PassageID) error {
	for _, id := range remove {
		batch.Delete(encodeID(id))
	}
	if len(known) == 0 {
		return nil
	}
	v, err := ix.view()
	if err != nil {
		return err
	}
	defer v.Close()
	seen := make(map[corpus.PassageID]bool, len(known))
	for _, id := range known {
		if seen[id] {
			continue
		}
		seen[id] = true
		doc, err := v.Document(encodeID(id))
		if err != nil {
			return err
		}
		if doc == nil {
			continue
		}
		next.Passages--
		doc.VisitFields(func(f index.Field) {
			if f.Name() != fieldLengths {
				return
			}
			rest := f.Value()
			for i := range next.Lengths {
				n, size := binary.Uvarint(rest)
				if size <= 0 {
					return
				}
				next.Lengths[i] -= min(n, next.Lengths[i])
				rest = rest[size:]
			}
		})
	}
	return nil
}

// loadLexicon reads the words that the index knows, once.
func (ix *Index) loadLexicon() error {
	if ix.lexicon != nil {
		return nil
	}
	lexicon := make(map[string]struct{})
	dict, err := ix.bleve.FieldDict(fieldWord)
	if err != nil {
		return fmt.Errorf("read the index's words: %w", err)
	}
	for len(lexicon) < maxLexicon {
		entry, err := dict.Next()
		if err != nil {
			return errors.Join(fmt.Errorf("read the index's words: %w", err), dict.Close())
		}
		if entry == nil {
			break
		}
		lexicon[entry.Term] = struct{}{}
	}
	ix.lexicon = lexicon
	return dict.Close()
}
