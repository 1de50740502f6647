// Package bleveindex is the embedded search engine: a bleve index of passages.
//
// bleve keeps the postings, merges and persists them; the scoring is done here.
// bleve's own "bm25" is not what the literature calls so: its average field
// length counts unique terms, the inverse document frequency enters twice, and
// scores change with the number of segments. It also scores every passage that
// holds any word of the question. So Search reads the postings segment by
// segment, computes true BM25F over the fields title, question and answer, and
// bounds the number of postings that it reads (see search.go). Postings that
// were read are kept in memory in a form of their own (see postings.go).
//
// A passage's fields are indexed without term vectors: what the words stand
// next to is judged on the stored text, for the few passages that matter.
package bleveindex

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bolterrors "go.etcd.io/bbolt/errors"

	"ontherecord/corpus/ingest"
	"ontherecord/retrieval"
	"ontherecord/retrieval/analysis"
)

var (
	_ retrieval.Engine = (*Index)(nil)
	_ ingest.Index     = (*Index)(nil)
)

// ErrLocked is returned by Open when another process writes the index.
var ErrLocked = errors.New("the index is being written by another process")

// ErrOutdated is returned by Open for an index that another version laid out.
var ErrOutdated = errors.New("the index was made by another version of the program: run 'ontherecord reindex'")

// layout is the version of the fields and of the analysis. An index of another
// layout has to be rebuilt.
const layout = 1

// Index is a bleve index of passages. Its methods may be called concurrently.
type Index struct {
	bleve    bleve.Index
	analyzer *analysis.Analyzer
	params   Params
	lg       *slog.Logger
	cleanup  func() error // removes a reader's snapshot; nil otherwise

	write   sync.Mutex // one Apply at a time; guards what follows
	lexicon map[string]struct{}
	closed  bool
	totals  laneTotals // after the last change

	cache   *cache
	buffers sync.Pool // *accumulator
}

// totals are kept inside the index, changed in the same batch as the passages
// that they count.
type totals struct {
	Layout   int                `json:"layout"`
	Passages int                `json:"passages"`
	Lengths  [fieldCount]uint64 `json:"lengths"` // terms in each field, summed
	LastID   uint64             `json:"last_id"` // the highest passage ID ever added
	Changes  uint64             `json:"changes"` // batches ever applied
}

// lanes is how many batches may be on their way into the index at a time. Each
// has totals of its own, because nobody knows which comes first, or is alone
// there after a kill.
const lanes = 2

type laneTotals [lanes]totals

var totalsKeys = [lanes][]byte{[]byte("ontherecord.totals"), []byte("ontherecord.totals.2")}

// sum is the totals of the whole index.
func (l laneTotals) sum() totals {
	sum := l[0]
	for _, t := range l[1:] {
		sum.Passages += t.Passages
		for f, n := range t.Lengths {
			sum.Lengths[f] += n
		}
		sum.LastID = max(sum.LastID, t.LastID)
		sum.Changes += t.Changes
	}
	return sum
}

// readTotals reads what is kept inside an index, by its GetInternal.
func readTotals(get func(key []byte) ([]byte, error)) (laneTotals, error) {
	raw, err := rawTotals(get)
	if err != nil {
		return laneTotals{}, err
	}
	return parseTotals(raw)
}

func rawTotals(get func(key []byte) ([]byte, error)) (raw [lanes][]byte, err error) {
	for lane := range raw {
		if raw[lane], err = get(totalsKeys[lane]); err != nil {
			return raw, fmt.Errorf("read index totals: %w: %w", err, retrieval.ErrIndexDamaged)
		}
	}
	return raw, nil
}

func parseTotals(raw [lanes][]byte) (laneTotals, error) {
	var l laneTotals
	for lane := range l {
		l[lane].Layout = layout
		if len(raw[lane]) == 0 {
			continue
		}
		if err := json.Unmarshal(raw[lane], &l[lane]); err != nil {
			return l, fmt.Errorf("read index totals: %w: %w", err, retrieval.ErrIndexDamaged)
		}
	}
	return l, nil
}

// Params are the parameters of BM25F, as in Robertson and Zaragoza, "The
// Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.6.
type Params struct {
	K1     float64
	B      [fieldCount]float64
	Weight [fieldCount]float64
	// Both bounds hold up to boundedFrom passages and grow with the square root
	// of their number beyond.
	//
	// Postings bounds how many postings of the rarer terms are read to find
	// candidates; up to it, the ranking is exact.
	Postings int
	// Candidates is how many passages the commoner terms are then added to.
	Candidates int
}

// boundedFrom is the number of passages from which on the bounds grow.
const boundedFrom = 100_000

// grown is the params for an index of n passages.
func (p Params) grown(n int) Params {
	if n > boundedFrom {
		by := math.Sqrt(float64(n) / boundedFrom)
		p.Postings = int(min(float64(p.Postings)*by, math.MaxInt32))
		p.Candidates = int(min(float64(p.Candidates)*by, math.MaxInt32))
	}
	return p
}

// DefaultParams were chosen by measurement; see docs/quality.md.
func DefaultParams() Params {
	return Params{
		K1:         2,
		B:          [fieldCount]float64{0, 0.75, 0.75}, // a title's length tells nothing: many documents have none
		Weight:     [fieldCount]float64{2, 1, 1},
		Postings:   40_000,
		Candidates: 128,
	}
}

// Open opens the index in the folder dir, or makes an empty one there. The
// error wraps ErrLocked, ErrOutdated or retrieval.ErrIndexDamaged.
func Open(dir string, a *analysis.Analyzer, lg *slog.Logger) (ix *Index, err error) {
	defer guard(&err)
	config := map[string]any{"bolt_timeout": "200ms"}
	b, err := bleve.OpenUsing(dir, config)
	if errors.Is(err, bleve.ErrorIndexPathDoesNotExist) {
		if err = os.MkdirAll(filepath.Dir(dir), 0o700); err == nil {
			b, err = bleve.NewUsing(dir, bleve.NewIndexMapping(), scorch.Name, scorch.Name, config)
		}
	}
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("open %s: %w", dir, ErrLocked)
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("open index: %w", err)
	case err != nil:
		return nil, fmt.Errorf("open %s: %w: %w", dir, err, retrieval.ErrIndexDamaged)
	}
	return wrap(b, a, lg)
}

// OpenMemory returns an empty index that lives in memory.
func OpenMemory(a *analysis.Analyzer, lg *slog.Logger) (*Index, error) {
	b, err := bleve.NewUsing("", bleve.NewIndexMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open index in memory: %w", err)
	}
	return wrap(b, a, lg)
}

func wrap(b bleve.Index, a *analysis.Analyzer, lg *slog.Logger) (*Index, error) {
	c, err := newCache()
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	ix := &Index{bleve: b, analyzer: a, params: DefaultParams(), lg: lg, cache: c}
	ix.buffers.New = func() any { return &accumulator{} }
	if ix.totals, err = readTotals(b.GetInternal); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	if slices.ContainsFunc(ix.totals[:], func(t totals) bool { return t.Layout != layout }) {
		return nil, errors.Join(ErrOutdated, b.Close())
	}
	return ix, nil
}

// SetParams replaces the scoring parameters. It must not be called while
// searches run.
func (ix *Index) SetParams(p Params) { ix.params = p }

// Close waits for writes to end and closes the index. Closing it again does
// nothing.
func (ix *Index) Close() error {
	ix.write.Lock()
	defer ix.write.Unlock()
	if ix.closed {
		return nil
	}
	ix.closed = true
	err := ix.bleve.Close()
	if ix.cleanup != nil {
		err = errors.Join(err, ix.cleanup())
	}
	return err
}

// Passages is the number of passages in the index.
func (ix *Index) Passages() (int, error) {
	n, err := ix.bleve.DocCount()
	return int(n), err
}

// guard turns a panic inside the index into an error.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the index failed (%s): %w", strings.TrimSpace(fmt.Sprint(r)), retrieval.ErrIndexDamaged)
	}
}
