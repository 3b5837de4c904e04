package text_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"ronda/detect/text"
)

// TestWindows holds that no window of a rule is lost because it is looked for only where all of its needs can be near.
func TestWindows(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 5000 {
		var places [2][]int32
		for k := range places {
			for range 1 + rnd.IntN(8) {
				places[k] = append(places[k], int32(rnd.IntN(80)))
			}
			slices.Sort(places[k])
			places[k] = slices.Compact(places[k])
		}
		within := int32(1 + rnd.IntN(12))
		some, all := text.Windows(places[0], places[1], within)
		if !slices.Equal(some, all) {
			t.Fatalf("%v within %d: %v, want %v", places, within, some, all)
		}
		found += len(some)
	}
	if found == 0 {
		t.Error("no window at all")
	}
}
