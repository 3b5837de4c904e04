package picture

import (
	"image"
	"math/bits"
)

// reduce averages a part of a picture down to planes of a size, each pixel by the area that it covers. The part is in pixels
// of the full resolution, of which each pixel of img stands for scale by scale.
func reduce(img image.Image, scale int, part image.Rectangle, size image.Point) *Picture {
	cw, ch := ceil(size.X, 2), ceil(size.Y, 2)
	p := &Picture{Luma: NewPlane(size.X, size.Y), Blue: NewPlane(cw, ch), Red: NewPlane(cw, ch)}
	one := image.Pt(scale, scale)
	switch m := img.(type) {
	case *image.YCbCr:
		average(p.Luma, m.Y, m.YStride, part, one)
		chroma := chromaUnit(m.SubsampleRatio).Mul(scale)
		average(p.Blue, m.Cb, m.CStride, part, chroma)
		average(p.Red, m.Cr, m.CStride, part, chroma)
	case *image.Gray:
		average(p.Luma, m.Pix, m.Stride, part, one)
		neutral(p.Blue)
		neutral(p.Red)
	default:
		reduceRows(p, img, part, one)
	}
	return p
}

// chromaUnit returns how many pixels of luma one of chroma stands for.
func chromaUnit(r image.YCbCrSubsampleRatio) image.Point {
	switch r {
	case image.YCbCrSubsampleRatio422:
		return image.Pt(2, 1)
	case image.YCbCrSubsampleRatio420:
		return image.Pt(2, 2)
	case image.YCbCrSubsampleRatio440:
		return image.Pt(1, 2)
	case image.YCbCrSubsampleRatio411:
		return image.Pt(4, 1)
	case image.YCbCrSubsampleRatio410:
		return image.Pt(4, 2)
	}
	return image.Pt(1, 1)
}

func neutral(p Plane) {
	for i := range p.Pix {
		p.Pix[i] = 128
	}
}

func average(p Plane, pix []uint8, stride int, part image.Rectangle, unit image.Point) {
	s := newShrinker(p, part, unit)
	for y := s.rows.from; y < s.rows.to; y++ {
		s.add(pix[y*stride+s.columns.from : y*stride+s.columns.to])
	}
}

// reduceRows averages pixels that are not planes yet.
func reduceRows(p *Picture, img image.Image, part image.Rectangle, unit image.Point) {
	luma, blue, red := newShrinker(p.Luma, part, unit), newShrinker(p.Blue, part, unit), newShrinker(p.Red, part, unit)
	b := img.Bounds()
	first := b.Min.X + luma.columns.from
	read := rowsOf(img, first)
	w := luma.columns.to - luma.columns.from
	row := make([]uint8, 3*w)
	for y := luma.rows.from; y < luma.rows.to; y++ {
		read(b.Min.Y+y, row[:w], row[w:2*w], row[2*w:])
		luma.add(row[:w])
		blue.add(row[w : 2*w])
		red.add(row[2*w:])
	}
}

// A shrinker averages a part of a channel down to a plane, row by row; where the plane is larger, as chroma may be, pixels are
// repeated. All is exact in integers: with lengths in pixels of the full resolution times the plane's width (or height), both a
// pixel of the channel and one of the plane have whole lengths, and weights are what they share.
type shrinker struct {
	plane         Plane
	part          image.Rectangle
	unit          image.Point // pixels of the full resolution for each of the channel
	columns, rows interval    // of the channel, that the part touches
	y, j          int         // the next row of the channel, and the row of the plane that is being summed
	copied        bool        // nothing is to be averaged
	sums          []uint32    // of a row of the plane: at most 255 times the part's height
	spans         []span
	inverse       uint64 // 2^64 divided by the part's area
}

type interval struct{ from, to int }

// A span is what a pixel of the plane covers of a row: a part of its first pixel, all of those between, a part of its last.
type span struct {
	first, last             int
	firstWeight, lastWeight uint64
}

func newShrinker(p Plane, part image.Rectangle, unit image.Point) *shrinker {
	s := &shrinker{
		plane: p, part: part, unit: unit,
		columns: interval{part.Min.X / unit.X, ceil(part.Max.X, unit.X)},
		rows:    interval{part.Min.Y / unit.Y, ceil(part.Max.Y, unit.Y)},
	}
	s.y = s.rows.from
	whole := part.Min.X%unit.X == 0 && part.Min.Y%unit.Y == 0
	if s.copied = whole && p.W*unit.X == part.Dx() && p.H*unit.Y == part.Dy(); s.copied {
		return s
	}
	s.sums = make([]uint32, s.columns.to-s.columns.from)
	s.spans = make([]span, p.W)
	s.inverse = ^uint64(0)/uint64(part.Dx()*part.Dy()) + 1
	pixel := unit.X * p.W
	for x := range s.spans {
		from := part.Min.X*p.W + x*part.Dx()
		to := from + part.Dx()
		first, last := from/pixel, (to-1)/pixel
		s.spans[x] = span{first - s.columns.from, last - s.columns.from, uint64(min(to, (first+1)*pixel) - from), uint64(to - last*pixel)}
	}
	return s
}

// add takes the next row.
func (s *shrinker) add(row []uint8) {
	if s.copied {
		copy(s.plane.Pix[s.j*s.plane.W:][:s.plane.W], row)
		s.j++
		return
	}
	from, to := s.y*s.unit.Y*s.plane.H, (s.y+1)*s.unit.Y*s.plane.H
	for s.j < s.plane.H {
		begin := s.part.Min.Y*s.plane.H + s.j*s.part.Dy()
		end := begin + s.part.Dy()
		weigh(s.sums, row, uint32(min(to, end)-max(from, begin)), from <= begin)
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
	half, full := uint64(s.part.Dx()*s.part.Dy()/2), uint64(s.unit.X*s.plane.W)
	for x := range s.spans {
		p := &s.spans[x]
		sum := uint64(s.sums[p.first]) * p.firstWeight
		if p.last > p.first {
			between := uint64(0)
			for _, v := range s.sums[p.first+1 : p.last] {
				between += uint64(v)
			}
			sum += between*full + uint64(s.sums[p.last])*p.lastWeight
		}
		q, _ := bits.Mul64(sum+half, s.inverse)
		out[x] = uint8(q)
	}
}
