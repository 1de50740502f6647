package bleveindex

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sync"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// postings are the passages of one segment that hold a term, in the order of
// their numbers, decoded from bleve's form once and kept by the cache. They
// never change, and neither does the segment; passages that were deleted since
// are among them.
type postings struct {
	// data has for each passage a varint of the gap to the number of the one
	// before, times two, plus one where the term stands there other than once
	// in the answer; then its freqs follow as a varint.
	data    []byte
	chunks  []chunk
	count   int
	lengths [fieldCount][]uint16
}

// A chunk is a run of postings, from which on they can be read.
type chunk struct {
	first  uint32 // number of its first passage
	offset uint32 // in data
}

const (
	chunkPostings = 64
	// keptPostings is from how many on they are kept: fewer are decoded about
	// as fast as they are found in the cache, and take less than it does.
	keptPostings = 32
	// A block is a range of passage numbers whose scores are summed together.
	blockBits = 16
	blockSize = 1 << blockBits
)

func blockCount(passages uint64) int { return int((passages + blockSize - 1) / blockSize) }

// freqs are how often a term stands in each field of a passage, packed. A
// field's highest frequency stands for higher ones, too.
type freqs uint32

var (
	freqShift = [fieldCount]uint{fieldAnswer: 0, fieldQuestion: 7, fieldTitle: 14}
	onceThere = freqs(1) << freqShift[fieldAnswer]
)

const freqMost = 127

func (f freqs) of(field int) int { return int(f>>freqShift[field]) & freqMost }

// lengths are the lengths of a segment's fields in terms, by passage number;
// nil for a field that was not met yet. They are filled in as postings are
// decoded: whoever has postings can read the lengths of all passages in them.
type lengths struct {
	mu     sync.Mutex // guards writing
	fields [fieldCount][]uint16
}

// decode reads the postings of term in seg.
func decode(seg *viewSegment, term string, l *lengths) (*postings, error) {
	var its [fieldCount]segment.PostingsIterator
	var at [fieldCount]segment.Posting
	open, most := 0, uint64(0)
	for f := range its {
		list, err := seg.list(f, term, nil)
		if err != nil {
			return nil, err
		}
		if list == nil {
			continue
		}
		its[f] = seg.iterate(f, list)
		if at[f], err = its[f].Next(); err != nil {
			return nil, err
		}
		if at[f] != nil {
			open++
			most = max(most, list.Count())
		}
	}
	p := &postings{}
	if open == 0 {
		return p, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for f, it := range its {
		if it != nil && l.fields[f] == nil {
			l.fields[f] = make([]uint16, seg.Segment().Count())
		}
	}
	p.lengths = l.fields
	w := postingsWriter{data: make([]byte, 0, 2*most)}
	for open > 0 {
		lowest := uint64(math.MaxUint64)
		for _, posting := range at {
			if posting != nil {
				lowest = min(lowest, posting.Number())
			}
		}
		var v freqs
		for f, posting := range at {
			if posting == nil || posting.Number() != lowest {
				continue
			}
			v |= freqs(min(posting.Frequency(), freqMost)) << freqShift[f]
			if l.fields[f][lowest] == 0 {
				l.fields[f][lowest] = length(posting)
			}
			next, err := its[f].Next()
			if err != nil {
				return nil, err
			}
			if at[f] = next; next == nil {
				open--
			}
		}
		w.add(uint32(lowest), v)
	}
	p.data, p.chunks, p.count = w.data, w.chunks, w.count
	if p.kept() {
		p.data, p.chunks = slices.Clone(w.data), slices.Clone(w.chunks)
	}
	return p, nil
}

// postingsWriter makes the data and chunks of postings.
type postingsWriter struct {
	data   []byte
	chunks []chunk
	last   uint32 // passage number
	room   int    // for postings in the last chunk
	count  int
}

func (w *postingsWriter) add(number uint32, v freqs) {
	if w.room == 0 || number>>blockBits != w.last>>blockBits {
		w.chunks = append(w.chunks, chunk{number, uint32(len(w.data))})
		w.room = chunkPostings
	}
	gap := (uint64(number) - uint64(w.last)) << 1
	if v == onceThere {
		w.data = binary.AppendUvarint(w.data, gap)
	} else {
		w.data = binary.AppendUvarint(w.data, gap|1)
		w.data = binary.AppendUvarint(w.data, uint64(v))
	}
	w.last = number
	w.room--
	w.count++
}

// postingsReader reads a run of postings.
type postingsReader struct {
	data   []byte
	number uint32 // of the passage read last
}

// reader reads the chunks from one up to another.
func (p *postings) reader(from, to int) postingsReader {
	if from == to {
		return postingsReader{}
	}
	data := p.data[p.chunks[from].offset:]
	if to < len(p.chunks) {
		data = p.data[p.chunks[from].offset:p.chunks[to].offset]
	}
	// The first gap leads to the first passage of the chunk.
	gap, _ := varint(data, 0)
	return postingsReader{data, p.chunks[from].first - gap>>1}
}

// read reads the posting that begins at i, and returns what follows it.
func (r *postingsReader) read(i int) (v freqs, next int) {
	gap := uint32(r.data[i])
	i++
	if gap >= 0x80 {
		gap, i = varint(r.data, i-1)
	}
	r.number += gap >> 1
	if gap&1 == 0 {
		return onceThere, i
	}
	x, i := varint(r.data, i)
	return freqs(x), i
}

func varint(data []byte, i int) (x uint32, next int) {
	for shift := 0; ; shift += 7 {
		c := data[i]
		i++
		x |= uint32(c&0x7f) << shift
		if c < 0x80 {
			return x, i
		}
	}
}

// chunkAt is the index of the first chunk that begins at or after number.
func (p *postings) chunkAt(number uint32) int {
	i, _ := slices.BinarySearchFunc(p.chunks, number, func(c chunk, n uint32) int { return cmp.Compare(c.first, n) })
	return i
}

// block tells which chunks block b has: from one up to another.
func (p *postings) block(b int) (from, to int) {
	first := uint32(b) << blockBits
	from, to = p.chunkAt(first), len(p.chunks)
	if last := first + (blockSize - 1); last < math.MaxUint32 {
		to = p.chunkAt(last + 1)
	}
	return from, to
}

// find returns how often the term stands in the passage with the given number.
func (p *postings) find(number uint32) freqs {
	i := p.chunkAt(number + 1)
	if i == 0 {
		return 0
	}
	r := p.reader(i-1, i)
	for at := 0; at < len(r.data); {
		var v freqs
		if v, at = r.read(at); r.number >= number {
			if r.number == number {
				return v
			}
			break
		}
	}
	return 0
}

// kept reports whether the cache keeps p.
func (p *postings) kept() bool { return p.count >= keptPostings }

// bytes is about how much memory p takes in the cache.
func (p *postings) bytes() int { return cap(p.data) + 8*cap(p.chunks) + 384 }

// length is the length of the field that posting is in. bleve gives it as
// 1/√length.
func length(posting segment.Posting) uint16 {
	inverse := posting.Norm()
	if inverse <= 0 || math.IsInf(inverse, 0) {
		return 1
	}
	return uint16(min(math.Round(1/(inverse*inverse)), math.MaxUint16))
}

// scoring is BM25F for one index and its Params.
type scoring struct {
	k1     float64
	fields [fieldCount]struct{ weight, base, slope float64 }
}

func newScoring(p Params, average [fieldCount]float64) *scoring {
	s := scoring{k1: p.K1}
	for f := range s.fields {
		s.fields[f].weight = p.Weight[f]
		s.fields[f].base = 1 - p.B[f]
		s.fields[f].slope = p.B[f] / average[f]
	}
	return &s
}

// frequency is how often a term stands in a field, weighted and divided by the
// norm of the field's length.
func (s *scoring) frequency(field, tf int, length uint16) float64 {
	f := &s.fields[field]
	return f.weight * float64(tf) / (f.base + f.slope*float64(length))
}

// impact is the score of a term of weight 1 whose frequencies in a passage's
// fields add up to sum.
func (s *scoring) impact(sum float64) float64 { return sum * (s.k1 + 1) / (sum + s.k1) }

// impactIn is the impact of the term of p in the passage with the given number.
func (s *scoring) impactIn(p *postings, number uint32, v freqs) float64 {
	sum := 0.0
	for f := range s.fields {
		if tf := v.of(f); tf > 0 {
			sum += s.frequency(f, tf, p.lengths[f][number])
		}
	}
	return s.impact(sum)
}

// accumulator sums the scores of one block's passages. It is all zeros when it
// is not in use.
type accumulator struct {
	scores  [blockSize]float32
	matched [blockSize]uint8 // how many terms
	touched [blockSize + 1]uint16
	count   int // of those touched
}

// add adds a term's score to the passages of block b that hold it.
func (a *accumulator) add(s *scoring, p *postings, b int, weight float64) {
	answer, answerLengths := s.fields[fieldAnswer], p.lengths[fieldAnswer]
	r := p.reader(p.block(b))
	for at := 0; at < len(r.data); {
		var v freqs
		v, at = r.read(at)
		var impact float64
		if v <= freqMost { // as impactIn does, for the common case
			tf := answer.weight * float64(v)
			impact = tf * (s.k1 + 1) / (tf + s.k1*(answer.base+answer.slope*float64(answerLengths[r.number])))
		} else {
			impact = s.impactIn(p, r.number, v)
		}
		i := r.number & (blockSize - 1)
		a.touched[a.count] = uint16(i) // stays if it is the first time: no branch to mispredict
		if a.matched[i] == 0 {
			a.count++
		}
		a.scores[i] += float32(weight * impact)
		if a.matched[i] < math.MaxUint8 {
			a.matched[i]++
		}
	}
}
