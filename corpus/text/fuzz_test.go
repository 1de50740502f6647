package text

import (
	"testing"
	"unicode/utf8"
)

// seeds are texts in the forms that the record has, written for these tests.
var seeds = []string{
	"",
	" \n\t ",
	"Dr. A. B. Okafor met the Rt Hon. Member at 10 a.m. on 3 Oct. 2025. They spoke of £1.5 billion.",
	"The plan has two aims:\n\n• find cancers sooner; and \n\n• treat them faster. \n\nIt begins in May.",
	"Scans rose.[1] Waits fell.2 “Good.” (See annex.) … Next?! https://example.org/a.B?c=D. End",
	"Year\tScans\n2023/24\t1,204\n| a | b |\n",
	"a.a.a.B.c. O o 1. i. (a) \u00a0\u2028x\u3000\ufeffy\xff\xc2.\x80 Z",
}

func FuzzSentences(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		spans := Sentences(s)
		checkSpans(t, s, spans)
		for i := range spans {
			from, to := ListRun(s, spans, i)
			if from > i || to <= i || from < 0 || to > len(spans) {
				t.Fatalf("ListRun(%q, %d) = %d, %d", s, i, from, to)
			}
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, and folded again %q", s, once, twice)
		}
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) = %q is not UTF-8", s, once)
		}
	})
}

func FuzzKey(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Key(s)
		if plain(s) && once != foldedKey(s) {
			t.Fatalf("Key(%q) = %q, without the short way %q", s, once, foldedKey(s))
		}
		if twice := Key(once); twice != once {
			t.Fatalf("Key(%q) = %q, and keyed again %q", s, once, twice)
		}
	})
}
