package perceptual_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"

	"ronda/detect/picture"
)

// seenSide is the longer side of the plane that hashes are made of, as in the recogniser.
const seenSide = 640

// planes returns an image as the recogniser's decoder hands it on, without its colours.
func planes(img image.Image) *picture.Picture {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > seenSide {
		w, h = w*seenSide/long, h*seenSide/long
	}
	grey := image.NewGray(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(grey, grey.Rect, img, b, draw.Src, nil)
	return &picture.Picture{Size: b.Size(), Luma: picture.Plane{W: w, H: h, Pix: grey.Pix}}
}

// changed is what somebody who takes a picture over does to it; corner tells where a point of it comes to lie.
type changed struct {
	img    *image.RGBA
	corner func(p [2]float64) [2]float64
}

// change is something that is done to a picture.
type change struct {
	name string
	do   func(r *rand.Rand, img *image.RGBA) changed
}

// changes are those of the goal for near-duplicates.
var changes = []change{
	{"half the size", func(_ *rand.Rand, img *image.RGBA) changed {
		half := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()/2, img.Rect.Dy()/2))
		draw.BiLinear.Scale(half, half.Rect, img, img.Rect, draw.Src, nil)
		return changed{half, func(p [2]float64) [2]float64 { return [2]float64{p[0] / 2, p[1] / 2} }}
	}},
	{"quality 40", func(_ *rand.Rand, img *image.RGBA) changed { return changed{img, stay} }},
	{"crop", func(r *rand.Rand, img *image.RGBA) changed { // one side, a corner, all around, or a window anywhere
		w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
		x, y := 0.05*r.Float64(), 0.05*r.Float64()
		cut := [4]float64{x, y, 0.05 - x, 0.05 - y}
		switch r.IntN(4) {
		case 0:
			cut = [4]float64{}
			cut[r.IntN(4)] = 0.05
		case 1:
			cut = [4]float64{0.05, 0.05, 0, 0}
		case 2:
			cut = [4]float64{0.025, 0.025, 0.025, 0.025}
		}
		part := image.Rect(int(cut[0]*w), int(cut[1]*h), int((1-cut[2])*w), int((1-cut[3])*h))
		out := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
		draw.Copy(out, image.Point{}, img, part, draw.Src, nil)
		return changed{out, func(p [2]float64) [2]float64 {
			return [2]float64{p[0] - float64(part.Min.X), p[1] - float64(part.Min.Y)}
		}}
	}},
	{"watermark", watermarked},
	{"phone frame", framed},
	{"colour cast", func(r *rand.Rand, img *image.RGBA) changed {
		out := clone(img)
		gain := [3]float64{0.8 + 0.4*r.Float64(), 0.8 + 0.4*r.Float64(), 0.8 + 0.4*r.Float64()}
		for i := range out.Pix {
			if i%4 < 3 {
				out.Pix[i] = uint8(min(255, float64(out.Pix[i])*gain[i%4]))
			}
		}
		return changed{out, stay}
	}},
}

func stay(p [2]float64) [2]float64 { return p }

func clone(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Copy(out, image.Point{}, img, img.Bounds(), draw.Src, nil)
	return out
}

// watermarked lays a dozen half-transparent letters of bars across the middle, two thirds of the width.
func watermarked(r *rand.Rand, img *image.RGBA) changed {
	out := clone(img)
	w, h := out.Rect.Dx(), out.Rect.Dy()
	alpha := image.NewUniform(color.Alpha{uint8(100 + r.IntN(80))})
	ink := image.NewUniform(color.Gray{uint8(255 * r.IntN(2))})
	slope := r.IntN(3) - 1
	for k := range 12 {
		x, y := w*15/100+k*w*6/100, h*(30+r.IntN(2)*15)/100+slope*(k-6)*h/100
		draw.DrawMask(out, image.Rect(x, y, x+w*2/100, y+h*9/100), ink, image.Point{}, alpha, image.Point{}, draw.Over)
		draw.DrawMask(out, image.Rect(x, y, x+w*4/100, y+h*2/100), ink, image.Point{}, alpha, image.Point{}, draw.Over)
	}
	return changed{out, stay}
}

// framed puts a telephone's bars above and below, light or dark, with signs on them.
func framed(r *rand.Rand, img *image.RGBA) changed {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	top, low := int(float64(w)*(0.06+0.19*r.Float64())), int(float64(w)*(0.08+0.27*r.Float64()))
	out := image.NewRGBA(image.Rect(0, 0, w, h+top+low))
	ground, ink := image.NewUniform(color.Gray{12}), image.NewUniform(color.Gray{240})
	if r.IntN(2) == 0 {
		ground, ink = image.White, image.NewUniform(color.Gray{32})
	}
	draw.Draw(out, out.Rect, ground, image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(0, top, w, top+h), img, image.Point{}, draw.Src)
	for k := range 8 { // clock and battery
		x := w*4/100 + k*w/50
		if k > 3 {
			x += w * 74 / 100
		}
		draw.Draw(out, image.Rect(x, w/50, x+w/90, w*4/100), ink, image.Point{}, draw.Src)
	}
	for k := range 3 {
		x, y := w*(2*k+1)/6, h+top+low/2
		draw.Draw(out, image.Rect(x-w/50, y-w/50, x+w/50, y+w/50), ink, image.Point{}, draw.Src)
	}
	return changed{out, func(p [2]float64) [2]float64 { return [2]float64{p[0], p[1] + float64(top)} }}
}

// recoded compresses and decodes an image.
func recoded(t *testing.T, img image.Image, quality int) *image.RGBA {
	t.Helper()
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	if err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return clone(out)
}

// texture draws something like a photograph: blurred patches of many sizes, a few edges, grain.
func texture(r *rand.Rand, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	var grid [3][]float64
	sides := [3]int{3 + r.IntN(3), 7 + r.IntN(5), 15 + r.IntN(10)}
	for k, n := range sides {
		grid[k] = make([]float64, (n+1)*(n+1))
		for i := range grid[k] {
			grid[k][i] = r.NormFloat64() * []float64{40, 25, 15}[k]
		}
	}
	type stroke struct{ a, b, c, gain float64 }
	strokes := make([]stroke, 2+r.IntN(4))
	for i := range strokes {
		angle := 2 * math.Pi * r.Float64()
		strokes[i] = stroke{math.Cos(angle), math.Sin(angle), r.Float64() - 0.3, 20 * r.NormFloat64()}
	}
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			s := 128 + 3*r.NormFloat64()
			for k, n := range sides {
				gx, gy := u*float64(n), v*float64(n)
				i, j := int(gx), int(gy)
				fx, fy := gx-float64(i), gy-float64(j)
				g := grid[k][j*(n+1)+i:]
				s += (g[0]*(1-fx)+g[1]*fx)*(1-fy) + (g[n+1]*(1-fx)+g[n+2]*fx)*fy
			}
			for _, e := range strokes {
				if e.a*u+e.b*v > e.c {
					s += e.gain
				}
			}
			p := out.Pix[y*out.Stride+4*x:]
			l := uint8(max(0, min(255, s)))
			p[0], p[1], p[2], p[3] = l, l, uint8(max(0, min(255, s-10))), 255
		}
	}
	return out
}
