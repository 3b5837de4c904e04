package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/gen2brain/jpegn"
)

// Limits on what a JPEG may ask of its decoder, whatever its size.
const (
	maxScans      = 100         // encoders make some ten
	maxScanPixels = 300_000_000 // each scan is a pass over all pixels
	maxSequential = 8           // scans of a frame that is not progressive: one for each component is what there is
	maxTables     = 400         // of Huffman codes; each is unfolded to 65,536 entries
)

// A jpegFrame is what the markers of a JPEG say.
type jpegFrame struct {
	marker     byte // 0xc0 baseline, 0xc1 extended, 0xc2 progressive
	components []jpegComponent
	adobeRGB   bool // or CMYK: the components are not luma and chroma
	tables     int
	scans      []jpegScan
	quantisers []jpegTable
}

type jpegComponent struct{ id, h, v, table byte }

// A jpegTable is what coefficients are multiplied by: the components that name it, and where its 64 bytes begin.
type jpegTable struct {
	id byte
	at int
}

// A jpegScan is one pass: bytes from its marker to the next one's, and which coefficients it brings in which precision.
type jpegScan struct {
	from, to    int
	component   byte // the first one's
	first       byte // coefficient, in the order of the zigzag
	known, bits byte // how many low bits were missing before, 0 for none of it was there, and are missing after it
}

// jpegHeader reads all of a JPEG's markers in the way of its decoders: what is no marker is skipped.
func jpegHeader(data []byte) (header, error) {
	h := header{orientation: 1}
	for i := 2; ; {
		marker, at := nextMarker(data, i)
		if marker == 0 || marker == 0xd9 {
			break
		}
		if marker == 0x01 || marker >= 0xd0 && marker <= 0xd7 {
			i = at
			continue
		}
		if at+2 > len(data) {
			break
		}
		n := int(binary.BigEndian.Uint16(data[at:]))
		if n < 2 || at+n > len(data) {
			break
		}
		body := data[at+2 : at+n]
		i = at + n
		if marker == 0xda {
			i = endOfScan(data, i)
			h.jpeg.scans = append(h.jpeg.scans, newScan(body, at-2, i))
			continue
		}
		if err := h.segment(marker, body, at+2); err != nil {
			return h, err
		}
	}
	if h.jpeg.marker == 0 || len(h.jpeg.scans) == 0 {
		return h, fmt.Errorf("%w: a JPEG without a frame or a scan", ErrNotAPicture)
	}
	return h, h.checkJPEG(data)
}

// nextMarker returns the next marker from i on and the place behind it, 0 at the end.
func nextMarker(data []byte, i int) (marker byte, at int) {
	for i < len(data) {
		k := bytes.IndexByte(data[i:], 0xff)
		if k < 0 {
			return 0, len(data)
		}
		for i += k; i < len(data) && data[i] == 0xff; i++ {
		}
		if i < len(data) && data[i] != 0 {
			return data[i], i + 1
		}
	}
	return 0, len(data)
}

// endOfScan returns where the marker behind a scan stands. Inside of scans a 0xff is followed by zero or a restart mark.
func endOfScan(data []byte, i int) int {
	for {
		k := bytes.IndexByte(data[min(i, len(data)):], 0xff)
		if k < 0 || i+k+1 >= len(data) {
			return len(data)
		}
		i += k
		if c := data[i+1]; c != 0 && (c < 0xd0 || c > 0xd7) {
			return i
		}
		i += 2
	}
}

func newScan(body []byte, from, to int) jpegScan {
	s := jpegScan{from: from, to: to}
	if n := len(body); n >= 6 {
		s.component, s.first, s.known, s.bits = body[1], body[n-3], body[n-1]>>4, body[n-1]&15
	}
	return s
}

func (h *header) segment(marker byte, body []byte, at int) error {
	switch {
	case marker == 0xc4:
		h.jpeg.tables += huffmanTables(body)
	case marker == 0xdb:
		for ; len(body) >= 65 && body[0]>>4 == 0; body, at = body[65:], at+65 {
			h.jpeg.quantisers = append(h.jpeg.quantisers, jpegTable{body[0], at + 1})
		}
	case marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) && h.orientation == 1:
		h.orientation = exifOrientation(body[6:])
	case marker == 0xee && len(body) >= 12 && bytes.HasPrefix(body, []byte("Adobe")):
		h.jpeg.adobeRGB = body[11] == 0
	case marker >= 0xc0 && marker <= 0xcf && marker != 0xc8 && marker != 0xcc:
		if h.jpeg.marker != 0 {
			return fmt.Errorf("%w: a JPEG with two frames", ErrNotAPicture)
		}
		if marker > 0xc2 || len(body) < 6 || body[0] != 8 || len(body) < 6+3*int(body[5]) {
			return fmt.Errorf("%w: a JPEG of a rare kind", ErrNotAPicture)
		}
		h.jpeg.marker = marker
		h.h, h.w = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
		for k := range int(body[5]) {
			c := body[6+3*k:]
			h.jpeg.components = append(h.jpeg.components, jpegComponent{c[0], c[1] >> 4, c[1] & 15, c[2]})
		}
	}
	return nil
}

// huffmanTables counts the tables of a segment.
func huffmanTables(body []byte) (n int) {
	for len(body) >= 17 {
		n++
		values := 0
		for _, c := range body[1:17] {
			values += int(c)
		}
		body = body[min(17+values, len(body)):]
	}
	return n
}

func (h header) checkJPEG(data []byte) error {
	n := int64(h.w) * int64(h.h)
	scans := len(h.jpeg.scans)
	switch {
	case n > maxPixels: // check says so better
	case scans > maxScans || h.jpeg.marker != 0xc2 && scans > maxSequential || int64(scans)*n > maxScanPixels && scans > 1:
		return fmt.Errorf("%w: %d scans of %d pixels", ErrTooLarge, scans, n)
	case h.jpeg.tables > maxTables:
		return fmt.Errorf("%w: %d tables of codes, limit %d", ErrTooLarge, h.jpeg.tables, maxTables)
	case h.jpeg.marker == 0xc2:
		return filled(data, n, 512) // a bit for each block of 64
	default:
		return filled(data, n, 256) // two
	}
	return nil
}

// jpegWays offers the fast decoder, which can leave out what a small picture does not show, for the usual kinds of JPEG,
// and the thorough one for all. The fast one writes past no slice in these kinds; its conversions of others are assembler
// that trusts their sizes.
func jpegWays(h header, data []byte, shrink int) []way {
	var ways []way
	if h.jpeg.usual() {
		scale := 1
		for scale < 8 && scale*2 <= shrink && h.jpeg.scalable(data, scale*2) {
			scale *= 2
		}
		ways = append(ways, way{h.jpegMemory(scale), scale, func(data []byte) (image.Image, error) {
			return jpegn.Decode(bytes.NewReader(h.jpeg.scaled(data, scale)), &jpegn.Options{ScaleDenom: scale})
		}})
	}
	return append(ways, way{h.jpegMemory(1), 1, func(data []byte) (image.Image, error) {
		if c, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil {
			return nil, err
		} else if c.Width != h.w || c.Height != h.h {
			return nil, fmt.Errorf("%w: a JPEG that says two sizes", ErrNotAPicture)
		}
		return jpeg.Decode(bytes.NewReader(data))
	}})
}

// usual tells whether a frame is grey or luma with chroma at a part of its resolution.
func (f jpegFrame) usual() bool {
	if f.marker == 0xc1 || f.adobeRGB {
		return false
	}
	switch c := f.components; len(c) {
	case 1:
		return true
	case 3:
		rgb := c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B'
		switch c[0].h<<4 | c[0].v {
		case 0x11, 0x12, 0x21, 0x22, 0x41, 0x42:
			return !rgb && full(c[1]) && full(c[2])
		}
	}
	return false
}

func full(c jpegComponent) bool { return c.h == 1 && c.v == 1 }

// jpegMemory is about what a decoder takes for a JPEG at 1/scale of its size, at the most.
func (h header) jpegMemory(scale int) int64 {
	var sum, across, down int64 = 0, 1, 1
	for _, c := range h.jpeg.components {
		sum += int64(c.h) * int64(c.v)
		across, down = max(across, int64(c.h)), max(down, int64(c.v))
	}
	n := int64(h.w+8*int(across)) * int64(h.h+8*int(down)) // whole blocks
	samples := n * sum / (across * down)
	memory := samples / int64(scale*scale)
	if h.jpeg.marker == 0xc2 {
		memory += 4 * samples // all coefficients are kept until the end
	}
	if len(h.jpeg.components) == 4 || !h.jpeg.usual() {
		memory += 4 * n // and a copy with its components side by side
	}
	return memory
}
