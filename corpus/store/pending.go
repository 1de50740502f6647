package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"ontherecord/corpus"
)

// Found is a passage and the document that it is cut from, which is shared
// with others and must not be changed.
type Found struct {
	Passage  corpus.Passage
	Document *corpus.Document
}

// Work is what an index has to do to follow the store. No passage is in both
// lists. Adding one that the index has, or removing one that it has not, must
// do no harm: work that was interrupted is given out again.
type Work struct {
	Add    []Found            // in the order of their IDs
	Remove []corpus.PassageID // in order

	from, through corpus.PassageID // the cursor before and after
}

// Empty reports whether there is nothing to do.
func (w *Work) Empty() bool { return w.from == w.through && len(w.Remove) == 0 }

// Pending returns work for the index, at most limit passages to add and limit
// to remove. It is the same work until Indexed is told that it is done.
func (s *Store) Pending(ctx context.Context, limit int) (Work, error) {
	// Removals are read first: what is listed there is no passage any more, so
	// nothing read afterwards can be in both lists.
	var w Work
	rows, err := s.db.Read.QueryContext(ctx, `SELECT passage FROM removals ORDER BY passage LIMIT ?`, limit)
	if err != nil {
		return Work{}, fmt.Errorf("read what the index must forget: %w", err)
	}
	w.Remove, err = scanIDs(rows)
	if err != nil {
		return Work{}, fmt.Errorf("read what the index must forget: %w", err)
	}
	st, err := loadState(ctx, s.db.Read)
	if err != nil {
		return Work{}, err
	}
	w.from = corpus.PassageID(st.Cursor)
	w.Add, w.through, err = s.After(ctx, w.from, limit)
	if err != nil {
		return Work{}, err
	}
	return w, nil
}

// After returns up to limit passages whose IDs are above id, in order, and the
// ID to go on from, which is id itself at the end.
func (s *Store) After(ctx context.Context, id corpus.PassageID, limit int) ([]Found, corpus.PassageID, error) {
	rows, err := s.db.Read.QueryContext(ctx, `SELECT id, revision, part, start, end FROM passages
		WHERE id > ? ORDER BY id LIMIT ?`, int64(id), limit)
	if err != nil {
		return nil, 0, fmt.Errorf("read passages: %w", err)
	}
	found, keys, err := scanPassages(rows)
	if err != nil {
		return nil, 0, fmt.Errorf("read passages: %w", err)
	}
	if len(found) > 0 {
		id = found[len(found)-1].Passage.ID
	}
	found, err = s.attach(ctx, found, keys)
	return found, id, err
}

// Indexed strikes off work that the index has done and can't lose any more.
func (s *Store) Indexed(ctx context.Context, w Work) error {
	return s.write(ctx, "record that passages are indexed", func(tx *sql.Tx, st *state) error {
		for ids := range slices.Chunk(w.Remove, putChunk) {
			args := make([]any, len(ids))
			for i, id := range ids {
				args[i] = int64(id)
			}
			res, err := tx.ExecContext(ctx, `DELETE FROM removals WHERE passage IN (`+placeholders(len(ids))+`)`, args...)
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			st.Removals -= n
		}
		// Where the cursor was set back meanwhile, the work is done again: the
		// index that did it may not be the one that now needs it.
		if st.Cursor < int64(w.from) {
			return nil
		}
		return st.advance(ctx, tx, int64(w.through))
	})
}

// IndexedThrough moves the cursor to id, for a new index that holds all
// passages up to there.
func (s *Store) IndexedThrough(ctx context.Context, id corpus.PassageID) error {
	return s.write(ctx, "record that passages are indexed", func(tx *sql.Tx, st *state) error {
		return st.advance(ctx, tx, int64(id))
	})
}

// advance moves the cursor forward to through.
func (st *state) advance(ctx context.Context, tx *sql.Tx, through int64) error {
	if through <= st.Cursor {
		return nil
	}
	through = min(through, st.LastPassage)
	var n int64
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM passages WHERE id > ? AND id <= ?`, st.Cursor, through).Scan(&n)
	if err != nil {
		return err
	}
	st.Indexed += n
	st.Cursor = through
	return nil
}

// MarkAllPending makes all passages pending again, for an index that is empty
// or not to be trusted.
func (s *Store) MarkAllPending(ctx context.Context) error {
	return s.write(ctx, "mark all passages for indexing", func(_ *sql.Tx, st *state) error {
		st.Cursor, st.Indexed = 0, 0
		return nil
	})
}

func scanIDs(rows *sql.Rows) ([]corpus.PassageID, error) {
	defer rows.Close()
	var out []corpus.PassageID
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, corpus.PassageID(id))
	}
	return out, rows.Err()
}
