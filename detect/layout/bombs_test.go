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
	"io"
	"math/rand/v2"
	"testing"

	"ronda/detect/layout"
)

// withSize changes the size in a PNG's header.
func withSize(data []byte, w, h uint32) []byte {
	data = bytes.Clone(data)
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// scans is a progressive JPEG of one component in n passes of a few bytes each.
func scans(w, h, n int) []byte {
	out := []byte{0xff, 0xd8}
	segment := func(marker byte, data ...byte) {
		out = append(out, 0xff, marker, byte((len(data)+2)>>8), byte(len(data)+2))
		out = append(out, data...)
	}
	code := func(class, symbol byte) []byte { return append(append([]byte{class, 1}, make([]byte, 15)...), symbol) }
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)
	segment(0xc4, code(0x00, 0)...)    // no difference, one bit
	segment(0xc4, code(0x10, 0xe0)...) // a run of at least 16384 blocks that end here
	blocks := ((w + 7) / 8) * ((h + 7) / 8)
	segment(0xda, 1, 1, 0, 0, 0, 0)
	out = append(out, make([]byte, blocks/8+2)...)
	for range n {
		segment(0xda, 1, 1, 0, 1, 63, 0)
		out = append(out, bytes.Repeat([]byte{0x3f, 0xf0}, blocks/16384+1)...)
	}
	return append(out, 0xff, 0xd9)
}

func TestBombs(t *testing.T) {
	rec := newRecogniser(t)
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
	lossless := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"PNG of 30000 x 30000", withSize(gray, 30_000, 30_000), layout.ErrTooLarge},
		{"PNG of 6000 x 6000 with 8 bytes a pixel", withSize(deep, 6000, 6000), layout.ErrTooLarge},
		{"PNG of 6000 x 6000, grey, cut", withSize(gray, 6000, 6000), layout.ErrNotAPicture},
		{"JPEG of 65535 x 65535", scans(65_535, 65_535, 0)[:400], layout.ErrTooLarge},
		{"progressive JPEG that keeps 36 million coefficients", scans(6000, 6000, 1), layout.ErrTooLarge},
		{"progressive JPEG of 5000 passes", scans(2000, 1500, 5000), layout.ErrTooLarge},
		{"progressive JPEG of 20 passes", scans(2000, 1500, 20), nil},
		{"GIF of 5000 frames", moving.Bytes(), nil},
		{"lossless WebP of 16384 x 16384", lossless, layout.ErrTooLarge},
		{"icon", []byte("\x00\x00\x01\x00\x01\x00\x10\x10"), layout.ErrNotAPicture},
	} {
		if _, err := rec.Recognise(tt.data); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// TestCorruptEverywhere damages a picture of every format at every offset of its head and many of its body.
func TestCorruptEverywhere(t *testing.T) {
	rec := newRecogniser(t)
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	r := rand.New(rand.NewPCG(1, 9))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
	}
	encoders := map[string]func(io.Writer) error{
		"JPEG": func(w io.Writer) error { return jpeg.Encode(w, img, nil) },
		"PNG":  func(w io.Writer) error { return png.Encode(w, img) },
		"GIF":  func(w io.Writer) error { return gif.Encode(w, img, nil) },
	}
	pictures := map[string][]byte{
		"progressive": scans(64, 48, 3),
		"WebP":        []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"),
	}
	for name, encode := range encoders {
		var out bytes.Buffer
		if err := encode(&out); err != nil {
			t.Fatal(err)
		}
		pictures[name] = out.Bytes()
	}
	for name, data := range pictures {
		for at := 0; at < len(data); at += 1 + at/12 {
			for _, damaged := range [][]byte{data[:at], damage(data, at, 0), damage(data, at, 0xff), damage(data, at, data[at]^1), damage(data, at, data[at]+0x80)} {
				if _, err := rec.Recognise(damaged); err != nil && !errors.Is(err, layout.ErrNotAPicture) && !errors.Is(err, layout.ErrTooLarge) {
					t.Errorf("%s, damaged at %d: %v", name, at, err)
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
	rec := newRecogniser(t)
	data := encodePNG(t, image.NewGray(image.Rect(0, 0, 64, 48)))
	restore := layout.PanicDecoding(rec, "3399014101900001")
	_, err := rec.Recognise(data)
	restore()
	if !errors.Is(err, layout.ErrPanic) || bytes.Contains([]byte(err.Error()), []byte("3399")) {
		t.Errorf("%v, want %v", err, layout.ErrPanic)
	}
	// All the memory that decoding may take has been given back.
	for range 100 {
		if _, err := rec.Recognise(data); err != nil {
			t.Fatal(err)
		}
	}
}
