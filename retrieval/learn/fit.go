// Package learn fits the weights of retrieval to labelled questions: by which
// sentences are ranked, and by which answers are withheld. Both models are
// linear, so that the weights can be read.
package learn

import (
	"math"
)

// list is one question's candidates: their features, and which of them answer.
type list struct {
	features [][]float64
	answers  []bool
}

// fitRanking fits weights so that candidates that answer score highest: it
// maximises the probability, under a softmax over each list, that a candidate
// which answers is drawn (Cao et al. 2007, "Learning to rank: from pairwise
// approach to listwise approach"), less the penalty lambda × |w|². Lists
// without an answer say nothing. A sign of 1 or −1 keeps a weight from being of
// the other sign, which only chance in the data could make it. Weights apply to
// the features as they are.
func fitRanking(lists []list, signs []int, lambda float64) []float64 {
	dims := len(signs)
	scale := scales(lists, dims)
	w := make([]float64, dims)
	used := 0
	for _, l := range lists {
		if anyOf(l.answers) {
			used++
		}
	}
	if used == 0 {
		return w
	}
	adam := newAdam(dims)
	gradient := make([]float64, dims)
	for range 600 {
		for i := range gradient {
			gradient[i] = 2 * lambda * w[i]
		}
		for _, l := range lists {
			if anyOf(l.answers) {
				addListGradient(gradient, l, w, scale, 1/float64(used))
			}
		}
		adam.step(w, gradient)
		project(w, signs)
	}
	for i := range w {
		w[i] /= scale[i]
	}
	return w
}

// addListGradient adds the gradient of −ln P(an answer is drawn).
func addListGradient(gradient []float64, l list, w, scale []float64, share float64) {
	scores := make([]float64, len(l.features))
	top := math.Inf(-1)
	for i, f := range l.features {
		for k, v := range f {
			scores[i] += w[k] * v / scale[k]
		}
		top = math.Max(top, scores[i])
	}
	all, right := 0.0, 0.0
	for i := range scores {
		scores[i] = math.Exp(scores[i] - top)
		all += scores[i]
		if l.answers[i] {
			right += scores[i]
		}
	}
	for i, f := range l.features {
		g := scores[i] / all
		if l.answers[i] {
			g -= scores[i] / math.Max(right, 1e-12)
		}
		if g == 0 {
			continue
		}
		for k, v := range f {
			gradient[k] += share * g * v / scale[k]
		}
	}
}

// fitAnswering fits the log-odds that a question is answerable, by logistic
// regression with the penalty lambda × |w|², per-case weights and signs as in
// fitRanking.
func fitAnswering(cases [][]float64, answerable []bool, weight []float64, signs []int, lambda float64) (w []float64, bias float64) {
	dims := len(cases[0])
	scale := scales([]list{{features: cases}}, dims)
	x := make([]float64, dims+1) // the last is the bias
	gradient := make([]float64, dims+1)
	adam := newAdam(dims + 1)
	total := 0.0
	for _, v := range weight {
		total += v
	}
	for range 1500 {
		for i := range dims {
			gradient[i] = 2 * lambda * x[i]
		}
		gradient[dims] = 0
		for i, c := range cases {
			z := x[dims]
			for k, v := range c {
				z += x[k] * v / scale[k]
			}
			g := 1 / (1 + math.Exp(-z))
			if answerable[i] {
				g--
			}
			g *= weight[i] / total
			for k, v := range c {
				gradient[k] += g * v / scale[k]
			}
			gradient[dims] += g
		}
		adam.step(x, gradient)
		project(x[:dims], signs)
	}
	w = x[:dims]
	for i := range w {
		w[i] /= scale[i]
	}
	return w, x[dims]
}

// project sets weights of the wrong sign to 0.
func project(w []float64, signs []int) {
	for i, sign := range signs {
		if sign > 0 && w[i] < 0 || sign < 0 && w[i] > 0 {
			w[i] = 0
		}
	}
}

// scales are the standard deviations of the features, 1 where one is constant.
func scales(lists []list, dims int) []float64 {
	sum, squares, n := make([]float64, dims), make([]float64, dims), 0.0
	for _, l := range lists {
		for _, f := range l.features {
			n++
			for k, v := range f {
				sum[k] += v
				squares[k] += v * v
			}
		}
	}
	out := make([]float64, dims)
	for k := range out {
		m := sum[k] / math.Max(n, 1)
		out[k] = math.Sqrt(math.Max(squares[k]/math.Max(n, 1)-m*m, 0))
		if out[k] < 1e-6 {
			out[k] = 1
		}
	}
	return out
}

func anyOf(b []bool) bool {
	for _, v := range b {
		if v {
			return true
		}
	}
	return false
}

// adam is the optimiser of Kingma and Ba, "Adam: A Method for Stochastic
// Optimization" (2015), with its usual constants and a step of 0.03.
type adam struct {
	m, v []float64
	t    float64
}

func newAdam(n int) *adam { return &adam{m: make([]float64, n), v: make([]float64, n)} }

func (a *adam) step(w, gradient []float64) {
	const rate, b1, b2, epsilon = 0.03, 0.9, 0.999, 1e-8
	a.t++
	for i, g := range gradient {
		a.m[i] = b1*a.m[i] + (1-b1)*g
		a.v[i] = b2*a.v[i] + (1-b2)*g*g
		m := a.m[i] / (1 - math.Pow(b1, a.t))
		v := a.v[i] / (1 - math.Pow(b2, a.t))
		w[i] -= rate * m / (math.Sqrt(v) + epsilon)
	}
}
