package scan

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"ronda/crawler"
)

func TestCutPicture(t *testing.T) {
	var jpegs, pngs bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i * i)
	}
	if err := jpeg.Encode(&jpegs, picture, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&pngs, picture); err != nil {
		t.Fatal(err)
	}
	webp := []byte("RIFF\x20\x00\x00\x00WEBPVP8 " + "0123456789012345678901234567")[:40]
	// A copy of the picture stands in front of the scan of a camera's picture.
	camera := bytes.Join([][]byte{jpegs.Bytes()[:2], {0xff, 0xe1, 0x10, 0x00}, jpegs.Bytes(), jpegs.Bytes()[2:]}, nil)
	for name, data := range map[string][]byte{"jpeg": jpegs.Bytes(), "png": pngs.Bytes(), "webp": webp, "camera": camera} {
		if cutPicture(data) {
			t.Errorf("%s: a whole picture is cut", name)
		}
		if !cutPicture(data[:len(data)-5]) {
			t.Errorf("%s: a cut picture is whole", name)
		}
		if cutPicture(append(bytes.Clone(data), "and more"...)) {
			t.Errorf("%s: what stands behind a picture cuts it", name)
		}
	}
	if cutPicture([]byte("selamat pagi")) {
		t.Error("a text is a cut picture")
	}
}

func TestEmpty(t *testing.T) {
	blocks := func(texts ...string) (l crawler.Listing) {
		for _, text := range texts {
			l.Blocks = append(l.Blocks, crawler.Block{Text: text})
		}
		return l
	}
	for _, tt := range []struct {
		listings []crawler.Listing
		want     bool
	}{
		{[]crawler.Listing{{}}, true},
		{[]crawler.Listing{blocks("", " \n"), {Title: " "}}, true},
		{[]crawler.Listing{{Title: "Pasar"}}, false},
		{[]crawler.Listing{{}, blocks("", "x")}, false},
		{[]crawler.Listing{{Images: []crawler.Image{{}}}}, false},
	} {
		if got := empty(tt.listings); got != tt.want {
			t.Errorf("%+v: %v", tt.listings, got)
		}
	}
}
