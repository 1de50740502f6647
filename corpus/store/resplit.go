package store

import (
	"context"
	"database/sql"
	"fmt"

	"ontherecord/corpus"
)

// Splitter is the version of the sentence splitter that cut all sentences in
// the store, as the last Resplit recorded it; 0 where there was none.
func (s *Store) Splitter(ctx context.Context) (int, error) {
	st, err := loadState(ctx, s.db.Read)
	return int(st.Splitter), err
}

// Resplit cuts the sentences and passages of all documents anew with split,
// which sets the Sentences of each part, and records its version. Texts and
// revision numbers stay. Documents for which nothing comes out differently are
// left alone. Progress, which may be nil, is told how many documents are done.
// An interrupted Resplit is begun again by the next.
func (s *Store) Resplit(ctx context.Context, version int, split func(*corpus.Document), progress func(done int)) error {
	var (
		last int64
		done int
	)
	for {
		var n int
		err := s.write(ctx, "cut sentences anew", func(tx *sql.Tx, st *state) error {
			rows, err := currentAfter(ctx, tx, last)
			if err != nil || len(rows) == 0 {
				return err
			}
			n, last = len(rows), rows[len(rows)-1].key
			return resplit(ctx, tx, st, rows, split)
		})
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		done += n
		if progress != nil {
			progress(done)
		}
	}
	return s.write(ctx, "record the sentence splitter", func(_ *sql.Tx, st *state) error {
		st.Splitter = int64(version)
		return nil
	})
}

// A currentRow is a listed document with its current text.
type currentRow struct {
	row
	text string
	meta []byte
}

// currentAfter reads the listed documents that follow the key last, as many as
// are worked on at once.
func currentAfter(ctx context.Context, tx *sql.Tx, last int64) ([]currentRow, error) {
	rows, err := tx.QueryContext(ctx, `SELECT d.key, d.current, d.n, d.hash, d.first_passage, d.passages, r.text, r.meta
		FROM documents d JOIN revisions r ON r.key = d.current
		WHERE d.key > ? AND NOT d.removed ORDER BY d.key LIMIT ?`, last, putChunk)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []currentRow
	for rows.Next() {
		var (
			r currentRow
			h []byte
		)
		if err := rows.Scan(&r.key, &r.current, &r.n, &h, &r.first, &r.count, &r.text, &r.meta); err != nil {
			return nil, err
		}
		copy(r.hash[:], h)
		out = append(out, r)
	}
	return out, rows.Err()
}

func resplit(ctx context.Context, tx *sql.Tx, st *state, rows []currentRow, split func(*corpus.Document)) error {
	p, err := newPutter(ctx, tx, st)
	if err != nil {
		return err
	}
	defer p.close()
	for _, r := range rows {
		d, err := decode(r.text, r.meta)
		if err != nil {
			return err
		}
		before, err := cutsOf(ctx, tx, r)
		if err != nil {
			return err
		}
		split(d)
		if err := d.Validate(); err != nil {
			return fmt.Errorf("%s: %w", d.ID, err)
		}
		it := item{document: d}
		it.meta, it.hash = encode(d)
		if string(it.meta) == string(r.meta) && samePassages(d, before) {
			continue
		}
		it.hash = r.hash // the content is the same, also for an older codec
		if err := p.replace(ctx, &it, r.row); err != nil {
			return fmt.Errorf("%s: %w", d.ID, err)
		}
	}
	return p.flush(ctx)
}

// cutsOf reads the passages of a document.
func cutsOf(ctx context.Context, tx *sql.Tx, r currentRow) ([]Found, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, revision, part, start, end FROM passages
		WHERE id BETWEEN ? AND ? ORDER BY id`, r.first, r.first+r.count-1)
	if err != nil {
		return nil, err
	}
	found, _, err := scanPassages(rows)
	return found, err
}

func samePassages(d *corpus.Document, stored []Found) bool {
	var cut []corpus.Passage
	if d.Quotable() {
		cut = d.Passages()
	}
	if len(cut) != len(stored) {
		return false
	}
	for i := range cut {
		if cut[i].Part != stored[i].Passage.Part || cut[i].Span != stored[i].Passage.Span {
			return false
		}
	}
	return true
}
