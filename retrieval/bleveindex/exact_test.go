package bleveindex_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/enginetest"
)

func openMemory(t testing.TB) *bleveindex.Index {
	t.Helper()
	ix, err := bleveindex.OpenMemory(analysis.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return ix
}

func apply(t testing.TB, ix *bleveindex.Index, add []ingest.Entry, remove ...corpus.PassageID) {
	t.Helper()
	if err := ix.Apply(context.Background(), add, remove); err != nil {
		t.Fatal(err)
	}
}

func search(t testing.TB, ix *bleveindex.Index, q retrieval.Query) []retrieval.Hit {
	t.Helper()
	hits, err := ix.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// word number i, of which low ones are picked often.
func word(i int) string { return fmt.Sprintf("w%s", strings.Repeat(string(rune('a'+i%26)), 1+i/26)) }

func phrase(r *rand.Rand, words, vocabulary int) string {
	out := make([]string, words)
	for i := range out {
		out[i] = word(int(math.Pow(r.Float64(), 2.5) * float64(vocabulary)))
	}
	return strings.Join(out, " ")
}

// randomEntries are passages with and without title and question part.
func randomEntries(r *rand.Rand, first, n, vocabulary int) []ingest.Entry {
	var docs []*corpus.Document
	for i := range n {
		question := ""
		if r.IntN(3) > 0 {
			question = phrase(r, 1+r.IntN(8), vocabulary)
		}
		d := enginetest.Doc(first+i, question, phrase(r, 1+r.IntN(30), vocabulary)+".")
		if r.IntN(2) == 0 {
			d.Title = phrase(r, 1+r.IntN(4), vocabulary)
		}
		p := &d.Parts[len(d.Parts)-1]
		p.Speaker = []string{"Jo Smith", "Ana Roe", "Lee Smith"}[r.IntN(3)]
		d.Date = corpus.NewDate(2024+r.IntN(2), time.January, 1+r.IntN(28))
		d.Kind = []corpus.Kind{corpus.KindLetter, corpus.KindWrittenAnswer}[r.IntN(2)]
		docs = append(docs, d)
	}
	return enginetest.Entries(first, docs...)
}

// bruteForce scores every entry by BM25F as the literature writes it.
func bruteForce(entries []ingest.Entry, q retrieval.Query, p bleveindex.Params, admits func(ingest.Entry) bool) map[corpus.PassageID]float64 {
	a := analysis.New()
	fields := make([][3][]string, len(entries))
	var average [3]float64
	for i, e := range entries {
		d := e.Document
		fields[i][0] = a.Terms(nil, d.Title)
		for _, part := range d.Parts {
			if part.Kind == corpus.PartQuestion {
				fields[i][1] = a.Terms(nil, d.Text[part.Span.Start:part.Span.End])
			}
		}
		fields[i][2] = a.Terms(nil, d.Text[e.Passage.Span.Start:e.Passage.Span.End])
		for f := range average {
			average[f] += float64(len(fields[i][f])) / float64(len(entries))
		}
	}
	scores := make(map[corpus.PassageID]float64)
	for _, c := range q.Clauses {
		var df [3]int
		for i := range entries {
			for f := range df {
				if slices.Contains(fields[i][f], c.Term) {
					df[f]++
				}
			}
		}
		n, held := float64(len(entries)), float64(slices.Max(df[:]))
		idf := math.Log(1 + (n-held+0.5)/(held+0.5))
		for i, e := range entries {
			sum := 0.0
			for f, terms := range fields[i] {
				tf := 0.0
				for _, t := range terms {
					if t == c.Term {
						tf++
					}
				}
				sum += p.Weight[f] * tf / (1 - p.B[f] + p.B[f]*float64(len(terms))/max(1, average[f]))
			}
			if sum > 0 && admits(e) {
				scores[e.Passage.ID] += c.Weight * idf * sum * (p.K1 + 1) / (sum + p.K1)
			}
		}
	}
	return scores
}

// checkExact holds hits against the scores of every passage.
func checkExact(t *testing.T, hits []retrieval.Hit, scores map[corpus.PassageID]float64, limit int) {
	t.Helper()
	ordered := make([]float64, 0, len(scores))
	for _, s := range scores {
		ordered = append(ordered, s)
	}
	slices.SortFunc(ordered, func(a, b float64) int { return cmp.Compare(b, a) })
	if want := min(limit, len(ordered)); len(hits) != want {
		t.Fatalf("%d hits, want %d", len(hits), want)
	}
	for i, h := range hits {
		if math.Abs(h.Score-scores[h.ID]) > 1e-4*scores[h.ID] {
			t.Fatalf("passage %d scores %.6f, by brute force %.6f", h.ID, h.Score, scores[h.ID])
		}
		if math.Abs(h.Score-ordered[i]) > 1e-4*ordered[i] {
			t.Fatalf("hit %d scores %.6f, but the passage at that place scores %.6f", i, h.Score, ordered[i])
		}
	}
}

func TestSearchIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 5))
	filters := []struct {
		filter retrieval.Filter
		admits func(ingest.Entry) bool
	}{
		{retrieval.Filter{}, func(ingest.Entry) bool { return true }},
		{retrieval.Filter{By: "smith"}, func(e ingest.Entry) bool {
			return strings.HasSuffix(e.Document.Parts[e.Passage.Part].Speaker, "Smith")
		}},
		{retrieval.Filter{Kind: corpus.KindLetter}, func(e ingest.Entry) bool { return e.Document.Kind == corpus.KindLetter }},
		{retrieval.Filter{Since: corpus.NewDate(2025, 1, 10), By: "Ana"}, func(e ingest.Entry) bool {
			return e.Document.Date.Compare(corpus.NewDate(2025, 1, 10)) >= 0 && e.Document.Parts[e.Passage.Part].Speaker == "Ana Roe"
		}},
	}
	for round := range 12 {
		ix := openMemory(t)
		entries := randomEntries(r, 1, 20+r.IntN(120), 40)
		// In several batches, so that there are several segments.
		for batch := range slices.Chunk(entries, 1+r.IntN(60)) {
			apply(t, ix, batch)
		}
		for range 10 {
			f := filters[r.IntN(len(filters))]
			q := retrieval.Query{Limit: 1 + r.IntN(20), Filter: f.filter}
			for _, w := range r.Perm(45)[:1+r.IntN(6)] { // some of them nobody wrote
				q.Clauses = append(q.Clauses, retrieval.Clause{Term: analysis.New().Term(word(w)), Weight: 0.25 + r.Float64()})
			}
			t.Run(fmt.Sprintf("round %d, %v", round, f.filter), func(t *testing.T) {
				checkExact(t, search(t, ix, q), bruteForce(entries, q, bleveindex.DefaultParams(), f.admits), q.Limit)
			})
		}
	}
}

// TestTotalsSurviveChanges compares an index that was built by adding, adding
// again, replacing and removing with one that was built at once: equal average
// lengths give equal scores.
func TestTotalsSurviveChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	all := randomEntries(r, 1, 90, 40)
	kept := all[:60]
	once, changed := openMemory(t), openMemory(t)
	apply(t, once, kept)

	apply(t, changed, all[:50])
	apply(t, changed, all[40:]) // ten of them again
	other := all[20]
	other.Document = enginetest.Doc(21, "", strings.Repeat(word(3)+" ", 40)+".")
	other.Passage = other.Document.Passages()[0]
	other.Passage.ID = all[20].Passage.ID
	apply(t, changed, []ingest.Entry{other}) // one with another text
	apply(t, changed, all[20:21])            // and back
	var removed []corpus.PassageID
	for _, e := range all[60:] {
		removed = append(removed, e.Passage.ID)
	}
	apply(t, changed, nil, removed...)
	apply(t, changed, nil, removed...)        // nothing there any more
	apply(t, changed, nil, 5000)              // never was
	apply(t, changed, all[:5], 1, 2, 3, 4, 5) // removed and added in one batch

	for w := range 20 {
		q := retrieval.Query{Limit: 100, Clauses: []retrieval.Clause{{Term: analysis.New().Term(word(w)), Weight: 1}}}
		scores := make(map[corpus.PassageID]float64)
		for _, h := range search(t, once, q) {
			scores[h.ID] = h.Score
		}
		checkExact(t, search(t, changed, q), scores, 100)
	}
	for name, ix := range map[string]*bleveindex.Index{"at once": once, "with changes": changed} {
		if n, err := ix.Passages(); err != nil || n != len(kept) {
			t.Errorf("%s: %d passages, %v; want %d", name, n, err, len(kept))
		}
	}
}

// TestBudgetKeepsTheTopHit searches with bounds far below the number of
// postings: a passage that holds all words of a question, rare ones among
// them, stays first.
func TestBudgetKeepsTheTopHit(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	ix := openMemory(t)
	entries := randomEntries(r, 1, 1500, 400)
	apply(t, ix, entries)
	a := analysis.New()
	small := bleveindex.DefaultParams()
	small.Postings, small.Candidates = 200, 32
	kept, questions := 0, 0
	for range 60 {
		e := entries[r.IntN(len(entries))]
		terms := a.Terms(nil, e.Document.Text[e.Passage.Span.Start:e.Passage.Span.End])
		slices.Sort(terms)
		terms = slices.Compact(terms)
		if len(terms) < 6 {
			continue
		}
		q := retrieval.Query{Limit: 5}
		for _, i := range r.Perm(len(terms))[:6] {
			q.Clauses = append(q.Clauses, retrieval.Clause{Term: terms[i], Weight: 1})
		}
		ix.SetParams(bleveindex.DefaultParams())
		exact := search(t, ix, q)
		ix.SetParams(small)
		bounded := search(t, ix, q)
		questions++
		if len(bounded) > 0 && bounded[0].ID == exact[0].ID && math.Abs(bounded[0].Score-exact[0].Score) < 1e-4*exact[0].Score {
			kept++
		}
		for i := 1; i < len(bounded); i++ {
			if bounded[i].Score > bounded[i-1].Score {
				t.Errorf("hits out of order: %v", bounded)
			}
		}
	}
	if questions < 30 || float64(kept) < 0.97*float64(questions) {
		t.Errorf("the top hit is kept for %d of %d questions", kept, questions)
	}
}
