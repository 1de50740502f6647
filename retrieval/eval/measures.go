package eval

import (
	"cmp"
	"math"
	"slices"
)

// ndcg is the normalised discounted cumulative gain of the first k documents,
// with the grade itself as the gain, as trec_eval and BEIR compute it (Järvelin
// and Kekäläinen 2002).
func ndcg(ranking []string, relevant map[string]int, k int) float64 {
	gain := func(grade, rank int) float64 {
		return float64(grade) / math.Log2(float64(rank)+2)
	}
	sum := 0.0
	for i, id := range ranking[:min(k, len(ranking))] {
		sum += gain(relevant[id], i)
	}
	grades := make([]int, 0, len(relevant))
	for _, g := range relevant {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	ideal := 0.0
	for i, g := range grades[:min(k, len(grades))] {
		ideal += gain(g, i)
	}
	if ideal == 0 {
		return 0
	}
	return sum / ideal
}

// recall is the share of the relevant documents among the first k.
func recall(ranking []string, relevant map[string]int, k int) float64 {
	if len(relevant) == 0 {
		return 0
	}
	n := 0
	for _, id := range ranking[:min(k, len(ranking))] {
		if relevant[id] > 0 {
			n++
		}
	}
	return float64(n) / float64(len(relevant))
}

// reciprocalRank is 1 / rank of the first relevant document, 0 if none.
func reciprocalRank(ranking []string, relevant map[string]int) float64 {
	for i, id := range ranking {
		if relevant[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// auroc is the probability that a positive case scores above a negative one,
// ties counting half (Mann and Whitney 1947). NaN where either is missing.
func auroc(positive, negative []float64) float64 {
	if len(positive) == 0 || len(negative) == 0 {
		return math.NaN()
	}
	wins := 0.0
	for _, p := range positive {
		for _, n := range negative {
			switch cmp.Compare(p, n) {
			case 1:
				wins++
			case 0:
				wins += 0.5
			}
		}
	}
	return wins / float64(len(positive)) / float64(len(negative))
}

// percentile is the value below which the share p of values lies, by nearest
// rank.
func percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[min(len(sorted)-1, int(math.Ceil(p*float64(len(sorted))))-1)]
}

func mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
