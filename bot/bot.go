package bot

import (
	"context"
	"log/slog"
	"time"

	"ontherecord/retrieval"
)

// Answerer answers questions out of the record. An unanswered question is no
// error; errors wrap ctx.Err() or retrieval.ErrIndexDamaged.
type Answerer interface {
	Answer(ctx context.Context, q retrieval.Question) (retrieval.Answer, error)
}

// Bot holds conversations. All its methods may be called at the same time.
type Bot struct {
	log       *slog.Logger
	answerer  Answerer
	catalogue Catalogue
	memory    Memory
	config    Config
	now       func() time.Time
}

// New returns a Bot that answers out of answerer, tells of catalogue and
// remembers in memory. now tells the time; nil means time.Now.
func New(log *slog.Logger, answerer Answerer, catalogue Catalogue, memory Memory, config Config, now func() time.Time) *Bot {
	if now == nil {
		now = time.Now
	}
	return &Bot{log: log, answerer: answerer, catalogue: catalogue, memory: memory, config: config, now: now}
}

// Handle answers m. The Reply is to be rendered in every case: an error comes
// with a Reply that says in words what went wrong, and is for the log alone.
// Messages of one conversation should be handled in their order (see Pool).
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) {
	return Reply{Kind: KindSilence}, nil
}

// Act does what a button says, for the reply that it stands under. As with
// Handle, an error comes with a Result in words.
func (b *Bot) Act(ctx context.Context, a Action) (Result, error) {
	return Result{}, nil
}

// Posted remembers the platform's ID of the message in which the reply with
// that Ref was sent, so that a reply to the message continues its conversation
// and an edited question is answered in its place.
func (b *Bot) Posted(ctx context.Context, ref, message string) error {
	return b.memory.Posted(ctx, ref, message)
}

// Busy is the reply to a message that found the queue full.
func (b *Bot) Busy(m Message) Reply { return Reply{} }

// Overview tells what is on the record.
func (b *Bot) Overview(ctx context.Context) (Overview, error) { return b.catalogue.Overview(ctx) }

// Names returns names on the record that hold part, for completing what
// somebody types; see Catalogue.
func (b *Bot) Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error) {
	return b.catalogue.Names(ctx, part, organisations, limit)
}

// Recent returns a person's latest questions, latest first, each once.
func (b *Bot) Recent(ctx context.Context, platform, workspace, user string) ([]Asked, error) {
	return nil, nil
}

// Suggest returns up to four questions that the record answers, for people who
// wonder what to ask.
func (b *Bot) Suggest(ctx context.Context) ([]string, error) { return nil, nil }

func shorten(s string, limit int) string { return s }
