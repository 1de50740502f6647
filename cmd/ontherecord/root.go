package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// Exit codes. A question that the record does not answer is no failure, unless
// --exit-code asks for it.
const (
	exitOK         = 0
	exitFailed     = 1
	exitUsage      = 2
	exitSkipped    = 3 // something was not taken in; the rest was
	exitUnanswered = 4 // with ask --exit-code
)

// codeError ends the program with a code of its own.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string { return e.err.Error() }
func (e *codeError) Unwrap() error { return e.err }

// errQuiet marks an end that has been explained already.
var errQuiet = errors.New("explained above")

// app is what all commands share.
type app struct {
	in       io.Reader
	out, err io.Writer
	// Flags of every command.
	dataDir    string
	configFile string
	verbose    bool

	// getenv is os.Getenv outside of tests.
	getenv func(string) string
	config Config
	// configPath is where the configuration file is or would be; configRead
	// reports whether there is one.
	configPath string
	configRead bool
	// serving makes the log tell what goes well, too.
	serving bool
}

// run is the program: it reads args, does what they say and returns the exit
// code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	return (&app{in: in, out: out, err: errOut, getenv: os.Getenv}).run(ctx, args)
}

func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	if !errors.Is(err, errQuiet) {
		fmt.Fprintf(a.err, "ontherecord: %v\n", err)
	}
	var coded *codeError
	switch {
	case errors.As(err, &coded):
		return coded.code
	case strings.HasPrefix(err.Error(), "unknown command "): // cobra has no error value for it
		return exitUsage
	}
	return exitFailed
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "ontherecord",
		Short: "Answers questions on cancer policy with verbatim, sourced quotes",
		Long: `On the Record answers questions on cancer policy only with what is on the
record: verbatim quotes with who said it, when, and a link that opens at the
words. Where the record holds no answer, it says so.

Without documents of your own it answers from a small built-in sample.`,
		Example: `  ontherecord ask "How much is going into new radiotherapy machines?"
  ontherecord ingest answers/ letters/*.txt
  ontherecord chat`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.configure(cmd)
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &codeError{exitUsage, fmt.Errorf("%w\nSee '%s --help'", err, cmd.CommandPath())}
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.dataDir, "data", "", "the folder with the record (default: the configured one, or $XDG_DATA_HOME/ontherecord)")
	flags.StringVar(&a.configFile, "config", "", "configuration file (default: $XDG_CONFIG_HOME/ontherecord/config.yaml if it exists)")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "log what is being done to standard error")
	root.AddGroup(
		&cobra.Group{ID: "ask", Title: "Asking:"},
		&cobra.Group{ID: "record", Title: "The record:"},
		&cobra.Group{ID: "serve", Title: "In Slack and Discord:"},
		&cobra.Group{ID: "measure", Title: "Measuring:"},
	)
	for _, c := range []struct {
		group   string
		command *cobra.Command
	}{
		{"ask", a.askCommand()},
		{"ask", a.chatCommand()},
		{"record", a.ingestCommand()},
		{"record", a.documentsCommand()},
		{"record", a.reindexCommand()},
		{"serve", a.serveCommand()},
		{"serve", a.checkCommand()},
		{"serve", a.slackCommand()},
		{"measure", a.evalCommand()},
		{"measure", a.trainCommand()},
		{"measure", a.benchCommand()},
		{"measure", a.gapsCommand()},
		{"measure", a.feedbackCommand()},
		{"serve", a.discordCommand()},
		{"", a.versionCommand()},
	} {
		c.command.GroupID = c.group
		root.AddCommand(c.command)
	}
	return root
}

// args wraps a check of positional arguments so that its error is one of usage.
func args(check cobra.PositionalArgs, hint string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if err := check(cmd, given); err != nil {
			return &codeError{exitUsage, fmt.Errorf("%s\nSee '%s --help'", hint, cmd.CommandPath())}
		}
		return nil
	}
}

// logger writes to standard error: warnings, with --verbose also what is being
// done. A server tells what it does in any case, and with --verbose everything.
func (a *app) logger() *slog.Logger {
	level := slog.LevelWarn
	switch {
	case a.verbose && a.serving:
		level = slog.LevelDebug
	case a.verbose || a.serving:
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: level}))
}

// isTerminal reports whether v, a reader or a writer, is a terminal.
func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && terminalFile(f)
}
