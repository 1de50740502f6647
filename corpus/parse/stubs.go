package parse

import (
	"fmt"
)

func parseHTML(Input) (Result, error)        { return Result{}, fmt.Errorf("%w yet", ErrUnread) }
func parseMarkdown(in Input) (Result, error) { return parsePlain(in) }
