package evidence_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/gif"
	"image/jpeg"
	"testing"

	"ronda/alerts/evidence"
)

// planted stands where cameras and editors note whom and what a picture shows.
const planted = "NIK 3507691234562001 difoto di depan rumah"

// pngChunk is a chunk of a PNG file.
func pngChunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind...)
	b = append(b, data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func pngWithMetadata(t *testing.T) []byte {
	data := encodePNG(t, noise(80, 50))
	const header = 8 + 25 // magic and IHDR
	return bytes.Join([][]byte{
		data[:header],
		pngChunk("tEXt", "Description\x00"+planted),
		pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x>"+planted+"</x>"),
		pngChunk("eXIf", "MM\x00*"+planted),
		data[header:],
	}, nil)
}

func jpegSegment(marker byte, data string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(2+len(data))), data...)
}

func jpegWithMetadata(t *testing.T) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, noise(80, 50), nil); err != nil {
		t.Fatal(err)
	}
	return bytes.Join([][]byte{
		b.Bytes()[:2],
		jpegSegment(0xe1, "Exif\x00\x00MM\x00*\x00\x00\x00\x08"+planted),
		jpegSegment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x>"+planted+"</x>"),
		jpegSegment(0xfe, planted),
		b.Bytes()[2:],
		[]byte(planted), // after the end of the picture
	}, nil)
}

func gifWithMetadata(t *testing.T) []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, noise(80, 50), nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	comment := append([]byte{0x21, 0xfe, byte(len(planted))}, planted+"\x00"...)
	return append(append(bytes.Clone(data[:len(data)-1]), comment...), data[len(data)-1])
}

// webpWithMetadata wraps a lossless picture of one pixel in the extended format.
func webpWithMetadata() []byte {
	chunk := func(kind, data string) []byte {
		b := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data)))
		b = append(b, data...)
		return append(b, make([]byte, len(data)%2)...)
	}
	const exif, xmp = 1 << 3, 1 << 2
	body := bytes.Join([][]byte{
		[]byte("WEBP"),
		chunk("VP8X", string([]byte{exif | xmp, 0, 0, 0, 0, 0, 0, 0, 0, 0})),
		chunk("VP8L", "\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07"),
		chunk("EXIF", "MM\x00*"+planted),
		chunk("XMP ", "<x>"+planted+"</x>"),
	}, nil)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// A mosaic is a new picture: nothing that the original carried beside its pixels is in it.
func TestMosaicHoldsNoMetadata(t *testing.T) {
	for name, picture := range map[string][]byte{
		"png": pngWithMetadata(t), "jpeg": jpegWithMetadata(t), "gif": gifWithMetadata(t), "webp": webpWithMetadata(),
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(picture, []byte(planted)) {
				t.Fatal("nothing was planted")
			}
			r := evidence.New(evidence.Content{Pictures: [][]byte{picture}}).Redact(keep)
			if len(r.Pictures) != 1 {
				t.Fatalf("%d pictures, %d omitted", len(r.Pictures), r.Omitted)
			}
			data := r.Pictures[0].PNG[8:]
			for len(data) >= 12 {
				length := binary.BigEndian.Uint32(data)
				switch kind := string(data[4:8]); kind {
				case "IHDR", "IDAT", "IEND":
				default:
					t.Errorf("the mosaic has a chunk %q", kind)
				}
				data = data[12+length:]
			}
			if len(data) != 0 {
				t.Errorf("%d bytes follow the mosaic", len(data))
			}
		})
	}
}
