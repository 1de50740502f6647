package store

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"ontherecord/corpus"
)

// cacheBytes bounds the decoded documents kept in memory.
const cacheBytes = 32 << 20

// A cache keeps the documents used last, by the key of their revision. Rows of
// revisions never change, so nothing in it is ever out of date.
type cache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[int64, *corpus.Document]
	bytes int
	limit int
}

func newCache(limit int) (*cache, error) {
	// The count never matters: bytes are what bounds the cache.
	lru, err := simplelru.NewLRU[int64, *corpus.Document](1<<31-1, nil)
	if err != nil {
		return nil, err
	}
	return &cache{lru: lru, limit: limit}, nil
}

func (c *cache) get(key int64) (*corpus.Document, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lru.Get(key)
}

func (c *cache) put(key int64, d *corpus.Document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lru.Contains(key) {
		return
	}
	c.lru.Add(key, d)
	c.bytes += size(d)
	for c.bytes > c.limit {
		_, old, ok := c.lru.RemoveOldest()
		if !ok {
			break
		}
		c.bytes -= size(old)
	}
}

// size is about how much memory d takes.
func size(d *corpus.Document) int {
	n := 512 + len(d.Text) + len(d.Title) + len(d.URL)
	for i := range d.Parts {
		n += 192 + 16*len(d.Parts[i].Sentences)
	}
	return n
}
