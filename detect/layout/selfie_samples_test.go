package layout

import (
	"bufio"
	"bytes"
	"flag"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/busts"
	"ronda/detect/layout/trial/dice"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/layout/trial/troupe"
	"ronda/detect/picture"
	"ronda/detect/sight"
)

// writeSelfieSamples writes what the network for selfies learns from: surrounds of documents in scenes, with and without the face of who holds them,
// a byte that says so before each.
func writeSelfieSamples(t *testing.T, path string, g trial.Generator, seed uint64, pictures int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(seed, 77))
	decoder := picture.NewDecoder()
	var view sight.Surround
	count := [2]int{}
	for range pictures {
		document := []string{trial.KTP, trial.KK, trial.NPWP}[r.IntN(3)]
		scene := trial.Selfie
		if r.IntN(20) >= 9 {
			scene = []string{trial.Hand, trial.Hand, trial.Hand, trial.Scan, trial.Tight, trial.Table, trial.Collage, trial.Screen, trial.Sheet}[r.IntN(9)]
		}
		shot := g.Positive(r, document, scene)
		if shot.Face && shot.Scene != trial.Selfie || len(shot.Cards) == 0 {
			continue
		}
		p, err := decoder.Decode(shot.Data, 640)
		if err != nil {
			t.Fatalf("%s: %v", shot.Name, err)
		}
		s := sight.NewScene(p)
		documents := inLuma(p, trueMatches(&shot))
		for _, d := range widest(documents, holdable) {
			for i := range d.quad { // a finder is never quite right
				for k := range 2 {
					d.quad[i][k] += r.NormFloat64() * 0.03 * d.width
				}
			}
			d.width *= 0.9 + 0.2*r.Float64()
			x, y := d.middle()
			view.Sample(s, x, y, d.surround(), d.turn, func(x, y float64) bool { return onAny(documents, x, y) })
			face := byte(0)
			if shot.Face {
				face = 1
			}
			count[face]++
			_ = out.WriteByte(face) // it keeps its first error for Flush
			_, _ = out.Write(view.Cells[:])
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d without a face, %d with", filepath.Base(path), count[0], count[1])
}

var selfieHands = flag.String("selfie-hands", "", "with -selfies: the only hands to write")

var selfies = flag.String("selfies", "", "folder to write what the network for selfies learns from to; rules/sight/README.md says how")

func TestWriteSelfieSamples(t *testing.T) {
	if *selfies == "" {
		t.Skip("writes what a network learns from: needs -selfies")
	}
	for _, h := range []struct {
		name     string
		g        func() trial.Generator
		pictures int
	}{
		{"pen", func() trial.Generator { return pen.New() }, 3000},
		{"slate", func() trial.Generator { return slate.New() }, 1500},
		{"busts", func() trial.Generator { return busts.New() }, 3000},
		{"troupe", func() trial.Generator { return troupe.New() }, 3000},
		{"photographs", func() trial.Generator { return photographs(t) }, 2500},
	} {
		if *selfieHands == "" || slices.Contains(strings.Split(*selfieHands, ","), h.name) {
			writeSelfieSamples(t, filepath.Join(*selfies, h.name), h.g(), 31, h.pictures)
		}
	}
}

// On photographs lie documents that nobody holds: what is in photographs must not be taken for a face.
type onPhotographs []image.Image

// photographs reads those in the folder that RONDA_PHOTOS names: of places and things, without people.
func photographs(t *testing.T) (out onPhotographs) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv(pen.Photos), "*.jpg"))
	if err != nil || os.Getenv(pen.Photos) == "" || len(files) == 0 {
		t.Fatalf("%s names no folder of photographs (%v): rules/sight/README.md says which", pen.Photos, err)
	}
	for _, name := range files {
		out = append(out, photograph(t, name, 1000))
	}
	return out
}

// photograph reads a picture and scales it to a width.
func photograph(t *testing.T, name string, wide int) *image.RGBA {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(f)
	_ = f.Close() // only read
	if err != nil {
		t.Fatalf("decode %s: %v", name, err)
	}
	out := image.NewRGBA(image.Rect(0, 0, wide, wide*img.Bounds().Dy()/img.Bounds().Dx()))
	draw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

// Positive lays a document on a part of a photograph.
func (p onPhotographs) Positive(r *rand.Rand, document, _ string) trial.Shot {
	from := p[r.IntN(len(p))]
	b := from.Bounds()
	w, h := 400+r.IntN(240), 400+r.IntN(240)
	part := int(float64(min(b.Dx(), b.Dy())) * (0.25 + 0.75*r.Float64()))
	x, y := r.IntN(b.Dx()-part+1), r.IntN(b.Dy()-part+1)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(img, img.Rect, from, image.Rect(x, y, x+part, y+part), draw.Src, nil)
	wide := float64(w) * (0.2 + 0.5*r.Float64())
	layout := map[string][]string{trial.KTP: {"ktp", "ktp-old"}, trial.KK: {"kk", "kk-2020"}, trial.NPWP: {"npwp", "npwp-2023"}}[document][r.IntN(2)]
	card := flint.Document(r, layout, max(wide, 320)).Image
	if r.IntN(2) == 0 {
		card = dice.Document(r, layout, max(wide, 320)).Image
	}
	scale := wide / float64(card.Bounds().Dx())
	lean := 0.3 * r.NormFloat64()
	sin, cos := math.Sin(lean)*scale, math.Cos(lean)*scale
	cx, cy := float64(card.Bounds().Dx())/2, float64(card.Bounds().Dy())/2
	mx, my := float64(w)*(0.25+0.5*r.Float64()), float64(h)*(0.25+0.5*r.Float64())
	onto := f64.Aff3{cos, -sin, mx - cos*cx + sin*cy, sin, cos, my - sin*cx - cos*cy}
	draw.BiLinear.Transform(img, onto, card, card.Bounds(), draw.Over, nil)
	var quad [4][2]float64
	for i, c := range [4][2]float64{{0, 0}, {2 * cx, 0}, {2 * cx, 2 * cy}, {0, 2 * cy}} {
		quad[i] = [2]float64{onto[0]*c[0] + onto[1]*c[1] + onto[2], onto[3]*c[0] + onto[4]*c[1] + onto[5]}
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, img, &jpeg.Options{Quality: 40 + r.IntN(50)}); err != nil {
		panic(err) // a picture in memory
	}
	return trial.Shot{Scene: trial.Table, Data: data.Bytes(), Width: w, Height: h, Cards: []trial.Card{{Document: document, Layout: layout, Quad: quad}}}
}

// Negative is not asked for.
func (p onPhotographs) Negative(r *rand.Rand) trial.Shot { return p.Positive(r, trial.KTP, "") }
