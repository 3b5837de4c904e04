package trial

import "math"

func dist(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// IoU returns the area that two convex quadrilaterals share, divided by the area that either covers. Corners may run either way.
func IoU(a, b [4][2]float64) float64 {
	pa, pb := clockwise(a[:]), clockwise(b[:])
	cut := pa
	for i := range pb {
		cut = clip(cut, pb[i], pb[(i+1)%len(pb)])
	}
	shared := math.Abs(area(cut))
	if all := math.Abs(area(pa)) + math.Abs(area(pb)) - shared; all > 0 {
		return shared / all
	}
	return 0
}

// area is positive where the corners run clockwise on a screen, whose y points down.
func area(p [][2]float64) float64 {
	sum := 0.0
	for i := range p {
		k := (i + 1) % len(p)
		sum += p[i][0]*p[k][1] - p[k][0]*p[i][1]
	}
	return sum / 2
}

func clockwise(p [][2]float64) [][2]float64 {
	if area(p) >= 0 {
		return p
	}
	out := make([][2]float64, len(p))
	for i := range p {
		out[len(p)-1-i] = p[i]
	}
	return out
}

// clip keeps what of a polygon lies on the right of the line from a to b, which is inside where corners run clockwise.
func clip(p [][2]float64, a, b [2]float64) [][2]float64 {
	side := func(q [2]float64) float64 { return (b[0]-a[0])*(q[1]-a[1]) - (b[1]-a[1])*(q[0]-a[0]) }
	var out [][2]float64
	for i := range p {
		q, next := p[i], p[(i+1)%len(p)]
		s, t := side(q), side(next)
		if s >= 0 {
			out = append(out, q)
		}
		if s*t < 0 {
			u := s / (s - t)
			out = append(out, [2]float64{q[0] + u*(next[0]-q[0]), q[1] + u*(next[1]-q[1])})
		}
	}
	return out
}
