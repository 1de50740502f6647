package retrieval

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

//go:embed background.tsv
var defaultBackground string

// background tells how common terms are in answers on health policy at large.
// A record of a handful of documents says little of which words are rare, so
// its frequencies are mixed with these; in a large record they vanish.
type background struct {
	passages float64            // how many the table speaks for
	df       map[string]float64 // of those, how many hold the term
}

// readBackground reads lines of a term and its document frequency, separated by
// a tab. The first line is the number of passages, after the name "#passages".
func readBackground(r io.Reader) (*background, error) {
	b := &background{df: make(map[string]float64, 4096)}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		term, value, ok := strings.Cut(s.Text(), "\t")
		v, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil || v <= 0 {
			return nil, fmt.Errorf("background frequencies, line %d: want a term, a tab and a number above 0", n)
		}
		if term == "#passages" {
			b.passages = v
			continue
		}
		b.df[term] = v
	}
	if b.passages == 0 && len(b.df) > 0 {
		return nil, fmt.Errorf("background frequencies: the line #passages is missing")
	}
	return b, s.Err()
}

// knows reports whether the term is a word of the field, on the record or not.
func (b *background) knows(term string) bool { return b.df[term] > 0 }

// idf is the inverse document frequency of a term that df of n passages hold,
// mixed with the background's.
func (b *background) idf(term string, df, n int) float64 {
	d, all := float64(df)+b.df[term], float64(n)+b.passages
	return idf(d, all)
}

// idf is the inverse document frequency of BM25, in the form that is never
// negative.
func idf(df, n float64) float64 { return math.Log1p(math.Max(n-df+0.5, 0.5) / (df + 0.5)) }
