package layout

import (
	"image"
	"math/rand/v2"
	"os"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
	"ronda/rules"
)

// TestSelfie holds the flag on a few drawn people and on a few cards in hands; TestBarSelfie measures it.
func TestSelfie(t *testing.T) {
	g := trial.Kept{Generator: pen.New(), Dir: os.Getenv("RONDA_SHOTS")}
	rec := known(t)
	for _, scene := range []string{trial.Selfie, trial.Hand} {
		said := 0
		const n = 4
		for i := range uint64(n) {
			shot := g.Positive(rand.New(rand.NewPCG(7, 1<<40|map[string]uint64{trial.Selfie: 3, trial.Hand: 4}[scene]<<32|i)), trial.KTP, scene)
			p, err := picture.NewDecoder().Decode(shot.Data, 640)
			if err != nil {
				t.Fatal(err)
			}
			if rec.selfie(p, trueMatches(&shot), nil) {
				said++
			}
		}
		if scene == trial.Selfie && said < n-1 || scene == trial.Hand && said > 0 {
			t.Errorf("%s: %d of %d are called selfies", scene, said, n)
		}
	}
}

func TestSelfieOfOddMatches(t *testing.T) {
	p := &picture.Picture{Size: image.Pt(3000, 2000), Luma: picture.NewPlane(300, 200), Blue: picture.NewPlane(150, 100), Red: picture.NewPlane(150, 100)}
	for name, matches := range map[string][]Match{
		"none":          nil,
		"no quad":       {{Layout: "ktp", Score: 1}},
		"a point":       {{Layout: "ktp", Quad: [][2]int{{5, 5}, {5, 5}, {5, 5}, {5, 5}}}},
		"far outside":   {{Layout: "ktp", Quad: [][2]int{{-90000, -90000}, {-80000, -90000}, {-80000, -85000}, {-90000, -85000}}}},
		"the whole":     {{Layout: "kk", Quad: [][2]int{{0, 0}, {3000, 0}, {3000, 2000}, {0, 2000}}}},
		"far too large": {{Layout: "kk", Quad: [][2]int{{-1 << 30, -1 << 30}, {1 << 30, -1 << 30}, {1 << 30, 1 << 30}, {-1 << 30, 1 << 30}}}},
	} {
		if known(t).selfie(p, matches, []image.Rectangle{{}, {Max: image.Pt(300, 200)}}) {
			t.Errorf("%s: a selfie in a black picture", name)
		}
	}
	if known(t).selfie(&picture.Picture{}, []Match{{Layout: "ktp", Quad: [][2]int{{0, 0}, {99, 0}, {99, 60}, {0, 60}}}}, nil) {
		t.Error("a selfie in an empty picture")
	}
}

// TestSelfieWithinItsTile holds that in a gallery nobody's face counts but that in the document's own tile, if there is room for one.
func TestSelfieWithinItsTile(t *testing.T) {
	g := trial.Kept{Generator: pen.New(), Dir: os.Getenv("RONDA_SHOTS")}
	shot := g.Positive(rand.New(rand.NewPCG(7, 1<<40|3<<32)), trial.KTP, trial.Selfie)
	p, err := picture.NewDecoder().Decode(shot.Data, 640)
	if err != nil {
		t.Fatal(err)
	}
	matches := trueMatches(&shot)
	document := inLuma(p, matches)[0]
	x, y := document.middle()
	half := int(0.6 * document.width)
	whole := image.Rect(0, 0, p.Luma.W, p.Luma.H)
	near := image.Rect(int(x)-half, int(y)-half, int(x)+half, int(y)+half)
	for name, c := range map[string]struct {
		tiles []image.Rectangle
		want  bool
	}{
		"no gallery":                           {nil, true},
		"all in one tile":                      {[]image.Rectangle{whole}, true},
		"the document in a tile of its own":    {[]image.Rectangle{near}, false},
		"the document in none":                 {[]image.Rectangle{image.Rect(0, 0, 9, 9)}, true},
		"a tile with no room for more than it": {[]image.Rectangle{image.Rect(int(x)-9, int(y)-9, int(x)+9, int(y)+9)}, true},
	} {
		if got := known(t).selfie(p, matches, c.tiles); got != c.want {
			t.Errorf("%s: selfie %v, not %v", name, got, c.want)
		}
	}
}

// known returns a recogniser of the layouts that ronda comes with.
func known(t testing.TB) *Recogniser {
	t.Helper()
	layouts, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(layouts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// trueMatches tells a shot's cards as the recogniser would.
func trueMatches(s *trial.Shot) []Match {
	var out []Match
	for _, c := range s.Cards {
		m := Match{Layout: c.Document, Version: c.Layout, Score: 1}
		for _, p := range c.Quad {
			m.Quad = append(m.Quad, [2]int{int(p[0]), int(p[1])})
		}
		out = append(out, m)
	}
	return out
}
