package dice

import (
	"fmt"
	"math"
)

// emblem draws any emblem about x, y in two inks, r being half its height.
func (s *sheet) emblem(x, y, r float64, a, b ink) {
	one(s, s.bird, s.shield, s.seal, s.gear, s.blades)(x, y, r, a, b)
}

func (s *sheet) bird(x, y, r float64, a, b ink) {
	n := 4 + s.r.IntN(4)
	up := s.span(0.2, 0.9)
	for _, side := range [2]float64{-1, 1} {
		for i := range n {
			t := up + (1.1+up)*float64(i)/float64(n)
			d := r * (1.1 - 0.45*float64(i)/float64(n))
			tip := pt{x + side*d*math.Cos(0.9-t), y - d*math.Sin(0.9-t)*0.9 - r*0.1}
			s.poly(a, pt{x + side*r*0.15, y - r*0.3}, tip, pt{tip.x - side*r*0.1, tip.y + r*0.2}, pt{x + side*r*0.15, y + r*0.2})
		}
	}
	s.poly(a, pt{x - r*0.15, y + r*0.3}, pt{x + r*0.15, y + r*0.3}, pt{x + r*0.4, y + r*0.95}, pt{x - r*0.4, y + r*0.95})
	s.ellipse(x, y-r*0.6, r*0.2, r*0.25, a)
	s.poly(a, pt{x + r*0.1, y - r*0.7}, pt{x + r*0.4, y - r*0.55}, pt{x + r*0.1, y - r*0.5})
	s.escutcheon(x, y, r*0.38, b)
	s.bar(x-r*0.05, y-r*0.3, x+r*0.05, y+r*0.3, a)
	s.stroke(b, r*0.15, round(x, y+r*0.45, r*0.8, r*0.35, 0.05, 0.45)...)
}

func (s *sheet) escutcheon(x, y, r float64, c ink) {
	s.poly(c, pt{x - r*0.8, y - r}, pt{x + r*0.8, y - r}, pt{x + r*0.8, y + r*0.2}, pt{x, y + r}, pt{x - r*0.8, y + r*0.2})
}

func (s *sheet) shield(x, y, r float64, a, b ink) {
	if s.luck(0.4) { // five-cornered
		s.poly(a, pt{x, y - r}, pt{x + r*0.95, y - r*0.25}, pt{x + r*0.65, y + r}, pt{x - r*0.65, y + r}, pt{x - r*0.95, y - r*0.25})
	} else {
		s.escutcheon(x, y, r, a)
	}
	s.blot(x, y, r*s.span(0.3, 0.5), 1, b)
	s.bar(x-r*0.5, y+r*0.35, x+r*0.5, y+r*0.55, b)
	s.stroke(b, r*0.1, pt{x, y - r*0.7}, pt{x, y + r*0.6})
}

func (s *sheet) seal(x, y, r float64, a, b ink) {
	s.ring(x, y, r*0.93, r*0.93, r*s.span(0.06, 0.2), a)
	if s.luck(0.6) {
		s.ellipse(x, y, r*0.75, r*0.75, a)
	}
	s.blot(x, y, r*s.span(0.3, 0.55), 1, b)
}

func (s *sheet) gear(x, y, r float64, a, b ink) {
	n := 7 + s.r.IntN(6)
	for i := range n {
		t := 2 * math.Pi * float64(i) / float64(n)
		s.stroke(a, r*0.25, pt{x, y}, pt{x + r*math.Cos(t), y + r*math.Sin(t)})
	}
	s.ellipse(x, y, r*0.8, r*0.8, a)
	s.ellipse(x, y, r*s.span(0.25, 0.5), r*s.span(0.25, 0.5), b)
}

// blades is an abstract sign of slanting strokes.
func (s *sheet) blades(x, y, r float64, a, b ink) {
	n, lean := 2+s.r.IntN(3), r*s.about(0.3, 0.4)
	for i := range n {
		c, x := a.mix(b, float64(i%2)), x+r*(2*(float64(i)+0.5)/float64(n)-1)
		wide, top := r*s.span(0.5, 0.9)/float64(n), y-r*s.span(0.3, 1)
		s.poly(c, pt{x - wide + lean, top}, pt{x + wide + lean, top}, pt{x + wide - lean, y + r}, pt{x - wide - lean, y + r})
	}
}

// qr draws something like a QR code, side pixels wide.
func (s *sheet) qr(x, y, side float64) {
	n := one(s, 21, 25, 29, 33)
	m := side / float64(n)
	c, ground := grey(s.span(0, 0.2), 1), grey(1, 1)
	s.bar(x-m*2, y-m*2, x+side+m*2, y+side+m*2, ground)
	for j := range n {
		for i := range n {
			if s.r.Uint32()&1 == 0 {
				s.bar(x+float64(i)*m, y+float64(j)*m, x+float64(i+1)*m, y+float64(j+1)*m, c)
			}
		}
	}
	for _, at := range [3]pt{{x, y}, {x + side - 7*m, y}, {x, y + side - 7*m}} {
		s.bar(at.x-m, at.y-m, at.x+8*m, at.y+8*m, ground)
		s.bar(at.x, at.y, at.x+7*m, at.y+7*m, c)
		s.bar(at.x+m, at.y+m, at.x+6*m, at.y+6*m, ground)
		s.bar(at.x+2*m, at.y+2*m, at.x+5*m, at.y+5*m, c)
	}
	if s.luck(0.15) {
		s.seal(x+side/2, y+side/2, side*0.13, c, ground)
	}
}

func (s *sheet) barcode(b box) {
	c := grey(s.span(0, 0.3), 1)
	for x := b[0]; x < b[2]; {
		n := s.span(0.4, 2.2) * (b[2] - b[0]) / 90
		s.bar(x, b[1], min(x+n, b[2]), b[3], c)
		x += n + s.span(0.4, 2.2)*(b[2]-b[0])/90
	}
}

// signature is a scrawl from x on, about y.
func (s *sheet) signature(x, y, w, h float64, c ink) {
	a, b, k, m, p := s.span(0.2, 1), s.span(0.1, 0.8), s.span(2, 5), s.span(4, 9), s.span(0, 1)
	line := make([]pt, 44)
	for i := range line {
		t := float64(i) / float64(len(line)-1)
		fade := 1 - 0.6*t
		line[i] = pt{x + w*(t+0.12*wave(m*t+p)), y + h*0.6*fade*(a*wave(k*t+p)+b*wave(m*t))}
	}
	s.stroke(c, max(0.7, h*s.span(0.03, 0.09)), line...)
	if s.luck(0.4) {
		s.stroke(c, max(0.6, h*0.05), pt{x - w*0.05, y + h*s.span(0.1, 0.4)}, pt{x + w, y + h*s.span(-0.3, 0.3)})
	}
}

// stampOver is an office's stamp, round or not.
func (s *sheet) stampOver(x, y, r float64) {
	c := hsl(one(s, 250.0, 265, 280, 220, 350), 0.6, s.span(0.3, 0.5), s.span(0.3, 0.75))
	flat := 1.0
	if s.luck(0.2) {
		flat = s.span(0.6, 0.9)
	}
	t := max(0.7, r*0.07)
	s.ring(x, y, r, r*flat, t, c)
	s.ring(x, y, r*0.66, r*0.66*flat, t*0.7, c)
	n := 14 + s.r.IntN(10)
	for i := range n { // letters around
		a := float64(i) / float64(n)
		s.stroke(c, t*1.1, pt{x + r*0.73*wave(a+0.25), y + r*0.73*flat*wave(a)}, pt{x + r*0.9*wave(a+0.25), y + r*0.9*flat*wave(a)})
	}
	s.blot(x, y, r*0.35, flat, c)
}

func (s *sheet) thumb(x, y, r float64) {
	c := hsl(s.span(230, 280), 0.4, 0.25, s.span(0.3, 0.7))
	for i := range 5 {
		d := r * (float64(i) + 0.6) / 5
		s.stroke(c, max(0.6, r*0.1), round(x, y, d*0.75, d, s.span(0, 0.2), s.span(0.7, 1))...)
	}
}

// chip is the contact plate of a chip card.
func (s *sheet) chip(x, y, w float64) {
	b := box{x, y, x + w, y + w*s.span(0.7, 0.9)}
	c := hsl(s.span(35, 50), s.span(0.1, 0.6), s.span(0.55, 0.8), 1)
	s.bar(b[0], b[1], b[2], b[3], c)
	s.frame(b, max(0.6, w*0.04), grey(0.3, 0.7))
	for i := 1; i < 3; i++ {
		t := float64(i) / 3
		s.bar(b[0], b[1]+(b[3]-b[1])*t, b[2], b[1]+(b[3]-b[1])*t+0.7, grey(0.3, 0.7))
	}
	s.bar(b[0]+w*0.35, b[1], b[0]+w*0.65, b[3], c.mix(grey(0.4, 1), 0.2))
}

// hologram is a patch that shines.
func (s *sheet) hologram(x, y, r float64) {
	hue := s.span(0, 360)
	for i := range 5 {
		s.ellipse(x, y, r*(1-float64(i)/6), r*(1-float64(i)/6)*s.span(0.7, 1), hsl(hue+float64(i)*50, 0.5, 0.75, 0.35))
	}
	s.blades(x, y, r*0.5, grey(1, 0.4), grey(0.6, 0.4))
}

// border is one of the frames that printers put about a sheet.
func (s *sheet) border(c ink) {
	m, t := s.h*s.span(0.01, 0.05), max(0.6, s.h*s.span(0.002, 0.015))
	for i := range 1 + s.r.IntN(2) {
		d := m + float64(i)*t*3
		s.frame(box{d, d, s.w - d, s.h - d}, t, c)
	}
}

func (s *sheet) validity() string {
	if s.luck(0.6) {
		return "SEUMUR HIDUP"
	}
	return fmt.Sprintf("%02d-%02d-%d", 1+s.r.IntN(28), 1+s.r.IntN(12), 2012+s.r.IntN(12))
}
