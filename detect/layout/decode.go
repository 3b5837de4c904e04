package layout

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// Limits on what is decoded. A picture's header alone decides how much memory its decoder takes.
const (
	maxBytes  = 15 << 20
	maxPixels = 40_000_000
	maxRatio  = 20       // longer side divided by shorter
	maxMemory = 96 << 20 // that decoders may take, all pictures together
	maxScans  = 100      // of a JPEG; encoders make some ten, and each is a pass over all pixels
)

// Errors of Recognise.
var (
	ErrNotAPicture = errors.New("not a picture that can be decoded (JPEG, PNG, GIF and WebP can)")
	ErrTooLarge    = errors.New("picture is too large to be decoded safely")
	ErrPanic       = errors.New("picture made its decoder panic")
)

type point = image.Point

// decode reads a picture under guard and returns it as a small grey plane, with its size as displayed.
func (r *Recogniser) decode(data []byte) (p *plane, size point, err error) {
	if len(data) > maxBytes {
		return nil, point{}, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, len(data), maxBytes)
	}
	config, pixels, err := r.codec(data)
	if err != nil {
		return nil, point{}, err
	}
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, point{}, fmt.Errorf("%w: %w", ErrNotAPicture, err)
	}
	if c.Width < 1 || c.Height < 1 {
		return nil, point{}, fmt.Errorf("%w: no pixels", ErrNotAPicture)
	}
	n := int64(c.Width) * int64(c.Height)
	if n > maxPixels || max(c.Width, c.Height) > maxRatio*min(c.Width, c.Height) {
		return nil, point{}, fmt.Errorf("%w: %d x %d pixels, limits %d pixels and sides of 1 to %d", ErrTooLarge, c.Width, c.Height, maxPixels, maxRatio)
	}
	memory := cost(data, c, n)
	if memory > maxMemory {
		return nil, point{}, fmt.Errorf("%w: decoding takes %d MiB, limit %d", ErrTooLarge, memory>>20, maxMemory>>20)
	}
	if scans := bytes.Count(data, startOfScan); scans > maxScans && isJPEG(data) {
		return nil, point{}, fmt.Errorf("%w: %d scans, limit %d", ErrTooLarge, scans, maxScans)
	}
	release, err := r.acquire(memory)
	if err != nil {
		return nil, point{}, err
	}
	defer release()
	img, err := pixels(bytes.NewReader(data))
	if err != nil {
		return nil, point{}, fmt.Errorf("%w: %w", ErrNotAPicture, err)
	}
	if b := img.Bounds(); b.Empty() || int64(b.Dx())*int64(b.Dy()) > maxPixels {
		return nil, point{}, fmt.Errorf("%w: its frame has another size than its header", ErrNotAPicture)
	}
	size = img.Bounds().Size()
	p = shrink(img)
	if o := orientation(data); o > 1 {
		p = p.oriented(o)
		if o >= 5 {
			size.X, size.Y = size.Y, size.X
		}
	}
	return p, size, nil
}

// codecFunc returns the functions that read a picture's header and all of it.
type codecFunc func(data []byte) (func(io.Reader) (image.Config, error), func(io.Reader) (image.Image, error), error)

// codec chooses the decoder by the first bytes, never by what other packages have registered.
func codec(data []byte) (func(io.Reader) (image.Config, error), func(io.Reader) (image.Image, error), error) {
	switch {
	case isJPEG(data):
		return jpeg.DecodeConfig, jpeg.Decode, nil
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return png.DecodeConfig, png.Decode, nil
	case bytes.HasPrefix(data, []byte("GIF8")):
		return gif.DecodeConfig, gif.Decode, nil
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return webp.DecodeConfig, webp.Decode, nil
	}
	return nil, nil, ErrNotAPicture
}

func isJPEG(data []byte) bool { return bytes.HasPrefix(data, []byte("\xff\xd8")) }

// startOfScan does not stand inside of a scan, where a 0xff is followed by zero or a restart mark.
var startOfScan = []byte{0xff, 0xda}

// cost is about how many bytes a decoder takes for a picture of n pixels, at the most.
func cost(data []byte, c image.Config, n int64) int64 {
	switch {
	case isJPEG(data):
		samples := int64(3) // one byte each; 4:2:0 takes half of that, which the header's first lines do not tell
		switch c.ColorModel {
		case color.GrayModel:
			samples = 1
		case color.CMYKModel:
			samples = 8 // and a copy
		}
		if progressive(data) {
			// All coefficients are kept until the end, four bytes each.
			return n * samples * 5 * subsampling(data) / 4
		}
		return n * samples
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		bytesPerPixel := int64(4)
		switch c.ColorModel {
		case color.GrayModel:
			bytesPerPixel = 1
		case color.Gray16Model:
			bytesPerPixel = 2
		case color.RGBA64Model, color.NRGBA64Model:
			bytesPerPixel = 8
		}
		if _, ok := c.ColorModel.(color.Palette); ok {
			bytesPerPixel = 1
		}
		if len(data) > 28 && data[28] != 0 {
			bytesPerPixel *= 2 // interlaced: each pass is a picture of its own
		}
		return n * bytesPerPixel
	case bytes.HasPrefix(data, []byte("GIF8")):
		return n
	case bytes.Contains(data, []byte("VP8L")), bytes.Contains(data, []byte("ALPH")):
		// The trees of its codes can take as much as a hundred times what describes them; then it is decoded alone.
		return n*9 + min(100*int64(len(data)), max(0, maxMemory-n*9))
	default: // WebP with losses
		return n * 2
	}
}

// progressive tells whether a JPEG's frame is one that comes in several passes.
func progressive(data []byte) bool {
	_, ok := frameHeader(data)
	return ok
}

// subsampling returns how many samples of four a progressive JPEG's planes hold for each pixel and component: 4 without
// subsampling, 2 for 4:2:0.
func subsampling(data []byte) int64 {
	frame, _ := frameHeader(data)
	if len(frame) >= 15 && frame[5] == 3 && frame[7] == 0x22 && frame[10] == 0x11 && frame[13] == 0x11 {
		return 2
	}
	return 4
}

// frameHeader returns the payload of the header of a progressive frame.
func frameHeader(data []byte) ([]byte, bool) {
	for i := 2; i+4 <= len(data); {
		if data[i] != 0xff {
			i++ // decoders skip what is no marker
			continue
		}
		marker := data[i+1]
		switch {
		case marker == 0xff:
			i++
			continue
		case marker == 0x00, marker >= 0xd0 && marker <= 0xd7:
			i += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(data[i+2:]))
		if n < 2 {
			return nil, false
		}
		if marker == 0xc2 {
			return data[min(i+4, len(data)):min(i+2+n, len(data))], true
		}
		if marker == 0xc0 || marker == 0xc1 || marker == 0xda {
			return nil, false
		}
		i += 2 + n
	}
	return nil, false
}

// orientation reads the EXIF orientation of a JPEG: 1 to 8, 1 when there is none.
func orientation(data []byte) int {
	if !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		return 1
	}
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		marker, n := data[i+1], int(binary.BigEndian.Uint16(data[i+2:]))
		if marker == 0xda || n < 2 || i+2+n > len(data) {
			return 1
		}
		if body := data[i+4 : i+2+n]; marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return exifOrientation(body[6:])
		}
		i += 2 + n
	}
	return 1
}

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
