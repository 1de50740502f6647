package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	slackgo "github.com/slack-go/slack"
)

// Manifest describes the app to Slack, ready to be pasted when creating it:
// what it is called, which events it gets, and the least scopes that serve
// them. base is the public address for HTTP mode, without a path.
func Manifest(mode, command, base string) (slackgo.Manifest, error) {
	if mode != ModeSocket && mode != ModeHTTP {
		return slackgo.Manifest{}, fmt.Errorf("mode is %q: write %q or %q", mode, ModeSocket, ModeHTTP)
	}
	base = strings.TrimSuffix(base, "/")
	if mode == ModeHTTP && !strings.HasPrefix(base, "https://") {
		return slackgo.Manifest{}, fmt.Errorf("address is %q: HTTP mode needs the public address of this server, beginning with https://", base)
	}
	var names []string
	for _, s := range scopes() {
		names = append(names, s.name)
	}
	at := func(path string) string {
		if mode == ModeHTTP {
			return base + path
		}
		return ""
	}
	m := slackgo.Manifest{
		Metadata: slackgo.ManifestMetadata{MajorVersion: 2},
		Display: slackgo.Display{
			Name:            "On the Record",
			Description:     "Answers questions on cancer policy with verbatim, sourced quotes only.",
			BackgroundColor: "#1d4f5c",
		},
		Features: slackgo.Features{
			AppHome: slackgo.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
			BotUser: slackgo.BotUser{DisplayName: "On the Record", AlwaysOnline: true},
			AssistantView: &slackgo.AssistantView{
				AssistantDescription: "Looks questions on cancer policy up in the record and answers with verbatim, sourced quotes."},
			SlashCommands: []slackgo.ManifestSlashCommand{{Command: command, Description: "Ask what is on the record",
				UsageHint: "[question] or settings or help", ShouldEscape: true, Url: at(PathCommands)}},
			Shortcuts: []slackgo.Shortcut{{Name: "Find on the record", Type: "message", CallbackID: callbackFind,
				Description: "Looks up what the record says to this message"}},
		},
		OAuthConfig: slackgo.OAuthConfig{Scopes: slackgo.OAuthScopes{Bot: names}},
		Settings: slackgo.Settings{
			EventSubscriptions: &slackgo.EventSubscriptions{RequestUrl: at(PathEvents), BotEvents: botEvents()},
			Interactivity:      &slackgo.Interactivity{IsEnabled: true, RequestUrl: at(PathInteractions)},
			SocketModeEnabled:  mode == ModeSocket,
		},
	}
	return m, nil
}

func botEvents() []string {
	return []string{"app_home_opened", "app_mention", "assistant_thread_started", "message.channels", "message.groups",
		"message.im", "message.mpim"}
}

// ManifestJSON is the manifest as JSON, ManifestYAML as YAML. Slack takes both.
func ManifestJSON(mode, command, base string) ([]byte, error) {
	m, err := Manifest(mode, command, base)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	return out.Bytes(), nil
}

// ManifestYAML: see ManifestJSON.
func ManifestYAML(mode, command, base string) ([]byte, error) {
	m, err := Manifest(mode, command, base)
	if err != nil {
		return nil, err
	}
	raw, err := yaml.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	return raw, nil
}
