package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ontherecord/corpus"
)

// answer makes a written answer whose answer part has a sentence per line.
func answer(id, speaker, date string, lines ...string) *corpus.Document {
	when, err := corpus.ParseDate(date)
	if err != nil {
		panic(err)
	}
	const question = "To ask what is being done?\n"
	d := &corpus.Document{
		ID: id, Kind: corpus.KindWrittenAnswer, Status: corpus.StatusFinal, Title: "On " + id,
		Reference: "4711", URL: "https://example.org/" + id, Date: when,
		Text: question + strings.Join(lines, "\n"),
		Source: corpus.Provenance{Name: "a.txt", Retrieved: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC),
			Attribution: "A licence.", Note: "A note."},
		Parts: []corpus.Part{
			{Kind: corpus.PartQuestion, Span: corpus.Span{Start: 0, End: len(question) - 1}, Speaker: "An MP",
				To: "The department", Date: corpus.NewDate(2025, 1, 2)},
			{Kind: corpus.PartAnswer, Speaker: speaker, Role: "Minister of " + id, Organisation: "The department"},
		},
	}
	at := len(question)
	d.Parts[1].Span = corpus.Span{Start: at, End: len(d.Text)}
	for _, l := range lines {
		d.Parts[1].Sentences = append(d.Parts[1].Sentences, corpus.Span{Start: at, End: at + len(l)})
		at += len(l) + 1
	}
	return d
}

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "deep", "er", "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func put(t *testing.T, s *Store, docs ...*corpus.Document) []Outcome {
	t.Helper()
	out, err := s.Put(t.Context(), docs...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// drain does all pending work on a set of passage texts and checks that it ends.
func drain(t *testing.T, s *Store, index map[corpus.PassageID]string, limit int) {
	t.Helper()
	for range 10_000 {
		w, err := s.Pending(t.Context(), limit)
		if err != nil {
			t.Fatal(err)
		}
		if w.Empty() {
			return
		}
		for _, f := range w.Add {
			index[f.Passage.ID] = f.Document.Text[f.Passage.Span.Start:f.Passage.Span.End]
		}
		for _, id := range w.Remove {
			delete(index, id)
		}
		if err := s.Indexed(t.Context(), w); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the pending work never ends")
}

func texts(index map[corpus.PassageID]string) []string {
	var out []string
	for _, s := range index {
		out = append(out, s)
	}
	return out
}

func checkIndex(t *testing.T, s *Store, index map[corpus.PassageID]string, want ...string) {
	t.Helper()
	drain(t, s, index, 2)
	less := func(a, b string) bool { return a < b }
	if diff := cmp.Diff(want, texts(index), cmpopts.SortSlices(less), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("index (-want +got):\n%s", diff)
	}
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st.Pending != 0 || st.Passages != len(want) {
		t.Errorf("stats %+v, want %d passages and none pending", st, len(want))
	}
}

func TestPutKeepsEverything(t *testing.T) {
	for name, s := range map[string]*Store{"disk": open(t), "memory": memory(t)} {
		t.Run(name, func(t *testing.T) {
			d := answer("a", "Jane Roe", "2025-03-11", "One.", "Two £ — three.")
			if got := put(t, s, d); got[0] != New {
				t.Errorf("outcome %v, want new", got[0])
			}
			s.cache, _ = newCache(cacheBytes) // so that it is read and decoded
			got, err := s.Document(t.Context(), "a")
			if err != nil {
				t.Fatal(err)
			}
			want := *d
			want.Revision = 1
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
			if _, err := s.Document(t.Context(), "b"); !errors.Is(err, ErrNotFound) {
				t.Errorf("absent document: %v, want ErrNotFound", err)
			}
		})
	}
}

func memory(t *testing.T) *Store {
	t.Helper()
	s, err := OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestRevisions(t *testing.T) {
	s, ctx := open(t), t.Context()
	index := map[corpus.PassageID]string{}
	put(t, s, answer("a", "Jane Roe", "2025-03-11", "First."), answer("b", "John Doe", "2025-03-12", "Other."))
	checkIndex(t, s, index, "First.", "Other.")

	same := answer("a", "Jane Roe", "2025-03-11", "First.")
	same.Source.Name, same.Source.Retrieved = "elsewhere.txt", time.Now()
	if got := put(t, s, same); got[0] != Unchanged {
		t.Errorf("read again: %v, want unchanged", got[0])
	}
	changes, _ := s.ChangeCounter(ctx)
	got := put(t, s, answer("a", "Jane Roe", "2025-03-11", "Second."), answer("c", "X", "", "New."),
		answer("a", "Jane Roe", "2025-03-11", "Third."), answer("c", "X", "", "New."))
	if diff := cmp.Diff([]Outcome{Changed, New, Changed, Unchanged}, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if now, _ := s.ChangeCounter(ctx); now == changes {
		t.Error("the change counter did not move")
	}
	checkIndex(t, s, index, "Third.", "Other.", "New.")

	all, err := s.Revisions(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 3 || all[0].Revision != 3 || all[2].Revision != 1 {
		t.Fatalf("%d revisions, first numbered %d", len(all), all[0].Revision)
	}
	one, err := s.Revision(ctx, "a", 1)
	if err != nil || !strings.HasSuffix(one.Text, "First.") {
		t.Errorf("revision 1: %v, %v", one, err)
	}
	if _, err := s.Revision(ctx, "a", 4); !errors.Is(err, ErrNotFound) {
		t.Errorf("revision 4: %v, want ErrNotFound", err)
	}
}

func TestRemoveAndComeBack(t *testing.T) {
	s, ctx := open(t), t.Context()
	index := map[corpus.PassageID]string{}
	put(t, s, answer("a", "Jane Roe", "2025-03-11", "First."), answer("b", "John Doe", "2025-03-12", "Other."))
	drain(t, s, index, 10)
	removed, err := s.Remove(ctx, "a", "nothing", "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a"}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	checkIndex(t, s, index, "Other.")
	if _, err := s.Document(ctx, "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("removed document: %v, want ErrNotFound", err)
	}
	if old, err := s.Revision(ctx, "a", 1); err != nil || old.ID != "a" {
		t.Errorf("revision of a removed document: %v, %v", old, err)
	}
	for round, text := range []string{"First.", "Later."} {
		if round > 0 {
			if _, err := s.Remove(ctx, "a"); err != nil {
				t.Fatal(err)
			}
		}
		if got := put(t, s, answer("a", "Jane Roe", "2025-03-11", text)); got[0] != New {
			t.Errorf("come back: %v, want new", got[0])
		}
		checkIndex(t, s, index, "Other.", text)
		d, err := s.Document(ctx, "a")
		if err != nil || d.Revision != round+1 {
			t.Errorf("come back: %+v, %v, want revision %d", d, err, round+1)
		}
	}
	speakers, err := s.Speakers(ctx)
	if err != nil || len(speakers) != 2 {
		t.Errorf("speakers %v, %v, want two", speakers, err)
	}
}

func TestHoldingDocumentsAreNotIndexed(t *testing.T) {
	s := open(t)
	index := map[corpus.PassageID]string{}
	d := answer("a", "Jane Roe", "2025-03-11", "It will not be possible to answer in time.")
	d.Status = corpus.StatusHolding
	put(t, s, d)
	checkIndex(t, s, index)
	put(t, s, answer("a", "Jane Roe", "2025-03-14", "It is 12."))
	checkIndex(t, s, index, "It is 12.")
	withdrawn := answer("a", "Jane Roe", "2025-03-14", "It is 12.")
	withdrawn.Status = corpus.StatusWithdrawn
	if got := put(t, s, withdrawn); got[0] != Changed {
		t.Errorf("withdrawn: %v, want changed", got[0])
	}
	checkIndex(t, s, index)
}

func TestIndexingThatIsInterrupted(t *testing.T) {
	s, ctx := open(t), t.Context()
	for i := range 5 {
		put(t, s, answer(fmt.Sprint(i), "Jane Roe", "2025-03-11", fmt.Sprintf("Text %d.", i)))
	}
	first, err := s.Pending(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	// The index has taken this in, and was killed before it said so.
	index := map[corpus.PassageID]string{}
	for _, f := range first.Add {
		index[f.Passage.ID] = "stale"
	}
	put(t, s, answer("1", "Jane Roe", "2025-03-11", "Changed."))
	checkIndex(t, s, index, "Text 0.", "Changed.", "Text 2.", "Text 3.", "Text 4.")

	// Work that is done late, after the index was declared empty, must not hide
	// what the new index lacks.
	put(t, s, answer("6", "Jane Roe", "2025-03-11", "Late."))
	late, err := s.Pending(ctx, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MarkAllPending(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.Indexed(ctx, late); err != nil {
		t.Fatal(err)
	}
	checkIndex(t, s, map[corpus.PassageID]string{}, "Text 0.", "Changed.", "Text 2.", "Text 3.", "Text 4.", "Late.")
}

func TestResolve(t *testing.T) {
	s, ctx := open(t), t.Context()
	put(t, s, answer("a", "J", "2025-03-11", strings.Repeat("x", corpus.PassageBytes*2/3)+".", strings.Repeat("y", corpus.PassageBytes*2/3)+"."),
		answer("b", "J", "2025-03-11", "B."))
	for _, cold := range []bool{false, true} {
		if cold {
			s.cache, _ = newCache(cacheBytes)
		}
		got, err := s.Resolve(ctx, []corpus.PassageID{3, 99, 1, 2})
		if err != nil {
			t.Fatal(err)
		}
		var where []string
		for _, f := range got {
			where = append(where, fmt.Sprintln(f.Passage.ID, f.Passage.Document, f.Passage.Revision, f.Passage.Part,
				f.Document.Text[f.Passage.Span.Start:][:1]))
		}
		want := []string{"3 b 1 1 B\n", "1 a 1 1 x\n", "2 a 1 1 y\n"}
		if diff := cmp.Diff(want, where); diff != "" {
			t.Errorf("cold %v (-want +got):\n%s", cold, diff)
		}
		if got[1].Document != got[2].Document {
			t.Error("one document was decoded twice")
		}
	}
}

func TestResplit(t *testing.T) {
	s, ctx := open(t), t.Context()
	index := map[corpus.PassageID]string{}
	put(t, s, answer("a", "J", "2025-03-11", "One.", "Two."), answer("b", "J", "2025-03-11", "Three."))
	put(t, s, answer("a", "J", "2025-03-11", "Uno.", "Due."))
	drain(t, s, index, 10)
	split := func(d *corpus.Document) {
		if d.ID == "a" {
			d.Parts[1].Sentences = d.Parts[1].Sentences[:1]
		}
	}
	for range 2 {
		if err := s.Resplit(ctx, 7, split, nil); err != nil {
			t.Fatal(err)
		}
		checkIndex(t, s, index, "Uno.", "Three.")
	}
	if st, _ := s.Pending(ctx, 10); !st.Empty() {
		t.Error("a second pass changed something")
	}
	if v, err := s.Splitter(ctx); v != 7 || err != nil {
		t.Errorf("splitter %d, %v, want 7", v, err)
	}
	all, err := s.Revisions(ctx, "a")
	if err != nil || len(all) != 2 || all[0].Revision != 2 || len(all[0].Parts[1].Sentences) != 1 {
		t.Errorf("revisions after cutting anew: %v, %v", all, err)
	}
}

func TestListAndStats(t *testing.T) {
	s, ctx := open(t), t.Context()
	if st, err := s.Stats(ctx); err != nil || st != (Stats{}) {
		t.Errorf("empty store: %+v, %v", st, err)
	}
	letter := answer("letter", "Ashley", "", "A 100% letter.")
	letter.Kind = corpus.KindLetter
	put(t, s, answer("march", "Jane", "2025-03", "Some time in March."), answer("tenth", "Jane", "2025-03-10", "On the tenth."),
		letter, answer("june", "Jane", "2025-06-01", "In June."))
	date := func(s string) corpus.Date { d, _ := corpus.ParseDate(s); return d }
	for name, c := range map[string]struct {
		filter ListFilter
		want   []string
	}{
		"all":            {ListFilter{}, []string{"june", "tenth", "march", "letter"}},
		"kind":           {ListFilter{Kind: corpus.KindLetter}, []string{"letter"}},
		"since in month": {ListFilter{Since: date("2025-03-20")}, []string{"june", "march"}},
		"until in month": {ListFilter{Until: date("2025-03-05")}, []string{"march"}},
		"until month":    {ListFilter{Until: date("2025-03")}, []string{"tenth", "march"}},
		"text":           {ListFilter{Text: "ON THE TENTH"}, []string{"tenth"}},
		"text escaped":   {ListFilter{Text: "0% l"}, []string{"letter"}},
		"page":           {ListFilter{Limit: 2, Offset: 1}, []string{"tenth", "march"}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := s.List(ctx, c.filter)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, l := range list {
				ids = append(ids, l.ID)
			}
			if diff := cmp.Diff(c.want, ids); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	st, err := s.Stats(ctx)
	want := Stats{Documents: 4, Passages: 4, Since: date("2025-03"), Until: date("2025-06-01"), Pending: 4}
	if err != nil || st != want {
		t.Errorf("stats %+v, %v, want %+v", st, err, want)
	}
	speakers, err := s.Speakers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	names := []Name{{"Jane", 3, "Minister of june", date("2025-06-01")}, {"Ashley", 1, "Minister of letter", corpus.Date{}}}
	if diff := cmp.Diff(names, speakers); diff != "" {
		t.Errorf("speakers (-want +got):\n%s", diff)
	}
	if _, err := s.Remove(ctx, "letter"); err != nil {
		t.Fatal(err)
	}
	if kinds, err := s.Kinds(ctx); err != nil || len(kinds) != 1 || kinds[0].Name != "written answer" {
		t.Errorf("kinds %v, %v", kinds, err)
	}
}

func TestPutRefusesWholeBatch(t *testing.T) {
	s := open(t)
	_, err := s.Put(t.Context(), answer("a", "J", "", "Fine."), &corpus.Document{ID: "bad"})
	if err == nil || !strings.Contains(err.Error(), `"bad"`) {
		t.Errorf("error %v, want one that names the document", err)
	}
	if st, _ := s.Stats(t.Context()); st.Documents != 0 {
		t.Errorf("%d documents stored of a batch that failed", st.Documents)
	}
}

func TestTwoStoresOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	a, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	b, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	errs := make(chan error, 2)
	for i, s := range []*Store{a, b} {
		go func() {
			for n := range 50 {
				if _, err := s.Put(context.WithoutCancel(t.Context()), answer(fmt.Sprintf("%d-%d", i, n), "J", "", "Text.")); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	st, err := a.Stats(t.Context())
	if err != nil || st.Documents != 100 || st.Pending != 100 {
		t.Errorf("stats %+v, %v, want 100 documents", st, err)
	}
}

func TestCacheIsBounded(t *testing.T) {
	c, err := newCache(10_000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range int64(100) {
		c.put(i, answer("a", "J", "", strings.Repeat("x", 500)))
	}
	if c.bytes > 10_000 || c.lru.Len() == 0 || c.lru.Len() > 10 {
		t.Errorf("%d bytes in %d documents", c.bytes, c.lru.Len())
	}
	if _, ok := c.get(99); !ok {
		t.Error("the latest document is gone")
	}
}
