package slate

import (
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

// The faces that there are.
const (
	regular = iota
	medium
	bold
	mono
	monobold
	italic
)

const em = 1024 // at which glyphs are read

var glyphs = struct {
	sync.Mutex
	fonts []*sfnt.Font
	known map[glyphKey]glyph
	buf   sfnt.Buffer
}{known: map[glyphKey]glyph{}}

type glyphKey struct {
	face int
	r    rune
}

type glyph struct {
	rings   [][]point // of an em of 1
	advance float64
}

// letter returns the outline of a rune; what a face lacks is a space.
func letter(face int, c rune) glyph {
	glyphs.Lock()
	defer glyphs.Unlock()
	if glyphs.fonts == nil {
		for _, ttf := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, gomono.TTF, gomonobold.TTF, goitalic.TTF} {
			f, err := sfnt.Parse(ttf)
			if err != nil {
				panic("slate: " + err.Error()) // compiled in: cannot happen
			}
			glyphs.fonts = append(glyphs.fonts, f)
		}
	}
	key := glyphKey{face, c}
	if g, ok := glyphs.known[key]; ok {
		return g
	}
	g, f := glyph{advance: 0.3}, glyphs.fonts[face]
	if i, err := f.GlyphIndex(&glyphs.buf, c); err == nil && i != 0 {
		if a, err := f.GlyphAdvance(&glyphs.buf, i, fixed.I(em), font.HintingNone); err == nil {
			g.advance = float64(a) / 64 / em
		}
		if segments, err := f.LoadGlyph(&glyphs.buf, i, fixed.I(em), nil); err == nil {
			g.rings = outline(segments)
		}
	}
	glyphs.known[key] = g
	return g
}

// outline turns segments into rings, a curve into two straight pieces: letters here are small.
func outline(segments sfnt.Segments) (rings [][]point) {
	at := func(p fixed.Point26_6) point { return point{float64(p.X) / 64 / em, float64(p.Y) / 64 / em} }
	for _, s := range segments {
		if s.Op == sfnt.SegmentOpMoveTo {
			rings = append(rings, []point{at(s.Args[0])})
			continue
		}
		ring := &rings[len(rings)-1]
		if s.Op == sfnt.SegmentOpQuadTo {
			a, m, z := (*ring)[len(*ring)-1], at(s.Args[0]), at(s.Args[1])
			*ring = append(*ring, point{(a[0] + 2*m[0] + z[0]) / 4, (a[1] + 2*m[1] + z[1]) / 4}, z)
			continue
		}
		*ring = append(*ring, at(s.Args[0]))
	}
	return rings
}

// A pen writes in a face, at an em in units, stretched, in a colour.
type pen struct {
	face  int
	em    float64
	wide  float64 // 1 as the face was made
	c     ink
	turn  float64 // share of a run by which a line climbs
	heavy float64 // share of an em by which strokes are fattened
}

func (p pen) width(s string) (w float64) {
	for _, c := range s {
		w += letter(p.face, c).advance
	}
	return w * p.em * p.wide
}

// text writes on a base line and returns where it ends.
func (b *board) text(p pen, x, y float64, s string) float64 {
	b.words = append(b.words, s)
	var rings [][]point
	start := x
	for _, c := range s {
		g := letter(p.face, c)
		for _, ring := range g.rings {
			out := make([]point, len(ring))
			for i, q := range ring {
				px := x + q[0]*p.em*p.wide
				out[i] = point{px, y + q[1]*p.em + p.turn*(px-start)}
			}
			rings = append(rings, out)
		}
		x += g.advance * p.em * p.wide
	}
	b.fill(p.c, rings...)
	if p.heavy > 0 {
		for _, ring := range rings {
			for i := range ring {
				ring[i][0] += p.heavy * p.em
			}
		}
		b.fill(p.c, rings...)
	}
	return x
}

func (b *board) centred(p pen, x, y float64, s string) { b.text(p, x-p.width(s)/2, y, s) }

// within writes no wider than so many units: longer text is squeezed.
func (b *board) within(p pen, x, y, wide float64, s string) {
	if w := p.width(s); w > wide {
		p.wide *= wide / w
	}
	b.text(p, x, y, s)
}
