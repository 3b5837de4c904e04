package scan

import (
	"bytes"
	"encoding/binary"
	"strings"

	"ronda/crawler"
)

// Notes of a verdict: why there was little to judge.
const (
	noteEmpty = "empty" // neither text nor a picture in it
	noteCut   = "cut"   // a picture whose end is missing; what is there was looked at
)

// noteOn returns what is to be said of a page beside its verdict, "" in general.
func noteOn(page *crawler.Page, listings []crawler.Listing) string {
	switch {
	case empty(listings):
		return noteEmpty
	case cutPicture(page.Body):
		return noteCut
	}
	return ""
}

func empty(listings []crawler.Listing) bool {
	for i := range listings {
		l := &listings[i]
		if len(l.Images) > 0 || strings.TrimSpace(l.Title+l.Price) != "" {
			return false
		}
		for _, b := range l.Blocks {
			if strings.TrimSpace(b.Text) != "" {
				return false
			}
		}
	}
	return true
}

// cutPicture reports whether the end of a picture is missing, where its format says so without being decoded. What may stand behind a
// whole one does not matter.
func cutPicture(data []byte) bool {
	const riff = 8 // bytes before those that its size counts
	switch crawler.MediaType(data) {
	case "image/jpeg": // the last scan ends with a mark; a small copy among what stands before it has marks of its own
		scan := bytes.LastIndex(data, []byte{0xff, 0xda})
		return scan < 0 || !bytes.Contains(data[scan:], []byte{0xff, 0xd9})
	case "image/png":
		return !bytes.Contains(data, []byte("IEND"))
	case "image/webp":
		return len(data) >= riff && uint64(len(data)) < riff+uint64(binary.LittleEndian.Uint32(data[4:]))
	}
	return false
}
