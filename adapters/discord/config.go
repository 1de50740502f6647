package discord

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"ontherecord/bot"
	"ontherecord/internal/secret"
)

// TokenEnv is the environment variable that holds the bot token; it wins over
// Config.TokenFile.
const TokenEnv = "DISCORD_TOKEN"

// AppsPage is where applications, their tokens and keys are kept.
const AppsPage = "https://discord.com/developers/applications"

// DefaultAPIURL is where Discord's REST API lives.
const DefaultAPIURL = "https://discord.com/api/v10"

// The ways in which interactions arrive.
const (
	ModeGateway = "gateway"
	ModeHTTP    = "http"
)

// Config is what an operator may choose about Discord. DefaultConfig holds the
// defaults.
type Config struct {
	// TokenFile holds the bot token where DISCORD_TOKEN does not.
	TokenFile string `yaml:"token_file"`
	// APIURL is where all REST calls go, GatewayURL where the gateway is; empty
	// means where the API says that it is. Both are for proxies and tests.
	APIURL     string `yaml:"api_url"`
	GatewayURL string `yaml:"gateway_url"`
	// TestServer is the ID of a server to register the commands in, where a
	// change shows at once. Empty registers them everywhere.
	TestServer string `yaml:"test_server"`
	// Shards is the number of gateway connections; 0 asks Discord. One is right
	// below 2,500 servers.
	Shards int `yaml:"shards"`
	// Interactions is ModeGateway, or ModeHTTP for a host that is called by
	// Discord over HTTPS and keeps no connection. Mentions and direct messages
	// then don't arrive.
	Interactions string `yaml:"interactions"`
	// PublicKey is the application's, in hexadecimal, and Listen the address
	// for ModeHTTP.
	PublicKey string `yaml:"public_key"`
	Listen    string `yaml:"listen"`
	// Servers says how the bot behaves in servers that have made no settings of
	// their own.
	Servers Servers `yaml:"servers"`

	// Token is the bot token, found by Resolve.
	Token secret.Value `yaml:"-"`
}

// Servers are the wishes of servers that have none of their own.
type Servers struct {
	// Threads has mentions answered in a new thread, Private shows every answer
	// to the asker only, Posts answers every forum post.
	Threads bool `yaml:"threads"`
	Private bool `yaml:"private"`
	Posts   bool `yaml:"posts"`
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		APIURL:       DefaultAPIURL,
		Shards:       1,
		Interactions: ModeGateway,
		Listen:       "127.0.0.1:8082",
	}
}

// Validate reports what can't be meant, naming the key.
func (c Config) Validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("discord."+format, args...)) }
	if u, err := url.Parse(c.APIURL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" {
		bad("api_url is %q: write an address such as %s", c.APIURL, DefaultAPIURL)
	}
	if c.GatewayURL != "" {
		if u, err := url.Parse(c.GatewayURL); err != nil || u.Scheme != "wss" && u.Scheme != "ws" || u.Host == "" {
			bad("gateway_url is %q: write it like wss://gateway.discord.gg", c.GatewayURL)
		}
	}
	if c.TestServer != "" && !snowflake(c.TestServer) {
		bad("test_server is %q: use the server's ID (Discord, Settings, Advanced, Developer Mode; then right-click the server, Copy Server ID)", c.TestServer)
	}
	if c.Shards < 0 {
		bad("shards is %d: use 1, or 0 for the number that Discord recommends", c.Shards)
	}
	switch c.Interactions {
	case ModeGateway:
	case ModeHTTP:
		if key, err := hex.DecodeString(c.PublicKey); err != nil || len(key) != 32 {
			bad("public_key is %q: copy the application's public key (64 hexadecimal digits) from %s, your application, General Information", c.PublicKey, AppsPage)
		}
		if c.Listen == "" {
			bad("listen is empty: give the address for Discord's calls, like 127.0.0.1:8082")
		}
	default:
		bad("interactions is %q: use %q or %q", c.Interactions, ModeGateway, ModeHTTP)
	}
	return errors.Join(errs...)
}

// Resolve returns c with its token read from the environment, or else from the
// file that it names. getenv is os.Getenv outside of tests. No token is no
// error: see Configured.
func (c Config) Resolve(getenv func(string) string) (Config, error) {
	v, err := secret.Lookup(getenv, TokenEnv, c.TokenFile)
	if err != nil {
		return c, fmt.Errorf("discord: %s: %w", TokenEnv, err)
	}
	// People paste the token as the header wants it; the prefix is added later.
	if text := strings.TrimSpace(strings.TrimPrefix(v.Reveal(), "Bot ")); text != "" {
		c.Token = secret.New(text)
	}
	return c, nil
}

// errNoToken is for people.
var errNoToken = fmt.Errorf("%s is missing: set it, or discord.token_file to a file that holds the token, which is at %s, your application, Bot", TokenEnv, AppsPage)

// complete reports what is missing or can't be meant in a resolved Config.
func (c Config) complete() error {
	if !c.Configured() {
		return errors.Join(errNoToken, c.Validate())
	}
	return c.Validate()
}

// Configured reports whether Discord is meant to be used at all.
func (c Config) Configured() bool { return !c.Token.IsZero() }

// Settings are the wishes of servers that have none of their own.
func (c Config) Settings() bot.Settings {
	s := bot.Settings{When: bot.WhenMentioned, Private: c.Servers.Private, Threads: c.Servers.Threads}
	if c.Servers.Posts {
		s.When = bot.WhenEvery
	}
	return s
}

// snowflake reports whether s has the form of Discord's IDs.
func snowflake(s string) bool {
	n, err := strconv.ParseUint(s, 10, 64)
	return err == nil && n > 0 && s[0] != '0'
}
