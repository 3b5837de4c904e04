package cards

import "math"

func distance(a, b point) float64 {
	x, y := a[0]-b[0], a[1]-b[1]
	return math.Sqrt(x*x + y*y)
}

// lengths gives the mean length of the two sides that begin at the first corner and of the other two.
func (q *Quad) lengths() (a, b float64) {
	return (distance(q[0], q[1]) + distance(q[2], q[3])) / 2, (distance(q[1], q[2]) + distance(q[3], q[0])) / 2
}

// plausible tells whether a flat card or page may look like this: sides and corners that no usual angle of sight gives are out.
func (q *Quad) plausible() bool {
	a, b := q.lengths()
	if math.IsNaN(a+b) || min(a, b) < minShort-2 || max(a, b) < minLong-2 {
		return false
	}
	if r := max(a, b) / min(a, b); r < 1.05 || r > 2.5 {
		return false
	}
	for i := range 4 {
		k, m := (i+1)%4, (i+2)%4
		c := cross(q[i], q[k], q[m])
		u, v := distance(q[i], q[k]), distance(q[k], q[m])
		if c < 0.64*u*v { // sine of the corner's angle: 40 to 140 degrees
			return false
		}
		if o := distance(q[m], q[(i+3)%4]); u > 1.9*o {
			return false
		}
	}
	return true
}

// aspect is near 1 where the sides' ratio is that of a card (1.585) or a page (1.414), seen from any usual angle.
func (q *Quad) aspect() float64 {
	a, b := q.lengths()
	d := math.Log(max(a, b)/min(a, b)/1.5) / 0.32
	return math.Exp(-d * d / 2)
}

// A place is a quad with what tells at a glance that another is elsewhere.
type place struct {
	q     *Quad
	x, y  float64 // sums over the corners
	limit float64 // distance between corners that is still the same place
}

func (q *Quad) place(tolerance float64) place {
	p := place{q: q, limit: tolerance * math.Sqrt(math.Abs(areaOf(q[:])))}
	for _, c := range q {
		p.x += c[0]
		p.y += c[1]
	}
	return p
}

// same tells whether two quads differ by less than a recogniser minds.
func (p *place) same(o *place) bool {
	if math.Abs(p.x-o.x) > 4*p.limit || math.Abs(p.y-o.y) > 4*p.limit {
		return false
	}
	limit := p.limit * p.limit
turns:
	for turn := range 4 {
		for i := range p.q {
			a, b := p.q[i], o.q[(i+turn)&3]
			x, y := a[0]-b[0], a[1]-b[1]
			if x*x+y*y > limit {
				continue turns
			}
		}
		return true
	}
	return false
}

// ordered begins a clockwise quad with the corner nearest to the top left.
func (q Quad) ordered() Quad {
	best := 0
	for i := range q {
		if q[i][0]+q[i][1] < q[best][0]+q[best][1] {
			best = i
		}
	}
	return Quad{q[best], q[(best+1)%4], q[(best+2)%4], q[(best+3)%4]}
}

// grown moves the corners outwards by a share of the sides.
func (q Quad) grown(share float64) Quad {
	out := q
	for i := range q {
		for k := range 2 {
			out[i][k] += share * (2*q[i][k] - q[(i+1)%4][k] - q[(i+3)%4][k])
		}
	}
	return out
}

func (q Quad) scaled(k float64) Quad {
	for i := range q {
		q[i][0] *= k
		q[i][1] *= k
	}
	return q
}
