package store

import (
	"context"
	"database/sql"
	"fmt"

	"ontherecord/corpus"
)

// Stats is how much is on the record.
type Stats struct {
	Documents int
	Passages  int
	// Since and Until are the earliest and the latest date of a document, zero
	// where none is dated.
	Since, Until corpus.Date
	// Pending counts the passages that the index has yet to take in or forget.
	Pending int
}

const selectStats = `SELECT documents, passages, passages - indexed + removals,
	(SELECT date FROM documents WHERE NOT removed AND date > 0 ORDER BY date LIMIT 1),
	(SELECT date FROM documents WHERE NOT removed AND date > 0 ORDER BY date DESC LIMIT 1)
	FROM state`

// Stats counts what is on the record, at a cost that does not grow with it.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	var (
		out          Stats
		since, until sql.NullInt64
	)
	err := s.stats.QueryRowContext(ctx).Scan(&out.Documents, &out.Passages, &out.Pending, &since, &until)
	if err != nil {
		return Stats{}, fmt.Errorf("count what is on the record: %w", err)
	}
	if since.Valid {
		out.Since = corpus.DateFromNumber(int(since.Int64))
		out.Until = corpus.DateFromNumber(int(until.Int64))
	}
	return out, nil
}

// A Name is a speaker, an organisation or a kind of document, with how much of
// the record that may answer is theirs.
type Name struct {
	Name      string
	Documents int
	// Role is a speaker's in the latest document that gives one.
	Role string
	// Latest is the date of the latest document.
	Latest corpus.Date
}

// The sorts of names, as stored.
const (
	sortSpeaker = iota + 1
	sortOrganisation
	sortKind
)

// Speakers lists who speaks in answers and bodies of documents, those with the
// most documents first. The list is shared and must not be changed.
func (s *Store) Speakers(ctx context.Context) ([]Name, error) { return s.named(ctx, sortSpeaker) }

// Organisations lists the bodies that speak, as Speakers does people.
func (s *Store) Organisations(ctx context.Context) ([]Name, error) {
	return s.named(ctx, sortOrganisation)
}

// Kinds lists the kinds of the documents that may answer, as Speakers does people.
func (s *Store) Kinds(ctx context.Context) ([]Name, error) { return s.named(ctx, sortKind) }

// nameLists are the names of each sort as they were at a change counter.
type nameLists struct {
	changes int64
	lists   map[int][]Name
}

// named lists the names of one sort. They are read again only after a change,
// for they are asked for with each question.
func (s *Store) named(ctx context.Context, sort int) ([]Name, error) {
	// The counter is read first: a change in between makes the lists newer than
	// they claim to be, and they are read again.
	changes, err := s.ChangeCounter(ctx)
	if err != nil {
		return nil, err
	}
	if n := s.names.Load(); n != nil && n.changes == changes {
		return n.lists[sort], nil
	}
	rows, err := s.db.Read.QueryContext(ctx,
		`SELECT sort, name, documents, role, latest FROM names ORDER BY sort, documents DESC, name`)
	if err != nil {
		return nil, fmt.Errorf("list names: %w", err)
	}
	defer rows.Close()
	lists := map[int][]Name{}
	for rows.Next() {
		var (
			n            Name
			kind, latest int
		)
		if err := rows.Scan(&kind, &n.Name, &n.Documents, &n.Role, &latest); err != nil {
			return nil, fmt.Errorf("list names: %w", err)
		}
		n.Latest = corpus.DateFromNumber(latest)
		lists[kind] = append(lists[kind], n)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list names: %w", err)
	}
	s.names.Store(&nameLists{changes, lists})
	return lists[sort], nil
}

// A nameKey is a row of the names table, a nameDelta what is to be added to it.
type nameKey struct {
	sort int
	name string
}

type nameDelta struct {
	documents int
	role      string
	latest    int
}

// tally sums up what a transaction does to the names table.
type tally map[nameKey]nameDelta

// count adds by to the documents of all that d names: 1 for a document that
// comes, -1 for one that goes.
func (t tally) count(d *corpus.Document, by int) {
	if !d.Quotable() {
		return
	}
	seen := make(map[nameKey]string, 4)
	seen[nameKey{sortKind, string(d.Kind)}] = ""
	for i := range d.Parts {
		p := &d.Parts[i]
		if !p.Answers() {
			continue
		}
		if p.Speaker != "" {
			seen[nameKey{sortSpeaker, p.Speaker}] = p.Role
		}
		if p.Organisation != "" {
			seen[nameKey{sortOrganisation, p.Organisation}] = ""
		}
	}
	for k, role := range seen {
		if k.name == "" {
			continue
		}
		v := t[k]
		v.documents += by
		if date := d.Date.Number(); by > 0 {
			if role != "" && (date >= v.latest || v.role == "") {
				v.role = role
			}
			v.latest = max(v.latest, date)
		}
		t[k] = v
	}
}

func (t tally) save(ctx context.Context, tx *sql.Tx) error {
	if len(t) == 0 {
		return nil
	}
	stmt, err := tx.PrepareContext(ctx, `INSERT INTO names (sort, name, documents, role, latest)
		VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
		documents = documents + excluded.documents,
		role = CASE WHEN excluded.role <> '' AND (excluded.latest >= latest OR role = '')
			THEN excluded.role ELSE role END,
		latest = max(latest, excluded.latest)`)
	if err != nil {
		return fmt.Errorf("count names: %w", err)
	}
	defer stmt.Close()
	gone := false
	for k, v := range t {
		gone = gone || v.documents < 0
		if _, err := stmt.ExecContext(ctx, k.sort, k.name, v.documents, v.role, v.latest); err != nil {
			return fmt.Errorf("count names: %w", err)
		}
	}
	if !gone {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM names WHERE documents <= 0`); err != nil {
		return fmt.Errorf("count names: %w", err)
	}
	return nil
}
