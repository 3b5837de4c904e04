package quad

import (
	"ronda/detect/cards"
	"ronda/detect/picture"
)

// span is after how many pixels of a row the perspective is worked out anew; between them it is a straight line.
const span = 8

// narrowest is the width in pixels of the smallest look that anybody takes of a card (descriptor.Glimpse): narrower halves serve nobody.
const narrowest = 84

// Pyramid holds a plane and its halves, so that a large card is not sampled at single pixels. It is not changed once it is made.
type Pyramid []picture.Plane

// NewPyramid halves a plane as often as is of use. The plane itself is kept, and not to be changed as long as the pyramid is used.
func NewPyramid(p picture.Plane) Pyramid {
	out := Pyramid{p}
	for p.W >= 2*narrowest && p.H >= 2 || p.H >= 2*narrowest && p.W >= 2 {
		p = Half(p)
		out = append(out, p)
	}
	return out
}

// Half averages each four pixels; an odd last row or column is dropped.
func Half(p picture.Plane) picture.Plane {
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

// Sample writes what lies in a quad, stretched to w by h pixels, with a rim of so many pixels aside and above around it; with its rim a
// row is a multiple of 8. Outside of the picture its border is repeated. out holds all rows one after the other.
func (p Pyramid) Sample(q cards.Quad, w, h, aside, above int, out []uint8) {
	long, high := Sides(q)
	level, scale := 0, 1.0
	for r := max(long/float64(w), high/float64(h)); r > 1.4 && level < len(p)-1; r /= 2 {
		level, scale = level+1, scale/2
	}
	for i := range q {
		q[i][0], q[i][1] = q[i][0]*scale, q[i][1]*scale
	}
	m := Onto(q)
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
