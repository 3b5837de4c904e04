package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/bmp"

	"ronda/detect/layout/trial"
	"ronda/detect/picture"
)

func decode(tb testing.TB, data []byte, side int) *picture.Picture {
	tb.Helper()
	p, err := picture.NewDecoder().Decode(data, side)
	if err != nil {
		tb.Fatal(err)
	}
	checkPlanes(tb, "sound", p, side)
	return p
}

// apart returns the mean difference of two planes.
func apart(tb testing.TB, a, b picture.Plane) float64 {
	tb.Helper()
	if a.W != b.W || a.H != b.H {
		tb.Fatalf("planes of %d x %d and %d x %d", a.W, a.H, b.W, b.H)
	}
	sum := 0
	for i, v := range a.Pix {
		sum += max(int(v)-int(b.Pix[i]), int(b.Pix[i])-int(v))
	}
	return float64(sum) / float64(len(a.Pix))
}

// near holds that two pictures look alike.
func near(tb testing.TB, name string, got, want *picture.Picture, luma, chroma float64) {
	tb.Helper()
	if got.Size != want.Size {
		tb.Errorf("%s: size %v, want %v", name, got.Size, want.Size)
		return
	}
	for _, c := range []struct {
		name      string
		got, want picture.Plane
		most      float64
	}{{"luma", got.Luma, want.Luma, luma}, {"blue", got.Blue, want.Blue, chroma}, {"red", got.Red, want.Red, chroma}} {
		if d := apart(tb, c.got, c.want); d > c.most {
			tb.Errorf("%s: %s differs by %.2f on average, want at most %.2f", name, c.name, d, c.most)
		}
	}
}

// TestFormatsAgree decodes one picture from files of several formats, and from packed pixels of several kinds.
func TestFormatsAgree(t *testing.T) {
	img := photo(300, 201)
	want := decode(t, encodePNG(t, img), 128)
	bounds := img.Bounds()
	nrgba, deep, cmyk := image.NewNRGBA(bounds), image.NewNRGBA64(bounds), image.NewRGBA64(bounds)
	for _, m := range []draw.Image{nrgba, deep, cmyk} {
		draw.Draw(m, bounds, img, image.Point{}, draw.Src)
	}
	nrgba.SetNRGBA(0, 0, color.NRGBA{0, 0, 0, 254}) // or it is written without alpha
	near(t, "NRGBA", decode(t, encodePNG(t, nrgba), 128), want, 0.1, 0.1)
	near(t, "16 bits", decode(t, encodePNG(t, deep), 128), want, 0.1, 0.1)
	near(t, "JPEG", decode(t, encodeJPEG(t, img, 95), 128), want, 2.5, 4.5)
	var b bytes.Buffer
	if err := bmp.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	near(t, "BMP", decode(t, b.Bytes(), 128), want, 0.1, 0.1)
	gray := image.NewGray(bounds)
	draw.Draw(gray, bounds, img, image.Point{}, draw.Src)
	neutral := &picture.Picture{Size: want.Size, Luma: want.Luma, Blue: picture.NewPlane(64, 43), Red: picture.NewPlane(64, 43)}
	for i := range neutral.Blue.Pix {
		neutral.Blue.Pix[i], neutral.Red.Pix[i] = 128, 128
	}
	near(t, "grey PNG", decode(t, encodePNG(t, gray), 128), neutral, 0.6, 0)
	near(t, "grey JPEG", decode(t, encodeJPEG(t, gray, 95), 128), neutral, 2.5, 0)
	pal := image.NewPaletted(bounds, color.Palette{color.White, color.Black, color.RGBA{9, 90, 200, 255}})
	for i := range pal.Pix {
		pal.Pix[i] = uint8(i / 53 * i % 3)
	}
	b.Reset()
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{pal, image.NewPaletted(bounds, pal.Palette)}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	near(t, "GIF", decode(t, b.Bytes(), 128), decode(t, encodePNG(t, pal), 128), 0, 0)
}

// drawn is the picture of the files in testdata.
func drawn(alpha bool) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 96, 64))
	for y := range 64 {
		for x := range 96 {
			c := color.NRGBA{uint8(40 + 170*x/96), uint8(200 - 150*y/64), 90, 255}
			if x > 24 && x < 48 && y > 16 && y < 48 {
				c = color.NRGBA{20, 30, 160, 255}
			}
			if alpha && x >= 72 {
				c = color.NRGBA{255, 255, 255, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func TestFiles(t *testing.T) {
	for name, alpha := range map[string]bool{"small.avif": false, "alpha.avif": true, "lossy.webp": false, "alpha.webp": true, "lossless.webp": true} {
		if raced && filepath.Ext(name) == ".avif" {
			continue
		}
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		want := decode(t, encodePNG(t, drawn(alpha)), 48)
		near(t, name, decode(t, data, 48), want, 3, 4)
		if name == "alpha.webp" {
			near(t, "moving "+name, decode(t, animated(data), 48), want, 3, 4)
		}
	}
}

// TestHEIC reads the files that the makers of the library test it with, where the module cache has them: nothing in Go writes
// such a file.
func TestHEIC(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(os.Getenv("RONDA_HEIC"), "*.heic"))
	if os.Getenv("RONDA_HEIC") == "" || len(files) == 0 {
		t.Skip("RONDA_HEIC names no folder of HEIC files")
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(filepath.Base(f), decode(t, data, 640).Size)
	}
}

// TestOrientation encodes one picture in the eight ways that EXIF allows; all of them are displayed alike, and so are their
// regions.
func TestOrientation(t *testing.T) {
	img := photo(320, 200)
	want := decode(t, encodeJPEG(t, img, 95), 160)
	part := image.Rect(30, 100, 190, 180)
	d := picture.NewDecoder()
	wanted, err := d.Regions(encodeJPEG(t, img, 95), 100, part)
	if err != nil {
		t.Fatal(err)
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
		stored := image.NewRGBA(image.Rect(0, 0, 320, 200))
		if o >= 5 {
			stored = image.NewRGBA(image.Rect(0, 0, 200, 320))
		}
		for y := range stored.Rect.Dy() {
			for x := range stored.Rect.Dx() {
				sx, sy := displayed(x, y, 320, 200)
				stored.SetRGBA(x, y, img.RGBAAt(sx, sy))
			}
		}
		data := withOrientation(encodeJPEG(t, stored, 95), o)
		name := "orientation " + string('0'+rune(o))
		near(t, name, decode(t, data, 160), want, 1.5, 3.5)
		got, err := d.Regions(data, 100, part)
		if err != nil {
			t.Fatal(err)
		}
		near(t, name+", region", got[0], wanted[0], 1.5, 2.5)
	}
}

// TestRegions holds that a region is what a crop of the picture is.
func TestRegions(t *testing.T) {
	img := photo(601, 400)
	parts := []image.Rectangle{image.Rect(100, 50, 420, 260), image.Rect(500, 350, 601, 400), image.Rect(0, 0, 160, 100), image.Rect(-50, -50, 161, 99)}
	for name, data := range map[string][]byte{"JPEG": encodeJPEG(t, img, 95), "PNG": encodePNG(t, img)} {
		got, err := picture.NewDecoder().Regions(data, 160, parts...)
		if err != nil {
			t.Fatal(err)
		}
		for i, part := range parts {
			checkPlanes(t, name, got[i], 160)
			crop := img.SubImage(part)
			near(t, name, got[i], decode(t, encodePNG(t, crop), 160), 1.2, 2)
		}
	}
	_, err := picture.NewDecoder().Regions(encodePNG(t, img), 160, image.Rect(601, 0, 700, 100))
	if !errors.Is(err, picture.ErrNotAPicture) {
		t.Errorf("a region outside: %v", err)
	}
}

// TestScaled holds that a JPEG decoded at a part of its size looks as the whole that is averaged down.
func TestScaled(t *testing.T) {
	for _, size := range [][2]int{{641, 483}, {170, 401}} {
		img := photo(size[0], size[1])
		data := encodeJPEG(t, img, 90)
		whole, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []int{60, 300} {
			got, want := decode(t, data, side), decode(t, encodePNG(t, whole), side)
			near(t, "scaled", got, want, 4, 5)
		}
	}
}

// TestAverage compares with sums over areas in floating point.
func TestAverage(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, size := range [][3]int{{7, 5, 3}, {100, 37, 64}, {640, 480, 320}, {33, 33, 32}, {3, 50, 11}, {5, 5, 5}} {
		m := image.NewGray(image.Rect(0, 0, size[0], size[1]))
		for i := range m.Pix {
			m.Pix[i] = uint8(r.UintN(256))
		}
		p := decode(t, encodePNG(t, m), size[2]).Luma
		for y := range p.H {
			for x := range p.W {
				want := areaMean(m, float64(x)*float64(size[0])/float64(p.W), float64(x+1)*float64(size[0])/float64(p.W),
					float64(y)*float64(size[1])/float64(p.H), float64(y+1)*float64(size[1])/float64(p.H))
				if got := float64(p.Pix[y*p.W+x]); got-want > 0.51 || want-got > 0.51 {
					t.Fatalf("%v: %v at %d, %d, want %v", size, got, x, y, want)
				}
			}
		}
	}
}

func areaMean(m *image.Gray, x0, x1, y0, y1 float64) float64 {
	sum := 0.0
	for y := int(y0); y < min(int(y1)+1, m.Rect.Dy()); y++ {
		for x := int(x0); x < min(int(x1)+1, m.Rect.Dx()); x++ {
			w := min(x1, float64(x+1)) - max(x0, float64(x))
			h := min(y1, float64(y+1)) - max(y0, float64(y))
			if w > 0 && h > 0 {
				sum += w * h * float64(m.Pix[m.PixOffset(x, y)])
			}
		}
	}
	return sum / (x1 - x0) / (y1 - y0)
}

func TestTransparentIsWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	pal := image.NewPaletted(m.Rect, color.Palette{color.Transparent, color.Black})
	for _, img := range []image.Image{m, pal} {
		p := decode(t, encodePNG(t, img), 20)
		if p.Luma.Pix[0] != 255 || p.Blue.Pix[0] != 128 || p.Red.Pix[0] != 128 {
			t.Errorf("%T: %d %d %d", img, p.Luma.Pix[0], p.Blue.Pix[0], p.Red.Pix[0])
		}
	}
}

// TestProgressive holds that a progressive JPEG looks the same at every scale, although its last passes are left out.
func TestProgressive(t *testing.T) {
	img := photo(320, 240)
	data := trial.Progressive(img, 85)
	for _, side := range []int{320, 160, 80, 40} {
		near(t, "progressive", decode(t, data, side), decode(t, encodePNG(t, img), side), 4, 7)
	}
}
