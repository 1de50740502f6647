package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	slackgo "github.com/slack-go/slack"
)

// target says where a message goes.
type target struct {
	channel string
	// thread is the message to reply under, empty for the channel itself.
	thread string
	// user makes the message ephemeral: nobody else sees it.
	user string
	// replace is the message of the bot's own to put this one in place of.
	replace string
	// response is a response URL to use instead of the Web API; everyone has it
	// show the message to all. Both need no membership of the channel.
	response string
	everyone bool
}

// sender makes calls to Slack and knows what to do when they fail.
type sender struct {
	log     *slog.Logger
	api     *slackgo.Client
	http    *http.Client
	limits  Limits
	metrics Metrics
}

// send posts m and returns its timestamp, which is empty for a response URL.
// Where Slack refuses the blocks, the text is sent alone.
func (s *sender) send(ctx context.Context, to target, m message) (string, error) {
	ts, err := s.post(ctx, to, m)
	if err != nil && sort(err) == refusal && len(m.Blocks) > 0 {
		s.metrics.Called(to.method(), "refused blocks")
		s.log.Warn("slack refused the blocks of a message, sending it as plain text", "error", err, "blocks", len(m.Blocks))
		ts, err = s.post(ctx, to, message{Text: m.Text})
	}
	if err != nil && to.replace != "" && isSlackError(err, "message_not_found", "cant_update_message", "edit_window_closed") {
		to.replace = ""
		ts, err = s.post(ctx, to, m)
	}
	return ts, err
}

// method names the call that a target takes.
func (t target) method() string {
	switch {
	case t.response != "":
		return "response_url"
	case t.replace != "":
		return "chat.update"
	case t.user != "":
		return "chat.postEphemeral"
	}
	return "chat.postMessage"
}

func (s *sender) post(ctx context.Context, to target, m message) (ts string, err error) {
	method := to.method()
	err = s.call(ctx, method, to.replace != "", func(ctx context.Context) error {
		if to.response != "" {
			return s.respond(ctx, to, m)
		}
		// Formatting is off: the text is shown only where the blocks are not, and
		// then byte for byte.
		opts := []slackgo.MsgOption{slackgo.MsgOptionText(m.Text, false), slackgo.MsgOptionDisableMarkdown(), slackgo.MsgOptionParse(false)}
		if len(m.Blocks) > 0 || to.replace != "" {
			opts = append(opts, slackgo.MsgOptionBlocks(m.Blocks...))
		}
		if to.thread != "" && to.replace == "" {
			opts = append(opts, slackgo.MsgOptionTS(to.thread))
		}
		var err error
		switch {
		case to.replace != "":
			_, ts, _, err = s.api.UpdateMessageContext(ctx, to.channel, to.replace, opts...)
		case to.user != "":
			ts, err = s.api.PostEphemeralContext(ctx, to.channel, to.user, append(opts, noUnfurling()...)...)
		default:
			_, ts, err = s.api.PostMessageContext(ctx, to.channel, append(opts, noUnfurling()...)...)
		}
		return err
	})
	return ts, err
}

func noUnfurling() []slackgo.MsgOption {
	return []slackgo.MsgOption{slackgo.MsgOptionDisableLinkUnfurl(), slackgo.MsgOptionDisableMediaUnfurl()}
}

// respond posts to a response URL. The library's own sender for these leaves
// out the fields that switch off formatting and unfurling.
func (s *sender) respond(ctx context.Context, to target, m message) error {
	kind := "ephemeral"
	if to.everyone {
		kind = "in_channel"
	}
	body := map[string]any{"text": m.Text, "response_type": kind, "replace_original": false, "mrkdwn": false,
		"parse": "none", "unfurl_links": false, "unfurl_media": false}
	if len(m.Blocks) > 0 {
		body["blocks"] = m.Blocks
	}
	if to.thread != "" {
		body["thread_ts"] = to.thread
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.response, bytes.NewReader(raw))
	if err != nil {
		return errors.New("post to a response URL: it is no address")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := s.http.Do(req)
	if err != nil {
		return fmt.Errorf("post to a response URL: %w", withoutURL(err))
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, 4096))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		secs, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return &slackgo.RateLimitedError{RetryAfter: time.Duration(max(secs, 1)) * time.Second}
	case resp.StatusCode >= 500:
		return slackgo.StatusCodeError{Code: resp.StatusCode, Status: resp.Status}
	case resp.StatusCode != http.StatusOK:
		return slackgo.SlackErrorResponse{Err: strings.TrimSpace(string(answer))}
	}
	return nil
}

// patienceFor is how long a call is tried in all.
const patienceFor = 5 * time.Minute

// call makes one call of a method, again where that may help. idempotent says
// that a call whose outcome is unknown may be made again; a message posted
// twice would be worse than one that is reported as lost. Being asked to slow
// down does not count as an attempt: a busy channel takes about one message a
// second, and the last of many answers has to wait for its turn.
func (s *sender) call(ctx context.Context, method string, idempotent bool, f func(context.Context) error) error {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 250*time.Millisecond, 15*time.Second
	attempts := 0
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		ctx, cancel := context.WithTimeout(ctx, s.limits.CallTimeout)
		defer cancel()
		err := withoutURL(f(ctx))
		if err == nil {
			return struct{}{}, nil
		}
		switch sort(err) {
		case slowDown:
			s.metrics.Called(method, "rate limited")
			return struct{}{}, errors.Join(err, &backoff.RetryAfterError{Duration: retryAfter(err)})
		case passing:
		case unknown:
			if !idempotent {
				return struct{}{}, backoff.Permanent(err)
			}
		default:
			return struct{}{}, backoff.Permanent(err)
		}
		if attempts++; attempts >= s.limits.Attempts {
			return struct{}{}, backoff.Permanent(err)
		}
		s.metrics.Called(method, "retried")
		return struct{}{}, err
	}, backoff.WithBackOff(waits), backoff.WithMaxElapsedTime(patienceFor))
	if err == nil {
		s.metrics.Called(method, "ok")
		return nil
	}
	if sort(err) != refusal {
		s.metrics.Called(method, "failed")
	}
	return fmt.Errorf("%s: %w", method, err)
}

// failure sorts errors by what can be done about them.
type failure int

const (
	final    failure = iota // no use in trying again
	slowDown                // 429: wait as long as it says
	passing                 // Slack did nothing and may be well again soon
	unknown                 // the connection broke; Slack may have done it
	refusal                 // the blocks are not accepted
)

func sort(err error) failure {
	var limited *slackgo.RateLimitedError
	var status slackgo.StatusCodeError
	var op *net.OpError
	switch {
	case err == nil:
		return final
	case errors.As(err, &limited), isSlackError(err, "ratelimited", "rate_limited", "message_limit_exceeded"):
		return slowDown
	case errors.As(err, &status):
		if status.Code >= 500 || status.Code == http.StatusTooManyRequests {
			return passing
		}
		return final
	case isSlackError(err, "internal_error", "service_unavailable", "team_added_to_org", "request_timeout"):
		return passing
	case isSlackError(err, "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments", "block_mismatch"):
		return refusal
	case errors.As(err, new(slackgo.SlackErrorResponse)):
		return final
	case errors.As(err, &op) && op.Op == "dial":
		return passing
	case errors.Is(err, context.Canceled):
		return final
	}
	return unknown
}

func retryAfter(err error) time.Duration {
	var limited *slackgo.RateLimitedError
	if errors.As(err, &limited) && limited.RetryAfter > 0 {
		return limited.RetryAfter
	}
	return time.Second
}

func isSlackError(err error, codes ...string) bool {
	var e slackgo.SlackErrorResponse
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Err == c {
			return true
		}
	}
	return false
}
