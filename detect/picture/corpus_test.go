package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/bmp"

	"ronda/detect/picture"
)

// A hostile is one file of the corpus, with the kind that drew it.
type hostile struct {
	kind string
	data []byte
}

// A corpus makes hostile files, always the same ones for one seed.
type corpus struct {
	r     *rand.Rand
	seeds [][]byte // sound files of every format
	kinds []kind
}

type kind struct {
	name string
	draw func() []byte
}

func newCorpus(tb testing.TB, seed uint64) *corpus {
	tb.Helper()
	c := &corpus{r: rand.New(rand.NewPCG(seed, 21)), seeds: sound(tb)}
	c.kinds = []kind{
		{"cut", c.cut},
		{"bits", c.bits},
		{"head", c.head},
		{"noise", c.noise},
		{"spliced", c.spliced},
		{"doubled", c.doubled},
		{"empty", c.empty},
		{"png size", c.pngSize},
		{"png text", c.pngText},
		{"png zip", c.pngZip},
		{"jpeg size", c.jpegSize},
		{"jpeg scans", c.jpegScans},
		{"jpeg tables", c.jpegTables},
		{"jpeg exif", c.jpegExif},
		{"jpeg sampling", c.jpegSampling},
		{"gif frames", c.gifFrames},
		{"gif size", c.gifSize},
		{"webp size", c.webpSize},
		{"webp chunks", c.webpChunks},
		{"bmp size", c.bmpSize},
		{"strip", c.strip},
		{"polyglot", c.polyglot},
	}
	if !raced {
		c.kinds = append(c.kinds, kind{"boxes", c.boxes}, kind{"avif", c.avif})
	}
	return c
}

// next draws the file of one kind after the other.
func (c *corpus) next(i int) hostile {
	k := c.kinds[i%len(c.kinds)]
	return hostile{k.name, k.draw()}
}

// sound returns small files of every format.
func sound(tb testing.TB) [][]byte {
	tb.Helper()
	img := photo(96, 64)
	gray := image.NewGray(img.Rect)
	for i := range gray.Pix {
		gray.Pix[i] = img.Pix[4*i]
	}
	pal := image.NewPaletted(img.Rect, color.Palette{color.Black, color.White, color.Transparent})
	for i := range pal.Pix {
		pal.Pix[i] = img.Pix[4*i] % 3
	}
	var g, b bytes.Buffer
	if err := gif.EncodeAll(&g, &gif.GIF{Image: []*image.Paletted{pal, pal}, Delay: []int{1, 1}}); err != nil {
		tb.Fatal(err)
	}
	if err := bmp.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	out := [][]byte{
		encodeJPEG(tb, img, 85), encodeJPEG(tb, gray, 60), withOrientation(encodeJPEG(tb, img, 40), 6), scans(96, 64, 5),
		encodePNG(tb, img), encodePNG(tb, gray), encodePNG(tb, pal), g.Bytes(), b.Bytes(),
	}
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		tb.Fatal("no files", err)
	}
	for _, f := range files {
		if raced && filepath.Ext(f) == ".avif" {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, data)
		if filepath.Base(f) == "alpha.webp" {
			out = append(out, animated(data))
		}
	}
	return out
}

func (c *corpus) seed() []byte { return bytes.Clone(c.seeds[c.r.IntN(len(c.seeds))]) }

func (c *corpus) bytes(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(c.r.Uint32())
	}
	return out
}

func (c *corpus) size() uint32 {
	return []uint32{0, 1, 2, 10, 255, 4000, 6000, 30_000, 65_535, 1 << 20, 1<<31 - 1, 1<<32 - 1}[c.r.IntN(12)]
}

func (c *corpus) cut() []byte {
	s := c.seed()
	return s[:c.r.IntN(len(s))]
}

func (c *corpus) bits() []byte {
	s := c.seed()
	for range 1 + c.r.IntN(20) {
		s[c.r.IntN(len(s))] ^= 1 << c.r.IntN(8)
	}
	return s
}

func (c *corpus) head() []byte {
	s := c.seed()
	for range 1 + c.r.IntN(6) {
		s[c.r.IntN(min(len(s), 120))] = []byte{0, 1, 0x7f, 0x80, 0xff, byte(c.r.Uint32())}[c.r.IntN(6)]
	}
	return s
}

func (c *corpus) noise() []byte {
	s := c.seed()
	return append(s[:min(len(s), 4+c.r.IntN(60))], c.bytes(c.r.IntN(5000))...)
}

func (c *corpus) spliced() []byte {
	a, b := c.seed(), c.seed()
	return append(a[:c.r.IntN(len(a))], b[c.r.IntN(len(b)):]...)
}

func (c *corpus) doubled() []byte {
	a := c.seed()
	at := c.r.IntN(len(a))
	return append(append(bytes.Clone(a[:at]), a[c.r.IntN(at+1):at]...), a[at:]...)
}

func (c *corpus) empty() []byte {
	return [][]byte{nil, {}, {0xff}, {0xff, 0xd8}, []byte("GIF89a"), []byte("\x89PNG\r\n\x1a\n"), []byte("BM"), []byte("RIFF\x00\x00\x00\x00WEBP"), []byte("\x00\x00\x00\x1cftypavif\x00\x00")}[c.r.IntN(9)]
}

func (c *corpus) polyglot() []byte {
	a, b := c.seed(), c.seed()
	zip := append([]byte("PK\x03\x04"), c.bytes(200)...)
	return append(append(append(a, zip...), b...), []byte("<script>alert(1)</script>%PDF-1.7")...)
}

// strip is a sound picture of an extreme shape.
func (c *corpus) strip() []byte {
	shape := []image.Rectangle{image.Rect(0, 0, 1, 1), image.Rect(0, 0, 30_000, 10), image.Rect(0, 0, 10, 30_000), image.Rect(0, 0, 2, 40), image.Rect(0, 0, 7, 3)}[c.r.IntN(5)]
	m := image.NewGray(shape)
	copy(m.Pix, c.bytes(min(len(m.Pix), 3000)))
	var b bytes.Buffer
	if c.r.IntN(2) == 0 {
		if err := gif.Encode(&b, m, nil); err != nil {
			panic(err)
		}
		return b.Bytes()
	}
	if err := bmp.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// withSize changes the size in a PNG's header.
func withSize(data []byte, w, h uint32) []byte {
	data = bytes.Clone(data)
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func chunk(name string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// Places of sound's list.
const (
	soundJPEG, soundPNG, soundGIF, soundBMP = 0, 4, 7, 8
)

func (c *corpus) pngSize() []byte {
	s := withSize(c.seeds[soundPNG+c.r.IntN(3)], c.size(), c.size())
	if c.r.IntN(2) == 0 {
		s[24], s[25], s[28] = []byte{1, 2, 4, 8, 16}[c.r.IntN(5)], []byte{0, 2, 3, 4, 6}[c.r.IntN(5)], byte(c.r.IntN(2))
		binary.BigEndian.PutUint32(s[29:], crc32.ChecksumIEEE(s[12:29]))
	}
	return s
}

// pngText puts texts that unpack to gigabytes before the pixels.
func (c *corpus) pngText() []byte {
	s := c.seeds[soundPNG]
	out := bytes.Clone(s[:33])
	bomb := deflated(1 << 20)
	for range 1 + c.r.IntN(40) {
		out = append(out, chunk([]string{"zTXt", "iTXt", "iCCP", "eXIf", "tEXt"}[c.r.IntN(5)], append([]byte("a\x00\x00"), bomb...))...)
	}
	return append(out, s[33:]...)
}

// pngZip has pixels that unpack to far more than the header says, or exactly to a great picture of one colour.
func (c *corpus) pngZip() []byte {
	sizes := [][2]uint32{{100, 100}, {5000, 5000}, {6000, 6000}, {2000, 2000}, {9000, 4000}}
	s := sizes[c.r.IntN(len(sizes))]
	head := []byte{0, 0, 0, 0, 0, 0, 0, 0, 8, []byte{0, 2, 6}[c.r.IntN(3)], 0, 0, byte(c.r.IntN(2))}
	binary.BigEndian.PutUint32(head, s[0])
	binary.BigEndian.PutUint32(head[4:], s[1])
	out := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head)...)
	channels := map[byte]int{0: 1, 2: 3, 6: 4}[head[9]]
	n := int(s[1]) * (1 + channels*int(s[0]))
	if n > 40<<20 || c.r.IntN(2) == 0 {
		n = 40 << 20
	}
	out = append(out, chunk("IDAT", deflated(n))...)
	return append(out, chunk("IEND", nil)...)
}

func (c *corpus) gifFrames() []byte {
	s := c.seeds[soundGIF]
	frame := s[13+3*4 : len(s)-1] // everything between the palette and the end
	return append(append(bytes.Clone(s[:len(s)-1]), bytes.Repeat(frame, 500+c.r.IntN(2000))...), 0x3b)
}

func (c *corpus) gifSize() []byte {
	s := bytes.Clone(c.seeds[soundGIF])
	at := bytes.IndexByte(s[13:], 0x2c) + 13
	for _, k := range []int{6, 8, at + 5, at + 7} {
		if c.r.IntN(3) > 0 {
			binary.LittleEndian.PutUint16(s[k:], uint16(c.size()))
		}
	}
	return s
}

func (c *corpus) bmpSize() []byte {
	s := bytes.Clone(c.seeds[soundBMP])
	binary.LittleEndian.PutUint32(s[18:], c.size())
	binary.LittleEndian.PutUint32(s[22:], c.size())
	if c.r.IntN(3) == 0 {
		s[28] = []byte{1, 2, 4, 8, 24, 32}[c.r.IntN(6)]
	}
	return s
}

// fuzzOne holds what is promised of any bytes at all.
func fuzzOne(tb testing.TB, d *picture.Decoder, name string, data []byte, side int) error {
	tb.Helper()
	p, err := d.Decode(data, side)
	if err != nil {
		if p != nil || !known(err) {
			tb.Errorf("%s: %v is an error of no known kind", name, err)
		}
		return err
	}
	checkPlanes(tb, name, p, side)
	return nil
}
