package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

// apiError is a request that Discord refused: the HTTP status and the code and
// words of its JSON. It holds no address, for the address of an interaction
// holds its token.
type apiError struct {
	Status, Code int
	Message      string
}

func (e *apiError) Error() string {
	return fmt.Sprintf("Discord refused with status %d, code %d: %s", e.Status, e.Code, e.Message)
}

// Discord's codes that matter here
// (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
const (
	codeUnknownChannel      = 10003
	codeUnknownMessage      = 10008
	codeUnknownWebhook      = 10015
	codeUnknownInteraction  = 10062
	codeAlreadyAcknowledged = 40060
	codeMissingAccess       = 50001
	codeMissingPermission   = 50013
	codeInvalidBody         = 50035
	codeThreadExists        = 160004
)

// refusedWith reports whether err is Discord's refusal with one of codes.
func refusedWith(err error, codes ...int) bool {
	var e *apiError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}

// client sends REST requests through a discordgo session, whose rate limiter
// and encoding it uses. A request that fails for the moment is sent again,
// where sending it twice does no harm.
type client struct {
	session *discordgo.Session
	// attempts is how often a request is sent at most, pause what lies between
	// two of them, growing.
	attempts int
	pause    time.Duration
}

// newClient returns a client for requests alone, without a gateway.
func newClient(cfg Config, hc *http.Client) (*client, error) {
	base, err := url.Parse(cfg.APIURL)
	if err != nil {
		return nil, fmt.Errorf("discord.api_url: %w", err)
	}
	t := newTransport(base, transportOf(hc), newGate(), func() string { return "" })
	s, err := newSession(cfg.Token.Reveal(), &http.Client{Transport: t})
	if err != nil {
		return nil, err
	}
	return &client{session: s, attempts: 3, pause: 250 * time.Millisecond}, nil
}

// request is one call of the API.
type request struct {
	method, path string
	// bucket groups requests that share a rate limit. discordgo keeps every
	// bucket for ever, so it must not hold an interaction's ID.
	bucket    string
	body, out any
	// once is set where the request must not be sent again after it may have
	// arrived.
	once bool
}

func (c *client) call(ctx context.Context, r request) error {
	var err error
	for try := range c.attempts {
		if try > 0 {
			if sleep(ctx, c.pause<<(try-1)) != nil {
				return err
			}
		}
		var raw []byte
		raw, err = c.session.RequestWithBucketID(r.method, discordgo.EndpointAPI+r.path, r.body, r.bucket,
			discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
		if err == nil {
			if r.out == nil || len(raw) == 0 {
				return nil
			}
			if err := json.Unmarshal(raw, r.out); err != nil {
				return fmt.Errorf("read Discord's answer: %w", err)
			}
			return nil
		}
		err = plainError(err)
		if !again(err, r.once) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// errRateLimited is a 429; the transport knows how long to wait.
var errRateLimited = errors.New("rate limited by Discord")

// plainError turns an error of the library's into one without addresses, and
// without the request, which holds the bot's token.
func plainError(err error) error {
	var rest *discordgo.RESTError
	var limited *discordgo.RateLimitError
	var address *url.Error
	switch {
	case errors.As(err, &rest):
		e := &apiError{Status: rest.Response.StatusCode}
		if rest.Message != nil {
			e.Code, e.Message = rest.Message.Code, rest.Message.Message
		}
		return e
	case errors.As(err, &limited):
		return errRateLimited
	case errors.Is(err, discordgo.ErrUnauthorized):
		return &apiError{Status: http.StatusUnauthorized, Message: "401: Unauthorized"}
	case errors.As(err, &address):
		return fmt.Errorf("reach Discord: %w", address.Err)
	}
	return err
}

// again reports whether a request that failed with err should be sent again.
func again(err error, once bool) bool {
	var refused *apiError
	switch {
	case errors.Is(err, errRateLimited):
		return true
	case errors.Is(err, errTooSoon):
		return false
	case errors.As(err, &refused):
		return refused.Status >= 500
	}
	return !once
}

// bucketOf spreads interactions over a fixed number of buckets.
func bucketOf(kind, token string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(token))
	return fmt.Sprintf("%s/%d", kind, h.Sum32()%256)
}

// respond gives an interaction its first response.
func (c *client) respond(ctx context.Context, id, token string, r firstResponse) error {
	err := c.call(ctx, request{method: http.MethodPost, path: "interactions/" + id + "/" + token + "/callback",
		bucket: bucketOf("callback", token), body: r})
	return wrap(err, "give the first response")
}

// editOriginal fills in or changes the message of the first response.
func (c *client) editOriginal(ctx context.Context, app, token string, p payload) (string, error) {
	var m posted
	err := c.call(ctx, request{method: http.MethodPatch, path: "webhooks/" + app + "/" + token + "/messages/@original",
		bucket: bucketOf("original", token), body: p, out: &m})
	return m.ID, wrap(err, "fill in the deferred response")
}

func (c *client) deleteOriginal(ctx context.Context, app, token string) error {
	err := c.call(ctx, request{method: http.MethodDelete, path: "webhooks/" + app + "/" + token + "/messages/@original",
		bucket: bucketOf("original", token)})
	return wrap(err, "take the deferred response back")
}

// followUp sends a further message to an interaction.
func (c *client) followUp(ctx context.Context, app, token string, p payload) (string, error) {
	var m posted
	err := c.call(ctx, request{method: http.MethodPost, path: "webhooks/" + app + "/" + token + "?wait=true",
		bucket: bucketOf("followup", token), body: p, out: &m, once: true})
	return m.ID, wrap(err, "send a follow-up")
}

// send posts a message into a channel. Its nonce makes it safe to send again.
func (c *client) send(ctx context.Context, channel string, p payload) (string, error) {
	var m posted
	path := "channels/" + channel + "/messages"
	err := c.call(ctx, request{method: http.MethodPost, path: path, bucket: path, body: p, out: &m, once: p.Nonce == ""})
	return m.ID, wrap(err, "send a message")
}

func (c *client) edit(ctx context.Context, channel, message string, p payload) error {
	path := "channels/" + channel + "/messages/"
	err := c.call(ctx, request{method: http.MethodPatch, path: path + message, bucket: "PATCH " + path, body: p})
	return wrap(err, "edit a message")
}

// openThread starts a thread at a message and returns its ID. Where the message
// has one already, that is it: it has the message's ID.
func (c *client) openThread(ctx context.Context, channel, message, name string) (string, error) {
	var ch struct {
		ID string `json:"id"`
	}
	err := c.call(ctx, request{method: http.MethodPost, path: "channels/" + channel + "/messages/" + message + "/threads",
		bucket: "threads of " + channel, body: map[string]any{"name": name, "auto_archive_duration": 1440}, out: &ch})
	if refusedWith(err, codeThreadExists) {
		return message, nil
	}
	return ch.ID, wrap(err, "open a thread")
}

// directChannel opens the direct conversation with a person, or finds it.
func (c *client) directChannel(ctx context.Context, user string) (string, error) {
	var ch posted
	err := c.call(ctx, request{method: http.MethodPost, path: "users/@me/channels", bucket: "POST direct channels",
		body: map[string]string{"recipient_id": user}, out: &ch})
	return ch.ID, wrap(err, "open a direct conversation")
}

// channelInfo is what the adapter wants to know of a channel.
type channelInfo struct {
	ID     string                `json:"id"`
	Type   discordgo.ChannelType `json:"type"`
	Guild  string                `json:"guild_id"`
	Parent string                `json:"parent_id"`
}

func (c *client) channel(ctx context.Context, id string) (channelInfo, error) {
	var info channelInfo
	err := c.call(ctx, request{method: http.MethodGet, path: "channels/" + id, bucket: "GET channels", out: &info})
	return info, wrap(err, "look a channel up")
}

// application is the application that the token belongs to.
type application struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	VerifyKey string `json:"verify_key"`
	Flags     int    `json:"flags"`
	Bot       struct {
		ID string `json:"id"`
	} `json:"bot"`
}

func (c *client) application(ctx context.Context) (application, error) {
	var a application
	err := c.call(ctx, request{method: http.MethodGet, path: "applications/@me", bucket: "GET application", out: &a})
	return a, wrap(err, "read the application")
}

// self returns the bot's own user ID.
func (c *client) self(ctx context.Context) (string, error) {
	var u posted
	err := c.call(ctx, request{method: http.MethodGet, path: "users/@me", bucket: "GET self", out: &u})
	return u.ID, wrap(err, "read the bot's user")
}

// gatewayInfo is where the gateway is and how it may be used.
type gatewayInfo struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Remaining      int   `json:"remaining"`
		ResetAfter     int64 `json:"reset_after"` // milliseconds
		MaxConcurrency int   `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

func (c *client) gatewayInfo(ctx context.Context) (gatewayInfo, error) {
	var g gatewayInfo
	err := c.call(ctx, request{method: http.MethodGet, path: "gateway/bot", bucket: "GET gateway", out: &g})
	return g, wrap(err, "find the gateway")
}

// posted is the one field of a message that the adapter needs.
type posted struct {
	ID string `json:"id"`
}

func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
