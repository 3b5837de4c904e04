package evidence

import (
	"bytes"
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

// Limits of what is decoded: beyond them a picture is left out.
const (
	maxPictureBytes  = 16 << 20
	maxPicturePixels = 24_000_000
)

// maxCells is the longest side of a mosaic. A number of sixteen digits that fills the whole width of a picture gets two
// cells a digit, too few to tell digits apart; at 64 cells it could be read.
const maxCells = 32

// Mosaic is what is left of a picture: at most 32 by 32 flat cells of 16 levels a colour.
type Mosaic struct {
	PNG    []byte `json:"png"`    // one pixel per cell
	Width  int    `json:"width"`  // of the original, in pixels
	Height int    `json:"height"` //
}

// format is a picture format that can be decoded; a file is known by its first bytes.
type format struct {
	magic  string
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func formats() []format {
	return []format{
		{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
		{"GIF8", gif.DecodeConfig, gif.Decode}, // the first frame
		{"RIFF", webp.DecodeConfig, webp.Decode},
	}
}

var errUnreadable = errors.New("picture cannot be read")

// newMosaic reduces an encoded picture. The decoders see strangers' bytes, so sizes are checked before and panics are
// caught.
func newMosaic(data []byte) (m Mosaic, err error) {
	defer func() {
		if recover() != nil { // the panic's text may quote the picture
			err = errUnreadable
		}
	}()
	if len(data) > maxPictureBytes {
		return m, errUnreadable
	}
	for _, f := range formats() {
		if !bytes.HasPrefix(data, []byte(f.magic)) {
			continue
		}
		size, err := f.size(bytes.NewReader(data))
		if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > maxPicturePixels/size.Height {
			return m, errUnreadable
		}
		img, err := f.decode(bytes.NewReader(data))
		if err != nil || img.Bounds().Empty() {
			return m, errUnreadable
		}
		var out bytes.Buffer
		if err := png.Encode(&out, pixelate(img)); err != nil {
			return m, fmt.Errorf("encode mosaic: %w", err)
		}
		return Mosaic{PNG: out.Bytes(), Width: size.Width, Height: size.Height}, nil
	}
	return m, errUnreadable
}

// pixelate averages a picture over square cells. Small pictures get cells of at least four pixels a side, and long strips,
// which may be a single line of a document, get fewer cells.
func pixelate(img image.Image) image.Image {
	b := img.Bounds()
	long, short := max(b.Dx(), b.Dy()), min(b.Dx(), b.Dy())
	cells := min(maxCells, long/4)
	if long > 2*short {
		cells = min(cells, maxCells*2*short/long)
	}
	cells = max(cells, 1)
	width := max(1, (b.Dx()*cells+long/2)/long)
	height := max(1, (b.Dy()*cells+long/2)/long)

	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			cell := image.Rect(
				b.Min.X+b.Dx()*x/width, b.Min.Y+b.Dy()*y/height,
				b.Min.X+b.Dx()*(x+1)/width, b.Min.Y+b.Dy()*(y+1)/height)
			out.SetRGBA(x, y, average(img, cell))
		}
	}
	return out
}

// average returns the mean colour of a cell over some 16 by 16 samples, on white where the picture is transparent,
// rounded to 16 levels.
func average(img image.Image, cell image.Rectangle) color.RGBA {
	stepX, stepY := max(1, cell.Dx()/16), max(1, cell.Dy()/16)
	var r, g, b, n uint64
	for y := cell.Min.Y; y < max(cell.Max.Y, cell.Min.Y+1); y += stepY {
		for x := cell.Min.X; x < max(cell.Max.X, cell.Min.X+1); x += stepX {
			pr, pg, pb, pa := img.At(x, y).RGBA()
			r, g, b, n = r+uint64(pr+0xffff-pa), g+uint64(pg+0xffff-pa), b+uint64(pb+0xffff-pa), n+1
		}
	}
	level := func(sum uint64) uint8 { return uint8(sum/n>>12) * 17 }
	return color.RGBA{R: level(r), G: level(g), B: level(b), A: 0xff}
}
