// Package quad is the geometry of what cards finds: how quads lie to each other, how a document may be turned in one, and what a
// picture shows in one, seen straight on and stretched to any size. It knows nothing of documents. All functions are safe for concurrent
// use; coordinates are in pixels of the plane that a quad was found on, y downwards.
package quad

import (
	"math"

	"ronda/detect/cards"
	"ronda/detect/picture"
)

// LeastLong is how many pixels the long side of a card takes at the least for its edges to tell anything; letters of a headline are
// smaller.
const LeastLong = 56

// Sides returns the mean lengths of a quad's upper and lower, and of its left and right side.
func Sides(q cards.Quad) (w, h float64) {
	return (distance(q[0], q[1]) + distance(q[3], q[2])) / 2, (distance(q[1], q[2]) + distance(q[0], q[3])) / 2
}

func distance(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// Rolled returns the quad that begins one corner further, so that another side lies on top.
func Rolled(q cards.Quad) cards.Quad { return cards.Quad{q[1], q[2], q[3], q[0]} }

// Sound reports whether a quad is convex, which one with a corner in another's place is not, and not all but flat.
func Sound(q cards.Quad) bool {
	sign := Area(q[:])
	for i := range q {
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		if turn := (b[0]-a[0])*(c[1]-b[1]) - (b[1]-a[1])*(c[0]-b[0]); turn*sign <= 0 {
			return false
		}
	}
	return math.Abs(sign) > LeastLong*LeastLong/8
}

// Same reports whether two quads lie on each other, give or take the third of either that a finder may miss.
func Same(a, b *cards.Quad) bool {
	return overlap(a, b) > 0.67*max(math.Abs(Area(a[:])), math.Abs(Area(b[:])))
}

// Covers reports whether two quads lie on the same thing: most of the smaller one is shared.
func Covers(a, b *cards.Quad) bool {
	shared := overlap(a, b)
	return shared > 0.5*min(math.Abs(Area(a[:])), math.Abs(Area(b[:])))
}

// Displayed returns the corners of a quad of a picture's small plane in pixels of the displayed picture.
func Displayed(q cards.Quad, p *picture.Picture) [][2]int {
	kx, ky := float64(p.Size.X)/float64(p.Luma.W), float64(p.Size.Y)/float64(p.Luma.H)
	out := make([][2]int, 4)
	for i, c := range q {
		out[i] = [2]int{int(math.Round(c[0] * kx)), int(math.Round(c[1] * ky))}
	}
	return out
}

// Area is that of a polygon, positive where its corners run clockwise as seen.
func Area(p [][2]float64) float64 {
	sum := 0.0
	for i := range p {
		k := (i + 1) % len(p)
		sum += p[i][0]*p[k][1] - p[k][0]*p[i][1]
	}
	return sum / 2
}

// clockwise returns the quad with its corners in that order.
func clockwise(q cards.Quad) cards.Quad {
	if Area(q[:]) < 0 {
		return cards.Quad{q[3], q[2], q[1], q[0]}
	}
	return q
}

// overlap returns the area that two convex quads share.
func overlap(first, second *cards.Quad) float64 {
	a, b := clockwise(*first), clockwise(*second)
	cut := a[:]
	for i := range b {
		from, to := b[i], b[(i+1)%4]
		side := func(q [2]float64) float64 { return (to[0]-from[0])*(q[1]-from[1]) - (to[1]-from[1])*(q[0]-from[0]) }
		var kept [][2]float64
		for k := range cut {
			q, next := cut[k], cut[(k+1)%len(cut)]
			s, t := side(q), side(next)
			if s >= 0 {
				kept = append(kept, q)
			}
			if s*t < 0 {
				u := s / (s - t)
				kept = append(kept, [2]float64{q[0] + u*(next[0]-q[0]), q[1] + u*(next[1]-q[1])})
			}
		}
		cut = kept
	}
	return math.Abs(Area(cut))
}
