package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ontherecord/bot"
	"ontherecord/bot/catalogue"
	"ontherecord/bot/memory"
	"ontherecord/retrieval/cite"
	"ontherecord/retrieval/library"
)

// memoryFile is what the bot remembers, in the state folder.
const memoryFile = "bot.db"

// openMemory opens what the bot remembers.
func (a *app) openMemory(ctx context.Context) (*memory.Memory, error) {
	return memory.Open(ctx, filepath.Join(a.dataDir, memoryFile))
}

// newBot returns the bot that answers out of l and remembers in m.
func (a *app) newBot(l *library.Library, m *memory.Memory, c bot.Config) *bot.Bot {
	return bot.New(a.logger(), l.Answerer, catalogue.New(l.Store), m, c, nil)
}

const chatHelp = `Ask a question, or go on from an answer: "since 2025?", "and in Wales?", "who said that?", "more".
Of the last answer: /context 1, /cite 1, /useful 1, /notuseful 1. To end: /quit.`

func (a *app) chatCommand() *cobra.Command {
	var ephemeral bool
	cmd := &cobra.Command{
		Use:   "chat",
		Short: "Hold a conversation in the terminal",
		Long: `Chat answers as the bot does in Slack and Discord: follow-ups, filters in
words, help and all. From a pipe it reads one question a line.

` + chatHelp,
		Example: `  ontherecord chat
  printf '%s\n' "how much is going into radiotherapy machines?" "who said that?" | ontherecord chat`,
		Args: args(cobra.NoArgs, "chat takes no arguments: ask once it has started"),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			ctx := cmd.Context()
			l, err := a.open(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, l.Close()) }()
			m, err := a.openMemoryOr(ctx, ephemeral)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, m.Close()) }()
			a.sampleNote(l)
			c := a.config.Bot
			c.Limits = bot.Limits{} // nobody else is kept waiting
			b := a.newBot(l, m, c)
			if _, err := b.Prune(ctx); err != nil {
				return err
			}
			return (&chat{bot: b, in: a.in, out: a.out, style: styleOf(a.out), prompt: isTerminal(a.in), user: userName()}).run(ctx)
		},
	}
	cmd.Flags().BoolVar(&ephemeral, "ephemeral", false, "remember nothing after the end")
	return cmd
}

func (a *app) openMemoryOr(ctx context.Context, ephemeral bool) (*memory.Memory, error) {
	if ephemeral {
		return memory.OpenEphemeral(ctx)
	}
	return a.openMemory(ctx)
}

func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "someone"
}

// chat is a conversation over lines of text.
type chat struct {
	bot    *bot.Bot
	in     io.Reader
	out    io.Writer
	style  style
	prompt bool
	user   string
	last   bot.Reply
	n      int
}

// maxLine bounds a line, in bytes.
const maxLine = 1 << 20

func (c *chat) run(ctx context.Context) error {
	if c.prompt {
		fmt.Fprintln(c.out, c.style.faint(chatHelp))
	}
	lines := c.read(ctx)
	for {
		if c.prompt {
			fmt.Fprint(c.out, "\n"+c.style.bold("› "))
		}
		var next line
		var more bool
		select {
		case next, more = <-lines:
		case <-ctx.Done():
		}
		if !more || next.err != nil {
			if c.prompt {
				fmt.Fprintln(c.out)
			}
			return next.err
		}
		if !c.prompt {
			if next.text == "" {
				continue
			}
			fmt.Fprintln(c.out, "› "+next.text)
		}
		if next.text == "/quit" || next.text == "/exit" || next.text == "/q" {
			return nil
		}
		if err := c.say(ctx, next.text); err != nil {
			return err
		}
		if !c.prompt {
			fmt.Fprintln(c.out)
		}
	}
}

// line is a line that was read, or why none could be.
type line struct {
	text string
	err  error
}

// read hands the lines over one by one. Nothing can end a read from a terminal,
// so that after an interrupt the goroutine is left to the end of the program.
func (c *chat) read(ctx context.Context) <-chan line {
	out := make(chan line)
	go func() {
		defer close(out)
		hand := func(l line) bool {
			select {
			case out <- l:
				return true
			case <-ctx.Done():
				return false
			}
		}
		lines := bufio.NewScanner(c.in)
		lines.Buffer(nil, maxLine)
		for lines.Scan() {
			if !hand(line{text: strings.TrimSpace(lines.Text())}) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			hand(line{err: fmt.Errorf("read a line: %w", err)})
		}
	}()
	return out
}

// say handles one line. Only the end of ctx is an error: what went wrong with a
// question is told in words.
func (c *chat) say(ctx context.Context, line string) error {
	if strings.HasPrefix(line, "/") {
		return c.command(ctx, line)
	}
	c.n++
	reply, err := c.bot.Handle(ctx, bot.Message{
		Platform: "terminal", Channel: c.user, User: c.user, ID: strconv.Itoa(c.n), Text: line, How: bot.HowDirect,
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.show(reply)
	if err != nil {
		fmt.Fprintln(c.out, c.style.faint(err.Error()))
	}
	return nil
}

var chatActions = map[string]bot.Do{
	"/context": bot.DoContext, "/cite": bot.DoCite, "/more": bot.DoMore, "/useful": bot.DoUseful, "/notuseful": bot.DoNotUseful,
}

// command does what a button would do elsewhere.
func (c *chat) command(ctx context.Context, line string) error {
	name, rest, _ := strings.Cut(line, " ")
	do, known := chatActions[strings.ToLower(name)]
	number := 1
	if rest = strings.TrimSpace(rest); rest != "" {
		n, err := strconv.Atoi(rest)
		known = known && err == nil && n > 0
		number = n
	}
	if !known {
		fmt.Fprintln(c.out, chatHelp)
		return nil
	}
	result, err := c.bot.Act(ctx, bot.Action{
		Platform: "terminal", Channel: c.user, User: c.user, Do: do, Ref: c.last.Ref, Quote: number - 1,
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	switch {
	case result.Text != "":
		fmt.Fprintln(c.out, result.Text)
	case result.Citation != "":
		fmt.Fprintln(c.out, result.Citation)
	case !result.Quoted.Quote.IsZero():
		renderQuote(c.out, c.style, result.Quoted, true)
	default:
		c.show(result.Reply)
	}
	if err != nil {
		fmt.Fprintln(c.out, c.style.faint(err.Error()))
	}
	return nil
}

func (c *chat) show(r bot.Reply) {
	if r.Silent() {
		return
	}
	if r.Kind != bot.KindAnswer && r.Kind != bot.KindAbstention {
		for line := range strings.SplitSeq(r.Text, "\n") {
			fmt.Fprintln(c.out, c.wrapped(line))
		}
		for _, s := range r.Suggestions {
			fmt.Fprintln(c.out, "  "+s)
		}
		return
	}
	c.last = r
	if r.FollowUp {
		fmt.Fprintln(c.out, c.style.faint("Read as: "+r.Question))
	}
	if r.Kind == bot.KindAnswer && r.Text != "" {
		fmt.Fprintln(c.out, r.Text)
		fmt.Fprintln(c.out)
	}
	renderAnswer(c.out, c.style, r.Answer, false)
	for _, note := range c.otherNotes(r) {
		fmt.Fprintln(c.out, c.style.faint(note))
	}
	if r.Answer.More {
		fmt.Fprintln(c.out, c.style.faint(`There are more: say "more".`))
	}
}

// otherNotes are the notes that renderAnswer has not written already.
func (c *chat) otherNotes(r bot.Reply) []string {
	written := []string{cite.Searched(r.Answer.Searched)}
	for _, q := range append(slices.Clone(r.Answer.Quotes), r.Answer.Nearest...) {
		source := q.Quote.Citation().Source
		written = append(written, source.Note, source.Attribution)
	}
	return slices.DeleteFunc(slices.Clone(r.Notes), func(note string) bool {
		return slices.ContainsFunc(written, func(w string) bool {
			return w != "" && strings.EqualFold(strings.TrimSuffix(note, "."), strings.TrimSuffix(w, "."))
		}) ||
			strings.HasPrefix(note, "Read “")
	})
}

func (c *chat) wrapped(line string) string {
	if !c.style.terminal {
		return line
	}
	return c.style.wrap("", line)
}
