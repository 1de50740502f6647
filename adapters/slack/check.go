package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	slackgo "github.com/slack-go/slack"
)

// Level says how bad a Finding is.
type Level string

// The levels. The bot does not start with an error; with a warning, something
// named in the finding does not work.
const (
	LevelOK      Level = "ok"
	LevelWarning Level = "warning"
	LevelError   Level = "error"
)

// Finding is one thing that Check looked at: what it found, and what to do
// about it (empty where all is well).
type Finding struct {
	Level Level
	What  string
	Do    string
}

// scope is a permission of the bot token, and what needs it.
type scope struct {
	name, serves string
	// essential: without it no question can be answered.
	essential bool
}

// scopes are all that the app asks for; the manifest and the checks share them.
func scopes() []scope {
	return []scope{
		{"app_mentions:read", "answering when it is mentioned", true},
		{"assistant:write", "the assistant pane", false},
		{"channels:history", "follow-ups and channels where every question is answered", false},
		{"channels:read", "telling whether a channel is shared with another organisation", false},
		{"chat:write", "answering", true},
		{"commands", "the slash command and the message shortcut", false},
		{"groups:history", "follow-ups in private channels", false},
		{"groups:read", "telling whether a private channel is shared with another organisation", false},
		{"im:history", "direct messages", false},
		{"mpim:history", "group direct messages", false},
	}
}

// checkScopes compares the scopes that Slack names in the header of a response
// with those needed.
func checkScopes(h http.Header) []Finding {
	raw := h.Get("X-OAuth-Scopes")
	if raw == "" {
		return nil
	}
	granted := strings.FieldsFunc(raw, func(r rune) bool { return r == ',' || r == ' ' })
	var out []Finding
	for _, s := range scopes() {
		if slices.Contains(granted, s.name) {
			continue
		}
		level := LevelWarning
		if s.essential {
			level = LevelError
		}
		out = append(out, Finding{level, fmt.Sprintf("the scope %s is missing, which %s needs", s.name, s.serves),
			fmt.Sprintf("add it at %s, your app, OAuth & Permissions, Bot Token Scopes, then reinstall the app", AppsPage)})
	}
	return out
}

// Check looks at the configuration, the tokens and their scopes by asking
// Slack, without listening or posting anything.
func Check(ctx context.Context, config Config, client *http.Client) []Finding {
	if err := config.complete(); err != nil {
		var out []Finding
		for _, line := range strings.Split(err.Error(), "\n") {
			what, do, _ := strings.Cut(line, ": ")
			out = append(out, Finding{LevelError, what, do})
		}
		return out
	}
	api := slackgo.New(config.BotToken.Reveal(), slackgo.OptionAppLevelToken(config.AppToken.Reveal()),
		slackgo.OptionAPIURL(config.APIURL), slackgo.OptionHTTPClient(client))
	ctx, cancel := context.WithTimeout(ctx, 2*config.Limits.CallTimeout)
	defer cancel()
	var out []Finding
	auth, err := api.AuthTestContext(ctx)
	if err != nil {
		out = append(out, failed("the bot token", fmt.Errorf("auth.test: %w", withoutURL(err))))
	} else {
		out = append(out, Finding{LevelOK, fmt.Sprintf("the bot token is good: %s in %s", auth.User, auth.Team), ""})
		missing := checkScopes(auth.Header)
		if len(missing) == 0 {
			out = append(out, Finding{LevelOK, "all scopes are granted", ""})
		}
		out = append(out, missing...)
	}
	if config.Mode == ModeSocket {
		if _, _, err := api.StartSocketModeContext(ctx); err != nil {
			out = append(out, failed("the app-level token", fmt.Errorf("apps.connections.open: %w", withoutURL(err))))
		} else {
			out = append(out, Finding{LevelOK, "the app-level token is good and Socket Mode is on", ""})
		}
	}
	return out
}

func failed(what string, err error) Finding {
	var e *explained
	if errors.As(explain(err), &e) {
		return Finding{LevelError, what + ": " + e.err.Error(), e.do}
	}
	return Finding{LevelError, what + ": " + err.Error(), "check the network and slack.api_url, then try again"}
}

// explained is an error with what to do about it.
type explained struct {
	err error
	do  string
}

func (e *explained) Error() string { return e.err.Error() + ": " + e.do }
func (e *explained) Unwrap() error { return e.err }

// explain adds to an error of Slack's what a person has to do about it, where
// that is known.
func explain(err error) error {
	var e slackgo.SlackErrorResponse
	if !errors.As(err, &e) {
		return err
	}
	do := remedies()[e.Err]
	if e.Err == "missing_scope" && e.Needed != "" {
		do = fmt.Sprintf("add the scope %s at %s, your app, OAuth & Permissions, then reinstall the app", e.Needed, AppsPage)
	}
	if e.Err == "missing_scope" && e.Needed == "connections:write" {
		do = "generate an app-level token with the scope connections:write at " + AppsPage + ", your app, Basic Information"
	}
	if do == "" {
		return err
	}
	return &explained{err, do}
}

// remedies tells what to do about Slack's error codes.
func remedies() map[string]string {
	token := "copy the token again from " + AppsPage + ", your app: the bot token from OAuth & Permissions, the app-level token from Basic Information"
	return map[string]string{
		"invalid_auth":           token,
		"not_authed":             token,
		"token_revoked":          token,
		"token_expired":          token,
		"account_inactive":       "the app was removed from the workspace: install it again at " + AppsPage + ", your app, Install App",
		"not_allowed_token_type": "the tokens are swapped: " + EnvBotToken + " begins with xoxb-, " + EnvAppToken + " with xapp-; see " + AppsPage,
		"missing_scope":          "add the missing scope at " + AppsPage + ", your app, OAuth & Permissions, then reinstall the app",
		"not_in_channel":         "invite the bot to the channel",
		"channel_not_found":      "invite the bot to the channel",
		"is_archived":            "the channel is archived",
		"restricted_action":      "a workspace setting keeps apps from posting there: ask an administrator",
	}
}

// isFatal reports whether no new attempt can mend an error.
func isFatal(err error) bool {
	return isSlackError(err, "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive",
		"not_allowed_token_type", "missing_scope") || err != nil && err.Error() == "invalid_auth"
}
