// Package loom draws pictures in which Indonesian identity documents appear, and pictures that are like them and show none: a
// further hand that measures and from which nothing is learned. It shares no drawing with the other hands. Tests alone use it.
//
// Documents are coarse (cards of at most 640 pixels, pages of at most 960), filled with invented people, and live in memory only.
package loom

import (
	"bytes"
	"fmt"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"

	"ronda/detect/layout/trial"
)

// Generator is a trial.Generator.
type Generator struct {
	mark  bool         // documents are flat in a colour that nothing else has, so that a test can see where they lie
	heard func(string) // is told every line that is set
}

// New returns the generator.
func New() Generator { return Generator{} }

// A hand draws one picture.
type hand struct {
	Generator
	r    *rand.Rand
	pen  vector.Rasterizer
	mask []uint8
	done []string // what was done to the picture
}

func (h *hand) chance(p float64) bool        { return h.r.Float64() < p }
func (h *hand) between(a, b float64) float64 { return a + (b-a)*h.r.Float64() }

func pick[T any](h *hand, of []T) T { return of[h.r.IntN(len(of))] }

func rgb(r, g, b uint8) color.NRGBA            { return color.NRGBA{r, g, b, 255} }
func alpha(c color.NRGBA, a uint8) color.NRGBA { c.A = a; return c }
func byteOf(v float64) uint8                   { return uint8(min(max(v+0.5, 0), 255)) }

func mix(a, b color.NRGBA, t float64) color.NRGBA {
	t = min(max(t, 0), 1)
	m := func(x, y uint8) uint8 { return byteOf(float64(x) + t*(float64(y)-float64(x))) }
	return color.NRGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), a.A}
}

// vary moves a colour a little, its brightness more than its hue.
func (h *hand) vary(c color.NRGBA, d float64) color.NRGBA {
	all := h.between(-d, d)
	v := func(x uint8) uint8 { return byteOf(float64(x) + all + h.between(-d, d)/2) }
	return color.NRGBA{v(c.R), v(c.G), v(c.B), c.A}
}

var (
	documents = []string{trial.KTP, trial.KTP, trial.KTP, trial.KK, trial.KK, trial.NPWP, trial.NPWP}
	// often says of a hundred pictures how many show which scene: scans and crops 30 %, tables 30 %, hands and selfies 34 %, the rest 6 %.
	often = map[string]int{
		trial.Scan: 13, trial.Tight: 13, trial.Sheet: 4, trial.Table: 30, trial.Selfie: 27, trial.Hand: 7, trial.Collage: 4, trial.Screen: 2,
	}
	order = []string{trial.Scan, trial.Tight, trial.Sheet, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen}
)

// Positive draws a document in a scene. What it does not know it chooses.
func (g Generator) Positive(r *rand.Rand, document, scene string) trial.Shot {
	h := &hand{Generator: g, r: r}
	name := r.Uint64()
	if layouts[document] == nil {
		document = pick(h, documents)
	}
	if scenes[scene] == nil {
		n := r.IntN(100)
		for _, scene = range order {
			if n -= often[scene]; n < 0 {
				break
			}
		}
	}
	layout, first := pick(h, layouts[document]), true
	it := item{papers[layout].wide / 10, func(width float64) *canvas {
		show := layout
		if !first && scene == trial.Collage { // others lie about it too
			if show = pick(h, layouts[document]); h.chance(0.2) {
				show = pick(h, layouts[pick(h, documents)])
			}
		}
		first = false
		return h.paper(show, width)
	}}
	c := scenes[scene](h, h.place(scene), it)
	return h.finish(fmt.Sprintf("%s-%s-%016x", scene, layout, name), scene, c)
}

// place chooses how large a picture is.
func (h *hand) place(scene string) place {
	long := h.between(560, 1200)
	switch {
	case h.chance(0.03):
		long = h.between(2500, 2800)
	case h.chance(0.25):
		long = h.between(1200, 1600)
	}
	short := long * pick(h, []float64{0.75, 0.75, 0.5625, 0.667})
	tall := map[string]float64{trial.Selfie: 0.8, trial.Hand: 0.6, trial.Screen: 0.7, trial.Tight: 0}
	p, known := tall[scene]
	if !known {
		p = 0.4
	}
	if h.chance(p) {
		return place{w: short, high: long}
	}
	return place{w: long, high: short}
}

// finish does to a picture what happens to pictures, and says what it shows.
func (h *hand) finish(name, scene string, c *canvas) trial.Shot {
	flat := scene == trial.Scan || scene == trial.Tight || scene == trial.Sheet || scene == trial.Screen || scene == trial.Collage
	h.develop(c, flat)
	if scene != trial.Collage {
		c = h.mishap(c)
	}
	if w, high := c.size(); max(w, high) > 1600 && max(w, high) < 2500 {
		c = c.scaled(1600 / max(w, high))
	}
	seen := make([]int, len(c.cards)+1)
	for _, o := range c.own {
		seen[o]++
	}
	s := trial.Shot{Name: name, Scene: scene, Distortions: h.done, Width: c.Rect.Dx(), Height: c.Rect.Dy(), Face: c.face}
	for i, card := range c.cards {
		hidden := 1 - float64(seen[i+1])/surface(card.quad)
		if hidden < 0.004 { // corners and edges of pixels
			hidden = 0
		}
		s.Cards = append(s.Cards, trial.Card{Document: card.document, Layout: card.layout, Quad: card.quad, Hidden: hidden})
	}
	s.Data = c.jpeg(35 + h.r.IntN(56))
	return s
}

func (c *canvas) jpeg(quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, c.RGBA, &jpeg.Options{Quality: quality}); err != nil {
		panic(fmt.Sprintf("encode a picture in memory: %v", err))
	}
	return b.Bytes()
}

func surface(q [4]pt) float64 {
	sum := 0.0
	for i, p := range q {
		n := q[(i+1)%4]
		sum += p[0]*n[1] - n[0]*p[1]
	}
	return math.Abs(sum) / 2
}
