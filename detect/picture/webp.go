package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"

	"golang.org/x/image/webp"
)

// webpHeader reads the header of a WebP; of a moving one it makes a still one of its first frame.
func webpHeader(data []byte) (header, error) {
	still, orientation := data, 1
	eachChunk(data[12:], func(name string, body []byte) bool {
		switch {
		case name == "ANMF" && len(body) > 16:
			still = stillWebP(body)
			return false
		case name == "EXIF":
			orientation = exifOrientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
		}
		return true
	})
	h, err := configured(still, webp.DecodeConfig)
	h.still, h.orientation = still, orientation
	h.studio = true
	return h, err
}

// eachChunk calls f for the chunks of a RIFF file until it returns false; the last one may be cut.
func eachChunk(data []byte, f func(name string, body []byte) bool) {
	for len(data) >= 8 {
		n := int64(binary.LittleEndian.Uint32(data[4:]))
		end := min(8+n, int64(len(data)))
		if !f(string(data[:4]), data[8:end]) {
			return
		}
		data = data[min(end+n&1, int64(len(data))):]
	}
}

// stillWebP makes a file of a frame: where it lies on the canvas, its size less one, how long it stays, and its chunks.
func stillWebP(frame []byte) []byte {
	var extended []byte
	if string(frame[16:min(20, len(frame))]) == "ALPH" {
		extended = append([]byte("VP8X\x0a\x00\x00\x00\x10\x00\x00\x00"), frame[6:12]...)
	}
	out := append([]byte("RIFF\x00\x00\x00\x00WEBP"), extended...)
	out = append(out, frame[16:]...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func webpWays(h header, _ []byte, _ int) []way {
	n := int64(h.w) * int64(h.h)
	memory := 2 * n
	if bytes.Contains(h.still, []byte("VP8L")) || bytes.Contains(h.still, []byte("ALPH")) {
		// The trees of its codes can take as much as a hundred times what describes them; then it is decoded alone.
		memory = 9*n + min(100*int64(len(h.still)), max(0, maxMemory-9*n))
	}
	return []way{{memory, 1, func([]byte) (image.Image, error) {
		img, err := webp.Decode(bytes.NewReader(h.still))
		if err != nil {
			return nil, fmt.Errorf("decode WebP: %w", err)
		}
		return img, nil
	}}}
}
