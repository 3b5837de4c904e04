package crawler

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"
)

// sniffed is how many bytes of a file tell what it is.
const sniffed = 512

// MediaType names the media type of a file by its first 512 bytes: as http.DetectContentType does, without
// parameters. That knows neither AVIF nor HEIC, takes every text that begins with BM for a bitmap, with OTTO or with LP at the
// 35th place for a font, and none with a control character in it for a text. It is "application/octet-stream" when nothing is
// known.
func MediaType(start []byte) string {
	start = start[:min(len(start), sniffed)]
	if picture := boxedPicture(start); picture != "" {
		return picture
	}
	media, _, _ := strings.Cut(http.DetectContentType(start), ";")
	if told := media == "image/bmp" || media == "application/vnd.ms-fontobject" || strings.HasPrefix(media, "font/"); told && bytes.IndexByte(start, 0) < 0 {
		media = "application/octet-stream" // the headers of bitmaps and fonts are full of zeros
	}
	if media == "application/octet-stream" && textLook(start) {
		return "text/plain"
	}
	return media
}

// Of a hundred bytes of a text so many at most are control characters. What is UTF-8 is none by chance; any bytes are windows-1252.
const (
	mostOdd     = 10
	mostOdd1252 = 1
)

// textLook reports whether bytes that look like nothing known are text all the same: UTF-16 without a mark, or a text with a
// few zeros or other control characters in it.
func textLook(start []byte) bool {
	page := Page{Body: start}
	text, err := page.Text()
	if err != nil {
		return false
	}
	odd := 0
	for _, c := range text {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			odd++
		}
	}
	most := mostOdd1252
	if whole := start[:len(start)-cutRune(start)]; utf8.Valid(whole) {
		most = mostOdd
	}
	return odd*100 <= most*len(text)
}

// cutRune returns how many bytes at the end of a text are the beginning of a character of UTF-8 that was cut.
func cutRune(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return n
			}
			break
		}
	}
	return 0
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
