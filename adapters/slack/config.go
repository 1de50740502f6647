package slack

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"ontherecord/bot"
	"ontherecord/internal/secret"
)

// The ways in which events reach the bot.
const (
	ModeSocket = "socket"
	ModeHTTP   = "http"
)

// Environment variables that hold the secrets.
const (
	EnvBotToken      = "SLACK_BOT_TOKEN"
	EnvAppToken      = "SLACK_APP_TOKEN"
	EnvSigningSecret = "SLACK_SIGNING_SECRET"
)

// DefaultAPIURL is where Slack's Web API lives.
const DefaultAPIURL = "https://slack.com/api/"

// AppsPage is where tokens, scopes and settings of an app are mended.
const AppsPage = "https://api.slack.com/apps"

// Config is what an operator may choose about Slack. DefaultConfig holds the
// defaults. Secrets come from the environment or from files, see Resolve.
type Config struct {
	// Mode is ModeSocket or ModeHTTP.
	Mode string `yaml:"mode"`
	// APIURL is the base of the Web API, for GovSlack, proxies and tests. Every
	// call goes there, Socket Mode's opening call included.
	APIURL string `yaml:"api_url"`
	// Files that hold the secrets, for those not given by the environment.
	BotTokenFile      string `yaml:"bot_token_file"`
	AppTokenFile      string `yaml:"app_token_file"`
	SigningSecretFile string `yaml:"signing_secret_file"`
	// Listen is the address that HTTP mode listens on.
	Listen string `yaml:"listen"`
	// Command is the slash command, as the app's manifest names it.
	Command  string   `yaml:"command"`
	Channels Channels `yaml:"channels"`
	Limits   Limits   `yaml:"limits"`

	BotToken      secret.Value `yaml:"-"`
	AppToken      secret.Value `yaml:"-"`
	SigningSecret secret.Value `yaml:"-"`
}

// Channels says how the bot behaves in channels that have made no settings of
// their own.
type Channels struct {
	// Only lists the IDs of the channels that the bot answers in; empty means
	// wherever it is invited. Direct messages are always answered.
	Only []string `yaml:"only"`
	// When is "mentioned" (the default), "every question" or "off".
	When string `yaml:"when"`
	// Private shows answers to the asker only.
	Private bool `yaml:"private"`
	// AllowExternal lets the bot answer in channels that are shared with other
	// organisations.
	AllowExternal bool `yaml:"allow_external"`
}

// Limits bound what the adapter does.
type Limits struct {
	// Attempts is how often a call is tried when Slack is out of order. Being
	// asked to slow down does not count.
	Attempts int `yaml:"attempts"`
	// CallTimeout is how long one call may take.
	CallTimeout time.Duration `yaml:"call_timeout"`
	// Silence is how long an open socket may bring nothing at all before it is
	// taken to be deaf and opened anew.
	Silence time.Duration `yaml:"silence"`
	// BodyBytes is the largest request that HTTP mode reads.
	BodyBytes int64 `yaml:"body_bytes"`
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		Mode:     ModeSocket,
		APIURL:   DefaultAPIURL,
		Listen:   ":3000",
		Command:  "/ask",
		Channels: Channels{When: string(bot.WhenMentioned)},
		Limits:   Limits{Attempts: 5, CallTimeout: 10 * time.Second, Silence: 15 * time.Minute, BodyBytes: 1 << 20},
	}
}

// Resolve returns c with its secrets read from the environment, or else from
// the files that it names. getenv is os.Getenv outside of tests.
func (c Config) Resolve(getenv func(string) string) (Config, error) {
	var errs []error
	for _, s := range []struct {
		into      *secret.Value
		env, file string
	}{
		{&c.BotToken, EnvBotToken, c.BotTokenFile},
		{&c.AppToken, EnvAppToken, c.AppTokenFile},
		{&c.SigningSecret, EnvSigningSecret, c.SigningSecretFile},
	} {
		v, err := secret.Lookup(getenv, s.env, s.file)
		if err != nil {
			errs = append(errs, fmt.Errorf("slack: %s: %w", s.env, err))
		}
		if !v.IsZero() {
			*s.into = v
		}
	}
	return c, errors.Join(errs...)
}

// Configured reports whether Slack is meant to be used at all: any secret is
// there.
func (c Config) Configured() bool {
	return !c.BotToken.IsZero() || !c.AppToken.IsZero() || !c.SigningSecret.IsZero()
}

// Settings are the wishes of channels that have none of their own.
func (c Config) Settings() bot.Settings {
	return bot.Settings{When: bot.When(c.Channels.When), Private: c.Channels.Private, External: c.Channels.AllowExternal, Threads: true}
}

// Validate reports what can't be meant, naming the key and what to write
// instead. Secrets are no part of it: a file is right without them.
func (c Config) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if c.Mode != ModeSocket && c.Mode != ModeHTTP {
		bad("mode is %q: write %q or %q", c.Mode, ModeSocket, ModeHTTP)
	}
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" || !strings.HasSuffix(c.APIURL, "/") {
		bad("api_url is %q: write an address that ends in a slash, such as %s", c.APIURL, DefaultAPIURL)
	}
	if !strings.HasPrefix(c.Command, "/") || strings.ContainsAny(c.Command, " \t") || len(c.Command) > 32 {
		bad("command is %q: write a slash and up to 31 letters, such as /ask", c.Command)
	}
	if c.Mode == ModeHTTP && c.Listen == "" {
		bad("listen is empty: write an address to listen on, such as :3000")
	}
	if w := bot.When(c.Channels.When); !slices.Contains([]bot.When{bot.WhenMentioned, bot.WhenEvery, bot.WhenOff}, w) {
		bad("channels.when is %q: write %q, %q or %q", w, bot.WhenMentioned, bot.WhenEvery, bot.WhenOff)
	}
	for _, id := range c.Channels.Only {
		if !strings.HasPrefix(id, "C") && !strings.HasPrefix(id, "G") {
			bad("channels.only has %q: write channel IDs, which begin with C (channel details, at the very bottom)", id)
		}
	}
	if c.Limits.Attempts < 1 || c.Limits.CallTimeout <= 0 || c.Limits.Silence < time.Second || c.Limits.BodyBytes < 1024 {
		bad("limits: attempts must be at least 1, call_timeout above 0, silence at least 1s, body_bytes at least 1024")
	}
	return errors.Join(errs...)
}

// complete reports what is missing or can't be meant in a resolved Config.
// Secrets are checked by their kind, never shown.
func (c Config) complete() error {
	return errors.Join(append([]error{c.Validate()}, c.checkSecrets()...)...)
}

// checkSecrets names missing secrets and tokens of the wrong kind.
func (c Config) checkSecrets() []error {
	var errs []error
	need := func(name string, v secret.Value, prefix, where string) {
		text := v.Reveal()
		switch {
		case text == "":
			errs = append(errs, fmt.Errorf("%s is missing: copy it from %s, %s", name, AppsPage, where))
		case prefix != "" && !strings.HasPrefix(text, prefix):
			errs = append(errs, fmt.Errorf("%s holds %s, but a token that begins with %s is needed: copy it from %s, %s",
				name, tokenKind(text), prefix, AppsPage, where))
		}
	}
	need(EnvBotToken, c.BotToken, "xoxb-", "your app, OAuth & Permissions, Bot User OAuth Token")
	if c.Mode == ModeHTTP {
		need(EnvSigningSecret, c.SigningSecret, "", "your app, Basic Information, Signing Secret")
	} else {
		need(EnvAppToken, c.AppToken, "xapp-", "your app, Basic Information, App-Level Tokens, with the scope connections:write")
	}
	return errs
}

// tokenKind names a token's kind without showing it.
func tokenKind(token string) string {
	for prefix, kind := range map[string]string{"xoxb-": "a bot token", "xapp-": "an app-level token",
		"xoxp-": "a user token", "xoxe": "a configuration or refresh token", "xoxa-": "a legacy workspace token"} {
		if strings.HasPrefix(token, prefix) {
			return kind
		}
	}
	return "something that is no Slack token"
}
