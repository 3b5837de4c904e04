package marble

import (
	"strconv"
	"strings"
)

// fields writes labels with values into a box, in the plate's way, and returns where they end.
func (p *plate) fields(labels []string, x0, y0, x1, y1 float64) float64 {
	pitch := min((y1-y0)/float64(max(len(labels), 1)), p.span(3.8, 7.5)*p.scale)
	size := pitch * p.span(0.66, 0.88)
	label, data := p.inked(p.label, size, one(p.r, p.ink, p.ink, p.accent)), p.inked(p.data, size, p.ink)
	colon := x0
	for _, s := range labels {
		colon = max(colon, x0+min(p.long(label, s)+size*0.4, (x1-x0)*0.5))
	}
	y := y0
	for i, s := range labels {
		at, below, value := x0, y, p.value(s)
		rows := p.rows
		if rows == stacked && pitch*p.k < 8 {
			rows = unlabeled // two lines would not be read
		}
		switch rows {
		case colons, ruled:
			label.most = colon - x0
			p.write(label, x0, y, s)
			at = p.write(data, colon, y, ":") + size*0.3
			if rows == ruled {
				p.box(at, y+size, x1, y+size+0.25, ink{p.ink, 0.5})
			}
		case ragged:
			label.most = (x1 - x0) * 0.5
			at = p.write(label, x0, y, s+":") + size*0.4
		case stacked:
			small := label
			small.size = size * 0.55
			p.write(small, x0, y, s)
			below, data.size = y+pitch*0.42, min(size, pitch*0.6)
		case numbered:
			at = p.write(label, x0, y, strconv.Itoa(i+1)+".") + size*0.5
		}
		data.most = max(x1-at, 2)
		p.write(data, at, below, value)
		y += pitch
	}
	return y
}

// some is a few of the labels in their order.
func (p *plate) some(labels []string, least, most int) []string {
	n := min(len(labels), least+p.r.IntN(most-least+1))
	out := append([]string(nil), labels...)
	for len(out) > n {
		i := p.r.IntN(len(out))
		out = append(out[:i], out[i+1:]...)
	}
	return out
}

func labels(list string) []string { return strings.Split(list, ",") }

// table draws columns under heads in a box; rows have values to the share filled.
func (p *plate) table(heads []string, rows int, filled, x0, y0, x1, y1 float64) {
	high := (y1 - y0) / float64(rows+1)
	size := min(high*p.span(0.6, 0.8), 4.4*p.scale)
	wide, edges := make([]float64, len(heads)), []float64{x0}
	sum := 0.0
	for i, s := range heads {
		wide[i] = float64(max(len(s), len(p.value(s)))) * p.span(0.7, 1.2)
		sum += wide[i]
	}
	for _, w := range wide {
		edges = append(edges, edges[len(edges)-1]+w/sum*(x1-x0))
	}
	rule, thick := ink{one(p.r, p.ink, 0x808080, p.accent), p.span(0.35, 1)}, max(p.span(0.15, 0.4), 0.6/p.k)
	header := p.ink
	if p.luck(0.6) {
		fill := one(p.r, p.accent, p.other, between(p.pale, p.accent, 0.3), 0xd8d8d8)
		p.box(x0, y0, x1, y0+high, solid(fill))
		header = onto(fill)
	}
	if p.luck(0.3) {
		for i := 1; i <= rows; i += 2 {
			p.box(x0, y0+high*float64(i), x1, y0+high*float64(i+1), ink{p.accent, 0.1})
		}
	}
	for i, s := range heads {
		t, pad := p.inked(p.label, size, header), min(size*0.3, (edges[i+1]-edges[i])*0.1)
		t.most = edges[i+1] - edges[i] - 2*pad
		p.write(t, edges[i]+pad, y0+(high-size)/2, s)
		t.face, t.rgb = p.data, p.ink
		right := p.luck(0.3)
		for row := 1; float64(row) <= float64(rows)*filled; row++ {
			at := edges[i] + pad
			if t.align = 0; right {
				at, t.align = edges[i+1]-pad, 1
			}
			value := p.value(s)
			if i == 0 && strings.EqualFold(s, "no") {
				value = strconv.Itoa(row)
			}
			p.write(t, at, y0+high*float64(row)+(high-size)/2, value)
		}
	}
	kind := p.r.IntN(5) // a grid, rows, a frame with columns, a frame, nothing
	for i := range rows + 2 {
		if y := y0 + high*float64(i); kind < 2 || kind < 4 && (i < 2 || i > rows) {
			p.box(x0, y, x1, y+thick, rule)
		}
	}
	for i, x := range edges {
		if kind == 0 || kind == 2 || kind == 3 && (i == 0 || i == len(edges)-1) {
			p.box(x, y0, x+thick, y1, rule)
		}
	}
}

func (p *plate) barcode(x0, y0, x1, y1 float64, c uint32) {
	fine := max((x1-x0)/p.span(60, 110), 0.7/p.k)
	for x := x0; x < x1; {
		n := fine * float64(1+p.r.IntN(3))
		p.box(x, y0, min(x+n, x1), y1, solid(c))
		x += n + fine*float64(1+p.r.IntN(3))
	}
}

// square draws a code of modules that says nothing.
func (p *plate) square(x, y, side float64, c uint32) {
	n := 21 + 4*p.r.IntN(3)
	m := side / float64(n)
	p.box(x-m, y-m, x+side+m, y+side+m, solid(0xffffff))
	for i := range n {
		for j := range n {
			if p.luck(0.48) {
				p.box(x+float64(i)*m, y+float64(j)*m, x+float64(i+1)*m, y+float64(j+1)*m, solid(c))
			}
		}
	}
	for _, q := range []point{{0, 0}, {float64(n - 7), 0}, {0, float64(n - 7)}} {
		a, b := x+q[0]*m, y+q[1]*m
		p.box(a, b, a+8*m, b+8*m, solid(0xffffff))
		p.frame(a, b, a+7*m, b+7*m, m, solid(c))
		p.box(a+2*m, b+2*m, a+5*m, b+5*m, solid(c))
	}
}

func (p *plate) chip(x, y, s float64) {
	gold := p.about(one[uint32](p.r, 0xd8b860, 0xc8c8c8), 12)
	p.round(x, y, x+s, y+s*0.8, s*0.15, solid(gold))
	dark := ink{0x605020, 0.7}
	for i := 1; i < 3; i++ {
		p.box(x, y+s*0.27*float64(i), x+s, y+s*0.27*float64(i)+0.3, dark)
		p.box(x+s*0.33*float64(i), y, x+s*0.33*float64(i)+0.3, y+s*0.8, dark)
	}
}

func (p *plate) seal(x, y, s float64) {
	c := ink{one[uint32](p.r, 0x5030a0, 0x2040b0, 0xa02030), p.span(0.4, 0.8)}
	p.ring(x, y, s, s, s*0.1, c)
	p.ring(x, y, s*0.65, s*0.65, s*0.07, c)
	t := p.inked(p.head, s*0.4, c.rgb)
	t.cover, t.align, t.most = c.cover, 0.5, s*1.2
	p.write(t, x, y-s*0.2, strings.ToUpper(p.word()))
}

func (p *plate) signature(x, y, w float64) {
	var q []point
	for i := range 9 {
		q = append(q, point{x + w*float64(i)/9 + p.span(-0.1, 0.1)*w, y + p.span(-0.2, 0.2)*w})
	}
	p.line(max(0.4, 0.8/p.k), ink{one[uint32](p.r, 0x101030, 0x2030a0), 0.9}, q...)
}

// signed writes place, office, signature and name in a column w wide, at times with a seal.
func (p *plate) signed(x, y, w, size float64) {
	t := p.inked(p.label, size, p.ink)
	t.align, t.most = one(p.r, 0, 0.5), w
	at := x + t.align*w
	p.write(t, at, y, p.place()+", "+p.date())
	p.write(t, at, y+size*1.2, p.list("Ketua Kepala Direktur Manajer Bendahara Petugas Rektor Pimpinan"))
	if p.luck(0.5) {
		p.seal(x+w*p.span(0, 0.5), y+size*3.6, size*p.span(1.5, 2.6))
	}
	p.signature(at-t.align*size*6, y+size*3.6, min(w*0.8, size*9))
	p.write(t, at, y+size*5, p.name())
}

// mrz writes lines that a machine reads, of the country that exists for specimens alone (ICAO 9303).
func (p *plate) mrz(lines int, x0, y, x1, pitch float64) {
	t := p.inked(face{mono, 1}, pitch*0.8, 0x181818)
	for i := range lines {
		words := p.pick(one(p.r, "Z######<#UTO######", "I<UTO@@@@@@@<<@@@@@@", "######<#@@@@#######"))
		for p.long(t, words) < x1-x0 {
			words += "<"
		}
		t.most = x1 - x0
		p.write(t, x0, y+float64(i)*pitch, words)
	}
}

// titled writes a block of titles at the top in one of many ways and returns where it ends; plain tells that it stands in the
// middle, without band or logo, as on a state's card.
func (p *plate) titled(titles []string, least, most float64) (y float64, plain bool) {
	size := p.span(least, most)
	high := size*1.2*float64(len(titles)) + size*p.span(0.5, 1.1)
	t := p.inked(p.head, size, one(p.r, p.ink, p.accent, p.accent))
	t.align = one(p.r, 0, 0, 0.5, 0.5, 1)
	band, top := p.luck(0.45), p.span(0, 2)
	if band {
		switch p.r.IntN(4) {
		case 0:
			p.wave(-high, p.span(0.5, 2), p.span(60, 160), p.r.Float64(), high*2, 0, solid(p.accent))
		case 1:
			p.polygon(solid(p.accent), point{0, 0}, point{100, 0}, point{100, high * 0.8}, point{0, high})
		default:
			p.box(0, 0, p.w, high, solid(p.accent))
		}
		if p.luck(0.4) {
			p.box(0, high, p.w, high+p.span(0.5, 1.5), solid(p.other))
		}
		t.rgb, top = onto(p.accent), 0
	}
	x0, x1, mark := p.span(2, 6), p.w-p.span(2, 6), p.r.IntN(5) // logo: left, right, both, none
	s, accent := high*0.38, p.accent
	if band {
		p.accent = one(p.r, onto(accent), p.other)
	}
	if mark == 0 || mark == 2 || mark == 3 {
		p.logo(x0+s, top+high/2, s, 1)
		x0 += 2.5 * s
	}
	if mark == 1 || mark == 2 {
		p.logo(x1-s, top+high/2, s, 1)
		x1 -= 2.5 * s
	}
	p.accent = accent
	t.most = x1 - x0
	for i, s := range titles {
		if i > 0 && i == len(titles)-1 && p.luck(0.5) {
			t.face, t.size = p.label, size*0.8
		}
		p.write(t, x0+t.align*(x1-x0), top+size*(0.35+1.2*float64(i)), s)
	}
	if !band && p.luck(0.3) {
		p.box(x0, top+high, x1, top+high+0.4, solid(p.accent))
	}
	return top + high + p.span(1, 3), !band && mark == 4 && t.align == 0.5
}

// worn adds a cast, scratches or a sheen.
func (p *plate) worn() {
	if p.luck(0.3) {
		p.box(0, 0, p.w, p.h, ink{one[uint32](p.r, 0xfff4d8, 0xd0d8e4, 0x807868, 0xffffff), p.span(0.04, 0.2)})
	}
	if p.luck(0.2) {
		for range 2 + p.r.IntN(8) {
			x, y := p.r.Float64()*p.w, p.r.Float64()*p.h
			p.line(0.3, ink{one[uint32](p.r, 0xffffff, 0x707070), p.span(0.2, 0.5)}, point{x, y}, point{x + p.span(-20, 20), y + p.span(-8, 8)})
		}
	}
	if p.luck(0.2) {
		x, wide, lean := p.span(-20, 90), p.span(5, 25), p.span(-40, 40)
		p.polygon(ink{0xffffff, p.span(0.08, 0.3)}, point{x + lean, 0}, point{x + wide + lean, 0}, point{x + wide, p.h}, point{x, p.h})
	}
}
