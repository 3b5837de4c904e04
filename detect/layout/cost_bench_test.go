//go:build unix

package layout_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/corona10/goimagehash"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // pen draws some

	"ronda/detect/cards"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/perceptual"
	"ronda/detect/picture"
)

// A costed is a picture of the set that costs are measured on, of full size, and the quality it is to be encoded with.
type costed struct {
	img     image.Image
	quality int
}

// costSet draws pictures of every scene, and others.
func costSet(b *testing.B, seed uint64) (set []costed) {
	b.Helper()
	hand := trial.Kept{Generator: pen.New(), Dir: os.Getenv("RONDA_SHOTS")}
	add := func(s trial.Shot) {
		img, _, err := image.Decode(bytes.NewReader(s.Data))
		if err != nil {
			b.Fatal(err)
		}
		set = append(set, costed{img, qualityOf(b, s.Data)})
	}
	for i, scene := range []string{trial.Scan, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen} {
		document := []string{trial.KTP, trial.KK, trial.NPWP}[i%3]
		add(hand.Positive(rand.New(rand.NewPCG(seed, uint64(i))), document, scene))
		add(hand.Negative(rand.New(rand.NewPCG(seed, uint64(100+i)))))
	}
	return set
}

// qualityOf returns the quality of the JPEG files of image/jpeg, told by their tables, and 85 for all others.
func qualityOf(b *testing.B, data []byte) int {
	b.Helper()
	table := func(data []byte) []byte {
		if i := bytes.Index(data, []byte{0xff, 0xdb}); i >= 0 && i+69 <= len(data) {
			return data[i+5 : i+69]
		}
		return nil
	}
	for q := 1; q <= 100; q++ {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 8, 8)), &jpeg.Options{Quality: q}); err != nil {
			b.Fatal(err)
		}
		if bytes.Equal(table(out.Bytes()), table(data)) {
			return q
		}
	}
	return 85
}

// encoded returns a picture at a number of pixels.
func (c *costed) encoded(b *testing.B, pixels float64, progressive bool) []byte {
	b.Helper()
	r := c.img.Bounds()
	k := math.Sqrt(pixels / float64(r.Dx()*r.Dy()))
	img := image.NewRGBA(image.Rect(0, 0, int(float64(r.Dx())*k), int(float64(r.Dy())*k)))
	draw.BiLinear.Scale(img, img.Rect, c.img, r, draw.Src, nil)
	if progressive {
		return trial.Progressive(img, c.quality)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: c.quality}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// cpu returns the CPU time that the process took for f, in milliseconds.
func cpu(f func()) float64 {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			panic(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	start := used()
	f()
	return float64(used()-start) / float64(time.Millisecond)
}

// A bill gathers what each step costs, picture by picture.
type bill map[string][]float64

// median returns the middle one of what a step cost, or of its parts of another.
func (c bill) median(step, of string) float64 {
	values := slices.Clone(c[step])
	for i := range values {
		if of != "" {
			values[i] /= max(c[of][i], 1e-3)
		}
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// add measures a picture, step after step in turns with what they are compared with.
func (c bill) add(b *testing.B, r *layout.Recogniser, d *picture.Decoder, data []byte) {
	b.Helper()
	check := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	step := func(name string, f func()) { c[name] = append(c[name], cpu(f)) }
	runtime.GC() // what was left by the picture before is not on this one's bill
	step("full", func() { _, err := jpeg.Decode(bytes.NewReader(data)); check(err) })
	step("peer", func() {
		img, err := jpeg.Decode(bytes.NewReader(data))
		check(err)
		for _, hash := range []func(image.Image) (*goimagehash.ImageHash, error){goimagehash.AverageHash, goimagehash.DifferenceHash, goimagehash.PerceptionHash} {
			_, err := hash(img)
			check(err)
		}
	})
	runtime.GC()
	_, err := r.Recognise(data) // who looks at picture after picture has the memory of the one before at hand
	check(err)
	step("recognise", func() { _, err := r.Recognise(data); check(err) })
	step("hashes", func() { p, err := d.Decode(data, 640); check(err); perceptual.Picture(p) })
	var p *picture.Picture
	var found []cards.Candidate
	var tiles []image.Rectangle
	var matches []layout.Match
	step("decode", func() { p, err = d.Decode(data, 640) })
	check(err)
	step("seen", func() { perceptual.Picture(p) })
	step("find", func() { found, tiles = cards.FindTiled(p) })
	step("look", func() { matches, err = r.LookAt(p, found) })
	check(err)
	step("faces", func() { r.SelfieOf(p, matches, tiles) })
}

// BenchmarkCost tells what a picture costs from its bytes to the verdict, in CPU time, and in turns with it what it is compared
// with, on pen's pictures encoded anew. Every figure is a median over the pictures:
//
//   - of-full is the whole path, as a part of image/jpeg's full decode of the same file;
//   - hashes-gain is how many times dearer image/jpeg and three calls of goimagehash on the whole are than decoding and all
//     hashes of the picture;
//   - the others are milliseconds: full of image/jpeg, total of the whole path, then its steps.
func BenchmarkCost(b *testing.B) {
	r, d := newRecogniser(b), picture.NewDecoder()
	set := costSet(b, 8)
	for _, size := range []struct {
		name   string
		pixels float64
		every  int // of the set one in so many
	}{{"1.2MP", 1.2e6, 1}, {"12MP", 12e6, 3}} {
		for _, progressive := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/progressive=%t", size.name, progressive), func(b *testing.B) {
				var files [][]byte
				for i := 0; i < len(set); i += size.every {
					files = append(files, set[i].encoded(b, size.pixels, progressive))
				}
				c := bill{}
				for b.Loop() {
					for _, data := range files {
						c.add(b, r, d, data)
					}
				}
				b.ReportMetric(c.median("recognise", "full"), "of-full")
				b.ReportMetric(c.median("peer", "hashes"), "hashes-gain")
				b.ReportMetric(c.median("full", ""), "full-ms")
				b.ReportMetric(c.median("recognise", ""), "total-ms")
				for _, step := range []string{"decode", "seen", "find", "look", "faces"} {
					b.ReportMetric(c.median(step, ""), step+"-ms")
				}
				b.ReportMetric(0, "ns/op") // wall time, setting up included, says nothing
			})
		}
	}
}
