package marble

// A style is what one designer would keep throughout a card or page.
type style struct {
	head, label, data face
	ink, accent, pale uint32 // of words, of bands and logos, of the ground
	other             uint32 // a second colour beside accent
	capital           bool   // values in capitals
	rows              int    // how labels and values stand
}

// Ways in which labels and values stand.
const (
	colons    = iota // values in a column behind colons
	ragged           // value behind its label
	stacked          // small label over its value
	numbered         // 1. value, as driving licences do
	unlabeled        // values only
	ruled            // as colons, on dotted lines
	rowStyles
)

func (p *plate) anyFace(of ...int) face {
	return face{one(p.r, of...), one(p.r, 0.8, 0.88, 0.94, 1, 1.08)}
}

func (p *plate) anyStyle() style {
	s := style{
		head:    p.anyFace(bold, bold, medium, regular, boldItalic, smallCaps, monoBold),
		label:   p.anyFace(regular, regular, medium, italic, bold),
		data:    p.anyFace(regular, medium, bold, mono, monoBold, italic),
		ink:     p.about(one[uint32](p.r, 0x101010, 0x202028, 0x303030, 0x1a2a4a, 0x402020), 12),
		accent:  p.about(one[uint32](p.r, 0x1a4a8a, 0x0a7a4a, 0xb01c24, 0xd87a10, 0x5a2a80, 0x087a8a, 0x222222, 0x6a1a2a, 0x2a8ac8, 0xc8a020), 24),
		other:   p.about(one[uint32](p.r, 0xf0c020, 0xd02020, 0x30a050, 0x2060c0, 0xf08030, 0x909090, 0xffffff), 20),
		pale:    p.about(one[uint32](p.r, 0xcfe4f2, 0xbcd8ee, 0xf6efd6, 0xf8f8f6, 0xfcfcfc, 0xdff0dc, 0xf6dfe4, 0xe4e4e8, 0xfbf3b0, 0xe2dcf2, 0xd4ecec), 8),
		capital: p.luck(0.5),
		rows:    p.r.IntN(rowStyles),
	}
	if p.luck(0.4) { // most designers write in one family
		s.data = s.label
	}
	if p.luck(0.25) { // the palette of a state's papers
		s.pale = p.about(one[uint32](p.r, 0xcfe4f2, 0xc4dcec, 0xf6efd6, 0xfafafa, 0xf4e8a8), 8)
		s.accent, s.ink = p.about(one[uint32](p.r, 0x101828, 0x1a3a7a, 0x2a6aa8), 16), p.about(0x181818, 12)
	}
	return s
}

func (p *plate) inked(f face, size float64, c uint32) script {
	return script{face: f, ink: solid(c), size: size}
}

// onto is black or white, whichever is read on rgb.
func onto(rgb uint32) uint32 {
	if light(rgb) {
		return 0x181818
	}
	return 0xffffff
}

// ground covers the whole plate with a colour and a motif.
func (p *plate) ground(rgb uint32) {
	p.box(0, 0, p.w, p.h, solid(rgb))
	p.motif(rgb)
}

// motif lays waves, bands, spots or a mark over a ground, or nothing.
func (p *plate) motif(rgb uint32) {
	strong := p.span(0.06, 0.4)
	tint := one(p.r, p.accent, p.other, between(rgb, p.accent, 0.3), 0xffffff)
	switch p.r.IntN(9) {
	case 0: // from top to bottom
		for i := range 16 {
			p.box(0, p.h*float64(i)/16, p.w, p.h*float64(i+1)/16, ink{tint, strong * float64(i) / 16})
		}
	case 1: // from left to right
		for i := range 24 {
			p.box(p.w*float64(i)/24, 0, p.w*float64(i+1)/24, p.h, ink{tint, strong * float64(i) / 24})
		}
	case 2:
		swing, length, lean, gap := p.span(0.5, 6), p.span(12, 90), p.span(-0.3, 0.3), p.span(1.2, 5)
		for y := -30.0; y < p.h+30; y += gap {
			p.wave(y, swing, length, y*0.01, p.span(0.2, 0.5), lean, ink{tint, strong})
		}
	case 3:
		y, lean := p.h*p.span(0.3, 0.9), p.span(-0.3, 0.3)
		for i := range 1 + p.r.IntN(3) {
			p.wave(y+float64(i)*p.h*0.12, p.span(1, 8), p.span(50, 140), p.r.Float64(), p.h, lean, ink{tint, strong * 0.7})
		}
	case 4:
		for range 2 + p.r.IntN(5) {
			n := p.span(4, 32)
			p.disc(p.r.Float64()*p.w, p.r.Float64()*p.h, n, n*p.span(0.7, 1), ink{tint, strong * 0.6})
		}
	case 5:
		lean, wide := p.span(-40, 40), p.span(8, 45)
		for x := -wide; x < p.w+wide; x += wide * 2 {
			p.polygon(ink{tint, strong * 0.6}, point{x + lean, 0}, point{x + wide + lean, 0}, point{x + wide, p.h}, point{x, p.h})
		}
	case 6: // a large mark behind the words
		p.logo(p.w*p.span(0.2, 0.8), p.h*0.55, p.h*p.span(0.2, 0.36), strong*0.6)
	}
}

// portrait draws somebody who does not exist in a box.
func (p *plate) portrait(x0, y0, x1, y1 float64) {
	r := p.r
	grey := p.luck(0.2)
	tone := func(c uint32) ink {
		c = p.about(c, 14)
		if grey {
			v := ((c>>16&255)*3 + (c>>8&255)*6 + c&255) / 10
			c = v<<16 | v<<8 | v
		}
		return solid(c)
	}
	w, h := x1-x0, y1-y0
	p.within(x0, y0, x1, y1, func() {
		p.box(x0, y0, x1, y1, tone(one[uint32](r, 0xb81c20, 0x2050b0, 0xe0e0e0, 0x909498, 0xd07020, 0x80b0d0, 0xc8b898, 0xffffff, 0x507050)))
		x, y, s := x0+w*p.span(0.45, 0.55), y0+h*p.span(0.4, 0.48), min(w, h*0.8)*p.span(0.23, 0.32)
		skin := tone(one[uint32](r, 0xe8c09a, 0xd0a078, 0xb88458, 0x98683f, 0xf0d0b0))
		hair, cloth := tone(one[uint32](r, 0x181412, 0x2a2018, 0x504840, 0x8a8a8a)), tone(one[uint32](r, 0xf2f2f2, 0x203050, 0x7a2030, 0x306040, 0x806030, 0x404040))
		scarf, long := p.luck(0.3), p.luck(0.25)
		if scarf {
			hair = tone(one[uint32](r, 0xf0f0f0, 0x303030, 0xc08090, 0x4070a0, 0x90a060))
			p.disc(x, y+s*0.1, s*1.2, s*1.6, hair)
		} else if long {
			p.round(x-s*1.1, y-s*0.9, x+s*1.1, y+s*1.9, s*0.8, hair)
		}
		p.box(x-s*0.4, y+s*0.7, x+s*0.4, y+s*1.7, skin)
		p.disc(x, y1+s*0.5, s*p.span(1.7, 2.3), max(s*0.8, y1+s*0.5-y-s*1.5), cloth)
		if scarf {
			p.polygon(hair, point{x - s*1.1, y + s*0.4}, point{x + s*1.1, y + s*0.4}, point{x + s*1.3, y + s*2}, point{x, y + s*2.4}, point{x - s*1.3, y + s*2})
		} else {
			p.disc(x, y-s*0.35, s*p.span(1, 1.12), s*p.span(1, 1.2), hair)
		}
		p.disc(x, y+s*0.15, s*p.span(0.8, 0.92), s*p.span(1.05, 1.25), skin)
		dark := tone(0x201814)
		for _, side := range []float64{-1, 1} {
			p.disc(x+side*s*0.36, y+s*0.02, s*0.14, s*0.08, dark)
			p.line(s*0.09, dark, point{x + side*s*0.2, y - s*0.2}, point{x + side*s*0.52, y - s*0.2})
		}
		p.line(s*0.1, tone(0x9a5048), point{x - s*0.28, y + s*0.75}, point{x + s*0.28, y + s*0.75})
		p.line(s*0.07, dark, point{x, y + s*0.2}, point{x + s*0.08, y + s*0.42})
		if p.luck(0.25) {
			for _, side := range []float64{-1, 1} {
				p.ring(x+side*s*0.38, y+s*0.03, s*0.3, s*0.24, s*0.08, dark)
			}
		}
		if !scarf && p.luck(0.15) { // a cap
			p.box(x-s*0.85, y-s*1.5, x+s*0.85, y-s*0.65, dark)
		}
	})
}

// logo draws a made-up emblem of radius s; cover is 0 to 1.
func (p *plate) logo(x, y, s, cover float64) {
	a, b := ink{p.accent, cover}, ink{one(p.r, p.other, onto(p.accent)), cover}
	star := func(n int, out, in float64, c ink) {
		var q []point
		for i := range 2 * n {
			radius := []float64{out, in}[i%2]
			q = append(q, arc(x, y, radius, radius, float64(i)/float64(2*n)-0.25, 1)[0])
		}
		p.polygon(c, q...)
	}
	switch p.r.IntN(8) {
	case 0: // a shield
		p.polygon(a, point{x - s*0.8, y - s}, point{x + s*0.8, y - s}, point{x + s*0.8, y + s*0.2}, point{x, y + s}, point{x - s*0.8, y + s*0.2})
		star(5, s*0.5, s*0.22, b)
	case 1:
		p.disc(x, y, s, s, a)
		p.disc(x, y, s*0.7, s*0.7, b)
		star(3+p.r.IntN(5), s*0.6, s*0.3, a)
	case 2: // a cross
		p.box(x-s*0.3, y-s, x+s*0.3, y+s, a)
		p.box(x-s, y-s*0.3, x+s, y+s*0.3, a)
	case 3:
		star(6+p.r.IntN(8), s, s*0.75, a)
		p.disc(x, y, s*0.4, s*0.4, b)
	case 4: // letters
		t := p.inked(face{bold, 1}, s*1.5, p.accent)
		t.align, t.cover, t.most = 0.5, cover, s*2.4
		p.write(t, x, y-s*0.8, p.pick(one(p.r, "@@", "@@@", "@")))
	case 5: // leaves
		p.polygon(a, append(arc(x-s*0.3, y, s*0.7, s, 0.25, 0.75), point{x + s*0.2, y})...)
		p.polygon(b, append(arc(x+s*0.3, y, s*0.7, s, -0.25, 0.25), point{x - s*0.1, y})...)
	case 6: // a bird of a kind
		for _, side := range []float64{-1, 1} {
			p.polygon(a, point{x, y - s*0.1}, point{x + side*s, y - s*0.7}, point{x + side*s*0.8, y + s*0.4}, point{x + side*s*0.2, y + s*0.6})
		}
		p.disc(x, y, s*0.35, s*0.6, b)
		p.polygon(a, point{x, y + s*0.4}, point{x + s*0.3, y + s}, point{x - s*0.3, y + s})
	default:
		p.polygon(a, arc(x, y, s, s, 0, 0.7)...)
		p.disc(x, y, s*0.45, s*0.45, b)
	}
}
