package store

import (
	"context"
	"database/sql"
	"strings"
)

// An inserter collects rows of one table and writes many with one statement.
type inserter struct {
	tx      *sql.Tx
	head    string
	columns int
	args    []any
	full    *sql.Stmt // inserts insertRows rows
}

// insertRows is how many rows go into one statement: more gain little.
const insertRows = 64

func newInserter(tx *sql.Tx, table string, columns ...string) inserter {
	return inserter{
		tx:      tx,
		head:    "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ",
		columns: len(columns),
	}
}

func (in *inserter) add(ctx context.Context, values ...any) error {
	in.args = append(in.args, values...)
	if len(in.args) < insertRows*in.columns {
		return nil
	}
	if in.full == nil {
		stmt, err := in.tx.PrepareContext(ctx, in.statement(insertRows))
		if err != nil {
			return err
		}
		in.full = stmt
	}
	_, err := in.full.ExecContext(ctx, in.args...)
	in.args = in.args[:0]
	return err
}

func (in *inserter) flush(ctx context.Context) error {
	n := len(in.args) / in.columns
	if n == 0 {
		return nil
	}
	_, err := in.tx.ExecContext(ctx, in.statement(n), in.args...)
	in.args = in.args[:0]
	return err
}

func (in *inserter) close() {
	if in.full != nil {
		in.full.Close()
	}
}

func (in *inserter) statement(rows int) string {
	one := "(" + placeholders(in.columns) + ")"
	return in.head + strings.TrimSuffix(strings.Repeat(one+",", rows), ",")
}

func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
