package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"ontherecord/corpus"
)

// generated makes n documents of one passage of about 80 words.
func generated(n int) []*corpus.Document {
	rng := rand.New(rand.NewPCG(1, 2))
	docs := make([]*corpus.Document, n)
	for i := range docs {
		lines := make([]string, 5)
		for j := range lines {
			for range 16 {
				lines[j] += fmt.Sprintf("w%d ", rng.IntN(60_000))
			}
			lines[j] += "end."
		}
		date := fmt.Sprintf("20%02d-%02d-%02d", 10+rng.IntN(16), 1+rng.IntN(12), 1+rng.IntN(28))
		docs[i] = answer(fmt.Sprintf("gen:%08x-%d", rng.Uint32(), i), fmt.Sprintf("Minister %d", rng.IntN(200)), date, lines...)
	}
	return docs
}

func BenchmarkPut(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "store.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	docs := generated(max(b.N, 1))
	b.ResetTimer()
	const batch = 2000
	for start := 0; start < b.N; start += batch {
		if _, err := s.Put(b.Context(), docs[start:min(start+batch, b.N)]...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkPutUnchanged(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "store.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	docs := generated(2000)
	if _, err := s.Put(b.Context(), docs...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Put(b.Context(), docs...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*2000/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkResolve(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "store.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	const n = 20_000
	if _, err := s.Put(b.Context(), generated(n)...); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		ids  int
		cold bool
	}{{"20 warm", 20, false}, {"20 cold", 20, true}, {"100 warm", 100, false}, {"100 cold", 100, true}} {
		b.Run(c.name, func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			ids := make([]corpus.PassageID, c.ids)
			for b.Loop() {
				for i := range ids {
					ids[i] = corpus.PassageID(1 + rng.IntN(n))
				}
				if c.cold {
					s.cache, _ = newCache(cacheBytes)
				}
				found, err := s.Resolve(b.Context(), ids)
				if err != nil || len(found) != c.ids {
					b.Fatal(len(found), err)
				}
			}
		})
	}
}

func BenchmarkStats(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "store.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(b.Context(), generated(20_000)...); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Stats(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
