package busts

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

type point = [2]float64

// An ink is a colour, not multiplied by how opaque it is.
type ink struct{ R, G, B, A uint8 }

func (c ink) RGBA() (r, g, b, a uint32) { return color.NRGBA(c).RGBA() }

var (
	black = ink{12, 12, 16, 255}
	white = ink{250, 250, 248, 255}
)

// A brush draws in units of its own: where its origin lies, how many pixels a unit has, how far it is turned.
type brush struct {
	*image.RGBA
	x, y, s, sin, cos float64
}

func onto(m *image.RGBA) brush { return brush{RGBA: m, s: 1, cos: 1} }

// moved is a brush whose origin lies at x, y of this one, its unit s of this one's.
func (b brush) moved(x, y, s, turn float64) brush {
	p := b.px(point{x, y})
	sin, cos := math.Sincos(turn)
	return brush{b.RGBA, p[0], p[1], b.s * s, b.sin*cos + b.cos*sin, b.cos*cos - b.sin*sin}
}

func (b brush) px(p point) point {
	return point{b.x + b.s*(p[0]*b.cos-p[1]*b.sin), b.y + b.s*(p[0]*b.sin+p[1]*b.cos)}
}

// local is where a pixel's middle lies in units.
func (b brush) local(x, y int) (float64, float64) {
	dx, dy := (float64(x)+0.5-b.x)/b.s, (float64(y)+0.5-b.y)/b.s
	return dx*b.cos + dy*b.sin, dy*b.cos - dx*b.sin
}

// fill paints closed rings; one that runs against another cuts a hole into it.
func (b brush) fill(c ink, rings ...[]point) {
	box, at := [4]float64{1e6, 1e6, -1e6, -1e6}, make([][]point, len(rings))
	for i, ring := range rings {
		for _, p := range ring {
			q := b.px(p)
			box = [4]float64{min(box[0], q[0]), min(box[1], q[1]), max(box[2], q[0]), max(box[3], q[1])}
			at[i] = append(at[i], q)
		}
	}
	area := image.Rect(int(box[0])-1, int(box[1])-1, int(box[2])+2, int(box[3])+2).Intersect(b.Rect)
	if area.Empty() || c.A == 0 {
		return
	}
	ras := vector.NewRasterizer(area.Dx(), area.Dy())
	for _, ring := range at {
		for i, q := range ring {
			x, y := float32(q[0])-float32(area.Min.X), float32(q[1])-float32(area.Min.Y)
			if i == 0 {
				ras.MoveTo(x, y)
			} else {
				ras.LineTo(x, y)
			}
		}
		ras.ClosePath()
	}
	ras.Draw(b.RGBA, area, image.NewUniform(c), image.Point{})
}

func (b brush) box(c ink, x0, y0, x1, y1 float64) {
	b.fill(c, []point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}})
}

func (b brush) oval(c ink, x, y, rx, ry float64) {
	b.fill(c, shape{rx: rx, ry: ry, n: 2}.ring(x, y, 1))
}

// line draws a way of even thickness with round ends.
func (b brush) line(c ink, thick float64, way ...point) {
	left, right := make([]point, len(way)), make([]point, len(way))
	for i, p := range way {
		from, to := way[max(i-1, 0)], way[min(i+1, len(way)-1)]
		dx, dy := to[0]-from[0], to[1]-from[1]
		l := math.Hypot(dx, dy) + 1e-9
		left[i] = point{p[0] + dy/l*thick/2, p[1] - dx/l*thick/2}
		right[len(way)-1-i] = point{p[0] - dy/l*thick/2, p[1] + dx/l*thick/2}
	}
	b.fill(c, append(left, right...))
	if thick*b.s > 2 && c.A == 255 {
		for _, p := range []point{way[0], way[len(way)-1]} {
			b.oval(c, p[0], p[1], thick/2, thick/2)
		}
	}
}

// arc is a way from the left to the right that sinks by so much in its middle.
func arc(x, y, half, sink float64) []point {
	way := make([]point, 13)
	for i := range way {
		u := float64(i)/6 - 1
		way[i] = point{x + u*half, y + sink*(1-u*u)}
	}
	return way
}

// glow colours what is drawn already, most in the middle of an oval and softly less towards its rim.
func (b brush) glow(c ink, x, y, rx, ry float64) {
	mid, reach := b.px(point{x, y}), max(rx, ry)*b.s+1
	b.tint(image.Rect(int(mid[0]-reach), int(mid[1]-reach), int(mid[0]+reach)+1, int(mid[1]+reach)+1), func(u, v float64) ink {
		d := 1 - (u-x)*(u-x)/rx/rx - (v-y)*(v-y)/ry/ry
		if d <= 0 {
			return ink{}
		}
		return ink{c.R, c.G, c.B, uint8(float64(c.A) * d * d)}
	})
}

// tint lays a colour over each pixel of an area that is drawn already, and over those alone.
func (b brush) tint(area image.Rectangle, of func(u, v float64) ink) {
	area = area.Intersect(b.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		u, v := b.local(area.Min.X, y)
		row := b.Pix[y*b.Stride+4*area.Min.X:][:4*area.Dx()]
		for i := 0; i < len(row); i += 4 {
			if whole := int(row[i+3]); whole > 0 {
				if c := of(u, v); c.A > 0 {
					a := int(c.A)
					row[i] = uint8((int(row[i])*(255-a) + int(c.R)*a*whole/255) / 255)
					row[i+1] = uint8((int(row[i+1])*(255-a) + int(c.G)*a*whole/255) / 255)
					row[i+2] = uint8((int(row[i+2])*(255-a) + int(c.B)*a*whole/255) / 255)
				}
			}
			u += b.cos / b.s
			v -= b.sin / b.s
		}
	}
}

// A shape is an outline between an oval (n 2) and a box (n 5), narrower below or above, wavy.
type shape struct{ rx, ry, n, taper, wave, waves, turn float64 }

func (s shape) ring(x, y, grow float64) []point {
	ring := make([]point, 48)
	for i := range ring {
		ring[i] = s.on(2*math.Pi*float64(i)/48, grow)
		ring[i][0] += x
		ring[i][1] += y
	}
	return ring
}

func (s shape) on(angle, grow float64) point {
	sin, cos := math.Sincos(angle)
	bend := func(v float64) float64 { return math.Copysign(math.Pow(math.Abs(v), 2/s.n), v) }
	f := grow * (1 + s.wave*math.Sin(s.waves*angle+s.turn))
	return point{s.rx * f * bend(cos) * (1 - s.taper*bend(sin)), s.ry * f * bend(sin)}
}

func reversed(ring []point) []point {
	out := make([]point, len(ring))
	for i, p := range ring {
		out[len(ring)-1-i] = p
	}
	return out
}

func mix(a, z ink, t float64) ink {
	m := func(x, y uint8) uint8 { return level(float64(x) + t*(float64(y)-float64(x))) }
	return ink{m(a.R, z.R), m(a.G, z.G), m(a.B, z.B), m(a.A, z.A)}
}

// wave is a sine from a table: textures need no better one.
func wave(t float64) float64 { return sines[int(t*1024/(2*math.Pi))&1023] }

var sines = func() (s [1024]float64) {
	for i := range s {
		s[i] = math.Sin(2 * math.Pi * float64(i) / 1024)
	}
	return s
}()

// part is what of a number, which is above -1000, is left behind its point.
func part(v float64) float64 { return v - float64(int(v+1000)-1000) }

func alpha(c ink, a float64) ink { c.A = level(a); return c }
func level(v float64) uint8      { return uint8(min(max(v, 0), 255)) }

// anyInk is a colour of any kind, more often a dull one.
func anyInk(r *rand.Rand) ink {
	v, dull := between(r, 15, 250), r.Float64()
	m := func() uint8 { return level(v + (1-dull)*spread(r, 130)) }
	return ink{m(), m(), m(), 255}
}

func drift(r *rand.Rand, c ink, by float64) ink {
	all := spread(r, by)
	m := func(v uint8) uint8 { return level(float64(v) + all + spread(r, by/2)) }
	return ink{m(c.R), m(c.G), m(c.B), c.A}
}

func spread(r *rand.Rand, by float64) float64      { return (2*r.Float64() - 1) * by }
func between(r *rand.Rand, lo, hi float64) float64 { return lo + r.Float64()*(hi-lo) }
func chance(r *rand.Rand, share float64) bool      { return r.Float64() < share }
func pick[T any](r *rand.Rand, from ...T) T        { return from[r.IntN(len(from))] }
