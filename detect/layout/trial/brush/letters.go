package brush

import (
	"math/rand/v2"
	"strings"
	"sync"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A face is a way of writing: outlines of the Go fonts, narrowed, slanted and spaced, or strokes of our own.
type face struct {
	font   int // index into outlines; plotter for strokes
	narrow float64
	slant  float64
	loose  float64 // added to every advance, in em
	weight float64 // stroke width in em, for strokes only
}

const (
	sans = iota
	medium
	bold
	mono
	monoBold
	plotter = -1
)

// anyFace chooses what a printer might use for running text.
func anyFace(r *rand.Rand) face {
	f := face{font: one(r, sans, sans, medium, bold, plotter), narrow: within(r, 0.78, 1.05), loose: within(r, -0.01, 0.04), weight: within(r, 0.08, 0.14)}
	if chance(r, 0.1) {
		f.slant = 0.18
	}
	return f
}

func (f face) in(font int) face { f.font = font; return f }

// numberFace chooses what long numbers are set in.
func numberFace(r *rand.Rand) face {
	return face{font: one(r, mono, monoBold, bold, plotter), narrow: within(r, 0.8, 1), loose: within(r, 0, 0.06), weight: within(r, 0.1, 0.15)}
}

type glyph struct {
	paths   [][]pt
	advance float64
}

// outlines are the printable ASCII letters of the Go fonts in em, made once.
var outlines = sync.OnceValue(func() [][128]glyph {
	var all [][128]glyph
	for _, ttf := range [][]byte{goregular.TTF, gomedium.TTF, gobold.TTF, gomono.TTF, gomonobold.TTF} {
		f, err := sfnt.Parse(ttf)
		if err != nil {
			panic(err) // the fonts are constants of a library
		}
		var set [128]glyph
		var buf sfnt.Buffer
		for c := rune(32); c < 127; c++ {
			set[c] = outline(f, &buf, c)
		}
		all = append(all, set)
	}
	return all
})

func outline(f *sfnt.Font, buf *sfnt.Buffer, c rune) glyph {
	const em = 256
	ppem := fixed.I(em)
	i, err := f.GlyphIndex(buf, c)
	if err != nil {
		panic(err)
	}
	segments, err := f.LoadGlyph(buf, i, ppem, nil)
	if err != nil {
		panic(err)
	}
	at := func(p fixed.Point26_6) pt { return pt{float64(p.X) / 64 / em, float64(p.Y) / 64 / em} }
	var g glyph
	var last pt
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			g.paths = append(g.paths, nil)
		case sfnt.SegmentOpQuadTo: // three pieces are smooth enough for letters of a few pixels
			a, m, z := last, at(s.Args[0]), at(s.Args[1])
			for _, t := range []float64{1.0 / 3, 2.0 / 3} {
				p := &g.paths[len(g.paths)-1]
				u := 1 - t
				*p = append(*p, pt{u*u*a[0] + 2*u*t*m[0] + t*t*z[0], u*u*a[1] + 2*u*t*m[1] + t*t*z[1]})
			}
		}
		n := map[sfnt.SegmentOp]int{sfnt.SegmentOpQuadTo: 1, sfnt.SegmentOpCubeTo: 2}[s.Op]
		last = at(s.Args[n])
		p := &g.paths[len(g.paths)-1]
		*p = append(*p, last)
	}
	adv, err := f.GlyphAdvance(buf, i, ppem, 0)
	if err != nil {
		panic(err)
	}
	g.advance = float64(adv) / 64 / em
	return g
}

// plotted holds letters as strokes on a grid 4 wide and 6 high (descenders reach 8): points as two digits, strokes apart by commas.
var plotted = map[rune]string{
	'A': "06 20 46,14 34", 'B': "00 06 36 45 44 33 03,33 42 41 30 00", 'C': "41 30 10 01 05 16 36 45", 'D': "00 06 26 44 42 20 00",
	'E': "40 00 06 46,03 33", 'F': "40 00 06,03 33", 'G': "41 30 10 01 05 16 36 45 43 23", 'H': "00 06,40 46,03 43", 'I': "10 30,20 26,16 36",
	'J': "40 45 36 16 05", 'K': "00 06,40 03 46", 'L': "00 06 46", 'M': "06 00 23 40 46", 'N': "06 00 46 40", 'O': "10 01 05 16 36 45 41 30 10",
	'P': "06 00 30 41 42 33 03", 'Q': "10 01 05 16 36 45 41 30 10,24 46", 'R': "06 00 30 41 42 33 03,23 46", 'S': "41 30 10 01 02 13 33 44 45 36 16 05",
	'T': "00 40,20 26", 'U': "00 05 16 36 45 40", 'V': "00 26 40", 'W': "00 16 23 36 40", 'X': "00 46,40 06", 'Y': "00 23 40,23 26", 'Z': "00 40 06 46",
	'0': "10 01 05 16 36 45 41 30 10", '1': "11 20 26,16 36", '2': "01 10 30 41 42 06 46", '3': "01 10 30 41 42 33 23,33 44 45 36 16 05",
	'4': "36 30 04 44", '5': "40 00 03 33 44 45 36 16 05", '6': "40 20 02 05 16 36 45 44 33 13 04", '7': "00 40 16",
	'8': "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33", '9': "06 26 44 41 30 10 01 02 13 33 42",
	'.': "25 26", ',': "25 17", ':': "22 23,25 26", '-': "13 33", '/': "06 40", '(': "30 12 14 36", ')': "10 32 34 16", '*': "12 34,32 14", '+': "22 24,13 33",
	'a': "12 32 43 46,44 14 05 16 36 44", 'b': "00 06 36 45 43 32 02", 'c': "43 32 12 03 05 16 36 45", 'd': "40 46 16 05 03 12 42",
	'e': "04 44 43 32 12 03 05 16 36", 'f': "30 20 11 16,02 32", 'g': "42 47 38 18,46 16 05 03 12 42", 'h': "00 06,02 32 43 46", 'i': "22 26,20 21",
	'j': "32 37 28 18,30 31", 'k': "00 06,32 04 36", 'l': "20 26", 'm': "06 02 12 23 26,23 32 43 46", 'n': "06 02 32 43 46", 'o': "12 03 05 16 36 45 43 32 12",
	'p': "02 08,02 32 43 45 36 06", 'q': "42 48,42 12 03 05 16 46", 'r': "02 06,04 22 32", 's': "43 32 12 03 14 34 45 36 16 05", 't': "20 25 36,12 32",
	'u': "02 05 16 36 45,42 46", 'v': "02 26 42", 'w': "02 16 23 36 42", 'x': "02 46,42 06", 'y': "02 26,42 08", 'z': "02 42 06 46",
}

// shape returns a letter in em with its baseline at 0.
func (f face) shape(c rune) glyph {
	if c >= 127 || c < 32 {
		c = '-'
	}
	if f.font != plotter {
		return outlines()[f.font][c]
	}
	g := glyph{advance: 0.62}
	s, ok := plotted[c]
	if !ok {
		return g
	}
	for part := range strings.SplitSeq(s, ",") {
		var ps []pt
		for p := range strings.FieldsSeq(part) {
			ps = append(ps, pt{0.06 + float64(p[0]-'0')*0.115, (float64(p[1]-'0') - 6) * 0.118})
		}
		g.paths = strokes(g.paths, f.weight, ps)
	}
	return g
}

// width is how far a text runs at a size.
func (f face) width(s string, size float64) float64 {
	w := 0.0
	for _, c := range s {
		w += (f.shape(c).advance + f.loose) * f.narrow * size
	}
	return w
}

// text writes from x with the baseline at y and returns where it ends.
func (b *board) text(f face, x, y, size float64, c ink, s string) float64 {
	return b.turned(f, x, y, size, 0, c, s)
}

// turned writes along a line that rises or falls: slope is its tangent.
func (b *board) turned(f face, x, y, size, slope float64, c ink, s string) float64 {
	var paths [][]pt
	from := x
	for _, ch := range s {
		g := f.shape(ch)
		for _, p := range g.paths {
			q := make([]pt, len(p))
			for i, v := range p {
				px := x + (v[0]-v[1]*f.slant)*f.narrow*size
				q[i] = pt{px, y + v[1]*size + (px-from)*slope}
			}
			paths = append(paths, q)
		}
		x += (g.advance + f.loose) * f.narrow * size
	}
	b.fill(c, paths...)
	return x
}

// centred writes around x; a text wider than room is set smaller.
func (b *board) centred(f face, x, y, size, room float64, c ink, s string) {
	w := f.width(s, size)
	if w > room {
		size *= room / w
		w = room
	}
	b.text(f, x-w/2, y, size, c, s)
}

// fit writes from x and cuts what does not fit before the right end.
func (b *board) fit(f face, x, y, size, end float64, c ink, s string) {
	for len(s) > 1 && x+f.width(s, size) > end {
		s = s[:len(s)-1]
	}
	b.text(f, x, y, size, c, s)
}
