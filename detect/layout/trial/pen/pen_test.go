package pen_test

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"math"
	"math/rand/v2"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
)

var many = flag.Int("many", 1, "times as many shots in the tests that count them")

var allScenes = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}

// TestTruth looks for markers where the truth says that documents are, the right way round.
func TestTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	checked := 0
	for i := range 8 * *many {
		layout, scene := []string{"ktp", "kk", "npwp"}[i%3], allScenes[i%len(allScenes)]
		shot, points := pen.Marked(r, layout, scene)
		img, err := shown(shot)
		if err != nil {
			t.Fatal(err)
		}
		wrong, grey := 0, 0 // a cell of a collage may have lost its colours
		for _, p := range points {
			red, green, _, _ := img.At(int(p.X), int(p.Y)).RGBA()
			switch diff := int(red) - int(green); {
			case max(diff, -diff) < 0x1000:
				grey++
			case (diff > 0) != p.Left:
				wrong++
			}
		}
		checked += len(points) - grey
		if float64(wrong) > 0.03*float64(len(points)) {
			t.Errorf("%d, %s in %s: %d of %d points are not where they should be", i, layout, scene, wrong, len(points))
		}
	}
	if checked < 800 {
		t.Errorf("only %d points were checked", checked)
	}
}

func TestEveryDocumentInEveryScene(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	kinds, n := []string{trial.KTP, trial.KK, trial.NPWP}, 0
	for _, scene := range allScenes {
		for range *many * 3 {
			kind := kinds[n%len(kinds)]
			n++
			shot := pen.Small(r, kind, scene)
			checkFile(t, shot)
			if shot.Scene != scene {
				t.Errorf("%s: scene %s", shot.Name, shot.Scene)
			}
			if scene == trial.Selfie && !shot.Selfie() {
				t.Errorf("%s %v: not a selfie", shot.Name, shot.Distortions)
			}
			checkCards(t, shot, kind)
		}
	}
}

func checkFile(t *testing.T, s trial.Shot) {
	t.Helper()
	img, err := shown(s)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	if b := img.Bounds(); b.Dx() != s.Width || b.Dy() != s.Height {
		t.Errorf("%s %v: shows %v, said %d x %d", s.Name, s.Distortions, b, s.Width, s.Height)
	}
}

func checkCards(t *testing.T, s trial.Shot, kind string) {
	t.Helper()
	found := false
	w, h := float64(s.Width), float64(s.Height)
	for _, c := range s.Cards {
		found = found || c.Document == kind
		if width := c.Width(); width < 30 || width > 650 {
			t.Errorf("%s %v: a card is %.0f wide", s.Name, s.Distortions, width)
		}
		if c.Hidden < 0 || c.Hidden >= 0.75 {
			t.Errorf("%s: hidden %v", s.Name, c.Hidden)
		}
		for _, q := range c.Quad {
			if math.IsNaN(q[0]+q[1]) || q[0] < -w || q[1] < -h || q[0] > 2*w || q[1] > 2*h {
				t.Errorf("%s %v: corner at %v of %v x %v", s.Name, s.Distortions, q, w, h)
			}
		}
		if trial.IoU(c.Quad, [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}) == 0 {
			t.Errorf("%s: a card is outside the frame", s.Name)
		}
	}
	if !found {
		t.Errorf("%s %v: no %s", s.Name, s.Distortions, kind)
	}
}

func TestNegativesShowNoDocument(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	for range 8 * *many {
		shot := pen.Small(r, "", "")
		checkFile(t, shot)
		if len(shot.Cards) > 0 {
			t.Errorf("%s shows %v", shot.Name, shot.Cards)
		}
	}
	if n := pen.KindsOfOthers(); n < 20 {
		t.Errorf("only %d kinds", n)
	}
}

func TestSameChanceSamePicture(t *testing.T) {
	draw := func() []byte {
		r := rand.New(rand.NewPCG(9, 9))
		return append(pen.Small(r, trial.KTP, trial.Table).Data, pen.Small(r, "", "").Data...)
	}
	if !bytes.Equal(draw(), draw()) {
		t.Error("the same chance gave two pictures")
	}
}

// TestNumbersBelongToNobody holds the data to the rule of CONTRIBUTING.md.
func TestNumbersBelongToNobody(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		nik, kk, npwp, npwp16, telephone := pen.Numbers(r)
		for _, n := range []string{nik, kk} {
			if d := n[4:6]; len(n) != 16 || d < "69" || d > "89" {
				t.Fatalf("%s has district %s", n, d)
			}
		}
		if npwp[13:15] != "99" || npwp16[10:12] != "99" {
			t.Fatalf("%s, %s: not tax office 99x", npwp, npwp16)
		}
		if telephone[4:10] != "-0000-" {
			t.Fatalf("%s could be somebody's", telephone)
		}
	}
}

// shown decodes a shot and turns it as its EXIF orientation asks.
func shown(s trial.Shot) (image.Image, error) {
	img, _, err := image.Decode(bytes.NewReader(s.Data))
	if err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	o := orientation(s.Data)
	if o < 2 {
		return img, nil
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if o >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			px, py := x, y
			switch o {
			case 3:
				px, py = w-1-x, h-1-y
			case 6:
				px, py = y, w-1-x
			case 8:
				px, py = h-1-y, x
			}
			out.Set(x, y, img.At(px, py))
		}
	}
	return out, nil
}

// orientation reads what the pen writes: one tag, little endian, right behind the start of the file.
func orientation(data []byte) int {
	if len(data) < 40 || data[2] != 0xff || data[3] != 0xe1 {
		return 1
	}
	return int(binary.LittleEndian.Uint16(data[30:]))
}
