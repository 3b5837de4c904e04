package pen

import (
	"image"
	"image/color"
	_ "image/jpeg" // photographs of the environment's folder
	"math"
	"os"
	"path/filepath"
	"sort"

	"golang.org/x/image/draw"
)

// ground covers a canvas with what a table is made of.
func (c *canvas) ground(photos []string) {
	if len(photos) > 0 && chance(c.r, 0.4) && c.photo(pick(c.r, photos...)) {
		return
	}
	switch c.r.IntN(10) {
	case 0, 1, 2:
		c.wood()
	case 3, 4:
		c.cloth()
	case 5:
		c.tiles()
	case 6:
		c.paper()
	case 7:
		c.keyboard()
	case 8:
		c.stone()
	default:
		c.plain()
	}
}

func (c *canvas) plain() {
	c.textured(hex(pick[uint32](c.r, 0xe8e6e0, 0x2a2b2e, 0x8d8f92, 0xb79f84, 0x7c94ab, 0xc9d6dd, 0xe9dfc6, 0x4b6b57, 0xa0473f)), 10, 0.04)
}

func (c *canvas) paper() {
	c.textured(vary(c.r, hex(0xf0efe9), 8), 5, 0.3)
	if chance(c.r, 0.5) {
		st := style{face: regular, size: c.fw() * between(c.r, 0.012, 0.022), col: hex(0x3c3c40), turn: between(c.r, -0.1, 0.1)}
		for y := c.fh() * 0.05; y < c.fh(); y += st.size * 1.7 {
			c.text(c.fw()*0.06, y, words(c.r, 12), st)
		}
	}
}

// textured lays a colour with clouds of so many levels; cell is their size in shares of the width.
func (c *canvas) textured(col color.RGBA, level, cell float64) {
	k := c.fw() * cell
	c.relief(col, clouds(c.r, c.w(), c.h(), pt{c.fw()/3 + 1, c.fh()/3 + 1}, pt{k + 1.5, k + 1.5}, pt{2, 2}), level)
}

// relief makes a colour lighter and darker after a field of -1 to 1.
func (c *canvas) relief(col color.RGBA, field []float32, level float64) {
	r, g, b, l := float32(col.R), float32(col.G), float32(col.B), float32(level)
	clamp := func(v float32) uint8 { return uint8(max(0, min(255, v))) }
	for i, v := range field {
		p := c.Pix[i*4 : i*4+4 : i*4+4]
		p[0], p[1], p[2], p[3] = clamp(r+v*l), clamp(g+v*l), clamp(b+v*l), 255
	}
}

func (c *canvas) wood() {
	col := vary(c.r, hex(pick[uint32](c.r, 0xa8774a, 0x7a4f2c, 0xc99f6e, 0x5a3a24, 0xd8bb90, 0x8f5f3a, 0x9c9084)), 10)
	w, h := c.w(), c.h()
	long, fine := c.fw()/between(c.r, 1, 4), c.fh()/between(c.r, 20, 70)
	across := chance(c.r, 0.3)
	if across {
		long, fine = c.fw()/between(c.r, 20, 70), c.fh()/between(c.r, 1, 4)
	}
	f := clouds(c.r, w, h, pt{long + 1, fine + 1.5}, pt{long/3 + 1, fine/4 + 1.2}, pt{c.fw() / 2, c.fh() / 2})
	turns := between(c.r, 1, 6)
	for i, v := range f {
		f[i] = 0.6*v + 0.4*float32(wave(float64(v)*turns))
	}
	c.relief(col, f, between(c.r, 18, 50))
	if chance(c.r, 0.6) { // planks
		n := 2 + c.r.IntN(5)
		for i := range n {
			t := (float64(i) + between(c.r, 0.3, 0.7)) / float64(n)
			a, b := pt{0, t * c.fh()}, pt{c.fw(), t * c.fh()}
			if across {
				a, b = pt{t * c.fw(), 0}, pt{t * c.fw(), c.fh()}
			}
			c.line(shade(col, 0.35), max(1, c.fw()*0.003), 0.8, a, b)
		}
	}
}

func (c *canvas) cloth() {
	col := vary(c.r, hex(pick[uint32](c.r, 0x7d2f38, 0x3b5a7a, 0xd8cdb8, 0x566b4a, 0x2b2b33, 0xa8889c, 0xe3ddd2, 0x97b3c4, 0xc98f4a)), 10)
	w, h := c.w(), c.h()
	f := clouds(c.r, w, h, pt{c.fw()/3 + 1, c.fh()/4 + 1}, pt{c.fw()/9 + 1, c.fh()/7 + 1})
	step := between(c.r, 0.12, 0.4)
	stripes, checks := between(c.r, 3, 14)/c.fw(), chance(c.r, 0.4)
	for y := range h {
		for x := range w {
			v := f[y*w+x] + 0.35*float32(wave(float64(x)*step)*wave(float64(y)*step))
			if checks {
				if wave(float64(x)*stripes) > 0.2 {
					v -= 0.4
				}
				if wave(float64(y)*stripes) > 0.2 {
					v -= 0.4
				}
			}
			f[y*w+x] = v
		}
	}
	c.relief(col, f, between(c.r, 14, 32))
	if chance(c.r, 0.4) { // a printed pattern: batik, flowers
		ink, n := shade(col, pick(c.r, 0.6, 1.4)), between(c.r, 0.04, 0.09)*c.fw()
		for y := n / 2; y < c.fh(); y += n {
			for x := n / 2; x < c.fw(); x += n {
				c.circle(x, y, n*0.3, n*0.2, max(1, n*0.07), ink, 0.7)
				c.ellipse(x+n/2, y+n/2, n*0.08, n*0.08, ink, 0.7)
			}
		}
	}
}

func (c *canvas) tiles() {
	col := vary(c.r, hex(pick[uint32](c.r, 0xdcd9d2, 0xb5b0a6, 0xe9e6e2, 0x9aa7ad, 0xc7b299)), 8)
	c.textured(col, 12, 0.03)
	n := c.fw() * between(c.r, 0.18, 0.5)
	tilt := between(c.r, -0.15, 0.15)
	joint := shade(col, between(c.r, 0.55, 0.8))
	for i := -6; i < 14; i++ {
		t := float64(i) * n
		c.line(joint, max(1, c.fw()*0.004), 0.9, pt{t, 0}, pt{t + tilt*c.fh(), c.fh()})
		c.line(joint, max(1, c.fw()*0.004), 0.9, pt{0, t}, pt{c.fw(), t - tilt*c.fw()})
	}
}

func (c *canvas) stone() {
	w, h := c.w(), c.h()
	f := clouds(c.r, w, h, pt{c.fw()/5 + 1, c.fh()/5 + 1}, pt{c.fw()/15 + 1, c.fh()/15 + 1}, pt{c.fw()/50 + 1, c.fh()/50 + 1}, pt{2, 2})
	for i, v := range f {
		f[i] = v + 0.5*float32(math.Abs(float64(v)))
	}
	c.relief(vary(c.r, hex(pick[uint32](c.r, 0xb9b5ad, 0x4a4a4e, 0xdad5cf, 0x8a7d70)), 10), f, between(c.r, 25, 60))
}

func (c *canvas) keyboard() {
	col := hex(pick[uint32](c.r, 0x1d1e21, 0x34363a, 0xc9ccd0))
	c.textured(col, 6, 0.1)
	key := c.fw() * between(c.r, 0.06, 0.11)
	tone := shade(col, pick(c.r, 0.75, 1.3))
	st := style{face: medium, size: key * 0.3, col: mix(tone, hex(0xffffff), 0.8)}
	if col.R > 100 {
		st.col = hex(0x303030)
	}
	for row := 0; float64(row)*key < c.fh()*0.8; row++ {
		for k := -1; float64(k)*key < c.fw(); k++ {
			x, y := (float64(k)+float64(row%3)*0.3)*key, float64(row)*key+c.fh()*0.05
			c.rounded(box{x + 2, y + 2, x + key*0.92, y + key*0.92}, key*0.12, tone, 1)
			c.text(x+key*0.25, y+key*0.45, string(rune('A'+c.r.IntN(26))), st)
		}
	}
	c.rounded(box{c.fw() * 0.3, c.fh() * 0.86, c.fw() * 0.7, c.fh() * 1.2}, key*0.2, tone, 1)
}

// clutter strews things that lie about on tables.
func (c *canvas) clutter(n int) {
	for range n {
		x, y, s := between(c.r, 0, 1)*c.fw(), between(c.r, 0, 1)*c.fh(), between(c.r, 0.05, 0.16)*c.fw()
		a := between(c.r, 0, 6.3)
		dx, dy := math.Cos(a)*s, math.Sin(a)*s
		col := hex(pick[uint32](c.r, 0x1c1c1e, 0xc23b35, 0x2f5fa8, 0xe8e8e8, 0x3f7a4e, 0xe0b040, 0x7a6a5a))
		switch c.r.IntN(6) {
		case 0: // a pen
			c.capsule(pt{x - dx*1.5, y - dy*1.5}, pt{x + dx*1.5, y + dy*1.5}, s*0.09, s*0.07, col, 0.5)
			c.capsule(pt{x + dx*1.5, y + dy*1.5}, pt{x + dx*1.8, y + dy*1.8}, s*0.06, s*0.02, hex(0xd0d0d0), 0.5)
		case 1: // a cup
			c.ellipse(x+s*0.1, y+s*0.15, s, s, hex(0x000000), 0.25)
			c.ellipse(x, y, s, s, col, 1)
			c.ellipse(x, y, s*0.85, s*0.85, shade(col, 0.7), 1)
			c.ellipse(x, y, s*0.8, s*0.8, hex(0x2e1a10), 1)
			c.circle(x+s*1.15, y, s*0.3, s*0.25, s*0.13, col, 1)
		case 2: // a telephone
			c.poly(hex(0x101114), 1, pt{x - dx - dy/2, y - dy + dx/2}, pt{x + dx - dy/2, y + dy + dx/2}, pt{x + dx + dy/2, y + dy - dx/2}, pt{x - dx + dy/2, y - dy - dx/2})
			c.poly(hex(0x2a3038), 1, pt{x - dx*0.9 - dy*0.44, y - dy*0.9 + dx*0.44}, pt{x + dx*0.9 - dy*0.44, y + dy*0.9 + dx*0.44}, pt{x + dx*0.9 + dy*0.44, y + dy*0.9 - dx*0.44}, pt{x - dx*0.9 + dy*0.44, y - dy*0.9 - dx*0.44})
		case 3: // a sheet with writing
			q := pose{x: x, y: y, w: s * 3, roll: a}.corners(0.72)
			c.poly(hex(0xf2f1ec), 1, q[0], q[1], q[2], q[3])
			m := toQuad(q)
			for i := range 12 {
				t := 0.1 + 0.065*float64(i)
				c.line(hex(0x707078), max(1, s*0.03), 0.7, m.at(0.1, t), m.at(between(c.r, 0.5, 0.9), t))
			}
		case 4: // coins
			for range 3 {
				px, py := x+between(c.r, -s, s), y+between(c.r, -s, s)
				c.ellipse(px+2, py+2, s*0.25, s*0.25, hex(0), 0.3)
				c.ellipse(px, py, s*0.25, s*0.25, hex(pick[uint32](c.r, 0xc8c8c8, 0xc9a84c)), 1)
				c.circle(px, py, s*0.19, s*0.19, 1, hex(0x777060), 0.8)
			}
		default: // a cable
			pts := []pt{{x, y}}
			for range 14 {
				a += between(c.r, -0.7, 0.7)
				l := pts[len(pts)-1]
				pts = append(pts, pt{l[0] + math.Cos(a)*s*0.4, l[1] + math.Sin(a)*s*0.4})
			}
			c.line(col, s*0.08, 1, pts...)
		}
	}
}

// room is what stands behind a person: wall, window, shelf, curtain, out of focus.
func (c *canvas) room() {
	small := newCanvas(c.r, max(16, c.w()/6), max(16, c.h()/6), hex(0))
	wall := vary(c.r, hex(pick[uint32](c.r, 0xd9d5cc, 0xb9c6c9, 0xe6d9bd, 0x9db09a, 0xf0eeea, 0x6e5c50, 0x40464f, 0xc7a7a0)), 12)
	small.textured(wall, 14, 0.2)
	w, h := small.fw(), small.fh()
	for range 1 + c.r.IntN(5) {
		x, y := between(c.r, -0.1, 0.9)*w, between(c.r, -0.1, 0.7)*h
		bw, bh := between(c.r, 0.1, 0.5)*w, between(c.r, 0.1, 0.6)*h
		col := vary(c.r, hex(pick[uint32](c.r, 0xf6f8fa, 0x7a5a3c, 0x3d4a5a, 0xa8392f, 0xd8c49a, 0x2f5d44, 0x1e1f24)), 15)
		b := box{x, y, x + bw, y + bh}
		switch c.r.IntN(4) {
		case 0: // window
			small.rect(b, hex(0xf2f6fa), 1)
			small.frame(b, 2, shade(wall, 0.6), 1)
			small.line(shade(wall, 0.6), 1.5, 1, pt{x + bw/2, y}, pt{x + bw/2, y + bh})
		case 1: // shelf
			small.rect(b, hex(0x6b4a30), 1)
			for px := x; px < x+bw; px += 3 {
				small.rect(box{px, y + bh*between(c.r, 0.05, 0.4), px + 2.5, y + bh*0.95}, vary(c.r, col, 60), 1)
			}
		case 2: // curtain
			for px := x; px < x+bw; px += 4 {
				small.rect(box{px, 0, px + 2.5, h}, shade(col, between(c.r, 0.7, 1.2)), 1)
			}
		default:
			small.rect(b, col, 1)
		}
	}
	draw.ApproxBiLinear.Scale(c.RGBA, c.Rect, small.RGBA, small.Rect, draw.Src, nil)
}

// photographs lists the files of a folder in order.
func photographs(dir string) []string {
	if dir == "" {
		return nil
	}
	var files []string
	for _, pattern := range []string{"*.jpg", "*.jpeg", "*/*.jpg"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern)) // the pattern is well formed
		files = append(files, found...)
	}
	sort.Strings(files)
	return files
}

// photo covers the canvas with a part of a photograph; false where it cannot be read.
func (c *canvas) photo(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		return false
	}
	b := img.Bounds()
	k := min(float64(b.Dx())/c.fw(), float64(b.Dy())/c.fh()) * between(c.r, 0.5, 1)
	w, h := int(k*c.fw()), int(k*c.fh())
	at := b.Min.Add(image.Pt(c.r.IntN(b.Dx()-w+1), c.r.IntN(b.Dy()-h+1)))
	draw.ApproxBiLinear.Scale(c.RGBA, c.Rect, img, image.Rectangle{Min: at, Max: at.Add(image.Pt(w, h))}, draw.Src, nil)
	return true
}
