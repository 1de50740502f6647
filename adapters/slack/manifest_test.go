package slack

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestManifestGolden(t *testing.T) {
	for _, mode := range []string{ModeSocket, ModeHTTP} {
		asJSON, err := ManifestJSON(mode, "/ask", "https://record.example/")
		if err != nil {
			t.Fatal(err)
		}
		asYAML, err := ManifestYAML(mode, "/ask", "https://record.example/")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "manifest-"+mode+".json", asJSON)
		golden(t, "manifest-"+mode+".yaml", asYAML)
		var a, b any
		if err := json.Unmarshal(asJSON, &a); err != nil {
			t.Fatal(err)
		}
		again, err := yaml.YAMLToJSON(asYAML)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the YAML and the JSON manifest differ:\n%s\n%s", mode, asJSON, asYAML)
		}
		if addresses := strings.Count(string(asJSON), "https://record.example/slack/"); (addresses == 3) != (mode == ModeHTTP) {
			t.Errorf("%s: %d addresses", mode, addresses)
		}
	}
}

func TestManifestRefuses(t *testing.T) {
	for name, args := range map[string][2]string{"mode": {"rtm", ""}, "no address": {ModeHTTP, ""}, "no TLS": {ModeHTTP, "http://record.example"}} {
		if _, err := Manifest(args[0], "/ask", args[1]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestLeastScopes checks that every event asked for has its scope, and that no
// scope is asked for without use.
func TestLeastScopes(t *testing.T) {
	needs := map[string]string{"app_mention": "app_mentions:read", "message.channels": "channels:history",
		"message.groups": "groups:history", "message.im": "im:history", "message.mpim": "mpim:history",
		"assistant_thread_started": "assistant:write", "app_home_opened": ""}
	used := map[string]bool{"chat:write": true, "commands": true, "channels:read": true, "groups:read": true}
	for _, e := range botEvents() {
		scope, known := needs[e]
		if !known {
			t.Errorf("event %s: no scope known", e)
		}
		used[scope] = true
	}
	for _, s := range scopes() {
		if !used[s.name] {
			t.Errorf("scope %s serves nothing", s.name)
		}
		delete(used, s.name)
	}
	delete(used, "")
	if len(used) > 0 {
		t.Errorf("scopes missing: %v", used)
	}
}
