package learn

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"ontherecord/corpus"
	"ontherecord/corpus/text"
	"ontherecord/retrieval"
)

// Validation holds cross-validated figures: each question was judged by weights
// that were fitted without it.
type Validation struct {
	QuoteHit1, QuoteHit3 float64
	// Best is the share of questions with an answer among the candidates: what
	// no ranking can exceed.
	Best float64
	// AUROC of telling answerable questions apart, by data set.
	AUROC map[string]float64
	// Withheld is, by data set, the share of unanswerable questions that are
	// withheld at the threshold which withholds no more than Wrongly of the
	// answerable ones, and that threshold.
	Withheld  map[string]float64
	Threshold map[string]float64
}

// Wrongly is the share of answerable questions that may be withheld.
const Wrongly = 0.08

// CrossValidate fits and judges the weights on random folds, repeats times.
func CrossValidate(cases []Case, folds, repeats int, o Options) Validation {
	v := Validation{AUROC: make(map[string]float64), Withheld: make(map[string]float64), Threshold: make(map[string]float64)}
	n := 0.0
	for r := range repeats {
		held := make([]float64, len(cases)) // confidence
		order := rand.New(rand.NewPCG(uint64(r), 1)).Perm(len(cases))
		for fold := range folds {
			train, test := split(cases, order, fold, folds)
			w := new(retrieval.Weights)
			FitSentences(train, w, o)
			sentence := w.SentenceVector()
			for _, i := range test {
				if len(cases[i].Query.Sentences) == 0 {
					continue
				}
				n++
				v.Best += truth(anyOf(cases[i].list.answers))
				switch place := cases[i].place(sentence); {
				case place == 1:
					v.QuoteHit1++
					v.QuoteHit3++
				case place > 1 && place <= 3:
					v.QuoteHit3++
				}
			}
			FitAnswers(train, w, o)
			for _, i := range test {
				if cases[i].concluded {
					held[i] = w.Confidence(cases[i].signals)
				}
			}
		}
		v.addAbstaining(cases, held, float64(repeats))
	}
	v.QuoteHit1, v.QuoteHit3, v.Best = v.QuoteHit1/n, v.QuoteHit3/n, v.Best/n
	return v
}

func split(cases []Case, order []int, fold, folds int) (train []Case, test []int) {
	for at, i := range order {
		if at%folds == fold {
			test = append(test, i)
		} else {
			train = append(train, cases[i])
		}
	}
	return train, test
}

// place is where the first candidate that answers is shown under the weights w,
// from 1; 0 if within the first three there is none. Near-duplicates and
// overlapping quotes are shown once, as in an answer.
func (c *Case) place(w []float64) int {
	type ranked struct {
		at    int
		score float64
	}
	order := make([]ranked, len(c.list.features))
	for i, f := range c.list.features {
		order[i].at = i
		for k, v := range f {
			order[i].score += v * w[k]
		}
	}
	slices.SortStableFunc(order, func(a, b ranked) int { return -cmp.Compare(a.score, b.score) })
	var prints []text.Print
	var shown []corpus.Quote
	for _, r := range order {
		q, p := c.quotes[r.at], c.prints[r.at]
		if slices.ContainsFunc(prints, func(o text.Print) bool { return text.Similar(o, p) }) ||
			slices.ContainsFunc(shown, func(s corpus.Quote) bool {
				return s.Citation().Document == q.Citation().Document && s.Span().Overlaps(q.Span())
			}) {
			continue
		}
		prints, shown = append(prints, p), append(shown, q)
		if c.list.answers[r.at] {
			return len(shown)
		}
		if len(shown) == 3 {
			return 0
		}
	}
	return 0
}

func (v *Validation) addAbstaining(cases []Case, confidence []float64, repeats float64) {
	positive, negative := make(map[string][]float64), make(map[string][]float64)
	for i, c := range cases {
		switch {
		case c.Query.Answerable == nil:
		case *c.Query.Answerable:
			positive[c.Dataset] = append(positive[c.Dataset], confidence[i])
		default:
			negative[c.Dataset] = append(negative[c.Dataset], confidence[i])
		}
	}
	for set, pos := range positive {
		neg := negative[set]
		if len(neg) == 0 {
			continue
		}
		slices.Sort(pos)
		wins, withheld := 0.0, 0.0
		threshold := pos[int(Wrongly*float64(len(pos)))]
		for _, n := range neg {
			at, _ := slices.BinarySearch(pos, n)
			above := at
			for above < len(pos) && pos[above] == n {
				above++
			}
			wins += float64(len(pos)-above) + float64(above-at)/2
			withheld += truth(n < threshold)
		}
		v.AUROC[set] += wins / float64(len(pos)) / float64(len(neg)) / repeats
		v.Withheld[set] += withheld / float64(len(neg)) / repeats
		v.Threshold[set] += threshold / repeats
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
