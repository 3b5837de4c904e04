package layout

import (
	"image"
	"image/color"
	"slices"
)

// plane is a small grey picture that begins at 0, 0.
type plane struct {
	w, h int
	pix  []uint8
}

func newPlane(w, h int) *plane { return &plane{w: w, h: h, pix: make([]uint8, w*h)} }

// planeSide is the longer side of the plane that everything after decoding works on.
const planeSide = 512

// shrink averages img down to a plane in one pass over its pixels; small pictures keep their size.
func shrink(img image.Image) *plane {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > planeSide {
		w, h = max(1, w*planeSide/long), max(1, h*planeSide/long)
	}
	p := newPlane(w, h)
	sums, counts := make([]uint32, w), make([]uint32, w)
	row := make([]uint8, b.Dx())
	lumaRow := lumaRows(img)
	done := 0
	flush := func() {
		for x := range w {
			p.pix[done*w+x] = uint8(sums[x] / max(counts[x], 1))
			sums[x], counts[x] = 0, 0
		}
		done++
	}
	for y := range b.Dy() {
		if y*h/b.Dy() != done {
			flush()
		}
		lumaRow(b.Min.Y+y, row)
		for x, v := range row {
			k := x * w / len(row)
			sums[k] += uint32(v)
			counts[k]++
		}
	}
	flush()
	return p
}

// lumaRows returns a function that reads a row of img as grey. Transparent pixels are white, as on a page.
func lumaRows(img image.Image) func(y int, row []uint8) {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.YCbCr:
		return func(y int, row []uint8) { copy(row, m.Y[m.YOffset(b.Min.X, y):]) }
	case *image.Gray:
		return func(y int, row []uint8) { copy(row, m.Pix[m.PixOffset(b.Min.X, y):]) }
	case *image.Paletted:
		luma := make([]uint8, len(m.Palette))
		for i, c := range m.Palette {
			luma[i] = lumaOf(c)
		}
		return func(y int, row []uint8) {
			for x, k := range m.Pix[m.PixOffset(b.Min.X, y):][:len(row)] {
				row[x] = luma[min(int(k), len(luma)-1)]
			}
		}
	case *image.NRGBA:
		return func(y int, row []uint8) {
			pix := m.Pix[m.PixOffset(b.Min.X, y):]
			for x := range row {
				c := pix[4*x : 4*x+4]
				l := (299*uint32(c[0]) + 587*uint32(c[1]) + 114*uint32(c[2])) / 1000
				row[x] = uint8((l*uint32(c[3]) + 255*(255-uint32(c[3]))) / 255)
			}
		}
	case *image.RGBA:
		return func(y int, row []uint8) {
			pix := m.Pix[m.PixOffset(b.Min.X, y):]
			for x := range row {
				c := pix[4*x : 4*x+4]
				row[x] = uint8(min(255, (299*uint32(c[0])+587*uint32(c[1])+114*uint32(c[2]))/1000+255-uint32(c[3])))
			}
		}
	}
	return func(y int, row []uint8) {
		for x := range row {
			row[x] = lumaOf(img.At(b.Min.X+x, y))
		}
	}
}

func lumaOf(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return uint8(min(0xffff, (299*r+587*g+114*b)/1000+0xffff-a) >> 8)
}

// oriented undoes an EXIF orientation from 2 to 8.
func (p *plane) oriented(o int) *plane {
	w, h := p.w, p.h
	if o >= 5 {
		w, h = h, w
	}
	out := newPlane(w, h)
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch o {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			out.pix[y*w+x] = p.pix[sy*p.w+sx]
		}
	}
	return out
}

// plain reports whether there is too little contrast to compare anything: hashes of flat pictures are noise.
func (p *plane) plain() bool {
	if p.w < 24 || p.h < 18 {
		return true
	}
	var sum, squares uint64
	for _, v := range p.pix {
		sum += uint64(v)
		squares += uint64(v) * uint64(v)
	}
	n := uint64(len(p.pix))
	return squares*n-sum*sum < 16*n*n // standard deviation below 4 of 255
}

// frame is a part of a plane, x1 and y1 exclusive.
type frame struct{ x0, y0, x1, y1 int }

// frames returns where a document may lie: the whole picture, the picture without its plain margins, and that once more
// for a page on a scanner's bed.
func (p *plane) frames() []frame {
	whole := frame{0, 0, p.w, p.h}
	out := []frame{whole}
	// What a crop or a turn left at the very edge would hide the margin behind it.
	f := frame{p.w / 50, p.h / 50, p.w - p.w/50, p.h - p.h/50}
	for range 2 {
		t := p.trim(f)
		w, h := f.x1-f.x0, f.y1-f.y0
		tw, th := t.x1-t.x0, t.y1-t.y0
		if tw < 40 || th < 30 || tw*th*8 < w*h {
			break // hardly anything left: no document was framed by that margin
		}
		if tw*50 > w*49 && th*50 > h*49 {
			break // nothing was trimmed
		}
		out = append(out, t)
		f = t
	}
	return out
}

// trim cuts the margins whose pixels are all about as bright as the frame's border.
func (p *plane) trim(f frame) frame {
	var border []uint8
	for x := f.x0; x < f.x1; x++ {
		border = append(border, p.pix[f.y0*p.w+x], p.pix[(f.y1-1)*p.w+x])
	}
	for y := f.y0; y < f.y1; y++ {
		border = append(border, p.pix[y*p.w+f.x0], p.pix[y*p.w+f.x1-1])
	}
	slices.Sort(border)
	paper := int(border[len(border)/2])
	content := func(x, y int) int {
		if d := int(p.pix[y*p.w+x]) - paper; d > 20 || d < -20 {
			return 1
		}
		return 0
	}
	row := func(y int) bool {
		n := 0
		for x := f.x0; x < f.x1; x++ {
			n += content(x, y)
		}
		return n*100 > 3*(f.x1-f.x0)
	}
	column := func(x int) bool {
		n := 0
		for y := f.y0; y < f.y1; y++ {
			n += content(x, y)
		}
		return n*100 > 3*(f.y1-f.y0)
	}
	t := f
	for t.y0 < t.y1-1 && !row(t.y0) {
		t.y0++
	}
	for t.y1 > t.y0+1 && !row(t.y1-1) {
		t.y1--
	}
	for t.x0 < t.x1-1 && !column(t.x0) {
		t.x0++
	}
	for t.x1 > t.x0+1 && !column(t.x1-1) {
		t.x1--
	}
	return t
}

// Size of a rectified card: ten pixels per cell of the edge grid.
const (
	cardWidth  = 240
	cardHeight = 180
)

// rectify stretches a frame to the size of a card; an upright one is rolled onto its side first.
func (p *plane) rectify(f frame) *plane {
	w, h := f.x1-f.x0, f.y1-f.y0
	out := newPlane(cardWidth, cardHeight)
	for y := range cardHeight {
		for x := range cardWidth {
			u, v := (float64(x)+0.5)/cardWidth, (float64(y)+0.5)/cardHeight
			if h > w {
				u, v = 1-v, u
			}
			out.pix[y*cardWidth+x] = p.sample(float64(f.x0)+u*float64(w)-0.5, float64(f.y0)+v*float64(h)-0.5)
		}
	}
	return out
}

// sample interpolates between the four pixels around x, y.
func (p *plane) sample(x, y float64) uint8 {
	x, y = min(max(x, 0), float64(p.w-1)), min(max(y, 0), float64(p.h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, p.w-1), min(y0+1, p.h-1)
	fx, fy := x-float64(x0), y-float64(y0)
	top := float64(p.pix[y0*p.w+x0])*(1-fx) + float64(p.pix[y0*p.w+x1])*fx
	bottom := float64(p.pix[y1*p.w+x0])*(1-fx) + float64(p.pix[y1*p.w+x1])*fx
	return uint8(top*(1-fy) + bottom*fy + 0.5)
}

// turned undoes a turn.
func (p *plane) turned(t turn) *plane {
	if t == upright {
		return p
	}
	out := newPlane(p.w, p.h)
	for y := range p.h {
		for x := range p.w {
			sx, sy := t.source(x, y, p.w, p.h)
			out.pix[y*p.w+x] = p.pix[sy*p.w+sx]
		}
	}
	return out
}
