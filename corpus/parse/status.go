package parse

import (
	"fmt"
	"strings"

	"ontherecord/corpus"
)

// parseStatus reads a status as people write it.
func parseStatus(s string) (corpus.Status, error) {
	switch st := corpus.Status(strings.ToLower(strings.TrimSpace(s))); st {
	case corpus.StatusFinal, corpus.StatusHolding, corpus.StatusCorrected, corpus.StatusWithdrawn:
		return st, nil
	}
	return "", fmt.Errorf("unknown status %q: use one of final, holding, corrected, withdrawn", s)
}
