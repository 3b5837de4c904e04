package picture

import (
	"image"
	"image/color"
)

// rowsOf returns a function that reads row y of img from column x0 on as luma and chroma, on white.
func rowsOf(img image.Image, x0 int) func(y int, luma, blue, red []uint8) {
	switch m := img.(type) {
	case *image.RGBA: // premultiplied: what is missing is white
		return packed(m.Pix, func(y int) int { return m.PixOffset(x0, y) }, 4, func(c []uint8) (r, g, b uint8) {
			white := 255 - c[3]
			return c[0] + white, c[1] + white, c[2] + white
		})
	case *image.NRGBA:
		return packed(m.Pix, func(y int) int { return m.PixOffset(x0, y) }, 4, func(c []uint8) (r, g, b uint8) {
			return onWhite(c[0], c[1], c[2], c[3])
		})
	case *image.CMYK:
		return packed(m.Pix, func(y int) int { return m.PixOffset(x0, y) }, 4, func(c []uint8) (r, g, b uint8) {
			return color.CMYKToRGB(c[0], c[1], c[2], c[3])
		})
	case *image.RGBA64: // the upper byte of each of its words is enough
		return packed(m.Pix, func(y int) int { return m.PixOffset(x0, y) }, 8, func(c []uint8) (r, g, b uint8) {
			white := 255 - c[6]
			return c[0] + white, c[2] + white, c[4] + white
		})
	case *image.NRGBA64:
		return packed(m.Pix, func(y int) int { return m.PixOffset(x0, y) }, 8, func(c []uint8) (r, g, b uint8) {
			return onWhite(c[0], c[2], c[4], c[6])
		})
	case *image.Gray16:
		return packed(m.Pix, func(y int) int { return m.PixOffset(x0, y) }, 2, func(c []uint8) (r, g, b uint8) {
			return c[0], c[0], c[0]
		})
	case *image.Paletted:
		return paletted(m, x0)
	case *image.NYCbCrA:
		return withAlpha(m, x0)
	}
	return func(y int, luma, blue, red []uint8) {
		for x := range luma {
			luma[x], blue[x], red[x] = ycbcr(img.At(x0+x, y))
		}
	}
}

// packed reads pixels of some bytes each.
func packed(pix []uint8, at func(y int) int, bytes int, rgb func(c []uint8) (r, g, b uint8)) func(y int, luma, blue, red []uint8) {
	return func(y int, luma, blue, red []uint8) {
		row := pix[at(y):]
		for x := range luma {
			r, g, b := rgb(row[x*bytes : (x+1)*bytes : (x+1)*bytes])
			luma[x], blue[x], red[x] = color.RGBToYCbCr(r, g, b)
		}
	}
}

func onWhite(r, g, b, a uint8) (uint8, uint8, uint8) {
	if a == 255 {
		return r, g, b
	}
	return blend(r, 255, a), blend(g, 255, a), blend(b, 255, a)
}

func blend(v, ground, a uint8) uint8 {
	return uint8((uint32(v)*uint32(a) + uint32(ground)*(255-uint32(a)) + 127) / 255)
}

// ycbcr converts any colour, on white.
func ycbcr(c color.Color) (luma, blue, red uint8) {
	r, g, b, a := c.RGBA()
	white := 0xffff - min(a, 0xffff)
	high := func(v uint32) uint8 { return uint8(min(v+white, 0xffff) >> 8) }
	return color.RGBToYCbCr(high(r), high(g), high(b))
}

func paletted(m *image.Paletted, x0 int) func(y int, luma, blue, red []uint8) {
	var table [256][3]uint8 // indices past the palette are black, as decoders leave them
	for i, c := range m.Palette[:min(len(m.Palette), 256)] {
		table[i][0], table[i][1], table[i][2] = ycbcr(c)
	}
	for i := len(m.Palette); i < 256; i++ {
		table[i] = [3]uint8{0, 128, 128}
	}
	return func(y int, luma, blue, red []uint8) {
		for x, k := range m.Pix[m.PixOffset(x0, y):][:len(luma)] {
			c := &table[k]
			luma[x], blue[x], red[x] = c[0], c[1], c[2]
		}
	}
}

// studioWhite is the luma of white in a lossy WebP.
const studioWhite = 235

// withAlpha reads what WebP makes of pictures with losses and transparency.
func withAlpha(m *image.NYCbCrA, x0 int) func(y int, luma, blue, red []uint8) {
	return func(y int, luma, blue, red []uint8) {
		copy(luma, m.Y[m.YOffset(x0, y):])
		alpha := m.A[m.AOffset(x0, y):]
		for x := range luma {
			c := m.COffset(x0+x, y)
			blue[x], red[x] = m.Cb[c], m.Cr[c]
			if a := alpha[x]; a != 255 {
				luma[x], blue[x], red[x] = blend(luma[x], studioWhite, a), blend(blue[x], 128, a), blend(red[x], 128, a)
			}
		}
	}
}
