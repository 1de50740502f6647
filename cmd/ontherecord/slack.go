package main

import (
	"github.com/spf13/cobra"

	"ontherecord/adapters/slack"
)

func (a *app) slackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "slack",
		Short: "Help to set up Slack",
		Args:  args(cobra.NoArgs, "slack takes a subcommand: manifest"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.slackManifestCommand())
	return cmd
}

func (a *app) slackManifestCommand() *cobra.Command {
	var mode, address, command string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "manifest",
		Short: "Print the app manifest to paste into Slack",
		Long: `Manifest prints what Slack has to know of the app: its name, the events that it
gets, and the least permissions that serve them. Paste it at
` + slack.AppsPage + ` under Create New App, From a manifest.

Socket Mode needs no public address. HTTP mode does: name it with --address.`,
		Example: `  ontherecord slack manifest
  ontherecord slack manifest --json
  ontherecord slack manifest --mode http --address https://record.example.org`,
		Args: args(cobra.NoArgs, "manifest takes no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			set := slack.DefaultConfig()
			if a.config.Slack != nil {
				set = *a.config.Slack
			}
			if mode == "" {
				mode = set.Mode
			}
			if command == "" {
				command = set.Command
			}
			encode := slack.ManifestYAML
			if asJSON {
				encode = slack.ManifestJSON
			}
			text, err := encode(mode, command, address)
			if err != nil {
				return &codeError{exitUsage, err}
			}
			_, err = a.out.Write(text)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&mode, "mode", "", `"socket" or "http" (default: the configured one, or socket)`)
	flags.StringVar(&address, "address", "", "the public address of this server, for HTTP mode")
	flags.StringVar(&command, "command", "", "the slash command (default: the configured one, or /ask)")
	flags.BoolVar(&asJSON, "json", false, "print JSON instead of YAML")
	return cmd
}
