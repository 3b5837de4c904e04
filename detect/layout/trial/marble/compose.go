package marble

import (
	"slices"
	"strconv"
	"strings"
)

// An element is what may stand in a box of a layout.
type element struct {
	high, wide float64 // its share of a column and of a row, beside the others
	draw       func(p *plate, of string, b box)
}

// A box is x0, y0, x1, y1 in units.
type box [4]float64

// layout returns a drawing of what spec says: a ground (deep, pale or white), then rows from top to bottom between slashes,
// each of elements side by side in any order. An element is its kind and, behind a colon, of what (commas between labels, low
// lines for spaces); a question mark makes it stand in half of the drawings only, and what is in one row may be left out as a
// whole. A title in the first row may have bands and logos.
func layout(spec string) func(p *plate) {
	ground, rest, _ := strings.Cut(spec, " ")
	rows := strings.Split(rest, " / ")
	return func(p *plate) {
		p.ground(map[string]uint32{"white": 0xfcfcfc, "pale": p.pale, "deep": p.accent}[ground])
		if ground == "deep" && !light(p.accent) {
			p.ink, p.accent, p.other = 0xffffff, p.other, p.accent
		}
		p.stack(rows)
	}
}

// stack gives rows their heights.
func (p *plate) stack(rows []string) {
	var kept [][]string
	y, bottom, all := p.span(2, 5), p.h-p.span(2, 5), 0.0
	var high []float64
	p.like = true // until titled says otherwise
	for i, row := range rows {
		var some []string
		tall := 0.0
		for s := range strings.FieldsSeq(row) {
			if name, maybe := strings.CutSuffix(s, "?"); !maybe || p.luck(0.5) {
				some = append(some, name)
				tall = max(tall, elementOf(name).high*float64(1+strings.Count(name, ",")/2)*p.span(0.6, 1.4))
			}
		}
		if name, ok := strings.CutPrefix(row, "title:"); ok && i == 0 && !strings.Contains(name, " ") && p.luck(0.7) {
			y, p.like = p.titled(p.some(labels(strings.ReplaceAll(strings.TrimSuffix(name, "?"), "_", " ")), 1, 3), 3.6*p.scale, 7*p.scale)
			continue
		}
		if len(some) > 0 {
			kept, high, all = append(kept, some), append(high, tall), all+tall
		}
	}
	for i, row := range kept {
		tall := (bottom - y) * high[i] / all
		p.side(row, y, y+tall-min(1.2, tall*0.1))
		y += tall
	}
}

// side gives the elements of a row their widths, in any order.
func (p *plate) side(row []string, y0, y1 float64) {
	p.r.Shuffle(len(row), func(i, j int) { row[i], row[j] = row[j], row[i] })
	if p.like && row[len(row)-1] == "photo" {
		slices.Reverse(row) // a photo on the right under plain titles would be a state's card
	}
	x0, x1, all := p.span(2, 7), p.w-p.span(2, 7), 0.0
	wide := make([]float64, len(row))
	for i, s := range row {
		wide[i] = elementOf(s).wide * p.span(0.7, 1.4)
		all += wide[i]
	}
	for i, s := range row {
		n := (x1 - x0) * wide[i] / all
		_, of, _ := strings.Cut(s, ":")
		elementOf(s).draw(p, strings.ReplaceAll(of, "_", " "), box{x0, y0, x0 + n - 1.5, y1})
		x0, all = x0+n, all-wide[i]
	}
}

func elementOf(s string) element {
	name, _, _ := strings.Cut(s, ":")
	return elements[name]
}

var elements = map[string]element{
	"title":  {1.2, 3, func(p *plate, of string, b box) { p.big(one(p.r, labels(of)...), p.head, b) }},
	"big":    {1.4, 3, func(p *plate, of string, b box) { p.big(p.value(one(p.r, labels(of)...)), p.data, b) }},
	"fields": {1.6, 3, func(p *plate, of string, b box) { p.fields(p.some(labels(of), 2, 12), b[0], b[1], b[2], b[3]) }},
	"table":  {5, 4, (*plate).anyTable},
	"photo": {3, 1.4, func(p *plate, _ string, b box) {
		b = p.shaped(b, p.span(0.68, 0.85))
		p.portrait(b[0], b[1], b[2], b[3])
	}},
	"qr":  {2, 1, func(p *plate, _ string, b box) { b = p.shaped(b, 1); p.square(b[0], b[1], b[2]-b[0], 0x101010) }},
	"bar": {1, 2, func(p *plate, _ string, b box) { p.barcode(b[0], b[1], b[2], min(b[3], b[1]+9), p.onto(b)) }},
	"logo": {1.5, 1, func(p *plate, _ string, b box) {
		b = p.shaped(b, 1)
		n := (b[2] - b[0]) / 2
		p.logo(b[0]+n, b[1]+n, n, 1)
	}},
	"chip":    {2.5, 1, func(p *plate, _ string, b box) { p.chip(b[0], b[1], min(b[2]-b[0], b[3]-b[1], 14)) }},
	"mrz":     {2.8, 4, func(p *plate, _ string, b box) { p.mrz(2, b[0], b[1], b[2], (b[3]-b[1])/2) }},
	"sign":    {2.4, 1.5, func(p *plate, _ string, b box) { p.signed(b[0], b[1], b[2]-b[0], min((b[3]-b[1])/6.5, 3.4*p.scale)) }},
	"seal":    {2, 1, func(p *plate, _ string, b box) { b = p.shaped(b, 1); n := (b[2] - b[0]) / 2; p.seal(b[0]+n, b[1]+n, n) }},
	"lines":   {2.5, 3, (*plate).paragraph},
	"columns": {6, 3, (*plate).paragraph},
	"stripe": {1, 4, func(p *plate, _ string, b box) {
		p.box(0, b[1], p.w, b[3], solid(one(p.r, p.accent, p.other, 0x202020)))
	}},
	"picture": {4, 3, (*plate).picture},
	"marks":   {3, 4, (*plate).marks},
	"grid":    {8, 4, (*plate).cells},
	"chat":    {8, 4, (*plate).bubbles},
	"code":    {8, 4, (*plate).source},
	"chart":   {3, 2, (*plate).chart},
	"plan":    {8, 4, (*plate).plan},
	"cartoon": {3, 3, (*plate).cartoon},
	"checks":  {4, 3, (*plate).checks},
	"rings": {3, 3, func(p *plate, _ string, b box) {
		for i := range 10 {
			w, h := (b[2]-b[0])/5, (b[3]-b[1])/2
			p.ring(b[0]+w*(float64(i%5)+0.5), b[1]+h*(float64(i/5)+0.5), min(w, h)*0.42, min(w, h)*0.42, 0.5, solid(p.ink))
		}
	}},
}

// shaped is a box of an aspect anywhere within another.
func (p *plate) shaped(b box, aspect float64) box {
	high := min(b[3]-b[1], (b[2]-b[0])/aspect, 34)
	x, y := b[0]+p.r.Float64()*(b[2]-b[0]-high*aspect), b[1]+p.r.Float64()*(b[3]-b[1]-high)
	return box{x, y, x + high*aspect, y + high}
}

// onto is black or white, whichever is seen on what is under a box.
func (p *plate) onto(b box) uint32 { return onto(p.pixel((b[0]+b[2])/2, (b[1]+b[3])/2)) }

func (p *plate) big(words string, f face, b box) {
	t := p.inked(f, min((b[3]-b[1])*0.85, p.span(6, 14)*p.scale), p.ink)
	t.align, t.most = one(p.r, 0, 0, 0.5, 1), b[2]-b[0]
	p.write(t, b[0]+t.align*t.most, b[1], words)
}

// anyTable draws heads, which are behind an at sign followed by the most rows.
func (p *plate) anyTable(of string, b box) {
	heads, most, _ := strings.Cut(of, "@")
	n, err := strconv.Atoi(most)
	if err != nil {
		n = 10
	}
	p.table(p.some(labels(heads), 2, 99), max(2, n/2+p.r.IntN(n)), p.span(0.3, 1), b[0], b[1], b[2], b[3])
}

func (p *plate) paragraph(_ string, b box) {
	size := min(p.span(3, 4.4)*p.scale, b[3]-b[1])
	pitch := size * p.span(1.15, 1.6)
	p.lines(p.inked(p.label, size, p.ink), b[0], b[1], b[2]-b[0], max(1, int((b[3]-b[1])/pitch)), pitch)
}

// picture is somebody, a landscape or a thing.
func (p *plate) picture(_ string, b box) {
	switch p.r.IntN(3) {
	case 0:
		p.portrait(b[0], b[1], b[2], b[3])
	case 1:
		p.within(b[0], b[1], b[2], b[3], func() {
			p.box(b[0], b[1], b[2], b[3], solid(p.about(0x90c0e8, 40)))
			for i := range 3 {
				p.wave(b[1]+(b[3]-b[1])*(0.4+0.2*float64(i)), p.span(1, 6), p.span(30, 90), p.r.Float64(), p.h, 0, solid(p.about(0x4a7a40, 40)))
			}
		})
	default:
		p.box(b[0], b[1], b[2], b[3], solid(between(p.pale, p.other, 0.5)))
		p.logo((b[0]+b[2])/2, (b[1]+b[3])/2, min(b[2]-b[0], b[3]-b[1])*0.35, 1)
	}
}

// marks are the signs of a game's card.
func (p *plate) marks(_ string, b box) {
	c, n := solid(one[uint32](p.r, 0xc01818, 0x181818)), 2+p.r.IntN(9)
	for i := range n {
		x, y, s := b[0]+(b[2]-b[0])*(0.1+0.8*float64(i/2)/float64(max(1, n/2))), b[1]+(b[3]-b[1])*(0.25+0.5*float64(i%2)), 4.5
		p.polygon(c, point{x - s, y}, point{x, y - s}, point{x + s, y}, point{x, y + s})
	}
}

// cells are keys, tiles, panes, shelves, days or squares to fill; of is what stands in them.
func (p *plate) cells(of string, b box) {
	across, down := 4+p.r.IntN(11), 3+p.r.IntN(9)
	w, h, gap, radius := (b[2]-b[0])/float64(across), (b[3]-b[1])/float64(down), p.span(0.02, 0.2), p.span(0, 1.5)
	for i := range across * down {
		x, y := b[0]+w*float64(i%across), b[1]+h*float64(i/across)
		c := one(p.r, 0xfafafa, 0xfafafa, p.pale, p.accent)
		if of == "same" {
			c = p.about(p.pale, 8)
		}
		if of == "thing" && p.luck(0.5) {
			p.picture("", box{x + gap*w, y + gap*h, x + w, y + h})
			continue
		}
		p.round(x+gap*w, y+gap*h, x+w, y+h, radius, solid(c))
		p.frame(x+gap*w, y+gap*h, x+w, y+h, 0.3, ink{p.ink, 0.5})
		if of == "day" || of == "key" {
			t := p.inked(p.data, min(h*0.6, w*0.6), onto(c))
			p.write(t, x+w*0.3, y+h*0.25, map[string]string{"day": strconv.Itoa(i%31 + 1), "key": p.pick("@")}[of])
		}
	}
}

func (p *plate) bubbles(_ string, b box) {
	for y := b[1]; y < b[3]-9; {
		high, wide := p.span(6, 16), (b[2]-b[0])*p.span(0.4, 0.75)
		x, c := b[0], uint32(0xffffff)
		if p.luck(0.5) {
			x, c = b[2]-wide, p.about(0xd8f4c8, 12)
		}
		p.round(x, y, x+wide, min(y+high, b[3]), 2, solid(c))
		p.paragraph("", box{x + 2, y + 1.5, x + wide - 2, min(y+high, b[3]) - 1})
		y += high + p.span(1, 4)
	}
}

func (p *plate) source(_ string, b box) {
	pitch := p.span(2.4, 3.6)
	for y, i := b[1], 1; y < b[3]-pitch; y, i = y+pitch, i+1 {
		p.write(p.inked(face{mono, 1}, pitch*0.8, 0x808890), b[0], y, strconv.Itoa(i))
		t := p.inked(face{mono, 1}, pitch*0.8, one(p.r, p.ink, p.accent, 0x30a050))
		x := b[0] + 6 + 4*float64(p.r.IntN(4))
		p.write(t, x, y, p.list("if for return func var x := nil }")+" "+strings.ToLower(p.word())+p.pick("(#) {"))
	}
}

func (p *plate) chart(_ string, b box) {
	n := 4 + p.r.IntN(8)
	p.frame(b[0], b[1], b[2], b[3], 0.3, ink{p.ink, 0.4})
	if p.luck(0.3) {
		x, y, s := (b[0]+b[2])/2, (b[1]+b[3])/2, min(b[2]-b[0], b[3]-b[1])*0.4
		p.disc(x, y, s, s, solid(p.accent))
		p.polygon(solid(p.other), append(arc(x, y, s, s, 0, p.span(0.2, 0.7)), point{x, y})...)
		return
	}
	for i := range n {
		w := (b[2] - b[0]) / float64(n)
		p.box(b[0]+w*(float64(i)+0.2), b[3]-(b[3]-b[1])*p.span(0.1, 0.95), b[0]+w*(float64(i)+0.8), b[3], solid(one(p.r, p.accent, p.other)))
	}
}

// plan is rooms.
func (p *plate) plan(_ string, b box) {
	thick := p.span(0.5, 1.3)
	p.frame(b[0], b[1], b[2], b[3], thick, solid(p.ink))
	wide, high := b[2]-b[0], b[3]-b[1]
	if wide*high < 350 || p.luck(0.1) {
		p.big(p.word(), p.label, box{b[0] + 2, b[1] + high*0.4, b[2], b[1] + high*0.4 + 5})
		return
	}
	at := p.span(0.35, 0.65)
	if wide > high {
		p.plan("", box{b[0], b[1], b[0] + wide*at, b[3]})
		p.plan("", box{b[0] + wide*at - thick, b[1], b[2], b[3]})
		return
	}
	p.plan("", box{b[0], b[1], b[2], b[1] + high*at})
	p.plan("", box{b[0], b[1] + high*at - thick, b[2], b[3]})
}

// cartoon is a card as a poster about cards shows it: a few strokes, small in the whole.
func (p *plate) cartoon(_ string, b box) {
	b = p.shaped(b, 1.58)
	w, h := b[2]-b[0], b[3]-b[1]
	p.round(b[0], b[1], b[2], b[3], w*0.06, solid(p.about(0xa8d0f0, 30)))
	x := b[0] + w*one(p.r, 0.08, 0.65)
	p.round(x, b[1]+h*0.25, x+w*0.27, b[1]+h*0.8, 1, solid(0xffffff))
	p.disc(x+w*0.135, b[1]+h*0.45, w*0.06, w*0.07, solid(p.accent))
	for i := range 3 + p.r.IntN(2) {
		from := b[0] + w*0.4
		if x > b[0]+w/2 {
			from = b[0] + w*0.08
		}
		p.round(from, b[1]+h*(0.3+0.13*float64(i)), from+w*p.span(0.25, 0.5), b[1]+h*(0.36+0.13*float64(i)), 1, solid(p.accent))
	}
}

func (p *plate) checks(_ string, b box) {
	pitch := p.span(4, 7) * p.scale * 1.4
	for y := b[1]; y < b[3]-pitch; y += pitch {
		p.frame(b[0], y, b[0]+pitch*0.6, y+pitch*0.6, 0.3, solid(p.ink))
		p.lines(p.inked(p.label, pitch*0.6, p.ink), b[0]+pitch, y, (b[2]-b[0])*0.8-pitch, 1, pitch)
	}
}
