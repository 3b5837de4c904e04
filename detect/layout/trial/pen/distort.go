package pen

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"slices"

	"golang.org/x/image/draw"
)

// distort does up to n different things to a picture, and adds the noise that every camera has.
func (s *stage) distort(n int) {
	for _, k := range s.r.Perm(len(distortions))[:n] {
		if name := distortions[k](s); name != "" {
			s.marks = append(s.marks, name)
		}
	}
	if !slices.Contains(s.marks, "screenshot") || chance(s.r, 0.3) {
		s.grain(between(s.r, 0.5, 3.5))
	}
}

var distortions = []func(s *stage) string{
	(*stage).smaller, (*stage).smaller, (*stage).cropped, (*stage).cropped, (*stage).compressed, (*stage).compressed, (*stage).compressed,
	(*stage).blurred, (*stage).blurred, (*stage).moved, (*stage).glared, (*stage).glared,
	func(s *stage) string {
		lo, hi := between(s.r, 30, 110), between(s.r, 140, 220)
		s.lut(func(_ int, v float64) float64 { return lo + v*(hi-lo) })
		return "low contrast"
	},
	func(s *stage) string {
		gamma, top := between(s.r, 1.3, 2.2), between(s.r, 110, 220)
		s.lut(func(_ int, v float64) float64 { return top * math.Pow(v, gamma) })
		return "dark"
	},
	func(s *stage) string {
		gamma := between(s.r, 0.45, 0.75)
		s.lut(func(_ int, v float64) float64 { return 275 * math.Pow(v, gamma) })
		return "overexposed"
	},
	func(s *stage) string {
		gain := [3]float64{between(s.r, 0.65, 1.1), between(s.r, 0.75, 1.05), between(s.r, 0.5, 1.15)}
		s.lut(func(k int, v float64) float64 { return 255 * v * gain[k] })
		return "cast"
	},
	func(s *stage) string { s.grey(1); return "grey" },
	func(s *stage) string { s.grain(between(s.r, 7, 16)); return "noise" },
	(*stage).mirrored, (*stage).turned, (*stage).exif,
	(*stage).watermark, (*stage).watermark, (*stage).covered, (*stage).covered, (*stage).phone,
}

// lut maps the channels 0 to 2; f gets 0 to 1 and gives 0 to 255.
func (s *stage) lut(f func(k int, v float64) float64) {
	var t [3][256]uint8
	for k := range t {
		for v := range t[k] {
			t[k][v] = byteOf(f(k, float64(v)/255) + 0.5)
		}
	}
	for i := 0; i < len(s.Pix); i += 4 {
		s.Pix[i], s.Pix[i+1], s.Pix[i+2] = t[0][s.Pix[i]], t[1][s.Pix[i+1]], t[2][s.Pix[i+2]]
	}
}

// grey takes a share of the colour away.
func (s *stage) grey(share float64) {
	k := int(share * 256)
	for i := 0; i < len(s.Pix); i += 4 {
		p := s.Pix[i : i+4 : i+4]
		v := (int(p[0])*77 + int(p[1])*150 + int(p[2])*29) >> 8
		for j := range 3 {
			p[j] = uint8((int(p[j])*(256-k) + v*k) >> 8)
		}
	}
}

// broadest returns the width of the widest card, or of the picture where there is none.
func (s *stage) broadest() float64 {
	w := 0.0
	for i := range s.cards {
		w = max(w, s.cards[i].Width())
	}
	if w == 0 {
		w = s.fw() / 2
	}
	return w
}

func (s *stage) resize(k float64) {
	w, h := max(1, int(s.fw()*k+0.5)), max(1, int(s.fh()*k+0.5))
	src := s.RGBA
	for src.Rect.Dx() > 2*w {
		src = halve(src)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(out, out.Rect, src, src.Rect, draw.Src, nil)
	kx, ky := float64(w)/s.fw(), float64(h)/s.fh()
	s.reshape(out, func(p [2]float64) [2]float64 { return [2]float64{p[0] * kx, p[1] * ky} })
}

func (s *stage) smaller() string {
	k := max(between(s.r, 0.2, 0.7), 62/s.broadest(), 240/max(s.fw(), s.fh()))
	for i := range s.cards { // nor may the small ones of a collage become specks
		k = max(k, 45/s.cards[i].Width())
	}
	if k > 0.85 {
		return ""
	}
	s.resize(k)
	return fmt.Sprintf("resize%d", int(k*100))
}

func (s *stage) crop(r image.Rectangle) {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Copy(out, image.Point{}, s.RGBA, r, draw.Src, nil)
	s.reshape(out, func(p [2]float64) [2]float64 {
		return [2]float64{p[0] - float64(r.Min.X), p[1] - float64(r.Min.Y)}
	})
}

// cropped cuts one or two sides, into the card at times, never so far that half of it is gone.
func (s *stage) cropped() string {
	r := s.Rect
	most := 0.25
	if len(s.cards) == 1 {
		most = 0.15
	}
	k := between(s.r, 0.05, most)
	dx, dy := int(k*s.fw()), int(k*s.fh())
	switch s.r.IntN(4) {
	case 0:
		r.Min.X += dx
	case 1:
		r.Max.X -= dx
	case 2:
		r.Min.Y += dy
	default:
		r.Max.Y -= dy
	}
	if chance(s.r, 0.4) {
		r.Min.X, r.Max.Y = r.Min.X+dx/3, r.Max.Y-dy/3
	}
	s.crop(r)
	return fmt.Sprintf("crop%d", int(k*100))
}

func (s *stage) compressed() string {
	s.quality = 25 + s.r.IntN(50)
	return fmt.Sprintf("jpeg%d", s.quality)
}

// blurred is out of focus, by up to what leaves a card's head line to be seen.
func (s *stage) blurred() string {
	n := max(1, int(s.broadest()*between(s.r, 0.003, 0.0085)+0.5))
	s.smear(2*n+1, 1, 0)
	s.smear(2*n+1, 0, 1)
	if chance(s.r, 0.5) {
		s.smear(n+1, 1, 0)
		s.smear(n+1, 0, 1)
	}
	return "blur"
}

func (s *stage) moved() string {
	n := max(3, int(s.broadest()*between(s.r, 0.01, 0.025)))
	d := pick(s.r, [2]int{1, 0}, [2]int{0, 1}, [2]int{1, 1}, [2]int{1, -1})
	s.smear(n, d[0], d[1])
	return "motion"
}

// smear averages n pixels in a direction with a running sum.
func (s *stage) smear(n, dx, dy int) {
	w, h := s.w(), s.h()
	out := image.NewRGBA(s.Rect)
	run := func(x, y, count int) {
		var sum [3]int
		step := dy*s.Stride + dx*4
		start := y*s.Stride + x*4
		pix := func(i int) []uint8 { return s.Pix[start+max(0, min(count-1, i))*step:][:4] }
		for i := -n / 2; i < n-n/2; i++ {
			p := pix(i)
			sum[0], sum[1], sum[2] = sum[0]+int(p[0]), sum[1]+int(p[1]), sum[2]+int(p[2])
		}
		for i := range count {
			o := out.Pix[start+i*step:][:4]
			o[0], o[1], o[2], o[3] = uint8(sum[0]/n), uint8(sum[1]/n), uint8(sum[2]/n), 255
			in, gone := pix(i+n-n/2), pix(i-n/2)
			for k := range sum {
				sum[k] += int(in[k]) - int(gone[k])
			}
		}
	}
	for y := range h {
		if dx == 1 && dy == 0 {
			run(0, y, w)
		} else if dx == 1 {
			edge := min(w, h-y)
			if dy < 0 {
				edge = min(w, y+1)
			}
			run(0, y, edge)
		}
	}
	if dy != 0 {
		from := 0
		if dx == 1 {
			from = 1
		}
		for x := from; x < w; x++ {
			switch {
			case dx == 0:
				run(x, 0, h)
			case dy > 0:
				run(x, 0, min(w-x, h))
			default:
				run(x, h-1, min(w-x, h))
			}
		}
	}
	s.RGBA = out
}

// spot is a place to spoil: on a card, or anywhere.
func (s *stage) spot() (x, y, size float64) {
	if len(s.cards) > 0 {
		c := &s.cards[s.r.IntN(len(s.cards))]
		p := toQuad(c.Quad).at(s.r.Float64(), s.r.Float64())
		return p[0], p[1], c.Width()
	}
	return s.r.Float64() * s.fw(), s.r.Float64() * s.fh(), s.fw() * 0.4
}

func (s *stage) glared() string {
	x, y, size := s.spot()
	white := hex(pick[uint32](s.r, 0xffffff, 0xfff8e8, 0xf0f6ff))
	for range 1 + s.r.IntN(2) {
		s.glow(x+between(s.r, -0.2, 0.2)*size, y+between(s.r, -0.2, 0.2)*size, size*between(s.r, 0.12, 0.5), size*between(s.r, 0.08, 0.35), white, between(s.r, 0.6, 1.3))
	}
	if chance(s.r, 0.4) {
		a := between(s.r, -1, 1)
		for i := range 4 {
			s.line(white, size*0.1*float64(4-i)/2, 0.13, pt{x - size, y - size*a}, pt{x + size, y + size*a})
		}
	}
	return "glare"
}

func (s *stage) mirrored() string {
	w := s.fw()
	out := image.NewRGBA(s.Rect)
	for y := range s.h() {
		a, b := s.Pix[y*s.Stride:], out.Pix[y*out.Stride:]
		for x := range s.w() {
			copy(b[(s.w()-1-x)*4:][:4], a[x*4:])
		}
	}
	s.reshape(out, func(p [2]float64) [2]float64 { return [2]float64{w - p[0], p[1]} })
	return "mirror"
}

// turnedBy turns pixels clockwise by so many quarters.
func turnedBy(src *image.RGBA, quarters int) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	ow, oh := w, h
	if quarters%2 == 1 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range h {
		for x := range w {
			ox, oy := w-1-x, h-1-y
			switch quarters {
			case 1:
				ox, oy = h-1-y, x
			case 3:
				ox, oy = y, w-1-x
			}
			copy(out.Pix[oy*out.Stride+ox*4:][:4], src.Pix[y*src.Stride+x*4:])
		}
	}
	return out
}

func (s *stage) turned() string {
	q := pick(s.r, 1, 2, 3)
	w, h := s.fw(), s.fh()
	s.reshape(turnedBy(s.RGBA, q), func(p [2]float64) [2]float64 {
		switch q {
		case 1:
			return [2]float64{h - p[1], p[0]}
		case 2:
			return [2]float64{w - p[0], h - p[1]}
		default:
			return [2]float64{p[1], w - p[0]}
		}
	})
	return fmt.Sprintf("rotate%d", q*90)
}

func (s *stage) exif() string {
	s.turn = pick(s.r, 3, 6, 8)
	return fmt.Sprintf("exif%d", s.turn)
}

func (s *stage) watermark() string {
	text := pick(s.r, "HANYA UNTUK VERIFIKASI", "@tokodata", "READY STOK", "CONTOH", "lapak.example", "SOLD", "Pinjaman 2024", "Shot on Quad Camera")
	x, y, size := s.spot()
	st := style{face: pick(s.r, regular, bold, boldItalic), size: size * between(s.r, 0.05, 0.13), col: hex(pick[uint32](s.r, 0xffffff, 0xd02020, 0x202020, 0xf0e020)), alpha: between(s.r, 0.25, 0.9), turn: pick(s.r, 0, -0.5, between(s.r, -0.8, 0.8))}
	if chance(s.r, 0.35) {
		st.alpha *= 0.5
		st.size *= 0.7
		step := st.measure(text) * 1.2
		for py := 0.0; py < s.fh(); py += step * 0.4 {
			for px := -step * s.r.Float64(); px < s.fw(); px += step {
				s.text(px, py, text, st)
			}
		}
		return "watermark"
	}
	s.text(x-st.measure(text)/2, y, text, st)
	return "watermark"
}

// covered hides number or face of every card, as sellers do; on other pictures something somewhere.
func (s *stage) covered() string {
	how := pick(s.r, "mosaic", "box", "box", "scrawl")
	which := s.r.IntN(3)
	col := hex(pick[uint32](s.r, 0x000000, 0xffffff, 0xe02020, 0x808080))
	for i := range s.cards {
		c := &s.cards[i]
		if which != 1 && c.number != (box{}) {
			s.cover(c.Quad, c.number, how, col)
		}
		if which != 0 && c.face != (box{}) {
			s.cover(c.Quad, c.face, how, col)
		}
	}
	if len(s.cards) == 0 {
		x, y, size := s.spot()
		s.cover(quad{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}}, box{0, 0, 0.6, 0.2}, how, col)
	}
	return how
}

func (s *stage) cover(q quad, part box, how string, col color.RGBA) {
	m := toQuad(q)
	k := between(s.r, -0.01, 0.015)
	a, b, c, d := m.at(part[0]-k, part[1]-k), m.at(part[2]+k, part[1]-k), m.at(part[2]+k, part[3]+k), m.at(part[0]-k, part[3]+k)
	switch how {
	case "box":
		s.poly(col, 1, a, b, c, d)
	case "scrawl":
		s.scribbleOver(m, part, col)
	default:
		e := bounds([]pt{a, b, c, d})
		s.mosaic(e, max(4, quadWidth(q)*between(s.r, 0.025, 0.05)))
	}
	if how != "scrawl" {
		s.hide(inQuad(quad{a, b, c, d}))
	}
}

func (s *stage) scribbleOver(m homography, part box, col color.RGBA) {
	var pts []pt
	for i := range 26 {
		t := float64(i) / 25
		pts = append(pts, m.at(part[0]+(part[2]-part[0])*t, part[1]+(part[3]-part[1])*(0.5+0.5*float64(i%2*2-1)*between(s.r, 0.5, 1))))
	}
	p, q := m.at(0, 0), m.at(1, 0)
	s.line(col, max(2, math.Hypot(q[0]-p[0], q[1]-p[1])*0.012), 1, pts...)
}

func (s *stage) mosaic(b box, size float64) {
	n := int(size)
	for y := int(b[1]); y < int(b[3]); y += n {
		for x := int(b[0]); x < int(b[2]); x += n {
			r := image.Rect(x, y, x+n, y+n).Intersect(s.Rect)
			var sum [3]int
			for py := r.Min.Y; py < r.Max.Y; py++ {
				for px := r.Min.X; px < r.Max.X; px++ {
					for k := range sum {
						sum[k] += int(s.Pix[py*s.Stride+px*4+k])
					}
				}
			}
			if count := r.Dx() * r.Dy(); count > 0 {
				col := color.RGBA{uint8(sum[0] / count), uint8(sum[1] / count), uint8(sum[2] / count), 255}
				draw.Draw(s.RGBA, r, image.NewUniform(col), image.Point{}, draw.Src)
			}
		}
	}
}

// phone makes it a telephone's screenshot: bars above and below.
func (s *stage) phone() string {
	dark := chance(s.r, 0.6)
	back, ink := hex(0xffffff), hex(0x202020)
	if dark {
		back, ink = hex(0x0c0c0e), hex(0xf0f0f0)
	}
	top, low := int(s.fw()*between(s.r, 0.06, 0.25)), int(s.fw()*between(s.r, 0.08, 0.35))
	out := newStage(s.r, s.w(), s.h()+top+low, back)
	out.paste(&stage{canvas: s.canvas}, 0, top)
	out.statusBar(ink)
	n := 3 + s.r.IntN(3)
	for i := range n {
		x, y, k := out.fw()*(float64(i)+0.5)/float64(n), out.fh()-float64(low)*0.5, out.fw()*0.02
		out.circle(x, y, k, k, k*0.25, ink, 0.9)
	}
	s.reshape(out.RGBA, func(p [2]float64) [2]float64 { return [2]float64{p[0], p[1] + float64(top)} })
	return "phone"
}

func (c *canvas) statusBar(ink color.RGBA) {
	st := style{face: medium, size: c.fw() * 0.032, col: ink}
	y := c.fw() * 0.043
	c.text(c.fw()*0.04, y, fmt.Sprintf("%02d:%02d", c.r.IntN(24), c.r.IntN(60)), st)
	s := fmt.Sprintf("4G %d%%", 5+c.r.IntN(95))
	c.text(c.fw()*0.96-st.measure(s), y, s, st)
}

func (s *stage) encode() []byte {
	var out bytes.Buffer
	img := s.RGBA
	if s.turn == 0 && s.quality == 0 && chance(s.r, 0.06) && s.w()*s.h() < 900_000 {
		_ = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img) // a buffer does not fail
		return out.Bytes()
	}
	if s.quality == 0 {
		s.quality = 70 + s.r.IntN(26)
	}
	if q := map[int]int{3: 2, 6: 3, 8: 1}[s.turn]; q > 0 {
		img = turnedBy(img, q)
	}
	_ = jpeg.Encode(&out, img, &jpeg.Options{Quality: s.quality})
	data := out.Bytes()
	if s.turn == 0 {
		return data
	}
	tag := []byte{0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, byte(s.turn), 0, 0, 0, 0, 0, 0, 0}
	return slices.Concat(data[:2], tag, data[2:])
}
