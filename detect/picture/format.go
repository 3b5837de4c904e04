package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
)

// Limits on what is decoded.
const (
	maxBytes  = 15 << 20
	maxPixels = 40_000_000
	maxRatio  = 20       // longer side divided by shorter
	maxMemory = 96 << 20 // that decoders may take, all pictures together
)

// A header is what a file says of its picture before any pixel is decoded.
type header struct {
	w, h        int // as stored
	orientation int // EXIF's, 1 to 8
	model       color.Model
	studio      bool // its luma goes from 16 to 235 and its chroma from 16 to 240
	jpeg        jpegFrame
	still       []byte // the file to decode where it is not the one that was given
}

// check holds the limits that a header alone can break.
func (h header) check() error {
	if h.w < 1 || h.h < 1 {
		return fmt.Errorf("%w: no pixels", ErrNotAPicture)
	}
	if int64(h.w)*int64(h.h) > maxPixels || max(h.w, h.h) > maxRatio*min(h.w, h.h) {
		return fmt.Errorf("%w: %d x %d pixels, limits %d pixels and sides of 1 to %d", ErrTooLarge, h.w, h.h, maxPixels, maxRatio)
	}
	return nil
}

// stored returns the parts of the displayed picture as rectangles of the stored one, the whole when there are none, and
// the longer side of the smallest.
func (h header) stored(parts []image.Rectangle) ([]image.Rectangle, int, error) {
	whole := image.Rect(0, 0, h.w, h.h)
	if parts == nil {
		return []image.Rectangle{whole}, max(h.w, h.h), nil
	}
	var out []image.Rectangle
	finest := max(h.w, h.h)
	for _, r := range parts {
		r = unoriented(r.Canon(), h.orientation, h.w, h.h).Intersect(whole)
		if r.Empty() {
			return nil, 0, fmt.Errorf("%w: a part outside of it was asked for", ErrNotAPicture)
		}
		finest = min(finest, max(r.Dx(), r.Dy()))
		out = append(out, r)
	}
	return out, finest, nil
}

// A format reads the files that begin alike.
type format struct {
	header func(data []byte) (header, error)
	ways   func(h header, data []byte, shrink int) []way // best first
}

// A way is one decoder, with about how many bytes it takes at the most.
type way struct {
	memory int64
	scale  int // how many pixels of the full resolution one of its stands for, in each direction
	decode func(data []byte) (image.Image, error)
}

// sniff chooses the format by the first bytes, never by what other packages have registered.
func sniff(data []byte) format {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		return format{jpegHeader, jpegWays}
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return format{pngHeader, pngWays}
	case bytes.HasPrefix(data, []byte("GIF8")):
		return format{gifHeader, gifWays}
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return format{webpHeader, webpWays}
	case bytes.HasPrefix(data, []byte("BM")):
		return format{bmpHeader, bmpWays}
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return sniffBoxes(data)
	}
	return format{}
}

// configured reads a header with a library's own function.
func configured(data []byte, config func(io.Reader) (image.Config, error)) (header, error) {
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return header{}, notAPicture(err)
	}
	return header{w: c.Width, h: c.Height, model: c.ColorModel, orientation: 1}, nil
}

// filled tells whether so few bytes can hold all of a picture's pixels. What cannot is not worth the memory for what its
// header claims.
func filled(data []byte, n, pixelsPerByte int64) error {
	if int64(len(data))*pixelsPerByte < n {
		return fmt.Errorf("%w: %d bytes cannot hold %d pixels", ErrNotAPicture, len(data), n)
	}
	return nil
}

// Deflate makes at most 1032 bytes of one, and a pixel has at least one bit.
const pngPixelsPerByte = 1032 * 8

func pngHeader(data []byte) (header, error) {
	h, err := configured(data, png.DecodeConfig)
	if err != nil {
		return h, err
	}
	n := int64(h.w) * int64(h.h)
	if n > maxPixels {
		return h, nil // check says so better
	}
	return h, filled(data, n*int64(data[24])/8, pngPixelsPerByte/8)
}

func pngWays(h header, data []byte, _ int) []way {
	n := int64(h.w) * int64(h.h)
	perPixel := int64(4)
	switch h.model {
	case color.GrayModel:
		perPixel = 1
	case color.Gray16Model:
		perPixel = 2
	case color.RGBA64Model, color.NRGBA64Model:
		perPixel = 8
	}
	if _, ok := h.model.(color.Palette); ok {
		perPixel = 1
	}
	if data[28] != 0 {
		perPixel *= 2 // interlaced: each pass is a picture of its own
	}
	return []way{{n * perPixel, 1, func(data []byte) (image.Image, error) { return png.Decode(bytes.NewReader(data)) }}}
}

// A code of LZW has at most 12 bits and stands for at most 4096 pixels; the first ones have two.
const gifPixelsPerByte = 4096

func gifHeader(data []byte) (header, error) {
	h, err := configured(data, gif.DecodeConfig)
	if err != nil {
		return h, err
	}
	if w, high, ok := gifFrame(data); ok { // what is read is the first frame, which may be a part of the screen
		h.w, h.h = w, high
	}
	return h, filled(data, int64(h.w)*int64(h.h), gifPixelsPerByte)
}

// gifFrame returns the size of the first frame.
func gifFrame(data []byte) (w, h int, ok bool) {
	if len(data) < 13 {
		return 0, 0, false
	}
	at := 13
	if data[10]&0x80 != 0 {
		at += 3 << (data[10]&7 + 1)
	}
	for at+10 <= len(data) && data[at] == 0x21 { // an extension: two bytes and blocks up to an empty one
		for at += 2; at < len(data) && data[at] != 0; at += int(data[at]) + 1 {
		}
		at++
	}
	if at+10 > len(data) || data[at] != 0x2c {
		return 0, 0, false
	}
	return int(data[at+5]) | int(data[at+6])<<8, int(data[at+7]) | int(data[at+8])<<8, true
}

func gifWays(h header, _ []byte, _ int) []way {
	return []way{{int64(h.w) * int64(h.h), 1, func(data []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(data)) }}}
}

func bmpHeader(data []byte) (header, error) {
	h, err := configured(data, bmp.DecodeConfig)
	if err != nil {
		return h, err
	}
	return h, filled(data, int64(h.w)*int64(h.h), 8)
}

func bmpWays(h header, _ []byte, _ int) []way {
	return []way{{4 * int64(h.w) * int64(h.h), 1, func(data []byte) (image.Image, error) { return bmp.Decode(bytes.NewReader(data)) }}}
}
