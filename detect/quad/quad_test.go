package quad_test

import (
	"image"
	"math"
	"reflect"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

var square = cards.Quad{{100, 100}, {200, 100}, {200, 200}, {100, 200}}

// moved returns the square elsewhere.
func moved(x, y float64) cards.Quad {
	q := square
	for i := range q {
		q[i][0] += x
		q[i][1] += y
	}
	return q
}

// TestOwnAndSource holds that corners and pixels are turned alike: where a pixel near the own top left is taken from, there the own first corner
// is; and that a turn done twice changes nothing.
func TestOwnAndSource(t *testing.T) {
	for turn := range quad.Turns {
		x, y := turn.Source(0, 0, 100, 100)
		if c := turn.Own(square)[0]; math.Hypot(c[0]-100-float64(x), c[1]-100-float64(y)) > 2 {
			t.Errorf("turn %d: the first corner is %v, the first pixel is at %d, %d", turn, c, x, y)
		}
		if again := turn.Own(turn.Own(square)); again != square {
			t.Errorf("turn %d done twice: %v", turn, again)
		}
	}
}

func TestLieOnEachOther(t *testing.T) {
	mirrored := quad.Mirrored.Own(square) // runs anticlockwise
	for _, tc := range []struct {
		name         string
		other        cards.Quad
		same, covers bool
	}{
		{"itself", square, true, true},
		{"itself in a mirror", mirrored, true, true},
		{"a quarter off", moved(25, 0), true, true},
		{"two fifths off", moved(40, 0), false, true},
		{"three quarters off", moved(75, 0), false, false},
		{"elsewhere", moved(500, 500), false, false},
		{"a corner of it", cards.Quad{{100, 100}, {130, 100}, {130, 130}, {100, 130}}, false, true},
	} {
		if got := quad.Same(&square, &tc.other); got != tc.same {
			t.Errorf("%s: the same: %t", tc.name, got)
		}
		if got := quad.Covers(&square, &tc.other); got != tc.covers {
			t.Errorf("%s: covers: %t", tc.name, got)
		}
	}
}

func TestSound(t *testing.T) {
	for name, tc := range map[string]struct {
		q    cards.Quad
		want bool
	}{
		"a square":              {square, true},
		"in a mirror":           {quad.Mirrored.Own(square), true},
		"two corners swapped":   {cards.Quad{square[1], square[0], square[2], square[3]}, false},
		"a corner pushed in":    {cards.Quad{square[0], square[1], {120, 120}, square[3]}, false},
		"flat":                  {cards.Quad{{0, 0}, {200, 0}, {200, 1}, {0, 1}}, false},
		"a point":               {cards.Quad{}, false},
		"a corner of no number": {cards.Quad{{math.NaN(), 0}, {200, 0}, {200, 100}, {0, 100}}, false},
	} {
		if got := quad.Sound(tc.q); got != tc.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestDisplayed holds that corners are scaled by what the small plane is of the picture.
func TestDisplayed(t *testing.T) {
	p := &picture.Picture{Size: image.Pt(3000, 1000), Luma: picture.NewPlane(300, 200)}
	want := [][2]int{{1000, 500}, {2000, 500}, {2000, 1000}, {1000, 1000}}
	if got := quad.Displayed(square, p); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestOnto holds that the corners of the unit square come to those of a quad.
func TestOnto(t *testing.T) {
	q := cards.Quad{{12, 7}, {230, 31}, {201, 166}, {40, 140}}
	m := quad.Onto(q)
	for i, c := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
		if x, y := m.At(c[0], c[1]); math.Hypot(x-q[i][0], y-q[i][1]) > 1e-6 {
			t.Errorf("corner %d comes to %v, %v, want %v", i, x, y, q[i])
		}
	}
}
