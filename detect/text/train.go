package text

import (
	"math"
	"slices"

	"ronda/rules"
)

// Example is a labelled text to learn from.
type Example struct {
	Passages []Passage
	Kind     string // sale, forgery, exposure, solicitation; anything else is none
}

// Settings of the training. They were chosen on texts of authors that were left out.
const (
	learnedBits  = 18
	epochs       = 40
	learningRate = 0.3
	shrinkage    = 1e-5 // L2
	fewestTexts  = 1    // features of fewer texts are left out: they tell the author, not the kind
)

var learnedKinds = []string{"sale", "forgery", "exposure", "solicitation"}

// Train learns a model from examples: logistic regression over five classes, by AdaGrad, in the given order. The same
// examples in the same order give the same model. The judge's lists say what of a text is read, as in judging.
func (j *Judge) Train(examples []Example) *rules.Learned {
	const classes = kindCount + 1 // the last one is none
	rows := make([]([]sample), len(examples))
	seen := make([]uint16, 1<<learnedBits)
	for i, e := range examples {
		readFeatures(j.v.folds, e.Passages, j.unreadIn(e.Passages), learnedBits).each(func(ft feature, value float64) {
			rows[i] = append(rows[i], sample{ft.row, value})
			seen[ft.row]++
		})
	}
	for i := range rows {
		rows[i] = slices.DeleteFunc(rows[i], func(s sample) bool { return seen[s.row] < fewestTexts })
	}
	weights, squares := make([]float64, classes<<learnedBits), make([]float64, classes<<learnedBits)
	var bias, biasSquares [classes]float64
	step := func(w, sq *float64, gradient float64) {
		*sq += gradient * gradient
		*w -= learningRate * gradient / (1e-6 + math.Sqrt(*sq))
	}
	for range epochs {
		for n := range rows {
			i := (n * 7919) % len(rows) // neighbours in a corpus are alike; a prime step mixes them
			p := bias
			for _, s := range rows[i] {
				for c := range p {
					p[c] += s.value * weights[int(s.row)*classes+c]
				}
			}
			softmax(p[:])
			want := slices.Index(learnedKinds, examples[i].Kind)
			if want < 0 {
				want = kindCount
			}
			p[want]--
			for c, gradient := range p {
				step(&bias[c], &biasSquares[c], gradient)
				for _, s := range rows[i] {
					at := int(s.row)*classes + c
					step(&weights[at], &squares[at], gradient*s.value+shrinkage*weights[at])
				}
			}
		}
	}
	return quantise(weights, bias[:])
}

// unreadIn marks what the model does not read of a listing that is not judged.
func (j *Judge) unreadIn(passages []Passage) []bool {
	lx := lexer{v: j.v}
	quotes := make([]bool, len(passages))
	for i, p := range passages {
		lx.add(i, p.Text)
		quotes[i] = p.Quote
	}
	st := &stream{tokens: lx.tokens}
	j.match(st)
	return j.unread(st, quotes, passages)
}

type sample struct {
	row   uint32
	value float64
}

func softmax(z []float64) {
	top, sum := slices.Max(z), 0.0
	for i := range z {
		z[i] = math.Exp(z[i] - top)
		sum += z[i]
	}
	for i := range z {
		z[i] /= sum
	}
}

// quantise turns weights of five classes into steps of weights against none.
func quantise(weights, bias []float64) *rules.Learned {
	const classes = kindCount + 1
	m := &rules.Learned{Bits: learnedBits, Weights: make([]int8, kindCount<<learnedBits)}
	against := make([]float64, kindCount<<learnedBits)
	largest := 0.0
	for row := range 1 << learnedBits {
		for k := range kindCount {
			w := weights[row*classes+k] - weights[row*classes+kindCount]
			against[row*kindCount+k] = w
			largest = max(largest, math.Abs(w))
		}
	}
	m.Scale = max(largest, 1e-9) / math.MaxInt8
	for i, w := range against {
		m.Weights[i] = int8(math.Round(w / m.Scale))
	}
	for k := range kindCount {
		m.Bias[k] = bias[k] - bias[kindCount]
	}
	return m
}
