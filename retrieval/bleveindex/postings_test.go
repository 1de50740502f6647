package bleveindex

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPostings writes postings of several blocks and reads them again, in order
// and each by itself.
func TestPostings(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for _, gaps := range []int{1, 3, 200, 90_000} {
		t.Run(fmt.Sprintf("gaps up to %d", gaps), func(t *testing.T) {
			var w postingsWriter
			want := make(map[uint32]freqs)
			var numbers []uint32
			number := uint32(r.IntN(2 * blockSize))
			for range 5000 {
				v := onceThere
				if r.IntN(4) == 0 {
					v = freqs(1 + r.IntN(1<<21-1))
				}
				want[number] = v
				numbers = append(numbers, number)
				w.add(number, v)
				number += 1 + uint32(r.IntN(gaps))
			}
			p := &postings{data: w.data, chunks: w.chunks, count: w.count}
			if p.count != len(want) {
				t.Errorf("%d postings, want %d", p.count, len(want))
			}
			for n := range uint32(5000) {
				if v := p.find(n); v != want[n] {
					t.Fatalf("find(%d) = %x, want %x", n, v, want[n])
				}
			}
			for _, n := range numbers {
				if v := p.find(n); v != want[n] {
					t.Fatalf("find(%d) = %x, want %x", n, v, want[n])
				}
				if v := p.find(n + 1); v != want[n+1] {
					t.Fatalf("find(%d) = %x, want %x", n+1, v, want[n+1])
				}
			}
			var read []uint32
			for b := range uint32(blockCount(uint64(number) + 1)) {
				from, to := p.block(int(b))
				rd := p.reader(from, to)
				for at := 0; at < len(rd.data); {
					var v freqs
					v, at = rd.read(at)
					if v != want[rd.number] || rd.number>>blockBits != b {
						t.Fatalf("block %d has %d with %x, want %x", b, rd.number, v, want[rd.number])
					}
					read = append(read, rd.number)
				}
			}
			if !slices.Equal(read, numbers) {
				t.Errorf("read %d passages by blocks, want %d", len(read), len(numbers))
			}
		})
	}
}

// TestCacheIsBounded fills the cache beyond its bound and takes its segments
// away.
func TestCacheIsBounded(t *testing.T) {
	c, err := newCache()
	if err != nil {
		t.Fatal(err)
	}
	c.lengths[1] = &lengths{}
	const each = 8 << 20
	add := func(segment uint64, i int) postingsKey {
		key := postingsKey{segment, fmt.Sprint(i)}
		c.put(key, &postings{data: make([]byte, each), count: each}, 0)
		return key
	}
	first := add(1, 0)
	for i := 1; i < 20; i++ {
		add(1, i)
		if c.bytes > cacheBytes {
			t.Fatalf("%d bytes are kept, want at most %d", c.bytes, cacheBytes)
		}
	}
	if _, ok := c.get(first); ok {
		t.Error("what was used first is still there")
	}
	if key := add(2, 0); c.postings.Contains(key) {
		t.Error("postings of a segment that is gone are kept")
	}
	if n := c.postings.Len(); n < cacheBytes/each-1 {
		t.Errorf("only %d are kept", n)
	}
}

// TestFrequenciesAreOfOneState: what was counted before a change is not told
// after it, nor the other way round.
func TestFrequenciesAreOfOneState(t *testing.T) {
	c, err := newCache()
	if err != nil {
		t.Fatal(err)
	}
	c.setFrequency("screen", 2, 1)
	if df, ok := c.frequency("screen", 1); !ok || df != 2 {
		t.Errorf("frequency = %d, %v; want 2", df, ok)
	}
	c.setFrequency("drug", 7, 2)
	c.setFrequency("screen", 3, 1) // by a search that began before the change
	for _, term := range []string{"screen", "drug"} {
		if df, ok := c.frequency(term, 1); ok {
			t.Errorf("frequency of %s before the change = %d", term, df)
		}
	}
	if df, ok := c.frequency("screen", 2); ok {
		t.Errorf("frequency after the change = %d, counted before", df)
	}
}
