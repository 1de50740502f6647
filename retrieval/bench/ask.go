package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/library"
)

// Task is what is measured of a record that is on the disk.
type Task struct {
	Dir       string
	Seed      uint64
	Passages  int
	Questions int
	// First asks one question and does nothing else, for timing the start.
	First bool
	// Profile is a file to write a profile of answering to, if any.
	Profile string
}

// Latency is in milliseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// Asked is what asking costs and yields.
type Asked struct {
	// Resident is the memory resident after answering Questions questions,
	// before anything else was measured, in bytes; Anonymous is the part of it
	// that is not a view of a file on the disk. The latter is 0 where the
	// system does not tell.
	Resident  int64 `json:"resident_bytes"`
	Anonymous int64 `json:"resident_anonymous_bytes"`

	Answer Latency `json:"answer_ms"` // the whole of Answer, for 12 words
	Search Latency `json:"search_ms"` // the engine's search alone, for the same
	Plain  Latency `json:"plain_ms"`  // bleve's match query, for the same

	MRR      float64 `json:"mrr"`       // of 5 words of a passage, by Search
	MRRExact float64 `json:"mrr_exact"` // the same with all postings read

	// Update is how long it took, in seconds, from handing over a new document
	// until a search found it; the longest of several.
	Update float64 `json:"update_seconds"`
}

// Ratio is the cost of an answer relative to bleve's match query, at p50.
func (a *Asked) Ratio() float64 { return a.Answer.P50 / a.Plain.P50 }

const (
	questionWords  = 12
	knownItemWords = 5
	// mrrDepth is how many hits are looked through for the known passage.
	mrrDepth  = 100
	plainHits = 10
	// turnQuestions are asked in one way before they are asked in the next: few,
	// so that a slow moment of the machine falls on all ways alike, and several,
	// so that an answer finds the processor's caches as answers leave them.
	turnQuestions = 25
	updates       = 5
)

// The series of questions: none is asked twice.
const (
	seriesFirst = iota
	seriesWarm
	seriesTimed
	seriesKnown
)

// Ask measures asking. It changes the record: it adds a few documents.
func Ask(ctx context.Context, t Task) (Asked, error) {
	var out Asked
	l, err := library.OpenDir(ctx, t.Dir, library.Options{})
	if err != nil {
		return out, err
	}
	a := &asking{Task: t, g: NewGenerator(t.Seed), library: l, analyzer: analysis.New()}
	if err := a.all(ctx, &out); err != nil {
		return out, errors.Join(err, l.Close())
	}
	return out, l.Close()
}

// First opens the record and answers one question.
func First(ctx context.Context, t Task) error {
	l, err := library.OpenDir(ctx, t.Dir, library.Options{})
	if err != nil {
		return err
	}
	// Any word does: making the vocabulary would cost more than the answer.
	_, err = l.Answerer.Answer(ctx, retrieval.Question{Text: "bak rudelan domitar kim velorun?"})
	return errors.Join(err, l.Close())
}

type asking struct {
	Task
	g        *Generator
	library  *library.Library
	analyzer *analysis.Analyzer
}

func (a *asking) all(ctx context.Context, out *Asked) error {
	for _, q := range a.g.questions(a.Questions, questionWords, a.Passages, seriesWarm) {
		if err := a.answer(ctx, q); err != nil {
			return err
		}
	}
	runtime.GC()
	debug.FreeOSMemory()
	// What the collection took away and answering needs comes back here.
	for _, q := range a.g.questions(a.Questions, questionWords, a.Passages, seriesFirst) {
		if err := a.answer(ctx, q); err != nil {
			return err
		}
	}
	out.Resident, out.Anonymous = resident()
	if err := a.profiled(func() error { return a.latencies(ctx, out) }); err != nil {
		return err
	}
	var err error
	if out.Update, err = a.update(ctx); err != nil {
		return err
	}
	known := a.g.questions(max(a.Questions, 300), knownItemWords, a.Passages, seriesKnown)
	if out.MRR, err = a.mrr(ctx, known); err != nil {
		return err
	}
	exact := bleveindex.DefaultParams()
	exact.Postings = math.MaxInt
	a.library.Index.SetParams(exact)
	out.MRRExact, err = a.mrr(ctx, known)
	return err
}

func (a *asking) answer(ctx context.Context, q question) error {
	_, err := a.library.Answerer.Answer(ctx, retrieval.Question{Text: q.text()})
	return err
}

// latencies asks each question in each of the ways in turn, so that whatever
// else the machine does falls on all alike.
func (a *asking) latencies(ctx context.Context, out *Asked) error {
	var times [3][]float64
	questions := a.g.questions(a.Questions, questionWords, a.Passages, seriesTimed)
	for turn := range slices.Chunk(questions, turnQuestions) {
		for i, ask := range []func(context.Context, question) error{a.answer, a.search, a.plain} {
			for _, q := range turn {
				began := time.Now()
				if err := ask(ctx, q); err != nil {
					return err
				}
				times[i] = append(times[i], float64(time.Since(began))/float64(time.Millisecond))
			}
		}
	}
	out.Answer, out.Search, out.Plain = latency(times[0]), latency(times[1]), latency(times[2])
	return nil
}

func latency(ms []float64) Latency {
	slices.Sort(ms)
	at := func(share float64) float64 { return ms[min(len(ms)-1, int(share*float64(len(ms))))] }
	return Latency{P50: at(0.50), P99: at(0.99)}
}

func (a *asking) clauses(q question) []retrieval.Clause {
	var out []retrieval.Clause
	for _, t := range a.analyzer.Terms(nil, q.text()) {
		out = append(out, retrieval.Clause{Term: t, Weight: 1})
	}
	return out
}

func (a *asking) search(ctx context.Context, q question) error {
	_, err := a.library.Index.Search(ctx, retrieval.Query{Clauses: a.clauses(q), Limit: plainHits})
	return err
}

// plain asks the same index what bleve's match query would: any of the terms,
// scored by bleve.
func (a *asking) plain(ctx context.Context, q question) error {
	_, err := a.library.Index.SearchPlainly(ctx, a.analyzer.Terms(nil, q.text()), plainHits)
	return err
}

// mrr is the mean of 1/rank of the passage that each question is made from.
func (a *asking) mrr(ctx context.Context, questions []question) (float64, error) {
	sum := 0.0
	for _, q := range questions {
		hits, err := a.library.Index.Search(ctx, retrieval.Query{Clauses: a.clauses(q), Limit: mrrDepth})
		if err != nil {
			return 0, err
		}
		ids := make([]corpus.PassageID, len(hits))
		for i, h := range hits {
			ids[i] = h.ID
		}
		found, err := a.library.Store.Resolve(ctx, ids)
		if err != nil {
			return 0, err
		}
		for i, f := range found {
			if f.Document.ID == q.passage {
				sum += 1 / float64(i+1)
				break
			}
		}
	}
	return sum / float64(len(questions)), nil
}

// update adds a document at a time and looks for it.
func (a *asking) update(ctx context.Context) (float64, error) {
	longest := 0.0
	for i := range updates {
		path := filepath.Join(a.Dir, fmt.Sprintf("update-%d.jsonl", i))
		number := a.Passages + i
		word := fmt.Sprintf("update%dx", number)
		p := a.g.passage(number)
		p.Text += " " + title(word) + " was added."
		if err := writeLines(path, p); err != nil {
			return 0, err
		}
		began := time.Now()
		_, err := ingest.Run(ctx, ingest.Options{Paths: []string{path}, Store: a.library.Store, Index: a.library.Index})
		if err != nil {
			return 0, err
		}
		hits, err := a.library.Index.Search(ctx, retrieval.Query{
			Clauses: []retrieval.Clause{{Term: a.analyzer.Term(word), Weight: 1}}, Limit: 1})
		if err != nil {
			return 0, err
		}
		longest = max(longest, time.Since(began).Seconds())
		if len(hits) == 0 {
			return 0, fmt.Errorf("a document that was added is not found: %s", p.ID)
		}
		if err := os.Remove(path); err != nil {
			return 0, err
		}
	}
	return longest, nil
}
