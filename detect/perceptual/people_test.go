package perceptual_test

import (
	"image"
	"math"
	"math/rand/v2"
	"os"

	"golang.org/x/image/draw"

	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/perceptual"
	"ronda/detect/picture"
	"ronda/detect/similar"
)

const (
	barOff      = 0.01 // share of a card's width by which each corner is off, at random and in each picture anew
	barNotFound = 0.05 // share of cards that count as not found
)

// holding is a stored picture, full size, with the corners of its card if it has one.
type holding struct {
	img  *image.RGBA
	quad *[4][2]float64
}

// known returns by what a picture is known again, as the recogniser would say it: with the hash of its card where that is found.
func (h *holding) known(r *rand.Rand) (p similar.Picture) {
	hashes, sketch := perceptual.Picture(planes(h.img))
	for _, hash := range hashes {
		p.Whole = append(p.Whole, hash)
	}
	p.Sketch = (*similar.Sketch)(sketch)
	if h.quad != nil && r.Float64() >= barNotFound {
		p.Cards = []similar.Card{{Layout: "ktp", Hash: perceptual.Card(rectified(r, h.img, *h.quad, barOff))}}
	}
	return p
}

// seenHand is who draws cards and pictures: pen, on whose pictures limits were chosen, or chalk or brush.
var seenHand = os.Getenv("RONDA_SEEN_HAND")

// person draws one person's card in the scene that all share: the same table, at the same place but for some pixels.
func person(seed uint64, scene *image.RGBA) *holding {
	r := rand.New(rand.NewPCG(seed, 77))
	front := pen.Card
	if seenHand == "chalk" {
		front = chalk.Card
	}
	card := front(r, "ktp", 300)
	out := clone(scene)
	x, y := 60+r.IntN(5), 70+r.IntN(5)
	wide, high := 300, 300*card.Rect.Dy()/card.Rect.Dx()
	at := image.Rect(x, y, x+wide, y+high)
	draw.ApproxBiLinear.Scale(out, at, card, card.Rect, draw.Over, nil)
	fx, fy := float64(x), float64(y)
	fw, fh := float64(wide), float64(high)
	return &holding{out, &[4][2]float64{{fx, fy}, {fx + fw, fy}, {fx + fw, fy + fh}, {fx, fy + fh}}}
}

// rectified reads the quadrilateral of a card out of an image, upright; its corners are off by up to the given share of the width, as a
// finder's are.
func rectified(r *rand.Rand, img *image.RGBA, quad [4][2]float64, off float64) picture.Plane {
	wide := math.Hypot(quad[1][0]-quad[0][0], quad[1][1]-quad[0][1])
	for c := range quad {
		for axis := range 2 {
			quad[c][axis] += wide * off * (2*r.Float64() - 1)
		}
	}
	const w, h, sub = 192, 120, 2
	card := picture.NewPlane(w, h)
	at := func(u, v float64, axis int) float64 {
		return (quad[0][axis]*(1-u)+quad[1][axis]*u)*(1-v) + (quad[3][axis]*(1-u)+quad[2][axis]*u)*v
	}
	for i := range card.Pix {
		sum := 0
		for k := range sub * sub {
			u := (float64(i%w) + (float64(k%sub)+0.5)/sub) / w
			v := (float64(i/w) + (float64(k/sub)+0.5)/sub) / h
			x := min(max(int(at(u, v, 0)), 0), img.Rect.Dx()-1)
			y := min(max(int(at(u, v, 1)), 0), img.Rect.Dy()-1)
			p := img.Pix[y*img.Stride+4*x:]
			sum += (299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000
		}
		card.Pix[i] = uint8(sum / (sub * sub))
	}
	return card
}
