package pen

import (
	"image"
	"math"
	"math/rand/v2"
)

// A quad is where the corners of a card lie: its own top left, top right, bottom right, bottom left.
type quad = [4][2]float64

// A homography maps the unit square into a picture: x' = (ax+by+c)/(gx+hy+1).
type homography [9]float64

// toQuad maps the unit square to a quad (Heckbert 1989).
func toQuad(q quad) homography {
	dx1, dx2, sx := q[1][0]-q[2][0], q[3][0]-q[2][0], q[0][0]-q[1][0]+q[2][0]-q[3][0]
	dy1, dy2, sy := q[1][1]-q[2][1], q[3][1]-q[2][1], q[0][1]-q[1][1]+q[2][1]-q[3][1]
	det := dx1*dy2 - dx2*dy1
	if det == 0 {
		det = 1e-9
	}
	g, h := (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
	return homography{
		q[1][0] - q[0][0] + g*q[1][0], q[3][0] - q[0][0] + h*q[3][0], q[0][0],
		q[1][1] - q[0][1] + g*q[1][1], q[3][1] - q[0][1] + h*q[3][1], q[0][1],
		g, h, 1,
	}
}

func (m homography) at(x, y float64) pt {
	w := m[6]*x + m[7]*y + m[8]
	return pt{(m[0]*x + m[1]*y + m[2]) / w, (m[3]*x + m[4]*y + m[5]) / w}
}

func (m homography) inverse() homography {
	return homography{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
}

func quadWidth(q quad) float64 {
	return (math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1]) + math.Hypot(q[2][0]-q[3][0], q[2][1]-q[3][1])) / 2
}

// A pose is how a flat thing is held before the lens.
type pose struct {
	x, y, w      float64 // centre and width in pixels
	roll         float64 // in the picture's plane, radians clockwise
	tiltX, tiltY float64 // away from it
}

// corners projects a card of an aspect (width by height) from a lens some widths away, scaled so that its width is w.
func (p pose) corners(aspect float64) quad {
	far := 2.8
	project := func() (q quad) {
		for i, c := range [4]pt{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}} {
			x, y := c[0], c[1]/aspect
			x, z := x*math.Cos(p.tiltY), x*math.Sin(p.tiltY)
			y, z = y*math.Cos(p.tiltX)-z*math.Sin(p.tiltX), y*math.Sin(p.tiltX)+z*math.Cos(p.tiltX)
			s := far / (far + z)
			x, y = x*s, y*s
			q[i] = [2]float64{x*math.Cos(p.roll) - y*math.Sin(p.roll), x*math.Sin(p.roll) + y*math.Cos(p.roll)}
		}
		return q
	}
	q := project()
	scale := p.w / quadWidth(q)
	for i := range q {
		q[i] = [2]float64{p.x + q[i][0]*scale, p.y + q[i][1]*scale}
	}
	return q
}

// tilted gives a pose at most so far from upright.
func tilted(r *rand.Rand, p pose, roll, tilt float64) pose {
	p.roll += r.NormFloat64() * roll / 2
	p.tiltX, p.tiltY = between(r, -tilt, tilt), between(r, -tilt, tilt)
	return p
}

// halve shrinks a picture to half its size, each pixel the mean of four.
func halve(src *image.RGBA) *image.RGBA {
	w, h := src.Rect.Dx()/2, src.Rect.Dy()/2
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		a := src.Pix[2*y*src.Stride:]
		b := src.Pix[(2*y+1)*src.Stride:]
		o := out.Pix[y*out.Stride:]
		for x := range w {
			for k := range 4 {
				i := x*8 + k
				o[x*4+k] = uint8((int(a[i]) + int(a[i+4]) + int(b[i]) + int(b[i+4]) + 2) / 4)
			}
		}
	}
	return out
}

// warp lays a picture into a quad. Each pixel is the mean of four samples where the picture is finer than its place.
func (c *canvas) warp(src *image.RGBA, q quad) {
	for float64(src.Rect.Dx()) > 1.7*quadWidth(q) && src.Rect.Dx() > 16 && src.Rect.Dy() > 16 {
		src = halve(src)
	}
	w, h := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	inv := toQuad(q).inverse()
	for i := range 3 {
		inv[i], inv[3+i] = inv[i]*w, inv[3+i]*h
	}
	b := bounds([]pt{q[0], q[1], q[2], q[3]})
	r := image.Rect(int(b[0])-1, int(b[1])-1, int(b[2])+2, int(b[3])+2).Intersect(c.Rect)
	offsets := []pt{{0.5, 0.5}}
	if w > 1.15*quadWidth(q) {
		offsets = []pt{{0.25, 0.25}, {0.75, 0.3}, {0.3, 0.75}, {0.7, 0.7}}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		i := y*c.Stride + r.Min.X*4
		for x := r.Min.X; x < r.Max.X; x, i = x+1, i+4 {
			var sum [4]int
			for _, o := range offsets {
				p := inv.at(float64(x)+o[0], float64(y)+o[1])
				sample(src, p[0]-0.5, p[1]-0.5, &sum)
			}
			n := len(offsets) << 8
			if sum[3] == 0 {
				continue
			}
			keep := 255 - sum[3]/n
			d := c.Pix[i : i+4 : i+4]
			for k := range d {
				d[k] = uint8(min(255, sum[k]/n+int(d[k])*keep/255))
			}
		}
	}
}

// sample adds the bilinear value at a place, times 256; outside, it is transparent.
func sample(src *image.RGBA, x, y float64, sum *[4]int) {
	if x < -1 || y < -1 || x >= float64(src.Rect.Dx()) || y >= float64(src.Rect.Dy()) {
		return
	}
	ix, iy := int(x+1)-1, int(y+1)-1
	fx, fy := int((x-float64(ix))*256), int((y-float64(iy))*256)
	if ix >= 0 && iy >= 0 && ix+1 < src.Rect.Dx() && iy+1 < src.Rect.Dy() {
		a := src.Pix[iy*src.Stride+ix*4:][:8]
		b := src.Pix[(iy+1)*src.Stride+ix*4:][:8]
		for k := range 4 {
			top := int(a[k])*(256-fx) + int(a[k+4])*fx
			low := int(b[k])*(256-fx) + int(b[k+4])*fx
			sum[k] += (top*(256-fy) + low*fy) >> 8
		}
		return
	}
	for dy := range 2 {
		for dx := range 2 {
			px, py := ix+dx, iy+dy
			if px < 0 || py < 0 || px >= src.Rect.Dx() || py >= src.Rect.Dy() {
				continue
			}
			weight := (256 - fx + dx*(2*fx-256)) * (256 - fy + dy*(2*fy-256))
			p := src.Pix[py*src.Stride+px*4:][:4]
			for k := range 4 {
				sum[k] += int(p[k]) * weight >> 8
			}
		}
	}
}
