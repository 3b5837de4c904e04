package pen

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial"
)

// A stage is a picture with the truth about it, which every change of geometry carries along.
type stage struct {
	*canvas
	cards   []placed
	face    bool
	marks   []string // names of distortions
	quality int      // of JPEG; 0: the encoder's choice
	turn    int      // EXIF orientation that undoes a turn of the stored pixels; 0 and 1: none
}

// A placed document knows which of its parts something hides.
type placed struct {
	trial.Card
	number, face box
	hidden       [grid * grid]bool
}

// grid is how finely the hidden share is measured.
const grid = 16

func newStage(r *rand.Rand, w, h int, ground color.RGBA) *stage {
	return &stage{canvas: newCanvas(r, w, h, ground)}
}

// put lays a document into a quad and notes it.
func (s *stage) put(d *document, q quad, shadow float64) {
	if shadow > 0 {
		s.shadow(q, shadow)
	}
	s.warp(d.RGBA, q)
	s.cards = append(s.cards, placed{Card: trial.Card{Document: d.kind, Layout: d.layout, Quad: q}, number: d.number, face: d.face})
}

// shadow darkens what lies under the lower right of a quad, in shares of its width.
func (s *stage) shadow(q quad, strength float64) {
	w := quadWidth(q)
	mx, my := (q[0][0]+q[2][0])/2, (q[0][1]+q[2][1])/2
	dx, dy := between(s.r, -0.02, 0.03)*w, between(s.r, 0.005, 0.035)*w
	for i := range 5 {
		k := 1 + 0.012*float64(i)
		var p [4]pt
		for j, c := range q {
			p[j] = pt{mx + (c[0]-mx)*k + dx*0.6, my + (c[1]-my)*k + dy*0.6}
		}
		s.poly(hex(0x0a0806), strength*0.16, p[:]...)
	}
}

// hide notes what a thing covers of the cards that are there.
func (s *stage) hide(covers func(x, y float64) bool) {
	for i := range s.cards {
		m := toQuad(s.cards[i].Quad)
		for k := range s.cards[i].hidden {
			p := m.at((float64(k%grid)+0.5)/grid, (float64(k/grid)+0.5)/grid)
			if covers(p[0], p[1]) {
				s.cards[i].hidden[k] = true
			}
		}
	}
}

// inQuad tells whether a point lies in a convex quad.
func inQuad(q quad) func(x, y float64) bool {
	inv := toQuad(q).inverse()
	return func(x, y float64) bool {
		p := inv.at(x, y)
		return p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1
	}
}

// paste puts another stage, with what is known of it, at a place.
func (s *stage) paste(in *stage, x, y int) {
	for row := range in.h() {
		if y+row < 0 || y+row >= s.h() {
			continue
		}
		from, to := max(0, -x), min(in.w(), s.w()-x)
		if from < to {
			copy(s.Pix[(y+row)*s.Stride+(x+from)*4:][:(to-from)*4], in.Pix[row*in.Stride+from*4:])
		}
	}
	s.adopt(in, func(p [2]float64) [2]float64 { return [2]float64{p[0] + float64(x), p[1] + float64(y)} })
}

// lay warps another stage, with what is known of it, into a quad: a photographed screen.
func (s *stage) lay(in *stage, q quad) {
	s.warp(in.RGBA, q)
	m := toQuad(q)
	s.adopt(in, func(p [2]float64) [2]float64 { return m.at(p[0]/in.fw(), p[1]/in.fh()) })
}

func (s *stage) adopt(in *stage, to func([2]float64) [2]float64) {
	for _, c := range in.cards {
		m := toQuad(c.Quad)
		for k := range c.hidden {
			p := m.at((float64(k%grid)+0.5)/grid, (float64(k/grid)+0.5)/grid)
			c.hidden[k] = c.hidden[k] || p[0] < 0 || p[1] < 0 || p[0] > in.fw() || p[1] > in.fh()
		}
		for i := range c.Quad {
			c.Quad[i] = to(c.Quad[i])
		}
		s.cards = append(s.cards, c)
	}
	s.face = s.face || in.face
	s.marks = append(s.marks, in.marks...)
}

// reshape replaces the picture and moves the truth with it.
func (s *stage) reshape(img *image.RGBA, to func([2]float64) [2]float64) {
	s.RGBA = img
	for i := range s.cards {
		for k := range s.cards[i].Quad {
			s.cards[i].Quad[k] = to(s.cards[i].Quad[k])
		}
	}
}

// light is what the room's light makes of a whole picture: a slope, a lamp, soft shadows.
func (s *stage) light(strength float64) {
	w, h := s.w(), s.h()
	a := between(s.r, 0, 2*math.Pi)
	dx, dy := math.Cos(a)/s.fw(), math.Sin(a)/s.fh()
	soft := clouds(s.r, w/8+1, h/8+1, pt{float64(w)/20 + 2, float64(h)/20 + 2})
	warm := between(s.r, -0.06, 0.06)
	for y := range h {
		row := s.Pix[y*s.Stride:]
		slope := (float64(y) - s.fh()/2) * dy
		var red, green, blue int // gains times 4096, new for each eight pixels
		for x := range w {
			if x%8 == 0 {
				f := 4096 * (1 + strength*(float64(soft[(y/8)*(w/8+1)+x/8])*0.5+(float64(x)-s.fw()/2)*dx+slope))
				red, green, blue = int(f*(1+warm)), int(f), int(f*(1-warm))
			}
			p := row[x*4 : x*4+3 : x*4+3]
			p[0] = uint8(min(255, int(p[0])*red>>12))
			p[1] = uint8(min(255, int(p[1])*green>>12))
			p[2] = uint8(min(255, int(p[2])*blue>>12))
		}
	}
}

// grain is the sensor's noise.
func (s *stage) grain(level float64) {
	var table [256]int8
	for i := range table {
		table[i] = int8(max(-127, min(127, s.r.NormFloat64()*level)))
	}
	seed := s.r.Uint64() | 1
	for i := 0; i < len(s.Pix); i += 4 {
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		n := int(table[seed&255])
		for k := range 3 {
			v := int(s.Pix[i+k]) + n + int(table[(seed>>(8*k+8))&255])/2
			s.Pix[i+k] = uint8(max(0, min(255, v)))
		}
	}
}

// other is the kind of a card or page that is none of ours: held and covered like them, but not told of.
const other = "other"

// shot encodes it. Cards of which the frame leaves nearly nothing are dropped: nobody could find them.
func (s *stage) shot(name, scene string) trial.Shot {
	out := trial.Shot{Name: name, Scene: scene, Face: s.face, Width: s.w(), Height: s.h()}
	for _, c := range s.cards {
		if c.Document == other {
			continue
		}
		m, hidden := toQuad(c.Quad), 0
		for k, h := range c.hidden {
			p := m.at((float64(k%grid)+0.5)/grid, (float64(k/grid)+0.5)/grid)
			if h || p[0] < 0 || p[1] < 0 || p[0] >= s.fw() || p[1] >= s.fh() {
				hidden++
			}
		}
		c.Hidden = float64(hidden) / (grid * grid)
		if c.Hidden < 0.75 {
			out.Cards = append(out.Cards, c.Card)
		}
	}
	out.Data = s.encode()
	out.Distortions = s.marks
	return out
}
