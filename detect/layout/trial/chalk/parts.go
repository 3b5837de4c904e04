package chalk

import (
	"image/color"
	"math"
	"strings"
)

type row struct{ label, value string }

// rows writes labels, colons and values below each other and returns where the next line would stand. A label that begins with
// a space is indented.
func (p *plate) rows(x, colon, y, pitch, right float64, i ink, of []row) float64 {
	for _, f := range of {
		left := x
		if f.label != "" && f.label[0] == ' ' {
			left += i.size
		}
		p.fit(left, y, colon-left-0.4, strings.TrimSpace(f.label), i)
		p.fit(colon, y, right-colon, ": "+f.value, i)
		y += pitch
	}
	return y
}

// ripples is a ground of fine lines that swing alike, as on printed securities.
func (p *plate) ripples(col color.NRGBA, pitch, swing, length, lean float64) {
	phase, drift := p.r.Float64()*2*math.Pi, span(p.r, -0.12, 0.12)
	for y := -swing - math.Abs(lean)*p.w; y < p.h+swing+math.Abs(lean)*p.w; y += pitch {
		var q []at
		for x := 0.0; x <= p.w+1; x += p.w / 40 {
			a := 2*math.Pi*x/length + phase + y*drift
			q = append(q, at{x, y + lean*x + swing*math.Sin(a) + swing*0.4*math.Sin(2.3*a+1)})
		}
		p.trace(col, 0.14*p.w/85, q...)
	}
}

// rosette is a ring of loops.
func (p *plate) rosette(x, y, radius float64, col color.NRGBA) {
	n := 5 + p.r.IntN(8)
	for _, s := range []float64{0.65, 0.85, 1} {
		var q []at
		for i := range 181 {
			a := float64(i) / 180 * 2 * math.Pi
			d := radius * s * (0.72 + 0.28*math.Sin(float64(n)*a+s*9))
			q = append(q, at{x + d*math.Cos(a), y + d*math.Sin(a)})
		}
		p.trace(col, p.w*0.0022, q...)
	}
}

// globe is the earth as wires, with islands along its middle.
func (p *plate) globe(x, y, radius float64, wire, land color.NRGBA) {
	t := p.w * 0.0026
	for _, s := range []float64{1, 0.75, 0.42} {
		p.trace(wire, t, oval(x, y, radius*s, radius, 0, 1)...)
	}
	p.trace(wire, t, at{x, y - radius}, at{x, y + radius})
	for _, s := range []float64{-0.75, -0.45, -0.15, 0.15, 0.45, 0.75} {
		half := radius * math.Sqrt(1-s*s)
		p.trace(wire, t, at{x - half, y + s*radius}, at{x + half, y + s*radius})
	}
	p.islands(x-radius*1.1, y-radius*0.2, radius*2.2, land)
}

// islands is an archipelago of so much width: a long one at the left, a row below, big ones in the middle and at the right.
func (p *plate) islands(x, y, w float64, col color.NRGBA) {
	for _, o := range [][5]float64{{0.1, 0.08, 0.12, 0.025, 0.7}, {0.25, 0.27, 0.09, 0.014, 0.1}, {0.36, 0.06, 0.07, 0.06, 0}, {0.53, 0.08, 0.02, 0.06, 0.2}, {0.57, 0.05, 0.05, 0.012, 0.1}, {0.43, 0.3, 0.05, 0.01, 0.05}, {0.53, 0.32, 0.04, 0.01, 0}, {0.68, 0.12, 0.025, 0.02, 0}, {0.87, 0.17, 0.11, 0.045, 0.25}} {
		s, c := math.Sincos(o[4])
		q := oval(0, 0, o[2]*w, o[3]*w, 0, 1)
		for i, a := range q {
			bump := 1 + 0.12*math.Sin(float64(i)*1.9+o[0]*20)
			q[i] = at{x + o[0]*w + bump*(a[0]*c-a[1]*s), y + o[1]*w + bump*(a[0]*s+a[1]*c)}
		}
		p.poly(col, q...)
	}
}

// eagle is the state's emblem, as much as can be seen of it at this size: wings, a shield, a ribbon.
func (p *plate) eagle(x, y, size float64, col color.NRGBA) {
	for side := -1.0; side <= 1; side += 2 {
		for i := range 5 {
			a := 0.15 + 0.22*float64(i)
			p.trace(col, size*0.1, at{x + side*size*0.1, y - size*0.1}, at{x + side*size*0.52*math.Cos(a), y - size*0.1 + size*0.42*math.Sin(a) - size*0.2})
		}
	}
	p.disc(x, y-size*0.36, size*0.09, size*0.1, col)
	p.poly(col, at{x - size*0.13, y - size*0.2}, at{x + size*0.13, y - size*0.2}, at{x + size*0.12, y + size*0.1}, at{x, y + size*0.22}, at{x - size*0.12, y + size*0.1})
	p.box(x-size*0.35, y+size*0.3, size*0.7, size*0.1, col)
}

// portrait is a head and shoulders of ellipses before a plain ground.
func (p *plate) portrait(x, y, w, h float64, woman bool, ground color.NRGBA) {
	r := p.r
	in := newPlate(r, w, h, w*p.k)
	dark := blend(ground, rgb(0), 0.25)
	in.wash(func(u, v float64) color.NRGBA { return blend(ground, dark, 1.6*math.Hypot(u-0.5, v-0.4)-0.3) })
	skin := near(r, rgb(one[uint32](r, 0xc99872, 0xb07c56, 0xdab28e, 0x8e5f40)), 10)
	hair := near(r, rgb(one[uint32](r, 0x17130f, 0x2a1d14, 0x3b3b3b)), 8)
	cloth := near(r, rgb(one[uint32](r, 0xf2f2ee, 0x23304a, 0x7a2a2a, 0x3c5a40, 0xc8b890, 0x202020)), 12)
	cx, cy := w*span(r, 0.47, 0.53), h*span(r, 0.4, 0.46)
	head := h * span(r, 0.2, 0.24)
	veiled := woman && luck(r, 0.55)
	in.disc(cx, h*1.04, w*span(r, 0.42, 0.52), h*0.3, cloth)
	if veiled {
		veil := near(r, rgb(one[uint32](r, 0x3a4c78, 0x8c5a6e, 0x202020, 0xd8d0c0, 0x5a7a64)), 12)
		in.disc(cx, cy+head*0.1, head*1.08, head*1.3, veil)
		in.disc(cx, cy+head*1.6, head*1.4, head*0.9, veil)
	} else {
		in.box(cx-head*0.32, cy+head*0.6, head*0.64, head*0.85, blend(skin, rgb(0x402010), 0.15))
		in.disc(cx, cy-head*0.22, head*0.88, head*0.98, hair)
		if woman {
			in.box(cx-head*0.88, cy-head*0.2, head*0.4, head*1.5, hair)
			in.box(cx+head*0.48, cy-head*0.2, head*0.4, head*1.5, hair)
		} else {
			in.poly(blend(cloth, rgb(0xffffff), 0.5), at{cx - head*0.5, cy + head*1.5}, at{cx, cy + head*2.1}, at{cx + head*0.5, cy + head*1.5})
		}
	}
	in.disc(cx, cy, head*0.74, head, skin)
	if !veiled {
		in.poly(hair, oval(cx, cy-head*0.45, head*0.72, head*0.5, 0.5, 1)...)
	}
	shade := blend(skin, rgb(0x2a1408), 0.75)
	for side := -1.0; side <= 1; side += 2 {
		in.disc(cx+side*head*0.31, cy-head*0.08, head*0.13, head*0.06, rgb(0xf0ece6))
		in.disc(cx+side*head*0.31, cy-head*0.08, head*0.065, head*0.065, rgb(0x1c120c))
		in.trace(shade, head*0.07, at{cx + side*head*0.48, cy - head*0.24}, at{cx + side*head*0.16, cy - head*0.27})
	}
	in.trace(blend(skin, shade, 0.4), head*0.08, at{cx, cy}, at{cx + head*0.06, cy + head*0.3}, at{cx - head*0.07, cy + head*0.32})
	in.trace(blend(shade, rgb(0xa04040), 0.5), head*0.1, at{cx - head*0.24, cy + head*0.57}, at{cx, cy + head*0.6}, at{cx + head*0.24, cy + head*0.57})
	p.stamp(in, x, y)
}

// stamp copies a plate of the same scale onto a place.
func (p *plate) stamp(in *plate, x, y float64) {
	ox, oy := int(x*p.k), int(y*p.k)
	for row := range in.Rect.Dy() {
		for col := range in.Rect.Dx() {
			if px := ox + col; px >= 0 && px < p.Rect.Dx() && oy+row >= 0 && oy+row < p.Rect.Dy() {
				copy(p.Pix[(oy+row)*p.Stride+px*4:][:4], in.Pix[row*in.Stride+col*4:][:4])
			}
		}
	}
}

// sign is a signature in a place of so much width and height.
func (p *plate) sign(x, y, w, h float64, col color.NRGBA) {
	r := p.r
	var q []at
	turns, lean := span(r, 1.5, 5), span(r, -0.5, 0.8)
	big, loop, skip := span(r, 0.2, 0.8), span(r, 0.02, 0.12), span(r, 1.3, 2.6)
	for i := range 90 {
		t := float64(i) / 89
		a := t * turns * 2 * math.Pi
		tall := h / 2 * (0.2 + 0.8*math.Abs(math.Sin(t*5*big+big*4))) * (1 - 0.5*t)
		q = append(q, at{x + w*(0.1+0.8*t) + w*loop*math.Cos(a*skip), y + h/2 + tall*math.Sin(a+0.6*math.Sin(a*skip)) - lean*h*0.25*t})
	}
	p.trace(col, 0.004*p.w*span(r, 0.7, 1.3), q...)
	if luck(r, 0.5) {
		p.trace(col, 0.004*p.w, at{x, y + h*0.8}, at{x + w, y + h*span(r, 0.5, 0.9)})
	}
}

// seal is a round rubber stamp.
func (p *plate) seal(x, y, radius float64, col color.NRGBA) {
	p.trace(col, radius*0.09, oval(x, y, radius, radius, 0, 1)...)
	p.trace(col, radius*0.05, oval(x, y, radius*0.62, radius*0.62, 0, 1)...)
	for i := range 22 {
		s, c := math.Sincos(float64(i) / 22 * 2 * math.Pi)
		p.trace(col, radius*0.09, at{x + c*radius*0.72, y + s*radius*0.72}, at{x + c*radius*0.9, y + s*radius*0.9})
	}
	p.eagle(x, y, radius*0.8, col)
}

// code is a square of modules with finders in three corners: it looks like a QR code and holds nothing.
func (p *plate) code(x, y, size float64, n int) {
	m := size / float64(n)
	p.box(x-m*2, y-m*2, size+m*4, size+m*4, rgb(0xffffff))
	var s shape
	for j := range n {
		for i := range n {
			if p.r.IntN(2) == 0 {
				l, t := x+float64(i)*m, y+float64(j)*m
				s = p.closed(s, at{l, t}, at{l + m, t}, at{l + m, t + m}, at{l, t + m})
			}
		}
	}
	p.fill(s, rgb(0x101010))
	for _, c := range [][2]float64{{0, 0}, {float64(n - 7), 0}, {0, float64(n - 7)}} {
		l, t := x+c[0]*m, y+c[1]*m
		p.box(l-m, t-m, 9*m, 9*m, rgb(0xffffff))
		p.box(l, t, 7*m, 7*m, rgb(0x101010))
		p.box(l+m, t+m, 5*m, 5*m, rgb(0xffffff))
		p.box(l+2*m, t+2*m, 3*m, 3*m, rgb(0x101010))
	}
}

// bars is a bar code that holds nothing.
func (p *plate) bars(x, y, w, h float64) {
	for l := x; l < x+w; {
		b := w / 95 * float64(1+p.r.IntN(3))
		p.box(l, y, b, h, rgb(0x151515))
		l += b + w/95*float64(1+p.r.IntN(3))
	}
}
