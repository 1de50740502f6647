package slack

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"ontherecord/internal/secret"
)

func goodConfig() Config {
	c := DefaultConfig()
	c.BotToken, c.AppToken = secret.New("xoxb-1"), secret.New("xapp-1")
	c.SigningSecret = secret.New("s")
	return c
}

func TestConfigValidate(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   string // part of the error, empty for none
	}{
		{"good", func(*Config) {}, ""},
		{"good over HTTP", func(c *Config) { c.Mode, c.AppToken = ModeHTTP, secret.Value{} }, ""},
		{"mode", func(c *Config) { c.Mode = "rtm" }, "mode"},
		{"address", func(c *Config) { c.APIURL = "https://slack.com/api" }, "api_url"},
		{"no address", func(c *Config) { c.APIURL = "api/" }, "api_url"},
		{"command", func(c *Config) { c.Command = "ask" }, "command"},
		{"when", func(c *Config) { c.Channels.When = "always" }, "channels.when"},
		{"channel by name", func(c *Config) { c.Channels.Only = []string{"#general"} }, "channels.only"},
		{"limits", func(c *Config) { c.Limits.Attempts = 0 }, "limits"},
		{"no bot token", func(c *Config) { c.BotToken = secret.Value{} }, "SLACK_BOT_TOKEN is missing"},
		{"user token", func(c *Config) { c.BotToken = secret.New("xoxp-secret-1") }, "holds a user token"},
		{"swapped tokens", func(c *Config) { c.BotToken, c.AppToken = c.AppToken, c.BotToken }, "holds an app-level token"},
		{"no app token", func(c *Config) { c.AppToken = secret.Value{} }, "connections:write"},
		{"no signing secret", func(c *Config) { c.Mode, c.SigningSecret = ModeHTTP, secret.Value{} }, "Signing Secret"},
		{"nonsense", func(c *Config) { c.AppToken = secret.New("hello-secret") }, "no Slack token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := goodConfig()
			tt.change(&c)
			err := c.complete()
			if tt.want == "" {
				if err != nil {
					t.Errorf("complete() = %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("complete() = %v, want %q in it", err, tt.want)
			}
			if strings.Contains(err.Error(), "secret-1") || strings.Contains(err.Error(), "hello-secret") {
				t.Errorf("the error shows a token: %v", err)
			}
			if strings.Contains(err.Error(), "SLACK_") && !strings.Contains(err.Error(), AppsPage) {
				t.Errorf("the error does not say where to mend it: %v", err)
			}
		})
	}
}

func TestConfigResolve(t *testing.T) {
	file := filepath.Join(t.TempDir(), "app")
	if err := os.WriteFile(file, []byte("xapp-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := DefaultConfig()
	if err := yaml.UnmarshalWithOptions([]byte("mode: socket\napp_token_file: "+file+"\nlimits:\n  call_timeout: 4s\n"), &c, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Errorf("Validate() before any secret is there = %v", err)
	}
	if c.Configured() {
		t.Error("configured before any secret is there")
	}
	c, err := c.Resolve(func(name string) string { return map[string]string{EnvBotToken: "xoxb-env"}[name] })
	if err != nil || c.BotToken.Reveal() != "xoxb-env" || c.AppToken.Reveal() != "xapp-file" || !c.Configured() {
		t.Errorf("Resolve() = %+v, %v", c, err)
	}
	if err := c.complete(); err != nil {
		t.Error(err)
	}
	c.AppTokenFile = file + ".none"
	if _, err := c.Resolve(func(string) string { return "" }); err == nil || !strings.Contains(err.Error(), EnvAppToken) {
		t.Errorf("Resolve() = %v, want it to name %s", err, EnvAppToken)
	}
	if err := yaml.UnmarshalWithOptions([]byte("bot_token: xoxb-1\n"), &c, yaml.Strict()); err == nil {
		t.Error("a token in the configuration file is accepted")
	}
}
