package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
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

// Check looks at the configuration and at what Discord says of the token, the
// application, the gateway and the commands. It changes nothing and listens to
// nothing.
func Check(ctx context.Context, cfg Config, hc *http.Client) []Finding {
	if err := cfg.complete(); err != nil {
		var out []Finding
		for _, line := range strings.Split(err.Error(), "\n") {
			what, do, _ := strings.Cut(line, ": ")
			out = append(out, Finding{LevelError, what, do})
		}
		return out
	}
	c, err := newClient(cfg, hc)
	if err != nil {
		return []Finding{{LevelError, err.Error(), ""}}
	}
	app, err := c.application(ctx)
	if err != nil {
		var refused *apiError
		if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
			return []Finding{{LevelError, "Discord refuses the bot token",
				"copy it anew from " + AppsPage + ", your application, Bot, Reset Token, into " + TokenEnv}}
		}
		return []Finding{unreachable("Discord", err)}
	}
	out := []Finding{{LevelOK, fmt.Sprintf("the bot token is good: application %s (%s)", app.ID, app.Name), ""}}
	if cfg.Interactions == ModeHTTP {
		out = append(out, checkKey(cfg, app))
	} else {
		out = append(out, checkGateway(ctx, c, cfg))
	}
	out = append(out, Finding{LevelOK, "intents: servers, messages and direct messages; no privileged intent is needed or asked for", ""})
	return append(out, checkCommands(ctx, c, cfg, app.ID))
}

func unreachable(what string, err error) Finding {
	return Finding{LevelError, what + ": " + err.Error(), "check the network and discord.api_url, then try again"}
}

func checkGateway(ctx context.Context, c *client, cfg Config) Finding {
	g, err := c.gatewayInfo(ctx)
	if err != nil {
		return unreachable("the gateway", err)
	}
	if cfg.Shards != 0 && g.Shards > cfg.Shards {
		return Finding{LevelWarning, fmt.Sprintf("Discord recommends %d shards, %d are configured", g.Shards, cfg.Shards),
			"set discord.shards to 0 to use the recommended number"}
	}
	return Finding{LevelOK, fmt.Sprintf("the gateway is there: %d starts left today", g.Limit.Remaining), ""}
}

func checkKey(cfg Config, app application) Finding {
	if !strings.EqualFold(app.VerifyKey, cfg.PublicKey) {
		return Finding{LevelError, "discord.public_key is not the application's",
			"copy it from " + AppsPage + ", your application, General Information"}
	}
	return Finding{LevelOK, "the public key is the application's", ""}
}

func checkCommands(ctx context.Context, c *client, cfg Config, app string) Finding {
	var have []command
	err := c.call(ctx, request{method: http.MethodGet, path: commandsPath(app, cfg.TestServer), bucket: "GET commands", out: &have})
	switch {
	case refusedWith(err, codeMissingAccess):
		return Finding{LevelError, "the bot is not in the test server", "open " + InviteURL(app) + " and add it"}
	case err != nil:
		return unreachable("the commands", err)
	case !sameCommands(have, commands()):
		return Finding{LevelOK, "the commands are not registered yet or have changed: the next start registers them", ""}
	}
	return Finding{LevelOK, "the commands are registered", ""}
}

// Invite asks Discord which application the token belongs to and returns the
// page on which it is added to a server.
func Invite(ctx context.Context, cfg Config, hc *http.Client) (string, error) {
	if err := cfg.complete(); err != nil {
		return "", err
	}
	c, err := newClient(cfg, hc)
	if err != nil {
		return "", err
	}
	app, err := c.application(ctx)
	if err != nil {
		var refused *apiError
		if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
			return "", errToken
		}
		return "", err
	}
	return InviteURL(app.ID), nil
}
