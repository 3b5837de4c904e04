package brush

import (
	"math"
	"math/rand/v2"
)

// limb paints a chain of joints as rounded, shaded rods: fingers, palms, arms.
func (f *frame) limb(c rgb, soft float64, joints []pt, radii []float64, nail bool) {
	big := 0.0
	for _, q := range radii {
		big = max(big, q)
	}
	x0, y0, x1, y1 := box(joints, big+2, f.w, f.h)
	tip, tipR := joints[len(joints)-1], radii[len(radii)-1]
	last := joints[len(joints)-2]
	dx, dy := tip[0]-last[0], tip[1]-last[1]
	k := math.Hypot(dx, dy)
	dx, dy = dx/k, dy/k
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			px, py := float64(x)+0.5, float64(y)+0.5
			d, side := rod(px, py, joints, radii)
			if d >= 1+soft/big {
				continue
			}
			nz := math.Sqrt(max(0, 1-d*d))
			col := c.times(float32(0.38 + 0.5*nz + 0.14*side))
			if nail {
				u, v := (px-tip[0])*dx+(py-tip[1])*dy, (py-tip[1])*dx-(px-tip[0])*dy
				col = col.mix(rgb{0.8, 0.55, 0.48}, float32(0.6*hard(u-0.15*tipR, v, tipR*0.62, tipR*0.52, 0.25)))
				for _, crease := range []float64{-1.6, -1.75, -3.3} {
					col = col.times(float32(1 - 0.18*max(0, 1-math.Abs(u/tipR-crease)/0.09)))
				}
			}
			a := max(0, min(1, (1-d)*big/soft+0.5))
			i := y*f.w + x
			f.px[i] = f.px[i].mix(col, float32(a))
			if a > 0.5 {
				f.id[i] = 0
			}
		}
	}
}

// rod returns the distance to the nearest joint line in radii, and on which side the light meets it.
func rod(x, y float64, joints []pt, radii []float64) (d, side float64) {
	d = math.Inf(1)
	for i := 1; i < len(joints); i++ {
		a, z := joints[i-1], joints[i]
		dx, dy := z[0]-a[0], z[1]-a[1]
		t := max(0, min(1, ((x-a[0])*dx+(y-a[1])*dy)/(dx*dx+dy*dy+1e-9)))
		ox, oy := x-a[0]-t*dx, y-a[1]-t*dy
		q := radii[i-1] + t*(radii[i]-radii[i-1])
		if e := math.Hypot(ox, oy) / q; e < d {
			d, side = e, -(ox*0.4+oy*0.8)/q
		}
	}
	return d, side
}

// A grip is a hand on a card: what of it is behind the card, what in front.
type grip struct {
	mm     float64 // pixels
	skin   rgb
	side   int // 0 below, 1 right, 2 left, 3 fingers in front from the right, 4 both sides
	along  float64
	deep   float64 // how far the thumb reaches in, mm
	slope  float64
	sleeve rgb
}

func newGrip(r *rand.Rand, f *frame, p pose, skin rgb, page bool) grip {
	g := grip{mm: f.focal / p.mid[2] / 85.6, skin: skin.times(float32(within(r, 0.85, 1.1))), side: r.IntN(4), along: within(r, 0.3, 0.75), deep: within(r, 8, 24), slope: within(r, -0.5, 0.5), sleeve: lit(hsv(within(r, 0, 360), 0.3, within(r, 0.1, 0.9)))}
	if page {
		g.mm *= 85.6 / 297
		g.side = one(r, 1, 2, 4, 4)
		g.along = within(r, 0.5, 0.9)
	}
	return g
}

// edge returns a point on the edge that is held and the unit vectors along and out of the card, in the picture.
func (g *grip) edge(f *frame, p pose, side int) (o, along, out pt) {
	var a, b pt
	switch side {
	case 0:
		o, a, b = f.at(p, g.along, 1), f.at(p, g.along+0.1, 1), f.at(p, g.along, 0.9)
	case 2:
		o, a, b = f.at(p, 0, g.along), f.at(p, 0, g.along+0.1), f.at(p, 0.1, g.along)
	default:
		o, a, b = f.at(p, 1, g.along), f.at(p, 1, g.along+0.1), f.at(p, 0.9, g.along)
	}
	norm := func(v pt) pt { k := math.Hypot(v[0], v[1]); return pt{v[0] / k, v[1] / k} }
	return o, norm(pt{a[0] - o[0], a[1] - o[1]}), norm(pt{o[0] - b[0], o[1] - b[1]})
}

// go along and out from the edge by so many millimetres.
func (g *grip) step(o, along, out pt, a, b float64) pt {
	return pt{o[0] + (along[0]*a+out[0]*b)*g.mm, o[1] + (along[1]*a+out[1]*b)*g.mm}
}

func (g *grip) behind(f *frame, p pose) {
	for _, side := range g.sides() {
		o, al, out := g.edge(f, p, side)
		wrist := g.step(o, al, out, 10*g.slope, 95)
		if side != 0 { // arms come from below
			wrist = pt{wrist[0], wrist[1] + 90*g.mm}
		}
		elbow := pt{wrist[0] + (wrist[0]-o[0])*0.3, wrist[1] + 300*g.mm}
		f.limb(g.sleeve, 1.5, []pt{wrist, elbow}, []float64{33 * g.mm, 48 * g.mm}, false)
		f.limb(g.skin, 1.5, []pt{g.step(o, al, out, 0, 28), wrist}, []float64{34 * g.mm, 27 * g.mm}, false)
		for k := range 4 { // fingers run behind the card
			a := float64(k)*17 - 26
			f.limb(g.skin, 1.2, []pt{g.step(o, al, out, a*0.9, 30), g.step(o, al, out, a, -12)}, []float64{10 * g.mm, 8.5 * g.mm}, true)
		}
	}
}

func (g *grip) sides() []int {
	if g.side == 4 {
		return []int{1, 2}
	}
	return []int{g.side}
}

func (g *grip) front(f *frame, p pose) {
	for _, side := range g.sides() {
		o, al, out := g.edge(f, p, side)
		if side == 3 {
			for k := range 4 {
				a := float64(k)*18 - 27
				in := g.deep * (1 - 0.12*math.Abs(float64(k)-1.3))
				f.limb(g.skin, 1.2, []pt{g.step(o, al, out, a*0.8, 38), g.step(o, al, out, a, 8), g.step(o, al, out, a*1.05, -in+8)}, []float64{10.5 * g.mm, 9.5 * g.mm, 8 * g.mm}, true)
			}
			continue
		}
		f.limb(g.skin, 1.2, []pt{g.step(o, al, out, 12*g.slope, 45), g.step(o, al, out, 5*g.slope, 14), g.step(o, al, out, -8*g.slope, 10-g.deep)}, []float64{14 * g.mm, 11.5 * g.mm, 9.5 * g.mm}, true)
	}
}
