package picture

// Tables from studio range to full range, as BT.601 has both.
var lumaWide, chromaWide = wideTables()

func wideTables() (luma, chroma [256]uint8) {
	for i := range 256 {
		luma[i] = uint8(min(max(((i-16)*255+109)/219, 0), 255))
		chroma[i] = uint8(min(max(((i-16)*255+112)/224, 0), 255))
	}
	chroma[128] = 128 // neutral stays so
	return luma, chroma
}

// widen turns planes of studio range into planes of full range.
func (p *Picture) widen() {
	for i, v := range p.Luma.Pix {
		p.Luma.Pix[i] = lumaWide[v]
	}
	for _, c := range []Plane{p.Blue, p.Red} {
		for i, v := range c.Pix {
			c.Pix[i] = chromaWide[v]
		}
	}
}
