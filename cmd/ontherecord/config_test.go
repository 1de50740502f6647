package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/slack"
	"ontherecord/internal/secret"
)

func readExample(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "config.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestExampleIsTheDefault opens the example as the program does, strictly, and
// compares it with what holds without a file.
func TestExampleIsTheDefault(t *testing.T) {
	got, err := readConfig(bytes.NewReader(readExample(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := defaultConfig()
	s, d := slack.DefaultConfig(), discord.DefaultConfig()
	s.Channels.Only = []string{}
	want.Slack, want.Discord = &s, &d
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(secret.Value{})); diff != "" {
		t.Errorf("config.example.yaml shows other values than the defaults (-default +example):\n%s", diff)
	}
}

// TestExampleIsComplete looks for every key that the configuration's structs
// have.
func TestExampleIsComplete(t *testing.T) {
	var example map[string]any
	if err := yaml.Unmarshal(readExample(t), &example); err != nil {
		t.Fatal(err)
	}
	keys := configKeys(t, reflect.TypeFor[Config](), "")
	if len(keys) < 30 {
		t.Fatalf("only %d keys were found by reflection: %v", len(keys), keys)
	}
	for _, key := range keys {
		at := any(example)
		for _, name := range strings.Split(key, ".") {
			part, _ := at.(map[string]any)
			value, ok := part[name]
			if !ok {
				t.Errorf("config.example.yaml lacks %s", key)
				break
			}
			at = value
		}
	}
}

// configKeys lists the keys of a struct with those of the structs in it, as
// "slack.limits.attempts".
func configKeys(t *testing.T, typ reflect.Type, prefix string) []string {
	t.Helper()
	var keys []string
	for f := range typ.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			t.Errorf("%v.%s has no yaml tag", typ, f.Name)
			continue
		}
		ft := f.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		if ft.Kind() == reflect.Struct {
			keys = append(keys, configKeys(t, ft, prefix+name+".")...)
			continue
		}
		keys = append(keys, prefix+name)
	}
	return keys
}

func TestConfigMistakes(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"unknown key", "data: /tmp/x\ncolour: red\n", []string{"colour", "2"}},
		{"unknown key of a part", "slack:\n  mode: socket\n  chanels:\n    only: []\n", []string{"chanels", "3"}},
		{"unknown key deep down", "bot:\n  limits:\n    user_per_hour: 3\n", []string{"user_per_hour", "3"}},
		{"a token is no key", "discord:\n  token: abc\n", []string{"token", "2"}},
		{"wrong type", "bot:\n  workers: many\n", []string{"workers", "2"}},
		{"no duration", "bot:\n  deadline: soon\n", []string{"duration", "soon"}},
		{"no YAML", "bot: [\n", []string{"1"}},
		{"out of range", "bot:\n  workers: 0\n", []string{"workers is 0"}},
		{"unknown mode", "slack:\n  mode: pigeon\n", []string{"slack", "mode", "pigeon", "socket"}},
		{"wrong address", "discord:\n  api_url: discord\n", []string{"discord", "api_url", "https://"}},
		{"no port", "serve:\n  listen: localhost\n", []string{"serve", "listen", "localhost", "127.0.0.1:9091"}},
		{"two mistakes", "slack:\n  mode: pigeon\ndiscord:\n  shards: -1\n", []string{"mode", "shards"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readConfig(strings.NewReader(c.file))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error does not hold %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestConfigParts(t *testing.T) {
	for _, c := range []struct {
		name, file     string
		slack, discord bool
	}{
		{"empty file", "", false, false},
		{"comments alone", "# nothing yet\n", false, false},
		{"one platform", "slack:\n  mode: http\n", true, false},
		{"the other", "discord:\n  shards: 2\n", false, true},
		{"both with nothing in them", "slack: {}\ndiscord: {}\n", true, true},
		{"both with their keys in comments", "slack:\n  # mode: http\ndiscord:\n", true, true},
		{"the others with their keys in comments", "bot:\n  # workers: 3\n  limits:\nserve:\n", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := readConfig(strings.NewReader(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if (got.Slack != nil) != c.slack || (got.Discord != nil) != c.discord {
				t.Errorf("slack %v, discord %v", got.Slack, got.Discord)
			}
			if got.Slack != nil && got.Slack.APIURL != slack.DefaultAPIURL {
				t.Errorf("a part that is there must begin from its defaults, and has api_url %q", got.Slack.APIURL)
			}
			if got.Bot != defaultConfig().Bot {
				t.Errorf("bot = %+v", got.Bot)
			}
		})
	}
}

// TestSecretsStaySecret prints a configuration that holds all secrets in every
// way that a careless line might.
func TestSecretsStaySecret(t *testing.T) {
	const canary = "canary-4711"
	c := defaultConfig()
	s, d := slack.DefaultConfig(), discord.DefaultConfig()
	getenv := func(name string) string {
		return map[string]string{
			slack.EnvBotToken: "xoxb-" + canary, slack.EnvAppToken: "xapp-" + canary,
			slack.EnvSigningSecret: canary, discord.TokenEnv: canary,
		}[name]
	}
	var err error
	if s, err = s.Resolve(getenv); err != nil {
		t.Fatal(err)
	}
	if d, err = d.Resolve(getenv); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.BotToken.Reveal(), canary) || !strings.Contains(d.Token.Reveal(), canary) {
		t.Fatal("the secrets were not read, so nothing is proved")
	}
	c.Slack, c.Discord = &s, &d
	var out strings.Builder
	for _, v := range []any{c, &c, s, &s, d, &d, s.SigningSecret} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		text, err := yaml.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("configured", "config", c, "slack", s, "discord", d)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("configured", "config", c, "slack", &s, "discord", &d)
	hexed := fmt.Sprintf("%x", canary)
	if strings.Contains(out.String(), canary) || strings.Contains(out.String(), hexed) {
		t.Errorf("a secret was printed:\n%s", out.String())
	}
	if !strings.Contains(out.String(), secret.Redacted) {
		t.Errorf("no sign of a secret at all, so nothing is proved:\n%s", out.String())
	}
}
