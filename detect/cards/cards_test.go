package cards_test

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/picture"
)

// blank returns a grey picture without colour.
func blank(w, h int, luma uint8) *picture.Picture {
	p := &picture.Picture{Luma: picture.NewPlane(w, h), Blue: picture.NewPlane((w+1)/2, (h+1)/2), Red: picture.NewPlane((w+1)/2, (h+1)/2)}
	p.Size.X, p.Size.Y = w, h
	fill(p.Luma, luma)
	fill(p.Blue, 128)
	fill(p.Red, 128)
	return p
}

func fill(p picture.Plane, v uint8) {
	for i := range p.Pix {
		p.Pix[i] = v
	}
}

// paint sets the pixels for which in, asked for the pixel's centre, holds.
func paint(p picture.Plane, v uint8, in func(x, y float64) bool) {
	for y := range p.H {
		for x := range p.W {
			if in(float64(x)+0.5, float64(y)+0.5) {
				p.Pix[y*p.W+x] = v
			}
		}
	}
}

// box tells whether a point lies in a turned rectangle whose corners are rounded, and gives that rectangle's corners.
func box(cx, cy, w, h, angle, radius float64) (in func(x, y float64) bool, q [4][2]float64) {
	c, s := math.Cos(angle), math.Sin(angle)
	for i, k := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x, y := k[0]*w/2, k[1]*h/2
		q[i] = [2]float64{cx + c*x - s*y, cy + s*x + c*y}
	}
	return func(x, y float64) bool {
		x, y = x-cx, y-cy
		u, v := math.Abs(c*x+s*y), math.Abs(c*y-s*x)
		if u > w/2 || v > h/2 {
			return false
		}
		du, dv := u-(w/2-radius), v-(h/2-radius)
		return du < 0 || dv < 0 || du*du+dv*dv < radius*radius
	}, q
}

// paintBox paints a turned rectangle, looking at no more pixels than those around it.
func paintBox(p picture.Plane, v uint8, cx, cy, w, h, angle float64) {
	in, q := box(cx, cy, w, h, angle, 0)
	x0, y0, x1, y1 := q[0][0], q[0][1], q[0][0], q[0][1]
	for _, c := range q {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	for y := max(0, int(y0)); y <= min(p.H-1, int(y1)); y++ {
		for x := max(0, int(x0)); x <= min(p.W-1, int(x1)); x++ {
			if in(float64(x)+0.5, float64(y)+0.5) {
				p.Pix[y*p.W+x] = v
			}
		}
	}
}

// letters draws lines of dashes on a card, as text from afar.
func letters(p picture.Plane, cx, cy, w, h, angle float64, v uint8) {
	for i := range 6 {
		y := (float64(i) - 2.5) * h / 8
		for k := range 12 {
			x := (float64(k) - 5.5) * w / 15
			c, s := math.Cos(angle), math.Sin(angle)
			paintBox(p, v, cx+c*x-s*y, cy+s*x+c*y, w/20, h/18, angle)
		}
	}
}

func best(found []cards.Candidate, q [4][2]float64) float64 {
	most := 0.0
	for _, c := range found {
		most = max(most, trial.IoU(c.Quad, q))
	}
	return most
}

func TestFindsCards(t *testing.T) {
	disc := func(cx, cy, r float64) func(x, y float64) bool {
		return func(x, y float64) bool { return (x-cx)*(x-cx)+(y-cy)*(y-cy) < r*r }
	}
	for name, c := range map[string]struct {
		cx, cy, w, angle, radius float64
		bites                    []func(x, y float64) bool
	}{
		"upright":                    {320, 240, 300, 0, 0, nil},
		"rounded corners":            {320, 240, 300, 0.2, 14, nil},
		"turned by 45 degrees":       {320, 240, 260, math.Pi / 4, 10, nil},
		"standing":                   {320, 240, 250, math.Pi/2 - 0.1, 10, nil},
		"small":                      {500, 100, 90, -0.15, 4, nil},
		"finger over the lower edge": {320, 240, 300, 0.1, 12, []func(x, y float64) bool{disc(320, 350, 50)}},
		"finger over a corner":       {320, 240, 300, 0.1, 12, []func(x, y float64) bool{disc(180, 330, 45)}},
		"fingers on both sides":      {320, 240, 300, -0.1, 12, []func(x, y float64) bool{disc(165, 250, 40), disc(475, 230, 40)}},
	} {
		t.Run(name, func(t *testing.T) {
			p := blank(640, 480, 90)
			h := c.w / 1.585
			in, q := box(c.cx, c.cy, c.w, h, c.angle, c.radius)
			paint(p.Luma, 200, in)
			letters(p.Luma, c.cx, c.cy, c.w, h, c.angle, 60)
			for _, bite := range c.bites {
				paint(p.Luma, 150, bite)
			}
			if got := best(cards.Find(p), q); got < 0.88 {
				t.Errorf("best candidate covers %.2f", got)
			}
		})
	}
}

func TestFindsCardsOfTheSameBrightness(t *testing.T) {
	p := blank(640, 480, 120)
	in, q := box(300, 220, 280, 176, 0.3, 10)
	paint(p.Blue, 160, func(x, y float64) bool { return in(2*x, 2*y) })
	if got := best(cards.Find(p), q); got < 0.88 {
		t.Errorf("best candidate covers %.2f", got)
	}
}

func TestFindsCardsBesideEachOther(t *testing.T) {
	p := blank(640, 480, 240)
	var all [][4][2]float64
	for i := range 3 {
		for k := range 2 {
			x, y := 110+210*float64(i), 130+220*float64(k)
			in, q := box(x, y, 160, 101, 0.05*float64(i-k), 6)
			paint(p.Luma, 150, in)
			letters(p.Luma, x, y, 160, 101, 0.05*float64(i-k), 40)
			all = append(all, q)
		}
	}
	found := cards.Find(p)
	for i, q := range all {
		if got := best(found, q); got < 0.85 {
			t.Errorf("card %d: best candidate covers %.2f", i, got)
		}
	}
}

// sane checks what every list of candidates must hold.
func sane(t *testing.T, p *picture.Picture, found []cards.Candidate) {
	t.Helper()
	w, h := float64(p.Luma.W), float64(p.Luma.H)
	if len(found) == 0 || len(found) > 40 {
		t.Fatalf("%d candidates", len(found))
	}
	whole, margin := false, 0.4*max(w, h)
	for _, c := range found {
		whole = whole || c.Quad == cards.Quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
		if !(c.Score >= 0 && c.Score <= 1) {
			t.Errorf("score %v", c.Score)
		}
		for i, a := range c.Quad {
			b, d := c.Quad[(i+1)%4], c.Quad[(i+2)%4]
			if !(a[0] >= -margin && a[0] <= w+margin && a[1] >= -margin && a[1] <= h+margin) {
				t.Errorf("corner %v beyond %vx%v", a, w, h)
			}
			if !((b[0]-a[0])*(d[1]-b[1])-(b[1]-a[1])*(d[0]-b[0]) >= 0) {
				t.Errorf("%v is not convex and clockwise", c.Quad)
			}
		}
	}
	if !whole {
		t.Error("the whole picture is missing")
	}
}

func noise(r *rand.Rand, p picture.Plane) {
	for i := range p.Pix {
		p.Pix[i] = uint8(r.Uint32())
	}
}

// hard returns pictures that may make a finder work for ever.
func hard() map[string]*picture.Picture {
	r := rand.New(rand.NewPCG(1, 2))
	all := map[string]*picture.Picture{"one pixel": blank(1, 1, 9), "a thread": blank(640, 2, 9), "a pole": blank(3, 640, 9), "flat": blank(640, 480, 128), "large": blank(1600, 1200, 20)}
	chaos := blank(640, 480, 0)
	noise(r, chaos.Luma)
	noise(r, chaos.Blue)
	noise(r, chaos.Red)
	all["noise"] = chaos
	for _, size := range []int{2, 3, 8, 24} {
		p := blank(640, 480, 10)
		paint(p.Luma, 240, func(x, y float64) bool { return (int(x)/size+int(y)/size)%2 == 0 })
		all["checks of "+string(rune('0'+size/10))+string(rune('0'+size%10))] = p
	}
	grid := blank(640, 480, 230)
	paint(grid.Luma, 30, func(x, y float64) bool { return int(x)%32 < 2 || int(y)%20 < 2 })
	all["grid"] = grid
	heap := blank(640, 480, 128)
	for range 3000 {
		paintBox(heap.Luma, uint8(r.Uint32()), 640*r.Float64(), 480*r.Float64(), 20+80*r.Float64(), 12+50*r.Float64(), 6*r.Float64())
	}
	all["heap of rectangles"] = heap
	lying := blank(64, 64, 3)
	lying.Blue, lying.Red = picture.Plane{}, picture.Plane{W: 32, H: 32}
	all["planes that lack"] = lying
	return all
}

func TestHardPictures(t *testing.T) {
	for name, p := range hard() {
		t.Run(name, func(t *testing.T) { sane(t, p, cards.Find(p)) })
	}
}

func FuzzFind(f *testing.F) {
	f.Add(uint64(1), uint16(640), uint16(480), []byte("rectangles"))
	f.Add(uint64(2), uint16(9), uint16(700), []byte{})
	f.Add(uint64(3), uint16(100), uint16(63), []byte{0, 255, 0, 255, 7, 9, 100, 200, 3, 4})
	f.Fuzz(func(t *testing.T, seed uint64, w, h uint16, marks []byte) {
		p := blank(1+int(w)%700, 1+int(h)%700, uint8(seed))
		r := rand.New(rand.NewPCG(seed, 0))
		for _, m := range marks[:min(len(marks), 24)] {
			paintBox(p.Luma, m, float64(p.Luma.W)*r.Float64(), float64(p.Luma.H)*r.Float64(), 300*r.Float64(), 200*r.Float64(), 6*r.Float64())
		}
		if seed%5 == 0 {
			noise(r, p.Red)
		}
		sane(t, p, cards.Find(p))
	})
}

func BenchmarkFind(b *testing.B) {
	for name, p := range hard() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				cards.Find(p)
			}
		})
	}
}

// TestTiles holds what a gallery is: rectangles of one size side by side, and not whatever has straight upright edges.
func TestTiles(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 0))
	gallery := blank(640, 480, 240)
	for _, x := range []float64{110, 320, 530} {
		for _, y := range []float64{120, 360} {
			paintBox(gallery.Luma, uint8(40+r.IntN(120)), x, y, 190, 200, 0)
		}
	}
	_, tiles := cards.FindTiled(gallery)
	if len(tiles) < 6 {
		t.Errorf("%d tiles of a gallery of six: %v", len(tiles), tiles)
	}
	for _, x := range []int{110, 320, 530} {
		if !slices.ContainsFunc(tiles, func(t image.Rectangle) bool { return image.Pt(x, 120).In(t) && t.Dx() < 220 && t.Dy() < 230 }) {
			t.Errorf("no tile around %d, 120: %v", x, tiles)
		}
	}
	door := blank(640, 480, 240)
	paintBox(door.Luma, 90, 200, 240, 170, 480, 0) // from the upper to the lower border
	paintBox(door.Luma, 150, 590, 240, 100, 480, 0)
	if _, tiles := cards.FindTiled(door); len(tiles) > 0 {
		t.Errorf("a door and a wall make a gallery: %v", tiles)
	}
	if _, tiles := cards.FindTiled(blank(9, 9, 7)); tiles != nil {
		t.Errorf("a tiny picture has tiles: %v", tiles)
	}
}
