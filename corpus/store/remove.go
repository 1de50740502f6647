package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Remove takes documents off the record: they are no longer listed, resolved
// or, once the index has caught up, found. Their texts stay, so that a quote
// shown earlier can still be traced with Revision. It returns the IDs that
// were removed; those that are not on the record are left out.
func (s *Store) Remove(ctx context.Context, ids ...string) ([]string, error) {
	var removed []string
	err := s.write(ctx, "remove documents", func(tx *sql.Tx, st *state) error {
		removed = nil
		p, err := newPutter(ctx, tx, st)
		if err != nil {
			return err
		}
		defer p.close()
		for _, id := range ids {
			var r row
			err := tx.QueryRowContext(ctx, `SELECT key, current, first_passage, passages FROM documents
				WHERE id = ? AND NOT removed`, id).Scan(&r.key, &r.current, &r.first, &r.count)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			if err := p.withdraw(ctx, r); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			if _, err := tx.ExecContext(ctx, `UPDATE documents SET removed = 1, passages = 0 WHERE key = ?`, r.key); err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			st.Changes++
			removed = append(removed, id)
		}
		return p.flush(ctx)
	})
	if err != nil {
		return nil, err
	}
	return removed, nil
}
