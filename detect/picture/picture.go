// Package picture turns the bytes of a picture, however hostile, into small upright planes under limits of size, pixels and
// memory. It knows formats and nothing of documents.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // until the decoders are chosen one by one
	_ "image/png"

	_ "golang.org/x/image/webp"
)

// Errors of Decode.
var (
	ErrNotAPicture = errors.New("not a picture that can be decoded")
	ErrTooLarge    = errors.New("picture is too large to be decoded safely")
	ErrPanic       = errors.New("picture made its decoder panic")
)

// A Plane is one channel of a picture, row by row from 0, 0.
type Plane struct {
	W, H int
	Pix  []uint8
}

// NewPlane returns a black plane.
func NewPlane(w, h int) Plane { return Plane{W: w, H: h, Pix: make([]uint8, w*h)} }

// A Picture is upright as displayed and small.
type Picture struct {
	Size      image.Point // in full resolution
	Luma      Plane       // never larger than Size
	Blue, Red Plane       // Cb and Cr at half of Luma's size, rounded up; 128 is neutral
}

// A Decoder reads pictures. It is safe for concurrent use; pictures that are large together wait for each other.
type Decoder struct{}

// NewDecoder returns a decoder.
func NewDecoder() *Decoder { return &Decoder{} }

// Decode returns a picture whose longer side is at most side pixels.
func (d *Decoder) Decode(data []byte, side int) (*Picture, error) {
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotAPicture, err)
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	p := &Picture{Size: b.Size(), Luma: NewPlane(w, h), Blue: NewPlane((w+1)/2, (h+1)/2), Red: NewPlane((w+1)/2, (h+1)/2)}
	average(p.Luma, b, func(x, y int) uint8 { l, _, _ := ycc(img, x, y); return l })
	average(p.Blue, b, func(x, y int) uint8 { _, c, _ := ycc(img, x, y); return c })
	average(p.Red, b, func(x, y int) uint8 { _, _, c := ycc(img, x, y); return c })
	return p, nil
}

func average(p Plane, b image.Rectangle, at func(x, y int) uint8) {
	sum, n := make([]int, len(p.Pix)), make([]int, len(p.Pix))
	for y := range b.Dy() {
		for x := range b.Dx() {
			i := y*p.H/b.Dy()*p.W + x*p.W/b.Dx()
			sum[i] += int(at(b.Min.X+x, b.Min.Y+y))
			n[i]++
		}
	}
	for i := range sum {
		p.Pix[i] = uint8(sum[i] / max(n[i], 1))
	}
}

func ycc(img image.Image, x, y int) (l, cb, cr uint8) {
	if m, ok := img.(*image.YCbCr); ok {
		i, j := m.YOffset(x, y), m.COffset(x, y)
		return m.Y[i], m.Cb[j], m.Cr[j]
	}
	r, g, b, _ := img.At(x, y).RGBA()
	R, G, B := int(r>>8), int(g>>8), int(b>>8)
	return uint8((299*R + 587*G + 114*B) / 1000), uint8(128 + (-169*R-331*G+500*B)/1000), uint8(128 + (500*R-419*G-81*B)/1000)
}
