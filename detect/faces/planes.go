package faces

import (
	"image"

	"ronda/detect/picture"
)

// sums holds, for each place of a part of a plane, the sum of all pixels above and left of it.
type sums struct {
	part image.Rectangle
	w    int
	at   []uint32
}

func sum(p *picture.Plane, part image.Rectangle) *sums {
	w, h := part.Dx()+1, part.Dy()+1
	s := &sums{part: part, w: w, at: make([]uint32, w*h)}
	for y := 1; y < h; y++ {
		row := p.Pix[(part.Min.Y+y-1)*p.W+part.Min.X:][:w-1]
		above, here := s.at[(y-1)*w:][:w], s.at[y*w:][:w]
		var so uint32
		for x, b := range row {
			so += uint32(b)
			here[x+1] = above[x+1] + so
		}
	}
	return s
}

func (s *sums) box(x0, y0, x1, y1 int) int {
	return int(s.at[y1*s.w+x1] - s.at[y0*s.w+x1] - s.at[y1*s.w+x0] + s.at[y0*s.w+x0])
}

// share returns the mean of a square about a place of the luma plane, in a plane of half its size.
func (s *sums) share(x, y, size float64) float64 {
	r := image.Rect(int(x-size/2)/2, int(y-size/2)/2, int(x+size/2)/2, int(y+size/2)/2).Intersect(s.part).Sub(s.part.Min)
	if r.Empty() {
		return 0
	}
	return float64(s.box(r.Min.X, r.Min.Y, r.Max.X, r.Max.Y)) / float64(r.Dx()*r.Dy())
}

// skin marks the places of a region whose colour skin of any shade has under most lights: red before blue by no less than an
// eighth of the brightness. It returns nil for a picture without colours.
func skin(p *picture.Picture, region image.Rectangle) *sums {
	mask := picture.NewPlane(p.Blue.W, p.Blue.H)
	colours := 0
	for y := range mask.H {
		for x := range mask.W {
			i := y*mask.W + x
			blue, red := int(p.Blue.Pix[i]), int(p.Red.Pix[i])
			if blue-red > 12 || red-blue > 12 {
				colours++
			}
			if luma := int(p.Luma.Pix[min(2*y, p.Luma.H-1)*p.Luma.W+min(2*x, p.Luma.W-1)]); red > 130 && 8*(red-blue) > luma {
				mask.Pix[i] = 1
			}
		}
	}
	if 50*colours < len(mask.Pix) {
		return nil
	}
	half := image.Rect(region.Min.X/2, region.Min.Y/2, (region.Max.X+1)/2, (region.Max.Y+1)/2)
	return sum(&mask, half.Intersect(image.Rect(0, 0, mask.W, mask.H)))
}

// A level is a part of a plane, shrunk and turned, that knows where it was cut out.
type level struct {
	w, h  int
	pix   []uint8
	part  image.Rectangle
	scale float64
	turn  int
	size  int // pixels of its windows
}

// level shrinks a part of a plane by averaging and turns it so that a head turned clockwise by so many quarters is upright.
func (s *sums) level(scale float64, turn int) *level {
	fw, fh := s.part.Dx(), s.part.Dy()
	w, h := max(1, int(float64(fw)*scale)), max(1, int(float64(fh)*scale))
	v := &level{w: w, h: h, pix: make([]uint8, w*h), part: s.part, scale: scale, turn: turn & 3}
	if v.turn&1 == 1 {
		v.w, v.h = h, w
	}
	first, right, down := 0, 1, w // where a pixel goes, and its neighbours
	switch v.turn {
	case 1:
		first, right, down = (w-1)*h, -h, 1
	case 2:
		first, right, down = w*h-1, -1, -w
	case 3:
		first, right, down = h-1, h, -1
	}
	for y := range h {
		y0 := y * fh / h
		y1 := max(y0+1, (y+1)*fh/h)
		to := first + y*down
		for x := range w {
			x0 := x * fw / w
			x1 := max(x0+1, (x+1)*fw/w)
			v.pix[to] = uint8(s.box(x0, y0, x1, y1) / ((y1 - y0) * (x1 - x0)))
			to += right
		}
	}
	return v
}

// back returns the place in the plane of the middle of a pixel.
func (v *level) back(px, py int) (x, y float64) {
	x, y = float64(px)+0.5, float64(py)+0.5
	w, h := float64(v.w), float64(v.h)
	switch v.turn {
	case 1:
		x, y = h-y, x
	case 2:
		x, y = w-x, h-y
	case 3:
		x, y = y, w-x
	}
	return float64(v.part.Min.X) + x/v.scale, float64(v.part.Min.Y) + y/v.scale
}

// widenDark gives each pixel the darkest value of its neighbours, and its own.
func (v *level) widenDark() {
	rows := make([]uint8, len(v.pix))
	for i, p := range v.pix {
		if x := i % v.w; x > 0 {
			p = min(p, v.pix[i-1])
		}
		if x := i % v.w; x < v.w-1 {
			p = min(p, v.pix[i+1])
		}
		rows[i] = p
	}
	for i, p := range rows {
		if i >= v.w {
			p = min(p, rows[i-v.w])
		}
		if i+v.w < len(rows) {
			p = min(p, rows[i+v.w])
		}
		v.pix[i] = p
	}
}

// light holds the sums of a level's pixels and of their squares.
type light struct {
	w            int
	sum, squares []uint32
}

func newLight(v *level) *light {
	w := v.w + 1
	l := &light{w: w, sum: make([]uint32, w*(v.h+1)), squares: make([]uint32, w*(v.h+1))}
	for y := range v.h {
		var sum, squares uint32
		for x, b := range v.pix[y*v.w:][:v.w] {
			p := uint32(b)
			sum += p
			squares += p * p
			at := (y+1)*w + x + 1
			l.sum[at], l.squares[at] = l.sum[at-w]+sum, l.squares[at-w]+squares // differences stay right where they overflow
		}
	}
	return l
}

// variance returns that of a square's pixels.
func (l *light) variance(x, y, size int) float64 {
	a, b := y*l.w+x, (y+size)*l.w+x
	n := float64(size * size)
	mean := float64(l.sum[b+size]-l.sum[b]-l.sum[a+size]+l.sum[a]) / n
	return float64(l.squares[b+size]-l.squares[b]-l.squares[a+size]+l.squares[a])/n - mean*mean
}
