package bleveindex

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
)

// maxLexicon bounds the memory of the words known while writing.
const maxLexicon = 2_000_000

// Apply adds and removes passages in one batch. When it returns nil the change
// is on disk and searches see it; when it fails nothing has changed. Adding a
// passage that is there already replaces it.
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
	batch := ix.bleve.NewBatch()
	next := ix.totals
	next.Changes++
	if err := ix.forget(batch, &next, add, remove); err != nil {
		return fmt.Errorf("update the index: %w", err)
	}
	for _, b := range ix.buildAll(add) {
		next.Passages++
		for f, n := range b.lengths {
			next.Lengths[f] += n
		}
		next.LastID = max(next.LastID, uint64(b.id))
		if err := batch.IndexAdvanced(b.doc); err != nil {
			return fmt.Errorf("update the index: %w", err)
		}
	}
	raw, err := json.Marshal(next)
	if err != nil {
		return fmt.Errorf("update the index: %w", err)
	}
	batch.SetInternal(totalsKey, raw)
	if err := ix.bleve.Batch(batch); err != nil {
		return fmt.Errorf("update the index: %w", err)
	}
	ix.totals = next
	return nil
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

// forget takes the passages that are removed, and those that are added anew,
// out of the totals, and deletes the former.
func (ix *Index) forget(batch *bleve.Batch, next *totals, add []ingest.Entry, remove []corpus.PassageID) error {
	var known []corpus.PassageID
	for _, id := range remove {
		batch.Delete(encodeID(id))
		known = append(known, id)
	}
	for _, e := range add {
		if uint64(e.Passage.ID) <= ix.totals.LastID {
			known = append(known, e.Passage.ID)
		}
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
