package pen

import (
	"fmt"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Typefaces, by their place in typefaces.
const (
	regular = iota
	medium
	bold
	mono
	monoBold
	smallCaps
	italic
	boldItalic
)

// A style is how text looks. The few typefaces are varied by width, slant and weight, which makes many of them.
type style struct {
	face  int
	size  float64 // of an em, in pixels
	col   color.RGBA
	wide  float64 // 0 means 1
	slant float64
	track float64 // more space between letters, in ems
	turn  float64 // radians, clockwise
	alpha float64 // 0 means 1
}

type glyph struct {
	advance float32 // in ems, as the curves
	curves  []curve
}

type curve struct {
	op sfnt.SegmentOp
	p  [3][2]float32
}

// typefaces holds the outlines of printable ASCII: loading them for each text would cost more than drawing them.
var typefaces = sync.OnceValue(func() (all [][95]glyph) {
	for _, ttf := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, gomono.TTF, gomonobold.TTF, gosmallcaps.TTF, goitalic.TTF, gobolditalic.TTF} {
		glyphs, err := outlines(ttf)
		if err != nil {
			panic(err) // the fonts are compiled in
		}
		all = append(all, glyphs)
	}
	return all
})

func outlines(ttf []byte) (glyphs [95]glyph, err error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return glyphs, fmt.Errorf("parse a font: %w", err)
	}
	var buf sfnt.Buffer
	em := fixed.I(1000)
	for i := range glyphs {
		k, err := f.GlyphIndex(&buf, rune(32+i))
		if err != nil {
			return glyphs, fmt.Errorf("find a glyph: %w", err)
		}
		advance, err := f.GlyphAdvance(&buf, k, em, font.HintingNone)
		if err != nil {
			return glyphs, fmt.Errorf("measure a glyph: %w", err)
		}
		segments, err := f.LoadGlyph(&buf, k, em, nil)
		if err != nil {
			return glyphs, fmt.Errorf("load a glyph: %w", err)
		}
		g := glyph{advance: float32(advance) / float32(em)}
		for _, s := range segments {
			c := curve{op: s.Op}
			for k, a := range s.Args {
				c.p[k] = [2]float32{float32(a.X) / float32(em), float32(a.Y) / float32(em)}
			}
			g.curves = append(g.curves, c)
		}
		glyphs[i] = g
	}
	return glyphs, nil
}

func (st style) width() float64 {
	if st.wide == 0 {
		return 1
	}
	return st.wide
}

func (st style) measure(s string) float64 {
	font, sum := &typefaces()[st.face], 0.0
	for i := range len(s) {
		if k := int(s[i]) - 32; k >= 0 && k < 95 {
			sum += float64(font[k].advance) + st.track
		}
	}
	return sum * st.size * st.width()
}

// text writes ASCII from a point on the base line and returns where it ends.
func (c *canvas) text(x, y float64, s string, st style) float64 {
	w := st.measure(s)
	sin, cos := math.Sincos(st.turn)
	at := func(px, py float64) pt { return pt{x + px*cos - py*sin, y + px*sin + py*cos} }
	b := bounds([]pt{at(-st.size, -st.size), at(w+st.size, -st.size), at(-st.size, st.size/2), at(w+st.size, st.size/2)})
	alpha := st.alpha
	if alpha == 0 {
		alpha = 1
	}
	c.fill(b, st.col, alpha, func(z *vector.Rasterizer, ox, oy float32) {
		xx, yx := float32(st.size*st.width()*cos), float32(st.size*st.width()*sin)
		xy, yy := float32(-st.size*(sin+st.slant*cos)), float32(st.size*(cos-st.slant*sin))
		px, py := float32(x)-ox, float32(y)-oy
		font := &typefaces()[st.face]
		for i := range len(s) {
			k := int(s[i]) - 32
			if k < 0 || k >= 95 {
				continue
			}
			font[k].trace(z, func(q [2]float32) (float32, float32) {
				return px + q[0]*xx + q[1]*xy, py + q[0]*yx + q[1]*yy
			})
			step := font[k].advance + float32(st.track)
			px, py = px+step*xx, py+step*yx
		}
	})
	return x + w
}

func (g *glyph) trace(z *vector.Rasterizer, at func([2]float32) (float32, float32)) {
	for _, s := range g.curves {
		ax, ay := at(s.p[0])
		switch s.op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.p[1])
			z.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.p[1])
			cx, cy := at(s.p[2])
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
}

// middle writes text centred on x.
func (c *canvas) middle(x, y float64, s string, st style) {
	c.text(x-st.measure(s)/2, y, s, st)
}

// fitted writes text that is made narrower, or smaller, where it would be wider than there is room.
func (c *canvas) fitted(x, y, room float64, s string, st style) float64 {
	if w := st.measure(s); w > room && w > 0 {
		st.wide = st.width() * max(room/w, 0.6)
		if w = st.measure(s); w > room {
			st.size *= room / w
		}
	}
	return c.text(x, y, s, st)
}
