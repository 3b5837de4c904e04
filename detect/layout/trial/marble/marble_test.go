package marble

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"ronda/detect/layout/trial/pen"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

// drawers are all families with how one draws them.
func drawers() map[string]func(r *rand.Rand) pen.Flat {
	out := map[string]func(r *rand.Rand) pen.Flat{}
	for _, f := range cards {
		out["card/"+f.name] = func(r *rand.Rand) pen.Flat { return f.card(r, span(r, f.low, f.high), 140) }
	}
	for _, f := range pages {
		out["page/"+f.name] = func(r *rand.Rand) pen.Flat { return f.page(r, span(r, f.low, f.high), 0.4) }
	}
	return out
}

func TestEveryFamilyDraws(t *testing.T) {
	for name, draw := range drawers() {
		t.Run(name, func(t *testing.T) {
			a, b, c := draw(seeded(1)), draw(seeded(1)), draw(seeded(2))
			if !bytes.Equal(a.Image.Pix, b.Image.Pix) {
				t.Error("two drawings of one source of chance differ")
			}
			if bytes.Equal(a.Image.Pix, c.Image.Pix) {
				t.Error("the drawings of two seeds are the same")
			}
			check(t, a)
			check(t, c)
		})
	}
}

// check fails where a drawing leaves what callers may rely on.
func check(t *testing.T, f pen.Flat) {
	t.Helper()
	size := f.Image.Rect.Size()
	if f.Image.Rect.Min != (image.Point{}) || size.X > widest || size.Y < 50 || size.Y > 1100 {
		t.Errorf("%s: bounds %v", f.Name, f.Image.Rect)
	}
	if f.Name == "" || f.Number != [4]float64{} || f.Face != [4]float64{} {
		t.Errorf("%q: number %v, face %v; a look-alike has a name and neither", f.Name, f.Number, f.Face)
	}
	if middle := f.Image.RGBAAt(size.X/2, size.Y/2); middle.A != 255 {
		t.Errorf("%s: its middle is clear: %v", f.Name, middle)
	}
	seen := map[[3]uint8]bool{}
	for i := 0; i < len(f.Image.Pix); i += 4 {
		seen[[3]uint8(f.Image.Pix[i:i+3])] = true
	}
	if len(seen) < 3 {
		t.Errorf("%s: %d colours, want a drawing", f.Name, len(seen))
	}
}

func TestWidths(t *testing.T) {
	for _, width := range []float64{1, 99.5, 200, 333.3, 640, 2000} {
		for seed := range uint64(4) {
			check(t, Card(seeded(seed), width))
		}
	}
}

func TestEnoughFamilies(t *testing.T) {
	if len(cards) < 22 || len(pages) < 22 {
		t.Errorf("%d families of cards and %d of pages, want 22 of each", len(cards), len(pages))
	}
}

func BenchmarkCard(b *testing.B) {
	for i := range b.N {
		Card(seeded(uint64(i)), 336)
	}
}

func BenchmarkPage(b *testing.B) {
	for i := range b.N {
		Page(seeded(uint64(i)))
	}
}

// TestSheet writes forty drawings of each kind to look at, with SPECIMEN across each, to the folder RONDA_SHEET.
func TestSheet(t *testing.T) {
	folder := os.Getenv("RONDA_SHEET")
	if folder == "" {
		t.Skip("RONDA_SHEET names no folder")
	}
	for kind, draw := range map[string]func(r *rand.Rand) pen.Flat{
		"cards": func(r *rand.Rand) pen.Flat { return Card(r, 300) },
		"pages": Page,
	} {
		for part := range 2 {
			sheet(t, filepath.Join(folder, fmt.Sprintf("%s-%d.png", kind, part)), uint64(1000*part), draw)
		}
	}
}

func sheet(t *testing.T, name string, seed uint64, draw1 func(r *rand.Rand) pen.Flat) {
	t.Helper()
	const across, down, wide, high = 8, 5, 310, 310
	all := image.NewRGBA(image.Rect(0, 0, across*wide, down*high))
	draw.Draw(all, all.Rect, image.Black, image.Point{}, draw.Src)
	for i := range across * down {
		f := draw1(seeded(seed + uint64(i)))
		p := &plate{RGBA: f.Image, w: 100, k: float64(f.Image.Rect.Dx()) / 100, clip: f.Image.Rect}
		p.h = float64(f.Image.Rect.Dy()) / p.k
		p.write(script{face: face{bold, 1}, ink: ink{0xff00ff, 0.6}, size: 12, align: 0.5}, 50, p.h/2, "SPECIMEN")
		shrink := max(1, float64(f.Image.Rect.Dx())/(wide-6), float64(f.Image.Rect.Dy())/(high-6))
		for y := range int(float64(f.Image.Rect.Dy()) / shrink) {
			for x := range int(float64(f.Image.Rect.Dx()) / shrink) {
				all.Set(i%across*wide+x, i/across*high+y, f.Image.At(int(float64(x)*shrink), int(float64(y)*shrink)))
			}
		}
	}
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := png.Encode(out, all); err != nil {
		t.Fatal(err)
	}
}
