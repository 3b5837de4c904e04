package picture

import (
	"encoding/binary"
	"image"
)

// exifOrientation reads the orientation, 1 to 8, of the first directory of a TIFF structure; 1 when there is none. Nothing
// else of EXIF is ever read.
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := int64(order.Uint16(tiff[at:]))
	for k := range entries {
		e := at + 2 + 12*k
		if e+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			if o := int(order.Uint16(tiff[e+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// oriented undoes an EXIF orientation.
func (p *Picture) oriented(o int) *Picture {
	if o < 2 {
		return p
	}
	q := &Picture{Size: p.Size, Luma: p.Luma.oriented(o), Blue: p.Blue.oriented(o), Red: p.Red.oriented(o)}
	if o >= 5 {
		q.Size.X, q.Size.Y = q.Size.Y, q.Size.X
	}
	return q
}

// source returns where the pixel that is displayed at x, y is stored in a plane of w x h.
func source(o, x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}

func (p Plane) oriented(o int) Plane {
	out := NewPlane(p.W, p.H)
	if o >= 5 {
		out.W, out.H = p.H, p.W
	}
	for y := range out.H {
		for x := range out.W {
			sx, sy := source(o, x, y, p.W, p.H)
			out.Pix[y*out.W+x] = p.Pix[sy*p.W+sx]
		}
	}
	return out
}

// unoriented returns where a rectangle of the displayed picture lies in the stored one of w x h.
func unoriented(r image.Rectangle, o, w, h int) image.Rectangle {
	if r.Empty() {
		return image.Rectangle{}
	}
	x0, y0 := source(o, r.Min.X, r.Min.Y, w, h)
	x1, y1 := source(o, r.Max.X-1, r.Max.Y-1, w, h)
	return image.Rect(min(x0, x1), min(y0, y1), max(x0, x1)+1, max(y0, y1)+1)
}
