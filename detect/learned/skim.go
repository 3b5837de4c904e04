package learned

import (
	"maps"
	"math"
	"slices"

	"ronda/rules"
)

const (
	fewestSkimmed = 3    // texts of a word that skimming knows
	skimLoss      = 0.02 // share of the offers found in texts that do not speak of identity that skimming may lose
	skimSpan      = 12.0 // weights beyond are cut: of a word that stands in a few texts nobody knows so much
)

// skim learns which texts that do not speak of identity are harmless by their single words: the floor is set on texts of authors
// that the weights were learned without.
func skim(examples []Example, group []int, odds [][Kinds]float64) rules.Skim {
	words := skimWords(examples)
	place := map[string]uint32{}
	for i, w := range words {
		place[w] = uint32(i)
	}
	vectors := make([]vector, len(examples))
	for i := range examples {
		vectors[i] = skimVector(&examples[i], place)
	}
	var taught []vector // but parts of texts, which would say how many are honest
	for i := range examples {
		if !examples[i].Part {
			taught = append(taught, vectors[i])
		}
	}
	var found []float64 // margins of offers that skimming must let pass
	for part := range parts {
		var others []vector
		for i := range vectors {
			if group[i] != part && !examples[i].Part {
				others = append(others, vectors[i])
			}
		}
		m := separate(others, len(words))
		for i := range examples {
			if group[i] == part && examples[i].Silent && classOf(examples[i].Kind) != kinds && odds[i][largest(odds[i])] > 0 {
				d := m.margins(vectors[i].samples)
				found = append(found, d[0]-d[kinds])
			}
		}
	}
	slices.Sort(found)
	s := rules.Skim{Scale: skimSpan / math.MaxInt8, Floor: math.Inf(-1), Weights: map[string]int8{}}
	if len(found) > 0 {
		s.Floor = found[int(skimLoss*float64(len(found)))]
	}
	m := separate(taught, len(words))
	s.Bias = m.bias[0] - m.bias[kinds]
	for i, word := range words {
		w := float64(m.weights[i*classes] - m.weights[i*classes+kinds])
		s.Weights[word] = int8(math.Round(max(-skimSpan, min(skimSpan, w)) / s.Scale))
	}
	return s
}

// skimWords returns the words of several examples, sorted.
func skimWords(examples []Example) []string {
	texts := map[string]int{}
	for i := range examples {
		own := map[string]bool{}
		for _, w := range examples[i].Words {
			if !own[w] {
				own[w] = true
				texts[w]++
			}
		}
	}
	maps.DeleteFunc(texts, func(w string, n int) bool { return w == "" || n < fewestSkimmed })
	return slices.Sorted(maps.Keys(texts))
}

func skimVector(e *Example, place map[string]uint32) (v vector) {
	times := map[uint32]float64{}
	for _, w := range e.Words {
		if at, ok := place[w]; ok {
			times[at]++
		}
	}
	root := math.Sqrt(float64(max(1, len(e.Words))))
	for _, at := range slices.Sorted(maps.Keys(times)) {
		value := times[at] / root
		v.samples = append(v.samples, sample{at, float32(value)})
		v.square += value * value
	}
	v.class = kinds
	if classOf(e.Kind) != kinds {
		v.class = 0
	}
	return v
}
