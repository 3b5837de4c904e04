package picture_test

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"testing"
	"time"

	"ronda/detect/layout/trial"
	"ronda/detect/picture"
)

// BenchmarkDecode tells what decoding to side 640 costs, and as "of-full" which part of image/jpeg's full decode of the same
// file, measured in turns in the same run.
func BenchmarkDecode(b *testing.B) {
	d := picture.NewDecoder()
	for _, size := range [][2]int{{1280, 960}, {4000, 3000}} {
		img := photo(size[0], size[1])
		for name, data := range map[string][]byte{"baseline": encodeJPEG(b, img, 85), "progressive": trial.Progressive(img, 85)} {
			b.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(b *testing.B) {
				b.ReportAllocs()
				var full time.Duration
				for b.Loop() {
					b.StopTimer()
					start := time.Now()
					if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
						b.Fatal(err)
					}
					full += time.Since(start)
					b.StartTimer()
					if _, err := d.Decode(data, 640); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed())/float64(full), "of-full")
				b.ReportMetric(float64(full.Microseconds())/1000/float64(b.N), "full-ms")
			})
		}
	}
}
