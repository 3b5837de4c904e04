package rules

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
)

// NearDuplicate is the share of five-word stretches from which on two texts count as one.
const NearDuplicate = 0.3

// shingleWords is the number of words in a stretch by which texts are compared.
const shingleWords = 5

// Duplicate is a text that is nearly one that came before it.
type Duplicate struct {
	Text       int     // index of it
	Of         int     // index of the one that counts, the likest of them
	Similarity float64 // Jaccard index of their stretches of five words
}

// NearDuplicates finds the texts that count once: going through them in order, one whose stretches of five words have a
// Jaccard index over least with those of a text that counts does not count itself. Texts of one author with the same pair
// were meant to be alike and are not compared. The result is ordered by Text. The time grows with the stretches that texts
// share: thousands of texts take a second.
func NearDuplicates(texts []Text, least float64) []Duplicate {
	var out []Duplicate
	seed := maphash.MakeSeed()
	sizes := make([]int, len(texts))
	holders := map[uint64][]int32{} // stretch -> texts that count and have it
	shared := make([]int32, len(texts))
	var met []int32
	for i := range texts {
		mine := shingles(seed, &texts[i])
		sizes[i] = len(mine)
		for _, s := range mine {
			for _, other := range holders[s] {
				if shared[other] == 0 {
					met = append(met, other)
				}
				shared[other]++
			}
		}
		best := Duplicate{Text: i, Similarity: least}
		found := false
		slices.Sort(met) // the earliest of equals
		for _, other := range met {
			both := int(shared[other])
			shared[other] = 0
			similarity := float64(both) / float64(len(mine)+sizes[other]-both)
			if similarity > best.Similarity && !paired(&texts[i], &texts[other]) {
				best.Of, best.Similarity, found = int(other), similarity, true
			}
		}
		met = met[:0]
		if found {
			out = append(out, best)
			continue
		}
		for _, s := range mine {
			holders[s] = append(holders[s], int32(i))
		}
	}
	return out
}

func paired(a, b *Text) bool { return a.Pair != "" && a.Pair == b.Pair && a.Author == b.Author }

// shingles returns the distinct stretches of five words in a text, in lower case; of a shorter text the whole.
func shingles(seed maphash.Seed, t *Text) []uint64 {
	words := strings.FieldsFunc(strings.ToLower(t.Title+"\n"+t.Text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.So, r)
	})
	if len(words) == 0 {
		return nil
	}
	var out []uint64
	for i := 0; i == 0 || i+shingleWords <= len(words); i++ {
		stretch := words[i:min(len(words), i+shingleWords)]
		out = append(out, maphash.String(seed, strings.Join(stretch, " ")))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
