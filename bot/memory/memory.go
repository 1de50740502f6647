// Package memory keeps what the bot remembers in a SQLite database: which
// deliveries were seen, what was asked and shown, settings, votes. Quotes are
// remembered by where they stand, never by their words.
package memory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ontherecord/bot"
	"ontherecord/internal/sqlite"
)

var _ bot.Memory = (*Memory)(nil)

// Memory implements bot.Memory.
type Memory struct{ db *sqlite.DB }

// Open opens the database at path and makes it where it is absent.
func Open(ctx context.Context, path string) (*Memory, error) {
	db, err := sqlite.Open(ctx, path, steps)
	if err != nil {
		return nil, fmt.Errorf("open the bot's memory: %w", err)
	}
	return &Memory{db}, nil
}

// OpenEphemeral opens a memory that is gone once closed.
func OpenEphemeral(ctx context.Context) (*Memory, error) {
	db, err := sqlite.OpenMemory(ctx, steps)
	if err != nil {
		return nil, fmt.Errorf("open the bot's memory: %w", err)
	}
	return &Memory{db}, nil
}

// Close waits for what is running and closes the database.
func (m *Memory) Close() error { return m.db.Close() }

// steps bring the schema up to date. Times are Unix milliseconds.
var steps = []string{`
CREATE TABLE deliveries (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX deliveries_at ON deliveries (at);
CREATE TABLE turns (
	n INTEGER PRIMARY KEY,
	ref TEXT NOT NULL UNIQUE,
	platform TEXT NOT NULL, workspace TEXT NOT NULL, channel TEXT NOT NULL,
	conversation TEXT NOT NULL, message TEXT NOT NULL, posted TEXT NOT NULL,
	user TEXT NOT NULL,
	question TEXT NOT NULL, answered INTEGER NOT NULL, reason TEXT NOT NULL, topic TEXT NOT NULL,
	at INTEGER NOT NULL,
	turn TEXT NOT NULL -- the whole of it as JSON
);
CREATE INDEX turns_conversation ON turns (conversation);
CREATE INDEX turns_posted ON turns (posted) WHERE posted <> '';
CREATE INDEX turns_user ON turns (platform, workspace, user);
CREATE INDEX turns_topic ON turns (topic) WHERE answered = 0;
CREATE INDEX turns_at ON turns (at);
CREATE TABLE settings (
	platform TEXT, workspace TEXT, channel TEXT, settings TEXT NOT NULL,
	PRIMARY KEY (platform, workspace, channel)
) WITHOUT ROWID;
CREATE TABLE muted (conversation TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE votes (
	platform TEXT, workspace TEXT, user TEXT, document TEXT, starts INTEGER, ends INTEGER, question TEXT,
	ref TEXT NOT NULL, revision INTEGER NOT NULL, useful INTEGER NOT NULL, at INTEGER NOT NULL,
	PRIMARY KEY (platform, workspace, user, question, document, starts, ends)
) WITHOUT ROWID;
CREATE INDEX votes_at ON votes (at);
`}

// Claim implements bot.Deliveries.
func (m *Memory) Claim(ctx context.Context, key string, at time.Time) (bool, error) {
	res, err := m.db.Write.ExecContext(ctx, `INSERT INTO deliveries VALUES (?, ?) ON CONFLICT DO NOTHING`, key, at.UnixMilli())
	if err != nil {
		return false, fmt.Errorf("remember a delivery: %w", sqlite.Explain(err))
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// Forget implements bot.Deliveries.
func (m *Memory) Forget(ctx context.Context, before time.Time) (int, error) {
	tx, err := m.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return 0, fmt.Errorf("forget what is old: %w", sqlite.Explain(err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	total := 0
	for _, table := range []string{"deliveries", "turns", "votes", "muted"} {
		res, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE at < ?`, before.UnixMilli())
		if err != nil {
			return 0, fmt.Errorf("forget what is old: %w", sqlite.Explain(err))
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		total += int(n)
	}
	if err := tx.Commit(); err != nil {
		return 0, fmt.Errorf("forget what is old: %w", sqlite.Explain(err))
	}
	return total, nil
}

// SaveTurn implements bot.Conversations.
func (m *Memory) SaveTurn(ctx context.Context, t bot.Turn) error {
	whole, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("remember a turn: %w", err)
	}
	_, err = m.db.Write.ExecContext(ctx, `INSERT INTO turns
		(ref, platform, workspace, channel, conversation, message, posted, user, question, answered, reason, topic, at, turn)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.Ref, t.Platform, t.Workspace, t.Channel, t.Conversation, t.Message, t.Posted, t.User,
		t.Question, t.Answered, string(t.Reason), t.Topic, t.At.UnixMilli(), whole)
	if err != nil {
		return fmt.Errorf("remember a turn: %w", sqlite.Explain(err))
	}
	return nil
}

// FindTurn implements bot.Conversations.
func (m *Memory) FindTurn(ctx context.Context, key bot.TurnKey) (bot.Turn, error) {
	query := `SELECT turn, posted FROM turns WHERE true`
	var args []any
	for _, c := range []struct{ column, value string }{
		{"ref", key.Ref}, {"conversation", key.Conversation}, {"message", key.Message}, {"posted", key.Posted},
		{"platform", key.Platform}, {"workspace", key.Workspace}, {"channel", key.Channel},
	} {
		if c.value != "" {
			query += ` AND ` + c.column + ` = ?`
			args = append(args, c.value)
		}
	}
	t, err := scanTurn(m.db.Read.QueryRowContext(ctx, query+` ORDER BY n DESC LIMIT 1`, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Turn{}, nil
	}
	if err != nil {
		return bot.Turn{}, fmt.Errorf("look a turn up: %w", sqlite.Explain(err))
	}
	return t, nil
}

// TurnsOf implements bot.Conversations.
func (m *Memory) TurnsOf(ctx context.Context, platform, workspace, user string, limit int) ([]bot.Turn, error) {
	rows, err := m.db.Read.QueryContext(ctx, `SELECT turn, posted FROM turns
		WHERE platform = ? AND workspace = ? AND user = ? ORDER BY n DESC LIMIT ?`, platform, workspace, user, limit)
	if err != nil {
		return nil, fmt.Errorf("list a person's questions: %w", sqlite.Explain(err))
	}
	defer rows.Close()
	var out []bot.Turn
	for rows.Next() {
		t, err := scanTurn(rows)
		if err != nil {
			return nil, fmt.Errorf("list a person's questions: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func scanTurn(row interface{ Scan(...any) error }) (bot.Turn, error) {
	var whole []byte
	var posted string
	if err := row.Scan(&whole, &posted); err != nil {
		return bot.Turn{}, err
	}
	var t bot.Turn
	if err := json.Unmarshal(whole, &t); err != nil {
		return bot.Turn{}, err
	}
	t.Posted = posted
	return t, nil
}

// Posted implements bot.Conversations.
func (m *Memory) Posted(ctx context.Context, ref, message string) error {
	if _, err := m.db.Write.ExecContext(ctx, `UPDATE turns SET posted = ? WHERE ref = ?`, message, ref); err != nil {
		return fmt.Errorf("remember where a reply was posted: %w", sqlite.Explain(err))
	}
	return nil
}

// Settings implements bot.Preferences.
func (m *Memory) Settings(ctx context.Context, at bot.Place) (bot.Settings, bool, error) {
	var stored []byte
	err := m.db.Read.QueryRowContext(ctx, `SELECT settings FROM settings WHERE platform = ? AND workspace = ? AND channel = ?`,
		at.Platform, at.Workspace, at.Channel).Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Settings{}, false, nil
	}
	var s bot.Settings
	if err == nil {
		err = json.Unmarshal(stored, &s)
	}
	if err != nil {
		return bot.Settings{}, false, fmt.Errorf("read settings: %w", sqlite.Explain(err))
	}
	return s, true, nil
}

// SetSettings implements bot.Preferences.
func (m *Memory) SetSettings(ctx context.Context, at bot.Place, s bot.Settings) error {
	stored, err := json.Marshal(s)
	if err == nil {
		_, err = m.db.Write.ExecContext(ctx, `INSERT INTO settings VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET settings = excluded.settings`, at.Platform, at.Workspace, at.Channel, stored)
	}
	if err != nil {
		return fmt.Errorf("store settings: %w", sqlite.Explain(err))
	}
	return nil
}

// Muted implements bot.Preferences.
func (m *Memory) Muted(ctx context.Context, conversation string) (bool, error) {
	var n int
	err := m.db.Read.QueryRowContext(ctx, `SELECT count(*) FROM muted WHERE conversation = ?`, conversation).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look up whether a conversation is muted: %w", sqlite.Explain(err))
	}
	return n > 0, nil
}

// SetMuted implements bot.Preferences.
func (m *Memory) SetMuted(ctx context.Context, conversation string, muted bool, at time.Time) error {
	query, args := `DELETE FROM muted WHERE conversation = ?`, []any{conversation}
	if muted {
		query, args = `INSERT INTO muted VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at`, append(args, at.UnixMilli())
	}
	if _, err := m.db.Write.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("mute a conversation: %w", sqlite.Explain(err))
	}
	return nil
}
