package ingest_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ontherecord/corpus/ingest"
	"ontherecord/corpus/store"
)

// killFolder is the variable by which the test starts itself as the program
// that is to be killed.
const killFolder = "ONTHERECORD_KILL_TEST_FOLDER"

// killDocuments is how many documents are ingested under the knife.
const killDocuments = 10_000

func killID(i int) string { return fmt.Sprintf("doc-%05d", i) }

// TestIngestToBeKilled is no test of its own: TestKill runs it.
func TestIngestToBeKilled(t *testing.T) {
	dir := os.Getenv(killFolder)
	if dir == "" {
		t.Skip("runs as a child of TestKill")
	}
	st, err := store.Open(t.Context(), filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ix, err := openLogIndex(filepath.Join(dir, "index.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	fmt.Println("ready")
	stored := 0
	summary, err := ingest.Run(t.Context(), ingest.Options{
		Paths: []string{filepath.Join(filepath.Dir(dir), "corpus.jsonl")}, Store: st, Index: ix, Batch: 100,
		Progress: func(p ingest.Progress) {
			if p.Stored > stored {
				stored = p.Stored
				fmt.Println("stored", stored)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("total", summary.Stored(), summary.SkippedTotal, summary.Pending)
}

// runChild starts the ingest in dir, kills it after the delay (not at all when
// it is negative), and returns how many documents it reported as stored and
// whether it came to its end.
func runChild(t *testing.T, dir string, delay time.Duration) (stored int, ended bool) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestIngestToBeKilled$", "-test.v")
	child.Env = append(os.Environ(), killFolder+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case line == "ready" && delay >= 0:
			timer := time.AfterFunc(delay, func() { _ = child.Process.Kill() })
			defer timer.Stop()
		case strings.HasPrefix(line, "stored "):
			if _, err := fmt.Sscanf(line, "stored %d", &stored); err != nil {
				stored = 0 // a line that was cut by the kill
			}
		case strings.HasPrefix(line, "total "):
			want := fmt.Sprintf("total %d 0 0", killDocuments)
			ended = line == want
			if !ended {
				t.Errorf("the ingest ended with %q, want %q", line, want)
			}
		case strings.Contains(line, "FAIL") || strings.Contains(line, "_test.go"):
			t.Error(line)
		}
	}
	err = child.Wait()
	if delay < 0 && err != nil {
		t.Fatalf("undisturbed ingest: %v", err)
	}
	return stored, ended
}

// checkStored checks that the first n documents are in the store in dir, and
// when all are wanted that store and index agree.
func checkStored(t *testing.T, dir string, n int, all bool) {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	list, err := st.List(t.Context(), store.ListFilter{})
	if err != nil {
		t.Fatal(err)
	}
	there := make(map[string]bool, len(list))
	for _, l := range list {
		there[l.ID] = l.Passages == 1 && l.Revision == 1
	}
	for i := range n {
		if !there[killID(i)] {
			t.Fatalf("%d documents were reported as stored, and %s is not there whole", n, killID(i))
		}
	}
	if !all {
		return
	}
	stats, err := st.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Documents != killDocuments || stats.Passages != killDocuments || stats.Pending != 0 {
		t.Errorf("in the end: %+v", stats)
	}
	ix, err := openLogIndex(filepath.Join(dir, "index.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	entries, _, err := st.After(t.Context(), 0, 2*killDocuments)
	if err != nil {
		t.Fatal(err)
	}
	if len(ix.passages) != len(entries) {
		t.Errorf("the index holds %d passages, the store %d", len(ix.passages), len(entries))
	}
	for _, e := range entries {
		if ix.passages[e.Passage.ID] != e.Document.ID {
			t.Fatalf("passage %d of %s is %q in the index", e.Passage.ID, e.Document.ID, ix.passages[e.Passage.ID])
		}
	}
}

// TestKill kills an ingest at random moments and checks that nothing that it
// reported as stored is lost, and that it goes on from where it was.
func TestKill(t *testing.T) {
	if os.Getenv(killFolder) != "" {
		t.Skip("is the child")
	}
	kills := 20
	if testing.Short() {
		kills = 3
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	parent := t.TempDir()
	writeGenerated(t, filepath.Join(parent, "corpus.jsonl"), killDocuments)

	begin := func(name string) string {
		dir := filepath.Join(parent, name)
		if err := os.Mkdir(dir, 0o750); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir := begin("undisturbed")
	began := time.Now()
	runChild(t, dir, -1)
	took := time.Since(began)
	checkStored(t, dir, killDocuments, true)

	dir = begin("0")
	killed := 0
	for round := 1; killed < kills; round++ {
		if round > 10*kills {
			t.Fatalf("only %d of %d runs could be killed", killed, round)
		}
		stored, ended := runChild(t, dir, time.Duration(rng.Float64()*float64(took)/3))
		checkStored(t, dir, stored, ended)
		if ended { // nothing left to disturb: once more from the beginning
			dir = begin(fmt.Sprint(round))
			continue
		}
		killed++
	}
	runChild(t, dir, -1)
	checkStored(t, dir, killDocuments, true)
}

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
		fmt.Fprintf(w, `{"_id":%q,"title":"Generated %d","text":%q}`+"\n", killID(i), i, strings.TrimSpace(text.String()))
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
}
