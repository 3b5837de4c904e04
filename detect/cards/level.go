package cards

import (
	"math"

	"ronda/detect/picture"
)

// A level is a picture at one working size: of each pixel the strongest gradient of luma and of the two chromas. Colour counts
// because a blue card on a grey table may have no edge in luma.
type level struct {
	w, h   int
	scale  float64 // luma pixels per pixel of the level
	dx, dy []int16 // Sobel's sums of the channel that is strongest here
	rank   []uint8 // magnitude on a logarithmic scale
	memory *memory
	detail *level   // the same at a higher resolution, or itself
	blocks []uint8  // edges in each square of blockSide pixels, row by row; noted with the ridges
	count  [128]int // pixels of each rank
	floor  int      // magnitude below which an edge may be noise
}

// chromaGain weighs a step of chroma against one of luma: saturation differs less than brightness does.
const chromaGain = 2

// newLevel makes a level whose longer side is at most side, of luma alone or of all three planes.
func newLevel(p *picture.Picture, side int, colour bool, m *memory) *level {
	w, h := p.Luma.W, p.Luma.H
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
		if long == 2*side {
			w, h = (p.Luma.W+1)/2, (p.Luma.H+1)/2
		}
	}
	l := &level{w: w, h: h, scale: float64(p.Luma.W) / float64(w), dx: m.words.take(w * h), dy: m.words.take(w * h), rank: m.bytes.take(w * h), memory: m}
	buf := m.bytes.take(w * h)
	tmp := m.sums.take(w * h)
	planes := []picture.Plane{p.Luma, p.Blue, p.Red}
	if !colour {
		planes = planes[:1]
	}
	for i, plane := range planes {
		if len(plane.Pix) < plane.W*plane.H || plane.W == 0 || plane.H == 0 {
			if i == 0 {
				clear(l.dx)
				clear(l.dy)
				clear(l.rank)
			}
			continue
		}
		shrink(buf, w, h, plane)
		if colour { // a level of the picture's own size is smooth enough
			smooth(buf, tmp, w, h)
		}
		if i == 0 {
			l.gradient(buf)
		} else {
			l.strongest(buf, chromaGain)
		}
	}
	l.histogram()
	return l
}

// shrink fills dst with the mean of the pixels that fall on each of its own; of a smaller plane it repeats pixels.
func shrink(dst []uint8, w, h int, p picture.Plane) {
	if p.W == w && p.H == h {
		copy(dst, p.Pix)
		return
	}
	if (p.W+1)/2 == w && (p.H+1)/2 == h {
		halve(dst, w, h, p)
		return
	}
	x0 := make([]int, w+1)
	for x := range x0 {
		x0[x] = x * p.W / w
	}
	for y := range h {
		top := y * p.H / h
		bottom := max(top+1, (y+1)*p.H/h)
		for x := range w {
			left, right := x0[x], max(x0[x]+1, x0[x+1])
			sum := 0
			for j := top; j < bottom; j++ {
				for _, v := range p.Pix[j*p.W+left : j*p.W+right] {
					sum += int(v)
				}
			}
			dst[y*w+x] = uint8(sum / ((bottom - top) * (right - left)))
		}
	}
}

func halve(dst []uint8, w, h int, p picture.Plane) {
	for y := range h {
		a := p.Pix[2*y*p.W : 2*y*p.W+p.W]
		b := a
		if 2*y+1 < p.H {
			b = p.Pix[(2*y+1)*p.W : (2*y+2)*p.W]
		}
		row := dst[y*w : (y+1)*w]
		for x := range row {
			i := 2 * x
			j := min(i+1, p.W-1)
			row[x] = uint8((int(a[i]) + int(a[j]) + int(b[i]) + int(b[j]) + 2) >> 2)
		}
	}
}

// smooth applies a binomial 3x3 filter in place; borders are repeated.
func smooth(p []uint8, tmp []uint16, w, h int) {
	for y := range h {
		row, out := p[y*w:][:w], tmp[y*w:][:w]
		a, b := uint16(row[0]), uint16(row[0])
		for x := range w - 1 {
			c := uint16(row[x+1])
			out[x] = a + 2*b + c
			a, b = b, c
		}
		out[w-1] = a + 3*b
	}
	for y := range h {
		a, b, c := tmp[max(y-1, 0)*w:][:w], tmp[y*w:][:w], tmp[min(y+1, h-1)*w:][:w]
		row := p[y*w:][:w]
		for x := range row {
			row[x] = uint8((a[x] + 2*b[x] + c[x] + 8) >> 4)
		}
	}
}

// gradient fills a level with that of p.
func (l *level) gradient(p []uint8) {
	w, h := l.w, l.h
	for y := range h {
		up, mid, down := p[max(y-1, 0)*w:][:w], p[y*w:][:w], p[min(y+1, h-1)*w:][:w]
		dx, dy, rank := l.dx[y*w:][:w], l.dy[y*w:][:w], l.rank[y*w:][:w]
		// columns of the window: their sums weighted 1 2 1 and their differences
		u, m, d := int16(up[0]), int16(mid[0]), int16(down[0])
		s1, t1 := u+2*m+d, d-u
		s0, t0 := s1, t1
		for x := range w - 1 {
			u, m, d = int16(up[x+1]), int16(mid[x+1]), int16(down[x+1])
			s2, t2 := u+2*m+d, d-u
			gx, gy := s2-s0, t0+2*t1+t2
			dx[x], dy[x] = gx, gy
			rank[x] = rankOf[magnitude(gx, gy)&maxMagnitude]
			s0, s1, t0, t1 = s1, s2, t1, t2
		}
		gx, gy := s1-s0, t0+3*t1
		dx[w-1], dy[w-1] = gx, gy
		rank[w-1] = rankOf[magnitude(gx, gy)&maxMagnitude]
	}
}

// strongest keeps, pixel by pixel, the gradient of p where it exceeds what other channels had.
func (l *level) strongest(p []uint8, gain int16) {
	w, h := l.w, l.h
	for y := range h {
		up, mid, down := p[max(y-1, 0)*w:][:w], p[y*w:][:w], p[min(y+1, h-1)*w:][:w]
		dx, dy, rank := l.dx[y*w:][:w], l.dy[y*w:][:w], l.rank[y*w:][:w]
		u, m, d := int16(up[0]), int16(mid[0]), int16(down[0])
		s1, t1 := u+2*m+d, d-u
		s0, t0 := s1, t1
		for x := range w {
			s2, t2 := s1, t1
			if x+1 < w {
				u, m, d = int16(up[x+1]), int16(mid[x+1]), int16(down[x+1])
				s2, t2 = u+2*m+d, d-u
			}
			gx, gy := gain*(s2-s0), gain*(t0+2*t1+t2)
			if r := rankOf[magnitude(gx, gy)&maxMagnitude]; r > rank[x] {
				dx[x], dy[x], rank[x] = gx, gy, r
			}
			s0, s1, t0, t1 = s1, s2, t1, t2
		}
	}
}

// magnitude approximates the length of a gradient within 4 %.
func magnitude(x, y int16) int {
	a, b := int(x), int(y)
	a, b = max(a, -a), max(b, -b)
	k := (a - b) & ((a - b) >> 63) // what the longer one exceeds the first by, negative
	return (123*a + 51*b - 72*k) >> 7
}

const maxMagnitude = 4095 // of a gradient with the largest gain; a mask

var rankOf = func() (t [maxMagnitude + 1]uint8) {
	for m := range t {
		t[m] = uint8(min(127, 14*math.Log2(1+float64(m)/8)))
	}
	return t
}()

// maxFloor bounds the floor where more than half of a picture is text and texture.
const maxFloor = 50

// sampled is how many rows there are to each that counts for the floor.
const sampled = 3

// histogram counts ranks and sets the floor.
func (l *level) histogram() {
	total := 0
	for y := 0; y < l.h; y += sampled {
		for _, r := range l.rank[y*l.w:][:l.w] {
			l.count[r&127]++
		}
		total += l.w
	}
	// Half of the pixels of most pictures are flat, so that their gradients are noise; twice that stands out of it.
	r, n := 0, 0
	for n += l.count[0]; n*2 < total; n += l.count[r] {
		r++
	}
	l.floor = min(maxFloor, max(14, int(2*8*(math.Exp2(float64(r)/14)-1))))
}
