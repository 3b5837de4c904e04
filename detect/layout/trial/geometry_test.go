package trial

import (
	"math"
	"testing"
)

func TestIoU(t *testing.T) {
	square := [4][2]float64{{0, 0}, {10, 0}, {10, 10}, {0, 10}}
	for name, c := range map[string]struct {
		other [4][2]float64
		want  float64
	}{
		"the same":            {square, 1},
		"the other way round": {[4][2]float64{{0, 0}, {0, 10}, {10, 10}, {10, 0}}, 1},
		"half beside":         {[4][2]float64{{5, 0}, {15, 0}, {15, 10}, {5, 10}}, 1.0 / 3},
		"inside":              {[4][2]float64{{2, 2}, {7, 2}, {7, 7}, {2, 7}}, 0.25},
		"apart":               {[4][2]float64{{20, 20}, {30, 20}, {30, 30}, {20, 30}}, 0},
		"a corner turned":     {[4][2]float64{{5, 0}, {10, 5}, {5, 10}, {0, 5}}, 0.5},
	} {
		if got := IoU(square, c.other); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
