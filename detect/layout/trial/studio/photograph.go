package studio

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"

	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// A Photographer lays drawings on grounds and photographs them: from an angle, small or large, dim or with glare, half covered
// by fingers, boxes and stamped words, compressed. What he does to them is the same whatever is drawn.
type Photographer struct {
	Chance  *rand.Rand
	Grounds []picture.Plane // pictures that he lays drawings on
}

// A Photograph is a plane with a drawing in it.
type Photograph struct {
	Plane picture.Plane
	Quad  cards.Quad // of the drawing, from its own top left
}

// Photograph returns a picture of a drawing whose longer side lies on top.
func (p *Photographer) Photograph(card picture.Plane) Photograph {
	r := p.Chance
	card = picture.Plane{W: card.W, H: card.H, Pix: slices.Clone(card.Pix)}
	p.deface(card)
	w := math.Exp(math.Log(64) + r.Float64()*math.Log(420.0/64))
	h := w * float64(card.H) / float64(card.W)
	if r.IntN(3) == 0 { // a wrong aspect, as of a stretched screenshot
		h *= math.Exp(r.NormFloat64() * 0.08)
	}
	lean := r.NormFloat64() * 0.12
	if r.IntN(6) == 0 {
		lean = r.NormFloat64() * 0.6
	}
	skew := []float64{0, 0.01, 0.03, 0.06}[r.IntN(4)]
	var q cards.Quad
	for i, c := range [4][2]float64{{-w / 2, -h / 2}, {w / 2, -h / 2}, {w / 2, h / 2}, {-w / 2, h / 2}} {
		q[i][0] = c[0]*math.Cos(lean) - c[1]*math.Sin(lean) + r.NormFloat64()*skew*w
		q[i][1] = c[0]*math.Sin(lean) + c[1]*math.Cos(lean) + r.NormFloat64()*skew*h
	}
	margin := w * (0.02 + 0.3*r.Float64())
	x0, y0, x1, y1 := bounds(q)
	if r.IntN(8) == 0 { // the frame cuts a side off
		cut := 0.2 * r.Float64()
		switch r.IntN(4) {
		case 0:
			x0 += cut*w + margin
		case 1:
			x1 -= cut*w + margin
		case 2:
			y0 += cut*h + margin
		default:
			y1 -= cut*h + margin
		}
	}
	if r.IntN(8) == 0 { // cropped to the card
		margin = 0
	}
	x0, y0, x1, y1 = x0-margin, y0-margin, x1+margin, y1+margin
	for i := range q {
		q[i][0], q[i][1] = q[i][0]-x0, q[i][1]-y0
	}
	plane := p.ground(int(x1-x0), int(y1-y0))
	p.lay(card, q, plane)
	p.hold(plane, q, w)
	p.develop(plane)
	return Photograph{plane, q}
}

func bounds(q cards.Quad) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = q[0][0], q[0][1], q[0][0], q[0][1]
	for _, c := range q[1:] {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	return x0, y0, x1, y1
}

// ground is a plain one, a gradient, noise, or a part of another picture.
func (p *Photographer) ground(w, h int) picture.Plane {
	r := p.Chance
	out := picture.NewPlane(max(w, 24), max(h, 24))
	if r.IntN(3) > 0 && len(p.Grounds) > 0 {
		from := p.Grounds[r.IntN(len(p.Grounds))]
		zoom := math.Exp(r.NormFloat64()*0.5) * 0.8
		x0, y0 := r.Float64()*float64(from.W), r.Float64()*float64(from.H)
		for y := range out.H {
			for x := range out.W {
				u, v := x0+float64(x)*zoom, y0+float64(y)*zoom
				i, k := fold(int(u), from.W), fold(int(v), from.H)
				out.Pix[y*out.W+x] = from.Pix[k*from.W+i]
			}
		}
		return out
	}
	a, gx, gy, noise := r.Float64()*255, r.NormFloat64()*40, r.NormFloat64()*40, r.Float64()*r.Float64()*12
	for y := range out.H {
		for x := range out.W {
			v := a + gx*float64(x)/float64(out.W) + gy*float64(y)/float64(out.H)
			if noise > 1 {
				v += r.NormFloat64() * noise
			}
			out.Pix[y*out.W+x] = clamp(v)
		}
	}
	return out
}

// fold mirrors a place back into 0 to n-1.
func fold(i, n int) int {
	i %= 2 * n
	if i >= n {
		i = 2*n - 1 - i
	}
	return i
}

func clamp(v float64) uint8 { return uint8(min(max(v, 0), 255)) }

// deface lays over a drawing what sellers lay over cards: boxes and mosaics over parts of it, words stamped across, lines.
func (p *Photographer) deface(card picture.Plane) {
	r := p.Chance
	w, h := float64(card.W), float64(card.H)
	if r.IntN(3) == 0 {
		for range 1 + r.IntN(3) {
			x, y := r.Float64()*0.85*w, r.Float64()*0.9*h
			bw, bh := w*(0.06+0.4*r.Float64()), h*(0.03+0.13*r.Float64())
			if r.IntN(3) == 0 {
				bw, bh = w*(0.1+0.2*r.Float64()), h*(0.15+0.35*r.Float64())
			}
			box := [4]int{int(x), int(y), min(card.W, int(x+bw)), min(card.H, int(y+bh))}
			if r.IntN(2) == 0 {
				fill(card, box, uint8(r.IntN(256)))
			} else {
				mosaic(card, box, max(3, int(w*(0.015+0.04*r.Float64()))))
			}
		}
	}
	switch r.IntN(8) {
	case 0: // one word across, thick
		p.word(card, w*(0.1+0.2*r.Float64()), h*(0.35+0.4*r.Float64()), w*(0.5+0.5*r.Float64()), -0.7*r.Float64(), 0.3+0.7*r.Float64())
	case 1: // many small ones
		lean, strength := -0.6*r.Float64(), 0.15+0.5*r.Float64()
		long := w * (0.15 + 0.25*r.Float64())
		for y := 0.0; y < h*1.3; y += h * 0.25 {
			for x := -0.2 * w; x < w; x += long * 1.4 {
				p.word(card, x, y, long, lean, strength)
			}
		}
	}
}

func fill(p picture.Plane, b [4]int, v uint8) {
	for y := b[1]; y < b[3]; y++ {
		for x := b[0]; x < b[2]; x++ {
			p.Pix[y*p.W+x] = v
		}
	}
}

func mosaic(p picture.Plane, b [4]int, size int) {
	for y := b[1]; y < b[3]; y += size {
		for x := b[0]; x < b[2]; x += size {
			cell := [4]int{x, y, min(x+size, b[2]), min(y+size, b[3])}
			fill(p, cell, p.Pix[y*p.W+x])
		}
	}
}

// word stamps strokes like those of capital letters along a slant.
func (p *Photographer) word(card picture.Plane, x, y, long, lean, strength float64) {
	r := p.Chance
	letters := 5 + r.IntN(6)
	size := long / float64(letters)
	thick := size * (0.1 + 0.12*r.Float64())
	v := float64([]uint8{0, 30, 120, 200, 255}[r.IntN(5)])
	cos, sin := math.Cos(lean), math.Sin(lean)
	stroke := func(ax, ay, bx, by float64) {
		n := int(math.Hypot(bx-ax, by-ay)/max(1, thick*0.5)) + 1
		for i := range n + 1 {
			u := float64(i) / float64(n)
			lx, ly := ax+(bx-ax)*u, ay+(by-ay)*u
			px, py := x+lx*cos-ly*sin, y+lx*sin+ly*cos
			for dy := -thick / 2; dy <= thick/2; dy++ {
				for dx := -thick / 2; dx <= thick/2; dx++ {
					ix, iy := int(px+dx), int(py+dy)
					if ix >= 0 && iy >= 0 && ix < card.W && iy < card.H {
						at := iy*card.W + ix
						if was := float64(card.Pix[at]); strength < 1 {
							// Strokes overlap themselves: lay the colour on once.
							if math.Abs(was-v) > 8 {
								card.Pix[at] = clamp(was + (v-was)*strength)
							}
						} else {
							card.Pix[at] = uint8(v)
						}
					}
				}
			}
		}
	}
	for i := range letters {
		left, right := float64(i)*size+size*0.1, float64(i+1)*size-size*0.15
		high := size * 1.3
		for range 2 + r.IntN(3) {
			pts := [][2]float64{{left, 0}, {right, 0}, {left, -high}, {right, -high}, {left, -high / 2}, {right, -high / 2}}
			a, b := pts[r.IntN(6)], pts[r.IntN(6)]
			stroke(a[0], a[1], b[0], b[1])
		}
	}
}

// lay warps the drawing into the plane, averaging where it shrinks.
func (p *Photographer) lay(card picture.Plane, q cards.Quad, out picture.Plane) {
	toCard := inverse(q)
	w, _ := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1]), 0.0
	for float64(card.W) > 1.5*w {
		card = quad.Half(card)
	}
	round := 0.0
	if float64(card.W)/float64(card.H) > 1.45 {
		round = p.Chance.Float64() * 0.05
	}
	x0, y0, x1, y1 := bounds(q)
	for y := max(0, int(y0)); y < min(out.H, int(y1)+1); y++ {
		for x := max(0, int(x0)); x < min(out.W, int(x1)+1); x++ {
			u, v := toCard(float64(x)+0.5, float64(y)+0.5)
			if u < 0 || v < 0 || u > 1 || v > 1 || corner(u, v, round) {
				continue
			}
			out.Pix[y*out.W+x] = bilinear(card, u*float64(card.W)-0.5, v*float64(card.H)-0.5)
		}
	}
}

// corner reports whether a place of the unit card lies beyond its round corners.
func corner(u, v, round float64) bool {
	dx, dy := round-min(u, 1-u), round-min(v, 1-v)/1.586
	return dx > 0 && dy > 0 && dx*dx+dy*dy > round*round
}

// hold lays fingers over the edges, and glare over all.
func (p *Photographer) hold(out picture.Plane, q cards.Quad, w float64) {
	r := p.Chance
	at := func(u, v float64) (float64, float64) {
		x := (q[0][0]*(1-u)+q[1][0]*u)*(1-v) + (q[3][0]*(1-u)+q[2][0]*u)*v
		y := (q[0][1]*(1-u)+q[1][1]*u)*(1-v) + (q[3][1]*(1-u)+q[2][1]*u)*v
		return x, y
	}
	if r.IntN(5) < 2 {
		shade := 60 + 170*r.Float64()
		side := r.IntN(4)
		for range 1 + r.IntN(4) {
			u, v := r.Float64(), r.Float64()
			if r.IntN(5) == 0 {
				side = r.IntN(4)
			}
			switch side {
			case 0:
				v = 1
			case 1:
				u = 0
			case 2:
				u = 1
			default:
				v = 1.02
			}
			x, y := at(u, v)
			long, thick := w*(0.04+0.16*r.Float64()), w*(0.03+0.05*r.Float64())
			lean := r.Float64() * math.Pi
			finger(out, x, y, long, thick, lean, shade+r.NormFloat64()*8)
		}
	}
	if r.IntN(5) == 0 {
		x, y := at(r.Float64(), r.Float64())
		glare(out, x, y, w*(0.05+0.3*r.Float64()), w*(0.05+0.2*r.Float64()), 60+150*r.Float64())
	}
}

func finger(p picture.Plane, cx, cy, long, thick, lean, v float64) {
	cos, sin := math.Cos(lean), math.Sin(lean)
	reach := long + thick
	for y := max(0, int(cy-reach)); y < min(p.H, int(cy+reach)+1); y++ {
		for x := max(0, int(cx-reach)); x < min(p.W, int(cx+reach)+1); x++ {
			dx, dy := float64(x)-cx, float64(y)-cy
			along, across := dx*cos+dy*sin, -dx*sin+dy*cos
			along = max(0, math.Abs(along)-long)
			if d := math.Hypot(along, across) / thick; d < 1 {
				p.Pix[y*p.W+x] = clamp(v * (1 - 0.35*d*d))
			}
		}
	}
}

func glare(p picture.Plane, cx, cy, rx, ry, v float64) {
	for y := max(0, int(cy-ry)); y < min(p.H, int(cy+ry)+1); y++ {
		for x := max(0, int(cx-rx)); x < min(p.W, int(cx+rx)+1); x++ {
			u, w := (float64(x)-cx)/rx, (float64(y)-cy)/ry
			if d := u*u + w*w; d < 1 {
				p.Pix[y*p.W+x] = clamp(float64(p.Pix[y*p.W+x]) + v*min(1, 1.6*(1-d)))
			}
		}
	}
}

// develop softens, dims, adds noise and compresses.
func (p *Photographer) develop(out picture.Plane) {
	r := p.Chance
	for range []int{0, 0, 0, 1, 1, 2, 4}[r.IntN(7)] {
		soften(out)
	}
	gain, lift, noise := 0.35+0.75*r.Float64(), r.Float64()*70-10, r.Float64()*r.Float64()*14
	gamma := math.Exp(r.NormFloat64() * 0.25)
	slope := r.NormFloat64() * 0.3
	var tones [256]float64
	for v := range tones {
		tones[v] = 255 * math.Pow(float64(v)/255, gamma) * gain
	}
	for i, v := range out.Pix {
		x := tones[v] * (1 + slope*(float64(i%out.W)/float64(out.W)-0.5))
		if noise > 0.5 {
			x += r.NormFloat64() * noise
		}
		out.Pix[i] = clamp(x + lift)
	}
	if r.IntN(2) == 0 {
		compress(out, 25+r.IntN(65))
	}
}

func compress(p picture.Plane, quality int) {
	var buf bytes.Buffer
	img := &image.Gray{Pix: p.Pix, Stride: p.W, Rect: image.Rect(0, 0, p.W, p.H)}
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // a grey picture in memory
	}
	back, err := jpeg.Decode(&buf)
	if err != nil {
		panic(err)
	}
	if g, ok := back.(*image.Gray); ok {
		for y := range p.H {
			copy(p.Pix[y*p.W:][:p.W], g.Pix[y*g.Stride:])
		}
	}
}
