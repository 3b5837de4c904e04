package layout_test

import (
	"encoding/json"
	"flag"
	"image"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ronda/detect/layout"
	"ronda/rules"
)

var update = flag.Bool("update", false, "write the layout files anew")

const layoutDir = "../../rules/layouts"

// drawings are the known layouts, and how the generator measures each.
var drawings = []struct {
	name, document string
	aspect         float64
	trim           bool // paper that scanners and crops cut anywhere: measured without its margins
	draw           func(*rand.Rand, hand) image.Image
}{
	{"ktp", "ktp", 1.586, false, drawKTP},
	{"kk", "kk", 1.414, true, func(r *rand.Rand, h hand) image.Image { return drawKK(r, h, false) }},
	{"kk-2020", "kk", 1.414, true, func(r *rand.Rand, h hand) image.Image { return drawKK(r, h, true) }},
	{"npwp", "npwp", 1.586, false, drawNPWP},
	{"npwp-paper", "npwp", 1.586, true, drawNPWP}, // printed or scanned on paper of its own brightness
}

const specimens = 24

// generate draws the specimens of one layout and condenses them.
func generate(t *testing.T, k int) rules.Layout {
	t.Helper()
	d := drawings[k]
	r := rand.New(rand.NewPCG(2026, uint64(k)))
	var grids [][rules.GridSize]float64
	ones := make([]int, rules.HashBits)
	for range specimens {
		m, err := layout.Describe(d.draw(r, reference), d.trim)
		if err != nil {
			t.Fatal(err)
		}
		grids = append(grids, m.Grid)
		for i := range ones {
			ones[i] += int(m.Hash[i/64] >> (63 - i%64) & 1)
		}
	}
	l := rules.Layout{Name: d.name, Document: d.document, Version: 1, Aspect: d.aspect}
	means, spreads := make([]float64, rules.GridSize), make([]float64, rules.GridSize)
	for i := range means {
		for _, g := range grids {
			means[i] += g[i] / specimens
		}
		for _, g := range grids {
			spreads[i] += (g[i] - means[i]) * (g[i] - means[i]) / specimens
		}
		spreads[i] = math.Sqrt(spreads[i])
	}
	top := slices.Max(means)
	floor := top / 20 // no cell is known better than this: layouts differ a little between printers
	for i := range means {
		l.EdgeMeans = append(l.EdgeMeans, byte(math.Round(255*means[i]/top)))
		l.EdgeWeights = append(l.EdgeWeights, byte(math.Round(255*floor/(floor+spreads[i]))))
	}
	l.Hash = make([]byte, rules.HashBits/8)
	for i, n := range ones {
		if 2*n > specimens {
			l.Hash[i/8] |= 1 << (7 - i%8)
		}
		share := math.Abs(float64(2*n)/specimens - 1) // 1: alike on all specimens
		l.HashWeights = append(l.HashWeights, byte(math.Round(255*share*share)))
	}
	return l
}

// sample is one frame of a drawn picture against one layout.
type sample struct{ edges, hash, is float64 }

// fit finds the vote that separates the calibration pictures, and then moves it to where five frames in a thousand of
// the negatives almost pass: what real cards score is less certain than what other pictures do. The hash may weigh half as much as the edges: it knows our drawings too well, while the edges
// forgive a layout that is drawn somewhat wrong.
func fit(samples []sample) rules.Vote {
	w := [3]float64{-4, 8, 2}
	var yes, no float64
	for _, s := range samples {
		yes += s.is
		no += 1 - s.is
	}
	for range 4000 {
		var g [3]float64
		for _, s := range samples {
			p := 1 / (1 + math.Exp(-(w[0] + w[1]*s.edges + w[2]*s.hash)))
			d := (s.is - p) * (s.is/yes + (1-s.is)/no) / 2
			g[0] += d
			g[1] += d * s.edges
			g[2] += d * s.hash
		}
		for i := range w {
			w[i] += 4 * (g[i] - 0.0003*w[i])
		}
		w[2] = min(max(w[2], 0), w[1]/2)
	}
	var votes []float64
	for _, s := range samples {
		if s.is == 0 {
			votes = append(votes, w[0]+w[1]*s.edges+w[2]*s.hash)
		}
	}
	slices.Sort(votes)
	w[0] -= votes[len(votes)*995/1000] + 0.1
	round := func(v float64) float64 { return math.Round(v*1000) / 1000 }
	return rules.Vote{Bias: round(w[0]), Edges: round(w[1]), Hash: round(w[2])}
}

// samplesOf measures pictures of the calibration hand against every layout. Of several frames of one picture the
// likeliest counts when it shows the document, and every one when it does not.
func samplesOf(t *testing.T, rec *layout.Recogniser) map[string][]sample {
	t.Helper()
	out := map[string][]sample{}
	r := rand.New(rand.NewPCG(4, 4))
	add := func(name, document string, data []byte) {
		img := decodeJPEG(t, data)
		best := map[string]sample{}
		near, err := rec.Similarities(img)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range near {
			if drawings[index(s.Layout)].document != document {
				out[s.Layout] = append(out[s.Layout], sample{s.Edges, s.Hash, 0})
			} else if s.Layout == name && s.Edges >= best[name].edges {
				best[name] = sample{s.Edges, s.Hash, 1}
			}
		}
		for n, s := range best {
			out[n] = append(out[n], s)
		}
	}
	for _, d := range drawings {
		for i := range 40 {
			img := d.draw(r, calibration)
			if i%3 == 0 {
				img = scanned(img, r)
			}
			add(d.name, d.document, photograph(t, img, r, 1))
		}
	}
	all := negatives()
	for _, name := range sortedKeys(all) {
		for range 60 {
			add("", "", photograph(t, all[name](r, calibration), r, 1))
		}
	}
	return out
}

func index(name string) int {
	for k, d := range drawings {
		if d.name == name {
			return k
		}
	}
	return -1
}

// TestLayoutFiles draws the specimens again and compares with the files in the repository: they are what the program
// makes, and nothing else. Bytes may differ by one or two between processors.
func TestLayoutFiles(t *testing.T) {
	var made rules.Layouts
	for k := range drawings {
		l := generate(t, k)
		l.Vote = rules.Vote{Bias: -1, Edges: 1}
		made.Layouts = append(made.Layouts, l)
	}
	if *update {
		rec, err := layout.New(&made)
		if err != nil {
			t.Fatal(err)
		}
		samples := samplesOf(t, rec)
		for k := range made.Layouts {
			l := &made.Layouts[k]
			l.Vote = fit(samples[l.Name])
			t.Logf("%s: vote %+v", l.Name, l.Vote)
			data, err := json.MarshalIndent(l, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(layoutDir, l.Name+".json"), append(data, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	kept, err := rules.LoadLayoutsFS(os.DirFS(layoutDir))
	if err != nil {
		t.Fatal(err)
	}
	if len(kept.Layouts) != len(made.Layouts) {
		t.Fatalf("%d files, %d drawings", len(kept.Layouts), len(made.Layouts))
	}
	for _, k := range kept.Layouts {
		i := index(k.Name)
		if i < 0 {
			t.Errorf("%s: nothing draws it", k.Name)
			continue
		}
		m := made.Layouts[i]
		for _, pair := range [][2][]byte{{k.EdgeMeans, m.EdgeMeans}, {k.EdgeWeights, m.EdgeWeights}} {
			for c := range pair[0] {
				if d := int(pair[0][c]) - int(pair[1][c]); d > 2 || d < -2 {
					t.Fatalf("%s: cell %d differs by %d from what is drawn; run with -update", k.Name, c, d)
				}
			}
		}
	}
}
