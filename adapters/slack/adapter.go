package slack

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
	lru "github.com/hashicorp/golang-lru/v2"
	slackgo "github.com/slack-go/slack"

	"ontherecord/bot"
)

// Bot is the conversation, as *bot.Bot holds it.
type Bot interface {
	Conversation
	Preferences
	Guide
}

// Conversation turns messages and pressed buttons into replies.
type Conversation interface {
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
	Act(ctx context.Context, a bot.Action) (bot.Result, error)
	Posted(ctx context.Context, ref, message string) error
	Busy(m bot.Message) bot.Reply
}

// Preferences are the wishes of channels.
type Preferences interface {
	Settings(ctx context.Context, at bot.Place) (bot.Settings, error)
	SetSettings(ctx context.Context, at bot.Place, s bot.Settings) error
}

// Guide tells people what they can ask.
type Guide interface {
	Overview(ctx context.Context) (bot.Overview, error)
	Recent(ctx context.Context, platform, workspace, user string) ([]bot.Asked, error)
	Suggest(ctx context.Context) ([]string, error)
}

// Queue runs jobs, those with one key in their order. Submit returns at once:
// bot.ErrBusy where there is no room, bot.ErrClosed when shutting down.
type Queue interface {
	Submit(key string, job func(ctx context.Context)) error
}

var (
	_ Bot   = (*bot.Bot)(nil)
	_ Queue = (*bot.Pool)(nil)
)

// Adapter is a bot in Slack. Run runs it.
type Adapter struct {
	log     *slog.Logger
	bot     Bot
	queue   Queue
	config  Config
	api     *slackgo.Client
	out     *sender
	metrics Metrics

	mu sync.RWMutex
	me identity
	// external remembers which channels are shared with other organisations,
	// titled which threads of the assistant pane have a title.
	external *lru.Cache[string, bool]
	titled   *lru.Cache[string, bool]
	// seen are the latest deliveries, so that a twin or a repeat takes no room in
	// the queue. The bot remembers them for longer, and across restarts.
	seen *lru.Cache[string, bool]
	// notices are goroutines that tell people that the queue is full; room
	// bounds them.
	notices sync.WaitGroup
	room    chan struct{}
	// ready reports whether events can come in.
	ready atomic.Bool
	// pings is how long a socket may go without a ping.
	pings time.Duration
}

// New returns an Adapter. client makes all HTTP calls; metrics may be nil. The
// config must be resolved; New checks it.
func New(log *slog.Logger, b Bot, queue Queue, config Config, client *http.Client, metrics Metrics) (*Adapter, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	if metrics == nil {
		metrics = noMetrics{}
	}
	var caches [3]*lru.Cache[string, bool]
	for i := range caches {
		c, err := lru.New[string, bool](4096)
		if err != nil {
			return nil, fmt.Errorf("slack: %w", err)
		}
		caches[i] = c
	}
	// The library's own log would print payloads; what matters is logged here.
	quiet := stdlog.New(io.Discard, "", 0)
	api := slackgo.New(config.BotToken.Reveal(), slackgo.OptionAppLevelToken(config.AppToken.Reveal()),
		slackgo.OptionAPIURL(config.APIURL), slackgo.OptionHTTPClient(client), slackgo.OptionLog(quiet))
	return &Adapter{
		log: log.With("adapter", Platform), bot: b, queue: queue, config: config, api: api, metrics: metrics,
		out:      &sender{log: log, api: api, http: client, limits: config.Limits, metrics: metrics},
		external: caches[0], titled: caches[1], seen: caches[2], room: make(chan struct{}, 16), pings: 30 * time.Second,
	}, nil
}

// Ready reports whether the adapter is connected: a socket is open, or HTTP mode
// listens and its tokens are good.
func (a *Adapter) Ready() bool { return a.ready.Load() }

// Run connects and answers until ctx ends; then it stops taking events and
// returns nil. Jobs that were taken are the queue's, whose owner closes it
// afterwards. The error is of a kind that trying again does not mend, and says
// what to do.
func (a *Adapter) Run(ctx context.Context) error {
	defer a.notices.Wait()
	defer a.ready.Store(false)
	if err := a.connect(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	if a.config.Mode == ModeHTTP {
		return a.runHTTP(ctx)
	}
	return a.runSocket(ctx)
}

// connect learns who the bot is, and refuses tokens and scopes that can't do.
func (a *Adapter) connect(ctx context.Context) error {
	var auth *slackgo.AuthTestResponse
	err := a.persist(ctx, func() error {
		return a.out.call(ctx, "auth.test", true, func(ctx context.Context) error {
			var err error
			auth, err = a.api.AuthTestContext(ctx)
			return err
		})
	})
	if err != nil {
		return explain(err)
	}
	a.setIdentity(identity{auth.TeamID, auth.UserID, auth.BotID})
	findings := checkScopes(auth.Header)
	var missing []error
	for _, f := range findings {
		if f.Level == LevelError {
			missing = append(missing, errors.New(f.What+": "+f.Do))
		} else if f.Level == LevelWarning {
			a.log.Warn(f.What, "mend", f.Do)
		}
	}
	if len(missing) > 0 {
		return errors.Join(missing...)
	}
	a.log.Info("connected to slack", "team", auth.Team, "bot", auth.User, "mode", a.config.Mode)
	return nil
}

// persist asks Slack something for as long as it takes to get an answer: a host
// may be up before its network is. A refusal is an answer.
func (a *Adapter) persist(ctx context.Context, ask func() error) error {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = time.Second, time.Minute
	for {
		err := ask()
		if kind := sort(err); err == nil || kind == final || kind == refusal || ctx.Err() != nil {
			return err
		}
		wait := waits.NextBackOff()
		a.log.Warn("slack can't be reached, trying again", "error", err, "wait", wait.String())
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
	}
}

func (a *Adapter) identity() identity {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.me
}

func (a *Adapter) setIdentity(me identity) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.me = me
}
