package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/discord/discordtest"
	"ontherecord/adapters/slack"
	"ontherecord/adapters/slack/slacktest"
	"ontherecord/corpus/store"
	"ontherecord/retrieval/library"
)

// checked runs 'ontherecord check' and returns what it printed for people; it
// compares that with what it prints for machines.
func (w *world) checked(t *testing.T) (code int, out string) {
	t.Helper()
	var text, log, asJSON lockedBuffer
	code = w.app(&text, &log).run(t.Context(), w.args("check"))
	again := w.app(&asJSON, &log).run(t.Context(), w.args("check", "--json"))
	var found []finding
	if err := json.Unmarshal([]byte(asJSON.String()), &found); err != nil {
		t.Fatalf("%v: %s", err, asJSON.String())
	}
	lines := strings.Count(text.String(), "\n")
	if again != code || len(found) != lines || log.String() != "" {
		t.Errorf("code %d with --json, %d without; %d findings, %d lines; said %q", again, code, len(found), lines, log.String())
	}
	for _, f := range found {
		if f.Level != levelOK && f.Do == "" || f.Part == "" || f.What == "" {
			t.Errorf("nothing is said of what to do: %+v", f)
		}
	}
	w.keepsSecrets(t, text.String(), asJSON.String())
	return code, text.String()
}

func TestCheckPlatforms(t *testing.T) {
	s := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken})
	t.Cleanup(s.Close)
	poor := slacktest.New(slacktest.Options{BotToken: slackBotToken, AppToken: slackAppToken, Scopes: []string{"app_mentions:read", "chat:write"}})
	t.Cleanup(poor.Close)
	d := discordtest.New(t, discordtest.Options{Token: discordToken})
	slackOf := func(s *slacktest.Server) string { return "slack:\n  api_url: " + s.APIURL() + "\n" }
	discordPart := "discord:\n  api_url: " + d.APIURL() + "\n"
	// Only tokens for which the file names a stand-in: others would have the
	// platform itself be asked.
	inSlack := map[string]string{slack.EnvBotToken: slackBotToken, slack.EnvAppToken: slackAppToken}
	inDiscord := map[string]string{discord.TokenEnv: discordToken}
	join := func(parts ...map[string]string) map[string]string {
		all := map[string]string{}
		for _, p := range parts {
			maps.Copy(all, p)
		}
		return all
	}
	for _, c := range []struct {
		name, config string
		env          map[string]string
		code         int
		want         []string
		not          string
	}{
		{"all is well", slackOf(s) + discordPart, join(inSlack, inDiscord), exitOK, []string{"ok       slack: the bot token is good", "ok       slack: all scopes are granted", "ok       slack: the app-level token is good", "ok       discord: the bot token is good", "ok       discord: intents"}, "error"},
		{"missing scopes", slackOf(poor), inSlack, exitOK, []string{"warning  slack: the scope commands is missing", "reinstall the app"}, "error"},
		{"wrong Slack token", slackOf(s), join(inSlack, map[string]string{slack.EnvBotToken: "xoxb-canary-wrong"}), exitFailed, []string{"error    slack: the bot token: ", "invalid_auth", slack.AppsPage}, "slack: the bot token is good"},
		{"wrong app-level token", slackOf(s), join(inSlack, map[string]string{slack.EnvAppToken: "xapp-canary-wrong"}), exitFailed, []string{"error    slack: the app-level token"}, "token is good and Socket Mode"},
		{"wrong Discord token", slackOf(s) + discordPart, join(inSlack, map[string]string{discord.TokenEnv: "canary-wrong"}), exitFailed, []string{"error    discord: Discord refuses the bot token", "Reset Token", "ok       slack"}, "discord: the bot token is good"},
		{"no token", discordPart, nil, exitFailed, []string{"error    discord: DISCORD_TOKEN is missing"}, "slack"},
		{"nothing configured", "", nil, exitOK, []string{"warning  platforms: none is configured", "docs/slack.md"}, "error"},
		{"a mistake in the file", "slack:\n  mode: pigeon\n", inSlack, exitFailed, []string{"error    configuration:", "pigeon", "config.example.yaml"}, "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, c.config)
			w.env = c.env
			code, out := w.checked(t)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not said", want)
				}
			}
			if c.not != "" && strings.Contains(out, c.not) {
				t.Errorf("%q is said", c.not)
			}
			if t.Failed() {
				t.Log("\n" + out)
			}
		})
	}
}

func TestCheckState(t *testing.T) {
	file := func(w *world, name string) string { return filepath.Join(w.dir, name) }
	overwrite := func(t *testing.T, path string, from, to int) {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := from; i < min(to, len(data)); i++ {
			data[i] ^= 0x5a
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		do   func(t *testing.T, w *world)
		code int
		want []string
	}{
		{"a good record", func(t *testing.T, w *world) {}, exitOK,
			[]string{"ok       folder:", "ok       record: 1 document with 1 passage", "ok       index: it holds all of the record", "ok       disk:"}},
		{"beside a server", func(t *testing.T, w *world) {
			l, err := library.OpenDir(t.Context(), w.dir, library.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { l.Close() })
		}, exitOK, []string{"ok       index: it holds all of the record"}},
		{"no folder", func(t *testing.T, w *world) {
			if err := os.RemoveAll(w.dir); err != nil {
				t.Fatal(err)
			}
		}, exitOK, []string{"warning  folder:", "ontherecord ingest PATH"}},
		{"a file in its place", func(t *testing.T, w *world) { w.dir = file(w, library.StoreFile) }, exitFailed, []string{"error    folder:", "--data"}},
		{"open to everybody", func(t *testing.T, w *world) {
			if err := os.Chmod(w.dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}, exitOK, []string{"warning  folder:", "chmod o-rwx"}},
		{"a damaged record", func(t *testing.T, w *world) { overwrite(t, file(w, library.StoreFile), 0, 1<<20) }, exitFailed,
			[]string{"error    record:", "restore the file from a copy"}},
		{"a damaged memory", func(t *testing.T, w *world) {
			if err := os.WriteFile(file(w, memoryFile), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, exitFailed, []string{"error    memory:", "a new one is begun"}},
		{"no index", func(t *testing.T, w *world) {
			if err := os.RemoveAll(file(w, library.IndexFolder)); err != nil {
				t.Fatal(err)
			}
		}, exitOK, []string{"warning  index: there is none yet"}},
		{"a damaged index", func(t *testing.T, w *world) { overwrite(t, file(w, "index/store/root.bolt"), 0, 1<<20) }, exitFailed,
			[]string{"error    index:", "ontherecord reindex"}},
		{"an index that lags behind", func(t *testing.T, w *world) {
			s, err := store.Open(t.Context(), file(w, library.StoreFile))
			if err != nil {
				t.Fatal(err)
			}
			ingestOver(t, &library.Library{Store: s, ReadOnly: true}, "nurses.txt", nursesNote)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}, exitOK, []string{"warning  index: still to be indexed or forgotten: 1 passage"}},
		{"an index of something else", func(t *testing.T, w *world) {
			s, err := store.Open(t.Context(), file(w, library.StoreFile))
			if err != nil {
				t.Fatal(err)
			}
			ingestOver(t, &library.Library{Store: s, ReadOnly: true}, "nurses.txt", nursesNote)
			work, err := s.Pending(t.Context(), 10)
			if err == nil {
				err = s.Indexed(t.Context(), work)
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}, exitFailed, []string{"error    index: it holds 1 passage, but the record 2", "ontherecord reindex"}},
		{"a token file that others can read", func(t *testing.T, w *world) {
			token := filepath.Join(t.TempDir(), "token")
			if err := os.WriteFile(token, []byte(discordToken), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(w.file, []byte("discord:\n  api_url: http://127.0.0.1:1\n  token_file: "+token+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, exitFailed, []string{"warning  discord:", "can be read by others", "chmod 600", "error    discord:", "check the network"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "")
			ingestInto(t, w.dir, "scanners.txt", scannersNote)
			c.do(t, w)
			code, out := w.checked(t)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not said", want)
				}
			}
			if t.Failed() {
				t.Log("\n" + out)
			}
		})
	}
}
