package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/detect/picture"
)

// TestWhatIsDecodedIsFetched holds that those who fetch and read tell pictures as their decoder does: what they take for none
// never comes here, what is none here was fetched in vain.
func TestWhatIsDecodedIsFetched(t *testing.T) {
	for i, data := range sound(t) {
		if media := crawler.MediaType(data[:min(len(data), 512)]); !picture.Known(data) || !strings.HasPrefix(media, "image/") {
			t.Errorf("sound file %d: known %v, fetched as %q", i, picture.Known(data), media)
		}
	}
	all := []string{"avif", "avis", "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "miaf", "mp42", "isom", "\x00\x00\x00\x00"}
	r := rand.New(rand.NewPCG(1, 2))
	met := map[string]int{}
	for range 20_000 {
		var brands []byte
		for range 1 + r.IntN(6) {
			brands = append(brands, all[r.IntN(len(all))]...)
		}
		data := append(box("ftyp", brands...), all[r.IntN(len(all))]...)
		if r.IntN(4) == 0 {
			binary.BigEndian.PutUint32(data, r.Uint32()>>r.IntN(32))
		}
		if r.IntN(4) == 0 {
			data[r.IntN(len(data))] = byte(r.Uint32())
		}
		if r.IntN(4) == 0 {
			data = append(data, strings.Repeat("miaf", 60)+"heic"...)
		}
		data = data[:max(13, len(data)-r.IntN(8))]
		if string(data[4:8]) != "ftyp" {
			continue
		}
		media := crawler.MediaType(data)
		want := map[string]string{"image/avif": "AVIF", "image/heic": "HEIC", "image/heif": "HEIC"}[media]
		if picture.Boxed(data) != want {
			t.Fatalf("%q: decoded as %q, fetched as %q", data, picture.Boxed(data), media)
		}
		met[media]++
	}
	for _, media := range []string{"image/avif", "image/heic", "image/heif", "video/mp4", "application/octet-stream"} {
		if met[media] < 100 {
			t.Errorf("%s was met %d times", media, met[media])
		}
	}
}

// TestUnnamedCoding holds that a file which says only that it holds a picture is given to libheif, which refuses what it cannot read.
func TestUnnamedCoding(t *testing.T) {
	if raced {
		t.Skip("the sandbox is slow under the race detector, and runs in one goroutine")
	}
	data, err := os.ReadFile("testdata/small.avif")
	if err != nil {
		t.Fatal(err)
	}
	d := picture.NewDecoder()
	if _, err := d.Decode(data, 64); err != nil {
		t.Error(err)
	}
	data = bytes.ReplaceAll(data, []byte("avif"), []byte("mif1"))
	if got := picture.Boxed(data); got != "HEIC" {
		t.Errorf("it is taken for %q", got)
	}
	if _, err := d.Decode(data, 64); !errors.Is(err, picture.ErrNotAPicture) {
		t.Errorf("AVIF that does not name itself: %v", err)
	}
}
