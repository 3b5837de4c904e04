package layout_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"ronda/detect/cards"
	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
	"ronda/rules"
)

// drawnCard is a card that is large enough to be read.
var drawnCard = sync.OnceValue(func() (shot trial.Shot) {
	for seed := uint64(1); shot.Width < 420; seed++ {
		shot = pen.New().Positive(rand.New(rand.NewPCG(seed, 0)), trial.KTP, trial.Scan)
	}
	return shot
})

// voting returns known layouts with a vote under which nothing but a KTP can be seen.
func voting(t *testing.T, ktp rules.SightVote) *rules.Layouts {
	t.Helper()
	ls, err := rules.LoadLayouts()
	if err != nil {
		t.Fatal(err)
	}
	sight := *ls.Sight
	sight.Votes = map[string]rules.SightVote{trial.KTP: ktp, trial.KK: {Bias: -100, Odds: 1}, trial.NPWP: {Bias: -100, Odds: 1}}
	ls.Sight = &sight
	return ls
}

// doubtful returns a recogniser with the given odds for the drawn card before it is read.
func doubtful(t *testing.T, odds float64, words layout.Reader) *layout.Recogniser {
	t.Helper()
	pic, err := picture.NewDecoder().Decode(drawnCard().Data, 640)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range recogniserOf(t, voting(t, rules.SightVote{Odds: 1})).Places(pic, cards.Find(pic)) {
		if p.Document == trial.KTP {
			r, err := layout.New(voting(t, rules.SightVote{Bias: odds - p.Sight, Odds: 1}), layout.WithReader(words))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	t.Fatal("no place is taken for the card")
	return nil
}

func TestWhatIsReadTells(t *testing.T) {
	cannot := errors.New("cannot read")
	for _, tc := range []struct {
		name string
		odds float64
		got  *confirm.Reading // nil: the reader fails
		want bool
	}{
		{"labels", -2, &confirm.Reading{Found: []int{5, 0}, Words: 20}, true},
		{"nothing legible", -2, &confirm.Reading{Found: []int{0, 0}}, false},
		{"nothing legible", 1, &confirm.Reading{Found: []int{0, 0}, Words: 2}, true},
		{"failure", 1, nil, true},
		{"failure", -2, nil, false},
		{"another card's labels", 2, &confirm.Reading{Found: []int{3, 1}, Words: 20}, false},
		{"other text", 2, &confirm.Reading{Found: []int{0, 0}, Words: 30}, false},
	} {
		calls := 0
		r := doubtful(t, tc.odds, func(context.Context, picture.Plane, ...[]string) (confirm.Reading, error) {
			calls++
			if tc.got == nil {
				return confirm.Reading{}, cannot
			}
			return *tc.got, nil
		})
		pic, err := r.Recognise(drawnCard().Data)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(pic.Matches) == 1; got != tc.want || calls != 1 {
			t.Errorf("%s at odds of %g: found %v, want %v; read %d times, want once", tc.name, tc.odds, got, tc.want, calls)
		}
	}
}

func TestOnlyDoubtIsRead(t *testing.T) {
	for _, odds := range []float64{-6, 5} {
		r := doubtful(t, odds, func(context.Context, picture.Plane, ...[]string) (confirm.Reading, error) {
			t.Errorf("read at odds of %g", odds)
			return confirm.Reading{}, nil
		})
		if _, err := r.Recognise(drawnCard().Data); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTesseractConfirms goes the product's whole way with the real program.
func TestTesseractConfirms(t *testing.T) {
	ocr, err := confirm.FindTesseract(t.Context())
	if errors.Is(err, confirm.ErrNoTesseract) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := doubtful(t, -2, ocr.Read)
	r.SetPatience(time.Hour) // the machine may be busy
	pic, err := r.Recognise(drawnCard().Data)
	if err != nil {
		t.Fatal(err)
	}
	if len(pic.Matches) != 1 || pic.Matches[0].Layout != trial.KTP {
		t.Errorf("found %d documents, want the card that can be read", len(pic.Matches))
	}
}

// TestFrontIsUpright: what is read is the document as it is printed, however it lies, and also where the frame cuts it.
func TestFrontIsUpright(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 900, 700))
	shade := func(x, y int) uint8 { return uint8(40 + 60*(2*(x/450)+y/350)) } // 40 and 160 above, 100 and 220 below
	for y := range 700 {
		for x := range 900 {
			img.SetGray(x, y, color.Gray{shade(x, y)})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	at := func(x0, y0, x1, y1 float64) cards.Quad { return cards.Quad{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}} }
	straight := at(100, 100, 540, 400) // in a plane of 640 pixels
	mirrored := cards.Quad{straight[1], straight[0], straight[3], straight[2]}
	turned := cards.Quad{straight[2], straight[3], straight[0], straight[1]}
	for _, tc := range []struct {
		name     string
		document string
		quad     cards.Quad
		want     [4]uint8
		w, h     int
	}{
		{"straight", trial.KTP, straight, [4]uint8{40, 160, 220, 100}, 864, 544},
		{"mirrored", trial.NPWP, mirrored, [4]uint8{160, 40, 100, 220}, 864, 544},
		{"turned", trial.KK, turned, [4]uint8{220, 100, 40, 160}, 1400, 992},
		{"cut", trial.KTP, at(-60, -40, 700, 530), [4]uint8{40, 160, 220, 100}, 864, 544},
	} {
		p, err := layout.Front(buf.Bytes(), tc.document, tc.quad)
		if err != nil {
			t.Fatal(err)
		}
		if p.W != tc.w || p.H != tc.h {
			t.Errorf("%s: %d x %d, want %d x %d", tc.name, p.W, p.H, tc.w, tc.h)
			continue
		}
		got := [4]uint8{p.Pix[20*p.W+20], p.Pix[21*p.W-20], p.Pix[(p.H-19)*p.W-20], p.Pix[(p.H-20)*p.W+20]}
		if got != tc.want {
			t.Errorf("%s: corners %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestCodeOfAFamilyCard(t *testing.T) {
	front := func(address string) picture.Plane {
		m, err := qrcode.NewQRCodeWriter().Encode(address, gozxing.BarcodeFormat_QR_CODE, 180, 180, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := picture.NewPlane(1400, 992)
		for i := range p.Pix {
			p.Pix[i] = 235
		}
		for y := range 180 {
			for x := range 180 {
				if m.Get(x, y) {
					p.Pix[(y+760)*p.W+x+1150] = 25
				}
			}
		}
		return p
	}
	r := newRecogniser(t)
	if got := r.Evidence(trial.KK, front("https://layanan.dukcapil.kemendagri.go.id/verif/0123456789")); got <= 4 {
		t.Errorf("the office's code adds %g, want more than doubt is wide", got)
	}
	if got := r.Evidence(trial.KK, front("https://toko.example/menu")); got != 0 {
		t.Errorf("another code adds %g, want nothing", got)
	}
}
