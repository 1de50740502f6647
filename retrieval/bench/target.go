package bench

// Target is a bound on what a size may cost.
type Target struct {
	Name  string
	Unit  string
	Value func(*Result) float64
	// AtLeast reports that the value must not be lower than the bound, not
	// higher.
	AtLeast bool
	// Bounds by number of passages; All is for every size that has none.
	Bounds map[int]float64
	All    float64
}

const mega = 1 << 20

// Targets is the table of what is measured and what it may cost, in the order
// in which it is shown.
func Targets() []Target {
	const small, large = 100_000, 1_000_000
	return []Target{
		{Name: "answer p50", Unit: "ms", Value: func(r *Result) float64 { return r.Answer.P50 },
			Bounds: map[int]float64{small: 4, large: 12}},
		{Name: "answer p99", Unit: "ms", Value: func(r *Result) float64 { return r.Answer.P99 },
			Bounds: map[int]float64{small: 12, large: 40}},
		{Name: "search alone p50", Unit: "ms", Value: func(r *Result) float64 { return r.Search.P50 }},
		{Name: "search alone p99", Unit: "ms", Value: func(r *Result) float64 { return r.Search.P99 }},
		{Name: "plain bleve p50", Unit: "ms", Value: func(r *Result) float64 { return r.Plain.P50 }},
		{Name: "plain bleve p99", Unit: "ms", Value: func(r *Result) float64 { return r.Plain.P99 }},
		{Name: "answer / plain bleve", Unit: "", Value: func(r *Result) float64 { return r.Ratio() },
			Bounds: map[int]float64{small: 0.7, large: 0.3}},
		{Name: "known item MRR", Unit: "", Value: func(r *Result) float64 { return r.MRR }, AtLeast: true},
		{Name: "MRR lost to exact BM25", Unit: "", Value: func(r *Result) float64 { return r.MRRExact - r.MRR }, All: 0.01},
		{Name: "resident, answering", Unit: "MB", Value: func(r *Result) float64 { return float64(r.Resident) / mega },
			Bounds: map[int]float64{small: 250, large: 1024}},
		{Name: "of that, no file's", Unit: "MB", Value: func(r *Result) float64 { return float64(r.Anonymous) / mega }},
		{Name: "ingest", Unit: "/s", Value: func(r *Result) float64 { return r.IngestRate }, AtLeast: true, All: 6000},
		{Name: "resident peak, ingesting", Unit: "MB", Value: func(r *Result) float64 { return float64(r.IngestPeak) / mega }},
		{Name: "update visible", Unit: "s", Value: func(r *Result) float64 { return r.Update }, All: 1},
		{Name: "start to first answer", Unit: "ms", Value: func(r *Result) float64 { return r.Start },
			Bounds: map[int]float64{small: 300}},
		{Name: "store on the disk", Unit: "MB", Value: func(r *Result) float64 { return float64(r.StoreBytes) / mega }},
		{Name: "index on the disk", Unit: "MB", Value: func(r *Result) float64 { return float64(r.IndexBytes) / mega }},
	}
}

// Bound is the bound for n passages; ok is false where there is none.
func (t *Target) Bound(n int) (bound float64, ok bool) {
	if b, ok := t.Bounds[n]; ok {
		return b, true
	}
	return t.All, t.All > 0
}

// Met reports whether v keeps within bound.
func (t *Target) Met(v, bound float64) bool {
	if t.AtLeast {
		return v >= bound
	}
	return v <= bound
}
