package main

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/adapters/slack"
	"ontherecord/adapters/slack/slacktest"
)

// TestPlatforms: a platform is served if it is configured, by the file or by the
// environment.
func TestPlatforms(t *testing.T) {
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte(discordToken+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, config string
		env          map[string]string
		want, bare   []string
	}{
		{"nothing", "", nil, nil, nil},
		{"Slack's tokens in the environment", "", map[string]string{slack.EnvBotToken: "x", slack.EnvAppToken: "y"}, []string{"slack"}, nil},
		{"Discord's token in the environment", "", map[string]string{discord.TokenEnv: "x"}, []string{"discord"}, nil},
		{"an empty variable", "", map[string]string{discord.TokenEnv: " "}, nil, nil},
		{"a token in a file", "discord:\n  token_file: " + token + "\n", nil, []string{"discord"}, nil},
		{"one in the file, one in the environment", "slack: {}\n", map[string]string{discord.TokenEnv: "x"}, []string{"slack", "discord"}, []string{"slack"}},
		{"parts alone", "slack:\ndiscord:\n", nil, []string{"slack", "discord"}, []string{"slack", "discord"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, c.config)
			w.env = c.env
			a := w.app(nil, nil)
			a.configFile = w.file
			if err := a.configure(nil); err != nil {
				t.Fatal(err)
			}
			platforms, err := a.platforms()
			if err != nil {
				t.Fatal(err)
			}
			var got, bare []string
			for _, p := range platforms {
				got = append(got, p.name)
				if p.bare {
					bare = append(bare, p.name)
				}
			}
			if diff := cmp.Diff([][]string{c.want, c.bare}, [][]string{got, bare}); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

var listensAt = regexp.MustCompile(`msg="listening for (slack|Discord's calls)"[^\n]* address=(\S+)`)

// TestServeOverHTTP serves both platforms in the way in which they call the bot,
// with settings that the configuration gives.
func TestServeOverHTTP(t *testing.T) {
	const signingSecret = "canary-signing"
	s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken, SigningSecret: signingSecret})
	t.Cleanup(s.Close)
	d := discordtest.New(t, discordtest.Options{Token: discordToken})
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, onePort+fmt.Sprintf(`slack:
  mode: http
  listen: 127.0.0.1:0
  api_url: %s
  channels:
    private: true
discord:
  interactions: http
  listen: 127.0.0.1:0
  public_key: %s
  api_url: %s
`, s.APIURL(), hex.EncodeToString(public), d.APIURL()))
	w.env = map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvSigningSecret: signingSecret, discord.TokenEnv: discordToken}
	r := w.serve(t)
	await(t, "/readyz", func() bool { status, _ := r.get(t, "/readyz"); return status == http.StatusOK })
	address := map[string]string{}
	for _, m := range listensAt.FindAllStringSubmatch(r.log.String(), -1) {
		address[m[1]] = "http://" + m[2]
	}
	got, err := s.Push(slacktest.Push{Kind: slacktest.EventsAPI, URL: address["slack"] + slack.PathEvents,
		Payload: s.Mention("C1", "U1", s.TS(), "", "<@U0BOT> "+radiotherapy)})
	if err != nil || got.Status != http.StatusOK {
		t.Fatalf("%+v, %v\n%s", got, err, r.log.String())
	}
	if m := s.WaitMessages("C1", 1, patience); len(m) != 1 || !strings.Contains(string(m[0].Blocks), inTheAnswer) || m[0].User != "U1" {
		t.Errorf("Slack got %+v", m)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address["Discord's calls"]+discord.InteractionsPath, strings.NewReader(`{"type":1}`))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a call without a signature got %d", res.StatusCode)
	}
	if code := r.end(t); code != exitOK {
		t.Errorf("exit code %d\n%s", code, r.log.String())
	}
	w.keepsSecrets(t, r.log.String())
}
