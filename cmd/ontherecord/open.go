package main

import (
	"context"
	"fmt"
	"os"

	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/library"
	"ontherecord/retrieval/thesaurus"
)

// open opens the record for asking; see library.Open.
func (a *app) open(ctx context.Context) (*library.Library, error) {
	o, err := a.libraryOptions()
	if err != nil {
		return nil, err
	}
	return library.Open(ctx, a.dataDir, o)
}

// openOwn opens the record in the state folder, made anew if there is none.
func (a *app) openOwn(ctx context.Context) (*library.Library, error) {
	o, err := a.libraryOptions()
	if err != nil {
		return nil, err
	}
	return library.OpenDir(ctx, a.dataDir, o)
}

func (a *app) libraryOptions() (library.Options, error) {
	o := library.Options{Logger: a.logger(), Retrieval: retrieval.Config{Analyzer: analysis.New()}}
	if a.config.Thesaurus == "" {
		return o, nil
	}
	f, err := os.Open(a.config.Thesaurus)
	if err != nil {
		return o, fmt.Errorf("read the thesaurus that the configuration names: %w", err)
	}
	defer f.Close()
	own, err := thesaurus.Load(f, o.Retrieval.Analyzer.Term)
	if err != nil {
		return o, fmt.Errorf("%s: %w", a.config.Thesaurus, err)
	}
	builtin, err := thesaurus.Default(o.Retrieval.Analyzer.Term)
	if err != nil {
		return o, err
	}
	o.Retrieval.Thesaurus = builtin.Merge(own)
	return o, nil
}

// sampleNote tells that answers come from the built-in sample, in one line.
func (a *app) sampleNote(l *library.Library) {
	if l.Sample != "" {
		fmt.Fprintf(a.err, "Answering from the %s; 'ontherecord ingest PATH' puts documents of your own on the record.\n", l.Sample)
	}
}
