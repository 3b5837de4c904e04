package cards

import (
	"math"
)

// A segment is a straight run of edge: ridge pixels whose gradients point the same way.
type segment struct {
	a, b   point
	length float64
}

const blockSide = 8 // pixels

func (l *level) blocksAcross() int { return (l.w + blockSide - 1) / blockSide }

// ridges marks the pixels where the gradient peaks across the edge, and lists them, strongest first.
func (l *level) ridges() (mark []bool, list []int32) {
	mark = l.memory.marks.take(l.w * l.h)
	clear(mark)
	list = l.memory.longs.take(l.w * l.h)[:0]
	low := rankOf[min(maxMagnitude, l.floor)]
	l.blocks = l.memory.bytes.take(l.blocksAcross() * ((l.h + blockSide - 1) / blockSide))
	clear(l.blocks)
	var start [129]int
	for y := 1; y < l.h-1; y++ {
		ranks := l.rank[y*l.w:][:l.w]
		blocks := l.blocks[y/blockSide*l.blocksAcross():]
		for x := 1; x < l.w-1; x++ {
			if ranks[x] < low {
				continue
			}
			blocks[x/blockSide]++
			i := y*l.w + x
			gx, gy := int(l.dx[i]), int(l.dy[i])
			ax, ay := max(gx, -gx), max(gy, -gy)
			var step int
			switch {
			case ay*5 < ax*2: // less than 22 degrees
				step = 1
			case ax*5 < ay*2:
				step = l.w
			case (gx > 0) == (gy > 0):
				step = l.w + 1
			default:
				step = l.w - 1
			}
			m := magnitude(l.dx[i], l.dy[i])
			if m > magnitude(l.dx[i-step], l.dy[i-step]) && m >= magnitude(l.dx[i+step], l.dy[i+step]) {
				mark[i] = true
				list = append(list, int32(i))
				start[128-ranks[x]]++
			}
		}
	}
	for i := 1; i < len(start); i++ {
		start[i] += start[i-1]
	}
	sorted := l.memory.longs.take(len(list))
	for _, i := range list {
		k := 127 - l.rank[i]
		sorted[start[k]] = i
		start[k]++
	}
	return mark, sorted
}

const minSegment = 7 // pixels of a level

// segments follows ridges, from the strongest on, as long as their gradients stay within 18 degrees of the mean of what was
// passed.
func (l *level) segments(free []bool, order []int32) []segment {
	var out []segment
	var group []int32
	for _, seed := range order {
		if !free[seed] {
			continue
		}
		free[seed] = false
		group = append(group[:0], seed)
		s := heading{float64(l.dx[seed]), float64(l.dy[seed])}
		norm := math.Sqrt(s.x*s.x + s.y*s.y)
		s.x, s.y = s.x/norm, s.y/norm
		for _, way := range [2]int{1, -1} {
			for p := int(seed); ; {
				if p = l.follow(free, p, way, &s); p < 0 {
					break
				}
				free[p] = false
				group = append(group, int32(p))
			}
		}
		if len(group) >= minSegment-1 {
			if s, ok := l.straight(group); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// A heading is a sum of unit gradients.
type heading struct{ x, y float64 }

// follow returns the ridge pixel that comes next along an edge, over a gap of one pixel if need be, and adds it to the heading; -1
// at the end. Borders of a level have no ridges, so that steps beyond them find none.
func (l *level) follow(free []bool, p, way int, s *heading) int {
	along, aside := l.w*way, 1
	if math.Abs(s.y) > math.Abs(s.x) {
		along, aside = way, l.w
	}
	for _, i := range [6]int{p + along, p + along + aside, p + along - aside, p + 2*along, p + 2*along + aside, p + 2*along - aside} {
		if uint(i) >= uint(len(free)) || !free[i] {
			continue
		}
		gx, gy := float64(l.dx[i]), float64(l.dy[i])
		dot, square := gx*s.x+gy*s.y, gx*gx+gy*gy
		if dot <= 0 || dot*dot < 0.9*square*(s.x*s.x+s.y*s.y) {
			continue
		}
		n := 1 / math.Sqrt(square)
		s.x, s.y = s.x+gx*n, s.y+gy*n
		return i
	}
	return -1
}

// straight fits a segment through pixels by their principal axis.
func (l *level) straight(group []int32) (segment, bool) {
	var sx, sy, sxx, sxy, syy float64
	n := float64(len(group))
	for _, p := range group {
		x, y := float64(int(p)%l.w)+0.5, float64(int(p)/l.w)+0.5
		sx += x
		sy += y
		sxx += x * x
		sxy += x * y
		syy += y * y
	}
	mx, my := sx/n, sy/n
	cxx, cxy, cyy := sxx/n-mx*mx, sxy/n-mx*my, syy/n-my*my
	angle := 0.5 * math.Atan2(2*cxy, cxx-cyy)
	ux, uy := math.Cos(angle), math.Sin(angle)
	across := cxx*uy*uy - 2*cxy*ux*uy + cyy*ux*ux
	if across > 1.6 {
		return segment{}, false
	}
	t0, t1 := math.Inf(1), math.Inf(-1)
	for _, p := range group {
		t := (float64(int(p)%l.w)+0.5-mx)*ux + (float64(int(p)/l.w)+0.5-my)*uy
		t0, t1 = min(t0, t), max(t1, t)
	}
	s := segment{point{mx + t0*ux, my + t0*uy}, point{mx + t1*ux, my + t1*uy}, t1 - t0}
	return s, s.length >= minSegment && n > 0.5*s.length
}
