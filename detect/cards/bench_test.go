package cards

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

func BenchmarkShots(b *testing.B) {
	ss := samples(b, 7, 20, 480, 640)
	var sel []*sample
	for i := range ss {
		if i%12 == 0 {
			sel = append(sel, &ss[i])
		}
	}
	m := image.NewYCbCr(image.Rect(0, 0, 1280, 960), image.YCbCrSubsampleRatio420)
	for i := range m.Y {
		m.Y[i] = uint8(128 + (i%1280)/20*(i/1280/10)%97 + i*7919%9)
	}
	var buf bytes.Buffer
	jpeg.Encode(&buf, m, &jpeg.Options{Quality: 80})
	b.Run("jpeg 1.2MP", func(b *testing.B) {
		for b.Loop() {
			jpeg.Decode(bytes.NewReader(buf.Bytes()))
		}
	})
	i := 0
	b.Run("shot", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Find(sel[i%len(sel)].Picture)
			i++
		}
	})
}
