package studio

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/dice"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
)

// On photographs lie documents that nobody holds: what is in photographs must not be taken for a face.
type onPhotographs []image.Image

// photographs reads those in the folder that RONDA_PHOTOS names: of places and things, without people.
func photographs() (trial.Generator, error) {
	folder := os.Getenv(pen.Photos)
	if folder == "" {
		return nil, fmt.Errorf("%s names no folder of photographs: rules/sight/README.md says which", pen.Photos)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.jpg"))
	if err != nil {
		return nil, fmt.Errorf("photographs in %s: %w", folder, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no photographs in %s: rules/sight/README.md says which", folder)
	}
	var out onPhotographs
	for _, name := range files {
		img, err := ReadPhotograph(name, 1000)
		if err != nil {
			return nil, err
		}
		out = append(out, img)
	}
	return out, nil
}

// ReadPhotograph reads a picture and scales it to a width.
func ReadPhotograph(name string, wide int) (*image.RGBA, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("photograph: %w", err)
	}
	img, _, err := image.Decode(f)
	_ = f.Close() // only read
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", name, err)
	}
	out := image.NewRGBA(image.Rect(0, 0, wide, wide*img.Bounds().Dy()/img.Bounds().Dx()))
	draw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out, nil
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
