package library_test

import (
	"context"
	"fmt"
	"testing"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
	"ontherecord/retrieval/library"
)

// TestLostPassages takes a passage out of the index behind the store's back, as
// a fall back to older files does, and opens the record again.
func TestLostPassages(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l, err := library.OpenDir(ctx, dir, library.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var docs []*corpus.Document
	for i, what := range []string{"The Department spent £12 million on sarcoma clinics in 2025.", "Bowel screening begins at the age of 50 in England."} {
		d := &corpus.Document{
			ID: fmt.Sprintf("d%d", i), Kind: corpus.KindNote, Status: corpus.StatusFinal, Text: what,
			Parts: []corpus.Part{{Kind: corpus.PartBody, Span: corpus.Span{End: len(what)}}},
		}
		text.Split(d)
		docs = append(docs, d)
	}
	if _, err := l.Store.Put(ctx, docs...); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if l, err = library.OpenDir(ctx, dir, library.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := l.Index.Apply(ctx, nil, []corpus.PassageID{1}); err != nil {
		t.Fatal(err)
	}
	if n, err := l.Index.Passages(); err != nil || n != 1 {
		t.Fatalf("the index holds %d passages, %v; want 1 for the test to mean something", n, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}

	if l, err = library.OpenDir(ctx, dir, library.Options{}); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if n, err := l.Index.Passages(); err != nil || n != 2 {
		t.Errorf("after opening, the index holds %d passages, %v; want 2", n, err)
	}
	a, err := l.Answerer.Answer(ctx, retrieval.Question{Text: "how much was spent on sarcoma clinics?"})
	if err != nil || len(a.Quotes) == 0 || a.Quotes[0].Quote.Citation().Document != "d0" {
		t.Errorf("the lost statement is not quoted: %+v, %v", a, err)
	}
}
