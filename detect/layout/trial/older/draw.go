package older

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// hand is who draws: fonts, inks and habits.
type hand struct {
	labels, values []int // fonts to choose from, indices of typefaces
	jitter         float64
	patterns       []int // kinds of background
}

var hands = [...]hand{
	{labels: []int{0, 1, 2}, values: []int{0, 3, 4}, jitter: 0.006, patterns: []int{0, 1, 2}},
	{labels: []int{3, 5}, values: []int{1, 2, 5}, jitter: 0.012, patterns: []int{1, 3, 4}},
	{labels: []int{4, 6, 7}, values: []int{6, 2, 7}, jitter: 0.015, patterns: []int{2, 4, 5}},
}

func anyHand(r *rand.Rand) hand { return hands[r.IntN(len(hands))] }

// typeface returns a font in a size; the last one has a single size. Faces are dear to make and not safe for concurrent
// use: the tests here draw one after the other.
func typeface(k, size int) font.Face {
	ttfs := [][]byte{goregular.TTF, gobold.TTF, gomedium.TTF, gomono.TTF, gomonobold.TTF, goitalic.TTF, gosmallcaps.TTF}
	if k >= len(ttfs) {
		return basicfont.Face7x13
	}
	key := [2]int{k, size}
	if f, ok := faces[key]; ok {
		return f
	}
	parsed, err := opentype.Parse(ttfs[k])
	if err != nil {
		panic(err)
	}
	f, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: float64(size), DPI: 72})
	if err != nil {
		panic(err)
	}
	faces[key] = f
	return f
}

var faces = map[[2]int]font.Face{}

// canvas is a picture under the pen; places are fractions of its width and height.
type canvas struct {
	*image.RGBA
	r    *rand.Rand
	hand hand
}

func newCanvas(w, h int, r *rand.Rand, hd hand) *canvas {
	return &canvas{image.NewRGBA(image.Rect(0, 0, w, h)), r, hd}
}

func (c *canvas) px(x, y float64) (int, int) {
	return int(x * float64(c.Rect.Dx())), int(y * float64(c.Rect.Dy()))
}

// about wavers v by the hand's jitter.
func (c *canvas) about(v float64) float64 { return v + c.r.NormFloat64()*c.hand.jitter*0.5 }

func (c *canvas) rect(x0, y0, x1, y1 float64, col color.Color) {
	ax, ay := c.px(x0, y0)
	bx, by := c.px(x1, y1)
	solid := color.RGBAModel.Convert(col).(color.RGBA)
	area := image.Rect(ax, ay, max(bx, ax+1), max(by, ay+1)).Intersect(c.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c.SetRGBA(x, y, solid)
		}
	}
}

func (c *canvas) ellipse(x, y, rx, ry float64, col color.Color) {
	ax, ay := c.px(x-rx, y-ry)
	bx, by := c.px(x+rx, y+ry)
	for py := ay; py < by; py++ {
		for px := ax; px < bx; px++ {
			u := (float64(px) - float64(ax+bx)/2) / (float64(bx-ax) / 2)
			v := (float64(py) - float64(ay+by)/2) / (float64(by-ay) / 2)
			if u*u+v*v <= 1 && image.Pt(px, py).In(c.Rect) {
				c.Set(px, py, col)
			}
		}
	}
}

func (c *canvas) ring(x, y, rx, ry float64, col color.Color) {
	for a := 0.0; a < 2*math.Pi; a += 0.01 {
		px, py := c.px(x+rx*math.Cos(a), y+ry*math.Sin(a))
		c.Set(px, py, col)
	}
}

// text writes s with its middle height at y; size is a fraction of the height. align: 0 left, 1 centre, 2 right.
func (c *canvas) text(x, y, size float64, face int, s string, ink color.Color, align int) {
	px, py := c.px(x, y)
	h := max(6, int(size*float64(c.Rect.Dy())))
	f := typeface(face, h)
	if f == basicfont.Face7x13 {
		h = 13
	}
	apart(func() {
		d := font.Drawer{Dst: c, Src: image.NewUniform(ink), Face: f}
		w := d.MeasureString(s).Ceil()
		d.Dot = fixed.P(px-w*align/2, py+h/3)
		d.DrawString(s)
	})
}

// apart runs f in a goroutine of its own and waits for it: the drawing functions of x/image and image/draw leave traces
// that make everything after them in the same goroutine many times slower under the race detector.
func apart(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

func (c *canvas) labelFace() int { return c.hand.labels[c.r.IntN(len(c.hand.labels))] }
func (c *canvas) valueFace() int { return c.hand.values[c.r.IntN(len(c.hand.values))] }

// word returns n to m invented letters.
func (c *canvas) word(n, m int) string {
	const consonants, vowels = "BDGHJKLMNPRSTW", "AIUEO"
	var b []byte
	for range n + c.r.IntN(m-n+1) {
		b = append(b, consonants[c.r.IntN(len(consonants))], vowels[c.r.IntN(len(vowels))])
	}
	return string(b)
}

func (c *canvas) words(n, m int) string {
	words := append(make([]string, 0, m), c.word(2, 4))
	for range n - 1 + c.r.IntN(m-n+1) {
		words = append(words, c.word(2, 4))
	}
	return strings.Join(words, " ")
}

func (c *canvas) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + c.r.IntN(10))
	}
	return string(b)
}

// ground paints a card's background in about the given colour.
func (c *canvas) ground(base color.RGBA) {
	vary := func(v uint8, by int) uint8 { return uint8(min(255, max(0, int(v)+c.r.IntN(2*by+1)-by))) }
	base = color.RGBA{vary(base.R, 12), vary(base.G, 10), vary(base.B, 8), 255}
	c.rect(0, 0, 1, 1, base)
	dark := func(by int) color.RGBA {
		return color.RGBA{uint8(max(0, int(base.R)-by)), uint8(max(0, int(base.G)-by)), uint8(max(0, int(base.B)-by/2)), 255}
	}
	w, h := c.Rect.Dx(), c.Rect.Dy()
	switch c.hand.patterns[c.r.IntN(len(c.hand.patterns))] {
	case 0: // guilloche
		for k := range 14 {
			ph := c.r.Float64() * 6
			for x := range w {
				y := int(float64(h) * (float64(k)/14 + 0.03*math.Sin(float64(x)/25+ph)))
				c.Set(x, y, dark(14))
			}
		}
	case 1: // globe
		for k := range 6 {
			c.ring(0.45, 0.55, 0.05+0.05*float64(k), 0.4, dark(16))
			c.ring(0.45, 0.55, 0.3, 0.07*float64(k), dark(16))
		}
	case 2: // gradient
		for y := range h {
			c.rect(0, float64(y)/float64(h), 1, float64(y+1)/float64(h), dark(y*30/h))
		}
	case 3: // diagonal lines
		for k := range 30 {
			for y := range h {
				c.Set((k*w/15+y)%w, y, dark(12))
			}
		}
	case 4: // blots
		for range 9 {
			c.ellipse(c.r.Float64(), c.r.Float64(), 0.05+0.12*c.r.Float64(), 0.05+0.15*c.r.Float64(), dark(c.r.IntN(18)))
		}
	case 5: // grain
		for range w * h / 6 {
			c.Set(c.r.IntN(w), c.r.IntN(h), dark(c.r.IntN(16)))
		}
	}
}

// photo draws a flat head and shoulders.
func (c *canvas) photo(x0, y0, x1, y1 float64) {
	grounds := []color.RGBA{{190, 40, 40, 255}, {50, 70, 170, 255}, {225, 225, 225, 255}, {200, 120, 40, 255}}
	c.rect(x0, y0, x1, y1, grounds[c.r.IntN(len(grounds))])
	skin := color.RGBA{uint8(150 + c.r.IntN(70)), uint8(105 + c.r.IntN(60)), uint8(80 + c.r.IntN(50)), 255}
	w, h := x1-x0, y1-y0
	c.ellipse(x0+w/2, y1-h*0.05, w*0.45, h*0.3, color.RGBA{uint8(c.r.IntN(250)), uint8(c.r.IntN(250)), uint8(c.r.IntN(250)), 255})
	c.ellipse(x0+w/2, y0+h*0.38, w*0.28, h*0.27, color.RGBA{30, 25, 25, 255})
	c.ellipse(x0+w/2, y0+h*0.43, w*0.23, h*0.24, skin)
}

// specimen burns in what the picture is, at no fixed place.
func (c *canvas) specimen() {
	c.text(0.3+0.4*c.r.Float64(), 0.2+0.7*c.r.Float64(), 0.09, 1, "SPECIMEN", color.RGBA{200, 60, 60, 110}, 1)
}
