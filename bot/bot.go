package bot

import (
	"context"
	"log/slog"
	"time"

	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
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
	limits    *limiter
	analyzer  *analysis.Analyzer
	suggested suggested
}

// New returns a Bot that answers out of answerer, tells of catalogue and
// remembers in memory. now tells the time; nil means time.Now.
func New(log *slog.Logger, answerer Answerer, catalogue Catalogue, memory Memory, config Config, now func() time.Time) *Bot {
	if now == nil {
		now = time.Now
	}
	return &Bot{
		log: log, answerer: answerer, catalogue: catalogue, memory: memory, config: config, now: now,
		limits: newLimiter(config.Limits), analyzer: analysis.New(),
	}
}

// Posted remembers the platform's ID of the message in which the reply with
// that Ref was sent, so that a reply to the message continues its conversation
// and an edited question is answered in its place.
func (b *Bot) Posted(ctx context.Context, ref, message string) error {
	return b.memory.Posted(ctx, ref, message)
}

// Overview tells what is on the record.
func (b *Bot) Overview(ctx context.Context) (Overview, error) { return b.catalogue.Overview(ctx) }

// Names returns names on the record that hold part, for completing what
// somebody types; see Catalogue.
func (b *Bot) Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error) {
	return b.catalogue.Names(ctx, part, organisations, limit)
}

// Recent returns a person's latest questions, latest first, each once.
func (b *Bot) Recent(ctx context.Context, platform, workspace, user string) ([]Asked, error) {
	turns, err := b.memory.TurnsOf(ctx, platform, workspace, user, 4*recentQuestions)
	if err != nil {
		return nil, err
	}
	var out []Asked
	seen := map[string]bool{}
	for _, t := range turns {
		if !seen[t.Topic] && len(out) < recentQuestions {
			seen[t.Topic] = true
			out = append(out, Asked{t.Question, t.Answered, t.At})
		}
	}
	return out, nil
}

// recentQuestions is how many of a person's questions are shown to them.
const recentQuestions = 5

// Prune forgets what is older than the configured time, and returns how much
// that was.
func (b *Bot) Prune(ctx context.Context) (int, error) {
	if b.config.RetentionDays == 0 {
		return 0, nil
	}
	return b.memory.Forget(ctx, b.now().AddDate(0, 0, -b.config.RetentionDays))
}

// KeepPruning prunes now and then once a day until ctx ends.
func (b *Bot) KeepPruning(ctx context.Context) {
	ticker := time.NewTicker(24 * time.Hour)
	defer ticker.Stop()
	for {
		if n, err := b.Prune(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("forgetting old questions failed", "error", err)
		} else if n > 0 {
			b.log.Info("forgot old questions", "rows", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
