package cards

import "math"

// refine moves a quad's sides onto the strongest edge near each, by a line through where the gradient across it peaks.
func (l *level) refine(q Quad) Quad {
	a, b := q.lengths()
	reach := min(5, max(2, 0.05*min(a, b)))
	var lines [4][2]point
	for i := range 4 {
		lines[i] = l.fit(q[i], q[(i+1)%4], reach)
	}
	var out Quad
	for i := range 4 {
		m, ok := crossing(lines[(i+3)%4], lines[i])
		if !ok || distance(m, q[i]) > 3*reach {
			return q
		}
		out[i] = m
	}
	return out
}

func crossing(a, b [2]point) (point, bool) {
	u, v := point{a[1][0] - a[0][0], a[1][1] - a[0][1]}, point{b[1][0] - b[0][0], b[1][1] - b[0][1]}
	den := u[0]*v[1] - u[1]*v[0]
	if math.Abs(den) < 1e-6 {
		return point{}, false
	}
	t := ((b[0][0]-a[0][0])*v[1] - (b[0][1]-a[0][1])*v[0]) / den
	return point{a[0][0] + t*u[0], a[0][1] + t*u[1]}, true
}

// fit returns two points of the line near a-b on which the edge lies; a-b itself where too little of it is seen.
func (l *level) fit(a, b point, reach float64) [2]point {
	length := distance(a, b)
	ux, uy := (b[0]-a[0])/length, (b[1]-a[1])/length
	nx, ny := -uy, ux
	n := int(min(32, max(8, length/2)))
	var ts, ds, ws [2][32]float64
	var count [2]int
	for i := range n {
		t := (0.08 + 0.84*(float64(i)+0.5)/float64(n)) * length
		x, y := a[0]+ux*t, a[1]+uy*t
		d, g, ok := l.peak(x, y, nx, ny, reach)
		if !ok {
			continue
		}
		k := 0
		if g < 0 {
			k = 1
		}
		ts[k][count[k]], ds[k][count[k]], ws[k][count[k]] = t, d, 1
		count[k]++
	}
	k := 0
	if count[1] > count[0] {
		k = 1
	}
	m := count[k]
	if m < 5 || m*3 < n {
		return [2]point{a, b}
	}
	slope, offset := robust(ts[k][:m], ds[k][:m], ws[k][:m])
	at := func(t float64) point {
		d := offset + slope*t
		return point{a[0] + ux*t + nx*d, a[1] + uy*t + ny*d}
	}
	return [2]point{at(0), at(length)}
}

// peak finds the strongest gradient across within reach of a point; the place is between pixels, by a parabola.
func (l *level) peak(x, y, nx, ny, reach float64) (d, g float64, ok bool) {
	best, at := float64(l.floor), 0.0
	for s := -reach; s <= reach; s++ {
		v := l.sample(x+nx*s, y+ny*s, nx, ny)
		if math.Abs(v) > best {
			best, at, g, ok = math.Abs(v), s, v, true
		}
	}
	if !ok {
		return 0, 0, false
	}
	p, m := l.sample(x+nx*(at-1), y+ny*(at-1), nx, ny), l.sample(x+nx*(at+1), y+ny*(at+1), nx, ny)
	if g < 0 {
		p, m = -p, -m
	}
	if den := 2*best - p - m; den > 1e-6 {
		at += max(-0.5, min(0.5, (m-p)/(2*den)))
	}
	return at, g, true
}

// sample is the gradient along a normal at a point, between the four pixels around it.
func (l *level) sample(x, y, nx, ny float64) float64 {
	x -= 0.5
	y -= 0.5
	i, j := int(math.Floor(x)), int(math.Floor(y))
	if i < 0 || j < 0 || i+1 >= l.w || j+1 >= l.h {
		return 0
	}
	fx, fy := x-float64(i), y-float64(j)
	k := j*l.w + i
	gx := (float64(l.dx[k])*(1-fx)+float64(l.dx[k+1])*fx)*(1-fy) + (float64(l.dx[k+l.w])*(1-fx)+float64(l.dx[k+l.w+1])*fx)*fy
	gy := (float64(l.dy[k])*(1-fx)+float64(l.dy[k+1])*fx)*(1-fy) + (float64(l.dy[k+l.w])*(1-fx)+float64(l.dy[k+l.w+1])*fx)*fy
	return gx*nx + gy*ny
}

// robust fits d = offset + slope t, giving less and less weight to what lies far off.
func robust(t, d, w []float64) (slope, offset float64) {
	for round := range 4 {
		var sw, st, sd, stt, std float64
		for i := range t {
			sw += w[i]
			st += w[i] * t[i]
			sd += w[i] * d[i]
			stt += w[i] * t[i] * t[i]
			std += w[i] * t[i] * d[i]
		}
		den := sw*stt - st*st
		if den < 1e-9 {
			return 0, sd / max(sw, 1e-9)
		}
		slope = (sw*std - st*sd) / den
		offset = (sd - slope*st) / sw
		scale := []float64{2, 1, 0.7, 0.7}[round]
		for i := range t {
			r := (d[i] - offset - slope*t[i]) / scale
			w[i] = 1 / (1 + r*r*r*r)
		}
	}
	return slope, offset
}
