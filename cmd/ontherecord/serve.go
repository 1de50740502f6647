package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"ontherecord/bot"
	"ontherecord/bot/memory"
)

// graceful is how long a server takes at most to finish what it has accepted.
const graceful = 20 * time.Second

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer in Slack and Discord",
		Long: `Serve answers in Slack, in Discord or in both, in one process.

A platform is served if its part is in the configuration file, or a token of its
is in the environment (SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET,
DISCORD_TOKEN). 'ontherecord check' tells whether all is right, without
answering anybody.

It answers from the record in the state folder, and from a small built-in sample
until there is one. Documents that 'ontherecord ingest' stores meanwhile are
found within seconds.

/healthz, /readyz and /metrics are served at serve.listen (127.0.0.1:9091).

An interrupt (Ctrl-C) or SIGTERM ends it: questions that were taken are answered
first, for at most 20 seconds. A second one ends it at once.

The log on standard error holds no questions and no tokens; with --verbose it
holds questions.`,
		Example: `  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… ontherecord serve
  ontherecord serve --config /etc/ontherecord.yaml --data /var/lib/ontherecord`,
		Args: args(cobra.NoArgs, "serve takes no arguments: what to serve stands in the configuration"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.serving = true
			return a.serve(cmd.Context())
		},
	}
}

// serve answers on all platforms until ctx ends or one of them fails for good.
func (a *app) serve(ctx context.Context) (err error) {
	platforms, err := a.platforms()
	if err != nil {
		return err
	}
	if len(platforms) == 0 {
		return &codeError{exitUsage, a.errNoPlatform()}
	}
	listener, err := listen(ctx, a.config.Serve.Listen)
	if err != nil {
		return err
	}
	s := &server{log: a.logger(), metrics: newMetrics(), listener: listener}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := os.MkdirAll(a.dataDir, 0o700); err != nil {
		return fmt.Errorf("make the state folder: %w: name another with --data", err)
	}
	o, err := a.libraryOptions()
	if err != nil {
		return err
	}
	if s.record, err = openRecord(ctx, s.log, a.dataDir, o); err != nil {
		return err
	}
	if s.memory, err = a.openMemory(ctx); err != nil {
		return err
	}
	s.metrics.registry.MustRegister(newRecordCollector(s.record))
	client, idle := newClient()
	defer idle()
	for _, p := range platforms {
		if err := s.add(p, a.config.Bot, client); err != nil {
			err = fmt.Errorf("%s: %w", p.name, err)
			if p.bare {
				err = fmt.Errorf("%w\nIf it is not to be served, take the part \"%s:\" out of %s", err, p.name, a.configPath)
			}
			return &codeError{exitUsage, err}
		}
	}
	return s.run(ctx)
}

// newClient returns the client for all calls to platforms, and what closes its
// idle connections. It obeys HTTPS_PROXY. Each call has a deadline of its own.
func newClient() (*http.Client, func()) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16 // the workers of one platform all call one host
	return &http.Client{Transport: transport}, transport.CloseIdleConnections
}

// served is a platform that is being served. It has workers and a queue of its
// own, so that trouble with one platform does not hold up another.
type served struct {
	name       string
	connection connection
	bot        *countedBot
	pool       *bot.Pool
}

// server is all that runs, in the order in which it is ended.
type server struct {
	log      *slog.Logger
	metrics  *metrics
	served   []served
	listener net.Listener
	memory   *memory.Memory
	record   *record
}

// add makes the bot, the workers and the adapter of a platform.
func (s *server) add(p platform, c bot.Config, client *http.Client) error {
	c.Settings = p.settings
	b := &countedBot{bot.New(s.log.With("platform", p.name), s.record, s.record, s.memory, c, nil), p.name, s.metrics}
	pool := bot.NewPool(c.Workers, c.Queue)
	conn, err := p.connect(s.log, b, pool, client)
	if err != nil {
		return errors.Join(err, pool.Close(context.Background()))
	}
	one := served{p.name, conn, b, pool}
	s.served = append(s.served, one)
	s.metrics.watch(one)
	return nil
}

// run answers until ctx ends or an adapter fails for good. Then it takes no more
// events, finishes what was accepted, and stops what runs beside.
func (s *server) run(ctx context.Context) error {
	h := &health{record: s.record, served: s.served, metrics: s.metrics}
	stopHealth := h.start(s.listener)
	if s.listener != nil {
		s.log.Info("health and metrics", "address", s.listener.Addr().String(), "paths", "/healthz /readyz /metrics")
	}
	beside, stopBeside := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBeside()
	var background sync.WaitGroup
	background.Go(func() { s.record.keep(beside) })
	background.Go(func() { s.served[0].bot.KeepPruning(beside) }) // the memory is one for all

	grace, endGrace := context.WithCancel(context.WithoutCancel(ctx))
	defer func() { endGrace() }()
	err := s.answer(ctx, func() {
		grace, endGrace = context.WithTimeout(grace, graceful)
		h.ending.Store(true)
		s.log.Info("shutting down: finishing what was accepted", "at_most", graceful.String())
	})
	err = errors.Join(err, s.drain(grace))
	stopBeside()
	background.Wait()
	if e := stopHealth(grace); e != nil {
		s.log.Warn("stopping the health endpoints failed", "error", e)
	}
	return err
}

// answer runs the adapters until ctx ends or one of them fails; ending is called
// when that happens. It waits for all of them.
func (s *server) answer(ctx context.Context, ending func()) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make(chan error, len(s.served))
	for _, p := range s.served {
		go func() {
			err := p.connection.Run(ctx)
			if err == nil && ctx.Err() == nil {
				err = errors.New("it ended without being told to")
			}
			if err != nil {
				err = fmt.Errorf("%s: %w", p.name, err)
			}
			errs <- err
			stop()
		}()
	}
	<-ctx.Done()
	ending()
	var all error
	for range s.served {
		all = errors.Join(all, <-errs)
	}
	return all
}

// drain waits until all that was accepted is done, on all platforms at once.
func (s *server) drain(ctx context.Context) error {
	errs := make([]error, len(s.served))
	var closing sync.WaitGroup
	for i, p := range s.served {
		closing.Go(func() {
			if err := p.pool.Close(ctx); err != nil {
				errs[i] = fmt.Errorf("%s: not all that was accepted could be finished in %s: %w", p.name, graceful, err)
			}
		})
	}
	closing.Wait()
	return errors.Join(errs...)
}

// close frees what was opened. Pools are closed already after a run.
func (s *server) close() error {
	var errs []error
	if s.listener != nil {
		if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	errs = append(errs, s.drain(context.Background()))
	if s.memory != nil {
		errs = append(errs, s.memory.Close())
	}
	if s.record != nil {
		errs = append(errs, s.record.close())
	}
	return errors.Join(errs...)
}
