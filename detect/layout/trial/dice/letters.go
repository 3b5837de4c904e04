package dice

import (
	"image"
	"image/draw"
	"math"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
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
	mono
	monoBold
	italic
	smallCaps
)

var fonts = sync.OnceValue(func() []*sfnt.Font {
	var all []*sfnt.Font
	for _, data := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, gomono.TTF, gomonobold.TTF, goitalic.TTF, gosmallcaps.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("dice: parsing a built-in font: " + err.Error())
		}
		all = append(all, f)
	}
	return all
})

// A style is how letters look.
type style struct {
	font    int
	size    float64 // of the em, in pixels
	stretch float64 // of their width
	smear   float64 // pixels that ink runs sideways
	track   float64 // space added between letters, in ems
	ink     ink
}

// Letters come from faces: a font at a size and a stretch, each in steps, so that few masks serve many drawings.
const (
	sizeStep    = 1.07
	stretchStep = 0.08
	subs        = 3 // places between two pixels
)

type face struct {
	font   *sfnt.Font
	size   float64
	wide   float64
	glyphs [128 * subs]atomic.Pointer[glyph]
}

type glyph struct {
	mask    image.Alpha // about the pen's place on the base line
	advance float64
}

var faces sync.Map // faceKey to *face

type faceKey struct{ font, size, stretch int }

func (st style) face() *face {
	k := faceKey{st.font, int(math.Round(math.Log(max(st.size, 2)) / math.Log(sizeStep))), int(math.Round(st.stretch / stretchStep))}
	if f, ok := faces.Load(k); ok {
		return f.(*face)
	}
	f, _ := faces.LoadOrStore(k, &face{font: fonts()[k.font], size: math.Pow(sizeStep, float64(k.size)), wide: float64(k.stretch) * stretchStep})
	return f.(*face)
}

// glyph returns the letter moved right by sub thirds of a pixel; what is not ASCII is drawn as a space.
func (f *face) glyph(r rune, sub int) *glyph {
	if r < 32 || r > 126 {
		r = ' '
	}
	slot := &f.glyphs[int(r)*subs+sub]
	g := slot.Load()
	if g == nil {
		g = f.load(r, sub)
		slot.Store(g)
	}
	return g
}

func (f *face) load(r rune, sub int) *glyph {
	var buf sfnt.Buffer
	ppem := fixed.Int26_6(f.size * 64)
	g := &glyph{}
	i, err := f.font.GlyphIndex(&buf, r)
	if err != nil {
		return g
	}
	if adv, err := f.font.GlyphAdvance(&buf, i, ppem, font.HintingNone); err == nil {
		g.advance = float64(adv) / 64 * f.wide
	}
	segments, err := f.font.LoadGlyph(&buf, i, ppem, nil)
	if err != nil || len(segments) == 0 {
		return g
	}
	b := segments.Bounds()
	shift := float64(sub) / subs
	x := func(v fixed.Int26_6) float64 { return float64(v)/64*f.wide + shift }
	rect := image.Rect(int(math.Floor(x(b.Min.X))), b.Min.Y.Floor(), int(math.Ceil(x(b.Max.X)))+1, b.Max.Y.Ceil()+1)
	z := vector.NewRasterizer(rect.Dx(), rect.Dy())
	at := func(p fixed.Point26_6) (float32, float32) {
		return float32(x(p.X) - float64(rect.Min.X)), float32(float64(p.Y)/64 - float64(rect.Min.Y))
	}
	for _, seg := range segments {
		ax, ay := at(seg.Args[0])
		switch bx, by := at(seg.Args[1]); seg.Op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			cx, cy := at(seg.Args[2])
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
	g.mask = *image.NewAlpha(rect)
	z.DrawOp = draw.Src
	z.Draw(&g.mask, rect, image.Opaque, image.Point{})
	return g
}

// wide is how many pixels the text takes.
func (st style) wide(text string) float64 {
	f, n := st.face(), 0.0
	for _, r := range text {
		n += f.glyph(r, 0).advance + st.track*st.size
	}
	return n
}

// text writes from x on, on the base line y, and returns where it ends.
func (s *sheet) text(x, y float64, text string, st style) float64 {
	f := st.face()
	base := int(math.Round(y))
	for _, r := range text {
		whole := math.Floor(x)
		g := f.glyph(r, int((x-whole)*subs))
		s.stamp(g, int(whole), base, st.ink)
		if st.smear > 0 {
			s.stamp(g, int(whole)+1, base, st.ink.alpha(st.ink.a*min(st.smear, 1)))
		}
		x += g.advance + st.track*st.size
	}
	return x
}

func (s *sheet) stamp(g *glyph, x, y int, c ink) {
	b, a := g.mask.Rect, int(c.a*257)
	for j := b.Min.Y; j < b.Max.Y; j++ {
		row := g.mask.Pix[(j-b.Min.Y)*g.mask.Stride:][:b.Dx()]
		for i, m := range row {
			if m > 0 {
				s.dot(x+b.Min.X+i, y+j, c, int(m)*a>>8)
			}
		}
	}
}

// fit narrows the letters, and at last makes them smaller, until each text is at most so many pixels long.
func (st style) fit(most float64, texts ...string) style {
	n := 0.0
	for _, text := range texts {
		n = max(n, st.wide(text))
	}
	if n <= most {
		return st
	}
	least, small := st.stretch*0.72, st.size*0.68
	st.track = min(st.track, 0.02)
	st.stretch *= max(most/n, 0.72)
	for range 12 {
		n = 0
		for _, text := range texts {
			n = max(n, st.wide(text))
		}
		if n <= most || st.size < small {
			break
		}
		if st.stretch > least*1.05 {
			st.stretch -= stretchStep / 2
		} else {
			st.size /= sizeStep
		}
	}
	return st
}

// line writes text with align (0 left, 0.5 centred, 1 right) at x, squeezed and at last cut to fit most pixels. It returns the
// box of the letters.
func (s *sheet) line(x, y float64, text string, st style, align, most float64) box {
	st = st.fit(most, text)
	n := st.wide(text)
	for ; n > most*1.02+1 && len(text) > 1; n = st.wide(text) {
		text = text[:len(text)-1]
	}
	x -= n * align
	s.text(x, y, text, st)
	return box{x, y - st.size*0.78, x + n, y + st.size*0.06}
}

// wrap cuts text at a space into lines of at most so many letters, two at most.
func wrap(text string, letters int) []string {
	if len(text) <= letters {
		return []string{text}
	}
	i := strings.LastIndexByte(text[:letters], ' ')
	if i < 1 {
		return []string{text[:letters]}
	}
	return []string{text[:i], text[i+1:]}
}

// letters throws a style of about so many pixels.
func (s *sheet) letters(size float64, c ink, of ...int) style {
	st := style{font: one(s, of...), size: size, stretch: s.about(0.95, 0.2), ink: c}
	if st.font == mono || st.font == monoBold {
		st.stretch = s.about(0.85, 0.15)
	}
	if s.luck(0.2) {
		st.smear = s.span(0.1, 0.5)
	}
	if s.luck(0.15) {
		st.track = s.span(0, 0.12)
	}
	return st
}
