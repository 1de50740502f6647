package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/discord/discordtest"
)

func TestDiscordInvite(t *testing.T) {
	s := discordtest.New(t, discordtest.Options{})
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, fmt.Appendf(nil, "discord:\n  api_url: %s\n", s.APIURL()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, token string
		args        []string
		code        int
		out, err    string
	}{
		{"asked", s.Token(), nil, exitOK, discord.InviteURL(s.App), ""},
		{"named", "", []string{"--application", "42"}, exitOK, discord.InviteURL("42"), ""},
		{"named wrongly", "", []string{"--application", "my bot"}, exitUsage, "", "General Information"},
		{"without a token", "", nil, exitFailed, "", discord.TokenEnv},
		{"with a wrong token", "another", nil, exitFailed, "", "Reset Token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv(discord.TokenEnv, tt.token)
			var out, errOut bytes.Buffer
			code := run(t.Context(), append([]string{"--config", file, "--data", t.TempDir(), "discord", "invite"}, tt.args...), strings.NewReader(""), &out, &errOut)
			if code != tt.code || strings.TrimSpace(out.String()) != tt.out || !strings.Contains(errOut.String(), tt.err) {
				t.Errorf("code %d, printed %q, said %q", code, out.String(), errOut.String())
			}
			if tt.token != "" && strings.Contains(errOut.String()+out.String(), tt.token) {
				t.Error("the token is printed")
			}
		})
	}
}
