package eval

import (
	"math"
	"testing"
)

func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-9
}

func TestMeasuresOfARanking(t *testing.T) {
	relevant := map[string]int{"a": 2, "b": 1, "c": 1}
	tests := []struct {
		name                     string
		ranking                  []string
		relevant                 map[string]int
		k                        int
		ndcg, recall, reciprocal float64
	}{
		{"ideal", []string{"a", "b", "c"}, relevant, 10, 1, 1, 1},
		// Gains 0, 2, 0, 1 at discounts log2(2..5), against 2, 1, 1.
		{"graded", []string{"x", "a", "y", "b"}, relevant, 10,
			(2/math.Log2(3) + 1/math.Log2(5)) / (2 + 1/math.Log2(3) + 1/math.Log2(4)), 2.0 / 3, 0.5},
		{"cut off", []string{"x", "b", "a"}, relevant, 2, (1 / math.Log2(3)) / (2 + 1/math.Log2(3)), 1.0 / 3, 0.5},
		{"more relevant than places", []string{"a"}, relevant, 1, 1, 1.0 / 3, 1},
		{"none found", []string{"x", "y"}, relevant, 10, 0, 0, 0},
		{"nothing returned", nil, relevant, 10, 0, 0, 0},
		{"nothing relevant", []string{"a"}, nil, 10, 0, 0, 0},
		{"third", []string{"x", "y", "c"}, map[string]int{"c": 1}, 10, 0.5, 1, 1.0 / 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ndcg(tt.ranking, tt.relevant, tt.k); !near(got, tt.ndcg) {
				t.Errorf("ndcg %v, want %v", got, tt.ndcg)
			}
			if got := recall(tt.ranking, tt.relevant, tt.k); !near(got, tt.recall) {
				t.Errorf("recall %v, want %v", got, tt.recall)
			}
			if got := reciprocalRank(tt.ranking, tt.relevant); !near(got, tt.reciprocal) {
				t.Errorf("reciprocal rank %v, want %v", got, tt.reciprocal)
			}
		})
	}
}

func TestAUROC(t *testing.T) {
	tests := []struct {
		name               string
		positive, negative []float64
		want               float64
	}{
		{"told apart", []float64{0.9, 0.8}, []float64{0.1, 0.2}, 1},
		{"the wrong way round", []float64{0.1}, []float64{0.2, 0.3}, 0},
		{"all the same", []float64{0.5, 0.5}, []float64{0.5, 0.5, 0.5}, 0.5},
		{"one tie, one win, one loss", []float64{0.5}, []float64{0.5, 0.4, 0.6}, 0.5},
		{"of six pairs four wins and a tie", []float64{0.9, 0.5, 0.3}, []float64{0.5, 0.2}, 4.5 / 6},
		{"no positive", nil, []float64{1}, math.NaN()},
		{"no negative", []float64{1}, nil, math.NaN()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := auroc(tt.positive, tt.negative); !near(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPercentile(t *testing.T) {
	ten := []float64{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	for _, tt := range []struct {
		values []float64
		p      float64
		want   float64
	}{
		{ten, 0.5, 5}, {ten, 0.99, 10}, {ten, 0.9, 9}, {ten, 0.91, 10}, {ten, 1, 10}, {ten, 0.01, 1},
		{[]float64{7}, 0.5, 7}, {[]float64{7}, 0.99, 7}, {nil, 0.5, 0},
	} {
		if got := percentile(tt.values, tt.p); got != tt.want {
			t.Errorf("percentile %v of %v = %v, want %v", tt.p, tt.values, got, tt.want)
		}
	}
	if ten[0] != 10 {
		t.Error("the values were sorted in place")
	}
}
