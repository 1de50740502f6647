package memory

import (
	"context"
	"fmt"
	"time"

	"ontherecord/bot"
	"ontherecord/internal/sqlite"
)

// SaveVote implements bot.Votes.
func (m *Memory) SaveVote(ctx context.Context, v bot.Vote) error {
	_, err := m.db.Write.ExecContext(ctx, `INSERT INTO votes
		(platform, workspace, user, document, starts, ends, question, ref, revision, useful, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET ref = excluded.ref, revision = excluded.revision, useful = excluded.useful, at = excluded.at`,
		v.Platform, v.Workspace, v.User, v.Quote.Document, v.Quote.Span.Start, v.Quote.Span.End, v.Question,
		v.Ref, v.Quote.Revision, v.Useful, v.At.UnixMilli())
	if err != nil {
		return fmt.Errorf("store a vote: %w", sqlite.Explain(err))
	}
	return nil
}

// Votes implements bot.Votes.
func (m *Memory) Votes(ctx context.Context) ([]bot.Vote, error) {
	rows, err := m.db.Read.QueryContext(ctx, `SELECT platform, workspace, user, document, starts, ends, question,
		ref, revision, useful, at FROM votes ORDER BY at DESC, ref, starts`)
	if err != nil {
		return nil, fmt.Errorf("list votes: %w", sqlite.Explain(err))
	}
	defer rows.Close()
	var out []bot.Vote
	for rows.Next() {
		var v bot.Vote
		var at int64
		if err := rows.Scan(&v.Platform, &v.Workspace, &v.User, &v.Quote.Document, &v.Quote.Span.Start, &v.Quote.Span.End,
			&v.Question, &v.Ref, &v.Quote.Revision, &v.Useful, &at); err != nil {
			return nil, fmt.Errorf("list votes: %w", err)
		}
		v.At = time.UnixMilli(at).UTC()
		out = append(out, v)
	}
	return out, rows.Err()
}

// Gaps implements bot.Votes. The turns are in the order in which they were
// saved, so that SQLite's bare columns beside max() are the latest turn's.
func (m *Memory) Gaps(ctx context.Context) ([]bot.Gap, error) {
	rows, err := m.db.Read.QueryContext(ctx, `SELECT question, reason, count(*) AS times,
		count(DISTINCT platform || '/' || workspace || '/' || user), min(at), max(at), max(n)
		FROM turns WHERE answered = 0 GROUP BY topic ORDER BY times DESC, max(at) DESC`)
	if err != nil {
		return nil, fmt.Errorf("list unanswered questions: %w", sqlite.Explain(err))
	}
	defer rows.Close()
	var out []bot.Gap
	for rows.Next() {
		var g bot.Gap
		var first, latest, n int64
		if err := rows.Scan(&g.Question, &g.Reason, &g.Times, &g.People, &first, &latest, &n); err != nil {
			return nil, fmt.Errorf("list unanswered questions: %w", err)
		}
		g.First, g.Latest = time.UnixMilli(first).UTC(), time.UnixMilli(latest).UTC()
		out = append(out, g)
	}
	return out, rows.Err()
}
