package marble

import (
	"image"
	"image/draw"
	"math"
	"strings"
	"sync"
	"sync/atomic"

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

const (
	regular = iota
	medium
	bold
	italic
	boldItalic
	mono
	monoBold
	smallCaps
)

// fonts parses the fonts once.
var fonts = sync.OnceValue(func() []*sfnt.Font {
	var out []*sfnt.Font
	for _, data := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, goitalic.TTF, gobolditalic.TTF, gomono.TTF, gomonobold.TTF, gosmallcaps.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("marble: a font of the module golang.org/x/image: " + err.Error())
		}
		out = append(out, f)
	}
	return out
})

// A face names a font and how narrow it runs: the share of its own width.
type face struct {
	font   int
	narrow float64
}

// A cut is a face at a size; sizes go in steps of six in a hundred so that glyphs can be kept.
type cut struct {
	face
	step int
}

// glyphs keeps the printable ASCII of a cut, each on a whole and on a half pixel.
type glyphs struct {
	drawn [2][95]atomic.Pointer[glyph]
	cut   cut
}

// A glyph is how much of each pixel it covers, from left and top beside the pen, and how far the pen goes on.
type glyph struct {
	mask      *image.Alpha
	left, top int
	advance   float64
}

var kept sync.Map // cut: *glyphs; never more than the fonts times some fifty sizes

const sizeStep = 1.06

func glyphsOf(f face, pixels float64) *glyphs {
	c := cut{f, int(math.Round(math.Log(max(pixels, 2)) / math.Log(sizeStep)))}
	if g, ok := kept.Load(c); ok {
		return g.(*glyphs)
	}
	g, _ := kept.LoadOrStore(c, &glyphs{cut: c})
	return g.(*glyphs)
}

// of returns a character; another than printable ASCII is a question mark.
func (g *glyphs) of(char rune, half int) *glyph {
	if char < ' ' || char > '~' {
		char = '?'
	}
	slot := &g.drawn[half][char-' ']
	if q := slot.Load(); q != nil {
		return q
	}
	q := g.cut.draw(char, float32(half)/2)
	slot.Store(q)
	return q
}

// draw fills a character's outline; two at once may, with the same result.
func (c cut) draw(char rune, shift float32) *glyph {
	f, size := fonts()[c.font], fixed.Int26_6(64*math.Pow(sizeStep, float64(c.step)))
	var buf sfnt.Buffer
	at, err := f.GlyphIndex(&buf, char)
	if err != nil {
		return &glyph{}
	}
	advance, err := f.GlyphAdvance(&buf, at, size, font.HintingNone)
	if err != nil {
		return &glyph{}
	}
	out := &glyph{advance: float64(advance) / 64 * c.narrow}
	segments, err := f.LoadGlyph(&buf, at, size, nil)
	if err != nil || len(segments) == 0 {
		return out
	}
	box := segments.Bounds()
	out.left, out.top = int(math.Floor(float64(box.Min.X)/64*c.narrow)), box.Min.Y.Floor()
	wide, high := int(math.Ceil(float64(box.Max.X)/64*c.narrow))-out.left+1, box.Max.Y.Ceil()-out.top
	to := func(p fixed.Point26_6) (x, y float32) {
		return float32(p.X)/64*float32(c.narrow) + shift - float32(out.left), float32(p.Y)/64 - float32(out.top)
	}
	v := vector.NewRasterizer(wide, high)
	for _, s := range segments {
		x, y := to(s.Args[0])
		switch s.Op { // these fonts have no cubics
		case sfnt.SegmentOpMoveTo:
			v.ClosePath()
			v.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			v.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			x1, y1 := to(s.Args[1])
			v.QuadTo(x, y, x1, y1)
		}
	}
	v.ClosePath()
	out.mask = image.NewAlpha(image.Rect(0, 0, wide, high))
	v.DrawOp = draw.Src
	v.Draw(out.mask, out.mask.Rect, image.Opaque, image.Point{})
	return out
}

// A script is how words are written.
type script struct {
	face
	ink
	size  float64 // of the em, in units
	align float64 // 0: x is their left, 0.5 their middle, 1 their right
	most  float64 // units; longer words are written smaller, then cut short; 0: any
}

// long is how long words are, in units.
func (p *plate) long(t script, words string) float64 {
	g := glyphsOf(t.face, t.size*p.k)
	n := 0.0
	for _, c := range words {
		n += g.of(c, 0).advance
	}
	return n / p.k
}

// write puts words below the height y and returns where they end.
func (p *plate) write(t script, x, y float64, words string) float64 {
	n := p.long(t, words)
	if t.most > 0 && n > t.most {
		smaller := max(0.7, t.most/n)
		y += t.size * (1 - smaller) / 2
		t.size *= smaller
		for n = p.long(t, words); n > t.most && len(words) > 1; n = p.long(t, words) {
			words = words[:max(1, min(len(words)-1, int(float64(len(words))*t.most/n)))]
		}
	}
	g := glyphsOf(t.face, t.size*p.k)
	at, base := (x-t.align*n)*p.k, int(math.Round((y+0.8*t.size)*p.k))
	for _, c := range words {
		whole := math.Floor(at*2) / 2
		q := g.of(c, int(math.Mod(whole*2, 2)+2)%2)
		if q.mask != nil {
			p.stamp(q, int(math.Floor(whole)), base, t.ink)
		}
		at += q.advance
	}
	return x + (1-t.align)*n
}

// stamp blends a glyph with its pen at pixel x, y.
func (p *plate) stamp(g *glyph, x, y int, c ink) {
	x, y = x+g.left, y+g.top
	area := g.mask.Rect.Add(image.Pt(x, y)).Intersect(p.clip)
	for v := area.Min.Y; v < area.Max.Y; v++ {
		from := g.mask.Pix[g.mask.PixOffset(area.Min.X-x, v-y):][:area.Dx()]
		at := p.PixOffset(area.Min.X, v)
		for _, a := range from {
			if a > 0 {
				p.blend(at, c.rgb, uint32(float64(a)*c.cover))
			}
			at += 4
		}
	}
}

// lines writes lines of made-up words over a box and returns where they end.
func (p *plate) lines(t script, x, y, wide float64, n int, pitch float64) float64 {
	for i := range n {
		words := p.word()
		for w := wide * (1 - 0.5*p.r.Float64()*float64((i+1)/n)); p.long(t, words) < w; {
			words += " " + strings.ToLower(p.word())
		}
		q := t
		q.most = wide
		p.write(q, x, y, words)
		y += pitch
	}
	return y
}
