package pen

import (
	"image"
	"math/rand/v2"
)

// Front draws a document of a layout, or for "" a card or page that is none of ours, straight from the front and with nothing
// around it, about so many pixels wide. It also names what was drawn.
func Front(r *rand.Rand, layout string, width float64) (front *image.RGBA, name string) {
	if layout != "" {
		return drawDocument(r, layout, width).RGBA, layout
	}
	switch r.IntN(8) {
	case 0, 1:
		return tabled(r).RGBA, "tables"
	case 2:
		k := r.IntN(4)
		return [...]func(*rand.Rand) *canvas{letter, certificate, poster, qrSheet}[k](r).RGBA, [...]string{"letter", "certificate", "poster", "qr sheet"}[k]
	}
	c, name := anyOtherCard(r, width)
	return c.RGBA, name
}
