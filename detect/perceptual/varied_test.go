//go:build bars

package perceptual_test

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
)

// varied are the changes of the goal as sellers and platforms make them. No limit was chosen by these watermarks and casts; frames with titles
// were looked at (docs/decisions/0031).
var varied = func() []change {
	out := append([]change(nil), changes...)
	for i := range out {
		switch out[i].name {
		case "watermark":
			out[i].do = variedWatermark
		case "phone frame":
			out[i].do = variedFrame
		case "colour cast":
			out[i].do = variedCast
		}
	}
	return out
}()

// inks are what marks are written in.
var inks = []color.RGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {210, 30, 30, 255}, {30, 60, 200, 255}, {250, 210, 40, 255}, {120, 120, 120, 255}}

// variedWatermark writes a line across the picture or along its border, a seal in a corner, or faint words all over.
func variedWatermark(r *rand.Rand, img *image.RGBA) changed {
	out := clone(img)
	w, h := float64(out.Rect.Dx()), float64(out.Rect.Dy())
	ink := inks[r.IntN(len(inks))]
	between := func(lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }
	switch r.IntN(4) {
	case 0: // across, level or slanting
		high := between(0.05, 0.1) * h
		write(out, r, ink, between(0.35, 0.7), between(0.05, 0.25)*w, between(0.2, 0.8)*h, between(-0.6, 0.6), high, 8+r.IntN(10))
	case 1: // along the border, on a bar or without
		y := between(0.9, 0.97) * h
		if r.IntN(2) == 0 {
			y = between(0.03, 0.1) * h
		}
		if high := 0.06 * h; r.IntN(2) == 0 {
			bar := inks[r.IntN(2)]
			lay(out, image.Rect(0, int(y-high*0.7), int(w), int(y+high*0.7)), bar, between(0.3, 0.8))
		}
		write(out, r, ink, between(0.6, 1), between(0.03, 0.4)*w, y, 0, between(0.03, 0.05)*h, 8+r.IntN(12))
	case 2: // a seal
		side := between(0.1, 0.2) * min(w, h)
		x, y := between(0.02, 0.95)*(w-side), between(0.02, 0.95)*(h-side)
		lay(out, image.Rect(int(x), int(y), int(x+side), int(y+side)), ink, between(0.4, 1))
		write(out, r, inks[r.IntN(2)], 0.9, x+side*0.1, y+side/2, 0, side*0.2, 4)
	default: // all over
		share, slope, high := between(0.1, 0.3), between(-0.6, 0.6), between(0.025, 0.05)*h
		for y := 0.05 * h; y < h; y += between(0.12, 0.25) * h {
			for x := -0.1 * w; x < w; x += between(0.25, 0.45) * w {
				write(out, r, ink, share, x, y, slope, high, 6)
			}
		}
	}
	return changed{out, stay}
}

// write lays letters of two or three strokes along a slope, their middle line beginning at x, y.
func write(out *image.RGBA, r *rand.Rand, ink color.RGBA, share, x, y, slope, high float64, letters int) {
	wide, thick := high*0.6, max(1, high*0.16)
	along := 1 / math.Hypot(1, slope)
	for range letters {
		top := y - high/2
		lay(out, image.Rect(int(x), int(top), int(x+thick), int(top+high)), ink, share)
		for k := range 3 {
			if r.IntN(2) == 0 {
				bar := top + float64(k)*(high-thick)/2
				lay(out, image.Rect(int(x+thick), int(bar), int(x+wide), int(bar+thick)), ink, share)
			}
		}
		if r.IntN(3) == 0 {
			lay(out, image.Rect(int(x+wide-thick), int(top), int(x+wide), int(top+high)), ink, share)
		}
		x, y = x+wide*1.4*along, y+wide*1.4*along*slope
	}
}

func lay(out *image.RGBA, at image.Rectangle, ink color.RGBA, share float64) {
	draw.DrawMask(out, at, image.NewUniform(ink), image.Point{}, image.NewUniform(color.Alpha{uint8(255 * share)}), image.Point{}, draw.Over)
}

// variedFrame puts the bars of a screen around a picture: black, white, grey or an application's colour, each of its own.
func variedFrame(r *rand.Rand, img *image.RGBA) changed {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	top, low := int(float64(w)*(0.07+0.28*r.Float64())), int(float64(w)*(0.1+0.35*r.Float64()))
	out := image.NewRGBA(image.Rect(0, 0, w, h+top+low))
	grounds := []color.RGBA{{0, 0, 0, 255}, {18, 18, 18, 255}, {255, 255, 255, 255}, {245, 245, 245, 255}, {7, 94, 84, 255}, {40, 110, 220, 255}}
	upper := grounds[r.IntN(len(grounds))]
	lower := upper
	if r.IntN(3) == 0 {
		lower = grounds[r.IntN(4)]
	}
	draw.Draw(out, image.Rect(0, 0, w, top), image.NewUniform(upper), image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(0, top+h, w, h+top+low), image.NewUniform(lower), image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(0, top, w, top+h), img, image.Point{}, draw.Src)
	inkOn := func(c color.RGBA) color.RGBA {
		if c.R > 128 {
			return color.RGBA{40, 40, 40, 255}
		}
		return color.RGBA{235, 235, 235, 255}
	}
	line := 0.025 * float64(w)
	write(out, r, inkOn(upper), 1, 0.04*float64(w), 1.2*line, 0, line, 4)
	write(out, r, inkOn(upper), 1, 0.8*float64(w), 1.2*line, 0, line, 2+r.IntN(4))
	if float64(top) > 6*line { // a title
		write(out, r, inkOn(upper), 1, 0.12*float64(w), 4*line, 0, 1.3*line, 6+r.IntN(10))
	}
	for k := range 2 + r.IntN(4) {
		x, y := int(float64(w)*(0.12+0.2*float64(k))), h+top+low/2
		lay(out, image.Rect(x-int(line), y-int(line), x+int(line), y+int(line)), inkOn(lower), 1)
	}
	return changed{out, func(p [2]float64) [2]float64 { return [2]float64{p[0], p[1] + float64(top)} }}
}

// variedCast changes how bright each colour is, and how much contrast the shadows have.
func variedCast(r *rand.Rand, img *image.RGBA) changed {
	out := clone(img)
	var curve [3][256]uint8
	gamma := 0.8 + 0.45*r.Float64()
	for k := range curve {
		gain := 0.75 + 0.45*r.Float64()
		for v := range curve[k] {
			curve[k][v] = uint8(min(255, 255*gain*math.Pow(float64(v)/255, gamma)))
		}
	}
	for i := range out.Pix {
		if i%4 < 3 {
			out.Pix[i] = curve[i%4][out.Pix[i]]
		}
	}
	return changed{out, stay}
}
