package ingest_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"ontherecord/corpus/ingest"
	"ontherecord/corpus/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openStore(tb testing.TB) *store.Store {
	tb.Helper()
	st, err := store.Open(tb.Context(), filepath.Join(tb.TempDir(), "store.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := st.Close(); err != nil {
			tb.Error(err)
		}
	})
	return st
}

// folder writes files, whose names may have folders in them.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func line(id, text string) string { return fmt.Sprintf(`{"_id":%q,"text":%q}`+"\n", id, text) }

func titles(t *testing.T, st *store.Store) []string {
	t.Helper()
	list, err := st.List(t.Context(), store.ListFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := len(list) - 1; i >= 0; i-- { // undated: the last stored comes first
		d, err := st.Document(t.Context(), list[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d.Text)
	}
	return out
}

func TestRunReadsFolders(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "Alpha is open.", "b/c.md": "# Gamma\n\nGamma is shut.", "b/d.png": "no text",
		".git/config.txt": "hidden", "b/.DS_Store": "hidden", "empty.txt": "", "z.jsonl": line("z1", "Zeta one.") + "{broken\n" + line("z2", "Zeta two."),
	})
	if err := os.Symlink(dir, filepath.Join(dir, "b", "loop")); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "b", "nothing.txt")); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	st, ix := openStore(t), &memoryIndex{}
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{dir}, Store: st, Index: ix})
	if err != nil {
		t.Fatal(err)
	}
	if sum.New != 4 || sum.Changed != 0 || sum.Unchanged != 0 || sum.Pending != 0 {
		t.Errorf("summary %+v, want 4 new and none pending", sum)
	}
	var skips []string
	for _, s := range sum.Skipped {
		rel, _ := filepath.Rel(dir, s.Path)
		skips = append(skips, fmt.Sprintf("%s:%d", filepath.ToSlash(rel), s.Line))
		if s.Reason == "" {
			t.Errorf("%s is skipped without a reason", s.Path)
		}
	}
	if diff := cmp.Diff([]string{"b/nothing.txt:0", "empty.txt:0", "z.jsonl:2"}, skips); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{".png": 1}, sum.PassedOver); diff != "" {
		t.Errorf("passed over (-want +got):\n%s", diff)
	}
	again, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{dir, filepath.Join(dir, "*.txt")}, Store: st, Index: ix})
	if err != nil {
		t.Fatal(err)
	}
	if again.New+again.Changed != 0 || again.Unchanged != 5 {
		t.Errorf("read again: %+v, want 5 unchanged", again)
	}
}

func TestRunKeepsTheOrder(t *testing.T) {
	files := map[string]string{}
	var want []string
	for i := range 40 {
		text := fmt.Sprintf("Number %02d.", i)
		files[fmt.Sprintf("%02d.jsonl", i)] = line("same", text) + line(fmt.Sprint(i), text)
		want = append(want, text)
	}
	st, ix := openStore(t), &memoryIndex{}
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{folder(t, files)}, Store: st, Index: ix, Concurrency: 4, Batch: 7})
	if err != nil {
		t.Fatal(err)
	}
	if sum.New != 41 || sum.Changed != 39 {
		t.Errorf("%d new, %d changed, want 41 and 39", sum.New, sum.Changed)
	}
	got := titles(t, st)
	if diff := cmp.Diff(append([]string{"Number 39."}, want...), got); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	if len(ix.passages) != 41 {
		t.Errorf("%d passages in the index, want 41", len(ix.passages))
	}
}

func TestRunReadsStandardInput(t *testing.T) {
	st := openStore(t)
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{"-"}, Stdin: strings.NewReader(line("a", "From a pipe.")), Store: st})
	if err != nil || sum.New != 1 || sum.Pending != 1 {
		t.Errorf("%+v, %v, want one new document that is pending, for there is no index", sum, err)
	}
	ix := &memoryIndex{}
	if err := ingest.Catchup(t.Context(), st, ix); err != nil || len(ix.passages) != 1 {
		t.Errorf("catching up: %v, %v", err, ix.passages)
	}
}

func TestRunRefusesWhatIsNotThere(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "Alpha is open."})
	for name, path := range map[string]string{"file": "absent.txt", "glob": "*.md"} {
		t.Run(name, func(t *testing.T) {
			st := openStore(t)
			path := filepath.Join(dir, path)
			sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{filepath.Join(dir, "a.txt"), path}, Store: st})
			if err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want one that names %s", err, path)
			}
			if sum.Stored() != 0 {
				t.Error("something was stored before the mistake was told")
			}
		})
	}
}

func TestRunGoesOnAfterTheIndexFailed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "corpus.jsonl")
	writeGenerated(t, path, 500)
	broken := errors.New("the disk is full")
	st, ix := openStore(t), &memoryIndex{fail: broken}
	_, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{path}, Store: st, Index: ix, Batch: 50})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want the index's", err)
	}
	ix.fail = nil
	sum, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{path}, Store: st, Index: ix, Batch: 50})
	if err != nil || sum.Stored() != 500 || sum.Pending != 0 || len(ix.passages) != 500 {
		t.Errorf("second run: %+v, %v, %d passages indexed", sum, err, len(ix.passages))
	}
}

func TestReindex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "corpus.jsonl")
	writeGenerated(t, path, 5000)
	st, old := openStore(t), &memoryIndex{}
	if _, err := ingest.Run(t.Context(), ingest.Options{Paths: []string{path}, Store: st, Index: old}); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Remove(t.Context(), generatedID(7)); err != nil {
		t.Fatal(err)
	}
	fresh := &memoryIndex{}
	var done, total int
	last, err := ingest.Reindex(t.Context(), st, fresh, func(d, n int) { done, total = d, n })
	if err != nil {
		t.Fatal(err)
	}
	if err := st.IndexedThrough(t.Context(), last); err != nil {
		t.Fatal(err)
	}
	if len(fresh.passages) != 4999 || done != 4999 || total != 4999 || fresh.applies != 2 {
		t.Errorf("%d passages in %d steps, told %d of %d", len(fresh.passages), fresh.applies, done, total)
	}
	if err := ingest.Catchup(t.Context(), st, fresh); err != nil || len(fresh.passages) != 4999 {
		t.Errorf("after catching up: %v, %d passages", err, len(fresh.passages))
	}
	if stats, err := st.Stats(t.Context()); err != nil || stats.Pending != 0 {
		t.Errorf("%+v, %v, want none pending", stats, err)
	}
}

func generatedID(i int) string { return fmt.Sprintf("doc-%05d", i) }

// writeGenerated writes n documents of one passage as corpus lines.
func writeGenerated(tb testing.TB, path string, n int) {
	tb.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range n {
		var text strings.Builder
		for range 5 {
			text.WriteString("The ")
			for range 14 {
				fmt.Fprintf(&text, "word%d ", rng.IntN(60_000))
			}
			text.WriteString("ends. ")
		}
		fmt.Fprintf(w, `{"_id":%q,"title":"Generated %d","text":%q}`+"\n", generatedID(i), i, strings.TrimSpace(text.String()))
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
}

func BenchmarkRun(b *testing.B) {
	path := filepath.Join(b.TempDir(), "corpus.jsonl")
	writeGenerated(b, path, b.N)
	st := openStore(b)
	b.ResetTimer()
	sum, err := ingest.Run(b.Context(), ingest.Options{Paths: []string{path}, Store: st})
	if err != nil || sum.New != b.N {
		b.Fatal(sum, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}
