package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// stateWithin is how long reading the record's state may take.
const stateWithin = 2 * time.Second

// health answers the questions of whatever watches over the process:
//
//	/healthz  200 as long as the process is alive
//	/readyz   200 if questions can come in and be answered, else 503; each line
//	          tells of one part
//	/metrics  counts and times, for Prometheus
type health struct {
	record  *record
	served  []served
	metrics *metrics
	ending  atomic.Bool
}

func (h *health) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.metrics.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	return mux
}

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	ready := true
	var text strings.Builder
	line := func(good bool, format string, args ...any) {
		mark := "ok       "
		if !good {
			ready, mark = false, "not ready"
		}
		fmt.Fprintf(&text, mark+"  "+format+"\n", args...)
	}
	if h.ending.Load() {
		line(false, "shutting down")
	}
	ctx, cancel := context.WithTimeout(r.Context(), stateWithin)
	defer cancel()
	s, err := h.record.state(ctx)
	switch {
	case err != nil:
		line(false, "record: it can't be read; see the log, or run 'ontherecord check'")
	case s.sample:
		line(true, "record: the built-in sample, %d documents", s.Documents)
	default:
		line(true, "record: %d documents", s.Documents)
	}
	for _, p := range h.served {
		if p.connection.Ready() {
			line(true, "%s: connected", p.name)
		} else {
			line(false, "%s: not connected", p.name)
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if !ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprint(w, text.String())
}

// listen takes the address of the endpoints. An empty one is none: nil.
func listen(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve.listen: %w: write another address in the configuration, or end what uses this one", err)
	}
	return l, nil
}

// start answers on l; stop ends that and waits for it. Without a listener there
// is nothing to do.
func (h *health) start(l net.Listener) (stop func(context.Context) error) {
	if l == nil {
		return func(context.Context) error { return nil }
	}
	server := &http.Server{Handler: h.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	return func(ctx context.Context) error {
		err := server.Shutdown(ctx)
		if err != nil {
			err = errors.Join(err, server.Close())
		}
		if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	}
}
