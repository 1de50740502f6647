package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/spf13/cobra"

	"ontherecord/retrieval/bench"
)

// benchFlags are the flags of the bench command. The hidden ones are how it
// calls itself, to measure processes of their own.
type benchFlags struct {
	sizes     []int
	questions int
	seed      uint64
	keep      string
	profiles  string
	asJSON    bool
	task      string
}

func (a *app) benchCommand() *cobra.Command {
	var f benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure what ingesting and asking cost on generated passages",
		Long: `Bench generates passages, ingests them, asks questions about them and prints
what that cost, beside what a plain search of bleve over the same index costs
and beside the targets. It works in a folder of its own, which is removed at
the end, and takes about 2 kB of it a passage. The record in the state folder is
neither used nor changed. A million passages take some minutes.`,
		Example: `  ontherecord bench
  ontherecord bench --size 100000 --size 1000000 --json > figures.json`,
		Args: args(cobra.NoArgs, "bench takes no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.task != "" {
				return a.benchTask(cmd.Context(), f.task)
			}
			return a.bench(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.IntSliceVar(&f.sizes, "size", []int{100_000}, "how many passages; may be given several times")
	flags.IntVar(&f.questions, "questions", 500, "how many questions of each sort")
	flags.Uint64Var(&f.seed, "seed", 1, "what to generate from: the same number gives the same passages and questions")
	flags.StringVar(&f.keep, "keep", "", "work in this new folder and leave it")
	flags.StringVar(&f.profiles, "profiles", "", "write profiles of the processor's time to this folder")
	flags.BoolVar(&f.asJSON, "json", false, "print one JSON object")
	flags.StringVar(&f.task, "task", "", "")
	_ = flags.MarkHidden("task")
	return cmd
}

func (a *app) bench(ctx context.Context, f benchFlags) (err error) {
	for _, n := range f.sizes {
		if n < 1 {
			return &codeError{exitUsage, fmt.Errorf("--size %d: use 1 or more", n)}
		}
	}
	dir := f.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ontherecord-bench-"); err != nil {
			return fmt.Errorf("make a folder to measure in: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	} else if err := os.Mkdir(dir, 0o700); err != nil {
		return &codeError{exitUsage, fmt.Errorf("--keep: %w: name a folder that does not exist yet", err)}
	}
	if f.profiles != "" {
		if err := os.MkdirAll(f.profiles, 0o700); err != nil {
			return fmt.Errorf("make the folder for profiles: %w", err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program, to measure it: %w", err)
	}
	bar, step := &progress{}, ""
	report, err := bench.Run(ctx, bench.Options{
		Sizes: f.sizes, Dir: dir, Questions: f.questions, Seed: f.seed, Profiles: f.profiles,
		Child: func(ctx context.Context, t bench.Task) (bench.Asked, error) { return a.benchChild(ctx, self, t) },
		Progress: func(what string, done, total int) {
			if what != step {
				bar.finish()
				bar, step = a.progress(what, total), what
			}
			bar.set(done)
		},
	})
	bar.finish()
	if err != nil {
		return err
	}
	if f.asJSON {
		return a.writeJSON(report)
	}
	return report.Print(a.out)
}

// benchChild carries out t in a process of its own.
func (a *app) benchChild(ctx context.Context, self string, t bench.Task) (bench.Asked, error) {
	var out bench.Asked
	task, err := json.Marshal(t)
	if err != nil {
		return out, err
	}
	cmd := exec.CommandContext(ctx, self, "bench", "--task", string(task))
	cmd.Stderr = a.err
	raw, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("measure in a process of its own: %w", err)
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return out, fmt.Errorf("read what a process measured (%s): %w", strconv.Quote(string(raw)), err)
	}
	return out, nil
}

// benchTask is the other side of benchChild.
func (a *app) benchTask(ctx context.Context, task string) error {
	var t bench.Task
	if err := json.Unmarshal([]byte(task), &t); err != nil {
		return &codeError{exitUsage, fmt.Errorf("--task: %w", err)}
	}
	var out bench.Asked
	var err error
	if t.First {
		err = bench.First(ctx, t)
	} else {
		out, err = bench.Ask(ctx, t)
	}
	if err != nil {
		return err
	}
	return a.writeJSON(out)
}
