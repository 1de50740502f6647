package main

import (
	"github.com/schollz/progressbar/v3"
)

// progress is a bar for long work. It is drawn on standard error, and only if
// that is a terminal.
type progress struct{ bar *progressbar.ProgressBar }

// progress begins a bar of total steps; -1 where the number is not known.
func (a *app) progress(what string, total int) *progress {
	if !isTerminal(a.err) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(a.err),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetPredictTime(total > 0),
		progressbar.OptionThrottle(65_000_000),
		progressbar.OptionClearOnFinish(),
	)}
}

// set tells how many steps are done.
func (p *progress) set(done int) {
	if p.bar != nil {
		_ = p.bar.Set(done)
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
