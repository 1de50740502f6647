package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"time"

	"github.com/cenkalti/backoff/v5"
	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// errDeaf ends a session over whose socket nothing came for too long: a socket
// can stay open, pings and all, and bring no events.
var errDeaf = errors.New("nothing came over the socket for too long")

// errFlapping ends a session whose socket breaks again and again; the library
// reconnects at once, which is right only for single breaks.
var errFlapping = errors.New("the socket breaks again and again")

// flaps is how many connections within flapTime count as flapping.
const (
	flaps    = 8
	flapTime = 30 * time.Second
)

// runSocket takes events over Socket Mode until ctx ends, and reconnects when
// the connection is lost, refreshed by Slack, or deaf.
func (a *Adapter) runSocket(ctx context.Context) error {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 500*time.Millisecond, time.Minute
	for {
		began := time.Now()
		err := a.session(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, errDeaf):
			a.log.Warn("the socket is silent, opening another", "after", a.config.Limits.Silence.String())
			waits.Reset()
			continue
		case isFatal(err):
			return explain(fmt.Errorf("apps.connections.open: %w", err))
		}
		if time.Since(began) > 5*time.Minute {
			waits.Reset()
		}
		wait := waits.NextBackOff()
		a.log.Warn("the connection to slack is lost, trying again", "error", withoutURL(err), "wait", wait.String())
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil
		}
	}
}

// session runs one client, with the reconnections that it makes itself.
func (a *Adapter) session(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	client := socketmode.New(a.api, socketmode.OptionPingInterval(a.pings), socketmode.OptionReadLimit(4<<20),
		socketmode.OptionLog(stdlog.New(io.Discard, "", 0)))
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	silence := time.NewTimer(a.config.Limits.Silence)
	defer silence.Stop()
	var connects []time.Time
	for {
		select {
		case err := <-ended:
			if cause := context.Cause(ctx); cause != nil {
				return cause
			}
			return err
		case <-silence.C:
			cancel(errDeaf)
		case e := <-client.Events:
			if ctx.Err() != nil {
				// Not acknowledged: Slack delivers it again over the next connection.
				continue
			}
			switch e.Type {
			case socketmode.EventTypeConnected:
				connects = append(connects, time.Now())
				if n := len(connects); n > flaps {
					if connects[n-1].Sub(connects[n-1-flaps]) < flapTime {
						cancel(errFlapping)
					}
					connects = connects[n-flaps:]
				}
			case socketmode.EventTypeConnectionError:
				a.connectionError(e)
			}
			if a.take(ctx, client, e) {
				silence.Reset(a.config.Limits.Silence)
			}
		}
	}
}

func (a *Adapter) connectionError(e socketmode.Event) {
	if data, ok := e.Data.(*slackgo.ConnectionErrorEvent); ok {
		a.log.Warn("the socket could not be opened, trying again", "error", withoutURL(data.ErrorObj), "wait", data.Backoff.String())
		a.metrics.Called("apps.connections.open", "retried")
	}
}

// take handles what the client read and reports whether it came from Slack. An
// envelope is queued and acknowledged at once; what can't be queued because the
// program ends is left unacknowledged, for Slack to deliver again.
func (a *Adapter) take(ctx context.Context, client *socketmode.Client, e socketmode.Event) bool {
	req := e.Request
	accepted := true
	switch e.Type {
	case socketmode.EventTypeConnecting:
		a.ready.Store(false)
		return false
	case socketmode.EventTypeHello:
		a.ready.Store(true)
		return true
	case socketmode.EventTypeEventsAPI:
		accepted = a.event(req.Payload)
	case socketmode.EventTypeInteractive:
		accepted = a.interact(req.Payload)
	case socketmode.EventTypeSlashCommand:
		var c slackgo.SlashCommand
		if a.decode("slash command", req.Payload, &c) {
			accepted = a.command(c)
		}
	case socketmode.EventTypeErrorBadMessage:
		// The library could not read all of it; what this adapter needs may be
		// readable all the same.
		bad, ok := e.Data.(*socketmode.ErrorBadMessage)
		if !ok {
			return false
		}
		req = &socketmode.Request{}
		if json.Unmarshal(bad.Message, req) != nil || req.EnvelopeID == "" {
			return true
		}
		accepted = a.takeUnread(req)
	default:
		return false
	}
	if accepted && req.EnvelopeID != "" {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		if err := client.AckCtx(ctx, req.EnvelopeID, nil); err != nil {
			a.log.Warn("an event could not be acknowledged", "error", err)
		}
	}
	return true
}

func (a *Adapter) takeUnread(req *socketmode.Request) bool {
	switch req.Type {
	case socketmode.RequestTypeEventsAPI:
		return a.event(req.Payload)
	case socketmode.RequestTypeInteractive:
		return a.interact(req.Payload)
	case socketmode.RequestTypeSlashCommands:
		var c slackgo.SlashCommand
		return !a.decode("slash command", req.Payload, &c) || a.command(c)
	}
	a.metrics.Event("unreadable")
	return true
}
