package bleveindex_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"

	"ontherecord/corpus"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
	"ontherecord/retrieval/bleveindex"
	"ontherecord/retrieval/enginetest"
)

func openDisk(t *testing.T, dir string) *bleveindex.Index {
	t.Helper()
	ix, err := bleveindex.Open(dir, analysis.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return ix
}

func found(t *testing.T, ix *bleveindex.Index, words string) []corpus.PassageID {
	t.Helper()
	var ids []corpus.PassageID
	for _, h := range search(t, ix, enginetest.Query(words)) {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestReopenedIndexKnowsWhatItHeld(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	ix := openDisk(t, dir)
	apply(t, ix, enginetest.Entries(1, enginetest.Doc(1, "", "Proton beams treat children."), enginetest.Doc(2, "", "Proton beams are costly and rare.")))
	before := search(t, ix, enginetest.Query("proton children"))
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	again := openDisk(t, dir)
	if after := search(t, again, enginetest.Query("proton children")); !slices.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
	// The totals and the lexicon go on where they stood.
	apply(t, again, enginetest.Entries(3, enginetest.Doc(3, "", "Proton centres opened.")), 1)
	if got := found(t, again, "proton"); !slices.Equal(got, []corpus.PassageID{2, 3}) {
		t.Errorf("found %v, want 2 and 3", got)
	}
}

func TestSnapshotBesideAWriter(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "index")
	writer := openDisk(t, dir)
	apply(t, writer, enginetest.Entries(1, enginetest.Doc(1, "", "Proton beams treat children.")))
	reader, err := bleveindex.OpenSnapshot(dir, analysis.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, reader, "proton"); !slices.Equal(got, []corpus.PassageID{1}) {
		t.Errorf("the snapshot finds %v, want 1", got)
	}
	apply(t, writer, enginetest.Entries(2, enginetest.Doc(2, "", "Proton beams are costly.")), 1)
	if got := found(t, reader, "proton"); !slices.Equal(got, []corpus.PassageID{1}) {
		t.Errorf("after a write the snapshot finds %v, want 1 still", got)
	}
	if got := found(t, writer, "proton"); !slices.Equal(got, []corpus.PassageID{2}) {
		t.Errorf("the writer finds %v, want 2", got)
	}
	later, err := bleveindex.OpenSnapshot(dir, analysis.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, later, "proton"); !slices.Equal(got, []corpus.PassageID{2}) {
		t.Errorf("a later snapshot finds %v, want 2", got)
	}
	for _, ix := range []*bleveindex.Index{reader, later} {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != "index" {
		t.Errorf("left beside the index: %v", entries)
	}
	if got := found(t, writer, "proton"); !slices.Equal(got, []corpus.PassageID{2}) {
		t.Errorf("with the snapshots closed the writer finds %v, want 2", got)
	}
}

func TestSnapshotOfNothing(t *testing.T) {
	home := t.TempDir()
	ix, err := bleveindex.OpenSnapshot(filepath.Join(home, "index"), analysis.New(), slog.New(slog.DiscardHandler))
	if err == nil {
		ix.Close()
		t.Fatal("a snapshot of no index is no error")
	}
	if entries, _ := os.ReadDir(home); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestOneWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	first := openDisk(t, dir)
	if second, err := bleveindex.Open(dir, analysis.New(), slog.New(slog.DiscardHandler)); !errors.Is(err, bleveindex.ErrLocked) {
		t.Errorf("second Open = %v, %v; want ErrLocked", second, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openDisk(t, dir) // free again
}

func TestAnotherLayoutIsOutdated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	ix := openDisk(t, dir)
	apply(t, ix, enginetest.Entries(1, enginetest.Doc(1, "", "Proton beams treat children.")))
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	key := []byte("ontherecord.totals")
	b, err := bleve.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := b.GetInternal(key)
	if err != nil {
		t.Fatal(err)
	}
	var totals map[string]any
	if err := json.Unmarshal(raw, &totals); err != nil {
		t.Fatal(err)
	}
	totals["layout"] = -1
	if raw, err = json.Marshal(totals); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.SetInternal(key, raw), b.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = bleveindex.Open(dir, analysis.New(), slog.New(slog.DiscardHandler))
	if !errors.Is(err, bleveindex.ErrOutdated) || !strings.Contains(err.Error(), "reindex") {
		t.Errorf("error %v, want ErrOutdated with what to do", err)
	}
}

// TestDamagedFiles writes over the files of an index. Wherever it shows, on
// opening or on searching, it is an error that says how to rebuild, and never a
// panic. Where bleve can read no state of the index at all it opens an empty
// one: that is no error, for whoever opens it sees that nothing is there and
// fills it.
func TestDamagedFiles(t *testing.T) {
	zeros := func(data []byte) []byte { return make([]byte, len(data)) }
	tests := []struct {
		name, pattern string
		damage        func([]byte) []byte
	}{
		{"a segment of zeros", "store/*.zap", zeros},
		{"a segment cut to half", "store/*.zap", func(d []byte) []byte { return d[:len(d)/2] }},
		{"an empty segment", "store/*.zap", func([]byte) []byte { return nil }},
		{"a segment with garbage in its middle", "store/*.zap", func(d []byte) []byte {
			return slices.Concat(d[:len(d)/4], bytes.Repeat([]byte{0xff}, len(d)/2), d[len(d)/4+len(d)/2:])
		}},
		{"a segment whose foot is garbage", "store/*.zap", func(d []byte) []byte {
			return append(d[:len(d)-40], bytes.Repeat([]byte{0xfe}, 40)...)
		}},
		{"no list of segments", "store/root.bolt", func([]byte) []byte { return []byte("nothing of the kind") }},
		{"no description", "index_meta.json", func([]byte) []byte { return []byte("{") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "index")
			ix := openDisk(t, dir)
			apply(t, ix, enginetest.Entries(1, enginetest.Doc(1, "What of protons?", "Proton beams treat children."), enginetest.Doc(2, "", "Beams are costly.")))
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(tt.pattern)))
			if err != nil || len(files) == 0 {
				t.Fatalf("no file is %s: %v", tt.pattern, err)
			}
			for _, f := range files {
				data, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(f, tt.damage(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err = useDamaged(t, dir)
			if !errors.Is(err, retrieval.ErrIndexDamaged) || !strings.Contains(err.Error(), "reindex") {
				t.Errorf("error %v, want ErrIndexDamaged with what to do", err)
			}
		})
	}
}

// useDamaged does with an index what a process does and returns what it meets.
func useDamaged(t *testing.T, dir string) error {
	ix, err := bleveindex.Open(dir, analysis.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer ix.Close()
	if n, err := ix.Passages(); err == nil && n == 0 {
		return fmt.Errorf("empty: fill it as reindex does: %w", retrieval.ErrIndexDamaged)
	}
	_, err = ix.Search(t.Context(), enginetest.Query("proton beams children"))
	_, _, err2 := ix.Frequencies(t.Context(), []string{"proton"})
	_, err3 := ix.Correct(t.Context(), "protton")
	err4 := ix.Apply(t.Context(), enginetest.Entries(3, enginetest.Doc(3, "", "Proton centres opened.")), []corpus.PassageID{1})
	return errors.Join(err, err2, err3, err4)
}

func TestClosedIndex(t *testing.T) {
	ix := openDisk(t, filepath.Join(t.TempDir(), "index"))
	apply(t, ix, enginetest.Entries(1, enginetest.Doc(1, "", "Proton beams treat children.")))
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if hits, err := ix.Search(t.Context(), enginetest.Query("proton")); err == nil {
		t.Errorf("a search of a closed index gives %v and no error", hits)
	}
	if err := ix.Apply(t.Context(), enginetest.Entries(2, enginetest.Doc(2, "", "Beams.")), nil); err == nil {
		t.Error("a write to a closed index is no error")
	}
}
