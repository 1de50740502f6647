package learn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// plantedLists are candidates of which the one answers that scores best under
// planted, with a little noise.
func plantedLists(r *rand.Rand, n int, planted []float64) []list {
	var out []list
	for range n {
		var l list
		best, at := math.Inf(-1), 0
		for i := range 8 {
			f := make([]float64, len(planted))
			score := 0.3 * r.NormFloat64()
			for k := range f {
				f[k] = r.Float64() * float64(1+9*(k%2)) // of two scales
				score += planted[k] * f[k]
			}
			if score > best {
				best, at = score, i
			}
			l.features = append(l.features, f)
		}
		l.answers = make([]bool, 8)
		l.answers[at] = true
		out = append(out, l)
	}
	return out
}

// angle is the cosine of the angle between two weight vectors.
func angle(a, b []float64) float64 {
	dot, aa, bb := 0.0, 0.0, 0.0
	for i := range a {
		dot, aa, bb = dot+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return dot / math.Sqrt(aa*bb)
}

func TestFitRankingFindsPlantedWeights(t *testing.T) {
	planted := []float64{4, -0.3, 0, 0.5}
	r := rand.New(rand.NewPCG(1, 1))
	free := make([]int, len(planted))
	w := fitRanking(plantedLists(r, 300, planted), free, 0.001)
	if a := angle(w, planted); a < 0.99 {
		t.Errorf("weights %.2f against planted %v: cosine %.3f", w, planted, a)
	}
	right, fresh := 0, plantedLists(r, 200, planted)
	for _, l := range fresh {
		best, at := math.Inf(-1), 0
		for i, f := range l.features {
			score := 0.0
			for k, v := range f {
				score += w[k] * v
			}
			if score > best {
				best, at = score, i
			}
		}
		if l.answers[at] {
			right++
		}
	}
	if right < 150 { // chance is 25
		t.Errorf("the best of %d of 200 fresh lists is right", right)
	}
}

func TestFitRankingKeepsSigns(t *testing.T) {
	planted := []float64{4, -0.3, 0, 0.5}
	lists := plantedLists(rand.New(rand.NewPCG(1, 1)), 100, planted)
	w := fitRanking(lists, []int{-1, 1, 0, 1}, 0.001)
	if w[0] != 0 || w[1] != 0 {
		t.Errorf("weights %v: the first two may not have the signs that fit", w)
	}
	if w[3] <= 0 {
		t.Errorf("weights %v: the last has the sign that it may have", w)
	}
}

func TestFitRankingWithoutAnswers(t *testing.T) {
	lists := []list{{features: [][]float64{{1, 2}, {3, 4}}, answers: []bool{false, false}}}
	for _, v := range fitRanking(lists, []int{0, 0}, 0.01) {
		if v != 0 {
			t.Errorf("a weight of %v out of nothing", v)
		}
	}
}

func TestPenaltyShrinks(t *testing.T) {
	lists := plantedLists(rand.New(rand.NewPCG(4, 1)), 60, []float64{3, 0.2})
	lax, strict := fitRanking(lists, []int{0, 0}, 0.0001), fitRanking(lists, []int{0, 0}, 1)
	if math.Abs(strict[0]) >= math.Abs(lax[0]) {
		t.Errorf("weight %v under a large penalty, %v under a small one", strict[0], lax[0])
	}
}

func TestFitAnsweringFindsPlantedWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	const bias = -1.0
	planted := []float64{3, 0, -2}
	var cases [][]float64
	var answerable []bool
	var weight []float64
	for range 1500 {
		c := []float64{r.Float64(), r.Float64(), r.Float64()}
		z := bias
		for k, v := range c {
			z += planted[k] * v
		}
		cases = append(cases, c)
		answerable = append(answerable, r.Float64() < 1/(1+math.Exp(-z)))
		weight = append(weight, 1)
	}
	w, b := fitAnswering(cases, answerable, weight, []int{1, 0, -1}, 0.0001)
	for k := range planted {
		if math.Abs(w[k]-planted[k]) > 0.6 {
			t.Errorf("weights %.2f, planted %v", w, planted)
			break
		}
	}
	if math.Abs(b-bias) > 0.5 {
		t.Errorf("bias %.2f, planted %v", b, bias)
	}
	w, _ = fitAnswering(cases, answerable, weight, []int{-1, 0, 1}, 0.0001)
	if w[0] != 0 || w[2] != 0 {
		t.Errorf("weights %v: the first and the last may not have the signs that fit", w)
	}
	// Cases of no weight say nothing.
	for i := range weight {
		if !answerable[i] {
			weight[i] = 0
		}
	}
	if _, b := fitAnswering(cases, answerable, weight, []int{0, 0, 0}, 0.0001); b < 1 {
		t.Errorf("bias %.2f where every case that counts is answerable", b)
	}
}
