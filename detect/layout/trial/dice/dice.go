// Package dice draws documents whose proportions fall by lot: only what defines a document (which fields in which order, what is
// large, where the photograph stands) is kept, all else (margins, letters, grounds, emblems, lines, wear) differs from drawing to
// drawing. What is learned from many of them is what they have in common, and not one author's ruler.
//
// Drawn from what is known of the documents, not from how other hands draw them. Coarse, at most 640 pixels wide, flat, in memory;
// numbers belong to nobody and faces are made of ellipses.
package dice

import (
	"image"
	"math"
	"math/rand/v2"

	"ronda/detect/layout/trial/pen"
)

// Layouts are the names that Document knows.
var Layouts = []string{"ktp", "ktp-old", "kk", "kk-2020", "npwp", "npwp-2023"}

// most is how wide a drawing may be: too coarse to print.
const most = 640

// A box is x0, y0, x1, y1 in pixels.
type box [4]float64

// Document draws a layout from the front, width pixels wide (40 to 640); an unknown one is drawn as npwp-2023. The same chance
// gives the same drawing. Safe for concurrent use with a chance of each caller's own.
func Document(r *rand.Rand, layout string, width float64) pen.Flat {
	page := layout == "kk" || layout == "kk-2020"
	aspect := 1.586
	switch {
	case page:
		aspect = spread(r, 1.33, 1.5)
	case r.IntN(3) > 0:
		aspect = spread(r, 1.5, 1.66)
	}
	s := newSheet(r, min(max(width, 40), most), aspect)
	var number, face box
	switch layout {
	case "ktp":
		number, face = s.ktp()
	case "ktp-old":
		number, face = s.oldKTP()
	case "kk", "kk-2020":
		number = s.family(layout == "kk-2020")
	case "npwp":
		number = s.tax(false)
	default:
		number = s.tax(true)
	}
	s.wear(page)
	if !page {
		s.corners(s.w * s.about(0.035, 0.035))
	}
	return pen.Flat{Image: s.RGBA, Number: s.shares(number), Face: s.shares(face)}
}

// shares turns pixels into shares of the sheet, cut at its edge.
func (s *sheet) shares(b box) [4]float64 {
	w, h := float64(s.Rect.Dx()), float64(s.Rect.Dy())
	cut := func(v float64) float64 { return min(max(v, 0), 1) }
	return [4]float64{cut(b[0] / w), cut(b[1] / h), cut(b[2] / w), cut(b[3] / h)}
}

func spread(r *rand.Rand, a, b float64) float64 { return a + (b-a)*r.Float64() }

func (s *sheet) span(a, b float64) float64 { return spread(s.r, a, b) }

// about is mid, give or take so much, more often near mid.
func (s *sheet) about(mid, so float64) float64 { return mid + so*(s.r.Float64()+s.r.Float64()-1) }

func (s *sheet) luck(p float64) bool { return s.r.Float64() < p }

func one[T any](s *sheet, of ...T) T { return of[s.r.IntN(len(of))] }

// wear adds age and the faults of printers and copiers.
func (s *sheet) wear(page bool) {
	if s.luck(0.2) {
		for range 1 + s.r.IntN(3) {
			s.ellipse(s.span(0, s.w), s.span(0, s.h), s.w*s.span(0.01, 0.09), s.w*s.span(0.01, 0.07), hsl(s.span(20, 50), 0.4, s.span(0.2, 0.5), s.span(0.04, 0.22)))
		}
	}
	if s.luck(0.3) {
		for range 2 + s.r.IntN(10) {
			x, y, a, n := s.span(0, s.w), s.span(0, s.h), s.span(0, 7), s.w*s.span(0.03, 0.35)
			s.stroke(grey(s.span(0.3, 1), s.span(0.1, 0.5)), s.span(0.4, 1), pt{x, y}, pt{x + n*math.Cos(a), y + n*math.Sin(a)})
		}
	}
	if s.luck(0.12) { // a note by hand
		for range 1 + s.r.IntN(2) {
			s.signature(s.span(0.05, 0.8)*s.w, s.span(0.1, 0.95)*s.h, s.w*s.span(0.08, 0.25), s.h*0.05, hsl(s.span(200, 260), 0.7, 0.3, s.span(0.4, 0.9)))
		}
	}
	if page && s.luck(0.5) || s.luck(0.06) {
		s.folds()
	}
	if !page && s.luck(0.35) { // sheen of the laminate
		x, lean, wide := s.span(-0.2, 1)*s.w, s.span(0.1, 0.9)*s.h, s.span(0.04, 0.3)*s.w
		s.poly(grey(1, s.span(0.06, 0.35)), pt{x + lean, 0}, pt{x + wide + lean, 0}, pt{x + wide, s.h}, pt{x, s.h})
	}
	if s.luck(0.45) {
		s.soften(s.span(0.05, 0.7))
	}
	s.tone()
}

func (s *sheet) folds() {
	fold := func(a, b pt) {
		t := max(0.6, s.w*0.002)
		s.stroke(grey(0.3, s.span(0.1, 0.35)), t, a, b)
		s.stroke(grey(1, s.span(0.2, 0.6)), t, pt{a.x + t, a.y + t}, pt{b.x + t, b.y + t})
	}
	for i, n := 1, 2+s.r.IntN(3); i < n; i++ {
		x := s.w * float64(i) / float64(n)
		fold(pt{x, 0}, pt{x + s.span(-2, 2), s.h})
	}
	if s.luck(0.5) {
		fold(pt{0, s.h / 2}, pt{s.w, s.h/2 + s.span(-2, 2)})
	}
}

// tone is one pass over all pixels: contrast, cast, saturation, uneven light, grain.
func (s *sheet) tone() {
	lift, gain, gamma, colour, grain := 0.0, 1.0, s.about(1, 0.25), 1.0, s.span(0, 5)
	switch {
	case s.luck(0.1): // a copier
		colour, gain, grain = 0, s.span(1.2, 2), s.span(2, 16)
		lift = (1 - gain) * s.span(0.6, 0.9) // below this it darkens, above it whitens
	case s.luck(0.08):
		colour = 0
	case s.luck(0.35): // faded
		lift = s.span(0, 0.3)
		gain, colour = 1-lift-s.span(0, 0.1), s.span(0.4, 1)
	case s.luck(0.4):
		colour, gain = s.span(0.7, 1.5), s.span(0.8, 1.2)
	}
	var table [3][256]int
	for c := range table {
		cast := 1.0
		if colour > 0 {
			cast = s.about(1, 0.05)
		}
		for v := range table[c] {
			table[c][v] = int(255 * cast * (lift + gain*math.Pow(float64(v)/255, gamma)))
		}
	}
	mix, tilt, lean := int(256*colour), s.about(0, 30), s.about(0, 30)
	amp, noise := int(grain*2), s.r.Uint64()|1
	for y := range s.Rect.Dy() {
		row := s.Pix[y*s.Stride:][:s.Rect.Dx()*4]
		shade := lean * (float64(y)/s.h - 0.5)
		step, at := int(tilt*65536/s.w), int((shade-tilt/2)*65536)
		for i := 0; i < len(row); i += 4 {
			noise ^= noise << 13
			noise ^= noise >> 7
			noise ^= noise << 17
			r, g, b := table[0][row[i]], table[1][row[i+1]], table[2][row[i+2]]
			l := (r*77 + g*150 + b*29) >> 8
			n := at>>16 + (int(noise&0xffff)*amp)>>16 - amp/2
			at += step
			row[i], row[i+1], row[i+2] = byteOf(l+(r-l)*mix>>8+n), byteOf(l+(g-l)*mix>>8+n), byteOf(l+(b-l)*mix>>8+n)
		}
	}
}

// soften mixes each pixel with its neighbours, as a slightly blurred print does.
func (s *sheet) soften(share float64) {
	a := int(64 * share)
	for pass := range 2 {
		step, lines, n, along := 4, s.Rect.Dy(), s.Rect.Dx(), s.Stride
		if pass == 1 {
			step, lines, n, along = s.Stride, s.Rect.Dx(), s.Rect.Dy(), 4
		}
		for l := range lines {
			p := s.Pix[l*along:]
			var was [3]int
			for c := range was {
				was[c] = int(p[c])
			}
			for i, o := 1, step; i < n-1; i, o = i+1, o+step {
				for c := range was {
					v := int(p[o+c])
					p[o+c] = uint8(v + ((was[c]+int(p[o+step+c])-2*v)*a)>>8)
					was[c] = v
				}
			}
		}
	}
}

// corners makes the corners clear.
func (s *sheet) corners(radius float64) {
	n := int(radius) + 1
	w, h := s.Rect.Dx(), s.Rect.Dy()
	for y := range n {
		for x := range n {
			d := math.Hypot(max(radius-float64(x)-0.5, 0), max(radius-float64(y)-0.5, 0)) - radius + 0.5
			if d <= 0 {
				continue
			}
			for _, at := range [4]image.Point{{x, y}, {w - 1 - x, y}, {x, h - 1 - y}, {w - 1 - x, h - 1 - y}} {
				p := s.Pix[at.Y*s.Stride+at.X*4:][:4]
				for i := range p {
					p[i] = uint8(float64(p[i]) * max(0, 1-d))
				}
			}
		}
	}
}
