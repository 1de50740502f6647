package parse

import (
	"fmt"

	"ontherecord/corpus"
)

func answerPage(*corpus.Document, []line) (bool, []Skipped) { return false, nil }
func letterPage(*corpus.Document, []line) (bool, []Skipped) { return false, nil }
func parseHTML(Input) (Result, error)                       { return Result{}, fmt.Errorf("%w yet", ErrUnread) }
func parseMarkdown(in Input) (Result, error)                { return parsePlain(in) }
func parseQuestions(Input) (Result, error)                  { return Result{}, fmt.Errorf("%w yet", ErrUnread) }
func yieldRecord(_ []byte, n int, y Yield) error            { return y(nil, &Skipped{Line: n, Reason: "neither"}) }
