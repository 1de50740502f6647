package main

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
	"ontherecord/retrieval/library"
)

// killFolder is the variable by which the test starts itself as the program
// that is to be killed.
const killFolder = "ONTHERECORD_KILL_TEST_FOLDER"

const killDocuments = 10_000

func killID(i int) string { return fmt.Sprintf("doc-%05d", i) }

// TestIngestToBeKilled is no test of its own: TestKill runs it.
func TestIngestToBeKilled(t *testing.T) {
	dir := os.Getenv(killFolder)
	if dir == "" {
		t.Skip("runs as a child of TestKill")
	}
	fmt.Println("ready") // opening may find work to finish: it is killed as well
	l, err := library.OpenDir(t.Context(), dir, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	stored := 0
	sum, err := ingest.Run(t.Context(), ingest.Options{
		Paths: []string{filepath.Join(filepath.Dir(dir), "corpus.jsonl")}, Store: l.Store, Index: l.Index, Batch: 250,
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
	fmt.Println("total", sum.Stored(), sum.SkippedTotal, sum.Pending)
}

// ingestAndKill runs the ingest in dir and kills it after the delay, not at
// all where that is negative. It returns how many documents the ingest
// reported as stored and whether it came to its end.
func ingestAndKill(t *testing.T, dir string, delay time.Duration) (stored int, ended bool) {
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
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := lines.Text()
		switch {
		case line == "ready" && delay >= 0:
			timer := time.AfterFunc(delay, func() { _ = child.Process.Kill() })
			defer timer.Stop()
		case strings.HasPrefix(line, "stored "):
			var n int
			if _, err := fmt.Sscanf(line, "stored %d", &n); err == nil {
				stored = n
			}
		case strings.HasPrefix(line, "total "):
			ended = true
			if want := fmt.Sprintf("total %d 0 0", killDocuments); line != want {
				t.Errorf("the ingest ended with %q, want %q", line, want)
			}
		case strings.Contains(line, "_test.go"):
			t.Error(line)
		}
	}
	if err := child.Wait(); delay < 0 && err != nil {
		t.Fatalf("undisturbed ingest: %v", err)
	}
	return stored, ended
}

// checkRecord checks that the first n documents are in the store, whole, and
// where the ingest has ended that the index holds every passage.
func checkRecord(t *testing.T, dir string, n int, ended bool) {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(dir, library.StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	list, err := st.List(t.Context(), store.ListFilter{})
	if err != nil {
		t.Fatal(err)
	}
	whole := make(map[string]bool, len(list))
	for _, l := range list {
		whole[l.ID] = l.Passages == 1 && l.Revision == 1
	}
	for i := range n {
		if !whole[killID(i)] {
			t.Fatalf("%d documents were reported as stored, and %s is not there whole", n, killID(i))
		}
	}
	if !ended {
		return
	}
	l, err := library.OpenDir(t.Context(), dir, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	stats, err := l.Store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	indexed, err := l.Index.Passages()
	if err != nil {
		t.Fatal(err)
	}
	if stats.Documents != killDocuments || stats.Passages != killDocuments || stats.Pending != 0 || indexed != killDocuments {
		t.Errorf("in the end: %+v, %d passages indexed, want %d of each", stats, indexed, killDocuments)
	}
}

// TestKill kills an ingest with the real store and the real index at random
// moments and checks that nothing that it reported as stored is lost, and that
// the next ingest finishes the rest.
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
	writeCorpus(t, filepath.Join(parent, "corpus.jsonl"))

	dir := filepath.Join(parent, "undisturbed")
	began := time.Now()
	ingestAndKill(t, dir, -1)
	took := time.Since(began)
	checkRecord(t, dir, killDocuments, true)

	dir = filepath.Join(parent, "0")
	for round, killed := 1, 0; killed < kills; round++ {
		if round > 10*kills {
			t.Fatalf("only %d of %d runs could be killed", killed, round)
		}
		stored, ended := ingestAndKill(t, dir, time.Duration(rng.Float64()*float64(took)/3))
		if _, err := os.Stat(filepath.Join(dir, library.StoreFile)); err == nil {
			checkRecord(t, dir, stored, ended)
		}
		if ended { // nothing is left to disturb: once more from the beginning
			dir = filepath.Join(parent, fmt.Sprint(round))
			continue
		}
		killed++
	}
	ingestAndKill(t, dir, -1)
	checkRecord(t, dir, killDocuments, true)
}

// writeCorpus writes killDocuments documents of one passage as corpus lines.
func writeCorpus(t *testing.T, path string) {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, 4))
	zipf := rand.NewZipf(rng, 1.1, 3, 60_000)
	var b strings.Builder
	for i := range killDocuments {
		fmt.Fprintf(&b, `{"_id":%q,"title":"Generated %d","text":"`, killID(i), i)
		for range 5 {
			b.WriteString("The ")
			for range 14 {
				fmt.Fprintf(&b, "word%d ", zipf.Uint64())
			}
			b.WriteString("ends. ")
		}
		b.WriteString("\"}\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
