package crawler_test

import (
	"strings"
	"testing"

	"ronda/crawler"
)

func TestMediaType(t *testing.T) {
	for start, want := range map[string]string{
		"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1": "image/avif",
		"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif": "image/avif", // the coding goes before the container
		"\x00\x00\x00\x18ftypavis\x00\x00\x00\x00msf1mp42": "image/avif", // to net/http a video
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": "image/heic",
		"\x00\x00\x00\x18fTYPheic\x00\x00\x00\x00mif1heic": "application/octet-stream",
		"\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00msf1hevc": "image/heic",
		"\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00mif1":     "image/heif",
		"\x00\x00\x00\x14ftypmp42\x00\x00\x00\x00mp42heic": "video/mp4", // what stands behind the box is not in it
		"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom": "video/mp4",
		"\x00\x00\x00\x00ftypavif\x00":                     "image/avif",
		"\x00\x00\x00\x18ftypavif":                         "application/octet-stream",
		"\x89PNG\r\n\x1a\n":                                "image/png",
		"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00":       "image/bmp",
		"BMW dijual":                  "text/plain",
		"BM\x01\x02":                  "application/octet-stream",
		"halo":                        "text/plain",
		"OTTO, 3 orang, Jl. Melati 5": "text/plain",
		"JENIS_KLMIN  NAMA_LGKP          TELP          ALAMAT": "text/plain", // LP where a font has it
		"OTTO\x00\x0a\x00\x80\x00\x03\x00\x20CFF ":             "font/otf",
		// A text with few zeros is a text; what is full of them, or of control characters in no text's bytes, is none.
		"Jual KTP\x00 selfie\x00 10rb per orang\x00 stok 200":              "text/plain",
		strings.Repeat("beli ikan \x00 pasar pagi sekali é", 30):           "text/plain", // cut within a character
		"h\x00a\x00l\x00o\x00 \x00d\x00u\x00n\x00i\x00a\x00":               "text/plain", // UTF-16 without a mark
		"harga caf\xe9 \x01 naik":                                          "application/octet-stream",
		"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00":          "application/octet-stream",
		"SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20\x00\x00":      "application/octet-stream",
		"\x93\x1f\x8a\x07\xc2\x11\xfe\x03\x90\x1c\x85\x02\xd7\x19\xe5\x06": "application/octet-stream",
		"<!DOCTYPE html>": "text/html",
		"":                "text/plain",
	} {
		if got := crawler.MediaType([]byte(start)); got != want {
			t.Errorf("%q: %q, want %q", start, got, want)
		}
	}
}

func TestIsPictureFile(t *testing.T) {
	for name, want := range map[string]bool{
		"a.jpg": true, "/foto/b.AVIF": true, "c.2.heic": true, "IMG_0001.HEIF": true,
		"d.pdf": false, "jpg": false, "e.jpg/": false, "": false,
	} {
		if got := crawler.IsPictureFile(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
