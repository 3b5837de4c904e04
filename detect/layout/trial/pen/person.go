package pen

import (
	"image/color"
	"math"
	"math/rand/v2"
)

// A look is what tells one drawn person from another.
type look struct {
	skin, hair, cloth, scarf color.RGBA
	covered                  bool // wears a headscarf
	glasses, moustache, long bool
	mask                     bool
	wide, smile, light       float64
}

var (
	skins  = []uint32{0xf0cfb0, 0xe3b78f, 0xd4a277, 0xc68d62, 0xb07a50, 0x96623e, 0x7a4d30, 0x5c3a26}
	cloths = []uint32{0xf4f4f0, 0x1d2430, 0x7c1f2b, 0x2d5d8c, 0x3b6b4a, 0xc9a227, 0x8a8f98, 0x5b3a66, 0xd98f8f, 0x263f2f, 0xb5c7d9}
	scarfs = []uint32{0x1c1c22, 0xe9e3d8, 0x8c5a6a, 0x40566b, 0xb8a08a, 0x6d7f5e, 0xa73b4b, 0x2f4858, 0xd7c2d0}
)

func someLook(r *rand.Rand, woman bool) look {
	l := look{
		skin: vary(r, hex(pick(r, skins...)), 8), hair: vary(r, hex(pick[uint32](r, 0x15110f, 0x211915, 0x2e211a, 0x0c0c10, 0x6b6660)), 5),
		cloth: vary(r, hex(pick(r, cloths...)), 10), scarf: vary(r, hex(pick(r, scarfs...)), 12),
		covered: woman && chance(r, 0.55), glasses: chance(r, 0.25), moustache: !woman && chance(r, 0.3), long: woman,
		wide: between(r, 0.7, 0.82), smile: between(r, -0.2, 1), light: between(r, -1, 1),
	}
	return l
}

// bust draws head and shoulders; x, y is the middle of the face and s half its height.
func (c *canvas) bust(x, y, s float64, l look) {
	c.shoulders(x, y, s, l)
	rx := s * l.wide
	if l.covered {
		c.ellipse(x, y-s*0.1, rx*1.38, s*1.32, l.scarf, 1)
		c.poly(l.scarf, 1, pt{x - rx*1.36, y}, pt{x + rx*1.36, y}, pt{x + rx*1.6, y + s*1.75}, pt{x, y + s*2.1}, pt{x - rx*1.6, y + s*1.75})
		for i := range 5 {
			t := float64(i)/4 - 0.5
			c.line(shade(l.scarf, 0.72), s*0.035, 0.5, pt{x + t*rx*2.2, y + s}, pt{x + t*rx*1.2 + s*0.1, y + s*1.45}, pt{x + t*rx*0.6, y + s*1.95})
		}
		c.glow(x+l.light*rx, y-s, rx, s*0.6, shade(l.scarf, 1.4), 0.4)
	} else {
		if l.long {
			c.poly(l.hair, 1, pt{x - rx*1.15, y - s*0.6}, pt{x + rx*1.15, y - s*0.6}, pt{x + rx*1.25, y + s*1.3}, pt{x - rx*1.25, y + s*1.3})
		}
		c.ellipse(x, y-s*0.2, rx*1.13, s*1.0, l.hair, 1)
	}
	neck := shade(l.skin, 0.78)
	if !l.covered {
		c.poly(neck, 1, pt{x - rx*0.55, y + s*0.5}, pt{x + rx*0.55, y + s*0.5}, pt{x + rx*0.62, y + s*1.4}, pt{x, y + s*1.62}, pt{x - rx*0.62, y + s*1.4})
		for _, d := range []float64{-1, 1} {
			c.ellipse(x+d*rx*1.0, y+s*0.05, rx*0.13, s*0.2, shade(l.skin, 0.85), 1)
		}
	}
	c.face(x, y, s, rx, l)
}

func (c *canvas) shoulders(x, y, s float64, l look) {
	top, wide := y+s*1.35, s*between(c.r, 1.75, 2.15)
	var pts []pt
	for i := range 13 {
		t := float64(i)/6 - 1
		pts = append(pts, pt{x + t*wide, top + s*(0.1+0.75*math.Pow(math.Abs(t), 3))})
	}
	pts = append(pts, pt{x + wide*1.1, y + s*6}, pt{x - wide*1.1, y + s*6})
	c.poly(l.cloth, 1, pts...)
	dark := shade(l.cloth, 0.75)
	switch c.r.IntN(4) {
	case 0: // a collar and buttons
		c.poly(shade(l.cloth, 1.15), 1, pt{x - s*0.6, top}, pt{x, top + s*0.75}, pt{x + s*0.6, top}, pt{x + s*0.5, top + s*0.7}, pt{x, top + s*0.9}, pt{x - s*0.5, top + s*0.7})
		c.line(dark, s*0.03, 0.8, pt{x, top + s*0.8}, pt{x, y + s*6})
	case 1: // batik
		for range 40 {
			px, py := x+between(c.r, -wide, wide), top+s*between(c.r, 0.9, 4.5)
			c.circle(px, py, s*0.13, s*0.09, s*0.03, shade(l.cloth, pick(c.r, 0.6, 1.5)), 0.8)
		}
	case 2: // stripes
		for i := range 12 {
			py := top + s*(0.95+0.3*float64(i))
			c.line(dark, s*0.1, 0.6, pt{x - wide, py}, pt{x + wide, py + s*0.05})
		}
	}
	for range 3 {
		px := x + between(c.r, -1, 1)*wide*0.8
		c.line(dark, s*0.08, 0.35, pt{px, top + s*0.9}, pt{px + s*0.2, top + s*1.8}, pt{px + s*0.1, top + s*3})
	}
}

func (c *canvas) face(x, y, s, rx float64, l look) {
	c.paint(box{x - rx - 1, y - s - 1, x + rx + 1, y + s + 1}, func(px, py float64) (color.RGBA, float64) {
		v := (py - y) / s
		half := rx
		if v > 0.1 {
			half *= 1 - 0.26*(v-0.1)*(v-0.1)
		}
		u := (px - x) / half
		d := u*u + v*v
		if d > 1 {
			return l.skin, max(0, 1-(d-1)*s*0.45)
		}
		f := 1.06 + 0.13*l.light*u - 0.06*v - 0.24*d*d
		return shade(l.skin, f), 1
	})
	dark, brow := shade(l.skin, 0.62), mix(l.hair, hex(0x100c0a), 0.4)
	if !l.covered { // the hair line
		c.poly(l.hair, 1, pt{x - rx*1.03, y - s*0.15}, pt{x - rx*1.02, y - s*0.75}, pt{x, y - s*1.12}, pt{x + rx*1.02, y - s*0.75}, pt{x + rx*1.03, y - s*0.15}, pt{x + rx*0.86, y - s*0.52}, pt{x + rx*0.3, y - s*0.7}, pt{x - rx*0.5, y - s*0.66}, pt{x - rx*0.88, y - s*0.45})
	} else {
		c.circle(x, y, rx*1.0, s*1.0, s*0.09, shade(l.scarf, 0.8), 1)
	}
	c.glow(x, y+s*0.1, rx*0.22, s*0.42, shade(l.skin, 1.25), 0.6) // the nose's bridge
	for _, d := range []float64{-1, 1} {
		ex, ey := x+d*rx*0.43, y-s*0.12
		c.glow(ex, ey-s*0.02, rx*0.42, s*0.22, dark, 0.75)
		c.glow(x+d*rx*0.55, y+s*0.32, rx*0.4, s*0.25, mix(l.skin, hex(0xe08070), 0.3), 0.35)
		c.ellipse(ex, ey, rx*0.21, s*0.068, hex(0xf1ece6), 0.95)
		c.ellipse(ex, ey, rx*0.1, s*0.075, hex(0x1c100a), 1)
		c.ellipse(ex+rx*0.03, ey-s*0.025, rx*0.03, s*0.02, hex(0xffffff), 0.9)
		c.line(hex(0x1a110d), s*0.03, 0.9, pt{ex - rx*0.23, ey}, pt{ex - rx*0.1, ey - s*0.07}, pt{ex + rx*0.1, ey - s*0.07}, pt{ex + rx*0.23, ey})
		c.line(brow, s*0.065, 0.85, pt{ex - d*rx*0.26, ey - s*0.2}, pt{ex, ey - s*0.25}, pt{ex + d*rx*0.28, ey - s*0.17})
		c.ellipse(x+d*rx*0.1, y+s*0.34, rx*0.06, s*0.03, shade(l.skin, 0.45), 0.8)
	}
	c.glow(x, y+s*0.36, rx*0.3, s*0.09, dark, 0.6)
	c.glow(x, y+s*0.78, rx*0.4, s*0.08, dark, 0.4)
	lip, k := mix(shade(l.skin, 0.75), hex(0xb04a48), 0.5), l.smile*s*0.05
	c.poly(lip, 0.95, pt{x - rx*0.34, y + s*0.56 - k}, pt{x - rx*0.08, y + s*0.51}, pt{x, y + s*0.53}, pt{x + rx*0.08, y + s*0.51}, pt{x + rx*0.34, y + s*0.56 - k}, pt{x + rx*0.16, y + s*0.65}, pt{x - rx*0.16, y + s*0.65})
	c.line(shade(lip, 0.5), s*0.025, 0.9, pt{x - rx*0.33, y + s*0.56 - k}, pt{x, y + s*0.57 + k*0.4}, pt{x + rx*0.33, y + s*0.56 - k})
	if l.moustache {
		c.line(l.hair, s*0.07, 0.8, pt{x - rx*0.3, y + s*0.48}, pt{x, y + s*0.43}, pt{x + rx*0.3, y + s*0.48})
	}
	if l.glasses {
		for _, d := range []float64{-1, 1} {
			c.circle(x+d*rx*0.44, y-s*0.11, rx*0.32, s*0.19, s*0.035, hex(0x191919), 0.95)
			c.line(hex(0x191919), s*0.03, 0.9, pt{x + d*rx*0.76, y - s*0.13}, pt{x + d*rx, y - s*0.15})
		}
		c.line(hex(0x191919), s*0.035, 0.9, pt{x - rx*0.13, y - s*0.12}, pt{x + rx*0.13, y - s*0.12})
	}
	if l.mask {
		c.poly(hex(0xbfd6e2), 1, pt{x - rx*0.95, y + s*0.2}, pt{x, y + s*0.08}, pt{x + rx*0.95, y + s*0.2}, pt{x + rx*0.7, y + s*0.85}, pt{x, y + s*1.02}, pt{x - rx*0.7, y + s*0.85})
	}
}

// capsule is a limb or a finger: round ends, light from above on one side.
func (c *canvas) capsule(a, b pt, ra, rb float64, col color.RGBA, light float64) {
	m := max(ra, rb) + 1
	dx, dy := b[0]-a[0], b[1]-a[1]
	long := max(dx*dx+dy*dy, 1e-6)
	c.paint(box{min(a[0], b[0]) - m, min(a[1], b[1]) - m, max(a[0], b[0]) + m, max(a[1], b[1]) + m}, func(x, y float64) (color.RGBA, float64) {
		t := max(0, min(1, ((x-a[0])*dx+(y-a[1])*dy)/long))
		nx, ny, rad := x-a[0]-t*dx, y-a[1]-t*dy, ra+(rb-ra)*t
		d2 := nx*nx + ny*ny
		if d2 > (rad+1)*(rad+1) {
			return col, 0
		}
		d := math.Sqrt(d2)
		f := 1.06 - 0.3*(d2/(rad*rad))*(d2/(rad*rad)) + 0.12*(light*nx-ny)/rad
		return shade(col, f), min(1, rad-d+0.5)
	})
}

// inCapsule tells what a capsule hides.
func inCapsule(a, b pt, ra, rb float64) func(x, y float64) bool {
	dx, dy := b[0]-a[0], b[1]-a[1]
	long := max(dx*dx+dy*dy, 1e-6)
	return func(x, y float64) bool {
		t := max(0, min(1, ((x-a[0])*dx+(y-a[1])*dy)/long))
		return math.Hypot(x-a[0]-t*dx, y-a[1]-t*dy) < ra+(rb-ra)*t
	}
}

// A grip is a hand at a place of a card's edge; along and inward are unit vectors of the card in the picture.
type grip struct {
	at            pt
	along, inward pt
	size          float64 // a finger's half width
	skin          color.RGBA
}

func (g grip) spot(a, in float64) pt {
	return pt{g.at[0] + (g.along[0]*a+g.inward[0]*in)*g.size, g.at[1] + (g.along[1]*a+g.inward[1]*in)*g.size}
}

// behind draws what of the hand is farther from the lens than the card: palm, arm and the tips that look out beyond it.
func (g grip) behind(c *canvas, arm pt) {
	l := between(c.r, -1, 1)
	c.capsule(g.spot(0, -3.5), arm, g.size*3.2, g.size*4.2, shade(g.skin, 0.9), l)
	for i := range 4 {
		k := float64(i) - 1.5
		c.capsule(g.spot(k*1.9, -3), g.spot(k*2.1, 1.5), g.size*1.05, g.size*0.9, shade(g.skin, 0.86+0.04*float64(i)), l)
	}
	c.capsule(g.spot(-2, -4), g.spot(2.2, -3.6), g.size*2.6, g.size*2.8, g.skin, l)
}

// before draws thumb or fingers over the card and returns what they hide.
func (g grip) before(c *canvas, fingers int, reach float64) (hides []func(x, y float64) bool) {
	for i := range fingers {
		k := (float64(i) - float64(fingers-1)/2) * 2.15
		tip, root := g.spot(k+between(c.r, -0.4, 0.4), reach+between(c.r, -0.4, 0.3)), g.spot(k*0.8, -3.2)
		width := g.size * between(c.r, 0.95, 1.1)
		if fingers == 1 {
			width *= 1.25
		}
		shadow := shade(g.skin, 0.2)
		c.capsuleShadow(root, tip, width, shadow)
		c.capsule(root, tip, width*1.12, width*0.92, g.skin, between(c.r, -0.6, 0.6))
		dx, dy := tip[0]-root[0], tip[1]-root[1]
		d := math.Hypot(dx, dy)
		n0 := pt{tip[0] + dx/d*width*0.1, tip[1] + dy/d*width*0.1}
		n1 := pt{tip[0] + dx/d*width*0.45, tip[1] + dy/d*width*0.45}
		c.capsule(n0, n1, width*0.52, width*0.42, mix(g.skin, hex(0xffe0d8), 0.45), 0)
		hides = append(hides, inCapsule(root, tip, width*1.12, width*0.92))
	}
	return hides
}

func (c *canvas) capsuleShadow(a, b pt, rad float64, col color.RGBA) {
	for i := 3; i > 0; i-- {
		k := float64(i) * rad * 0.14
		c.line(col, 2*rad+2*k, 0.12, pt{a[0] + k, a[1] + k*1.5}, pt{b[0] + k, b[1] + k*1.5})
	}
}
