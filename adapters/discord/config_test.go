package discord

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ontherecord/adapters/discord/discordtest"
	"ontherecord/bot"
	"ontherecord/internal/secret"
)

func TestConfig(t *testing.T) {
	key := strings.Repeat("ab", 32)
	for _, tt := range []struct {
		name   string
		change func(*Config)
		wrong  []string
	}{
		{"the defaults", func(*Config) {}, nil},
		{"a proxy", func(c *Config) { c.APIURL, c.GatewayURL = "http://127.0.0.1:1/discord/v10", "ws://127.0.0.1:2" }, nil},
		{"no address", func(c *Config) { c.APIURL = "discord.com" }, []string{"discord.api_url"}},
		{"no gateway address", func(c *Config) { c.GatewayURL = "https://x" }, []string{"discord.gateway_url"}},
		{"no server ID", func(c *Config) { c.TestServer = "My Server" }, []string{"discord.test_server"}},
		{"shards", func(c *Config) { c.Shards = -1 }, []string{"discord.shards"}},
		{"no such way", func(c *Config) { c.Interactions = "telepathy" }, []string{"discord.interactions"}},
		{"http", func(c *Config) { c.Interactions, c.PublicKey = ModeHTTP, key }, nil},
		{"http without a key", func(c *Config) { c.Interactions, c.PublicKey, c.Listen = ModeHTTP, "abc", "" }, []string{"discord.public_key", "discord.listen"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := DefaultConfig()
			tt.change(&c)
			err := c.Validate()
			if (err != nil) != (tt.wrong != nil) {
				t.Fatalf("error %v", err)
			}
			for _, w := range tt.wrong {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("error %v does not name %s", err, w)
				}
			}
		})
	}
}

func TestToken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("Bot from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, env, file, want string }{
		{"from the environment", "from-env", file, "from-env"},
		{"with the prefix of the header", "Bot from-env", "", "from-env"},
		{"from a file", "", file, "from-file"},
		{"from nowhere", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := DefaultConfig()
			c.TokenFile = tt.file
			c, err := c.Resolve(func(name string) string {
				if name == TokenEnv {
					return tt.env
				}
				return ""
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.Token.Reveal() != tt.want || c.Configured() != (tt.want != "") {
				t.Errorf("token of %d bytes, configured %v", len(c.Token.Reveal()), c.Configured())
			}
			if _, err := New(quiet, newTape(), fullQueue{}, c, nil, nil); (err == nil) != (tt.want != "") {
				t.Errorf("New: %v", err)
			}
		})
	}
}

func TestDefaultsForServers(t *testing.T) {
	c := DefaultConfig()
	if got := c.Settings(); got != (bot.Settings{When: bot.WhenMentioned}) {
		t.Errorf("settings %+v", got)
	}
	c.Servers = Servers{Threads: true, Private: true, Posts: true}
	if got := c.Settings(); got != (bot.Settings{When: bot.WhenEvery, Threads: true, Private: true}) {
		t.Errorf("settings %+v", got)
	}
}

// No log line and no error may hold the bot's token or that of an interaction,
// at whatever level, whatever fails.
func TestNoSecretIsLogged(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{Token: "very-secret-token"})
	g := s.NewGuild("general")
	var log bytes.Buffer
	cfg := testConfig(s)
	queue := newGoQueue(t)
	a, err := New(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), newTape(), queue, cfg, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.timing, a.client.pause = fastTiming(), 1
	done := make(chan error, 1)
	ctx, stop := contextOf(t)
	go func() { done <- a.Run(ctx) }()
	s.Await(t, "the adapter to be ready", a.Ready)
	s.FailNext(6, "POST", "/callback", 500, 0, "")
	s.FailNext(1, "POST", "/messages", 403, codeMissingPermission, "Missing Permissions")
	ash := s.NewUser("ash")
	s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}})
	s.Say(discordtest.Say{Channel: g.Channels[0], By: ash, Text: "<@" + s.Self.ID + "> " + screening, Mentions: []discordtest.User{s.Self}})
	s.Await(t, "the attempts", func() bool { return len(s.Requests("/callback")) == 6 && len(s.Requests("/messages")) == 1 })
	s.Drop()
	it := s.Ask(discordtest.Ask{Channel: g.Channels[0], By: ash, Command: "ask", Options: map[string]any{"question": screening}})
	s.Await(t, "an answer", func() bool { return s.Interaction(it).Answers == 1 })
	s.CloseWith(4004)
	err = <-done
	stop()
	queue.wg.Wait()
	all := log.String() + fmt.Sprintf("%v %+v", err, cfg)
	for _, secret := range []string{"very-secret-token", s.Interaction(it).Token, "aW50ZXJhY3Rpb246", screening} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is in the log or an error:\n%s", secret, all)
		}
	}
	if !strings.Contains(all, "first response") {
		t.Errorf("the failure is not in the log:\n%s", all)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	for _, tt := range []struct {
		name   string
		change func(*Config)
		levels string
		say    string
	}{
		{"well", func(*Config) {}, "ok ok ok ok", "the bot token is good"},
		{"wrong token", func(c *Config) { c.Token = wrongToken }, "error", "Reset Token"},
		{"no token", func(c *Config) { c.Token = secret.Value{} }, "error", TokenEnv},
		{"out of reach", func(c *Config) { c.APIURL = "http://127.0.0.1:1/api" }, "error", "check the network"},
		{"another's key", func(c *Config) { c.Interactions, c.PublicKey = ModeHTTP, strings.Repeat("ab", 32) }, "ok error ok ok", "General Information"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := testConfig(s)
			tt.change(&cfg)
			var levels, said []string
			for _, f := range Check(t.Context(), cfg, nil) {
				levels = append(levels, string(f.Level))
				said = append(said, f.What+": "+f.Do)
			}
			if got := strings.Join(levels, " "); got != tt.levels || !strings.Contains(strings.Join(said, "\n"), tt.say) {
				t.Errorf("levels %s, want %s\n%s", got, tt.levels, strings.Join(said, "\n"))
			}
		})
	}
}

func TestInvite(t *testing.T) {
	t.Parallel()
	s := newServer(t, discordtest.Options{})
	got, err := Invite(t.Context(), testConfig(s), nil)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(got)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("client_id") != s.App || q.Get("scope") != "bot applications.commands" {
		t.Errorf("invite %s", got)
	}
	// View Channels, Send Messages, Read Message History, Create Public Threads,
	// Send Messages in Threads; nothing else.
	if want := fmt.Sprint(1<<10 | 1<<11 | 1<<16 | 1<<35 | 1<<38); q.Get("permissions") != want {
		t.Errorf("permissions %s, want %s", q.Get("permissions"), want)
	}
	cfg := testConfig(s)
	cfg.Token = wrongToken
	if _, err := Invite(t.Context(), cfg, nil); err == nil || !strings.Contains(err.Error(), "Reset Token") {
		t.Errorf("with a wrong token: %v", err)
	}
}
