package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"ontherecord/adapters/slack"
)

// level says how bad a finding is.
type level string

// The levels. With an error something does not work at all; with a warning
// something works less well than it could, or will not for long.
const (
	levelOK      level = "ok"
	levelWarning level = "warning"
	levelError   level = "error"
)

// finding is one thing that was looked at: what was found, and what to do about
// it (empty where all is well).
type finding struct {
	Part  string `json:"part"`
	Level level  `json:"level"`
	What  string `json:"what"`
	Do    string `json:"do,omitempty"`
}

func (a *app) checkCommand() *cobra.Command {
	var asJSON bool
	var unread error
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Look whether everything is right for serving",
		Long: `Check looks at the configuration, the state folder, the record, its index, and at
the tokens and permissions of each platform that is configured. It posts nothing
and changes nothing, and may run beside 'ontherecord serve'.

It prints a line for each thing that it looked at: ok, a warning or an error, and
what to do about it. It exits with 1 if there is an error.`,
		Example: `  ontherecord check
  ontherecord check --json | jq '.[] | select(.level != "ok")'`,
		Args: args(cobra.NoArgs, "check takes no arguments"),
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			unread = a.configure(cmd) // a finding like others
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			found := a.check(cmd.Context(), unread)
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if err := a.printFindings(found, asJSON); err != nil {
				return err
			}
			if slices.ContainsFunc(found, func(f finding) bool { return f.Level == levelError }) {
				return errQuiet
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	return cmd
}

// check looks at everything. unread is why the configuration could not be read.
func (a *app) check(ctx context.Context, unread error) []finding {
	if unread != nil {
		return []finding{{"configuration", levelError, unread.Error(), "mend the file; config.example.yaml shows every key"}}
	}
	found := []finding{a.checkConfig()}
	found = append(found, a.checkState(ctx)...)
	platforms, err := a.platforms()
	if err != nil {
		return append(found, finding{"configuration", levelError, err.Error(), "name a file that this user can read and that holds the token alone"})
	}
	if len(platforms) == 0 {
		return append(found, finding{"platforms", levelWarning, "none is configured, so that 'ontherecord serve' has nothing to serve",
			"set " + slack.EnvBotToken + " and " + slack.EnvAppToken + ", or DISCORD_TOKEN: see docs/slack.md and docs/discord.md"})
	}
	client, idle := newClient()
	defer idle()
	for _, p := range platforms {
		for _, file := range p.secrets {
			found = append(found, checkSecretFile(p.name, file)...)
		}
		found = append(found, p.check(ctx, client)...)
	}
	return found
}

func (a *app) checkConfig() finding {
	switch {
	case a.configRead:
		return finding{"configuration", levelOK, a.configPath + " is right", ""}
	case a.configPath == "":
		return finding{"configuration", levelOK, "no file; all is as by default", ""}
	}
	return finding{"configuration", levelOK, "no file at " + a.configPath + "; all is as by default", ""}
}

// printFindings prints findings, for people or as JSON.
func (a *app) printFindings(found []finding, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(a.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(found)
	}
	s := styleOf(a.out)
	for _, f := range found {
		mark := fmt.Sprintf("%-7s", f.Level)
		switch f.Level {
		case levelWarning:
			mark = s.warn(mark)
		case levelError:
			mark = s.mark("1;31", mark)
		}
		line := f.What
		if f.Do != "" {
			line += ": " + f.Do
		}
		if _, err := fmt.Fprintf(a.out, "%s  %s: %s\n", mark, f.Part, oneLine(line)); err != nil {
			return err
		}
	}
	return nil
}
