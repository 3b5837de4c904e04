package learned

import (
	"math"

	"ronda/rules"
)

// Settings of the second stage. They were chosen on texts of authors that were left out.
const (
	joinSteps   = 400
	joinRate    = 0.05
	joinPenalty = 0.004 // of the squared weights of inputs whose spread is 1, against a text's mean loss
)

// coefficients are the parameters of the second stage: of what every class sees, with the bias behind, and of rules and facts.
type coefficients struct {
	seen         [rules.JoinInputs + 1][classes]float64
	rules, facts [kinds]float64
}

// join learns how the margins, the rules and the context make one probability: a multinomial logistic regression in which every
// class sees every margin, and a rule speaks for its own kind alone. It is convex; gradient descent with Adam finds the same
// answer for the same inputs.
func join(in []*inputs, class []int) rules.Join {
	mean, spread := standard(in)
	scaled := make([]inputs, len(in))
	for i, x := range in {
		for s := range x.seen {
			scaled[i].seen[s] = (x.seen[s] - mean.seen[s]) / spread.seen[s]
		}
		for k := range kinds {
			scaled[i].rules[k], scaled[i].facts[k] = x.rules[k]/spread.rules[k], x.facts[k]/spread.facts[k]
		}
	}
	var now, first, second coefficients
	for step := 1; step <= joinSteps; step++ {
		var g coefficients
		for i := range scaled {
			g.add(&scaled[i], now.wrong(&scaled[i], class[i]))
		}
		rate := joinRate * (1 - float64(step-1)/joinSteps)
		move := func(w, slope, first, second *float64, penalty float64) {
			d := *slope/float64(len(in)) + penalty**w
			*first = 0.9**first + 0.1*d
			*second = 0.999**second + 0.001*d*d
			*w -= rate * *first / (1 - math.Pow(0.9, float64(step))) / (1e-8 + math.Sqrt(*second/(1-math.Pow(0.999, float64(step)))))
		}
		for s := range now.seen {
			penalty := joinPenalty
			if s == rules.JoinInputs {
				penalty = 0
			}
			for c := range classes {
				move(&now.seen[s][c], &g.seen[s][c], &first.seen[s][c], &second.seen[s][c], penalty)
			}
		}
		for k := range kinds {
			move(&now.rules[k], &g.rules[k], &first.rules[k], &second.rules[k], 0)
			move(&now.facts[k], &g.facts[k], &first.facts[k], &second.facts[k], 0)
			now.rules[k], now.facts[k] = max(0, now.rules[k]), max(0, now.facts[k]) // what speaks for a kind never counts against it
		}
	}
	var j rules.Join
	for k := range kinds {
		j.Rules[k], j.Facts[k] = now.rules[k]/spread.rules[k], now.facts[k]/spread.facts[k]
		j.Bias[k] = now.seen[rules.JoinInputs][k] - now.seen[rules.JoinInputs][kinds]
		for s := range j.Weights {
			j.Weights[s][k] = (now.seen[s][k] - now.seen[s][kinds]) / spread.seen[s]
			j.Bias[k] -= j.Weights[s][k] * mean.seen[s]
		}
	}
	return j
}

// wrong returns how far the classes' probabilities are from what the text is.
func (p *coefficients) wrong(x *inputs, class int) (d [classes]float64) {
	d = p.seen[rules.JoinInputs]
	for k := range kinds {
		d[k] += p.rules[k]*x.rules[k] + p.facts[k]*x.facts[k]
	}
	for s := range x.seen {
		for c, w := range p.seen[s] {
			d[c] += w * x.seen[s]
		}
	}
	top := d[0]
	for _, odds := range d {
		top = max(top, odds)
	}
	sum := 0.0
	for c := range d {
		d[c] = math.Exp(d[c] - top)
		sum += d[c]
	}
	for c := range d {
		d[c] /= sum
	}
	d[class]--
	return d
}

// add adds a text's slope, which is wrong by d.
func (p *coefficients) add(x *inputs, d [classes]float64) {
	for s := range x.seen {
		for c := range d {
			p.seen[s][c] += d[c] * x.seen[s]
		}
	}
	for c := range d {
		p.seen[rules.JoinInputs][c] += d[c]
	}
	for k := range kinds {
		p.rules[k] += d[k] * x.rules[k]
		p.facts[k] += d[k] * x.facts[k]
	}
}

// standard returns the inputs' means and spreads; an input that is always the same has the spread 1.
func standard(in []*inputs) (mean, spread inputs) {
	of := func(at func(x *inputs) *float64) {
		m, v := at(&mean), at(&spread)
		for _, x := range in {
			*m += *at(x) / float64(len(in))
		}
		for _, x := range in {
			*v += (*at(x) - *m) * (*at(x) - *m) / float64(len(in))
		}
		if *v = math.Sqrt(*v); *v < 1e-6 {
			*v = 1
		}
	}
	for s := range rules.JoinInputs {
		of(func(x *inputs) *float64 { return &x.seen[s] })
	}
	for k := range kinds {
		of(func(x *inputs) *float64 { return &x.rules[k] })
		of(func(x *inputs) *float64 { return &x.facts[k] })
	}
	return mean, spread
}
