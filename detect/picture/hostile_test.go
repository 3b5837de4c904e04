package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"testing"

	"ronda/detect/picture"
)

func known(err error) bool {
	return errors.Is(err, picture.ErrNotAPicture) || errors.Is(err, picture.ErrTooLarge) || errors.Is(err, picture.ErrPanic)
}

// checkPlanes holds that a picture has the planes that are promised.
func checkPlanes(tb testing.TB, name string, p *picture.Picture, side int) {
	tb.Helper()
	w, h := p.Luma.W, p.Luma.H
	least := max(p.Size.X, p.Size.Y)
	if least > side {
		least = side - side/picture.Slack // a decoder's own scaling may do
	}
	if w < 1 || h < 1 || max(w, h) > side || w > p.Size.X || h > p.Size.Y || max(w, h) < least {
		tb.Errorf("%s: %d x %d of %v at side %d", name, w, h, p.Size, side)
	}
	for _, c := range []picture.Plane{p.Blue, p.Red} {
		if c.W != (w+1)/2 || c.H != (h+1)/2 || len(c.Pix) != c.W*c.H {
			tb.Errorf("%s: chroma of %d x %d with %d pixels beside %d x %d", name, c.W, c.H, len(c.Pix), w, h)
		}
	}
	if len(p.Luma.Pix) != w*h {
		tb.Errorf("%s: %d pixels, want %d x %d", name, len(p.Luma.Pix), w, h)
	}
}

// TestHostileFiles is the small form of TestBarHostilePictures.
func TestHostileFiles(t *testing.T) {
	c, d := newCorpus(t, 1), picture.NewDecoder()
	rounds := 12
	if raced {
		rounds = 3
	}
	for i := range rounds * len(c.kinds) {
		f := c.next(i)
		if len(f.data) > 300_000 || f.kind == "png zip" || f.kind == "jpeg scans" {
			continue // TestBombs has these one by one
		}
		_ = fuzzOne(t, d, f.kind, f.data, 64) // it told what is wrong
	}
}

func TestBombs(t *testing.T) {
	d := picture.NewDecoder()
	gray, deep := encodePNG(t, image.NewGray(image.Rect(0, 0, 8, 8))), encodePNG(t, image.NewNRGBA64(image.Rect(0, 0, 8, 8)))
	frames := &gif.GIF{}
	for range 5000 {
		frames.Image = append(frames.Image, image.NewPaletted(image.Rect(0, 0, 200, 100), color.Palette{color.Black, color.White}))
		frames.Delay = append(frames.Delay, 0)
	}
	var moving bytes.Buffer
	if err := gif.EncodeAll(&moving, frames); err != nil {
		t.Fatal(err)
	}
	photo := encodeJPEG(t, photo(96, 64), 85)
	tables := bytes.Clone(photo[:2])
	for range 1000 {
		tables = segment(tables, 0xc4, code(0x10, 0)...)
	}
	lossless := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, picture.ErrNotAPicture},
		{"text", []byte("<html>not a picture</html>"), picture.ErrNotAPicture},
		{"icon", []byte("\x00\x00\x01\x00\x01\x00\x10\x10"), picture.ErrNotAPicture},
		{"16 MiB of nothing", make([]byte, 16<<20), picture.ErrTooLarge},
		{"PNG of 30000 x 30000", withSize(gray, 30_000, 30_000), picture.ErrTooLarge},
		{"PNG of the largest numbers", withSize(gray, 1<<31-1, 1<<31-1), picture.ErrNotAPicture}, // its decoder refuses first
		{"PNG of 6000 x 6000 with 8 bytes a pixel, cut", withSize(deep, 6000, 6000), picture.ErrNotAPicture},
		{"PNG of 6000 x 6000, grey, cut", withSize(gray, 6000, 6000), picture.ErrNotAPicture},
		{"30000 x 10", encodePNG(t, image.NewGray(image.Rect(0, 0, 30_000, 10))), picture.ErrTooLarge},
		{"10 x 30000", encodePNG(t, image.NewGray(image.Rect(0, 0, 10, 30_000))), picture.ErrTooLarge},
		{"JPEG of 65535 x 65535", scans(65_535, 65_535, 0)[:400], picture.ErrTooLarge},
		{"JPEG cut in its header", photo[:40], picture.ErrNotAPicture},
		{"progressive JPEG of 1000 x 1000 without its pixels", scans(1000, 1000, 0)[:400], picture.ErrNotAPicture},
		{"progressive JPEG that keeps 36 million coefficients", scans(6000, 6000, 1), picture.ErrTooLarge},
		{"progressive JPEG of 5000 passes", scans(2000, 1500, 5000), picture.ErrTooLarge},
		{"progressive JPEG of 20 passes", scans(2000, 1500, 20), nil},
		{"JPEG of 1000 tables", append(tables, photo[2:]...), picture.ErrTooLarge},
		{"GIF of 5000 frames", moving.Bytes(), nil},
		{"lossless WebP of 16384 x 16384", lossless, picture.ErrTooLarge},
		{"AVIF of no size", box("ftyp", []byte("avif\x00\x00\x00\x00")...), picture.ErrNotAPicture},
	} {
		p, err := d.Decode(tt.data, 640)
		if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		if err == nil {
			checkPlanes(t, tt.name, p, 640)
		}
	}
}

// TestCorruptEverywhere damages a picture of every format at every offset of its head and many of its body.
func TestCorruptEverywhere(t *testing.T) {
	d := picture.NewDecoder()
	for i, data := range sound(t) {
		step := 1
		if bytes.Contains(data[:min(len(data), 20)], []byte("ftyp")) {
			step = 23 // each takes as long as a hundred others
		}
		for at := 0; at < len(data); at += step + at/12 {
			for _, damaged := range [][]byte{data[:at], damage(data, at, 0), damage(data, at, 0xff), damage(data, at, data[at]^1)} {
				if err := fuzzOne(t, d, "damaged", damaged, 32); errors.Is(err, picture.ErrPanic) {
					t.Logf("file %d at %d: %v", i, at, err)
				}
			}
		}
	}
}

func damage(data []byte, at int, c byte) []byte {
	data = bytes.Clone(data)
	data[at] = c
	return data
}

// TestDecoderPanic holds that a decoder which panics costs the picture only, and that the panic's value stays unsaid.
func TestDecoderPanic(t *testing.T) {
	d := picture.NewDecoder()
	data := encodePNG(t, image.NewGray(image.Rect(0, 0, 64, 48)))
	restore := picture.PanicDecoding(d, "3399014101900001")
	for range 100 {
		if _, err := d.Decode(data, 64); !errors.Is(err, picture.ErrPanic) || bytes.Contains([]byte(err.Error()), []byte("3399")) {
			t.Fatalf("%v, want %v", err, picture.ErrPanic)
		}
	}
	restore()
	// All the memory that decoding may take has been given back.
	if _, err := d.Decode(data, 64); err != nil || picture.Held(d) {
		t.Error("memory is still held", err)
	}
}

func FuzzDecode(f *testing.F) {
	d := picture.NewDecoder()
	for _, s := range sound(f) {
		f.Add(s)
	}
	c := newCorpus(f, 3)
	for i := range 2 * len(c.kinds) {
		if h := c.next(i); len(h.data) < 20_000 {
			f.Add(h.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { _ = fuzzOne(t, d, "fuzzed", data, 64) })
}
