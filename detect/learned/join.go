package learned

import (
	"math"

	"ronda/rules"
)

// Settings of the second stage.
const (
	joinSteps    = 3000
	joinRate     = 0.02
	joinPenalty  = 0.002
	biasRow      = 0
	wordsRow     = 1
	rulesRow     = 2
	factsRow     = 3
	perKindCount = 4
)

// join learns how the margins, the rules and the context make one probability: a multinomial logistic regression whose
// parameters for context are shared by all alerting kinds. It is convex; gradient descent with Adam finds the same answer for
// the same inputs.
func join(in []*inputs, class []int) rules.Join {
	const size = perKindCount*kinds + rules.JoinShared
	var p, first, second [size]float64
	for k := range kinds {
		p[wordsRow*kinds+k], p[rulesRow*kinds+k], p[factsRow*kinds+k] = 3, 0.3, 1
	}
	for step := 1; step <= joinSteps; step++ {
		var g [size]float64
		for i := range in {
			x := in[i]
			shared := 0.0
			for s, v := range x.shared {
				shared += p[perKindCount*kinds+s] * v
			}
			var odds [kinds]float64
			top := 0.0
			for k := range kinds {
				odds[k] = p[k] + p[wordsRow*kinds+k]*x.words[k] + p[rulesRow*kinds+k]*x.rules[k] + p[factsRow*kinds+k]*x.facts[k] + shared
				top = max(top, odds[k])
			}
			sum := math.Exp(-top)
			for k := range kinds {
				odds[k] = math.Exp(odds[k] - top)
				sum += odds[k]
			}
			all := 0.0
			for k := range kinds {
				d := odds[k] / sum
				if class[i] == k {
					d--
				}
				all += d
				g[biasRow*kinds+k] += d
				g[wordsRow*kinds+k] += d * x.words[k]
				g[rulesRow*kinds+k] += d * x.rules[k]
				g[factsRow*kinds+k] += d * x.facts[k]
			}
			for s, v := range x.shared {
				g[perKindCount*kinds+s] += all * v
			}
		}
		for i := range p {
			g[i] = g[i]/float64(len(in)) + joinPenalty*p[i]
			first[i] = 0.9*first[i] + 0.1*g[i]
			second[i] = 0.999*second[i] + 0.001*g[i]*g[i]
			p[i] -= joinRate * first[i] / (1 - math.Pow(0.9, float64(step))) / (1e-8 + math.Sqrt(second[i]/(1-math.Pow(0.999, float64(step)))))
			if i >= wordsRow*kinds && i < perKindCount*kinds {
				p[i] = max(0, p[i]) // what speaks for a kind never counts against it
			}
		}
	}
	var j rules.Join
	copy(j.Bias[:], p[:kinds])
	copy(j.Words[:], p[wordsRow*kinds:])
	copy(j.Rules[:], p[rulesRow*kinds:])
	copy(j.Facts[:], p[factsRow*kinds:])
	copy(j.Shared[:], p[perKindCount*kinds:])
	return j
}
