package studio

import (
	"math"

	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// jitter returns a quad as a finder might offer it.
func (p *Photographer) jitter(q cards.Quad) cards.Quad {
	r := p.Chance
	w, h := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1]), math.Hypot(q[3][0]-q[0][0], q[3][1]-q[0][1])
	off := []float64{0.008, 0.02, 0.05}[r.IntN(3)]
	if r.IntN(3) == 0 { // sides in the wrong place
		var edge [4]float64
		for range 1 + r.IntN(2) {
			edge[r.IntN(4)] = -0.35 + 0.6*r.Float64()
		}
		q = moved(q, edge)
	}
	for i := range q {
		q[i][0] += r.NormFloat64() * off * w
		q[i][1] += r.NormFloat64() * off * h * 1.3
	}
	return q
}

// moved moves the left, upper, right and lower side outwards by shares of the quad.
func moved(q cards.Quad, by [4]float64) (out cards.Quad) {
	for i, c := range [4][2]float64{{-by[0], -by[1]}, {1 + by[2], -by[1]}, {1 + by[2], 1 + by[3]}, {-by[0], 1 + by[3]}} {
		u, v := c[0], c[1]
		for a := range 2 {
			out[i][a] = (q[0][a]*(1-u)+q[1][a]*u)*(1-v) + (q[3][a]*(1-u)+q[2][a]*u)*v
		}
	}
	return out
}

// asTurned returns the quad of the same place with its corners in the order in which a finder would give them, had the card lain so.
func asTurned(q cards.Quad, t int) cards.Quad {
	switch t {
	case 1:
		return cards.Quad{q[2], q[3], q[0], q[1]}
	case 2:
		return cards.Quad{q[1], q[0], q[3], q[2]}
	case 3:
		return cards.Quad{q[3], q[2], q[1], q[0]}
	}
	return q
}

// inShares returns where the corners of truth lie in shares of look.
func inShares(look, truth cards.Quad) (out [4][2]float64) {
	to := inverse(look)
	for i, c := range truth {
		out[i][0], out[i][1] = to(c[0], c[1])
	}
	return out
}

// inverse returns what maps a place to shares of a quad.
func inverse(q cards.Quad) func(x, y float64) (u, v float64) {
	m := quad.Onto(q)
	a, b, c, d, e, f, g, h := m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]
	i := [9]float64{e - f*h, c*h - b, b*f - c*e, f*g - d, a - c*g, c*d - a*f, d*h - e*g, b*g - a*h, a*e - b*d}
	return func(x, y float64) (float64, float64) {
		w := i[6]*x + i[7]*y + i[8]
		return (i[0]*x + i[1]*y + i[2]) / w, (i[3]*x + i[4]*y + i[5]) / w
	}
}

// long is the longer side of a quad.
func long(q cards.Quad) float64 {
	w, h := quad.Sides(q)
	return max(w, h)
}

// Lying returns the quad with a long side on top.
func Lying(q cards.Quad) cards.Quad {
	side := func(i, k int) float64 { return math.Hypot(q[k][0]-q[i][0], q[k][1]-q[i][1]) }
	if side(0, 1)+side(3, 2) < side(1, 2)+side(0, 3) {
		return cards.Quad{q[1], q[2], q[3], q[0]}
	}
	return q
}

// InLuma scales a quad of the displayed picture to its small plane.
func InLuma(p *picture.Picture, q [4][2]float64) (out cards.Quad) {
	for i := range q {
		out[i] = [2]float64{q[i][0] * float64(p.Luma.W) / float64(p.Size.X), q[i][1] * float64(p.Luma.H) / float64(p.Size.Y)}
	}
	return out
}
