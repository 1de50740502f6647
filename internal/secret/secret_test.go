package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestNothingPrintsASecret(t *testing.T) {
	const text = "xoxb-very-secret"
	v := struct {
		Token  Value
		Pretty *Value
	}{New(text), new(New(text))}
	type inner struct{ Token Value }
	behind := struct{ Part *inner }{&inner{New(text)}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+"\n", v.Token)
		fmt.Fprintf(&out, verb+"\n", v)
		fmt.Fprintf(&out, verb+"\n", behind)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("start", "token", v.Token, "all", v)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("start", "token", v.Token, "all", v)
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, func(v any) ([]byte, error) { return yaml.Marshal(v) }} {
		raw, err := marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(raw)
	}
	if strings.Contains(out.String(), "very-secret") || strings.Contains(out.String(), fmt.Sprintf("%x", text)) {
		t.Errorf("the secret is in %s", out.String())
	}
	if !strings.Contains(out.String(), Redacted) {
		t.Errorf("no %s in %s", Redacted, out.String())
	}
	if v.Token.Reveal() != text {
		t.Errorf("Reveal() = %q", v.Token.Reveal())
	}
}

func TestLookup(t *testing.T) {
	dir := t.TempDir()
	file, empty := filepath.Join(dir, "token"), filepath.Join(dir, "empty")
	for name, text := range map[string]string{file: " from-file\n", empty: "\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, env, file, want string
		fails                 bool
	}{
		{name: "environment before file", env: "from-env ", file: file, want: "from-env"},
		{name: "file", file: file, want: "from-file"},
		{name: "neither"},
		{name: "no such file", file: filepath.Join(dir, "none"), fails: true},
		{name: "empty file", file: empty, fails: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := Lookup(func(string) string { return tt.env }, "TOKEN", tt.file)
			if (err != nil) != tt.fails || v.Reveal() != tt.want {
				t.Errorf("Lookup() = %q, %v", v.Reveal(), err)
			}
		})
	}
}
