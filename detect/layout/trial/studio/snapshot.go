package studio

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// grey returns a picture's luma.
func grey(img image.Image) picture.Plane {
	b := img.Bounds()
	p := picture.NewPlane(b.Dx(), b.Dy())
	for y := range p.H {
		for x := range p.W {
			var r, g, bl uint32
			switch m := img.(type) {
			case *image.RGBA:
				c := m.Pix[m.PixOffset(b.Min.X+x, b.Min.Y+y):]
				r, g, bl = uint32(c[0]), uint32(c[1]), uint32(c[2])
				if c[3] < 255 { // what lies behind a round corner
					k := uint32(255-c[3]) * 140 / 255
					r, g, bl = r+k, g+k, bl+k
				}
			default:
				c := color.RGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.RGBA)
				r, g, bl = uint32(c.R), uint32(c.G), uint32(c.B)
			}
			p.Pix[y*p.W+x] = uint8((299*r + 587*g + 114*bl) / 1000)
		}
	}
	return p
}

// A bend moves the blocks of a layout about: each axis is cut into pieces that are stretched differently.
type bend [2][6]float64

func bent(r *rand.Rand, by float64) (b bend) {
	for a := range b {
		for i := range b[a] {
			b[a][i] = float64(i) / 5
			if i > 0 && i < 5 {
				b[a][i] += r.NormFloat64() * by
			}
		}
	}
	return b
}

func (b *bend) at(axis int, v float64) float64 {
	i := min(int(v*5), 4)
	return b[axis][i] + (b[axis][i+1]-b[axis][i])*(v*5-float64(i))
}

// snapshot takes a rough photograph of a drawing from the front: it returns the picture and where the drawing lies in it.
func snapshot(r *rand.Rand, card picture.Plane, by float64) (picture.Plane, cards.Quad) {
	w := min(math.Exp(math.Log(75)+r.Float64()*math.Log(560.0/75)), float64(card.W)*1.1)
	h := w * float64(card.H) / float64(card.W)
	b := bent(r, by)
	margin := 12
	p := picture.NewPlane(int(w)+2*margin, int(h)+2*margin)
	ground := uint8(r.IntN(256))
	for i := range p.Pix {
		p.Pix[i] = ground
	}
	var pyr []picture.Plane
	for l := card; ; l = quad.Half(l) {
		pyr = append(pyr, l)
		if float64(l.W) < w*1.5 {
			break
		}
	}
	src := pyr[len(pyr)-1]
	for y := range int(h) {
		for x := range int(w) {
			u, v := b.at(0, (float64(x)+0.5)/float64(int(w))), b.at(1, (float64(y)+0.5)/float64(int(h)))
			p.Pix[(y+margin)*p.W+x+margin] = bilinear(src, u*float64(src.W)-0.5, v*float64(src.H)-0.5)
		}
	}
	cover(r, p, margin)
	for range []int{0, 0, 0, 1, 1, 2}[r.IntN(6)] {
		soften(p)
	}
	gain, lift, noise := 0.45+0.65*r.Float64(), r.Float64()*60-10, r.Float64()*r.Float64()*14
	slope := r.NormFloat64() * 0.25
	img := image.NewGray(image.Rect(0, 0, p.W, p.H))
	for i, v := range p.Pix {
		light := 1 + slope*(float64(i%p.W)/float64(p.W)-0.5)
		img.Pix[i] = uint8(min(255, max(0, float64(v)*gain*light+lift+r.NormFloat64()*noise)))
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 30 + r.IntN(65)}); err != nil {
		panic(err)
	}
	back, err := jpeg.Decode(&buf)
	if err != nil {
		panic(err)
	}
	copy(p.Pix, grey(back).Pix)
	x0, y0, x1, y1 := float64(margin), float64(margin), float64(margin+int(w)), float64(margin+int(h))
	return p, cards.Quad{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

// cover lays thumbs, boxes and glare over a card.
func cover(r *rand.Rand, p picture.Plane, margin int) {
	blob := func(cx, cy, rx, ry, strength float64, v float64) {
		for y := max(0, int(cy-ry)); y < min(p.H, int(cy+ry)+1); y++ {
			for x := max(0, int(cx-rx)); x < min(p.W, int(cx+rx)+1); x++ {
				u, w := (float64(x)-cx)/rx, (float64(y)-cy)/ry
				if d := u*u + w*w; d < 1 {
					k := strength
					if strength < 1 {
						k *= 1 - d
					}
					p.Pix[y*p.W+x] = uint8(float64(p.Pix[y*p.W+x])*(1-k) + v*k)
				}
			}
		}
	}
	w, h := float64(p.W-2*margin), float64(p.H-2*margin)
	if r.IntN(3) == 0 { // fingers
		for range 1 + r.IntN(3) {
			x, y := r.Float64()*w, r.Float64()*h
			switch r.IntN(4) {
			case 0:
				x = 0
			case 1:
				x = w
			default:
				y = h
			}
			blob(x+float64(margin), y+float64(margin), w*(0.05+0.1*r.Float64()), w*(0.05+0.12*r.Float64()), 1, 100+120*r.Float64())
		}
	}
	if r.IntN(5) == 0 {
		blob((0.1+0.8*r.Float64())*w, (0.1+0.8*r.Float64())*h, w*(0.1+0.25*r.Float64()), w*(0.05+0.2*r.Float64()), 0.9, 255)
	}
	if r.IntN(5) == 0 { // a box over some line
		v := []uint8{0, 255, 128}[r.IntN(3)]
		x0, y0 := int(r.Float64()*0.6*w), int(r.Float64()*0.8*h)
		for y := y0; y < min(p.H, y0+int(h*(0.06+0.15*r.Float64()))); y++ {
			for x := x0; x < min(p.W, x0+int(w*(0.2+0.3*r.Float64()))); x++ {
				p.Pix[y*p.W+x] = v
			}
		}
	}
}

func soften(p picture.Plane) {
	src := slices.Clone(p.Pix)
	for y := 1; y < p.H-1; y++ {
		for x := 1; x < p.W-1; x++ {
			i := y*p.W + x
			p.Pix[i] = uint8((4*int(src[i]) + 2*(int(src[i-1])+int(src[i+1])+int(src[i-p.W])+int(src[i+p.W])) +
				int(src[i-p.W-1]) + int(src[i-p.W+1]) + int(src[i+p.W-1]) + int(src[i+p.W+1]) + 8) / 16)
		}
	}
}

func bilinear(p picture.Plane, x, y float64) uint8 {
	x, y = min(max(x, 0), float64(p.W)-1.001), min(max(y, 0), float64(p.H)-1.001)
	i, fx, fy := int(y)*p.W+int(x), x-math.Floor(x), y-math.Floor(y)
	return uint8((float64(p.Pix[i])*(1-fx)+float64(p.Pix[i+1])*fx)*(1-fy) + (float64(p.Pix[i+p.W])*(1-fx)+float64(p.Pix[i+p.W+1])*fx)*fy + 0.5)
}

// Look rectifies a drawing as a finder with unsteady hands would.
func Look(r *rand.Rand, img image.Image, by float64) (picture.Plane, cards.Quad) {
	p, q := snapshot(r, flatten(img), by)
	w := q[1][0] - q[0][0]
	off := w * []float64{0.004, 0.01, 0.02}[r.IntN(3)]
	for i := range q {
		q[i][0] += r.NormFloat64() * off
		q[i][1] += r.NormFloat64() * off
	}
	return p, q
}

func onItsSide(p picture.Plane) picture.Plane {
	out := picture.NewPlane(p.H, p.W)
	for y := range p.H {
		for x := range p.W {
			out.Pix[x*out.W+p.H-1-y] = p.Pix[y*p.W+x]
		}
	}
	return out
}

// flatten returns a drawing's luma with a long side on top.
func flatten(img image.Image) picture.Plane {
	p := grey(img)
	if p.H > p.W {
		p = onItsSide(p)
	}
	return p
}
