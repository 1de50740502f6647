package bleveindex_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/enginetest"
)

func TestConformance(t *testing.T) {
	t.Run("memory", func(t *testing.T) {
		enginetest.Run(t, func(t *testing.T) enginetest.Engine {
			ix, err := bleveindex.OpenMemory(analysis.New(), slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			return ix
		})
	})
	t.Run("disk", func(t *testing.T) {
		enginetest.Run(t, func(t *testing.T) enginetest.Engine {
			ix, err := bleveindex.Open(filepath.Join(t.TempDir(), "index"), analysis.New(), slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			return ix
		})
	})
}
