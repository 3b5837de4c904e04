package brush

import (
	"image"
	"math"
	"math/rand/v2"
)

// A look is what somebody's head is like.
type look struct {
	skin, hair, scarf, cloth, lips, iris rgb
	woman, veiled, glasses, moustache    bool
	yaw, roll, smile                     float64
	sun                                  vec // where the light comes from
	brow, eye, wide                      float64
}

func newLook(r *rand.Rand, woman bool) look {
	skin := lit(mix(ink{236, 196, 165, 255}, ink{140, 92, 64, 255}, within(r, 0, 0.8)))
	l := look{
		skin: skin, hair: lit(mix(ink{18, 14, 12, 255}, ink{52, 38, 30, 255}, r.Float64())), woman: woman,
		scarf: lit(hsv(within(r, 0, 360), within(r, 0.05, 0.6), within(r, 0.2, 0.95))), cloth: lit(hsv(within(r, 0, 360), within(r, 0, 0.6), within(r, 0.15, 0.95))),
		lips: skin.mix(lit(ink{170, 50, 60, 255}), float32(within(r, 0.25, 0.6))), iris: lit(ink{40, 26, 18, 255}),
		yaw: within(r, -0.13, 0.13), roll: within(r, -0.12, 0.12), smile: within(r, -0.3, 1), sun: vec{within(r, -0.5, 0.5), within(r, -0.6, -0.1), 0.8},
		brow: within(r, 0.045, 0.075), eye: within(r, 0.075, 0.1), wide: within(r, 0.74, 0.84),
	}
	l.veiled = woman && chance(r, 0.55)
	l.glasses = chance(r, 0.12)
	l.moustache = !woman && chance(r, 0.25)
	k := 1 / math.Sqrt(l.sun.dot(l.sun))
	l.sun = l.sun.times(k)
	return l
}

// bump is 1 in the middle of an ellipse and falls smoothly to 0 at its rim.
func bump(x, y, rx, ry float64) float64 {
	d := 1 - (x*x)/(rx*rx) - (y*y)/(ry*ry)
	if d <= 0 {
		return 0
	}
	return d * d
}

// hard is 1 inside an ellipse with a soft rim of about edge (in its own measure).
func hard(x, y, rx, ry, edge float64) float64 {
	d := math.Sqrt((x*x)/(rx*rx) + (y*y)/(ry*ry))
	return max(0, min(1, (1-d)/edge+0.5))
}

// skinAt paints the face at u, v: the middle between the eyes and the mouth is 0, the chin at 1.25, the hairline near -1.
func (l *look) skinAt(u, v float64) rgb {
	nz2 := 1 - u*u - v*v/1.75
	nz := math.Sqrt(max(0.02, nz2))
	n := vec{u, v / 1.75, nz}
	shade := 0.42 + 0.6*max(0, n.dot(l.sun))*(0.55+0.45*nz)
	x := u - l.yaw*2*(1-u*u) // features turn with the head
	a := math.Abs(x)
	// Hollows and ridges: sockets, the sides of the nose, under it, under the lip, temples.
	shade *= 1 - 0.34*bump(a-0.39, v+0.2, 0.3, 0.22)
	shade *= 1 - 0.2*bump(a-0.17, v-0.02, 0.12, 0.4) + 0.12*bump(x, v-0.05, 0.11, 0.5)
	shade *= 1 + 0.16*bump(a-0.46, v-0.2, 0.3, 0.24) + 0.12*bump(x, v+0.65, 0.6, 0.4) + 0.1*bump(x, v-1.08, 0.3, 0.2)
	shade *= 1 - 0.3*bump(x, v-0.46, 0.24, 0.09) - 0.22*bump(x, v-0.9, 0.3, 0.1)
	shade *= 1 - 0.18*bump(a-0.24, v-0.4, 0.09, 0.16)
	c := l.skin.times(float32(shade)).mix(rgb{0.75, 0.3, 0.26}.times(float32(shade)), float32(0.12*bump(a-0.5, v-0.3, 0.28, 0.26)))
	c = c.mix(c.times(1.35), float32(0.8*bump(x-0.01, v-0.27, 0.09, 0.1)))
	c = c.mix(c.times(0.25), float32(hard(a-0.105, v-0.385, 0.055, 0.032, 0.6)))
	c = l.eyes(c, x, a, v, float32(shade))
	return l.mouth(c, x, a, v, shade)
}

func (l *look) eyes(c rgb, x, a, v float64, shade float32) rgb {
	// Brow: an arch, thicker towards the nose.
	arch := v + 0.43 - 0.12*(a-0.45)*(a-0.45)*6 + 0.03
	thick := l.brow * (1.2 - 0.8*max(0, a-0.3))
	if a > 0.16 && a < 0.72 {
		ends := min(1, (a-0.16)/0.06) * min(1, (0.72-a)/0.14)
		c = c.mix(l.hair, float32(0.85*ends*max(0, min(1, 1.3-math.Abs(arch)/thick))))
	}
	ex, ey := a-0.4, v+0.18
	lid := l.eye * (1 - (ex/0.2)*(ex/0.2))
	if math.Abs(ex) < 0.21 {
		open := max(0, min(1, (lid-math.Abs(ey))/0.025+0.5))
		side := x
		if side < 0 {
			ex = -ex
		}
		white := rgb{0.72, 0.7, 0.68}.times(shade * 1.05)
		iris := float32(hard(ex-l.yaw*0.1, ey+0.01, 0.09, 0.092, 0.3))
		pupil := float32(hard(ex-l.yaw*0.1, ey+0.01, 0.04, 0.042, 0.4))
		e := white.mix(l.iris, iris).mix(rgb{0.004, 0.004, 0.004}, pupil)
		e = e.mix(rgb{0.9, 0.9, 0.9}, float32(hard(ex-l.yaw*0.1-0.03, ey+0.04, 0.02, 0.02, 0.6)))
		e = e.times(float32(1 - 0.5*max(0, min(1, (-ey-lid*0.2)/0.06)))) // the upper lid shades the ball
		c = c.mix(e, float32(open))
		lash := max(0, min(1, 1.4-math.Abs(ey+lid)/0.026))
		c = c.mix(l.hair, float32(0.9*lash*min(1, max(0, 0.21-math.Abs(ex))/0.04)))
		fold := max(0, 1-math.Abs(ey+lid+0.07)/0.03)
		c = c.times(float32(1 - 0.25*fold))
	}
	if l.glasses {
		rim := math.Abs(math.Sqrt((a-0.4)*(a-0.4)/0.09+ey*ey/0.058) - 1)
		c = c.mix(rgb{0.02, 0.02, 0.025}, float32(max(0, min(1, 1.6-rim/0.07))))
		if a < 0.12 && math.Abs(ey+0.05) < 0.03 {
			c = rgb{0.03, 0.03, 0.03}
		}
	}
	return c
}

func (l *look) mouth(c rgb, x, a, v, shade float64) rgb {
	mv := v - 0.7 + l.smile*0.12*(a/0.36)*(a/0.36)
	if a < 0.38 {
		taper := 1 - (a/0.37)*(a/0.37)
		upper := max(0, min(1, (0.075*taper*(1-0.25*bump(x, 0, 0.07, 1))+mv)/0.02)) * max(0, min(1, (0.01-mv)/0.02))
		lower := max(0, min(1, (0.11*taper-mv)/0.03)) * max(0, min(1, (mv+0.005)/0.02))
		lip := l.lips.times(float32(shade))
		c = c.mix(lip.times(0.75), float32(upper)).mix(lip.mix(lip.times(1.5), float32(bump(x, mv-0.06, 0.2, 0.05))), float32(lower))
		c = c.mix(rgb{0.03, 0.012, 0.012}, float32(0.85*max(0, min(1, 1.5-math.Abs(mv)/0.018))*min(1, taper*3)))
	}
	if l.moustache {
		c = c.mix(l.hair, float32(0.6*hard(x, v-0.55, 0.36, 0.07, 0.7)))
	}
	return c
}

// head paints a person from the crown to the chest: the face's middle at cx, cy, half a face wide is s pixels.
func (f *frame) head(l *look, cx, cy, s float64) {
	sn, cs := math.Sincos(l.roll)
	x0, y0, x1, y1 := box([]pt{{cx - 2.6*s, cy - 1.8*s}, {cx + 2.6*s, float64(f.h)}}, 0, f.w, f.h)
	soft := float32(1.5 / s)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			dx, dy := (float64(x)+0.5-cx)/s, (float64(y)+0.5-cy)/s
			u, v := dx*cs+dy*sn, dy*cs-dx*sn
			c, a := l.headAt(u/l.wide*0.8, v, dx, dy, float64(soft))
			if a <= 0 {
				continue
			}
			i := y*f.w + x
			f.px[i] = f.px[i].mix(c, float32(a))
			if a > 0.5 {
				f.id[i] = 0
			}
		}
	}
}

// headAt returns colour and coverage; u and v turn with the head, dx and dy do not.
func (l *look) headAt(u, v, dx, dy, soft float64) (c rgb, cover float64) {
	over := func(d rgb, a float64) {
		if a <= 0 {
			return
		}
		a = min(1, a)
		k := a + cover*(1-a)
		c, cover = c.mix(d, float32(a/k)), k
	}
	rim := func(d float64) float64 {
		d = d/soft + 0.5
		if d < 0 {
			return 0
		} else if d > 1 {
			return 1
		}
		return d
	}
	turn := 0.75 + 0.25*(dx*l.sun[0]) - 0.08*dy // broad shading of cloth and hair
	turn = max(0.3, min(1.2, turn))
	if !l.veiled && l.woman { // hair falls behind the neck
		over(l.hair.times(float32(turn)), rim(min(1.22-math.Abs(u), 1.25-math.Abs(v-0.7)))*rim(1.5-math.Hypot(u*1.1, v*0.5-0.2)))
	}
	if dy > 0.5 {
		l.body(over, rim, dx, dy, turn)
	}
	if dy < 3.1 && math.Abs(u) < 2.6 {
		l.front(over, rim, u, v, dx, dy, turn)
	}
	return c, cover
}

// body paints neck, clothes and collar.
func (l *look) body(over func(rgb, float64), rim func(float64) float64, dx, dy, turn float64) {
	shoulders := 1.55 + 0.55*(1-math.Sqrt(max(0, 1-min(1, dx*dx/6.5))))*1.6
	over(l.skin.times(float32(0.5+0.12*turn)), rim(0.62+0.12*max(0, dy-1.1)-math.Abs(dx))*rim(dy-0.6))
	fold := 1 + 0.13*math.Sin(dx*5+dy*1.5)*math.Sin(dy*2.3-dx)
	over(l.cloth.times(float32(turn*fold)), rim((dy-shoulders)*0.7)*rim(2.55-math.Abs(dx)))
	if !l.veiled { // a collar's opening
		over(l.skin.times(float32(0.62*turn)), rim(0.5-math.Abs(dx)-0.6*max(0, dy-1.35))*rim(dy-1.2)*rim(2.1-dy))
	}
}

// front paints scarf or hair, and the face.
func (l *look) front(over func(rgb, float64), rim func(float64) float64, u, v, dx, dy, turn float64) {
	if l.veiled {
		drape := 1 + 0.2*math.Sin(7*math.Atan2(dy-0.2, dx)+2*dy)
		over(l.scarf.times(float32(turn*drape)), rim(1.25-math.Hypot(u*1.02, (v+0.05)*0.8)))
		over(l.scarf.times(float32(turn*drape*0.95)), rim(min(dy-0.3, 3-dy))*rim(1.1+0.45*(dy-0.3)-math.Abs(dx)))
	} else {
		over(l.skin.times(0.7), rim(0.16-math.Hypot((math.Abs(u)-0.98)*1.1, (v-0.05)*0.5))) // ears
		over(l.hair.times(float32(0.8+0.5*bump(u+0.3, v+1.2, 0.6, 0.3))), rim(1.08-math.Hypot(u, (v+0.42)*0.98))*rim(0.25-v))
	}
	// The face's outline narrows below the cheekbones.
	jaw := 1 - 0.2*max(0, v-0.2)*max(0, v-0.2)
	face := 1 - math.Hypot(u/jaw, v/1.3)
	if u*u+v*v < 2.6 {
		a := rim(face)
		if l.veiled {
			a *= rim(0.93 - math.Hypot(u, v*0.72-0.06))
		} else {
			hairline := -0.82 + 0.3*u*u - 0.07*math.Cos(3*u+l.yaw*20)
			a *= max(0, min(1, (v-hairline)/0.09+0.5))
		}
		if a > 0 {
			over(l.skinAt(u, v), a)
		}
	}
}

// portrait is the photograph on a card.
func portrait(r *rand.Rand, p person, back ink) *image.RGBA {
	f := newFrame(96, 124, 1)
	c := lit(back)
	for i := range f.px {
		f.px[i] = c.times(float32(0.9 + 0.15*float64(i%f.w)/96))
	}
	l := newLook(r, p.woman)
	l.roll, l.yaw = l.roll*0.3, l.yaw*0.3
	f.head(&l, 48+within(r, -3, 3), 55+within(r, -4, 4), within(r, 23, 28))
	img := image.NewRGBA(image.Rect(0, 0, f.w, f.h))
	t := tone()
	for i, c := range f.px {
		for k := range 3 {
			img.Pix[4*i+k] = t.encoded[int(min(1, c[k])*4095)]
		}
		img.Pix[4*i+3] = 255
	}
	return img
}
