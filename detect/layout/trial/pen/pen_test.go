package pen_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"

	"ronda/detect/layout/trial"
)

// shown decodes a shot and turns it as its EXIF orientation asks.
func shown(s trial.Shot) (image.Image, error) {
	img, _, err := image.Decode(bytes.NewReader(s.Data))
	if err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	o := orientation(s.Data)
	if o < 2 {
		return img, nil
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if o >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			px, py := x, y
			switch o {
			case 3:
				px, py = w-1-x, h-1-y
			case 6:
				px, py = y, w-1-x
			case 8:
				px, py = h-1-y, x
			}
			out.Set(x, y, img.At(px, py))
		}
	}
	return out, nil
}

// orientation reads what the pen writes: one tag, little endian, right behind the start of the file.
func orientation(data []byte) int {
	if len(data) < 40 || data[2] != 0xff || data[3] != 0xe1 {
		return 1
	}
	return int(binary.LittleEndian.Uint16(data[30:]))
}
