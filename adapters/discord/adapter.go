package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/cenkalti/backoff/v5"
	lru "github.com/hashicorp/golang-lru/v2"

	"ontherecord/bot"
)

// Conversation answers. Its methods are those of bot.Bot.
type Conversation interface {
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
	Act(ctx context.Context, a bot.Action) (bot.Result, error)
	Posted(ctx context.Context, ref, message string) error
	Busy(m bot.Message) bot.Reply
}

// Record tells what is on the record.
type Record interface {
	Overview(ctx context.Context) (bot.Overview, error)
	Names(ctx context.Context, part string, organisations bool, limit int) ([]string, error)
}

// Wishes are what servers and channels have chosen.
type Wishes interface {
	Settings(ctx context.Context, at bot.Place) (bot.Settings, error)
	SetSettings(ctx context.Context, at bot.Place, s bot.Settings) error
}

// Bot is all of the bot that the adapter uses; *bot.Bot is one.
type Bot interface {
	Conversation
	Record
	Wishes
}

var _ Bot = (*bot.Bot)(nil)

// Queue runs jobs; *bot.Pool is one. A job's context ends when the queue's
// owner gives up waiting for it.
type Queue interface {
	Submit(key string, job func(ctx context.Context)) error
}

// The sizes of what the adapter remembers, and the times that it keeps.
const (
	seenInteractions = 8192
	knownChannels    = 16384
	inboundAtOnce    = 128
	// firstWithin is the time for a first response: Discord allows 3 s, and the
	// event has been on its way for some of it.
	firstWithin = 2500 * time.Millisecond
	// lookWithin is how much of it may be spent on looking things up.
	lookWithin = 1200 * time.Millisecond
	sendWithin = 45 * time.Second
)

// Adapter connects a bot to Discord.
type Adapter struct {
	log     *slog.Logger
	config  Config
	bot     Bot
	queue   Queue
	metrics Metrics
	timing  timing

	transport *transport
	client    *client
	gateway   atomic.Pointer[string] // address for the sessions' own question

	app, self atomic.Pointer[string]
	want, up  atomic.Int32 // connections there should be, and there are
	seen      *lru.Cache[string, struct{}]
	channels  *lru.Cache[string, channelInfo]

	inbound chan struct{}  // slots for first responses
	work    sync.WaitGroup // first responses and notices
	closing sync.RWMutex   // held while work is added to
	closed  bool
}

// New returns an Adapter; Run connects it. hc's transport carries all REST
// requests; m may be nil. The config must be resolved; New checks it.
func New(lg *slog.Logger, b Bot, q Queue, cfg Config, hc *http.Client, m Metrics) (*Adapter, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	base, err := url.Parse(cfg.APIURL)
	if err != nil {
		return nil, fmt.Errorf("discord: api_url: %w", err)
	}
	if m == nil {
		m = NoMetrics{}
	}
	a := &Adapter{log: lg.With("adapter", "discord"), config: cfg, bot: b, queue: q, metrics: m,
		timing: defaultTiming(), inbound: make(chan struct{}, inboundAtOnce)}
	a.transport = newTransport(base, transportOf(hc), newGate(), func() string {
		if p := a.gateway.Load(); p != nil {
			return *p
		}
		return ""
	})
	session, err := a.newSession()
	if err != nil {
		return nil, err
	}
	a.client = &client{session: session, attempts: 6, pause: 250 * time.Millisecond}
	if a.seen, err = lru.New[string, struct{}](seenInteractions); err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	if a.channels, err = lru.New[string, channelInfo](knownChannels); err != nil {
		return nil, fmt.Errorf("discord: %w", err)
	}
	return a, nil
}

func (a *Adapter) newSession() (*discordgo.Session, error) {
	return newSession(a.config.Token.Reveal(), &http.Client{Transport: a.transport})
}

// Ready reports whether events can arrive: every shard is connected, or the
// HTTP endpoint listens.
func (a *Adapter) Ready() bool { return a.want.Load() > 0 && a.up.Load() >= a.want.Load() }

// Run connects to Discord and answers until ctx ends; then it takes no more,
// gives the first responses that are due and returns nil. Jobs that were taken
// are the queue's, whose owner closes it afterwards; they may still send. An
// error is of a kind that trying again does not mend, and says what to do.
func (a *Adapter) Run(ctx context.Context) error {
	defer a.finishWork()
	if err := a.introduce(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	changed, err := register(ctx, a.client, a.appID(), a.config.TestServer)
	switch {
	case err != nil && ctx.Err() == nil:
		// Registered commands stay; new ones can wait for the next start.
		a.log.Error("commands not registered", "err", err)
	case changed:
		a.log.Info("commands registered", "server", a.config.TestServer)
	}
	if a.config.Interactions == ModeHTTP {
		return a.listen(ctx)
	}
	return a.connect(ctx)
}

func (a *Adapter) appID() string  { return load(&a.app) }
func (a *Adapter) selfID() string { return load(&a.self) }

func load(p *atomic.Pointer[string]) string {
	if s := p.Load(); s != nil {
		return *s
	}
	return ""
}

// introduce asks Discord who the bot is.
func (a *Adapter) introduce(ctx context.Context) error {
	return a.persist(ctx, func() error {
		app, err := a.client.application(ctx)
		if err != nil {
			return err
		}
		self := app.Bot.ID
		if self == "" {
			if self, err = a.client.self(ctx); err != nil {
				return err
			}
		}
		a.app.Store(&app.ID)
		a.self.Store(&self)
		return nil
	})
}

// persist asks Discord something for as long as it takes. It gives up where
// the token is refused, or ctx ends.
func (a *Adapter) persist(ctx context.Context, ask func() error) error {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.MaxInterval = a.timing.retryFrom, a.timing.retryMost
	for {
		err := ask()
		if err == nil {
			return nil
		}
		var refused *apiError
		if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
			return errToken
		}
		a.log.Warn("Discord can't be reached", "err", err)
		if err := sleep(ctx, wait.NextBackOff()); err != nil {
			return err
		}
	}
}

// errToken is for people.
var errToken = errors.New("the bot token is not accepted by Discord: copy it anew from " + AppsPage + ", your application, Bot, Reset Token, into " + TokenEnv)

// connect runs the shards, one after the other started, until ctx ends or one
// of them fails for good.
func (a *Adapter) connect(ctx context.Context) error {
	var info gatewayInfo
	err := a.persist(ctx, func() (err error) {
		info, err = a.client.gatewayInfo(ctx)
		return err
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	address := info.URL
	if a.config.GatewayURL != "" {
		address = a.config.GatewayURL
	}
	a.gateway.Store(&address)
	count := a.config.Shards
	if count == 0 {
		count = max(1, info.Shards)
	}
	if info.Limit.Remaining == 0 && info.Limit.ResetAfter > 0 {
		a.log.Warn("no more sessions may be started today, waiting", "milliseconds", info.Limit.ResetAfter)
		if sleep(ctx, time.Duration(info.Limit.ResetAfter)*time.Millisecond) != nil {
			return nil
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make(chan error, count)
	var running sync.WaitGroup
	a.want.Store(int32(count))
	for n := range count {
		started := make(chan struct{}, 1)
		sh := newShard(a.log, a.timing, n, count, a.newSession, a.subscribe)
		running.Go(func() {
			err := sh.run(ctx, func(up bool) {
				a.metrics.Connected(n, up)
				if !up {
					a.up.Add(-1)
					return
				}
				a.up.Add(1)
				signal(started)
			})
			if err != nil {
				errs <- err
				stop()
			}
		})
		if n == count-1 {
			break
		}
		select { // Discord lets one shard identify in five seconds
		case <-started:
			_ = sleep(ctx, a.timing.between)
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
	}
	running.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}
