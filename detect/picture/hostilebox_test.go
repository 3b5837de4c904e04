package picture_test

import (
	"bytes"
	"encoding/binary"
)

// animated makes a moving WebP of a still one: two frames of its chunks.
func animated(still []byte) []byte {
	chunks := still[12:]
	if string(chunks[:4]) == "VP8X" {
		chunks = chunks[18:]
	}
	frame := append([]byte{0, 0, 0, 0, 0, 0, 95, 0, 0, 63, 0, 0, 100, 0, 0, 0}, chunks...)
	out := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x12\x00\x00\x00\x5f\x00\x00\x3f\x00\x00"), "ANIM\x06\x00\x00\x00\xff\xff\xff\xff\x00\x00"...)
	for range 2 {
		out = append(out, "ANMF"...)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(frame)))
		out = append(out, frame...)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// ofKind returns one of the sound files that hold a mark near their beginning.
func (c *corpus) ofKind(mark string) []byte {
	for {
		if s := c.seed(); bytes.Contains(s[:min(len(s), 40)], []byte(mark)) {
			return s
		}
	}
}

func (c *corpus) webpSize() []byte {
	s := c.ofKind("WEBP")
	switch at := bytes.Index(s, []byte("VP8")); s[at+3] {
	case 'X':
		copy(s[at+12:], c.bytes(1+c.r.IntN(6)))
	case 'L':
		if c.r.IntN(2) == 0 {
			return []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\x0f\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
		}
		copy(s[at+9:], c.bytes(4))
	default:
		binary.LittleEndian.PutUint16(s[at+14:], uint16(c.size()))
		binary.LittleEndian.PutUint16(s[at+16:], uint16(c.size()))
	}
	return s
}

// webpChunks lies about the lengths of chunks, and has thousands of them.
func (c *corpus) webpChunks() []byte {
	s := c.ofKind("WEBP")
	if c.r.IntN(2) == 0 {
		binary.LittleEndian.PutUint32(s[16:], c.size())
		return s
	}
	out := bytes.Clone(s[:12])
	for range c.r.IntN(5000) {
		out = append(out, []byte("XMP \x02\x00\x00\x00ab")...)
	}
	return append(out, s[12:]...)
}

func box(kind string, body ...byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(out, kind...), body...)
}

// boxes are files of boxes in boxes, with sizes that lie, as AVIF and HEIC.
func (c *corpus) boxes() []byte {
	brand := []string{"avif", "heic", "heix", "avis", "hevc", "mif1", "msf1"}[c.r.IntN(7)]
	var ispe []byte
	for range 1 + c.r.IntN(3) {
		size := binary.BigEndian.AppendUint32([]byte{0, 0, 0, 0}, []uint32{64, 500, c.size()}[c.r.IntN(3)])
		ispe = append(ispe, box("ispe", binary.BigEndian.AppendUint32(size, []uint32{64, 500, c.size()}[c.r.IntN(3)])...)...)
	}
	if c.r.IntN(3) == 0 {
		ispe = append(ispe, box("irot", byte(c.r.Uint32()))...)
	}
	meta := box("iprp", box("ipco", ispe...)...)
	for range c.r.IntN(4) {
		meta = append(meta, box("iloc", c.bytes(c.r.IntN(60))...)...)
	}
	meta = box("meta", append([]byte{0, 0, 0, 0}, meta...)...)
	if c.r.IntN(3) == 0 {
		binary.BigEndian.PutUint32(meta, c.size())
	}
	out := append(box("ftyp", []byte(brand+"\x00\x00\x00\x00mif1"+brand)...), meta...)
	return append(out, box("mdat", c.bytes(c.r.IntN(4000))...)...)
}

// avif changes sizes in the boxes of a sound file, or its stream.
func (c *corpus) avif() []byte {
	s := c.ofKind("ftypavif")
	at := bytes.Index(s, []byte("ispe"))
	switch c.r.IntN(4) {
	case 0:
		binary.BigEndian.PutUint32(s[at+8:], c.size())
		binary.BigEndian.PutUint32(s[at+12:], c.size())
	case 1:
		at = bytes.Index(s, []byte("mdat"))
		s[at+4+c.r.IntN(12)] ^= 1 << c.r.IntN(8) // the stream's own header
	case 2:
		copy(s[8:], "heicheic")
		s = bytes.ReplaceAll(s, []byte("av01"), []byte("hvc1"))
	default:
		for range 3 {
			s[c.r.IntN(len(s))] = byte(c.r.Uint32())
		}
	}
	return s
}
