package discord

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
)

// The intents: what happens in servers (for forum posts), messages in servers
// and direct messages. None of them is privileged. Without the message content
// intent Discord blanks the text of messages that are not addressed to the bot.
const intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

// timing is how long the gateway may take, and how long is waited for it.
type timing struct {
	open      time.Duration // from dialling to READY or RESUMED
	invalid   time.Duration // the least time before identifying after op 9
	retryFrom time.Duration
	retryMost time.Duration
	between   time.Duration // between the identifies of two shards
}

func defaultTiming() timing {
	return timing{open: 30 * time.Second, invalid: time.Second, retryFrom: time.Second, retryMost: time.Minute,
		between: 5 * time.Second}
}

// shard keeps one gateway connection up. discordgo connects, identifies,
// resumes, beats and decodes; when to connect again is decided here, for the
// library's own loop can't be stopped and does not tell a wrong token from a
// bad line.
type shard struct {
	log    *slog.Logger
	timing timing
	number int
	make   func() (*discordgo.Session, error)

	current atomic.Pointer[tap]
	ready   chan struct{} // a session is up: READY or RESUMED came
	gone    chan struct{} // the connection ended
}

// newShard returns the shard with that number out of count. configure adds the
// handlers of events to a session before it is opened.
func newShard(lg *slog.Logger, tm timing, number, count int, fresh func() (*discordgo.Session, error), configure func(*discordgo.Session)) *shard {
	sh := &shard{log: lg.With("shard", number), timing: tm, number: number,
		ready: make(chan struct{}, 1), gone: make(chan struct{}, 1)}
	sh.make = func() (*discordgo.Session, error) {
		s, err := fresh()
		if err != nil {
			return nil, err
		}
		s.ShardID, s.ShardCount = number, count
		s.Identify.Intents = intents
		s.Dialer = sh.dialer()
		s.AddHandler(func(*discordgo.Session, *discordgo.Ready) { signal(sh.ready) })
		s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) { signal(sh.ready) })
		s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(sh.gone) })
		configure(s)
		return s, nil
	}
	return sh
}

// newSession returns a session that only does as it is told: it neither
// reconnects nor logs nor keeps state by itself.
func newSession(token string, hc *http.Client) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, fmt.Errorf("set up a Discord session: %w", err)
	}
	s.Client = hc
	s.LogLevel = -1 // the library logs to standard error, at times with payloads
	s.ShouldReconnectOnError = false
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false
	s.StateEnabled = false
	s.SyncEvents = true
	s.Compress = false // the tap reads frames as they are
	return s, nil
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func drain(c chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// dialer makes connections that the shard can cut and listen in on.
func (sh *shard) dialer() *websocket.Dialer {
	plain := &net.Dialer{Timeout: sh.timing.open, KeepAlive: 15 * time.Second}
	keep := func(c net.Conn) net.Conn {
		t := newTap(c, sh.timing.invalid)
		sh.current.Store(t)
		return t
	}
	return &websocket.Dialer{
		HandshakeTimeout: sh.timing.open,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := plain.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return keep(c), nil
		},
		NetDialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := (&tls.Dialer{NetDialer: plain}).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return keep(c), nil
		},
	}
}

func (sh *shard) cut() {
	if t := sh.current.Load(); t != nil {
		t.cut()
	}
}

// run connects and connects again until ctx ends. It returns nil then, and an
// error where connecting again can't help. up is told when the connection is up
// and when it is down again.
func (sh *shard) run(ctx context.Context, up func(bool)) error {
	s, err := sh.make()
	if err != nil {
		return err
	}
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.MaxInterval = sh.timing.retryFrom, sh.timing.retryMost
	for ctx.Err() == nil {
		err := sh.open(ctx, s)
		if errors.Is(err, errStuck) {
			// Its lock is held for good, so it is left behind with its session.
			sh.log.Error("a Discord session is stuck and is replaced")
			if s, err = sh.make(); err != nil {
				return err
			}
			err = errStuck
		}
		if err == nil {
			up(true)
			began := time.Now()
			sh.watch(ctx)
			up(false)
			// A connection that ends as soon as it is up must not spend the 1,000
			// sessions that Discord lets a bot start in a day.
			if time.Since(began) > sh.timing.retryMost {
				wait.Reset()
			}
		}
		if ctx.Err() != nil {
			break
		}
		if fatal := sh.fatal(); fatal != nil {
			sh.leave(s)
			return fatal
		}
		pause := wait.NextBackOff()
		sh.log.Info("connecting to Discord again", "after", pause.Round(time.Millisecond), "err", err)
		_ = sleep(ctx, pause)
	}
	sh.leave(s)
	return nil
}

var (
	errNoAnswer = errors.New("the gateway did not answer in time")
	errStuck    = errors.New("the session did not return from opening")
)

// open connects s and waits until its session is ready. Open blocks for as long
// as a gateway that accepts and never answers keeps quiet, holding the
// session's lock: only cutting the socket brings it back.
func (sh *shard) open(ctx context.Context, s *discordgo.Session) error {
	drain(sh.ready)
	drain(sh.gone)
	sh.current.Store(nil)
	done := make(chan error, 1)
	go func() { done <- s.Open() }()
	timer := time.NewTimer(sh.timing.open)
	defer timer.Stop()
	opened := false
	for {
		select {
		case err := <-done:
			if err != nil {
				return fmt.Errorf("connect to the gateway: %w", plainError(err))
			}
			opened, done = true, nil
		case <-sh.ready:
			if opened {
				return nil
			}
			signal(sh.ready) // READY comes while Open still runs
			select {
			case err := <-done:
				done = nil
				if err != nil {
					return fmt.Errorf("connect to the gateway: %w", plainError(err))
				}
				opened = true
			case <-timer.C:
				return sh.giveUp(done, errNoAnswer)
			}
		case <-sh.gone:
			return errors.New("the gateway closed the connection")
		case <-timer.C:
			return sh.giveUp(done, errNoAnswer)
		case <-ctx.Done():
			return sh.giveUp(done, ctx.Err())
		}
	}
}

// giveUp cuts the socket and waits for Open to notice: for its goroutine, if it
// still runs, or else for the library's reader.
func (sh *shard) giveUp(done chan error, why error) error {
	sh.cut()
	timer := time.NewTimer(5 * time.Second)
	defer timer.Stop()
	if done == nil {
		select {
		case <-sh.gone:
		case <-timer.C:
			return errStuck
		}
		return why
	}
	select {
	case err := <-done:
		if err == nil { // it was ready in the same moment; its reader ends now
			select {
			case <-sh.gone:
			case <-timer.C:
				return errStuck
			}
		}
		return why
	case <-timer.C:
		return errStuck
	}
}

// watch waits until the connection ends, and ends it when ctx does or when
// heartbeats are no longer acknowledged.
func (sh *shard) watch(ctx context.Context) {
	t := sh.current.Load()
	every := time.Second
	if t != nil {
		every = max(10*time.Millisecond, min(every, time.Duration(t.interval.Load())*time.Millisecond/4))
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-sh.gone:
			return
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if t != nil && t.deaf(now) {
				sh.log.Warn("Discord no longer acknowledges heartbeats")
				t.cut()
				t = nil
			}
		}
	}
}

// leave says goodbye, so that the bot is shown as offline at once.
func (sh *shard) leave(s *discordgo.Session) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Close() // writes a close frame and waits a second
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		sh.cut()
		<-done
	}
}

// fatal is the error for a close code after which connecting again can't help
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway).
func (sh *shard) fatal() error {
	t := sh.current.Load()
	if t == nil {
		return nil
	}
	switch code := t.closeCode.Load(); code {
	case 4004:
		return errToken
	case 4010, 4011:
		return fmt.Errorf("another number of shards is asked for by Discord (close code %d): set discord.shards to 0 to use the recommended one", code)
	case 4012:
		return errors.New("this version of the gateway is no longer spoken by Discord: update the program")
	case 4013, 4014:
		return fmt.Errorf("the intents are refused by Discord (close code %d): this bot needs no privileged one, so check discord.gateway_url", code)
	}
	return nil
}
