package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// photo draws something like a photograph: smooth light, edges, text-like strokes and sensor noise.
func photo(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			i := m.PixOffset(x, y)
			light := 70 + 110*x/w + 50*y/h
			for c := range 3 {
				m.Pix[i+c] = uint8(light - 12*c)
			}
			m.Pix[i+3] = 255
		}
	}
	for range 160 {
		c := color.RGBA{uint8(r.UintN(256)), uint8(r.UintN(256)), uint8(r.UintN(256)), 255}
		x0, y0 := r.IntN(w), r.IntN(h)
		rect := image.Rect(x0, y0, x0+1+r.IntN(w/4), y0+1+r.IntN(h/(2+r.IntN(40)))).Intersect(m.Rect)
		slant := r.IntN(3) - 1
		for y := rect.Min.Y; y < rect.Max.Y; y++ {
			for x := rect.Min.X; x < rect.Max.X; x++ {
				m.SetRGBA(min(max(x+slant*(y-y0)/2, 0), w-1), y, c)
			}
		}
	}
	for i, v := range m.Pix {
		if i%4 != 3 {
			m.Pix[i] = uint8(min(max(int(v)+r.IntN(9)-4, 0), 255))
		}
	}
	return m
}

func encodeJPEG(tb testing.TB, img image.Image, quality int) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func encodePNG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
