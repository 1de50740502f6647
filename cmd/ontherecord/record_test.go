package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ontherecord/corpus/ingest"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// ingestInto puts a note on the record in dir, as another process would: with
// the index where it can be had.
func ingestInto(t *testing.T, dir, name, text string) {
	t.Helper()
	l, err := library.OpenDir(t.Context(), dir, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ingestOver(t, l, name, text)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func ingestOver(t *testing.T, l *library.Library, name, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := ingest.Options{Paths: []string{file}, Store: l.Store}
	if !l.ReadOnly {
		o.Index = l.Index
	}
	if sum, err := ingest.Run(t.Context(), o); err != nil || sum.Stored() != 1 {
		t.Fatalf("ingest: %+v, %v", sum, err)
	}
}

func quotes(t *testing.T, r *record, question, want string) bool {
	t.Helper()
	a, err := r.Answer(t.Context(), retrieval.Question{Text: question})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range a.Quotes {
		if strings.Contains(q.Quote.Text(), want) {
			return true
		}
	}
	return false
}

func keptRecord(t *testing.T, dir string, log *lockedBuffer) (r *record, end func()) {
	t.Helper()
	r, err := openRecord(t.Context(), slog.New(slog.NewTextHandler(log, nil)), dir, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.every = 20 * time.Millisecond
	ctx, stop := context.WithCancel(context.Background())
	var keeping sync.WaitGroup
	keeping.Go(func() { r.keep(ctx) })
	return r, func() {
		t.Helper()
		stop()
		keeping.Wait()
		if err := r.close(); err != nil {
			t.Error(err)
		}
	}
}

const (
	scanners      = "How many scanners did Ambleford receive?"
	scannersNote  = "Ambleford received nine scanners in March."
	nurses        = "How many nurses did Wetherby train?"
	nursesNote    = "Wetherby trained forty nurses in June."
	dietitian     = "How many dietitians did Kirkham hire?"
	dietitianNote = "Kirkham hired seven dietitians in May."
)

// The sample gives way to documents of one's own, which another process stores
// while questions are asked all the time; later ones are found, too.
func TestRecordGrowsUnderTheServer(t *testing.T) {
	before := goleak.IgnoreCurrent()
	dir := filepath.Join(t.TempDir(), "state")
	var log lockedBuffer
	r, end := keptRecord(t, dir, &log)
	if s, err := r.state(t.Context()); err != nil || !s.sample || s.Documents == 0 {
		t.Fatalf("state: %+v, %v", s, err)
	}
	var asking sync.WaitGroup
	asked := make(chan struct{})
	for range 3 {
		asking.Go(func() {
			for {
				select {
				case <-asked:
					return
				default:
				}
				if _, err := r.Answer(context.Background(), retrieval.Question{Text: radiotherapy}); err != nil {
					t.Errorf("while the record changes: %v", err)
					return
				}
			}
		})
	}
	ingestInto(t, dir, "scanners.txt", scannersNote)
	await(t, "the own record", func() bool { return quotes(t, r, scanners, "nine scanners") })
	close(asked)
	asking.Wait()
	// From here on the index is the server's; what others store it takes in.
	await(t, "the index", func() bool { s, err := r.state(t.Context()); return err == nil && !s.sample && !s.readOnly })
	ingestInto(t, dir, "nurses.txt", nursesNote)
	await(t, "the second document", func() bool { return quotes(t, r, nurses, "forty nurses") })
	if o, err := r.Overview(t.Context()); err != nil || o.Documents != 2 {
		t.Errorf("overview: %+v, %v", o, err)
	}
	end()
	goleak.VerifyNone(t, before)
}

// While another process holds the index, its snapshots are followed; once that
// process has gone, the index is taken over.
func TestRecordOfAnotherWriter(t *testing.T) {
	before := goleak.IgnoreCurrent()
	dir := filepath.Join(t.TempDir(), "state")
	ingestInto(t, dir, "scanners.txt", scannersNote)
	writer, err := library.OpenDir(t.Context(), dir, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var log lockedBuffer
	r, end := keptRecord(t, dir, &log)
	if s, err := r.state(t.Context()); err != nil || !s.readOnly || !quotes(t, r, scanners, "nine scanners") {
		t.Fatalf("state: %+v, %v", s, err)
	}
	if !strings.Contains(log.String(), "another process writes the index") {
		t.Errorf("nothing is said of that: %s", log.String())
	}
	ingestOver(t, writer, "nurses.txt", nursesNote)
	await(t, "a newer snapshot", func() bool { return quotes(t, r, nurses, "forty nurses") })
	time.Sleep(10 * r.every)
	if n := strings.Count(log.String(), "newer snapshot"); n > 3 {
		t.Errorf("the snapshot was renewed %d times for one change", n)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	await(t, "the index", func() bool { s, err := r.state(t.Context()); return err == nil && !s.readOnly })
	ingestInto(t, dir, "dietitians.txt", dietitianNote)
	await(t, "the third document", func() bool { return quotes(t, r, dietitian, "seven dietitians") })
	end()
	left, err := filepath.Glob(filepath.Join(dir, ".snapshot-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("snapshots are left behind: %v, %v", left, err)
	}
	goleak.VerifyNone(t, before)
}
