package cards

import "math"

type point = [2]float64

// hull bounds rows of pixels, each from left to right, that begin at y.
func hull(left, right []int16, y float64) []point {
	var a, b []point // right side downwards, left side downwards
	push := func(s []point, p point, sign float64) []point {
		for len(s) > 1 && sign*cross(s[len(s)-2], s[len(s)-1], p) <= 0 {
			s = s[:len(s)-1]
		}
		return append(s, p)
	}
	for i := range left {
		if right[i] < left[i] {
			continue
		}
		l, r := float64(left[i]), float64(right[i])+1
		for k := range 2 {
			yy := y + float64(i+k)
			a = push(a, point{r, yy}, 1)
			b = push(b, point{l, yy}, -1)
		}
	}
	for i := len(b) - 1; i >= 0; i-- {
		a = append(a, b[i])
	}
	return a
}

// cross is positive where the way from a over b to c turns right as seen.
func cross(a, b, c point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }

func areaOf(p []point) float64 {
	sum := 0.0
	for i := range p {
		k := i + 1
		if k == len(p) {
			k = 0
		}
		sum += p[i][0]*p[k][1] - p[k][0]*p[i][1]
	}
	return sum / 2
}

// collapse takes a convex polygon's edges away, each time the one whose neighbours meet with the least area added, until four are
// left. Rounded corners and bites that fingers take from corners are restored by it.
func collapse(p []point, limit float64) (q Quad, added float64, ok bool) {
	p = append([]point(nil), p...)
	cost := make([]float64, len(p))
	meet := make([]point, len(p))
	update := func(i int) {
		n := len(p)
		cost[i], meet[i] = extend(p[(i+n-1)%n], p[i], p[(i+1)%n], p[(i+2)%n])
	}
	for i := range p {
		update(i)
	}
	for len(p) > 4 {
		best := 0
		for i := range p {
			if cost[i] < cost[best] {
				best = i
			}
		}
		if cost[best] > limit {
			return q, 0, false
		}
		added += cost[best]
		n := len(p)
		k := (best + 1) % n
		p[best] = meet[best]
		p = append(p[:k], p[k+1:]...)
		cost = append(cost[:k], cost[k+1:]...)
		meet = append(meet[:k], meet[k+1:]...)
		n--
		if k < best {
			best--
		}
		for d := -2; d <= 1; d++ {
			update((best + d + n) % n)
		}
	}
	if len(p) < 4 {
		return q, 0, false
	}
	copy(q[:], p)
	return q, added, true
}

// extend gives the point where the lines a-b and d-c meet beyond b and c, and the area of the triangle b, c and that point.
func extend(a, b, c, d point) (float64, point) {
	u, v := point{b[0] - a[0], b[1] - a[1]}, point{c[0] - d[0], c[1] - d[1]}
	den := u[0]*v[1] - u[1]*v[0]
	if den >= -1e-9 { // they meet behind, or never
		return math.Inf(1), b
	}
	t := ((c[0]-b[0])*v[1] - (c[1]-b[1])*v[0]) / den
	m := point{b[0] + t*u[0], b[1] + t*u[1]}
	return math.Abs(cross(b, c, m)) / 2, m
}
