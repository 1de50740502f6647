package bleveindex

import (
	"encoding/json"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ontherecord/corpus"
	"ontherecord/corpus/ingest"
	"ontherecord/corpus/text"
	"ontherecord/retrieval/analysis"
)

func lanesEntries(from, n int) []ingest.Entry {
	words := strings.Fields("alpha beta gamma delta epsilon zeta eta theta iota kappa")
	out := make([]ingest.Entry, n)
	for i := range out {
		id := from + i
		var said []string
		for j := range 3 + id%5 {
			said = append(said, words[(id*7+j*3)%len(words)])
		}
		d := &corpus.Document{ID: string(rune('a'+id%26)) + strings.Repeat("x", id/26), Text: strings.Join(said, " ") + "."}
		d.Parts = []corpus.Part{{Kind: corpus.PartBody, Span: corpus.Span{End: len(d.Text)}}}
		text.Split(d)
		out[i] = ingest.Entry{Passage: d.Passages()[0], Document: d}
		out[i].Passage.ID = corpus.PassageID(id)
	}
	return out
}

// state is what must be the same however passages came into an index.
func state(t *testing.T, ix *Index) totals {
	t.Helper()
	l, err := readTotals(ix.bleve.GetInternal)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ix.totals, l); diff != "" {
		t.Errorf("what is known of the index is not what it holds (-known +held):\n%s", diff)
	}
	sum := l.sum()
	if n, err := ix.Passages(); err != nil || n != sum.Passages {
		t.Errorf("%d passages, %v; counted %d", n, err, sum.Passages)
	}
	sum.Changes = 0
	return sum
}

func openLanes(t *testing.T, dir string) *Index {
	t.Helper()
	ix, err := Open(dir, analysis.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ix.Close() })
	return ix
}

// TestLanesCountAlike takes many passages in at once, removes some and adds
// some again: the counts are those of an index that took in one small batch
// after the other.
func TestLanesCountAlike(t *testing.T) {
	all := lanesEntries(1, 3*apartFrom)
	dir := filepath.Join(t.TempDir(), "index")
	ix, slow := openLanes(t, dir), openLanes(t, filepath.Join(t.TempDir(), "index"))
	for at := 0; at < len(all); at += apartFrom / 2 {
		if err := slow.Apply(t.Context(), all[at:at+apartFrom/2], nil); err != nil {
			t.Fatal(err)
		}
	}
	want := state(t, slow)
	step := func(what string, add []ingest.Entry, remove ...corpus.PassageID) {
		t.Helper()
		if err := ix.Apply(t.Context(), add, remove); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		state(t, ix)
	}
	step("many", all[:apartFrom])
	step("more of them", all[apartFrom:])
	if ix.totals[1].Passages == 0 {
		t.Error("many passages went into one lane")
	}
	step("again", all)
	step("removed", nil, 1, 2, 3)
	step("back", all[:3])
	if diff := cmp.Diff(want, state(t, ix)); diff != "" {
		t.Errorf("totals (-one after the other +many at once):\n%s", diff)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, state(t, openLanes(t, dir))); diff != "" {
		t.Errorf("totals after opening again (-want +got):\n%s", diff)
	}
}

// TestKillBetweenLanes leaves one lane's batch in the index without the
// other's, as a kill may, and gives the work out again.
func TestKillBetweenLanes(t *testing.T) {
	for lane := range lanes {
		dir := filepath.Join(t.TempDir(), "index")
		first, second := lanesEntries(1, apartFrom), lanesEntries(1+apartFrom, apartFrom)
		ix := openLanes(t, dir)
		if err := ix.Apply(t.Context(), first, nil); err != nil {
			t.Fatal(err)
		}
		half := apartFrom / 2
		share := ix.buildAll(second[lane*half : (lane+1)*half])
		batch, next := ix.bleve.NewBatch(), ix.totals[lane]
		if err := next.add(batch, share); err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(next)
		if err != nil {
			t.Fatal(err)
		}
		batch.SetInternal(totalsKeys[lane], raw)
		if err := errors.Join(ix.bleve.Batch(batch), ix.Close()); err != nil {
			t.Fatal(err)
		}

		ix = openLanes(t, dir)
		if got := state(t, ix); got.Passages != apartFrom+half {
			t.Errorf("lane %d alone: %d passages counted, want %d", lane, got.Passages, apartFrom+half)
		}
		if err := ix.Apply(t.Context(), second, nil); err != nil {
			t.Fatal(err)
		}
		whole := openLanes(t, filepath.Join(t.TempDir(), "index"))
		if err := errors.Join(whole.Apply(t.Context(), first, nil), whole.Apply(t.Context(), second, nil)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(state(t, whole), state(t, ix)); diff != "" {
			t.Errorf("lane %d alone, then all again (-want +got):\n%s", lane, diff)
		}
	}
}
