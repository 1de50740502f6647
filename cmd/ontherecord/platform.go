package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"ontherecord/adapters/discord"
	"ontherecord/adapters/slack"
	"ontherecord/bot"
)

// connection is a platform's adapter. Run answers until ctx ends; its error is
// of a kind that trying again does not mend, and says what to do.
type connection interface {
	Run(ctx context.Context) error
	Ready() bool
}

// platform is one that is served: it is in the configuration, or a secret of its
// is in the environment.
type platform struct {
	name     string
	settings bot.Settings
	// connect makes the adapter, which Run then connects.
	connect func(lg *slog.Logger, b *countedBot, q *bot.Pool, client *http.Client) (connection, error)
	// check looks at tokens and permissions; it posts nothing.
	check func(ctx context.Context, client *http.Client) []finding
	// secrets are the files that hold tokens; bare reports that there is no secret
	// at all, so that the part in the configuration may be there by mistake.
	secrets []string
	bare    bool
}

// platforms returns those that are to be served. The error is of a token file
// that can't be read.
func (a *app) platforms() ([]platform, error) {
	var out []platform
	inSlack, there, slackErr := resolved(a.config.Slack, slack.DefaultConfig(), a.getenv)
	if there {
		out = append(out, platform{
			name: slack.Platform, settings: inSlack.Settings(),
			connect: func(lg *slog.Logger, b *countedBot, q *bot.Pool, client *http.Client) (connection, error) {
				return slack.New(lg, b, q, inSlack, client, slackMetrics{b.metrics})
			},
			check: func(ctx context.Context, client *http.Client) []finding {
				var found []finding
				for _, f := range slack.Check(ctx, inSlack, client) {
					found = append(found, finding{slack.Platform, level(f.Level), f.What, f.Do})
				}
				return found
			},
			secrets: []string{inSlack.BotTokenFile, inSlack.AppTokenFile, inSlack.SigningSecretFile},
			bare:    !inSlack.Configured(),
		})
	}
	inDiscord, there, discordErr := resolved(a.config.Discord, discord.DefaultConfig(), a.getenv)
	if there {
		out = append(out, platform{
			name: discord.Platform, settings: inDiscord.Settings(),
			connect: func(lg *slog.Logger, b *countedBot, q *bot.Pool, client *http.Client) (connection, error) {
				return discord.New(lg, b, q, inDiscord, client, discordMetrics{b.metrics})
			},
			check: func(ctx context.Context, client *http.Client) []finding {
				var found []finding
				for _, f := range discord.Check(ctx, inDiscord, client) {
					found = append(found, finding{discord.Platform, level(f.Level), f.What, f.Do})
				}
				return found
			},
			secrets: []string{inDiscord.TokenFile},
			bare:    !inDiscord.Configured(),
		})
	}
	return out, errors.Join(slackErr, discordErr)
}

// resolvable is a platform's part of the configuration.
type resolvable[C any] interface {
	Resolve(getenv func(string) string) (C, error)
	Configured() bool
}

// resolved returns a platform's configuration with its secrets, and whether it
// is to be served.
func resolved[C resolvable[C]](section *C, defaults C, getenv func(string) string) (C, bool, error) {
	c := defaults
	if section != nil {
		c = *section
	}
	c, err := c.Resolve(getenv)
	return c, section != nil || c.Configured(), err
}

// errNoPlatform says how to begin.
func (a *app) errNoPlatform() error {
	where := "the configuration"
	if a.configPath != "" {
		where = a.configPath
	}
	return fmt.Errorf(`no platform is configured: set %s and %s for Slack, or %s for Discord
in the environment, or write a part "slack:" or "discord:" into %s.
docs/slack.md and docs/discord.md go from nothing to the first answer in ten minutes`,
		slack.EnvBotToken, slack.EnvAppToken, discord.TokenEnv, where)
}
