package cards_test

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"ronda/detect/cards"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
)

// RONDA_SHOTS names a folder that keeps drawn shots between runs.
var (
	seed   = flag.Uint64("seed", 7, "of pen's shots")
	each   = flag.Int("each", 0, "shots of each document in each scene; 0: one document in each scene")
	missed = flag.String("missed", "", "folder for pictures of what is missed")
)

var scenes = []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet}

// enough is the IoU from which who looks at a candidate finds the card's corners.
const enough = 0.6

// A tally counts the cards that a candidate covers well enough, by how early it comes.
type tally struct {
	of                        int
	early, middle, late, fine int // IoU of enough within 12, 25 and 40 candidates, of 0.75 within 40
}

func (t *tally) add(found []cards.Candidate, quad [4][2]float64) {
	t.of++
	good := first(found, quad, enough)
	for limit, n := range map[int]*int{12: &t.early, 25: &t.middle, 40: &t.late} {
		if good >= 0 && good < limit {
			*n++
		}
	}
	if first(found, quad, 0.75) >= 0 {
		t.fine++
	}
}

// first gives the rank of the first candidate that overlaps a card by at least limit, or -1.
func first(found []cards.Candidate, quad [4][2]float64, limit float64) int {
	return slices.IndexFunc(found, func(c cards.Candidate) bool { return trial.IoU(c.Quad, quad) >= limit })
}

// A survey gathers tallies by group, the cost and what is missed.
type survey struct {
	groups map[string]*tally
	times  []time.Duration
	count  int
	missed []string
}

func (s *survey) group(name string) *tally {
	if s.groups[name] == nil {
		s.groups[name] = &tally{}
	}
	return s.groups[name]
}

// take looks for a shot's cards. Cards less than half of which is seen are left out.
func (s *survey) take(t *testing.T, shot *trial.Shot) {
	p, err := picture.NewDecoder().Decode(shot.Data, 640)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	found := cards.Find(p)
	s.times = append(s.times, time.Since(start))
	s.count += len(found)
	k := float64(p.Luma.W) / float64(shot.Width)
	widest, found25 := -1, 0
	for i := range shot.Cards {
		c := &shot.Cards[i]
		for j := range c.Quad {
			c.Quad[j][0] *= k
			c.Quad[j][1] *= k
		}
		if widest < 0 || c.Width() > shot.Cards[widest].Width() {
			widest = i
		}
		if c.Hidden <= 0.5 {
			s.group(fmt.Sprintf("every card wider than 70: %t", c.Width() > 70)).add(found, c.Quad)
		}
		if r := first(found, c.Quad, enough); r >= 0 && r < 25 {
			found25 = 1
		}
	}
	if widest < 0 {
		return
	}
	o := s.group("at least one card, " + shot.Scene)
	o.of, o.middle = o.of+1, o.middle+found25
	if c := shot.Cards[widest]; c.Hidden <= 0.5 && c.Width() > 70 {
		for _, g := range append([]string{"all", "scene " + shot.Scene, "layout " + c.Layout}, shot.Distortions...) {
			s.group(g).add(found, c.Quad)
		}
		if r := first(found, c.Quad, enough); r < 0 || r >= 25 {
			s.missed = append(s.missed, fmt.Sprintf("%s %v", shot.Name, shot.Distortions))
			if *missed != "" {
				show(t, filepath.Join(*missed, fmt.Sprintf("%03d-%s.png", len(s.missed), shot.Name)), p, found, c.Quad)
			}
		}
	}
}

func (s *survey) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "\nwidest card of each picture\tcards\t@12\t@25\t@40\t@40, IoU 0.75")
	for _, name := range slices.Sorted(maps.Keys(s.groups)) {
		g := s.groups[name]
		if g.of < 10 && *each > 0 {
			continue // says nothing
		}
		share := func(n int) float64 { return float64(n) / float64(g.of) }
		_, _ = fmt.Fprintf(w, "%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\n", name, g.of, share(g.early), share(g.middle), share(g.late), share(g.fine))
	}
	_ = w.Flush() // to memory
	slices.Sort(s.times)
	n := len(s.times)
	_, _ = fmt.Fprintf(&b, "%d pictures, %.1f candidates each, median %v, p95 %v\n", n, float64(s.count)/float64(n), s.times[n/2], s.times[n*95/100])
	return b.String()
}

// TestCandidates tells, on drawn pictures, how many cards have a candidate. Without -each it is a floor against regressions.
func TestCandidates(t *testing.T) {
	kept := trial.Kept{Generator: pen.New(), Dir: os.Getenv("RONDA_SHOTS")}
	s := &survey{groups: map[string]*tally{}}
	for i, scene := range scenes {
		for d, document := range []string{trial.KTP, trial.KK, trial.NPWP} {
			n := *each
			if n == 0 && i%3 == d {
				n = 1
			}
			for k := range n { // the shots of trial.Measure
				shot := kept.Positive(rand.New(rand.NewPCG(*seed, uint64(d+1)<<40|uint64(i)<<32|uint64(k))), document, scene)
				s.take(t, &shot)
			}
		}
	}
	t.Log(s)
	if g := s.group("all"); g.middle*100 < 75*g.of {
		t.Errorf("%d of %d cards found; missed %v", g.middle, g.of, s.missed)
	}
}

// show writes a picture with the candidates (the first 12 green) and a card (red), struck through with SPECIMEN.
func show(t *testing.T, name string, p *picture.Picture, found []cards.Candidate, quad [4][2]float64) {
	m := image.NewRGBA(image.Rect(0, 0, p.Luma.W, p.Luma.H))
	for y := range p.Luma.H {
		for x := range p.Luma.W {
			i := y/2*p.Blue.W + x/2
			r, g, b := color.YCbCrToRGB(p.Luma.Pix[y*p.Luma.W+x], p.Blue.Pix[i], p.Red.Pix[i])
			m.SetRGBA(x, y, color.RGBA{r, g, b, 255})
		}
	}
	for i := len(found) - 1; i >= 0; i-- {
		c := color.RGBA{0, 160, 255, 255}
		if i < 12 {
			c = color.RGBA{0, 255, 0, 255}
		}
		outline(m, found[i].Quad, c)
	}
	outline(m, quad, color.RGBA{255, 0, 0, 255})
	for y := 20; y < p.Luma.H; y += 40 {
		for x := y % 80; x < p.Luma.W; x += 90 {
			d := font.Drawer{Dst: m, Src: image.NewUniform(color.RGBA{255, 0, 255, 255}), Face: basicfont.Face7x13, Dot: fixed.P(x, y)}
			d.DrawString("SPECIMEN")
		}
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, m); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func outline(m *image.RGBA, q [4][2]float64, c color.RGBA) {
	for i, a := range q {
		b := q[(i+1)%4]
		n := max(m.Bounds().Dx(), m.Bounds().Dy())
		for k := range n {
			t := float64(k) / float64(n)
			m.SetRGBA(int(a[0]+t*(b[0]-a[0])), int(a[1]+t*(b[1]-a[1])), c)
		}
	}
}
