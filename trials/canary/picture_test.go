package canary

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// canaryJPEG draws lines of text, and hides words in the picture's metadata.
func canaryJPEG(lines []string, words string) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 400, 250))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{200, 220, 240, 255}), image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.Black, Face: basicfont.Face7x13}
	for i, line := range lines {
		d.Dot = fixed.P(20, 40+30*i)
		d.DrawString(line)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	if words == "" {
		return b.Bytes()
	}
	segment := func(marker byte, content string) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x0e\x00\x02" + string(binary.BigEndian.AppendUint32(nil, uint32(len(words)+1))) + "\x00\x00\x00\x1a\x00\x00\x00\x00" + words + "\x00"
	out := bytes.Clone(b.Bytes()[:2])
	out = append(out, segment(0xe1, exif)...)
	out = append(out, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'>"+html.EscapeString(words)+"</x:xmpmeta>")...)
	out = append(out, segment(0xfe, words)...)
	return append(out, b.Bytes()[2:]...)
}

// canaryPNG is a picture with words in a tEXt chunk.
func canaryPNG(words string) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 250))); err != nil {
		panic(err)
	}
	chunk := append([]byte("tEXtComment\x00"), words...)
	text := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
	text = append(text, chunk...)
	text = binary.BigEndian.AppendUint32(text, crc32.ChecksumIEEE(chunk))
	const header = 8 + 25 // signature and IHDR
	return append(append(bytes.Clone(b.Bytes()[:header]), text...), b.Bytes()[header:]...)
}
