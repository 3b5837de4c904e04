// Package picture turns the bytes of a picture, however hostile, into small upright planes under limits of size, pixels and
// memory. It knows formats and nothing of documents.
//
// Formats are told by a file's first bytes: JPEG, PNG, WebP, GIF, BMP, AVIF and HEIC; of moving pictures the first frame is
// read. What decodes each, and why, is docs/decisions/0026.
package picture

import (
	"context"
	"errors"
	"fmt"
	"image"

	"golang.org/x/sync/semaphore"
)

// Errors of Decode and Regions.
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

// Part returns a copy of what lies in a rectangle of the plane.
func (p Plane) Part(r image.Rectangle) Plane {
	r = r.Intersect(image.Rect(0, 0, p.W, p.H))
	out := NewPlane(r.Dx(), r.Dy())
	for y := range out.H {
		copy(out.Pix[y*out.W:][:out.W], p.Pix[(r.Min.Y+y)*p.W+r.Min.X:])
	}
	return out
}

// A Picture is upright as displayed and small. Transparent pixels are white, as on a page.
type Picture struct {
	Size      image.Point // in full resolution
	Luma      Plane       // never larger than Size
	Blue, Red Plane       // Cb and Cr at half of Luma's size, rounded up; 128 is neutral
}

// A Decoder reads pictures. It is safe for concurrent use; pictures that are large together wait for each other, so that
// decoding stays within a fixed amount of memory.
type Decoder struct {
	memory *semaphore.Weighted
	sniff  func(data []byte) format // replaced in tests
}

// NewDecoder returns a decoder.
func NewDecoder() *Decoder {
	return &Decoder{memory: semaphore.NewWeighted(maxMemory), sniff: sniff}
}

// Decode returns a picture whose longer side is at most side pixels; smaller ones keep their size. It fails with
// ErrNotAPicture, ErrTooLarge or ErrPanic, and never panics, whatever the bytes are.
func (d *Decoder) Decode(data []byte, side int) (*Picture, error) {
	pictures, err := d.read(data, side, nil)
	if err != nil {
		return nil, err
	}
	return pictures[0], nil
}

// Regions decodes a picture once more to look at parts of it more closely: each rectangle, in pixels of the picture as
// displayed in full resolution (Picture.Size), comes back as a picture of its own, whose Size is what the rectangle covers
// of the whole and whose longer side is at most side. The file is decoded once for all of them, no finer than the smallest
// needs, and nothing of the full resolution is kept. It fails like Decode, and with ErrNotAPicture when a rectangle lies
// outside of the picture.
func (d *Decoder) Regions(data []byte, side int, parts ...image.Rectangle) ([]*Picture, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	return d.read(data, side, parts)
}

// read decodes under guard; no parts stand for the whole picture.
func (d *Decoder) read(data []byte, side int, parts []image.Rectangle) (pictures []*Picture, err error) {
	defer func() {
		if v := recover(); v != nil { // a hostile picture costs one picture, not the process
			pictures, err = nil, fmt.Errorf("%w: %T", ErrPanic, v) // the value may quote the picture
		}
	}()
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, len(data), maxBytes)
	}
	if side < 1 {
		return nil, fmt.Errorf("decode picture: longer side of %d pixels asked for", side)
	}
	f := d.sniff(data)
	if f.header == nil {
		return nil, ErrNotAPicture
	}
	h, err := f.header(data)
	if err != nil {
		return nil, err
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	stored, finest, err := h.stored(parts)
	if err != nil {
		return nil, err
	}
	return d.pixels(f, h, data, stored, side, max(1, finest*slack/(side*(slack-1))))
}

// slack is the share, one in so many, that a picture may be smaller than asked for, where that makes a decoder's own scaling do: a
// picture of 1,265 by 949 pixels at half its size costs half as much as reduced to 640.
const slack = 20

// pixels decodes a picture whose header has passed, at 1/shrink of its size or finer.
func (d *Decoder) pixels(f format, h header, data []byte, stored []image.Rectangle, side, shrink int) ([]*Picture, error) {
	var failed error
	for _, w := range f.ways(h, data, shrink) {
		if w.memory > maxMemory {
			failed = fmt.Errorf("%w: decoding takes %d MiB, limit %d", ErrTooLarge, w.memory>>20, maxMemory>>20)
			continue
		}
		var pictures []*Picture
		if pictures, failed = d.take(w, h, data, stored, side); failed == nil {
			return pictures, nil
		}
	}
	return nil, failed
}

// take decodes in one way and keeps only what was asked for.
func (d *Decoder) take(w way, h header, data []byte, stored []image.Rectangle, side int) (pictures []*Picture, err error) {
	defer func() {
		if v := recover(); v != nil { // another decoder may read what made this one panic
			pictures, err = nil, fmt.Errorf("%w: %T", ErrPanic, v)
		}
	}()
	if err := d.memory.Acquire(context.Background(), max(w.memory, 1)); err != nil {
		return nil, fmt.Errorf("wait for memory: %w", err)
	}
	defer d.memory.Release(max(w.memory, 1))
	img, err := w.decode(data)
	if err != nil {
		return nil, notAPicture(err)
	}
	if b := img.Bounds(); b.Dx() != ceil(h.w, w.scale) || b.Dy() != ceil(h.h, w.scale) {
		return nil, fmt.Errorf("%w: its frame has another size than its header", ErrNotAPicture)
	}
	for _, r := range stored {
		p := reduce(img, w.scale, r, fit(r.Size(), min(side, ceil(max(r.Dx(), r.Dy()), w.scale))))
		p.Size = r.Size()
		if h.studio && planar(img) {
			p.widen()
		}
		pictures = append(pictures, p.oriented(h.orientation))
	}
	return pictures, nil
}

// fit returns the size of a picture whose longer side is at most side pixels.
func fit(size image.Point, side int) image.Point {
	long := max(size.X, size.Y)
	if long <= side {
		return size
	}
	return image.Pt(max(1, (size.X*side+long/2)/long), max(1, (size.Y*side+long/2)/long))
}

// planar tells whether a picture is of luma and chroma still.
func planar(img image.Image) bool {
	switch img.(type) {
	case *image.YCbCr, *image.NYCbCrA, *image.Gray:
		return true
	}
	return false
}

func ceil(a, b int) int { return (a + b - 1) / b }

// notAPicture makes an error of a decoder one of ours.
func notAPicture(err error) error {
	if errors.Is(err, ErrNotAPicture) || errors.Is(err, ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotAPicture, err)
}
