package layout

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
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
	maxRatio  = 20 // longer side divided by shorter
)

// Errors of Recognise.
var (
	ErrNotAPicture = errors.New("not a picture that can be decoded (JPEG, PNG, GIF and WebP can)")
	ErrTooLarge    = errors.New("picture is too large to be decoded safely")
)

type point = image.Point

// decode reads a picture under guard and returns it as a small grey plane, with its size as displayed.
func (r *Recogniser) decode(data []byte) (p *plane, size point, err error) {
	defer func() {
		if v := recover(); v != nil { // a hostile picture costs one picture, not the process
			p, err = nil, fmt.Errorf("%w: decoder failed: %v", ErrNotAPicture, v)
		}
	}()
	if len(data) > maxBytes {
		return nil, point{}, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, len(data), maxBytes)
	}
	config, pixels, err := codec(data)
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
	release, err := r.acquire(n)
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

// codec chooses the decoder by the first bytes, never by what other packages have registered.
func codec(data []byte) (func(io.Reader) (image.Config, error), func(io.Reader) (image.Image, error), error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
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
