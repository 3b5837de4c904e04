package picture

import (
	_ "embed" // the libraries
	"image"
)

// The libraries are built by gen2brain/avif v0.4.4 (libavif 1.1.1 with libaom 3.10.0) and gen2brain/heic v0.4.5 (libheif 1.18.2 with
// libde265 1.0.15); wasm/README.md says where their sources and licences are.
var (
	//go:embed wasm/avif.wasm.gz
	avifWasm []byte
	//go:embed wasm/heif.wasm.gz
	heifWasm []byte

	avif = &sandbox{name: "AVIF", wasm: avifWasm, decode: decodeAVIF, perPixel: 20}
	heic = &sandbox{name: "HEIC", wasm: heifWasm, decode: decodeHEIC, perPixel: 6, native: true}
)

// decodeAVIF calls decode(in, length, headerOnly, allFrames, *width, *height, *depth, *count, *delay, out), which writes the
// first frame as RGBA with premultiplied alpha, in two bytes each where the picture has more than eight bits.
func decodeAVIF(c *call, size image.Point, headerOnly bool) (decoded, error) {
	words := c.alloc(24)
	arguments := []uint64{c.input, c.length, 1, 0, words, words + 4, words + 8, words + 12, words + 16, 0}
	if c.do("decode", arguments...) == 0 {
		return decoded{}, errRefused
	}
	w, h, depth := c.word(words), c.word(words+4), c.word(words+8)
	if headerOnly || !c.same(w, h, size) {
		return decoded{w: w, h: h}, nil
	}
	n := 4 * w * h
	if depth > 8 {
		n *= 2
	}
	out := c.alloc(n)
	arguments[2], arguments[9] = 0, out
	if c.do("decode", arguments...) == 0 {
		return decoded{}, errRefused
	}
	pix := c.copyOut(out, n)
	if depth > 8 {
		pix = upperBytes(pix)
	}
	return decoded{w, h, &image.RGBA{Pix: pix, Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}}, nil
}

// upperBytes keeps the upper byte of little-endian samples of two.
func upperBytes(samples []byte) []byte {
	out := samples[:len(samples)/2]
	for i := range out {
		out[i] = samples[2*i+1]
	}
	return out
}

// Of libheif's enumerations.
const (
	heifYCbCr = 0
	heifRGB   = 1
	heifGrey  = 2
	heif420   = 1
	heif422   = 2
	heif444   = 3
)

// decodeHEIC calls decode(in, length, headerOnly, *width, *height, *space, *chroma, *premultiplied, out), which writes planes
// in libheif's own strides.
func decodeHEIC(c *call, size image.Point, headerOnly bool) (decoded, error) {
	words := c.alloc(20)
	arguments := []uint64{c.input, c.length, 1, words, words + 4, words + 8, words + 12, words + 16, 0}
	if c.do("decode", arguments...) == 0 {
		return decoded{}, errRefused
	}
	w, h, space, chroma := c.word(words), c.word(words+4), c.word(words+8), c.word(words+12)
	if headerOnly || !c.same(w, h, size) {
		return decoded{w: w, h: h}, nil
	}
	img, planes := heicImage(w, h, space, chroma)
	if img == nil {
		return decoded{}, errRefused
	}
	n := 0
	for _, p := range planes {
		n += p.stride * p.rows
	}
	out := c.alloc(n)
	arguments[2], arguments[8] = 0, out
	if c.do("decode", arguments...) == 0 {
		return decoded{}, errRefused
	}
	for _, p := range planes {
		*p.pix = c.copyOut(out, p.stride*p.rows)
		out += uint64(p.stride * p.rows)
	}
	return decoded{w, h, img}, nil
}

// A heicPlane is one that the library writes.
type heicPlane struct {
	pix          *[]uint8
	stride, rows int
}

// heicImage returns a picture without pixels, and the planes that it lacks.
func heicImage(w, h, space, chroma int) (image.Image, []heicPlane) {
	rect := image.Rect(0, 0, w, h)
	switch space {
	case heifGrey:
		m := &image.Gray{Stride: heicStride(w), Rect: rect}
		return m, []heicPlane{{&m.Pix, m.Stride, h}}
	case heifRGB:
		m := &image.NRGBA{Stride: max(256, (4*w+15)/16*16), Rect: rect}
		return m, []heicPlane{{&m.Pix, m.Stride, h}}
	case heifYCbCr:
		m := &image.YCbCr{YStride: heicStride(w), CStride: heicStride(w), Rect: rect}
		rows := h
		switch chroma {
		case heif420:
			m.SubsampleRatio, m.CStride, rows = image.YCbCrSubsampleRatio420, heicStride(ceil(w, 2)), ceil(h, 2)
		case heif422:
			m.SubsampleRatio, m.CStride = image.YCbCrSubsampleRatio422, heicStride(ceil(w, 2))
		case heif444:
			m.SubsampleRatio = image.YCbCrSubsampleRatio444
		default:
			return nil, nil
		}
		return m, []heicPlane{{&m.Y, m.YStride, h}, {&m.Cb, m.CStride, rows}, {&m.Cr, m.CStride, rows}}
	}
	return nil, nil
}

// heicStride is what libheif takes for a row: at least 64 bytes, in steps of 16.
func heicStride(w int) int { return max(64, (w+15)/16*16) }
