package loom

import (
	"fmt"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A letter is its outlines and its advance, for a size of one.
type letter struct {
	outlines [][]pt
	advance  float64
}

type alphabet func() *[128]letter

var (
	regular  = cut(goregular.TTF)
	medium   = cut(gomedium.TTF)
	bold     = cut(gobold.TTF)
	italic   = cut(goitalic.TTF)
	mono     = cut(gomono.TTF)
	monoBold = cut(gomonobold.TTF)
)

// cut reads the letters of a font when they are first wanted.
func cut(ttf []byte) alphabet {
	return sync.OnceValue(func() *[128]letter {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			panic(fmt.Sprintf("parse a font of the program's own: %v", err))
		}
		const em = 256
		var out [128]letter
		var buf sfnt.Buffer
		for c := ' '; c < 127; c++ {
			i, err := f.GlyphIndex(&buf, c)
			if err != nil {
				continue
			}
			segments, err := f.LoadGlyph(&buf, i, fixed.I(em), nil)
			if err != nil {
				continue
			}
			l := &out[c]
			for _, s := range segments {
				at := func(k int) pt { return pt{float64(s.Args[k].X) / 64 / em, float64(s.Args[k].Y) / 64 / em} }
				if s.Op == sfnt.SegmentOpMoveTo {
					l.outlines = append(l.outlines, []pt{at(0)})
					continue
				}
				o := &l.outlines[len(l.outlines)-1]
				if s.Op == sfnt.SegmentOpLineTo {
					*o = append(*o, at(0))
					continue
				}
				a, b, c := (*o)[len(*o)-1], at(0), at(1) // the fonts have no curves of third degree
				for _, t := range []float64{1. / 3, 2. / 3, 1} {
					u := 1 - t
					*o = append(*o, pt{u*u*a[0] + 2*u*t*b[0] + t*t*c[0], u*u*a[1] + 2*u*t*b[1] + t*t*c[1]})
				}
			}
			if advance, err := f.GlyphAdvance(&buf, i, fixed.I(em), font.HintingNone); err == nil {
				l.advance = float64(advance) / 64 / em
			}
		}
		return &out
	})
}

// A style is how a line is set.
type style struct {
	letters alphabet
	size    float64
	narrow  float64 // width of letters against the font's own; 0 is 1
	slant   float64
	turn    float64 // of the line, clockwise
	col     color.NRGBA
	align   float64 // 0: begins at the point, 0.5: centred on it, 1: ends there
	film    bool    // hides nothing
}

func (s style) squeeze() float64 {
	if s.narrow == 0 {
		return s.size
	}
	return s.size * s.narrow
}

func (s style) width(text string) (w float64) {
	for _, c := range text {
		w += s.letters()[c&127].advance
	}
	return w * s.squeeze()
}

// text sets a line on its base line.
func (c *canvas) text(x, y float64, s style, text string) {
	if c.h.heard != nil {
		c.h.heard(text)
	}
	sin, cos := math.Sincos(s.turn)
	var all [][]pt
	along := -s.align * s.width(text)
	for _, r := range text {
		l := s.letters()[r&127]
		for _, o := range l.outlines {
			moved := make([]pt, len(o))
			for i, p := range o {
				u, v := along+(p[0]-s.slant*p[1])*s.squeeze(), p[1]*s.size
				moved[i] = pt{x + u*cos - v*sin, y + u*sin + v*cos}
			}
			all = append(all, moved)
		}
		along += l.advance * s.squeeze()
	}
	c.paint(s.col, !s.film && s.col.A > 127, all)
}

// fit sets a line, narrower where it would be wider than given.
func (c *canvas) fit(x, y, width float64, s style, text string) {
	if w := s.width(text); w > width {
		s.narrow = s.squeeze() / s.size * width / w
	}
	c.text(x, y, s, text)
}
