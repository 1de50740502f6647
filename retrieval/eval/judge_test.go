package eval

import (
	"testing"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
)

// quoteOf quotes the whole of words as they stand in the document of that ID.
func quoteOf(t *testing.T, id, words string) retrieval.Quoted {
	t.Helper()
	d := &corpus.Document{ID: id, Text: words, Parts: []corpus.Part{{Kind: corpus.PartBody, Span: corpus.Span{End: len(words)}}}}
	text.Split(d)
	s := d.Parts[0].Sentences
	q, err := d.Quote(corpus.Span{Start: s[0].Start, End: s[len(s)-1].End})
	if err != nil {
		t.Fatal(err)
	}
	return retrieval.Quoted{Quote: q}
}

func TestJudge(t *testing.T) {
	const label = "The fund pays for nine new scanners in Ambleford and for two nurses, and it opens in May."
	tests := []struct {
		name, document, quote, labelled string
		want                            bool
	}{
		{"the sentence", "d", label, label, true},
		{"a quote that holds it", "d", "Money is short. " + label + " Nothing else is said.", label, true},
		{"within it, with half its words", "d", "The fund pays for nine new scanners in Ambleford and for two nurses.", "The fund pays for nine new scanners in Ambleford and for two nurses. It opens in May.", true},
		{"within it, with less than half", "d", "It opens in May.", "The fund pays for nine new scanners in Ambleford and for two nurses. It opens in May.", false},
		{"within it, with half exactly", "d", "It opens in May.", "Two nurses come. It opens in May. So.", true},
		{"in another document, within it", "e", "It opens in May.", "Two nurses come. It opens in May. So.", false},
		{"a near-duplicate in another document", "e", "The fund also pays for the nine new scanners in Ambleford, and for two nurses, and opens in May.", label, true},
		{"another figure", "d", "The fund pays for ten new scanners in Ambleford and for two nurses, and it opens in May.", label, false},
		{"other quotation marks, dashes and white space", "d", "The “quick” test\u00a0— a kit –  isn’t sent.", "The \"quick\" test - a kit - isn't sent.", true},
		{"something else", "d", "Porters were consulted at length.", label, false},
		{"an empty label", "d", "Porters were consulted at length.", " ", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := Query{Sentences: []Labelled{{"none", "This is in no document."}, {"d", tt.labelled}}}
			if got := q.Hit(quoteOf(t, tt.document, tt.quote)); got != tt.want {
				t.Errorf("Hit = %v, want %v", got, tt.want)
			}
		})
	}
	if (Query{}).Hit(quoteOf(t, "d", label)) {
		t.Error("a query without labels is hit")
	}
}
