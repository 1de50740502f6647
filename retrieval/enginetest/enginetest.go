// Package enginetest is what every retrieval.Engine must do.
package enginetest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
)

// Engine is an engine that can be filled and closed.
type Engine interface {
	retrieval.Engine
	ingest.Index
	Close() error
}

// Run tests the engines that open makes, each of them empty.
func Run(t *testing.T, open func(t *testing.T) Engine) {
	cases := []struct {
		name string
		run  func(t *testing.T, e Engine)
	}{
		{"an empty index finds nothing", empty},
		{"the passage that holds the words comes first", finds},
		{"filters hold", filters},
		{"what is removed is not found, what is added again stands once", removes},
		{"scores are BM25", scores},
		{"document frequencies count passages", frequencies},
		{"unknown words are corrected, short and strange ones are not", corrects},
		{"a cancelled context ends a search", cancelled},
		{"searching while writing is safe", concurrent},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := open(t)
			c.run(t, e)
			if err := e.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
}

// Doc makes a small written answer with an ID of its own.
func Doc(id int, question, answer string) *corpus.Document {
	d := &corpus.Document{
		ID: fmt.Sprintf("doc-%d", id), Revision: 1, Kind: corpus.KindWrittenAnswer, Status: corpus.StatusFinal,
		Date: corpus.NewDate(2025, 3, 11),
	}
	if question != "" {
		d.Text = question + "\n\n"
		d.Parts = append(d.Parts, corpus.Part{Kind: corpus.PartQuestion, Span: corpus.Span{End: len(question)}})
	}
	start := len(d.Text)
	d.Text += answer
	d.Parts = append(d.Parts, corpus.Part{
		Kind: corpus.PartAnswer, Span: corpus.Span{Start: start, End: len(d.Text)},
		Speaker: "Jo Smith", Role: "Minister", Organisation: "Department of Health and Social Care",
	})
	text.Split(d)
	return d
}

// Entries gives the passages of docs the IDs first, first+1, and so on.
func Entries(first int, docs ...*corpus.Document) []ingest.Entry {
	var out []ingest.Entry
	for _, d := range docs {
		for _, p := range d.Passages() {
			p.ID = corpus.PassageID(first + len(out))
			out = append(out, ingest.Entry{Passage: p, Document: d})
		}
	}
	return out
}

// Query makes a query of all terms in words.
func Query(words string) retrieval.Query {
	q := retrieval.Query{Limit: 10}
	for _, t := range analysis.New().Terms(nil, words) {
		q.Clauses = append(q.Clauses, retrieval.Clause{Term: t, Weight: 1})
	}
	return q
}

func apply(t *testing.T, e Engine, add []ingest.Entry, remove ...corpus.PassageID) {
	t.Helper()
	if err := e.Apply(context.Background(), add, remove); err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, e Engine, q retrieval.Query) []corpus.PassageID {
	t.Helper()
	hits, err := e.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]corpus.PassageID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
		if i > 0 && h.Score > hits[i-1].Score {
			t.Errorf("hit %d scores %v, the one before it %v", i, h.Score, hits[i-1].Score)
		}
	}
	return ids
}

func expect(t *testing.T, what string, got []corpus.PassageID, want ...corpus.PassageID) {
	t.Helper()
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func empty(t *testing.T, e Engine) {
	expect(t, "no documents", search(t, e, Query("radiotherapy machines")))
	df, n, err := e.Frequencies(context.Background(), []string{"radiotherapi"})
	if err != nil || n != 0 || df[0] != 0 {
		t.Errorf("Frequencies = %v, %d, %v", df, n, err)
	}
	apply(t, e, nil)
}

func finds(t *testing.T, e Engine) {
	apply(t, e, Entries(1,
		Doc(1, "", "New radiotherapy machines were paid for. The money went to trusts."),
		Doc(2, "", "Bowel screening now begins at fifty. Kits are sent by post."),
		Doc(3, "What is spent on radiotherapy?", "Trusts were told of the sum in spring."),
	))
	expect(t, "two words", search(t, e, Query("radiotherapy machines"))[:1], 1)
	expect(t, "a word of the question part", search(t, e, Query("spent")), 3)
	expect(t, "inflected", search(t, e, Query("kit"))[:1], 2)
	expect(t, "unknown word", search(t, e, Query("zyzzyva")))
	expect(t, "no clause", search(t, e, retrieval.Query{Limit: 10}))
	q := Query("radiotherapy trusts screening")
	q.Limit = 2
	if got := search(t, e, q); len(got) != 2 {
		t.Errorf("limit 2 gave %d hits", len(got))
	}
	q = Query("radiotherapy machines trusts")
	q.MinMatch = 3
	expect(t, "all three words", search(t, e, q), 1)
}

func filters(t *testing.T, e Engine) {
	docs := []*corpus.Document{
		Doc(1, "", "Screening was widened."), Doc(2, "", "Screening was widened."),
		Doc(3, "", "Screening was widened."), Doc(4, "", "Screening was widened."),
	}
	docs[1].Date, docs[1].Parts[0].Speaker = corpus.NewDate(2026, 2, 4), "Dr Ana O'Brien"
	docs[2].Date, docs[2].Kind = corpus.Date{Year: 2024, Month: 5}, corpus.KindLetter
	docs[3].Date, docs[3].Parts[0].Organisation = corpus.Date{}, "Treasury"
	apply(t, e, Entries(1, docs...))
	cases := []struct {
		name   string
		filter retrieval.Filter
		want   []corpus.PassageID
	}{
		{"none", retrieval.Filter{}, []corpus.PassageID{1, 2, 3, 4}},
		{"since", retrieval.Filter{Since: corpus.NewDate(2025, 3, 12)}, []corpus.PassageID{2}},
		{"since the day itself", retrieval.Filter{Since: corpus.NewDate(2025, 3, 11)}, []corpus.PassageID{1, 2}},
		{"until", retrieval.Filter{Until: corpus.NewDate(2025, 3, 10)}, []corpus.PassageID{3}},
		{"a month within", retrieval.Filter{Since: corpus.NewDate(2024, 5, 1), Until: corpus.NewDate(2024, 5, 31)}, []corpus.PassageID{3}},
		{"a month that may lie outside", retrieval.Filter{Since: corpus.NewDate(2024, 5, 2), Until: corpus.NewDate(2024, 6, 30)}, nil},
		{"a month that may lie outside, at its end", retrieval.Filter{Since: corpus.NewDate(2024, 4, 2), Until: corpus.NewDate(2024, 5, 30)}, nil},
		{"surname", retrieval.Filter{By: "smith"}, []corpus.PassageID{1, 3, 4}},
		{"name with a title", retrieval.Filter{By: "Dr Ana O’Brien"}, []corpus.PassageID{2}},
		{"a title that the record lacks", retrieval.Filter{By: "Ms Jo Smith"}, []corpus.PassageID{1, 3, 4}},
		{"kind", retrieval.Filter{Kind: corpus.KindLetter}, []corpus.PassageID{3}},
		{"part of a department", retrieval.Filter{Department: "department of health"}, []corpus.PassageID{1, 2, 3}},
		{"all together", retrieval.Filter{By: "Jo", Kind: corpus.KindWrittenAnswer, Department: "health", Since: corpus.NewDate(2025, 1, 1)}, []corpus.PassageID{1}},
		{"nobody", retrieval.Filter{By: "Nobody"}, nil},
	}
	for _, c := range cases {
		q := Query("screening")
		q.Filter = c.filter
		expect(t, c.name, search(t, e, q), c.want...)
	}
}

func removes(t *testing.T, e Engine) {
	first := Entries(1, Doc(1, "", "Proton beams treat children."), Doc(2, "", "Proton beams are costly."))
	apply(t, e, first)
	apply(t, e, Entries(3, Doc(1, "", "Proton beams treat adults.")), 1)
	expect(t, "the old text", search(t, e, Query("children")))
	expect(t, "the new text", search(t, e, Query("adults")), 3)
	apply(t, e, first[1:])
	got := search(t, e, Query("proton beams"))
	slices.Sort(got)
	expect(t, "both", got, 2, 3)
	apply(t, e, nil, 2, 3, 99)
	expect(t, "nothing is left", search(t, e, Query("proton")))
	if _, n, err := e.Frequencies(context.Background(), nil); err != nil || n != 0 {
		t.Errorf("passages = %d, %v, want 0", n, err)
	}
}

// scores compares with BM25 computed by hand over answers alone, where BM25F
// is BM25 up to the parameters: a rare word outweighs a common one, more of a
// word counts more, and the same word in a shorter passage counts more.
func scores(t *testing.T, e Engine) {
	apply(t, e, Entries(1,
		Doc(1, "", "Tumour clinics opened."),
		Doc(2, "", "Tumour clinics opened with a tumour board and tumour nurses."),
		Doc(3, "", "Clinics opened with many rooms and many desks in many towns."),
		Doc(4, "", "Clinics opened."),
		Doc(5, "", "Sarcoma clinics opened with many rooms and desks in towns."),
	))
	expect(t, "more of a word counts more", search(t, e, Query("tumour")), 2, 1)
	expect(t, "shorter first", search(t, e, Query("clinics"))[:1], 4)
	expect(t, "the rarer word wins", search(t, e, Query("sarcoma opened"))[:1], 5)
	q := Query("sarcoma tumour")
	q.Clauses[1].Weight = 100
	expect(t, "weights count", search(t, e, q)[:1], 2)
	hits, err := e.Search(context.Background(), Query("tumour"))
	if err != nil {
		t.Fatal(err)
	}
	hits2, err := e.Search(context.Background(), retrieval.Query{Limit: 10, Clauses: []retrieval.Clause{{Term: "tumour", Weight: 2}}})
	if err != nil || len(hits2) != len(hits) || math.Abs(hits2[0].Score-2*hits[0].Score) > 1e-4 {
		t.Errorf("twice the weight: %v, want twice %v (%v)", hits2, hits, err)
	}
}

func frequencies(t *testing.T, e Engine) {
	apply(t, e, Entries(1, Doc(1, "Is screening safe?", "Screening is safe."), Doc(2, "", "Screening saves lives."), Doc(3, "", "Drugs cost money.")))
	df, n, err := e.Frequencies(context.Background(), []string{"screen", "drug", "absent"})
	if err != nil || n != 3 || !slices.Equal(df, []int{2, 1, 0}) {
		t.Errorf("Frequencies = %v of %d, %v; want [2 1 0] of 3", df, n, err)
	}
}

func corrects(t *testing.T, e Engine) {
	apply(t, e, Entries(1, Doc(1, "", "Radiotherapy and prostate screening."), Doc(2, "", "Prostate cancer."), Doc(3, "", "The estate.")))
	for word, want := range map[string]string{
		"prostrate": "prostate", "radiotherpy": "radiotherapy", "screning": "screening",
		"scan": "", "xylophone": "",
	} {
		got, err := e.Correct(context.Background(), word)
		if err != nil || got != want {
			t.Errorf("Correct(%q) = %q, %v; want %q", word, got, err, want)
		}
	}
}

func cancelled(t *testing.T, e Engine) {
	apply(t, e, Entries(1, Doc(1, "", "Radiotherapy machines.")))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Search(ctx, Query("radiotherapy")); err == nil {
		t.Error("a search with a cancelled context gave no error")
	}
}

// concurrent writes batches while readers search; each batch becomes visible
// whole, and a passage that was once seen stays.
func concurrent(t *testing.T, e Engine) {
	const batches, size = 12, 40
	rng := rand.New(rand.NewPCG(1, 2))
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			seen := 0
			for {
				select {
				case <-done:
					return
				default:
				}
				q := Query("alpha")
				q.Limit = batches * size
				hits, err := e.Search(context.Background(), q)
				if err != nil {
					t.Errorf("search while writing: %v", err)
					return
				}
				if len(hits) < seen || len(hits)%size != 0 {
					t.Errorf("saw %d passages after %d: not whole batches of %d", len(hits), seen, size)
					return
				}
				seen = len(hits)
			}
		})
	}
	for b := range batches {
		var docs []*corpus.Document
		for i := range size {
			docs = append(docs, Doc(b*size+i, "", fmt.Sprintf("Alpha and word%d.", rng.IntN(1000))))
		}
		apply(t, e, Entries(1+b*size, docs...))
	}
	close(done)
	readers.Wait()
	q := Query("alpha")
	q.Limit = batches * size * 2
	if got := search(t, e, q); len(got) != batches*size {
		t.Errorf("found %d passages in the end, want %d", len(got), batches*size)
	}
}
