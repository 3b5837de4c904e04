package picture_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"sync"
)

// scans is a progressive JPEG of one component in n passes of a few bytes each.
func scans(w, h, n int) []byte {
	out := []byte{0xff, 0xd8}
	out = segment(out, 0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	out = segment(out, 0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)
	out = segment(out, 0xc4, code(0x00, 0)...)    // no difference, one bit
	out = segment(out, 0xc4, code(0x10, 0xe0)...) // a run of at least 16384 blocks that end here
	blocks := ((w + 7) / 8) * ((h + 7) / 8)
	out = segment(out, 0xda, 1, 1, 0, 0, 0, 0)
	out = append(out, make([]byte, blocks/8+2)...)
	for range n {
		out = segment(out, 0xda, 1, 1, 0, 1, 63, 0)
		out = append(out, bytes.Repeat([]byte{0x3f, 0xf0}, blocks/16384+1)...)
	}
	return append(out, 0xff, 0xd9)
}

func segment(out []byte, marker byte, data ...byte) []byte {
	return append(append(out, 0xff, marker, byte((len(data)+2)>>8), byte(len(data)+2)), data...)
}

func code(class, symbol byte) []byte {
	return append(append([]byte{class, 1}, make([]byte, 15)...), symbol)
}

// withOrientation puts an EXIF orientation into a JPEG.
func withOrientation(data []byte, o byte) []byte {
	exif := []byte{0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, o, 0, 0, 0, 0, 0, 0}
	return append(append(append([]byte{}, data[:2]...), exif...), data[2:]...)
}

// deflated is n zeros, packed as tightly as that goes.
func deflated(n int) []byte {
	deflateMu.Lock()
	defer deflateMu.Unlock()
	if b := deflateCache[n]; b != nil {
		return b
	}
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	_, _ = w.Write(make([]byte, n))
	_ = w.Close()
	deflateCache[n] = b.Bytes()
	return b.Bytes()
}

var (
	deflateMu    sync.Mutex
	deflateCache = map[int][]byte{}
)

func (c *corpus) frame(data []byte) int {
	return max(bytes.Index(data, []byte{0xff, 0xc0}), bytes.Index(data, []byte{0xff, 0xc2}))
}

func (c *corpus) jpegSize() []byte {
	s := bytes.Clone(c.seeds[soundJPEG+c.r.IntN(4)])
	at := c.frame(s)
	binary.BigEndian.PutUint16(s[at+5:], uint16(c.size()))
	binary.BigEndian.PutUint16(s[at+7:], uint16(c.size()))
	if c.r.IntN(4) == 0 {
		s[at+1] ^= 2 // progressive for baseline and the other way round
	}
	return s
}

func (c *corpus) jpegScans() []byte {
	sizes := [][2]int{{64, 48}, {800, 600}, {2000, 1500}, {3000, 2000}, {6000, 6000}, {5000, 300}}
	s := sizes[c.r.IntN(len(sizes))]
	return scans(s[0], s[1], []int{0, 3, 20, 90, 200, 3000}[c.r.IntN(6)])
}

// jpegTables says its tables of codes again and again.
func (c *corpus) jpegTables() []byte {
	s := c.seeds[soundJPEG]
	out := bytes.Clone(s[:2])
	for range []int{3, 100, 1000, 20_000}[c.r.IntN(4)] {
		if c.r.IntN(2) == 0 {
			out = segment(out, 0xc4, code(0x10, 0)...)
		} else {
			out = segment(out, 0xc4, bytes.Repeat(append([]byte{1}, make([]byte, 16)...), 1+c.r.IntN(30))...)
		}
	}
	return append(out, s[2:]...)
}

// jpegExif has directories that point at themselves, or have more entries than bytes.
func (c *corpus) jpegExif() []byte {
	s := c.seeds[soundJPEG]
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08")
	entries := c.r.IntN(200)
	tiff = binary.BigEndian.AppendUint16(tiff, uint16([]int{entries, 65_535, 0}[c.r.IntN(3)]))
	for range entries {
		tiff = append(tiff, byte(c.r.IntN(2)), byte(c.r.Uint32()), 0, 4, 0, 0, 0, 1, 0, 0, 0, 8)
	}
	tiff = append(tiff, 0, 0, 0, 8)
	if c.r.IntN(3) == 0 {
		copy(tiff[4:], c.bytes(4))
	}
	out := bytes.Clone(s[:2])
	for range 1 + c.r.IntN(300) {
		out = segment(out, 0xe1, append([]byte("Exif\x00\x00"), tiff...)...)
	}
	return append(out, s[2:]...)
}

// jpegSampling says other parts of resolution for its components, or other numbers of them.
func (c *corpus) jpegSampling() []byte {
	s := bytes.Clone(c.seeds[soundJPEG])
	at := c.frame(s)
	for k := range 3 {
		if c.r.IntN(2) == 0 {
			s[at+11+3*k] = byte(1+c.r.IntN(4))<<4 | byte(1+c.r.IntN(4))
		}
	}
	if c.r.IntN(4) == 0 {
		s[at+9] = byte(c.r.IntN(6))
	}
	return s
}
