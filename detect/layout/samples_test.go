package layout_test

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/chalk"
	"ronda/detect/layout/trial/flint"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/layout/trial/troupe"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

var (
	samples = flag.String("samples", "", "folder to write what the network learns from to; rules/sight/README.md says how")
	per     = flag.Int("per", 600, "with -samples: drawings of each layout and hand")
	mine    = flag.Bool("mine", false, "with -samples: write only where the network of before sees a document in scenes")
	closer  = flag.Bool("closer", false, "with -samples: write details for the network that looks closer, where the network of before sees a document")
	only    = flag.String("hands", "", "with -samples: the only hands to write")
)

// jitter returns a quad as a finder might offer it.
func (p *photographer) jitter(q cards.Quad) cards.Quad {
	r := p.r
	w, h := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1]), math.Hypot(q[3][0]-q[0][0], q[3][1]-q[0][1])
	off := []float64{0.008, 0.02, 0.05}[r.IntN(3)]
	if r.IntN(3) == 0 { // sides in the wrong place
		var edge [4]float64
		for range 1 + r.IntN(2) {
			edge[r.IntN(4)] = -0.35 + 0.6*r.Float64()
		}
		q = moved(q, edge)
	}
	for i := range q {
		q[i][0] += r.NormFloat64() * off * w
		q[i][1] += r.NormFloat64() * off * h * 1.3
	}
	return q
}

// looks is how many looks at a drawing are written.
func looks() int {
	if *closer {
		return 1
	}
	return 3
}

// moved moves the left, upper, right and lower side outwards by shares of the quad.
func moved(q cards.Quad, by [4]float64) (out cards.Quad) {
	for i, c := range [4][2]float64{{-by[0], -by[1]}, {1 + by[2], -by[1]}, {1 + by[2], 1 + by[3]}, {-by[0], 1 + by[3]}} {
		u, v := c[0], c[1]
		for a := range 2 {
			out[i][a] = (q[0][a]*(1-u)+q[1][a]*u)*(1-v) + (q[3][a]*(1-u)+q[2][a]*u)*v
		}
	}
	return out
}

// asTurned returns the quad of the same place with its corners in the order in which a finder would give them, had the card lain so.
func asTurned(q cards.Quad, t int) cards.Quad {
	switch t {
	case 1:
		return cards.Quad{q[2], q[3], q[0], q[1]}
	case 2:
		return cards.Quad{q[1], q[0], q[3], q[2]}
	case 3:
		return cards.Quad{q[3], q[2], q[1], q[0]}
	}
	return q
}

// A writer writes samples: the view of a quad, what it shows, how it is turned, and where its corners truly lie in the view.
type writer struct {
	out    *bufio.Writer
	view   sight.View
	detail sight.Detail
	count  map[string]int
	mining *layout.Recogniser // nil: all candidates count
}

var kinds = map[string]uint8{"": 0, "ktp": 1, "kk": 2, "npwp": 3}

// add writes a sample. Corners are given in the order of the quad that is looked at, in shares of it.
func (w *writer) add(p quad.Pyramid, look cards.Quad, hand, document uint8, turn int, corners [4][2]float64) {
	head := []byte{hand, document, uint8(turn), 0}
	for _, c := range corners {
		for _, v := range c {
			head = binary.LittleEndian.AppendUint32(head, math.Float32bits(float32(v)))
		}
	}
	_, _ = w.out.Write(head) // it keeps its first error for Flush
	if *closer {
		w.detail.Sample(p, look)
		_, _ = w.out.Write(w.detail.Cells[:])
	} else {
		w.view.Sample(p, look)
		_, _ = w.out.Write(inBytes(&w.view))
	}
	w.count[fmt.Sprint(hand, " ", document)]++
}

// inBytes returns the cells of a view in sixteenths, a byte each.
func inBytes(v *sight.View) []byte {
	out := make([]byte, len(v.Cells))
	for i, c := range v.Cells {
		out[i] = uint8(min(c*16+0.5, 255))
	}
	return out
}

// drawing adds a few looks at a photographed drawing.
func (w *writer) drawing(p *photographer, img picture.Plane, hand, document uint8) {
	shot := p.photograph(img)
	levels := quad.NewPyramid(shot.plane)
	for range looks() {
		turn := []int{0, 0, 0, 1, 1, 2, 3}[p.r.IntN(7)]
		truth := asTurned(shot.quad, turn)
		look := p.jitter(truth)
		if document == 0 {
			w.add(levels, look, hand, 0, 0, [4][2]float64{})
			continue
		}
		switch v := trial.IoU(look, truth); {
		case v >= 0.5:
			w.add(levels, look, hand, document, turn, inShares(look, truth))
		case v < 0.3:
			w.add(levels, look, hand, 0, 0, [4][2]float64{})
		}
	}
	if document > 0 { // a part of it is no document
		edge := [4]float64{}
		k := p.r.IntN(4)
		edge[k] = -0.5 - 0.3*p.r.Float64()
		edge[(k+1)%4] = -0.5 * p.r.Float64()
		edge[(k+3)%4] = -0.3 * p.r.Float64()
		part := moved(shot.quad, edge)
		if trial.IoU(part, shot.quad) < 0.3 {
			w.add(levels, lying(part), hand, 0, 0, [4][2]float64{})
		}
	}
}

// inShares returns where the corners of truth lie in shares of look.
func inShares(look, truth cards.Quad) (out [4][2]float64) {
	to := inverse(look)
	for i, c := range truth {
		out[i][0], out[i][1] = to(c[0], c[1])
	}
	return out
}

// scene adds the candidates of the finder in a picture, and its documents where they truly are.
func (w *writer) scene(p *photographer, s *trial.Shot, pic *picture.Picture, hand uint8) {
	levels := quad.NewPyramid(pic.Luma)
	var truths []cards.Quad
	for _, c := range s.Cards {
		truths = append(truths, inLuma(pic, c.Quad))
	}
	add := func(q cards.Quad) {
		best, card := 0.0, 0
		for i, t := range truths {
			if v := trial.IoU(q, t); v > best {
				best, card = v, i
			}
		}
		switch {
		case best < 0.3:
			w.add(levels, lying(q), hand, 0, 0, [4][2]float64{})
		case best >= 0.5:
			w.document(levels, q, truths[card], s.Cards[card], hand)
		}
	}
	found := cards.Find(pic)
	if w.mining != nil {
		looked, seen := w.mining.Looks(pic, found, -5)
		if !*closer {
			seen = append(looked, seen...)
		}
		for _, q := range seen {
			add(q)
		}
		if !*closer {
			return
		}
	}
	for k, c := range found {
		if k < 4 && !*closer || p.r.IntN(3) == 0 && (!*closer || p.r.IntN(2) == 0) {
			add(c.Quad)
		}
	}
	for i, t := range truths {
		if s.Cards[i].Hidden < 0.4 && long(t) >= quad.LeastLong {
			for range 2 {
				add(p.jitter(t))
			}
		}
	}
}

// long is the longer side of a quad.
func long(q cards.Quad) float64 {
	w, h := quad.Sides(q)
	return max(w, h)
}

// document adds a look at a document; which of its corners lies on top of the look tells how it is turned.
func (w *writer) document(levels quad.Pyramid, q, truth cards.Quad, c trial.Card, hand uint8) {
	q = lying(q)
	for t := range 4 {
		as := asTurned(truth, t)
		in := inShares(q, as)
		near := true
		for i, corner := range [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
			near = near && math.Abs(in[i][0]-corner[0]) < 0.5 && math.Abs(in[i][1]-corner[1]) < 0.5
		}
		if near {
			w.add(levels, q, hand, kinds[c.Document], t, in)
			return
		}
	}
}

func TestWriteSamples(t *testing.T) {
	if *samples == "" {
		t.Skip("writes what the network learns from: needs -samples")
	}
	p := &photographer{r: rand.New(rand.NewPCG(21, 21))}
	write := func(name string, use func(w *writer)) {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), name) {
			return
		}
		f, err := os.Create(filepath.Join(*samples, name))
		if err != nil {
			t.Fatal(err)
		}
		w := &writer{out: bufio.NewWriterSize(f, 1<<20), count: map[string]int{}}
		if *mine || *closer {
			w.mining = newRecogniser(t)
		}
		use(w)
		if err := w.out.Flush(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		t.Log(name, w.count)
	}
	decoder := picture.NewDecoder()
	each(kept(pen.New()), 7, trial.Counts{Negatives: 300}, func(shot *trial.Shot) {
		if pic, err := decoder.Decode(shot.Data, 640); err == nil {
			p.grounds = append(p.grounds, pic.Luma)
		}
	})
	for hand, s := range []struct {
		name string
		g    trial.Generator
		seed uint64
		n    trial.Counts
	}{{"pen-scenes", kept(pen.New()), 7, trial.Counts{Each: 20, Negatives: 480}}, {"chalk-scenes", kept(chalk.New()), 5, trial.Counts{Each: 6, Negatives: 160}}, {"lots-scenes", kept(lots()), 9, trial.Counts{Each: 8, Negatives: 300}}, {"flint-scenes", kept(flint.New()), 3, trial.Counts{Each: 5, Negatives: 240}}, {"slate-scenes", kept(slate.New()), 5, trial.Counts{Each: 20, Negatives: 480}}, {"guild-scenes", kept(guilds()), 11, trial.Counts{Each: 6, Negatives: 240}}, {"pen-others", kept(pen.New()), 12, trial.Counts{Negatives: 600}}, {"crossed-scenes", kept(crossed()), 13, trial.Counts{Each: 10, Negatives: 300}}, {"troupe-scenes", kept(troupe.New()), 14, trial.Counts{Each: 24, Negatives: 400}}} {
		name := s.name
		if *closer { // of the scenes that the other network learned from it is too sure
			s.seed += 50
		}
		if *mine {
			name += "-mined"
		}
		write(name, func(w *writer) {
			each(s.g, s.seed, s.n, func(shot *trial.Shot) {
				pic, err := decoder.Decode(shot.Data, 640)
				if err != nil {
					return
				}
				w.scene(p, shot, pic, uint8(hand))
			})
		})
	}
	if *mine {
		return
	}
	for hand, d := range append(drawers(), guildCards) {
		write(d.name, func(w *writer) {
			for _, name := range d.layouts {
				document := kinds[trialDocument(name)]
				for range *per {
					w.drawing(p, flatten(d.documents(p.r, name)), uint8(hand+2), document)
				}
			}
			if d.others != nil {
				for range *per * 5 {
					img, _ := d.others(p.r)
					w.drawing(p, flatten(img), uint8(hand+2), 0)
				}
			}
		})
	}
}

func trialDocument(layout string) string {
	for _, d := range []string{trial.KTP, trial.KK, trial.NPWP} {
		if len(layout) >= len(d) && layout[:len(d)] == d {
			return d
		}
	}
	return ""
}

func flatten(img image.Image) picture.Plane {
	p := grey(img)
	if p.H > p.W {
		p = onItsSide(p)
	}
	return p
}
