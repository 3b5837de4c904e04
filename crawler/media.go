package crawler

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"path"
	"strings"
)

// MediaType names the media type of a file by its first bytes, of which 512 are enough: as http.DetectContentType does, without
// parameters. That knows neither AVIF nor HEIC, and takes every text that begins with BM for a bitmap. It is
// "application/octet-stream" when nothing is known.
func MediaType(start []byte) string {
	if picture := boxedPicture(start); picture != "" {
		return picture
	}
	media, _, _ := strings.Cut(http.DetectContentType(start), ";")
	if media == "image/bmp" && bytes.IndexByte(start[:min(len(start), 512)], 0) < 0 { // a bitmap's header is full of zeros
		media, _, _ = strings.Cut(http.DetectContentType(start[1:]), ";")
	}
	return media
}

// boxedPicture tells AVIF and HEIC by the brands in the first box, as their decoder does: detect/picture has a test that holds
// both to the same. A brand that names the coding goes before one that says only that there is a picture.
func boxedPicture(start []byte) (media string) {
	if len(start) <= 12 || string(start[4:8]) != "ftyp" {
		return ""
	}
	n := min(int(min(binary.BigEndian.Uint32(start), 256)), len(start))
	for at := 8; at == 8 || at+4 <= n; at += 4 {
		switch string(start[at : at+4]) {
		case "avif", "avis":
			return "image/avif"
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			return "image/heic"
		case "mif1", "msf1":
			media = "image/heif"
		}
	}
	return media
}

// IsPictureFile tells by the ending of a file's name or path, in whatever case, whether it is a picture of a format that is
// looked at. Bytes decide in the end: see MediaType.
func IsPictureFile(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".jfif", ".png", ".gif", ".webp", ".bmp", ".avif", ".heic", ".heif":
		return true
	}
	return false
}
