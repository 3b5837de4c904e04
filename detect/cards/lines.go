package cards

import (
	"math"
	"slices"
)

// A ruled is a straight line with the stretches of it along which an edge is seen: the side of a card on both sides of a finger is
// one line with two stretches.
type ruled struct {
	at, u   point // a point of the line and its direction
	spans   [][2]float64
	covered float64
}

const (
	maxLines = 128
	maxSpans = 24
)

// rule joins segments that continue each other.
func rule(segments []segment) []ruled {
	slices.SortStableFunc(segments, func(a, b segment) int { return int(math.Round(8 * (b.length - a.length))) })
	var out []ruled
	for _, s := range segments {
		if i := slices.IndexFunc(out, func(r ruled) bool { return len(r.spans) < maxSpans && r.continues(&s) }); i >= 0 {
			r := &out[i]
			t0, t1 := r.along(s.a), r.along(s.b)
			r.spans = append(r.spans, [2]float64{min(t0, t1), max(t0, t1)})
			continue
		}
		if len(out) < 3*maxLines {
			u := point{(s.b[0] - s.a[0]) / s.length, (s.b[1] - s.a[1]) / s.length}
			out = append(out, ruled{at: s.a, u: u, spans: [][2]float64{{0, s.length}}})
		}
	}
	for i := range out {
		out[i].unite()
	}
	slices.SortStableFunc(out, func(a, b ruled) int { return int(math.Round(8 * (min(b.covered, 90) - min(a.covered, 90)))) })
	return out[:min(len(out), maxLines)]
}

func (r *ruled) along(p point) float64 { return (p[0]-r.at[0])*r.u[0] + (p[1]-r.at[1])*r.u[1] }
func (r *ruled) off(p point) float64 {
	return math.Abs((p[1]-r.at[1])*r.u[0] - (p[0]-r.at[0])*r.u[1])
}
func (r *ruled) point(t float64) point { return point{r.at[0] + t*r.u[0], r.at[1] + t*r.u[1]} }

// continues tells whether a segment lies on the line, not further from it than the line is long.
func (r *ruled) continues(s *segment) bool {
	if r.off(s.a) > 1.6 || r.off(s.b) > 1.6 {
		return false
	}
	first := r.spans[0]
	t := (r.along(s.a) + r.along(s.b)) / 2
	gap := max(first[0]-t, t-first[1])
	return gap < 1.5*(first[1]-first[0])+s.length
}

// unite sorts the stretches and joins those that overlap.
func (r *ruled) unite() {
	slices.SortFunc(r.spans, func(a, b [2]float64) int {
		if a[0] < b[0] {
			return -1
		}
		return 1
	})
	out := r.spans[:1]
	for _, s := range r.spans[1:] {
		if last := &out[len(out)-1]; s[0] <= last[1]+1.5 {
			last[1] = max(last[1], s[1])
		} else {
			out = append(out, s)
		}
	}
	r.spans = out
	for _, s := range out {
		r.covered += s[1] - s[0]
	}
}

// cover is the length seen between two places.
func (r *ruled) cover(t0, t1 float64) float64 {
	if t0 > t1 {
		t0, t1 = t1, t0
	}
	sum := 0.0
	for _, s := range r.spans {
		if v := min(s[1], t1) - max(s[0], t0); v > 0 {
			sum += v
		}
	}
	return sum
}

// meet gives the place on r, and on o, where they cross.
func (r *ruled) meet(o *ruled) (t, s float64) {
	den := r.u[0]*o.u[1] - r.u[1]*o.u[0]
	dx, dy := o.at[0]-r.at[0], o.at[1]-r.at[1]
	return (dx*o.u[1] - dy*o.u[0]) / den, (dx*r.u[1] - dy*r.u[0]) / den
}
