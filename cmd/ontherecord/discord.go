package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"ontherecord/adapters/discord"
)

// discordCommand groups what there is to do for Discord.
func (a *app) discordCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "discord",
		Short: "Set the bot up in Discord",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(a.discordInviteCommand())
	return c
}

func (a *app) discordInviteCommand() *cobra.Command {
	var id string
	c := &cobra.Command{
		Use:   "invite",
		Short: "Print the link that adds the bot to a Discord server",
		Long: `Prints the link on which somebody who manages a Discord server adds the bot to
it, with the least permissions that it works with. Discord is asked which
application the token belongs to, unless you name it.`,
		Example: `  DISCORD_TOKEN=… ontherecord discord invite
  ontherecord discord invite --application 1234567890123456789`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			link, err := a.discordInvite(cmd.Context(), id)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.out, link)
			return err
		},
	}
	c.Flags().StringVar(&id, "application", "", "the application's ID, to ask nobody for it")
	return c
}

func (a *app) discordInvite(ctx context.Context, id string) (string, error) {
	if id != "" {
		if n, err := strconv.ParseUint(id, 10, 64); err != nil || n == 0 {
			return "", &codeError{exitUsage, fmt.Errorf("--application is %q: copy the Application ID from %s, your application, General Information", id, discord.AppsPage)}
		}
		return discord.InviteURL(id), nil
	}
	cfg := discord.DefaultConfig()
	if a.config.Discord != nil {
		cfg = *a.config.Discord
	}
	cfg, err := cfg.Resolve(a.getenv)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return discord.Invite(ctx, cfg, &http.Client{})
}
