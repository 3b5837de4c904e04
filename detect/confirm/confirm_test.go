package confirm_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"os"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"ronda/detect/confirm"
	"ronda/detect/picture"
)

func TestLabels(t *testing.T) {
	labels := []string{"PROVINSI", "NIK", "Tempat/Tgl Lahir", "Gol. Darah", "Berlaku Hingga"}
	for _, tc := range []struct {
		text string
		want int
	}{
		{"", 0},
		{"PROVINSI JAWA TIMUR\nNIK : ****", 2},
		{"Tempat/Tgl Lahtr : x\nBerIaku Hlngga SEUMUR HIDUP", 2}, // misread letters
		{"TempatTglLahir", 1},
		{"NLK", 0}, // short words have to be right
		{"provinsi provinsi provinsi", 1},
		{"kartu anggota perpustakaan, berlaku sampai 2027", 0},
		{"the unique unicorn", 0},
	} {
		if got := confirm.Labels(tc.text, labels); got != tc.want {
			t.Errorf("Labels(%q) = %d, want %d", tc.text, got, tc.want)
		}
	}
}

// code draws a QR code amid white, so many pixels wide.
func code(t *testing.T, text string, side int) picture.Plane {
	t.Helper()
	m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, side, side, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := picture.NewPlane(side+40, side+60)
	for i := range p.Pix {
		p.Pix[i] = 240
	}
	for y := range side {
		for x := range side {
			if m.Get(x, y) {
				p.Pix[(y+30)*p.W+x+20] = 20
			}
		}
	}
	return p
}

func TestHost(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"https://Layanan.Dukcapil.Kemendagri.go.id/verif/abcdef0123456789", "layanan.dukcapil.kemendagri.go.id"},
		{"http://toko.example/promo", "toko.example"},
		{"WIFI:S:kafe;T:WPA;P:rahasia;;", ""},
		{"javascript:alert(1)", ""},
		{"3578690101800001", ""},
	} {
		if got := confirm.Host(code(t, tc.text, 160)); got != tc.want {
			t.Errorf("Host of a code with %q = %q, want %q", tc.text, got, tc.want)
		}
	}
	for _, p := range []picture.Plane{{}, picture.NewPlane(20, 20), picture.NewPlane(400, 300), {W: 300, H: 300, Pix: make([]uint8, 5)}, {W: 1 << 20, H: 1 << 20}} {
		if got := confirm.Host(p); got != "" {
			t.Errorf("Host of %d x %d without a code = %q", p.W, p.H, got)
		}
	}
}

func TestOfficial(t *testing.T) {
	for host, want := range map[string]bool{
		"dukcapil.kemendagri.go.id": true, "layanan.dukcapil.kemendagri.go.id": true,
		"": false, "xdukcapil.kemendagri.go.id": false, "dukcapil.kemendagri.go.id.palsu.example": false,
	} {
		if confirm.Official(host) != want {
			t.Errorf("Official(%q) = %v", host, !want)
		}
	}
}

// reader finds the OCR program, or skips the test; on CI it must be there.
func reader(t *testing.T) *confirm.Tesseract {
	t.Helper()
	ocr, err := confirm.FindTesseract(t.Context())
	if errors.Is(err, confirm.ErrNoTesseract) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return ocr
}

func TestTesseractReads(t *testing.T) {
	ocr := reader(t)
	img := image.NewGray(image.Rect(0, 0, 700, 260))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{235}), image.Point{}, draw.Src)
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 34, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range []string{"Kewarganegaraan : WNI", "Berlaku Hingga : SEUMUR HIDUP", "SPECIMEN"} {
		d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.P(40, 70+70*i)}
		d.DrawString(line)
	}
	got, err := ocr.Read(t.Context(), picture.Plane{W: 700, H: 260, Pix: img.Pix}, []string{"Kewarganegaraan", "Berlaku Hingga", "Agama"}, []string{"KARTU PELAJAR"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Found, []int{2, 0}) || got.Words < 4 {
		t.Errorf("read %+v, want 2 labels and none, 4 words at least", got)
	}
}

func TestTesseractIsBounded(t *testing.T) {
	ocr := reader(t)
	if _, err := ocr.Read(t.Context(), picture.Plane{W: 1 << 15, H: 1 << 15}); err == nil {
		t.Error("a plane without its pixels was read")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ocr.Read(gone, picture.NewPlane(100, 100)); err == nil {
		t.Error("read although nobody waits")
	}
}

func TestNoTesseract(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := confirm.FindTesseract(t.Context()); !errors.Is(err, confirm.ErrNoTesseract) {
		t.Errorf("without the program: %v", err)
	}
}

// FuzzLabels asserts that what is printed is found in itself, whatever stands around it.
func FuzzLabels(f *testing.F) {
	f.Add("PROVINSI JAWA", "Tempat/Tgl Lahir", "x")
	f.Fuzz(func(t *testing.T, before, label, after string) {
		want := 0
		for _, r := range label {
			if ('a' <= r && r <= 'z') || ('A' <= r && r <= 'Z') {
				want = 1
			}
		}
		if got := confirm.Labels(before+label+after, []string{label}); want == 1 && got != 1 {
			t.Errorf("%q not found after %q and before %q", label, before, after)
		}
	})
}
