package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	slackgo "github.com/slack-go/slack"
)

// Paths of HTTP mode, as the manifest names them.
const (
	PathEvents       = "/slack/events"
	PathCommands     = "/slack/commands"
	PathInteractions = "/slack/interactions"
)

// Handler serves Slack's requests in HTTP mode. Every request has to bear
// Slack's signature, no older than five minutes; each is answered as soon as it
// is queued, before any work.
func (a *Adapter) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST "+PathEvents, a.signed(a.serveEvent))
	mux.Handle("POST "+PathCommands, a.signed(a.serveCommand))
	mux.Handle("POST "+PathInteractions, a.signed(a.serveInteraction))
	return mux
}

// runHTTP listens until ctx ends, then lets running requests end.
func (a *Adapter) runHTTP(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.config.Listen)
	if err != nil {
		return fmt.Errorf("slack.listen: %w: write another address, or end what uses this one", err)
	}
	server := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10}
	a.ready.Store(true)
	a.log.Info("listening for slack", "address", listener.Addr().String())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve slack's requests: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err = server.Shutdown(grace)
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// signed checks the signature of a request over its whole body before serve
// sees it. The library compares in constant time.
func (a *Adapter) signed(serve func(http.ResponseWriter, *http.Request, []byte)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.config.Limits.BodyBytes))
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		case err != nil:
			http.Error(w, "unreadable", http.StatusBadRequest)
			return
		}
		verifier, err := slackgo.NewSecretsVerifier(r.Header, a.config.SigningSecret.Reveal())
		if err == nil {
			verifier.Write(body) // hash.Hash never fails to write
			err = verifier.Ensure()
		}
		if err != nil {
			a.metrics.Event("unsigned")
			a.log.Warn("a request without a fit signature was refused", "error", err, "path", r.URL.Path)
			http.Error(w, "not signed by Slack", http.StatusUnauthorized)
			return
		}
		if n := r.Header.Get("X-Slack-Retry-Num"); n != "" {
			a.log.Debug("delivered again", "attempt", n, "reason", r.Header.Get("X-Slack-Retry-Reason"))
		}
		serve(w, r, body)
	})
}

func (a *Adapter) serveEvent(w http.ResponseWriter, _ *http.Request, body []byte) {
	var outer outerEvent
	if json.Unmarshal(body, &outer) == nil && outer.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, outer.Challenge)
		return
	}
	acknowledge(w, a.event(body))
}

func (a *Adapter) serveCommand(w http.ResponseWriter, _ *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		http.Error(w, "no form", http.StatusBadRequest)
		return
	}
	if form.Get("ssl_check") == "1" {
		acknowledge(w, true)
		return
	}
	acknowledge(w, a.command(slackgo.SlashCommand{TeamID: form.Get("team_id"), ChannelID: form.Get("channel_id"),
		UserID: form.Get("user_id"), Command: form.Get("command"), Text: form.Get("text"),
		ResponseURL: form.Get("response_url"), TriggerID: form.Get("trigger_id")}))
}

func (a *Adapter) serveInteraction(w http.ResponseWriter, _ *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("payload") == "" {
		http.Error(w, "no payload", http.StatusBadRequest)
		return
	}
	acknowledge(w, a.interact([]byte(form.Get("payload"))))
}

// acknowledge answers Slack. What was not taken is answered with an error, so
// that Slack delivers it again.
func acknowledge(w http.ResponseWriter, taken bool) {
	if !taken {
		http.Error(w, "shutting down", http.StatusServiceUnavailable)
	}
}
