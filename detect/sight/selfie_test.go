package sight_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/picture"
	"ronda/detect/sight"
)

// TestSelfieNetworkRefused holds that a network for other views is refused when it is read.
func TestSelfieNetworkRefused(t *testing.T) {
	s := known(t)
	for name, data := range map[string][]byte{"empty": nil, "cut": s.Selfie[:len(s.Selfie)/2], "made for candidates": s.Network} {
		if _, err := sight.NewSelfieNetwork(data); err == nil {
			t.Errorf("a network that is %s is taken", name)
		}
	}
}

// TestSurround holds what a surround shows: turned about a document so that what lies above the document lies above it, light, colour,
// what covers it and where the picture ends.
func TestSurround(t *testing.T) {
	p := &picture.Picture{Size: image.Pt(200, 200), Luma: picture.NewPlane(200, 200), Blue: picture.NewPlane(100, 100), Red: picture.NewPlane(100, 100)}
	for y := range 200 {
		for x := range 200 {
			if y < 100 { // the upper half is bright and reddish
				p.Luma.Pix[y*200+x] = 200
			}
			p.Blue.Pix[y/2*100+x/2] = 128
			p.Red.Pix[y/2*100+x/2] = 128
			if y < 100 {
				p.Red.Pix[y/2*100+x/2] = 180
			}
		}
	}
	const side, cells = 64, 64 * 64
	scene := sight.NewScene(p)
	covered := func(x, y float64) bool { return math.Abs(x-100) < 20 && math.Abs(y-100) < 12 }
	var v sight.Surround
	for turn, bright := range [4][2]int{{side / 2, 8}, {8, side / 2}, {side / 2, side - 8}, {side - 8, side / 2}} {
		v.Sample(scene, 100, 100, 220, turn, covered)
		at := func(channel, x, y int) uint8 { return v.Cells[channel*cells+y*side+x] }
		x, y := bright[0], bright[1]
		if light, dark := at(2, x, y), at(2, side-1-x, side-1-y); light < 190 || dark > 10 {
			t.Errorf("turn %d: the bright half shows %d, the dark one %d", turn, light, dark)
		}
		if red, none := at(4, x, y), at(4, side-1-x, side-1-y); red < 170 || none > 135 {
			t.Errorf("turn %d: the red half shows %d, the other %d", turn, red, none)
		}
		if middle, beside, beyond := at(5, side/2, side/2), at(5, x, y), at(5, 0, 0); middle != 255 || beside != 128 || beyond != 0 {
			t.Errorf("turn %d: the document, what is beside it and what is beyond the picture are %d, %d and %d", turn, middle, beside, beyond)
		}
		edge := 0
		if turn%2 == 0 {
			edge = 1 // the border between bright and dark runs across
		}
		if along, other := at(edge, side/2, side/2-1), at(1-edge, side/2, side/2-1); along < 100 || other > 10 {
			t.Errorf("turn %d: the border between the halves shows %d, and %d in the other direction", turn, along, other)
		}
	}
}

// TestOddsOfOddPlaces holds that no place, however absurd, makes the network fail.
func TestOddsOfOddPlaces(t *testing.T) {
	s := known(t)
	c, err := sight.NewSelfieNetwork(s.Selfie)
	if err != nil {
		t.Fatal(err)
	}
	shot := slate.New().Positive(rand.New(rand.NewPCG(1, 1)), trial.KTP, trial.Selfie)
	p, err := picture.NewDecoder().Decode(shot.Data, 640)
	if err != nil {
		t.Fatal(err)
	}
	var scratch sight.SelfieScratch
	scene := sight.NewScene(p)
	for _, at := range [][3]float64{{0, 0, 1}, {-1e9, 1e9, 50}, {100, 100, 1e12}, {100, 100, 0}, {1e4, 1e4, 1e4}} {
		for turn := range 4 {
			if odds := c.Odds(&scratch, scene, at[0], at[1], at[2], turn, func(float64, float64) bool { return false }); math.IsNaN(odds) || math.IsInf(odds, 0) {
				t.Errorf("%v turned by %d: odds %v", at, turn, odds)
			}
		}
	}
}
