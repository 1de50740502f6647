package parse

import (
	"fmt"
)

func parseHTML(Input) (Result, error)        { return Result{}, fmt.Errorf("%w yet", ErrUnread) }
