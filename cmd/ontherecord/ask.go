package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"ontherecord/corpus"
	"ontherecord/retrieval"
)

// filterFlags are the flags that narrow a search.
type filterFlags struct {
	since, until, by, department, kind string
}

func (f *filterFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.since, "since", "", "only statements from this day on (YYYY-MM-DD or YYYY-MM)")
	flags.StringVar(&f.until, "until", "", "only statements up to this day (YYYY-MM-DD or YYYY-MM)")
	flags.StringVar(&f.by, "by", "", "only statements by this person (a name or part of one)")
	flags.StringVar(&f.department, "department", "", "only statements from this department (a name or part of one)")
	flags.StringVar(&f.kind, "kind", "", "only documents of this kind (such as letter)")
	_ = cmd.RegisterFlagCompletionFunc("kind", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var kinds []string
		for _, k := range corpus.Kinds() {
			kinds = append(kinds, string(k))
		}
		return kinds, cobra.ShellCompDirectiveNoFileComp
	})
}

func (f *filterFlags) filter() (retrieval.Filter, error) {
	out := retrieval.Filter{By: f.by, Department: f.department}
	var err, errs error
	if out.Since, err = corpus.ParseDate(f.since); err != nil {
		errs = errors.Join(errs, fmt.Errorf("--since: %w", err))
	}
	if out.Until, err = corpus.ParseDate(f.until); err != nil {
		errs = errors.Join(errs, fmt.Errorf("--until: %w", err))
	}
	if f.kind != "" {
		if out.Kind, err = corpus.ParseKind(f.kind); err != nil {
			errs = errors.Join(errs, fmt.Errorf("--kind: %w", err))
		}
	}
	if !out.Since.IsZero() && !out.Until.IsZero() && out.Since.First().Compare(out.Until.Last()) > 0 {
		errs = errors.Join(errs, fmt.Errorf("--since %s is later than --until %s", f.since, f.until))
	}
	if errs != nil {
		return out, &codeError{exitUsage, errs}
	}
	return out, nil
}

// maxQuestion bounds a question read from standard input, in bytes.
const maxQuestion = 64 << 10

func (a *app) askCommand() *cobra.Command {
	var (
		filter   filterFlags
		asJSON   bool
		context  bool
		exitCode bool
		limit    int
	)
	cmd := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Answer a question with quotes from the record",
		Long: `Ask answers a question with verbatim quotes from the record, or says that the
record holds no answer and what is nearest. A question of several parts, such
as "(a) … and (b) …" or two questions in a row, is answered part by part. A
question of "-" is read from standard input.`,
		Example: `  ontherecord ask "How much is going into new radiotherapy machines?"
  ontherecord ask "When did the call for evidence close, and how many responses were there?"
  ontherecord ask --since 2025-01 --by Dalton "what happens to waiting times"
  ontherecord ask --json "who collects evidence on variation?" | jq .quotes[0]`,
		Args: args(cobra.MinimumNArgs(1), `ask needs a question: ontherecord ask "How much …?"`),
		RunE: func(cmd *cobra.Command, given []string) error {
			text := strings.Join(given, " ")
			if text == "-" {
				raw, err := io.ReadAll(io.LimitReader(a.in, maxQuestion))
				if err != nil {
					return fmt.Errorf("read the question: %w", err)
				}
				text = string(raw)
			}
			if strings.TrimSpace(text) == "" {
				return &codeError{exitUsage, errors.New(`the question is empty: ontherecord ask "How much …?"`)}
			}
			if limit < 1 || limit > 100 {
				return &codeError{exitUsage, fmt.Errorf("--limit %d: use 1 to 100", limit)}
			}
			f, err := filter.filter()
			if err != nil {
				return err
			}
			l, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer l.Close()
			answer, err := l.Answerer.Answer(cmd.Context(), retrieval.Question{Text: text, Filter: f, Limit: limit})
			if err != nil {
				return err
			}
			answer.Question = strings.TrimSpace(text)
			if asJSON {
				enc := json.NewEncoder(a.out)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				if err := enc.Encode(toJSON(answer, l.Sample)); err != nil {
					return fmt.Errorf("write the answer: %w", err)
				}
			} else {
				a.sampleNote(l)
				renderAnswer(a.out, styleOf(a.out), answer, context)
			}
			if exitCode && !answer.Answered {
				return &codeError{exitUnanswered, errQuiet}
			}
			return nil
		},
	}
	filter.add(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	flags.BoolVar(&context, "context", false, "show the sentences around each quote and what was asked")
	flags.IntVar(&limit, "limit", retrieval.DefaultLimit, "how many quotes at most")
	flags.BoolVar(&exitCode, "exit-code", false, "exit with 4 where the record holds no answer")
	return cmd
}
