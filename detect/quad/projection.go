package quad

import (
	"math"

	"ronda/detect/cards"
)

// Projection maps the unit square to a quad: x = (m[0]u + m[1]v + m[2]) / (m[6]u + m[7]v + 1), y likewise.
type Projection [8]float64

// Onto returns what maps the unit square to a quad, its corners in the order top left, top right, bottom right, bottom left.
func Onto(q cards.Quad) Projection {
	dx1, dx2, dx3 := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, dy3 := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	var g, h float64
	if d := dx1*dy2 - dx2*dy1; d != 0 {
		g, h = (dx3*dy2-dx2*dy3)/d, (dx1*dy3-dx3*dy1)/d
	}
	return Projection{
		q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0],
		q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1], g, h,
	}
}

// At returns where a point of the unit square lies.
func (m *Projection) At(u, v float64) (x, y float64) {
	w := m[6]*u + m[7]*v + 1
	if math.Abs(w) < 1e-6 { // a quad so skew that the horizon crosses it: any place will do
		w = 1e-6
	}
	return (m[0]*u + m[1]*v + m[2]) / w, (m[3]*u + m[4]*v + m[5]) / w
}

// fixed returns the pixel whose centre lies at u, v, in 65536ths and within what an int32 holds.
func (m *Projection) fixed(u, v float64) (x, y int) {
	px, py := m.At(u, v)
	const far = 1 << 14
	return int(min(max(px-0.5, -far), far) * 65536), int(min(max(py-0.5, -far), far) * 65536)
}
