package picture

import (
	"image"
	"math/bits"
)

// reduce averages a part of img down to planes of a size, each pixel by the area that it covers.
func reduce(img image.Image, part image.Rectangle, size image.Point) *Picture {
	size.X, size.Y = min(size.X, part.Dx()), min(size.Y, part.Dy())
	cw, ch := ceil(size.X, 2), ceil(size.Y, 2)
	p := &Picture{Luma: NewPlane(size.X, size.Y), Blue: NewPlane(cw, ch), Red: NewPlane(cw, ch)}
	switch m := img.(type) {
	case *image.YCbCr:
		average(p.Luma, m.Y[m.YOffset(part.Min.X, part.Min.Y):], m.YStride, part.Dx(), part.Dy())
		chroma := chromaOf(m, part)
		at := m.COffset(part.Min.X, part.Min.Y)
		average(p.Blue, m.Cb[at:], m.CStride, chroma.X, chroma.Y)
		average(p.Red, m.Cr[at:], m.CStride, chroma.X, chroma.Y)
	case *image.Gray:
		average(p.Luma, m.Pix[m.PixOffset(part.Min.X, part.Min.Y):], m.Stride, part.Dx(), part.Dy())
		neutral(p.Blue)
		neutral(p.Red)
	default:
		reduceRows(p, rowsOf(img, part), part.Dx(), part.Dy())
	}
	return p
}

// chromaOf returns how many columns and rows of its chroma planes a part of a picture touches.
func chromaOf(m *image.YCbCr, part image.Rectangle) image.Point {
	first := m.COffset(part.Min.X, part.Min.Y)
	return image.Pt(m.COffset(part.Max.X-1, part.Min.Y)-first+1, (m.COffset(part.Min.X, part.Max.Y-1)-first)/m.CStride+1)
}

func neutral(p Plane) {
	for i := range p.Pix {
		p.Pix[i] = 128
	}
}

func average(p Plane, pix []uint8, stride, w, h int) {
	s := newShrinker(p, w, h)
	for y := range h {
		s.add(pix[y*stride : y*stride+w])
	}
}

// reduceRows averages pixels that come row by row.
func reduceRows(p *Picture, read func(y int, luma, blue, red []uint8), w, h int) {
	luma, blue, red := newShrinker(p.Luma, w, h), newShrinker(p.Blue, w, h), newShrinker(p.Red, w, h)
	row := make([]uint8, 3*w)
	for y := range h {
		read(y, row[:w], row[w:2*w], row[2*w:])
		luma.add(row[:w])
		blue.add(row[w : 2*w])
		red.add(row[2*w:])
	}
}

// A shrinker averages the rows of a channel of w x h pixels down to a plane; where the plane is larger, as chroma may be,
// pixels are repeated. All is exact in integers: row y reaches from y*plane.H to (y+1)*plane.H of w*h parts, and a row of the
// plane from j*h to (j+1)*h, so that weights are what they share.
type shrinker struct {
	plane   Plane
	w, h    int
	y, j    int      // the next row of the source, and the row of the plane that is being summed
	sums    []uint32 // of a row of the plane: at most 255 times h
	spans   []span
	inverse uint64 // 2^64 divided by w*h
}

// A span is what a pixel of the plane covers of a row: a part of its first pixel, all of those between, a part of its last.
type span struct {
	first, last           int
	firstWeight, lastPart uint64
}

func newShrinker(p Plane, w, h int) *shrinker {
	s := &shrinker{plane: p, w: w, h: h}
	if p.W == w && p.H == h {
		return s
	}
	s.sums = make([]uint32, w)
	s.spans = make([]span, p.W)
	s.inverse = ^uint64(0)/uint64(w*h) + 1
	for x := range s.spans {
		from, to := x*w, (x+1)*w
		first, last := from/p.W, (to-1)/p.W
		s.spans[x] = span{first, last, uint64(min(to, (first+1)*p.W) - from), uint64(to - last*p.W)}
	}
	return s
}

// add takes the next row.
func (s *shrinker) add(row []uint8) {
	if s.sums == nil {
		copy(s.plane.Pix[s.y*s.w:], row)
		s.y++
		return
	}
	from, to := s.y*s.plane.H, (s.y+1)*s.plane.H
	for s.j < s.plane.H {
		end := (s.j + 1) * s.h
		weigh(s.sums, row, uint32(min(to, end)-max(from, s.j*s.h)), from <= s.j*s.h)
		if to < end {
			break
		}
		s.flush()
		if to == end {
			break
		}
	}
	s.y++
}

// weigh adds a row to sums, or begins anew with it.
func weigh(sums []uint32, row []uint8, weight uint32, anew bool) {
	row = row[:len(sums)]
	if anew {
		for x, v := range row {
			sums[x] = uint32(v) * weight
		}
		return
	}
	for x, v := range row {
		sums[x] += uint32(v) * weight
	}
}

// flush writes the row that was summed.
func (s *shrinker) flush() {
	out := s.plane.Pix[s.j*s.plane.W:][:len(s.spans)]
	s.j++
	half, full := uint64(s.w*s.h/2), uint64(s.plane.W)
	if s.plane.W == s.w {
		for x, v := range s.sums[:len(out)] {
			q, _ := bits.Mul64(uint64(v)*full+half, s.inverse)
			out[x] = uint8(q)
		}
		return
	}
	for x := range s.spans {
		p := &s.spans[x]
		sum := uint64(s.sums[p.first]) * p.firstWeight
		if p.last > p.first {
			between := uint64(0)
			for _, v := range s.sums[p.first+1 : p.last] {
				between += uint64(v)
			}
			sum += between*full + uint64(s.sums[p.last])*p.lastPart
		}
		q, _ := bits.Mul64(sum+half, s.inverse)
		out[x] = uint8(q)
	}
}
