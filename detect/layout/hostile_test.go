package layout_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/detect/layout"
)

func encodePNG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// lyingPNG is a small file whose header promises w x h pixels.
func lyingPNG(tb testing.TB, w, h uint32) []byte {
	data := encodePNG(tb, image.NewGray(image.Rect(0, 0, 8, 8)))
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func TestHostileInput(t *testing.T) {
	rec := newRecogniser(t)
	card := photograph(t, drawKTP(rand.New(rand.NewPCG(1, 1)), heldOut), rand.New(rand.NewPCG(1, 1)), 0)
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, layout.ErrNotAPicture},
		{"text", []byte("<html>not a picture</html>"), layout.ErrNotAPicture},
		{"SVG", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), layout.ErrNotAPicture},
		{"JPEG mark only", []byte("\xff\xd8"), layout.ErrNotAPicture},
		{"PNG mark only", []byte("\x89PNG\r\n\x1a\n"), layout.ErrNotAPicture},
		{"GIF mark only", []byte("GIF89a"), layout.ErrNotAPicture},
		{"WebP mark only", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), layout.ErrNotAPicture},
		{"WebP of lies", []byte("RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\xff\x2f\xff\xff\xff\xff"), layout.ErrNotAPicture},
		{"JPEG header cut", card[:40], layout.ErrNotAPicture},
		{"bomb of 60,000 x 60,000", lyingPNG(t, 60_000, 60_000), layout.ErrTooLarge},
		{"largest numbers", lyingPNG(t, 1<<31-1, 1<<31-1), nil}, // either error: the decoder may refuse first
		{"header larger than data", lyingPNG(t, 4000, 4000), layout.ErrNotAPicture},
		{"30000 x 10", encodePNG(t, image.NewGray(image.Rect(0, 0, 30_000, 10))), layout.ErrTooLarge},
		{"10 x 30000", encodePNG(t, image.NewGray(image.Rect(0, 0, 10, 30_000))), layout.ErrTooLarge},
		{"16 MiB of nothing", make([]byte, 16<<20), layout.ErrTooLarge},
	} {
		p, err := rec.Recognise(tt.data)
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %+v, error %v, want %v", tt.name, p, err, tt.want)
		}
		if !errors.Is(err, layout.ErrNotAPicture) && !errors.Is(err, layout.ErrTooLarge) {
			t.Errorf("%s: error %v is of no known kind", tt.name, err)
		}
	}
}

func TestHarmlessOddities(t *testing.T) {
	rec := newRecogniser(t)
	for _, tt := range []struct {
		name string
		img  image.Image
		hash bool
	}{
		{"1 x 1", image.NewGray(image.Rect(0, 0, 1, 1)), false},
		{"23 x 23", drawNoise(rand.New(rand.NewPCG(1, 2)), heldOut).(*image.RGBA).SubImage(image.Rect(0, 0, 23, 23)), false},
		{"white", image.NewNRGBA(image.Rect(0, 0, 400, 300)), false},
		{"black", image.NewGray(image.Rect(0, 0, 400, 300)), false},
		{"sixteen bits", sixteen(), true},
		{"palette", paletted(), true},
	} {
		p := recognise(t, rec, encodePNG(t, tt.img))
		if len(p.Matches) != 0 || (p.Hash != nil) != tt.hash {
			t.Errorf("%s: %d matches, hash %v", tt.name, len(p.Matches), p.Hash)
		}
		if b := tt.img.Bounds(); p.Width != b.Dx() || p.Height != b.Dy() {
			t.Errorf("%s: %d x %d, want %v", tt.name, p.Width, p.Height, b)
		}
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{paletted(), paletted()}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	if p := recognise(t, rec, b.Bytes()); p.Width != 320 || p.Hash == nil {
		t.Errorf("moving GIF: %+v", p)
	}
}

func sixteen() image.Image {
	m := image.NewNRGBA64(image.Rect(0, 0, 320, 200))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i >> 9)
	}
	return m
}

func paletted() *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, 320, 200), color.Palette{color.White, color.Black, color.RGBA{9, 90, 200, 255}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i / 53 * i % 3)
	}
	return m
}

// withOrientation puts an EXIF orientation into a JPEG.
func withOrientation(data []byte, o byte) []byte {
	exif := []byte{0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0}
	return append(append(append([]byte{}, data[:2]...), exif...), data[2:]...)
}

// TestOrientation encodes one picture in the eight ways that EXIF allows; all of them are displayed alike.
func TestOrientation(t *testing.T) {
	rec := newRecogniser(t)
	img := drawKTP(rand.New(rand.NewPCG(6, 6)), heldOut)
	encode := func(img image.Image) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	want := recognise(t, rec, encode(img))
	if len(want.Matches) != 1 {
		t.Fatalf("upright card: %+v", want)
	}
	// Where the pixel x, y of what the camera stored is displayed on a picture of w x h.
	for o, displayed := range map[byte]func(x, y, w, h int) (int, int){
		2: func(x, y, w, _ int) (int, int) { return w - 1 - x, y },
		3: func(x, y, w, h int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y, _, h int) (int, int) { return x, h - 1 - y },
		5: func(x, y, _, _ int) (int, int) { return y, x },
		6: func(x, y, w, _ int) (int, int) { return w - 1 - y, x },
		7: func(x, y, w, h int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y, _, h int) (int, int) { return y, h - 1 - x },
	} {
		b := img.Bounds()
		stored := turned(img, func(x, y, _, _ int) (int, int) { return displayed(x, y, b.Dx(), b.Dy()) }, o >= 5)
		got := recognise(t, rec, withOrientation(encode(stored), o))
		if got.Width != want.Width || got.Height != want.Height || len(got.Matches) != 1 || distance(got.Hash, want.Hash) > 8 {
			t.Errorf("orientation %d: %d x %d, %v, hash %d bits away", o, got.Width, got.Height, got.Matches, distance(got.Hash, want.Hash))
		}
	}
}

func TestQuadOfAScan(t *testing.T) {
	rec := newRecogniser(t)
	card := drawKTP(rand.New(rand.NewPCG(8, 8)), heldOut)
	page := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for i := range page.Pix {
		page.Pix[i] = 250
	}
	for y := range 303 {
		for x := range 480 {
			page.Set(100+x, 200+y, card.At(x, y))
		}
	}
	p := recognise(t, rec, encodePNG(t, page))
	if len(p.Matches) != 1 {
		t.Fatalf("%+v", p.Matches)
	}
	want := [][2]int{{100, 200}, {580, 200}, {580, 503}, {100, 503}}
	near := cmp.Comparer(func(a, b int) bool { return a-b <= 6 && b-a <= 6 })
	if diff := cmp.Diff(want, p.Matches[0].Quad, near); diff != "" {
		t.Errorf("quad (-want +got):\n%s", diff)
	}
}

func FuzzRecognise(f *testing.F) {
	rec := newRecogniser(f)
	r := rand.New(rand.NewPCG(1, 1))
	small := image.NewRGBA(image.Rect(0, 0, 32, 24))
	for i := range small.Pix {
		small.Pix[i] = uint8(r.IntN(256))
	}
	var j, g bytes.Buffer
	if err := errors.Join(jpeg.Encode(&j, small, nil), gif.Encode(&g, small, nil)); err != nil {
		f.Fatal(err)
	}
	f.Add(j.Bytes())
	f.Add(g.Bytes())
	f.Add(encodePNG(f, small))
	f.Add(withOrientation(j.Bytes(), 6))
	f.Add(lyingPNG(f, 300, 200))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := rec.Recognise(data)
		if err != nil {
			if !errors.Is(err, layout.ErrNotAPicture) && !errors.Is(err, layout.ErrTooLarge) {
				t.Errorf("error of no known kind: %v", err)
			}
			return
		}
		for _, m := range p.Matches {
			if m.Score < 0.5 || m.Score > 1 || len(m.Quad) != 4 {
				t.Errorf("match %+v", m)
			}
			for _, c := range m.Quad {
				if c[0] < 0 || c[0] >= p.Width || c[1] < 0 || c[1] >= p.Height {
					t.Errorf("corner %v outside %d x %d", c, p.Width, p.Height)
				}
			}
		}
	})
}

func BenchmarkRecognise(b *testing.B) {
	rec := newRecogniser(b)
	r := rand.New(rand.NewPCG(1, 1))
	for name, data := range map[string][]byte{
		"card": photograph(b, drawKTP(r, heldOut), r, 0), "page": photograph(b, drawPage(r, heldOut), r, 0),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				recognise(b, rec, data)
			}
		})
	}
}
