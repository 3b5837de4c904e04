package confirm

import (
	"net/url"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"ronda/detect/picture"
)

// Pixels that are searched for a code at most; the search takes some 20 ms per million.
const maxPixels = 4_000_000

// Host returns the host that the QR code on a document leads to, in lower case, and "" where none can be read or where it
// holds no web address. The rest of the address names the family and is dropped; nobody may open it. A code needs about
// three pixels per module to be read. A library that panics has read nothing.
func Host(p picture.Plane) (host string) {
	defer func() {
		if recover() != nil {
			host = ""
		}
	}()
	if p.W < 21 || p.H < 21 || p.W*p.H > maxPixels || len(p.Pix) < p.W*p.H {
		return ""
	}
	source, err := gozxing.NewPlanarYUVLuminanceSource(p.Pix, p.W, p.H, 0, 0, p.W, p.H, false)
	if err != nil {
		return ""
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
	if err != nil {
		return ""
	}
	code, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return ""
	}
	u, err := url.Parse(strings.TrimSpace(code.GetText()))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// Official reports whether a host is one of those that the population office (Dukcapil) prints on family cards.
func Official(host string) bool {
	const office = "dukcapil.kemendagri.go.id"
	return host == office || strings.HasSuffix(host, "."+office)
}
