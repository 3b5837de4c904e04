package brush

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
)

// A view is a picture with its truth, while it is passed on, cut, turned and shown again.
type view struct {
	img   *image.RGBA
	cards []placed
	face  bool
	did   []string
}

func (v *view) w() float64 { return float64(v.img.Rect.Dx()) }
func (v *view) h() float64 { return float64(v.img.Rect.Dy()) }

func (v *view) note(what string) { v.did = append(v.did, what) }

// view develops a frame and takes its truth along.
func (f *frame) view(r *rand.Rand, d develop) view {
	for i := range f.cards {
		f.samples(i)
	}
	return view{img: f.picture(r, d), cards: f.cards, did: append(f.did, d.did...)}
}

// move replaces the picture and carries the truth over by a map of points.
func (v *view) move(img *image.RGBA, to func(pt) pt) {
	v.img = img
	v.cards = moved(v.cards, to, v.w(), v.h())
}

func moved(cards []placed, to func(pt) pt, w, h float64) []placed {
	out := make([]placed, len(cards))
	for i, c := range cards {
		for k := range c.quad {
			c.quad[k] = to(c.quad[k])
		}
		var seen []pt
		for _, p := range c.seen {
			if q := to(p); q[0] >= 0 && q[1] >= 0 && q[0] < w && q[1] < h {
				seen = append(seen, q)
			}
		}
		c.seen = seen
		out[i] = c
	}
	return out
}

func (v *view) crop(x, y, w, h int) {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Copy(img, image.Point{}, v.img, image.Rect(x, y, x+w, y+h), draw.Src, nil)
	v.move(img, func(p pt) pt { return pt{p[0] - float64(x), p[1] - float64(y)} })
}

func (v *view) resize(w, h int) {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	kx, ky := float64(w)/v.w(), float64(h)/v.h()
	if kx > 0.6 {
		draw.ApproxBiLinear.Scale(img, img.Rect, v.img, v.img.Rect, draw.Src, nil)
	} else { // a wide reduction without a wide kernel aliases
		draw.BiLinear.Scale(img, img.Rect, v.img, v.img.Rect, draw.Src, nil)
	}
	v.move(img, func(p pt) pt { return pt{p[0] * kx, p[1] * ky} })
}

// cover resizes and crops to exactly w by h, as galleries do.
func (v *view) cover(w, h int) {
	k := max(float64(w)/v.w(), float64(h)/v.h())
	nw, nh := max(w, int(v.w()*k+0.5)), max(h, int(v.h()*k+0.5))
	v.resize(nw, nh)
	v.crop((nw-w)/2, (nh-h)/2, w, h)
}

// permute makes a picture of w by h whose pixel x, y is that of the old one at from(x, y).
func (v *view) permute(w, h int, from func(x, y int) (int, int), to func(pt) pt) {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			i, j := from(x, y)
			s, d := v.img.PixOffset(i, j), img.PixOffset(x, y)
			copy(img.Pix[d:d+4], v.img.Pix[s:s+4])
		}
	}
	v.move(img, to)
}

func (v *view) mirror() {
	w, h := int(v.w()), int(v.h())
	v.permute(w, h, func(x, y int) (int, int) { return w - 1 - x, y }, func(p pt) pt { return pt{float64(w) - p[0], p[1]} })
}

// turn turns clockwise by quarters.
func (v *view) turn(quarters int) {
	for range quarters {
		w, h := int(v.w()), int(v.h())
		v.permute(h, w, func(x, y int) (int, int) { return y, h - 1 - x }, func(p pt) pt { return pt{float64(h) - p[1], p[0]} })
	}
}

// into pastes the view on a larger board at x, y and becomes that.
func (v *view) into(b *board, x, y int) {
	at := image.Rect(x, y, x+int(v.w()), y+int(v.h()))
	draw.Copy(b.img, at.Min, v.img, v.img.Rect, draw.Src, nil)
	clip := at.Intersect(b.img.Rect)
	v.move(b.img, func(p pt) pt { return pt{p[0] + float64(x), p[1] + float64(y)} })
	for i := range v.cards {
		v.hide(i, func(p pt) bool {
			return p[0] < float64(clip.Min.X) || p[1] < float64(clip.Min.Y) || p[0] >= float64(clip.Max.X) || p[1] >= float64(clip.Max.Y)
		})
	}
}

// hide drops the seen points of a card that something covers now.
func (v *view) hide(i int, covered func(pt) bool) {
	var seen []pt
	for _, p := range v.cards[i].seen {
		if !covered(p) {
			seen = append(seen, p)
		}
	}
	v.cards[i].seen = seen
}

// show puts a view as a flat thing (a screen, a sheet) into a frame. The truth is added to what the frame will give.
func (f *frame) show(r *rand.Rand, v view, p pose, shadow float64) []placed {
	f.put(r, &art{board: onto(v.img)}, p, shadow, nil)
	m := unit(f.quad(p))
	w, h := v.w(), v.h()
	return moved(v.cards, func(q pt) pt { return m.at(q[0]/w, q[1]/h) }, float64(f.w), float64(f.h))
}

// region maps a box on a card's face into the picture.
func (c *placed) region(box [4]float64) []pt {
	m := unit(c.quad)
	return []pt{m.at(box[0], box[1]), m.at(box[0]+box[2], box[1]), m.at(box[0]+box[2], box[1]+box[3]), m.at(box[0], box[1]+box[3])}
}

func inside(p pt, q []pt) bool {
	in := false
	for i, a := range q {
		b := q[(i+1)%len(q)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			in = !in
		}
	}
	return in
}

// censor hides number or face of a card: a box, a stroke of a brush, a mosaic.
func (v *view) censor(r *rand.Rand, i int) {
	c := &v.cards[i]
	box := c.art.number
	if c.art.photo[2] > 0 && chance(r, 0.35) {
		box = c.art.photo
	}
	if box[2] == 0 {
		return
	}
	q := c.region(box)
	if chance(r, 0.5) {
		side := math.Hypot(q[3][0]-q[0][0], q[3][1]-q[0][1]) * within(r, 0.25, 0.5)
		if box[3] > 0.3 {
			side *= 0.35
		}
		v.mosaic(q, max(3, side))
		v.note("mosaic")
	} else {
		onto(v.img).fill(one(r, black, white, ink{220, 40, 40, 255}, ink{128, 128, 128, 255}), q)
		v.note("box")
	}
	v.hide(i, func(p pt) bool { return inside(p, q) })
}

// mosaic turns the pixels inside a quadrilateral into blocks.
func (v *view) mosaic(q []pt, side float64) {
	x0, y0, x1, y1 := box(q, 0, int(v.w()), int(v.h()))
	n := int(side)
	for y := y0; y < y1; y += n {
		for x := x0; x < x1; x += n {
			if !inside(pt{float64(x) + side/2, float64(y) + side/2}, q) {
				continue
			}
			r := image.Rect(x, y, x+n, y+n).Intersect(v.img.Rect)
			s := v.img.RGBAAt((r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2)
			draw.Draw(v.img, r, image.NewUniform(s), image.Point{}, draw.Src)
		}
	}
}

// watermark writes over the picture what shops, phones and careful owners write.
func (v *view) watermark(r *rand.Rand) {
	b := onto(v.img)
	f := anyFace(r).in(one(r, sans, bold))
	c := alpha(one(r, white, white, black, ink{255, 80, 40, 255}), within(r, 0.25, 0.7))
	t := one(r, "toko"+words(r, 1)+".example", "verifikasi "+words(r, 2), "@"+words(r, 1)+"_store", "HANYA UNTUK "+words(r, 2))
	switch r.IntN(3) {
	case 0:
		b.text(f, b.w*within(r, 0.02, 0.4), b.h*within(r, 0.9, 0.97), b.w*within(r, 0.025, 0.05), c, t)
	case 1:
		size := b.w * within(r, 0.05, 0.1)
		b.turned(f, b.w*0.08, b.h*within(r, 0.5, 0.9), min(size, size*b.w*0.9/f.width(t, size)), -within(r, 0, 0.6), c, t)
	default:
		c.A /= 2
		for k := range 12 {
			b.turned(f, b.w*(float64(k%3)*0.36-0.05), b.h*(0.15+0.28*float64(k/3)), b.w*0.035, -0.4, c, t)
		}
	}
	v.note("watermark")
}

// phone shows the view on a telephone's display: a viewer of pictures, an offer, a chat. Some stay as the screen's own shot.
func (v *view) phone(r *rand.Rand, w int) {
	w = min(w, 1080)
	h := int(float64(w) * within(r, 1.7, 2.2))
	dark := chance(r, 0.5)
	back, front := ink{250, 250, 250, 255}, ink{30, 30, 30, 255}
	if dark {
		back, front = ink{14, 14, 16, 255}, ink{235, 235, 235, 255}
	}
	kind := r.IntN(3)
	if kind == 2 {
		back = one(r, ink{230, 221, 212, 255}, ink{20, 30, 36, 255}, back)
	}
	b := newBoard(w, h, back)
	f := face{font: sans, narrow: 1}
	s := b.w * 0.035
	b.text(f, s, s*1.6, s, front, digits(r, 2)+":"+digits(r, 2))
	b.round(b.w-s*3, s*0.8, s*1.8, s*0.8, s*0.2, front)
	b.text(f, b.w-s*6, s*1.6, s*0.8, front, "4G")
	inner, left, top := w, 0, int(s*5)
	if kind == 2 {
		inner = int(b.w * within(r, 0.6, 0.8))
		left = one(r, int(s), w-inner-int(s))
	}
	v.resize(inner, max(1, int(v.h()*float64(inner)/v.w())))
	if limit := int(b.h * 0.72); int(v.h()) > limit {
		v.crop(0, (int(v.h())-limit)/2, inner, limit)
	}
	vh := int(v.h())
	switch kind {
	case 0:
		top = (h - vh) / 2
		for k := range 4 {
			b.ellipse(b.w*(0.14+0.24*float64(k)), b.h-s*2.5, s*0.7, s*0.7, alpha(front, 0.7))
		}
		b.text(f, s*2, s*4, s*1.1, front, date(r)+"  "+digits(r, 2)+".jpg")
	case 1:
		b.rect(0, s*2.2, b.w, s*2.6, one(r, ink{238, 77, 45, 255}, ink{66, 181, 73, 255}, ink{0, 90, 200, 255}))
		b.round(s*2, s*2.7, b.w*0.7, s*1.7, s*0.4, white)
		y := float64(top+vh) + s*2
		b.text(f.in(bold), s, y, s*1.6, ink{220, 60, 40, 255}, "Rp"+money(r))
		for k := range 7 {
			b.fit(f, s, y+s*(2+1.6*float64(k)), s*1.1, b.w-s, front, words(r, 5+r.IntN(4)))
		}
		b.rect(b.w*0.5, b.h-s*3.5, b.w*0.5, s*3.5, ink{238, 77, 45, 255})
	default:
		b.rect(0, s*2.2, b.w, s*2.6, ink{7, 94, 84, 255})
		b.ellipse(s*3, s*3.5, s, s, ink{200, 200, 200, 255})
		top = int(s*6) + r.IntN(int(b.h*0.1))
		b.round(float64(left)-s*0.4, float64(top)-s*0.4, float64(inner)+s*0.8, float64(vh)+s*2, s*0.5, one(r, ink{220, 248, 198, 255}, white, ink{30, 60, 50, 255}))
		b.bubbles(r, f, s, float64(top+vh)+s*3, front)
	}
	v.into(b, left, top)
	v.note("ui")
}

// bubbles writes messages down to the bottom.
func (b *board) bubbles(r *rand.Rand, f face, s, y float64, _ ink) {
	for y < b.h-s*5 {
		t := words(r, 2+r.IntN(5))
		w := min(b.w*0.8, f.width(t, s*1.1)+s*2)
		x, c := s, white
		if chance(r, 0.5) {
			x, c = b.w-w-s, ink{220, 248, 198, 255}
		}
		lines := 1 + r.IntN(3)
		b.round(x, y, w, s*(1.4*float64(lines)+1), s*0.5, c)
		for k := range lines {
			b.fit(f, x+s, y+s*(1.5+1.4*float64(k)), s*1.1, x+w-s*0.5, black, t)
			t = words(r, 4)
		}
		y += s * (1.4*float64(lines) + 2)
	}
	b.round(s, b.h-s*3.2, b.w-s*2, s*2.4, s*1.2, white)
}
