package cards

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
)

// A sample is a decoded shot with its cards in the luma plane's pixels.
type sample struct {
	Name, Scene, Document string
	Distortions           []string
	Picture               *picture.Picture
	Cards                 []trial.Card
}

var (
	documents = []string{trial.KTP, trial.KK, trial.NPWP}
	scenes    = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}
)

// samples gives what trial.Measure would show for a seed, decoded to a side.
func samples(t testing.TB, seed uint64, each, negatives, side int) []sample {
	t.Helper()
	kept := filepath.Join(os.TempDir(), fmt.Sprintf("cards/samples-%d-%d-%d-%d.gob", seed, each, negatives, side))
	var out []sample
	if f, err := os.Open(kept); err == nil {
		defer f.Close()
		if gob.NewDecoder(f).Decode(&out) == nil {
			return out
		}
	}
	g := trial.Kept{Generator: pen.New(), Dir: os.Getenv("RONDA_SHOTS")}
	add := func(s trial.Shot, doc string) {
		p, err := picture.NewDecoder().Decode(s.Data, side)
		if err != nil {
			t.Fatal(err)
		}
		if turned(s.Data) {
			return // the decoder does not turn pictures yet
		}
		k := float64(p.Luma.W) / float64(s.Width)
		for i := range s.Cards {
			for j := range s.Cards[i].Quad {
				s.Cards[i].Quad[j][0] *= k
				s.Cards[i].Quad[j][1] *= k
			}
		}
		out = append(out, sample{s.Name, s.Scene, doc, s.Distortions, p, s.Cards})
	}
	for d, doc := range documents {
		for s, scene := range scenes {
			for i := range each {
				add(g.Positive(rand.New(rand.NewPCG(seed, uint64(d+1)<<40|uint64(s)<<32|uint64(i))), doc, scene), doc)
			}
		}
	}
	for i := range negatives {
		add(g.Negative(rand.New(rand.NewPCG(seed, uint64(i)))), "")
	}
	if f, err := os.Create(kept); err == nil {
		gob.NewEncoder(f).Encode(out)
		f.Close()
	}
	return out
}

// turned tells whether a JPEG carries an EXIF orientation other than upright.
func turned(data []byte) bool {
	i := bytes.Index(data[:min(len(data), 4096)], []byte("Exif\x00\x00"))
	if i < 0 {
		return false
	}
	tiff := data[i+6:]
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	dir := tiff[order.Uint32(tiff[4:]):]
	for k := range int(order.Uint16(dir)) {
		if e := dir[2+12*k:]; order.Uint16(e) == 0x112 {
			return order.Uint16(e[8:]) > 1
		}
	}
	return false
}

func rgb(p *picture.Picture) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, p.Luma.W, p.Luma.H))
	for y := range p.Luma.H {
		for x := range p.Luma.W {
			i := y/2*p.Blue.W + x/2
			r, g, b := color.YCbCrToRGB(p.Luma.Pix[y*p.Luma.W+x], p.Blue.Pix[i], p.Red.Pix[i])
			m.SetRGBA(x, y, color.RGBA{r, g, b, 255})
		}
	}
	return m
}

func line(m *image.RGBA, a, b [2]float64, c color.RGBA) {
	n := int(max(abs(a[0]-b[0]), abs(a[1]-b[1]))) + 1
	for i := range n + 1 {
		t := float64(i) / float64(n)
		m.SetRGBA(int(a[0]+t*(b[0]-a[0])), int(a[1]+t*(b[1]-a[1])), c)
	}
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

func outline(m *image.RGBA, q [4][2]float64, c color.RGBA) {
	for i := range q {
		line(m, q[i], q[(i+1)%4], c)
	}
}

// specimen strikes the picture through with the word.
func specimen(m *image.RGBA) {
	font := map[byte][5]byte{'S': {0x46, 0x49, 0x49, 0x49, 0x31}, 'P': {0x7f, 9, 9, 9, 6}, 'E': {0x7f, 0x49, 0x49, 0x49, 0x41}, 'C': {0x3e, 0x41, 0x41, 0x41, 0x22}, 'I': {0, 0x41, 0x7f, 0x41, 0}, 'M': {0x7f, 2, 12, 2, 0x7f}, 'N': {0x7f, 4, 8, 16, 0x7f}}
	b := m.Bounds()
	k := max(1, b.Dx()/60)
	for i, ch := range []byte("SPECIMEN") {
		for cx, col := range font[ch] {
			for cy := range 7 {
				if col>>cy&1 == 0 {
					continue
				}
				for y := range k {
					for x := range k {
						m.SetRGBA((i*6+cx)*k+b.Dx()/12+x, b.Dy()/2+(cy-3)*k+y+(i-4)*k, color.RGBA{255, 0, 255, 255})
					}
				}
			}
		}
	}
}

// sheet puts pictures side by side.
func sheet(name string, all []*image.RGBA, columns int) error {
	const cw, ch = 480, 360
	rows := (len(all) + columns - 1) / columns
	out := image.NewRGBA(image.Rect(0, 0, columns*cw, rows*ch))
	for i, m := range all {
		specimen(m)
		ox, oy := i%columns*cw, i/columns*ch
		k := max(float64(m.Bounds().Dx())/cw, float64(m.Bounds().Dy())/ch)
		for y := range ch {
			for x := range cw {
				sx, sy := int(float64(x)*k), int(float64(y)*k)
				if sx < m.Bounds().Dx() && sy < m.Bounds().Dy() {
					out.SetRGBA(ox+x, oy+y, m.RGBAAt(sx, sy))
				}
			}
		}
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return png.Encode(f, out)
}

func TestSheets(t *testing.T) {
	if os.Getenv("SHEETS") == "" {
		t.Skip()
	}
	ss := samples(t, 7, 20, 480, 640)
	t.Log(len(ss))
	for _, scene := range scenes {
		var all []*image.RGBA
		for d := range 3 {
			n := 0
			for i := range ss {
				if ss[i].Scene == scene && ss[i].Document == documents[d] && n < 4 {
					n++
					m := rgb(ss[i].Picture)
					for _, c := range ss[i].Cards {
						outline(m, c.Quad, color.RGBA{255, 0, 0, 255})
					}
					all = append(all, m)
				}
			}
		}
		if err := sheet("/tmp/cards/scene-"+scene+".png", all, 4); err != nil {
			t.Fatal(err)
		}
	}
}
