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
	learnedBits  = 20
	epochs       = 40
	learningRate = 0.1
	shrinkage    = 1e-5 // L2
	fewestTexts  = 2    // features of fewer texts are left out: they tell the author, not the kind
	rarityStep   = 1.0 / 24
	toLogOdds    = 3.0 // what the distance from a separating plane is worth in log-odds
)

var learnedKinds = []string{"sale", "forgery", "exposure", "solicitation"}

// classes are the alerting kinds and, the last one, none.
const classes = kindCount + 1

// Train learns a model from examples: five linear classifiers, each kind against the rest, with squared hinge loss, by
// AdaGrad in the given order. The same examples in the same order give the same model. The judge's lists say what of a text
// is read, as in judging.
func (j *Judge) Train(examples []Example) *rules.Learned {
	sets := make([]*featureSet, len(examples))
	seen := make([]int, 1<<learnedBits)
	for i, e := range examples {
		sets[i] = readFeatures(j.v.folds, e.Passages, j.unreadIn(e.Passages), learnedBits)
		for _, group := range [][]feature{sets[i].whole, sets[i].grams} {
			for _, ft := range group {
				seen[ft.row]++
			}
		}
	}
	rarity := make([]uint8, 1<<learnedBits)
	for row, n := range seen {
		if n >= fewestTexts {
			idf := 1 + math.Log(float64(1+len(examples))/float64(1+n))
			rarity[row] = uint8(min(math.MaxUint8, math.Round(idf/rarityStep)))
		}
	}
	rows := make([]([]sample), len(examples))
	for i, set := range sets {
		set.each(rarity, func(ft feature, value float64) { rows[i] = append(rows[i], sample{ft.row, value}) })
	}
	weights, bias := fit(rows, examples)
	m := quantise(weights, bias)
	m.Rarity = rarity
	return m
}

func fit(rows [][]sample, examples []Example) (weights []float64, bias [classes]float64) {
	weights = make([]float64, classes<<learnedBits)
	squares, biasSquares := make([]float64, classes<<learnedBits), [classes]float64{}
	step := func(w, sq *float64, gradient float64) {
		*sq += gradient * gradient
		*w -= learningRate * gradient / (1e-6 + math.Sqrt(*sq))
	}
	for range epochs {
		for n := range rows {
			i := (n * 7919) % len(rows) // neighbours in a corpus are alike; a prime step mixes them
			distance := bias
			for _, s := range rows[i] {
				for c := range distance {
					distance[c] += s.value * weights[int(s.row)*classes+c]
				}
			}
			is := slices.Index(learnedKinds, examples[i].Kind)
			if is < 0 {
				is = kindCount
			}
			for c := range distance {
				side := -1.0
				if c == is {
					side = 1
				}
				short := 1 - side*distance[c]
				if short <= 0 {
					continue
				}
				gradient := -2 * side * short
				step(&bias[c], &biasSquares[c], gradient)
				for _, s := range rows[i] {
					at := int(s.row)*classes + c
					step(&weights[at], &squares[at], gradient*s.value+shrinkage*weights[at])
				}
			}
		}
	}
	return weights, bias
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

// quantise turns weights of five classes into steps of weights against none.
func quantise(weights []float64, bias [classes]float64) *rules.Learned {
	m := &rules.Learned{Bits: learnedBits, Weights: make([]int8, kindCount<<learnedBits)}
	against := make([]float64, kindCount<<learnedBits)
	largest := 0.0
	for row := range 1 << learnedBits {
		for k := range kindCount {
			w := toLogOdds * (weights[row*classes+k] - weights[row*classes+kindCount])
			against[row*kindCount+k] = w
			largest = max(largest, math.Abs(w))
		}
	}
	m.Scale = max(largest, 1e-9) / math.MaxInt8
	for i, w := range against {
		m.Weights[i] = int8(math.Round(w / m.Scale))
	}
	for k := range kindCount {
		m.Bias[k] = toLogOdds * (bias[k] - bias[kindCount])
	}
	return m
}
