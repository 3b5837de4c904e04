package evidence_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ronda/alerts/evidence"
)

const secret = "3507691234562001" // unassigned district, impossible serial

func keep(s string) string { return s }

func TestCaptureNeverPrints(t *testing.T) {
	c := evidence.New(evidence.Content{
		Title: secret, Texts: []string{secret}, Pictures: [][]byte{[]byte(secret)},
		Exchanges: []evidence.Exchange{{URL: secret, Status: 200, Header: http.Header{"X": {secret}}, Body: []byte(secret)}},
	})
	holder := struct {
		Public  *evidence.Capture
		Value   evidence.Capture
		private *evidence.Capture
		value   evidence.Capture
		list    []evidence.Capture
	}{c, *c, c, *c, []evidence.Capture{*c}}

	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("m", "capture", c, "value", *c, "holder", holder)
	}
	out := []string{log.String()}
	for _, v := range []any{c, *c, holder, &holder, []any{c, *c}, map[string]any{"c": *c}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%08.3f"} {
			out = append(out, fmt.Sprintf(verb, v))
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	text, err := xml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, string(text))
	for _, s := range out {
		for _, leak := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), fmt.Sprintf("%d", []byte(secret))} {
			if strings.Contains(s, strings.Trim(leak, "[]")) {
				t.Errorf("printed: %s", s)
			}
		}
	}
	if got := fmt.Sprintf("%v %s %#v", c, *c, c); got != "[capture] [capture] [capture]" {
		t.Errorf("prints as %q", got)
	}
}

func TestRedactText(t *testing.T) {
	mask := func(s string) string {
		return strings.NewReplacer("1\n2", "*", "3 4", "#").Replace(s)
	}
	tests := map[string]struct {
		content evidence.Content
		want    evidence.Redacted
	}{
		"over two blocks": {
			evidence.Content{Title: "judul 3\n4", Texts: []string{"a 1", "2 b", "\xff"}},
			evidence.Redacted{Title: "judul #", Text: "a * b\n\uFFFD"},
		},
		"over title and text": {
			evidence.Content{Title: "judul 1", Texts: []string{"2 a", "b"}},
			evidence.Redacted{Title: "judul * a", Text: "b"},
		},
		"all of it":  {evidence.Content{Title: "1", Texts: []string{"2"}}, evidence.Redacted{Title: "*"}},
		"no title":   {evidence.Content{Texts: []string{"a", "b"}}, evidence.Redacted{Text: "a\nb"}},
		"title only": {evidence.Content{Title: "judul"}, evidence.Redacted{Title: "judul"}},
		"long title": {
			evidence.Content{Title: strings.Repeat("é", 600), Texts: []string{"a"}},
			evidence.Redacted{Title: strings.Repeat("é", 512), Text: "a", Cut: true},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, evidence.New(tt.content).Redact(mask)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A number that stands where the text is cut is masked first: no half of it is left.
func TestRedactCutsAfterMasking(t *testing.T) {
	mask := func(s string) string {
		return strings.ReplaceAll(s, secret, "••••••••••••••••")
	}
	for shift := range 20 {
		text := strings.Repeat("é", (64<<10)/2-20) + strings.Repeat("x", shift) + secret + strings.Repeat("z", 100)
		got := evidence.New(evidence.Content{Texts: []string{text}}).Redact(mask)
		if !got.Cut || len(got.Text) > 64<<10 || !utf8.ValidString(got.Text) {
			t.Fatalf("cut %v, %d bytes, valid %v", got.Cut, len(got.Text), utf8.ValidString(got.Text))
		}
		if strings.ContainsAny(got.Text, "0123456789") {
			t.Fatalf("digits are left: %q", got.Text[len(got.Text)-40:])
		}
	}
}

// noise is a picture in which no two neighbours are alike.
func noise(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32()) | byte(i%4/3*255)
	}
	return img
}

func encodePNG(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMosaicSize(t *testing.T) {
	tests := []struct{ w, h, wantW, wantH int }{
		{1000, 630, 32, 20}, // a card
		{630, 1000, 20, 32},
		{300, 300, 32, 32},
		{40, 40, 10, 10},  // small: still four pixels a cell
		{64, 32, 16, 8},   //
		{1600, 100, 4, 1}, // one line of digits
		{100, 1600, 1, 4}, //
		{800, 200, 16, 4}, // a few lines
		{3, 3, 1, 1},      //
		{1, 1, 1, 1},      //
		{2000, 1, 1, 1},   //
		{6000, 40, 1, 1},
		{400, 600, 21, 32},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%dx%d", tt.w, tt.h), func(t *testing.T) {
			data := encodePNG(t, image.NewGray(image.Rect(0, 0, tt.w, tt.h)))
			r := evidence.New(evidence.Content{Pictures: [][]byte{data}}).Redact(keep)
			if len(r.Pictures) != 1 {
				t.Fatalf("%d pictures, %d omitted", len(r.Pictures), r.Omitted)
			}
			m := r.Pictures[0]
			got, err := png.DecodeConfig(bytes.NewReader(m.PNG))
			if err != nil {
				t.Fatal(err)
			}
			if got.Width != tt.wantW || got.Height != tt.wantH {
				t.Errorf("mosaic is %dx%d, want %dx%d", got.Width, got.Height, tt.wantW, tt.wantH)
			}
			if m.Width != tt.w || m.Height != tt.h {
				t.Errorf("original said to be %dx%d", m.Width, m.Height)
			}
		})
	}
}

func TestMosaicKeepsColoursAndLosesDetail(t *testing.T) {
	img := noise(640, 640)
	for y := range 320 {
		for x := range 640 {
			img.SetRGBA(x, y, color.RGBA{B: 0xff, A: 0xff})
		}
	}
	m := evidence.New(evidence.Content{Pictures: [][]byte{encodePNG(t, img)}}).Redact(keep).Pictures[0]
	got, err := png.Decode(bytes.NewReader(m.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if c := color.RGBAModel.Convert(got.At(3, 3)); c != (color.RGBA{B: 0xff, A: 0xff}) {
		t.Errorf("blue became %v", c)
	}
	for x := range got.Bounds().Dx() {
		c := color.RGBAModel.Convert(got.At(x, 25)).(color.RGBA)
		if c.R < 0x66 || c.R > 0x99 { // noise averages to grey
			t.Errorf("cell %d of the noise is %v", x, c)
		}
		if c.R%17 != 0 {
			t.Errorf("cell %d has a level in between: %v", x, c)
		}
	}
}

func TestFormats(t *testing.T) {
	img := noise(80, 50)
	var j, g bytes.Buffer
	if err := jpeg.Encode(&j, img, nil); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&g, img, nil); err != nil {
		t.Fatal(err)
	}
	// a lossless WebP of one pixel, as the format's own specification builds it
	webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	r := evidence.New(evidence.Content{Pictures: [][]byte{j.Bytes(), encodePNG(t, img), g.Bytes(), webp}}).Redact(keep)
	if len(r.Pictures) != 4 || r.Omitted != 0 {
		t.Errorf("%d pictures, %d omitted", len(r.Pictures), r.Omitted)
	}
}

// bomb is a PNG that claims a size of w by h and holds almost nothing.
func bomb(t *testing.T, w, h uint32) []byte {
	t.Helper()
	data := encodePNG(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func TestBadPicturesAreOmitted(t *testing.T) {
	good := encodePNG(t, noise(80, 50))
	bad := [][]byte{
		nil,
		[]byte("GIF8"),
		[]byte("<svg/>"),
		good[:len(good)/2],
		bomb(t, 60000, 60000),
		bomb(t, 0x7fffffff, 0x7fffffff),
		bomb(t, 24_000_001, 1),
		append(bytes.Clone(good), make([]byte, 16<<20)...),
	}
	r := evidence.New(evidence.Content{Pictures: append(bad, good)}).Redact(keep)
	if len(r.Pictures) != 1 || r.Omitted != len(bad) {
		t.Errorf("%d pictures, %d omitted, want 1 and %d", len(r.Pictures), r.Omitted, len(bad))
	}
	many := make([][]byte, 20)
	for i := range many {
		many[i] = good
	}
	r = evidence.New(evidence.Content{Pictures: many}).Redact(keep)
	if len(r.Pictures) != 12 || r.Omitted != 8 {
		t.Errorf("%d pictures, %d omitted, want 12 and 8", len(r.Pictures), r.Omitted)
	}
}

// Whatever the bytes are, a mosaic stays small and valid.
func FuzzMosaic(f *testing.F) {
	var b bytes.Buffer
	if err := png.Encode(&b, noise(40, 30)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	b.Reset()
	if err := jpeg.Encode(&b, noise(40, 30), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	b.Reset()
	if err := gif.Encode(&b, noise(40, 30), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := evidence.New(evidence.Content{Pictures: [][]byte{data}}).Redact(keep)
		if len(r.Pictures)+r.Omitted != 1 {
			t.Fatalf("%d pictures, %d omitted", len(r.Pictures), r.Omitted)
		}
		for _, m := range r.Pictures {
			got, err := png.DecodeConfig(bytes.NewReader(m.PNG))
			if err != nil {
				t.Fatal(err)
			}
			if max(got.Width, got.Height) > 32 {
				t.Errorf("mosaic is %dx%d", got.Width, got.Height)
			}
		}
	})
}
