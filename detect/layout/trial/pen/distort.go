package pen

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

func (s *stage) distort(n int) {
	for range n {
		d := distortions[s.r.IntN(len(distortions))]
		if name := d(s); name != "" {
			s.marks = append(s.marks, name)
		}
	}
	s.grain(between(s.r, 0.5, 3.5))
}

var distortions = []func(s *stage) string{
	func(s *stage) string {
		if s.r.IntN(4) == 0 {
			s.grey(1)
			return "grey"
		}
		return ""
	},
}

// grey takes the colour away.
func (s *stage) grey(share float64) {
	for i := 0; i < len(s.Pix); i += 4 {
		p := s.Pix[i : i+4 : i+4]
		v := (int(p[0])*77 + int(p[1])*150 + int(p[2])*29) >> 8
		if share >= 1 {
			p[0], p[1], p[2] = uint8(v), uint8(v), uint8(v)
			continue
		}
		for k := range 3 {
			p[k] = uint8(float64(p[k])*(1-share) + float64(v)*share)
		}
	}
}

func (s *stage) encode() []byte {
	var out bytes.Buffer
	if chance(s.r, 0.05) && s.w()*s.h() < 900_000 {
		_ = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, s.RGBA) // a buffer does not fail
		return out.Bytes()
	}
	_ = jpeg.Encode(&out, s.RGBA, &jpeg.Options{Quality: 60 + s.r.IntN(36)})
	return out.Bytes()
}

var _ image.Image
var _ color.RGBA
