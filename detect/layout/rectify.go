package layout

import (
	"math"

	"ronda/detect/cards"
	"ronda/detect/picture"
)

// Size of a rectified card, seven pixels for each cell of the edge grid, and of the face with what lies around the card: where
// a candidate is some percent off, the card is found again without sampling the picture anew.
const (
	cardWidth  = 168
	cardHeight = 126
	rimX, rimY = 12, 9
	faceWidth  = cardWidth + 2*rimX
	faceHeight = cardHeight + 2*rimY
)

// span is after how many pixels of a row the perspective is worked out anew; between them it is a straight line.
const span = 8

// A face is the grey front of a card or page and a rim around it, seen straight on and stretched to one size whatever its shape.
type face [faceWidth * faceHeight]uint8

// pyramid holds a plane and its halves, so that a large card is not sampled at single pixels.
type pyramid []picture.Plane

func newPyramid(p picture.Plane) pyramid {
	out := pyramid{p}
	for p.W >= 2*glanceWidth && p.H >= 2 || p.H >= 2*glanceWidth && p.W >= 2 {
		p = half(p)
		out = append(out, p)
	}
	return out
}

// half averages each four pixels; an odd last row or column is dropped.
func half(p picture.Plane) picture.Plane {
	out := picture.NewPlane(p.W/2, p.H/2)
	for y := range out.H {
		above, below := p.Pix[2*y*p.W:][:2*out.W], p.Pix[(2*y+1)*p.W:][:2*out.W]
		row := out.Pix[y*out.W:][:out.W]
		for x := range row {
			row[x] = uint8((int(above[2*x]) + int(above[2*x+1]) + int(below[2*x]) + int(below[2*x+1]) + 2) >> 2)
		}
	}
	return out
}

// sides returns the mean lengths of a quad's upper and lower, and of its left and right side.
func sides(q cards.Quad) (w, h float64) {
	return (distance(q[0], q[1]) + distance(q[3], q[2])) / 2, (distance(q[1], q[2]) + distance(q[0], q[3])) / 2
}

func distance(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// rolled returns the quad that begins one corner further, so that another side lies on top.
func rolled(q cards.Quad) cards.Quad { return cards.Quad{q[1], q[2], q[3], q[0]} }

// rectify samples the front of what lies in a quad. Outside of the picture its border is repeated.
func (p pyramid) rectify(q cards.Quad, out *face) {
	p.sample(q, cardWidth, cardHeight, rimX, rimY, out[:])
}

// upright returns the front of what lies in a quad without its rim, with a turn undone.
func (p pyramid) upright(q cards.Quad, t turn) picture.Plane {
	var f face
	p.rectify(q, &f)
	card := picture.NewPlane(cardWidth, cardHeight)
	for y := range cardHeight {
		for x := range cardWidth {
			fromX, fromY := t.source(x, y, cardWidth, cardHeight)
			card.Pix[y*cardWidth+x] = f[(rimY+fromY)*faceWidth+rimX+fromX]
		}
	}
	return card
}

// sample stretches what lies in a quad to w by h pixels, with a rim around it; with its rim a row is a multiple of span.
func (p pyramid) sample(q cards.Quad, w, h, aside, above int, out []uint8) {
	long, high := sides(q)
	level, scale := 0, 1.0
	for r := max(long/float64(w), high/float64(h)); r > 1.4 && level < len(p)-1; r /= 2 {
		level, scale = level+1, scale/2
	}
	for i := range q {
		q[i][0], q[i][1] = q[i][0]*scale, q[i][1]*scale
	}
	m := toQuad(q)
	plane := &p[level]
	full := w + 2*aside
	for y := range h + 2*above {
		v := (float64(y-above) + 0.5) / float64(h)
		x0, y0 := m.fixed((0.5-float64(aside))/float64(w), v)
		for x := 0; x < full; x += span {
			x1, y1 := m.fixed((float64(x+span-aside)+0.5)/float64(w), v)
			stretch(plane, x0, y0, (x1-x0)/span, (y1-y0)/span, out[y*full+x:][:span])
			x0, y0 = x1, y1
		}
	}
}

// stretch interpolates pixels along a line; places and steps are in 65536ths of a pixel.
func stretch(p *picture.Plane, x, y, dx, dy int, out []uint8) {
	w, last := p.W, len(out)
	endX, endY := x+last*dx, y+last*dy
	if min(x, endX) >= 0 && min(y, endY) >= 0 && max(x, endX)>>16 < w-1 && max(y, endY)>>16 < p.H-1 {
		for i := range out {
			at := (y>>16)*w + x>>16
			fx, fy := x>>8&255, y>>8&255
			above, below := p.Pix[at:at+2:at+2], p.Pix[at+w:at+w+2:at+w+2]
			top := int(above[0])<<8 + (int(above[1])-int(above[0]))*fx
			bottom := int(below[0])<<8 + (int(below[1])-int(below[0]))*fx
			out[i] = uint8((top<<8 + (bottom-top)*fy) >> 16)
			x, y = x+dx, y+dy
		}
		return
	}
	for i := range out {
		px, py := min(max((x+1<<15)>>16, 0), w-1), min(max((y+1<<15)>>16, 0), p.H-1)
		out[i] = p.Pix[py*w+px]
		x, y = x+dx, y+dy
	}
}

// A projection maps the unit square to a quad: x = (m[0]u + m[1]v + m[2]) / (m[6]u + m[7]v + 1), y likewise.
type projection [8]float64

func toQuad(q cards.Quad) projection {
	dx1, dx2, dx3 := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, dy3 := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	var g, h float64
	if d := dx1*dy2 - dx2*dy1; d != 0 {
		g, h = (dx3*dy2-dx2*dy3)/d, (dx1*dy3-dx3*dy1)/d
	}
	return projection{
		q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0],
		q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1], g, h,
	}
}

func (m *projection) at(u, v float64) (x, y float64) {
	w := m[6]*u + m[7]*v + 1
	if math.Abs(w) < 1e-6 { // a quad so skew that the horizon crosses it: any place will do
		w = 1e-6
	}
	return (m[0]*u + m[1]*v + m[2]) / w, (m[3]*u + m[4]*v + m[5]) / w
}

// fixed returns the pixel whose centre lies at u, v, in 65536ths and within what an int32 holds.
func (m *projection) fixed(u, v float64) (x, y int) {
	px, py := m.at(u, v)
	const far = 1 << 14
	return int(min(max(px-0.5, -far), far) * 65536), int(min(max(py-0.5, -far), far) * 65536)
}

// plain reports whether there is too little contrast to compare anything: standard deviation below 4 of 255.
func (f *face) plain() bool { return flat(f[:]) }

func flat(pix []uint8) bool {
	var sum, squares uint64
	for _, v := range pix {
		sum += uint64(v)
		squares += uint64(v) * uint64(v)
	}
	n := uint64(len(pix))
	return squares*n-sum*sum < 16*n*n
}
