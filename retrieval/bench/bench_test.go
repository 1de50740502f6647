package bench

import (
	"path/filepath"
	"testing"

	"ontherecord/corpus/ingest"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/library"
)

// generated is a record of n generated passages.
func generated(b *testing.B, n int) *asking {
	b.Helper()
	dir := b.TempDir()
	g := NewGenerator(1)
	source := filepath.Join(dir, "passages.jsonl")
	if err := g.Write(b.Context(), source, 0, n, nil); err != nil {
		b.Fatal(err)
	}
	l, err := library.OpenDir(b.Context(), dir, library.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	if _, err := ingest.Run(b.Context(), ingest.Options{Paths: []string{source}, Store: l.Store, Index: l.Index}); err != nil {
		b.Fatal(err)
	}
	return &asking{Task: Task{Dir: dir, Passages: n}, g: g, library: l, analyzer: analysis.New()}
}

const benchPassages = 20_000

func BenchmarkAnswer(b *testing.B) {
	a := generated(b, benchPassages)
	questions := a.g.questions(2000, questionWords, a.Passages, seriesTimed)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := a.answer(b.Context(), questions[i%len(questions)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	a := generated(b, benchPassages)
	questions := a.g.questions(2000, questionWords, a.Passages, seriesTimed)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := a.search(b.Context(), questions[i%len(questions)]); err != nil {
			b.Fatal(err)
		}
	}
}
