package loom

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math"

	"ronda/detect/layout/trial"
)

// develop is what light and the sensor do: brighter on one side, a cast of colour, noise. Flat pictures have little of it.
func (h *hand) develop(c *canvas, flat bool) {
	if h.mark {
		return
	}
	slope, noise, cast := h.between(-0.5, 0.5), h.between(0.5, 7), 0.14
	if flat {
		slope, noise, cast = slope*0.15, noise*0.4, 0.05
	}
	sin, cos := math.Sincos(h.between(0, 6))
	gain := h.between(0.85, 1.12)
	var tint [3]float64
	warm := h.between(-cast, cast) // lamps and shade move red against blue
	for k := range tint {
		tint[k] = gain * (1 + warm*float64(1-k) + h.between(-cast, cast)/4)
	}
	var grains [4096]float64
	for i := range grains {
		grains[i] = h.r.NormFloat64() * noise
	}
	w, high := c.size()
	for y := range c.Rect.Dy() {
		seed := h.r.Uint32()
		row := c.Pix[y*c.Stride:]
		across := 1 + slope*sin*(float64(y)/high-0.5)
		for x := range c.Rect.Dx() {
			light := across + slope*cos*(float64(x)/w-0.5)
			seed = seed*1664525 + 1013904223
			p, grain := row[4*x:][:3], grains[seed>>20]
			for k := range p {
				p[k] = byteOf(float64(p[k])*tint[k]*light + grain)
			}
		}
	}
}

// grey is a copier's picture of it.
func (h *hand) grey(c *canvas) {
	if h.mark {
		return
	}
	h.done = append(h.done, "grey")
	contrast, level := h.between(1, 1.45), h.between(100, 150)
	for i := 0; i < len(c.Pix); i += 4 {
		v := (0.3*float64(c.Pix[i])+0.59*float64(c.Pix[i+1])+0.11*float64(c.Pix[i+2])-level)*contrast + level + 10
		c.Pix[i], c.Pix[i+1], c.Pix[i+2] = byteOf(v), byteOf(v), byteOf(v)
	}
}

// mishap does one of eight things to a picture; the first is nothing.
func (h *hand) mishap(c *canvas) *canvas {
	note := func(format string, v ...any) { h.done = append(h.done, fmt.Sprintf(format, v...)) }
	w, high := c.size()
	switch h.r.IntN(8) {
	case 1:
		q := 10 * (2 + h.r.IntN(4))
		note("jpeg%d", q)
		if back, err := jpeg.Decode(bytes.NewReader(c.jpeg(q))); err == nil {
			draw.Draw(c.RGBA, c.Rect, back, image.Point{}, draw.Src)
		}
	case 2:
		f := max(h.between(0.35, 0.7), 500/max(w, high))
		if f < 1 {
			note("resize%d", int(f*10)*10)
			return c.scaled(f)
		}
	case 3:
		note("crop")
		left, top := h.between(0, 0.05), h.between(0, 0.05)
		return c.cropped(int(left*w), int(top*high), int((1-left-h.between(0, 0.05))*w), int((1-top-h.between(0, 0.05))*high))
	case 4:
		note("watermark")
		h.watermark(c)
	case 5:
		h.censor(c, note)
	case 6:
		note("phone")
		return h.phoned(c)
	case 7:
		note("blur")
		sideways := h.chance(0.3)
		n := max(w, high) / 1000
		c.smear(1+int(n*h.between(0.4, 2.4)), 4)
		if !sideways {
			c.smear(1+int(n*h.between(0.4, 2.4)), c.Stride)
		}
	}
	return c
}

func (h *hand) watermark(c *canvas) {
	w, high := c.size()
	s := style{
		letters: pick(h, []alphabet{bold, regular, italic}), size: w * h.between(0.03, 0.1), turn: h.between(-0.7, 0.2), align: 0.5, film: true,
		col: alpha(pick(h, append(cloths, rgb(255, 255, 255), rgb(120, 120, 120))), uint8(60+h.r.IntN(90))),
	}
	text := pick(h, []string{"SAMPLE", "untuk verifikasi", "tokodata.example", "JANGAN DISALIN", "hanya contoh", "@penjual"})
	if h.chance(0.5) {
		c.text(w/2, high/2, s, text)
		return
	}
	s.size *= 0.6
	for y := high * 0.1; y < high; y += s.size * 4 {
		for x := 0.0; x < w*1.2; x += s.width(text) * 1.4 {
			c.text(x, y, s, text)
		}
	}
}

// censor covers the number of every document, or makes a mosaic of it. Without a document it does so anywhere.
func (h *hand) censor(c *canvas, note func(string, ...any)) {
	w, high := c.size()
	places := [][4]pt{pose(h.between(0.2, 0.8)*w, h.between(0.2, 0.8)*high, w*0.3, w*0.04, 0, 0, 0)}
	if len(c.cards) > 0 {
		places = places[:0]
	}
	for _, card := range c.cards {
		places = append(places, card.number)
	}
	cover := h.chance(0.5)
	note(map[bool]string{true: "box", false: "mosaic"}[cover])
	col := pick(h, append(cloths, rgb(0, 0, 0), rgb(0, 0, 0), rgb(255, 255, 255), rgb(220, 30, 30)))
	for _, q := range places {
		if cover {
			c.fill(col, q[:])
			continue
		}
		side := max(int(length(q[0], q[3])*h.between(0.25, 0.5)), 3)
		area := image.Rect(int(min(q[0][0], q[1][0], q[2][0], q[3][0])), int(min(q[0][1], q[1][1], q[2][1], q[3][1])),
			int(max(q[0][0], q[1][0], q[2][0], q[3][0])), int(max(q[0][1], q[1][1], q[2][1], q[3][1])))
		back := onto(1, 1, q).back()
		for y := area.Min.Y; y < area.Max.Y; y += side {
			for x := area.Min.X; x < area.Max.X; x += side {
				block := image.Rect(x, y, x+side, y+side).Intersect(c.Rect)
				if m := back.at(pt{float64(x + side/2), float64(y + side/2)}); m[0] > 0 && m[0] < 1 && m[1] > 0 && m[1] < 1 && !block.Empty() {
					c.even(block)
				}
			}
		}
	}
}

// even gives all pixels of a block their mean.
func (c *canvas) even(b image.Rectangle) {
	var sum [4]int
	for pass := range 2 {
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for i, v := range c.Pix[y*c.Stride+4*b.Min.X : y*c.Stride+4*b.Max.X] {
				if pass == 0 {
					sum[i&3] += int(v)
				} else {
					c.Pix[y*c.Stride+4*b.Min.X+i] = uint8(sum[i&3] / (b.Dx() * b.Dy()))
				}
			}
		}
	}
}

// smear takes the mean of neighbours up to r away, along rows (step 4) or columns (step of a row).
func (c *canvas) smear(r, step int) {
	src := append([]uint8(nil), c.Pix...)
	n := len(src)
	for i := range src {
		sum, count := 0, 0
		for k := -r; k <= r; k++ {
			if at := i + k*step; at >= 0 && at < n {
				sum += int(src[at])
				count++
			}
		}
		c.Pix[i] = uint8(sum / count)
	}
}

func (c *canvas) scaled(f float64) *canvas {
	w, high := c.size()
	out := c.h.canvas(w*f, high*f)
	ow, oh := out.size()
	out.put(c, [4]pt(box(0, 0, ow, oh)))
	for i := 3; i < len(out.Pix); i += 4 {
		out.Pix[i] = 255
	}
	return out
}

func (c *canvas) cropped(x, y, w, high int) *canvas {
	out := c.h.canvas(float64(w), float64(high))
	out.face = c.face
	draw.Draw(out.RGBA, out.Rect, c.RGBA, image.Pt(x, y), draw.Src)
	for row := range high {
		copy(out.own[row*w:(row+1)*w], c.own[(row+y)*c.Rect.Dx()+x:])
	}
	for _, card := range c.cards {
		for i := range card.quad {
			for k, d := range []float64{float64(x), float64(y)} {
				card.quad[i][k] -= d
				card.number[i][k] -= d
			}
		}
		out.cards = append(out.cards, card)
	}
	return out
}

var _ trial.Generator = Generator{}
