package dice

import (
	"image"
	"math"
)

func (b box) pixels() image.Rectangle {
	return image.Rect(int(b[0]), int(b[1]), int(math.Ceil(b[2])), int(math.Ceil(b[3])))
}

var sines = func() (t [1024]float64) {
	for i := range t {
		t[i] = math.Sin(2 * math.Pi * float64(i) / float64(len(t)))
	}
	return t
}()

// wave is a sine by turns.
func wave(turns float64) float64 { return sines[int((turns+64)*1024)&1023] }

// ground fills the sheet with pale, runs of strong, and as many patterns as it is busy (0 to about 4).
func (s *sheet) ground(pale, strong ink, busy float64) {
	s.wash(pale, strong, s.span(0, 0.5)*min(busy, 1))
	for range int(busy*s.r.Float64() + 0.7*min(busy, 1)) {
		c := strong.mix(hsl(s.span(0, 360), 0.5, s.span(0.3, 0.8), 1), s.span(0, 0.3))
		one(s, s.guilloche, s.guilloche, s.globe, s.islands, s.swoosh, s.rosette, s.stripes, s.grid, s.facets, s.ghost)(c.alpha(s.span(0.08, 0.5)))
	}
}

// wash is pale with strong towards some corners, and clouds as of a texture.
func (s *sheet) wash(pale, strong ink, share float64) {
	var corner [4]ink
	for i := range corner {
		corner[i] = pale.mix(strong, s.span(0, share)*s.span(0, 1))
	}
	const n = 12
	var cloud [n + 1][n + 1]float64
	if s.luck(0.4) {
		amp := s.span(2, 30)
		for i := range cloud {
			for j := range cloud[i] {
				cloud[i][j] = amp * (s.r.Float64() - 0.5)
			}
		}
	}
	across, down := s.span(2, n), s.span(2, n)
	const unit = 1 << 16
	step := int(across * 0.999 * unit / s.w) // clouds per pixel
	for y := range s.Rect.Dy() {
		v := float64(y) / s.h
		a, b := corner[0].mix(corner[2], v), corner[1].mix(corner[3], v)
		g := v * down * 0.999
		j := min(int(g), n-1)
		g -= float64(j)
		var puff [n + 1]int
		for i := range puff {
			puff[i] = int(unit * (cloud[j][i]*(1-g) + cloud[j+1][i]*g))
		}
		red, green, blue := int(a.r*unit), int(a.g*unit), int(a.b*unit)
		dr, dg, db := int((b.r-a.r)*unit/s.w), int((b.g-a.g)*unit/s.w), int((b.b-a.b)*unit/s.w)
		row := s.Pix[y*s.Stride:][:s.Rect.Dx()*4]
		for x, f := 0, 0; x < len(row); x, f = x+4, f+step {
			i := min(f>>16, n-1)
			c := puff[i] + ((puff[i+1]-puff[i])>>8)*((f-i<<16)>>8)
			row[x], row[x+1], row[x+2], row[x+3] = byteOf((red+c)>>16), byteOf((green+c)>>16), byteOf((blue+c)>>16), 255
			red, green, blue = red+dr, green+dg, blue+db
		}
	}
}

// guilloche is a family of bent lines, at times two.
func (s *sheet) guilloche(c ink) {
	for range 1 + s.r.IntN(2) {
		gap, steep := s.h*s.span(0.02, 0.12), s.about(0, 0.8)
		a1, k1, p1 := s.h*s.span(0, 0.12), s.span(0.5, 4)/s.w, s.span(0, 1)
		a2, k2, p2 := s.h*s.span(0, 0.04), s.span(3, 12)/s.w, s.span(0, 1)
		thick := max(0.5, gap*s.span(0.05, 0.4))
		for x := range s.Rect.Dx() {
			fx := float64(x)
			y := a1*wave(k1*fx+p1) + a2*wave(k2*fx+p2) + steep*fx
			for y = math.Mod(y, gap) - gap; y < s.h; y += gap {
				s.column(x, y, thick, c)
			}
		}
	}
}

// column covers the pixels of column x from y on, thick long.
func (s *sheet) column(x int, y, thick float64, c ink) {
	for j := int(math.Floor(y)); float64(j) < y+thick; j++ {
		s.dot(x, j, c, int(c.a*256*(min(y+thick, float64(j+1))-max(y, float64(j)))))
	}
}

// globe is a disc with lines of latitude and longitude.
func (s *sheet) globe(c ink) {
	x, y, r := s.w*s.span(0.1, 0.9), s.h*s.span(0.2, 0.8), s.h*s.span(0.2, 0.7)
	if s.luck(0.5) {
		s.ellipse(x, y, r, r, c.alpha(c.a*0.5))
	}
	t := max(0.6, s.w*s.span(0.001, 0.004))
	for i := range 5 {
		v := 1 - float64(i)/2.5
		s.ring(x, y, r*math.Abs(v)+0.1, r, t, c)
		s.stroke(c, t, pt{x - r*math.Sqrt(1-v*v), y + r*v}, pt{x + r*math.Sqrt(1-v*v), y + r*v})
	}
}

// islands are blots along an arc, as of a map.
func (s *sheet) islands(c ink) {
	x0, x1, y, bend := s.w*s.span(-0.05, 0.3), s.w*s.span(0.7, 1.05), s.h*s.span(0.3, 0.7), s.h*s.about(0, 0.3)
	n := 5 + s.r.IntN(14)
	for i := range n {
		t := (float64(i) + s.r.Float64()) / float64(n)
		s.blot(x0+(x1-x0)*t, y+bend*(4*t*(1-t)-0.5)+s.h*s.about(0, 0.15), s.h*s.span(0.02, 0.16), s.span(0.3, 1), c)
	}
}

func (s *sheet) blot(x, y, r, flat float64, c ink) {
	line := make([]pt, 14)
	for i := range line {
		t, d := 2*math.Pi*float64(i)/float64(len(line)), r*s.span(0.45, 1.1)
		line[i] = pt{x + d*math.Cos(t)*1.4, y + d*math.Sin(t)*flat}
	}
	s.poly(c, line...)
}

// swoosh is a broad bent band, or some within each other.
func (s *sheet) swoosh(c ink) {
	top, amp, k, p, lean := s.h*s.span(0, 1), s.h*s.span(0.03, 0.25), s.span(0.3, 1.6)/s.w, s.span(0, 1), s.about(0, 0.6)
	thick, down := s.h*s.span(0.03, 0.5), s.luck(0.4)
	for i := range 1 + s.r.IntN(4) {
		shift := float64(i) * s.h * s.span(0.02, 0.12)
		for x := range s.Rect.Dx() {
			fx := float64(x)
			y := top + shift + amp*wave(k*fx+p+float64(i)*0.05) + lean*(fx-s.w/2)
			n := thick
			if down {
				n = s.h - y
			}
			s.column(x, max(y, 0), min(n, s.h), c)
		}
	}
}

func (s *sheet) rosette(c ink) {
	for range 1 + s.r.IntN(3) {
		x, y, r := s.w*s.span(0, 1), s.h*s.span(0, 1), s.h*s.span(0.1, 0.5)
		a, n, m := s.span(0.1, 0.5), float64(3+s.r.IntN(9)), s.span(1, 6)
		steps := min(r*m*8, 2400)
		for i := range int(steps) {
			t := float64(i) / steps
			d := r * (1 - a + a*wave(t*n*math.Floor(m+1)+t*0.5))
			turn := t * math.Floor(m+1)
			s.spot(x+d*wave(turn+0.25), y+d*wave(turn), c)
		}
	}
}

func (s *sheet) stripes(c ink) {
	gap, lean, share := s.w*s.span(0.01, 0.2), s.about(0, 2), s.span(0.05, 0.6)
	for y := range s.Rect.Dy() {
		for x := math.Mod(float64(y)*lean, gap) - gap; x < s.w; x += gap {
			s.bar(x, float64(y), x+gap*share, float64(y)+1, c)
		}
	}
}

// grid is of dots, or of small crosses.
func (s *sheet) grid(c ink) {
	gap, r := s.w*s.span(0.015, 0.06), s.w*s.span(0.001, 0.008)
	for j := 0; float64(j)*gap < s.h; j++ {
		for x := float64(j%2) * gap / 2; x < s.w; x += gap {
			s.bar(x, float64(j)*gap, x+2*r, float64(j)*gap+2*r, c)
		}
	}
}

func (s *sheet) facets(c ink) {
	for range 3 + s.r.IntN(9) {
		x, y := s.w*s.span(0, 1), s.h*s.span(0, 1)
		at := func() pt { return pt{x + s.w*s.about(0, 0.35), y + s.h*s.about(0, 0.5)} }
		s.poly(c.alpha(c.a*s.span(0.2, 1)), at(), at(), at())
	}
}

// ghost is a large faint emblem.
func (s *sheet) ghost(c ink) {
	s.emblem(s.w*s.span(0.2, 0.8), s.h*s.span(0.35, 0.65), s.h*s.span(0.2, 0.45), c.alpha(c.a*0.6), c.mix(grey(1, c.a), 0.6).alpha(c.a*0.6))
}
