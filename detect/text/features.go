package text

import (
	"math"
	"slices"
)

const (
	// maxLearnedWords bounds the words of one listing that the learned model reads: what an offer is shows early.
	maxLearnedWords = 4000
	shortestGram    = 3 // characters of a word, with a mark at each end
	longestGram     = 5
)

// feature is a row of the learned model's table, with the words that it came from.
type feature struct {
	row   uint32
	from  int32 // first word that has it
	times int32 // how often the listing has it
}

// learnedWord is a word as the learned model reads it: Latin, lower case, digits as 0, long digit runs as one.
type learnedWord struct {
	passage    int
	start, end int // bytes of the passage's text
}

// featureSet collects the features of one listing. Single words and pairs of neighbours are one group, pieces of words the
// other; each group is scaled to the length of 1, so that a long page weighs no more than a short one.
type featureSet struct {
	mask     uint32
	words    []learnedWord
	spoken   int // of them, how many are not numbers
	whole    []feature
	language []uint32 // rows of words and pairs that are not about numbers
	grams    []feature
}

// FNV-1a, 32 bit.
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

func hash(h uint32, s []byte) uint32 {
	for _, c := range s {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h
}

// readFeatures reads the words of a listing but for the passages that skip marks.
func readFeatures(folds foldTable, passages []Passage, skip []bool, bits int) *featureSet {
	set := &featureSet{mask: 1<<bits - 1}
	var word, before []byte
	for i, p := range passages {
		if skip[i] {
			continue
		}
		before = append(before[:0], '|') // pairs do not reach over lines
		start := 0
		flush := func(end int) {
			if len(word) > 0 {
				set.add(word, before, learnedWord{i, start, end})
				before = append(before[:0], word...)
				word = word[:0]
			}
		}
		s := p.Text
		for at := 0; at < len(s) && len(set.words) < maxLearnedWords; {
			n := len(word)
			out, kind, size := folds.fold(word, s[at:])
			switch kind {
			case letter, digit:
				if n == 0 {
					start = at
				}
				word = out
				if kind == digit {
					for k := n; k < len(word); k++ {
						word[k] = '0'
					}
					if longNumber(word) {
						word = word[:n] // a longer run of digits is the same word
					}
				}
				if len(word) >= maxWord {
					flush(at + size)
				}
			case ignored:
				word = word[:n]
			default:
				word = word[:n]
				flush(at)
			}
			at += size
		}
		flush(len(s))
	}
	set.whole, set.grams = distinct(set.whole), distinct(set.grams)
	return set
}

// longNumber reports whether a word is nothing but more than eight digits.
func longNumber(word []byte) bool {
	return len(word) > 8 && !slices.ContainsFunc(word, func(c byte) bool { return c != '0' })
}

func (set *featureSet) add(word, before []byte, w learnedWord) {
	from := int32(len(set.words))
	set.words = append(set.words, w)
	if word[0] != '0' {
		set.spoken++
	}
	one := hash(fnvOffset^1, word)
	pair := hash(hash(hash(fnvOffset^2, before), []byte{' '}), word)
	set.whole = append(set.whole, feature{one & set.mask, from, 1}, feature{pair & set.mask, from, 1})
	if word[0] != '0' && before[0] != '0' {
		set.language = append(set.language, one&set.mask, pair&set.mask)
	}
	marked := append(append([]byte{'^'}, word...), '$')
	for n := shortestGram; n <= longestGram; n++ {
		for i := 0; i+n <= len(marked); i++ {
			set.grams = append(set.grams, feature{hash(fnvOffset^3, marked[i:i+n]) & set.mask, from, 1})
		}
	}
}

// distinct sorts features by row and keeps the first of each, with their number.
func distinct(features []feature) []feature {
	slices.SortFunc(features, func(a, b feature) int {
		if a.row != b.row {
			return int(a.row) - int(b.row)
		}
		return int(a.from) - int(b.from)
	})
	kept := features[:0]
	for _, ft := range features {
		if n := len(kept); n > 0 && kept[n-1].row == ft.row {
			kept[n-1].times++
		} else {
			kept = append(kept, ft)
		}
	}
	return kept
}

// each calls f for every feature that the model knows, with its value: rarer features and repeated ones weigh more, and each
// group has the length of 1. What the model has never seen says nothing and takes nothing from the rest.
func (set *featureSet) each(rarity []uint8, f func(ft feature, value float64)) {
	value := func(ft feature) float64 {
		return float64(rarity[ft.row]) * (1 + math.Log(float64(ft.times)))
	}
	for _, group := range [][]feature{set.whole, set.grams} {
		length := 0.0
		for _, ft := range group {
			v := value(ft)
			length += v * v
		}
		if length == 0 {
			continue
		}
		length = math.Sqrt(length)
		for _, ft := range group {
			if rarity[ft.row] > 0 {
				f(ft, value(ft)/length)
			}
		}
	}
}

// familiar returns the share of the listing's words and pairs of words that the model knows.
func (set *featureSet) familiar(rarity []uint8) float64 {
	known := 0
	for _, row := range set.language {
		if rarity[row] > 0 {
			known++
		}
	}
	return float64(known) / float64(max(1, len(set.language)))
}
