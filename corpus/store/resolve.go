package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"ontherecord/corpus"
)

// Resolve returns the passages among ids with their documents, in the order of
// ids. Those that the record does not hold any more are left out. It takes two
// queries at most, and one where the documents are in memory.
func (s *Store) Resolve(ctx context.Context, ids []corpus.PassageID) ([]Found, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	// What follows takes less time than to watch whether it is still wanted.
	ctx = context.WithoutCancel(ctx)
	list := make([]byte, 0, 8*len(ids))
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, int64(id), 10)
	}
	rows, err := s.db.Read.QueryContext(ctx,
		`SELECT id, revision, part, start, end FROM passages WHERE id IN (`+string(list)+`)`)
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	found, keys, err := scanPassages(rows)
	if err != nil {
		return nil, fmt.Errorf("read passages: %w", err)
	}
	at := make(map[corpus.PassageID]int, len(found))
	for i := range found {
		at[found[i].Passage.ID] = i
	}
	ordered := make([]Found, 0, len(ids))
	order := make([]int64, 0, len(ids))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			ordered = append(ordered, found[i])
			order = append(order, keys[i])
		}
	}
	return s.attach(ctx, ordered, order)
}

// scanPassages reads and closes rows of id, revision, part, start and end. The
// second result is the key of each passage's revision.
func scanPassages(rows *sql.Rows) ([]Found, []int64, error) {
	defer rows.Close()
	var (
		found []Found
		keys  []int64
	)
	for rows.Next() {
		var (
			id, key int64
			p       corpus.Passage
		)
		if err := rows.Scan(&id, &key, &p.Part, &p.Span.Start, &p.Span.End); err != nil {
			return nil, nil, err
		}
		p.ID = corpus.PassageID(id)
		found = append(found, Found{Passage: p})
		keys = append(keys, key)
	}
	return found, keys, rows.Err()
}

// attach gives each of found the document of the revision with the key beside
// it. Those whose revision is gone are left out: it was replaced meanwhile.
func (s *Store) attach(ctx context.Context, found []Found, keys []int64) ([]Found, error) {
	docs := make(map[int64]*corpus.Document, len(keys))
	var missing []int64
	for _, key := range keys {
		if _, ok := docs[key]; ok {
			continue
		}
		d, ok := s.cache.get(key)
		docs[key] = d
		if !ok {
			missing = append(missing, key)
		}
	}
	for chunk := range slices.Chunk(missing, putChunk) {
		if err := s.load(ctx, chunk, docs); err != nil {
			return nil, err
		}
	}
	out := found[:0]
	for i, f := range found {
		d := docs[keys[i]]
		if d == nil {
			continue
		}
		f.Document = d
		f.Passage.Document, f.Passage.Revision = d.ID, d.Revision
		out = append(out, f)
	}
	return out, nil
}

// load reads the revisions with the given keys into docs and the cache.
func (s *Store) load(ctx context.Context, keys []int64, docs map[int64]*corpus.Document) error {
	list := make([]byte, 0, 8*len(keys))
	for i, key := range keys {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, key, 10)
	}
	rows, err := s.db.Read.QueryContext(ctx, `SELECT key, n, text, meta FROM revisions WHERE key IN (`+string(list)+`)`)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	revisions, err := scanRevisions(rows)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	for _, r := range revisions {
		docs[r.key] = r.document
		s.cache.put(r.key, r.document)
	}
	return nil
}
