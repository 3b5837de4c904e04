package flint

import (
	"image"
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
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A typeface is an index of outlines.
type typeface uint8

const (
	regular typeface = iota
	medium
	bold
	italic
	boldItalic
	mono
	monoBold
)

const firstRune, lastRune = ' ', '~'

// An outline is a letter in shares of the em, y downwards from the baseline.
type outline struct {
	segments []sfnt.Segment
	advance  float64
}

// outlines reads the typefaces once: after that letters need no lock but the cache's.
var outlines = sync.OnceValue(func() (all [7][lastRune - firstRune + 1]outline) {
	var b sfnt.Buffer
	for i, data := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, goitalic.TTF, gobolditalic.TTF, gomono.TTF, gomonobold.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic("flint: a typeface of the standard set does not parse: " + err.Error())
		}
		for c := firstRune; c <= lastRune; c++ {
			o := &all[i][c-firstRune]
			at, _ := f.GlyphIndex(&b, c)
			wide, _ := f.GlyphAdvance(&b, at, fixed.I(em), font.HintingNone)
			o.advance = float64(wide) / 64 / em
			segments, _ := f.LoadGlyph(&b, at, fixed.I(em), nil)
			o.segments = append(o.segments, segments...)
		}
	}
	return all
})

// em is the size that outlines are read in.
const em = 256

// A stamp is a letter as drawn at one size: its mask and where that lies beside the pen.
type stamp struct {
	mask *image.Alpha
	x, y int
}

type stampKey struct {
	face              typeface
	size, squeeze     uint8
	across, down, run uint8
}

var stamps = struct {
	sync.RWMutex
	known map[stampKey]stamp
}{known: map[stampKey]stamp{}}

// stampOf draws a letter, or finds it drawn; x and y are where the pen is within its pixel. Sizes go in steps of three per
// cent, places in quarters of a pixel: finer is not seen.
func stampOf(face typeface, size, squeeze float64, c rune, x, y float64) stamp {
	key := stampKey{face: face, run: uint8(c), squeeze: uint8(math.Round(squeeze * 20))}
	key.size = uint8(max(0, min(150, math.Round(math.Log(size)/math.Log(1.03)))))
	if size < 14 {
		key.across, key.down = uint8(x*4), uint8(y*4)
	}
	stamps.RLock()
	s, ok := stamps.known[key]
	stamps.RUnlock()
	if ok {
		return s
	}
	s = rasterised(key, outlines()[face][c-firstRune].segments)
	stamps.Lock()
	defer stamps.Unlock()
	if len(stamps.known) > 60000 {
		clear(stamps.known)
	}
	stamps.known[key] = s
	return s
}

func rasterised(key stampKey, segments []sfnt.Segment) stamp {
	size := math.Pow(1.03, float64(key.size))
	sx, sy := size/em/64*float64(key.squeeze)/20, size/em/64
	left, top := int(math.Ceil(size*0.2))+1, int(math.Ceil(size))+1
	w, h := left+int(math.Ceil(size*1.2))+1, top+int(math.Ceil(size*0.35))+1
	at := func(p fixed.Point26_6) (float32, float32) {
		return float32(float64(p.X)*sx + float64(left) + float64(key.across)/4), float32(float64(p.Y)*sy + float64(top) + float64(key.down)/4)
	}
	ras := vector.NewRasterizer(w, h)
	for _, s := range segments {
		x, y := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			ras.ClosePath()
			ras.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			ras.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			ras.QuadTo(x, y, x1, y1)
		default:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			ras.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	ras.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	ras.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	return stamp{mask, -left, -top}
}

// A style is how letters are set: size is the em in the plate's units, squeeze how narrow (0: as designed), fit the widest that
// a line may get before it is squeezed (0: any), anchor 0 left, 0.5 centred, 1 right.
type style struct {
	face                       typeface
	size, squeeze, fit, anchor float64
	ink                        ink
}

func (s style) of(face typeface, size float64) style { s.face, s.size = face, size; return s }
func (s style) in(c ink) style                       { s.ink = c; return s }
func (s style) within(w float64) style               { s.fit = w; return s }
func (s style) centred() style                       { s.anchor = 0.5; return s }
func (s style) right() style                         { s.anchor = 1; return s }

func known(c rune) rune {
	if c < firstRune || c > lastRune {
		return '-'
	}
	return c
}

func (s style) width(text string) float64 {
	wide, all := 0.0, outlines()
	for _, c := range text {
		wide += all[s.face][known(c)-firstRune].advance
	}
	if s.squeeze == 0 {
		s.squeeze = 1
	}
	return wide * s.size * s.squeeze
}

// say sets a line of text with its baseline at y and returns its width.
func (p *plate) say(x, y float64, text string, s style) float64 {
	wide := s.width(text)
	if s.squeeze == 0 {
		s.squeeze = 1
	}
	if s.fit > 0 && wide > s.fit {
		s.squeeze, wide = max(0.4, s.squeeze*s.fit/wide), s.fit
	}
	px, py, size := (x-wide*s.anchor)*p.k, y*p.k, s.size*p.k
	all := outlines()
	for _, c := range text {
		c = known(c)
		if c != ' ' {
			fx, fy := math.Floor(px), math.Floor(py)
			p.press(stampOf(s.face, size, s.squeeze, c, px-fx, py-fy), int(fx), int(fy), s.ink)
		}
		px += all[s.face][c-firstRune].advance * size * s.squeeze
	}
	return wide
}

func (p *plate) press(s stamp, x, y int, c ink) {
	at := s.mask.Rect.Add(image.Pt(x+s.x, y+s.y))
	for yy := max(0, at.Min.Y); yy < min(at.Max.Y, p.Rect.Max.Y); yy++ {
		row := s.mask.Pix[(yy-at.Min.Y)*s.mask.Stride:]
		for xx := max(0, at.Min.X); xx < min(at.Max.X, p.Rect.Max.X); xx++ {
			if a := row[xx-at.Min.X]; a > 0 {
				p.blend(xx, yy, c, float64(a)/255)
			}
		}
	}
}
