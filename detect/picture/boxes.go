package picture

import (
	"encoding/binary"
	"fmt"
	"image"
	"slices"
)

// sniffBoxes chooses between AVIF and HEIC.
func sniffBoxes(data []byte) format {
	if s := boxed(data); s != nil {
		return format{s.header, s.ways}
	}
	return format{}
}

// boxed tells AVIF from HEIC by the brands in the first box, as crawler.MediaType does for those who fetch and read. Behind a
// brand that says only that there is a picture, libheif finds out; files of AVIF name themselves.
func boxed(data []byte) (s *sandbox) {
	n := min(int(min(binary.BigEndian.Uint32(data), 256)), len(data))
	for _, brand := range brands(data[8:max(n, 12)]) {
		switch brand {
		case "avif", "avis":
			return avif
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			return heic
		case "mif1", "msf1":
			s = heic
		}
	}
	return s
}

func brands(ftyp []byte) (out []string) {
	for b := range slices.Chunk(ftyp, 4) {
		out = append(out, string(b))
	}
	return out
}

// properties is what the boxes of a file say of its items, whichever they belong to.
type properties struct {
	size        image.Point // of the largest item
	studio      bool        // its colours are said to be of studio range
	orientation int         // EXIF's number for how its pictures are to be turned and mirrored
}

// boxProperties reads meta/iprp/ipco. Its walk goes three boxes deep and once over their bytes.
func boxProperties(data []byte) (properties, error) {
	p := properties{orientation: 1}
	angle, mirror := 0, -1
	eachBox(data, func(kind string, meta []byte) {
		if kind != "meta" || len(meta) < 4 {
			return
		}
		eachBox(meta[4:], inBox("iprp", inBox("ipco", func(kind string, body []byte) {
			switch {
			case kind == "ispe" && len(body) >= 12:
				w, h := int64(binary.BigEndian.Uint32(body[4:])), int64(binary.BigEndian.Uint32(body[8:]))
				if w*h > int64(p.size.X)*int64(p.size.Y) || w > 1<<20 || h > 1<<20 {
					p.size = image.Pt(int(w), int(h))
				}
			case kind == "colr" && len(body) >= 11 && string(body[:4]) == "nclx":
				p.studio = body[10]&0x80 == 0
			case kind == "irot" && len(body) >= 1:
				angle = int(body[0] & 3)
			case kind == "imir" && len(body) >= 1:
				mirror = int(body[0] & 1)
			}
		})))
	})
	if p.size.X < 1 || p.size.Y < 1 {
		return p, fmt.Errorf("%w: no item has a size", ErrNotAPicture)
	}
	// Turned against the clock, then mirrored top to bottom (0) or left to right (1).
	p.orientation = [3][4]int{{1, 8, 3, 6}, {4, 5, 2, 7}, {2, 7, 4, 5}}[mirror+1][angle]
	return p, header{w: p.size.X, h: p.size.Y}.check()
}

// inBox goes into the boxes of a kind.
func inBox(kind string, f func(kind string, body []byte)) func(string, []byte) {
	return func(k string, body []byte) {
		if k == kind {
			eachBox(body, f)
		}
	}
}

// eachBox calls f for every box of a row; the last one may be cut.
func eachBox(data []byte, f func(kind string, body []byte)) {
	for len(data) >= 8 {
		n, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case n == 1 && len(data) >= 16:
			n, head = binary.BigEndian.Uint64(data[8:]), 16
		case n == 0:
			n = uint64(len(data))
		}
		if n < head {
			return
		}
		n = min(n, uint64(len(data)))
		f(string(data[4:8]), data[head:n])
		data = data[n:]
	}
}
