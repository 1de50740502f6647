package library_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/corpus/sample"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// TestEveryQuoteIsVerbatim asks random questions, made of the record's own
// words, and holds every quote that comes back on any path against the stored
// text.
func TestEveryQuoteIsVerbatim(t *testing.T) {
	const seed = 20250311
	for _, world := range []struct {
		name      string
		questions int
		open      func(*testing.T, writer) *library.Library
		paths     []string // that must have brought quotes
	}{
		{"the built-in sample", 250, openSample, []string{"nearest", "before", "after", "candidate", "second page"}},
		{"every format, everything answered", 250, openGenerated, []string{"quote", "before", "after", "asked", "candidate", "second page"}},
	} {
		t.Run(world.name, func(t *testing.T) {
			w := writer{rand.New(rand.NewPCG(seed, 1))}
			l := world.open(t, w)
			p := &prover{t: t, l: l, seen: make(map[string]int), sentences: make(map[string][]corpus.Span)}
			docs := currentDocuments(t, l)
			for range world.questions {
				p.ask(randomQuestion(w, docs))
			}
			for _, path := range world.paths {
				if p.seen[path] == 0 {
					t.Errorf("no %s was ever returned, so nothing is proved of it; seen: %v", path, p.seen)
				}
			}
			t.Logf("quotes held against the text: %v", p.seen)
		})
	}
}

func openSample(t *testing.T, _ writer) *library.Library {
	l, err := library.OpenSample(t.Context(), library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// openGenerated ingests documents in every format, some of them twice with
// another text, so that the record holds revisions. No question is abstained
// on, however little its words fit.
func openGenerated(t *testing.T, w writer) *library.Library {
	weights, err := retrieval.DefaultWeights()
	if err != nil {
		t.Fatal(err)
	}
	weights.Threshold = 0
	l, err := library.OpenDir(t.Context(), t.TempDir(), library.Options{Retrieval: retrieval.Config{Weights: weights}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	const each = 12
	dir := t.TempDir()
	for _, count := range []int{each, each / 2} {
		writeRecord(t, w, dir, count)
		sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{dir}, Store: l.Store, Index: l.Index})
		if err != nil {
			t.Fatal(err)
		}
		if want := len(forms()) * each; sum.Stored() < want || sum.SkippedTotal > 0 {
			t.Fatalf("%d documents stored of at least %d; skipped %v", sum.Stored(), want, sum.Skipped)
		}
	}
	return l
}

func currentDocuments(t *testing.T, l *library.Library) []*corpus.Document {
	t.Helper()
	if l.Sample != "" {
		docs, err := sample.Documents()
		if err != nil {
			t.Fatal(err)
		}
		return docs
	}
	entries, _, err := l.Store.After(t.Context(), 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	var docs []*corpus.Document
	for _, e := range entries {
		if !slices.Contains(docs, e.Document) {
			docs = append(docs, e.Document)
		}
	}
	return docs
}

// randomQuestion is a run of a document's words, words from all over the
// record, or a question as people put it, with and without filters.
func randomQuestion(w writer, docs []*corpus.Document) retrieval.Question {
	words := func() []string { return strings.Fields(docs[w.IntN(len(docs))].Text) }
	var q retrieval.Question
	switch w.IntN(3) {
	case 0:
		run := words()
		from := w.IntN(len(run))
		q.Text = strings.Join(run[from:min(len(run), from+3+w.IntN(10))], " ")
	case 1:
		var out []string
		for range 2 + w.IntN(8) {
			run := words()
			out = append(out, run[w.IntN(len(run))])
		}
		q.Text = strings.Join(out, " ")
	default:
		run := words()
		q.Text = w.pick([]string{"how much", "when", "who", "why", "is it true that", "how many"}) + " " +
			strings.Join(run[:min(len(run), 4+w.IntN(6))], " ") + w.pick([]string{"?", "", " since 2023?", " before 2025"})
	}
	q.Limit = w.IntN(8)
	if w.IntN(4) == 0 {
		q.Filter.Since = corpus.NewDate(2022+w.IntN(4), time.March, 1)
	}
	if w.IntN(6) == 0 {
		q.Filter.Kind = corpus.Kinds()[w.IntN(len(corpus.Kinds()))]
	}
	return q
}

// A prover holds quotes against the stored texts.
type prover struct {
	t         *testing.T
	l         *library.Library
	seen      map[string]int
	sentences map[string][]corpus.Span // of each text, split anew
}

func (p *prover) ask(q retrieval.Question) {
	p.t.Helper()
	ctx := p.t.Context()
	a, err := p.l.Answerer.Answer(ctx, q)
	if err != nil {
		p.t.Fatalf("%q: %v", q.Text, err)
	}
	if a.Answered != (len(a.Quotes) > 0) || a.Answered && len(a.Nearest) > 0 {
		p.t.Errorf("%q: answered %t with %d quotes and %d nearest", q.Text, a.Answered, len(a.Quotes), len(a.Nearest))
	}
	p.all(ctx, q, "quote", a.Quotes)
	p.all(ctx, q, "nearest", a.Nearest)
	further := q
	further.Skip = max(q.Limit, 1)
	b, err := p.l.Answerer.Answer(ctx, further)
	if err != nil {
		p.t.Fatalf("%q, more: %v", q.Text, err)
	}
	p.all(ctx, q, "second page", append(b.Quotes, b.Nearest...))
	x, err := p.l.Answerer.Examine(ctx, q)
	if err != nil {
		p.t.Fatalf("%q, examined: %v", q.Text, err)
	}
	for _, c := range x.Candidates[:min(20, len(x.Candidates))] {
		p.all(ctx, q, "candidate", []retrieval.Quoted{c.Quoted})
	}
}

func (p *prover) all(ctx context.Context, q retrieval.Question, path string, quotes []retrieval.Quoted) {
	p.t.Helper()
	for _, quoted := range quotes {
		p.prove(ctx, q, path, quoted.Quote)
		if c := quoted.Quote.Citation(); c.Part != corpus.PartAnswer && c.Part != corpus.PartBody ||
			c.Status == corpus.StatusHolding || c.Status == corpus.StatusWithdrawn {
			p.t.Errorf("%q: the %s from %s is of a %s part of a %s document", q.Text, path, c.Document, c.Part, c.Status)
		}
		for around, quote := range map[string]corpus.Quote{"before": quoted.Before, "after": quoted.After, "asked": quoted.Asked, "newer": quoted.Newer} {
			if quote.IsZero() {
				continue
			}
			p.prove(ctx, q, around, quote)
			if around == "asked" && quote.Citation().Part != corpus.PartQuestion {
				p.t.Errorf("%q: what was asked is shown from a %s part", q.Text, quote.Citation().Part)
			}
			if (around == "before" || around == "after") && quote.Span().Overlaps(quoted.Quote.Span()) {
				p.t.Errorf("%q: the sentence %s overlaps the quote", q.Text, around)
			}
		}
	}
}

// prove holds one quote against the text that the store has under the ID and
// the revision that the quote names.
func (p *prover) prove(ctx context.Context, q retrieval.Question, path string, quote corpus.Quote) {
	p.t.Helper()
	p.seen[path]++
	c, span := quote.Citation(), quote.Span()
	doc, err := p.l.Store.Revision(ctx, c.Document, c.Revision)
	if err != nil {
		p.t.Errorf("%q: the %s cites %s, revision %d: %v", q.Text, path, c.Document, c.Revision, err)
		return
	}
	if span.Start < 0 || span.End > len(doc.Text) || span.Start >= span.End || doc.Text[span.Start:span.End] != quote.Text() {
		p.t.Errorf("%q: the %s %q is not what stands at %v of %s", q.Text, path, quote.Text(), span, c.Document)
		return
	}
	part := doc.PartAt(span)
	if part == nil {
		p.t.Errorf("%q: the %s at %v of %s is in no part", q.Text, path, span, c.Document)
		return
	}
	if !p.wholeSentences(doc, part, span) {
		p.t.Errorf("%q: the %s %q does not begin and end with a sentence", q.Text, path, quote.Text())
	}
	date := part.Date
	if date.IsZero() {
		date = doc.Date
	}
	want := corpus.Citation{
		Document: doc.ID, Revision: doc.Revision, Part: part.Kind, Kind: doc.Kind, Status: doc.Status, Title: doc.Title,
		Reference: doc.Reference, URL: doc.URL, Speaker: part.Speaker, Role: part.Role, Organisation: part.Organisation,
		Date: date, To: part.To, Source: doc.Source,
	}
	// When a source was read is kept to the microsecond and is nobody's citation.
	c.Source.Retrieved, want.Source.Retrieved = time.Time{}, time.Time{}
	if c != want {
		p.t.Errorf("%q: the %s cites\n%+v\nand the record says\n%+v", q.Text, path, c, want)
	}
}

// wholeSentences splits the part anew rather than trust what is stored.
func (p *prover) wholeSentences(doc *corpus.Document, part *corpus.Part, span corpus.Span) bool {
	key := fmt.Sprintf("%s %d %v", doc.ID, doc.Revision, part.Span)
	sentences, ok := p.sentences[key]
	if !ok {
		sentences = text.Sentences(doc.Text[part.Span.Start:part.Span.End])
		p.sentences[key] = sentences
	}
	at := part.Span.Start
	return slices.ContainsFunc(sentences, func(s corpus.Span) bool { return at+s.Start == span.Start }) &&
		slices.ContainsFunc(sentences, func(s corpus.Span) bool { return at+s.End == span.End })
}
