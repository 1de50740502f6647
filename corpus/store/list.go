package store

import (
	"context"
	"fmt"
	"strings"

	"ontherecord/corpus"
)

// ListFilter says which documents to list. A field left zero does not filter.
type ListFilter struct {
	Kind corpus.Kind
	// Since and Until bound the document's date, both days included. A
	// document dated to the month passes where any day of it would; an undated
	// one does not pass.
	Since, Until corpus.Date
	// Text must occur in the title, the ID or the text, in any case of ASCII
	// letters.
	Text   string
	Limit  int // at most so many; 0 means all
	Offset int // so many left out at the beginning
}

// A Listing is a document as a list shows it.
type Listing struct {
	ID       string
	Revision int
	Kind     corpus.Kind
	Title    string
	Date     corpus.Date
	Passages int
}

// List returns the documents that pass f, latest first, undated ones last.
func (s *Store) List(ctx context.Context, f ListFilter) ([]Listing, error) {
	query := `SELECT d.id, d.n, d.kind, d.title, d.date, d.passages FROM documents d`
	where := []string{"NOT d.removed"}
	var args []any
	if f.Kind != "" {
		where = append(where, "d.kind = ?")
		args = append(args, string(f.Kind))
	}
	if !f.Since.IsZero() {
		// A month is stored as its day 0; its last day is at most 31.
		since := f.Since.First().Number()
		where = append(where, "d.date >= ? AND (d.date >= ? OR d.date % 100 = 0)")
		args = append(args, since/100*100, since)
	}
	if !f.Until.IsZero() {
		where = append(where, "d.date > 0 AND d.date <= ?")
		args = append(args, f.Until.Last().Number())
	}
	if f.Text != "" {
		query += ` JOIN revisions r ON r.key = d.current`
		where = append(where, `(d.title LIKE ? ESCAPE '\' OR d.id LIKE ? ESCAPE '\' OR r.text LIKE ? ESCAPE '\')`)
		pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Text) + "%"
		args = append(args, pattern, pattern, pattern)
	}
	limit := f.Limit
	if limit == 0 {
		limit = -1 // SQLite's word for no limit
	}
	query += " WHERE " + strings.Join(where, " AND ") + " ORDER BY d.date DESC, d.key DESC LIMIT ? OFFSET ?"
	rows, err := s.db.Read.QueryContext(ctx, query, append(args, limit, f.Offset)...)
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	defer rows.Close()
	var out []Listing
	for rows.Next() {
		var (
			l    Listing
			date int
		)
		if err := rows.Scan(&l.ID, &l.Revision, &l.Kind, &l.Title, &date, &l.Passages); err != nil {
			return nil, fmt.Errorf("list documents: %w", err)
		}
		l.Date = corpus.DateFromNumber(date)
		out = append(out, l)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return out, nil
}
