package adaptertest

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"ontherecord/bot"
	"ontherecord/bot/memory"
)

// The suite's queue is small, so that it can be filled.
const (
	workers = 2
	queued  = 6
)

// world is a bot over the test record with one session of an adapter.
type world struct {
	record  *Record
	bot     *bot.Bot
	pool    *bot.Pool
	session Session
	closed  bool
}

func newWorld(t *testing.T, start Starter) *world {
	t.Helper()
	w := &world{record: NewRecord(), pool: bot.NewPool(workers, queued)}
	w.bot = NewBot(t, w.record)
	w.session = start(t, w.bot, w.pool)
	t.Cleanup(func() {
		w.close(t)
		for _, p := range w.session.Problems() {
			t.Errorf("the platform was misused: %s", p)
		}
	})
	return w
}

// NewBot returns a bot over r that remembers in a memory of its own and has no
// limits on how much is asked.
func NewBot(t testing.TB, r *Record) *bot.Bot {
	t.Helper()
	// On disk, as in earnest: a memory in memory would grow with what is asked.
	m, err := memory.Open(t.Context(), filepath.Join(t.TempDir(), "memory.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	c := bot.DefaultConfig()
	c.Limits = bot.Limits{}
	return bot.New(slog.New(slog.DiscardHandler), r, r, m, c, nil)
}

// close has the queue finish what it took.
func (w *world) close(t *testing.T) {
	t.Helper()
	if w.closed {
		return
	}
	w.closed = true
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
	defer cancel()
	if err := w.pool.Close(ctx); err != nil {
		t.Errorf("the queue did not finish: %v", err)
	}
}

// ask puts a question in a place of its own and returns the one reply.
func (w *world) ask(t *testing.T, place, question string) Shown {
	t.Helper()
	w.session.Say(t, Said{Place: place, User: "u1", Text: question, Mention: true})
	shown := w.session.Shown(t, place, false, 1)
	if len(shown) != 1 {
		t.Fatalf("%q got %d replies, want one: %+v", question, len(shown), shown)
	}
	return shown[0]
}

// settle waits until everything said before is dealt with: a question put
// afterwards is answered, and what came before it had its turn.
func (w *world) settle(t *testing.T) {
	t.Helper()
	w.session.Say(t, Said{Place: "settle", User: "u9", Text: "What is said on " + TopicPlain + "?", Mention: true})
	w.session.Shown(t, "settle", false, 1)
	time.Sleep(50 * time.Millisecond)
}
