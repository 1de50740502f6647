package store

import (
	"context"
	"database/sql"
	"fmt"

	"ontherecord/corpus"
)

// Outcome says what Put did with a document.
type Outcome int

// What Put does with a document.
const (
	New       Outcome = iota + 1 // was not on the record
	Changed                      // is a new revision of one that was
	Unchanged                    // says what the record says already
)

func (o Outcome) String() string {
	switch o {
	case New:
		return "new"
	case Changed:
		return "changed"
	case Unchanged:
		return "unchanged"
	}
	return "unknown"
}

// putChunk bounds how many documents are looked up and inserted at once.
const putChunk = 512

// Put stores docs in one transaction: when it returns without an error, all of
// them are on the disk, otherwise none. The outcomes stand in the order of
// docs. A document is unchanged where its text, parts and metadata are those
// of the current revision; where and when it was read and how its sentences
// are cut make no difference. A document that was removed comes back as new.
// Where an ID occurs twice, the later document is a revision of the earlier.
//
// Passages are pending for the index when Put returns. Documents that may not
// answer have none. The error names the document that does not pass
// (*corpus.Document).Validate. The store keeps the documents: they must not be
// changed afterwards.
func (s *Store) Put(ctx context.Context, docs ...*corpus.Document) ([]Outcome, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	items := make([]item, len(docs))
	for i, d := range docs {
		if err := d.Validate(); err != nil {
			return nil, fmt.Errorf("store %q: %w", d.ID, err)
		}
		items[i].document = d
		items[i].meta, items[i].hash = encode(d)
	}
	err := s.write(ctx, "store documents", func(tx *sql.Tx, st *state) error {
		p, err := newPutter(ctx, tx, st)
		if err != nil {
			return err
		}
		defer p.close()
		for start := 0; start < len(items); {
			end := distinct(items, start)
			if err := p.put(ctx, items[start:end]); err != nil {
				return err
			}
			start = end
		}
		return p.flush(ctx)
	})
	if err != nil {
		return nil, err
	}
	out := make([]Outcome, len(items))
	for i := range items {
		out[i] = items[i].outcome
		if items[i].revision != 0 {
			// Kept for Pending, which is about to ask for it.
			kept := *items[i].document
			kept.Revision = items[i].number
			s.cache.put(items[i].revision, &kept)
		}
	}
	return out, nil
}

// distinct returns the end of the longest run from start in which no ID occurs
// twice and that is no longer than putChunk.
func distinct(items []item, start int) int {
	seen := make(map[string]bool, min(putChunk, len(items)-start))
	for end := start; end < len(items); end++ {
		if end-start == putChunk || seen[items[end].document.ID] {
			return end
		}
		seen[items[end].document.ID] = true
	}
	return len(items)
}

// An item is a document on its way into the store.
type item struct {
	document *corpus.Document
	meta     []byte
	hash     hash
	outcome  Outcome
	revision int64 // key of the new revision, 0 where there is none
	number   int   // of the new revision
}

// A row is what the documents table holds of a document.
type row struct {
	key, current int64
	n            int
	hash         hash
	first, count int64 // passages
	removed      bool
}

// A putter writes documents in one transaction.
type putter struct {
	tx        *sql.Tx
	st        *state
	names     tally
	lookup    *sql.Stmt
	documents inserter
	revisions inserter
	passages  inserter
	removals  inserter
}

func newPutter(ctx context.Context, tx *sql.Tx, st *state) (*putter, error) {
	lookup, err := tx.PrepareContext(ctx, `SELECT key, id, current, n, hash, first_passage, passages, removed
		FROM documents WHERE id IN (`+placeholders(putChunk)+`)`)
	if err != nil {
		return nil, err
	}
	return &putter{
		tx: tx, st: st, names: tally{}, lookup: lookup,
		documents: newInserter(tx, "documents", "key", "id", "current", "n", "hash", "first_passage",
			"passages", "date", "kind", "title"),
		revisions: newInserter(tx, "revisions", "key", "n", "previous", "text", "meta"),
		passages:  newInserter(tx, "passages", "id", "document", "revision", "part", "start", "end"),
		removals:  newInserter(tx, "removals", "passage"),
	}, nil
}

func (p *putter) close() {
	p.lookup.Close()
	for _, in := range []*inserter{&p.documents, &p.revisions, &p.passages, &p.removals} {
		in.close()
	}
}

// flush writes out what is still waiting.
func (p *putter) flush(ctx context.Context) error {
	for _, in := range []*inserter{&p.documents, &p.revisions, &p.passages, &p.removals} {
		if err := in.flush(ctx); err != nil {
			return err
		}
	}
	return p.names.save(ctx, p.tx)
}

// put stores items, whose IDs are distinct and at most putChunk.
func (p *putter) put(ctx context.Context, items []item) error {
	known, err := p.find(ctx, items)
	if err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		old, found := known[it.document.ID]
		switch {
		case !found:
			it.outcome = New
			err = p.create(ctx, it)
		case old.removed:
			it.outcome = New
			err = p.replace(ctx, it, old)
		case old.hash == it.hash:
			it.outcome = Unchanged
		default:
			it.outcome = Changed
			err = p.replace(ctx, it, old)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", it.document.ID, err)
		}
	}
	return nil
}

// find looks up which of items the store has.
func (p *putter) find(ctx context.Context, items []item) (map[string]row, error) {
	// A document that this transaction has just added must be found as well.
	if err := p.documents.flush(ctx); err != nil {
		return nil, err
	}
	args := make([]any, putChunk) // NULL where there is no item: equal to nothing
	for i := range items {
		args[i] = items[i].document.ID
	}
	rows, err := p.lookup.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[string]row{}
	for rows.Next() {
		var (
			r  row
			id string
			h  []byte
		)
		if err := rows.Scan(&r.key, &id, &r.current, &r.n, &h, &r.first, &r.count, &r.removed); err != nil {
			return nil, err
		}
		copy(r.hash[:], h)
		known[id] = r
	}
	return known, rows.Err()
}

// create adds a document that the store has never seen.
func (p *putter) create(ctx context.Context, it *item) error {
	p.st.LastDocument++
	p.st.LastRevision++
	p.st.Documents++
	p.st.Changes++
	key, d := p.st.LastDocument, it.document
	it.revision, it.number = p.st.LastRevision, 1
	if err := p.revisions.add(ctx, it.revision, 1, nil, d.Text, it.meta); err != nil {
		return err
	}
	first, n, err := p.cut(ctx, d, key, it.revision)
	if err != nil {
		return err
	}
	p.names.count(d, 1)
	return p.documents.add(ctx, key, d.ID, it.revision, 1, it.hash[:], first, n, d.Date.Number(), string(d.Kind), d.Title)
}

// replace gives the document of old the text of it. Where the content is the
// same (the document was removed and is back, or its sentences are cut anew)
// the revision keeps its number and gets a new row.
func (p *putter) replace(ctx context.Context, it *item, old row) error {
	if err := p.withdraw(ctx, old); err != nil {
		return err
	}
	d := it.document
	p.st.LastRevision++
	p.st.Changes++
	p.st.Documents++
	it.revision, it.number = p.st.LastRevision, old.n
	previous := sql.NullInt64{Int64: old.current, Valid: true}
	if it.hash == old.hash {
		err := p.tx.QueryRowContext(ctx, `DELETE FROM revisions WHERE key = ? RETURNING previous`, old.current).Scan(&previous)
		if err != nil {
			return err
		}
	} else {
		it.number++
	}
	if err := p.revisions.add(ctx, it.revision, it.number, previous, d.Text, it.meta); err != nil {
		return err
	}
	first, n, err := p.cut(ctx, d, old.key, it.revision)
	if err != nil {
		return err
	}
	p.names.count(d, 1)
	_, err = p.tx.ExecContext(ctx, `UPDATE documents SET current = ?, n = ?, hash = ?, first_passage = ?,
		passages = ?, removed = 0, date = ?, kind = ?, title = ? WHERE key = ?`,
		it.revision, it.number, it.hash[:], first, n, d.Date.Number(), string(d.Kind), d.Title, old.key)
	return err
}

// withdraw takes the passages of old out of the store, leaves them for the
// index to forget, and counts its names off. A removed document is left alone.
func (p *putter) withdraw(ctx context.Context, old row) error {
	if old.removed {
		return nil
	}
	// Its rows may still be waiting to be written.
	if err := p.revisions.flush(ctx); err != nil {
		return err
	}
	if err := p.passages.flush(ctx); err != nil {
		return err
	}
	var meta []byte
	if err := p.tx.QueryRowContext(ctx, `SELECT meta FROM revisions WHERE key = ?`, old.current).Scan(&meta); err != nil {
		return err
	}
	d, err := decode("", meta)
	if err != nil {
		return err
	}
	p.names.count(d, -1)
	p.st.Documents--
	p.st.Passages -= old.count
	if old.count == 0 {
		return nil
	}
	last := old.first + old.count - 1
	if _, err := p.tx.ExecContext(ctx, `DELETE FROM passages WHERE id BETWEEN ? AND ?`, old.first, last); err != nil {
		return err
	}
	for id := old.first; id <= last; id++ {
		if id <= p.st.Cursor {
			p.st.Indexed--
		}
		p.st.Removals++
		if err := p.removals.add(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// cut adds the passages of d and returns the ID of the first and their number.
func (p *putter) cut(ctx context.Context, d *corpus.Document, key, revision int64) (first, n int64, err error) {
	first = p.st.LastPassage + 1
	if !d.Quotable() {
		return first, 0, nil
	}
	for _, passage := range d.Passages() {
		p.st.LastPassage++
		n++
		err := p.passages.add(ctx, p.st.LastPassage, key, revision, passage.Part, passage.Span.Start, passage.Span.End)
		if err != nil {
			return 0, 0, err
		}
	}
	p.st.Passages += n
	return first, n, nil
}
