package bleveindex

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Bounds of the memory that searching takes beside the index's files.
const (
	// cacheBytes bounds the decoded postings that are kept, beside 2 bytes a
	// passage and field for the lengths.
	cacheBytes = 64 << 20
	// cacheBytesPerPassage is added for each passage in the index.
	cacheBytesPerPassage = 64
	// cacheTerms is how many terms' document frequencies are kept.
	cacheTerms = 1 << 15
)

// A cache keeps the postings used last and how many passages hold a term.
// bleve's segments never change, so that postings are good as long as their
// segment is there; document frequencies are good until the next change of the
// index.
type cache struct {
	mu          sync.Mutex
	postings    *simplelru.LRU[postingsKey, *postings]
	bytes       int
	lengths     map[uint64]*lengths // by segment
	frequencies *simplelru.LRU[string, int]
	changes     uint64        // of the index, after which frequencies were counted
	raw         [lanes][]byte // totals that were read last, and their sum
	sum         totals
}

type postingsKey struct {
	segment uint64
	term    string
}

func newCache() (*cache, error) {
	// The count never matters: bytes are what bounds the postings.
	p, err := simplelru.NewLRU[postingsKey, *postings](1<<31-1, nil)
	if err != nil {
		return nil, err
	}
	f, err := simplelru.NewLRU[string, int](cacheTerms, nil)
	if err != nil {
		return nil, err
	}
	return &cache{postings: p, frequencies: f, lengths: make(map[uint64]*lengths)}, nil
}

// totals is the sum of the totals in raw, which are read only where they are
// others than last time.
func (c *cache) totals(raw [lanes][]byte) (totals, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.raw[0] != nil && slices.EqualFunc(raw[:], c.raw[:], bytes.Equal) {
		return c.sum, nil
	}
	l, err := parseTotals(raw)
	if err != nil {
		return totals{}, err
	}
	c.raw, c.sum = raw, l.sum()
	return c.sum, nil
}

// follow returns the lengths of each segment of the snapshot. On meeting a new
// one it forgets those that are gone.
func (c *cache) follow(snapshot *scorch.IndexSnapshot) []*lengths {
	c.mu.Lock()
	defer c.mu.Unlock()
	segments := snapshot.Segments()
	out := make([]*lengths, len(segments))
	met := false
	for i, s := range segments {
		l, ok := c.lengths[s.Id()]
		if !ok {
			l, met = &lengths{}, true
			c.lengths[s.Id()] = l
		}
		out[i] = l
	}
	if met && len(c.lengths) > len(segments) {
		current := make(map[uint64]bool, len(segments))
		for _, s := range segments {
			current[s.Id()] = true
		}
		maps.DeleteFunc(c.lengths, func(id uint64, _ *lengths) bool { return !current[id] })
		for _, key := range c.postings.Keys() {
			if !current[key.segment] {
				c.remove(key)
			}
		}
	}
	return out
}

func (c *cache) get(key postingsKey) (*postings, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.postings.Get(key)
}

// put keeps p, unless its segment was forgotten meanwhile, within the bound for
// an index of the given number of passages.
func (c *cache) put(key postingsKey, p *postings, passages int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.lengths[key.segment]; !ok || !p.kept() || c.postings.Contains(key) {
		return
	}
	key.term = strings.Clone(key.term)
	c.postings.Add(key, p)
	c.bytes += p.bytes()
	for c.bytes > cacheBytes+cacheBytesPerPassage*passages {
		oldest, _, ok := c.postings.GetOldest()
		if !ok {
			break
		}
		c.remove(oldest)
	}
}

func (c *cache) remove(key postingsKey) {
	if p, ok := c.postings.Peek(key); ok {
		c.bytes -= p.bytes()
		c.postings.Remove(key)
	}
}

// frequency returns the document frequency of term after the given number of
// changes of the index, where it is known.
func (c *cache) frequency(term string, changes uint64) (df int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if changes != c.changes {
		return 0, false
	}
	return c.frequencies.Get(term)
}

// setFrequency keeps what frequency returns, unless it is out of date already.
func (c *cache) setFrequency(term string, df int, changes uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if changes > c.changes {
		c.changes = changes
		c.frequencies.Purge()
	}
	if changes == c.changes {
		c.frequencies.Add(strings.Clone(term), df)
	}
}
