package layout_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/layout"
	"ronda/detect/layout/learn"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/rules"
)

var (
	update    = flag.Bool("update", false, "learn the layout files anew")
	without   = flag.String("without", "", "hand to leave out, by its name in studio.Hands")
	votesOnly = flag.Bool("votes", false, "with -update: keep what was learned and set the votes anew")
	folder    = flag.String("layouts", filepath.Join("..", "..", "rules", "layouts"), "folder of the layout files")
)

// made are the layouts that files are made of.
var made = []rules.Layout{
	{Name: "ktp", Document: "ktp", Aspect: 1.586},
	{Name: "ktp-old", Document: "ktp", Aspect: 1.586},
	{Name: "kk", Document: "kk", Aspect: 1.414},
	{Name: "kk-2020", Document: "kk", Aspect: 1.414},
	{Name: "npwp", Document: "npwp", Aspect: 1.586},
	{Name: "npwp-2023", Document: "npwp", Aspect: 1.586},
	{Name: labelled, Document: "npwp", Aspect: 1.586},
}

// labelled is the tax card of today with labels before the values: chalk draws it so, the others without. Nothing but the head is
// alike, and one layout for both would be neither.
const labelled = "npwp-2023-labels"

func variant(hand, name string) string {
	if hand == "chalk" && name == "npwp-2023" {
		return labelled
	}
	return name
}

// How much the layouts are learned from, and how far the parts of a layout are moved about for it.
const (
	fronts = 120  // of each layout and hand
	others = 1200 // cards and pages that are none of ours, of each hand
	bends  = 2    // times that each front is looked at with its parts moved
	bendBy = 0.03 // shares of the card, standard deviation
	slope  = 14   // of the votes: from one in two to nine in ten within a sixth of the way from other things to the layout
	// hashShare is what a likeness of the hash is worth beside one of edges. More of it finds more of the hands that layouts were
	// learned from, and less of others (docs/decisions/0029).
	hashShare = 0.07
	minePer   = 6 // places of a picture without a document that are taken for the second round
	exempt    = 4 // of a thousand pictures without documents, accused
	unsteady  = 0.012
	// margin is what thresholds are raised by. A hand that nothing was learned from draws other cards of its own: with chalk left out,
	// the thresholds that let 4 of a thousand of pen's pictures through accused 24 of chalk's 560, and 5 of them with the margin.
	margin = 0.08
)

// lot is what layouts are learned from.
type lot struct {
	r      *rand.Rand
	other  []descriptor.Grid
	shown  map[string][]descriptor.Grid
	hashes map[string][][4]uint64
	quiet  []looked // without a document
}

type looked struct {
	pic        *picture.Picture
	candidates []cards.Candidate
}

func (l *lot) add(t *testing.T, name string, p picture.Plane, q cards.Quad) {
	levels := quad.NewPyramid(p)
	var f descriptor.Face
	f.Rectify(levels, q)
	var s descriptor.Sums
	s.Measure(&f)
	var g descriptor.Grid
	g.Measure(&s, descriptor.Whole)
	if name == "" {
		l.other = append(l.other, g)
		return
	}
	h, err := descriptor.Hash(levels, q, quad.Upright)
	if err != nil {
		t.Fatal(err)
	}
	l.shown[name] = append(l.shown[name], g)
	l.hashes[name] = append(l.hashes[name], h)
	for range bends {
		var by [2][6]float64
		for a := range by {
			for i := range by[a] {
				by[a][i] = l.r.NormFloat64() * bendBy
				if i == 0 || i == 5 {
					by[a][i] *= 0.3
				}
			}
		}
		measureBent(&g, &s, by)
		l.shown[name] = append(l.shown[name], g)
	}
}

// measureBent fills a grid as if the parts of the card lay elsewhere: each axis is cut into five pieces whose borders move by
// shares of the card.
func measureBent(g *descriptor.Grid, s *descriptor.Sums, by [2][6]float64) {
	m := descriptor.Whole.Mesh()
	move := func(axis int, v float64) float64 {
		i := min(int(v*5), 4)
		return v + by[axis][i] + (by[axis][i+1]-by[axis][i])*(v*5-float64(i))
	}
	for i := 1; i < len(m.Xs)-1; i++ {
		last := len(m.Xs) - 1
		m.Xs[i] = min(max(m.Xs[i-1]+1, descriptor.RimX+int(descriptor.CardWidth*move(0, float64(i)/rules.GridWidth)+0.5)), m.Xs[last]-last+i)
	}
	for i := 1; i < len(m.Ys)-1; i++ {
		last := len(m.Ys) - 1
		m.Ys[i] = min(max(m.Ys[i-1]+1, descriptor.RimY+int(descriptor.CardHeight*move(1, float64(i)/rules.GridHeight)+0.5)), m.Ys[last]-last+i)
	}
	g.Fill(s, &m)
}

// gather draws and looks at everything that layouts are learned from, but the hand that is left out.
func gather(t *testing.T, leftOut string) *lot {
	l := &lot{r: rand.New(rand.NewPCG(4, 4)), shown: map[string][]descriptor.Grid{}, hashes: map[string][][4]uint64{}}
	for _, h := range studio.WithFronts() {
		if h.Name == leftOut || !h.Layouts {
			continue
		}
		r := rand.New(rand.NewPCG(11, uint64(len(h.Name))))
		for _, name := range h.Fronts.Layouts {
			for i := range fronts {
				p, q := studio.Look(r, h.Fronts.Document(r, name), 0.02*float64(i%2))
				l.add(t, variant(h.Name, name), p, q)
			}
		}
		if h.Fronts.Other != nil {
			for range others {
				p, q := studio.Look(r, h.Fronts.Other(r), 0)
				l.add(t, "", p, q)
			}
		}
	}
	for _, h := range studio.Hands {
		if h.Name != leftOut && h.LayoutScenes != nil {
			l.scenes(t, h.Name, *h.LayoutScenes)
		}
	}
	return l
}

// scenes adds what stands in pictures of scenes: the documents where they truly are, and of others what the finder offers.
func (l *lot) scenes(t *testing.T, hand string, from studio.Scenes) {
	decoder := picture.NewDecoder()
	studio.Each(shotsOf(t, hand), from.Seed, from.Counts, func(s *trial.Shot) {
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			return // a hostile one would be another test's matter
		}
		if len(s.Cards) == 0 {
			found := looked{pic, cards.Find(pic)}
			l.quiet = append(l.quiet, found)
			for k, c := range found.candidates {
				if k < 3 || l.r.IntN(6) == 0 {
					l.add(t, "", pic.Luma, studio.Lying(c.Quad))
				}
			}
			return
		}
		for _, c := range s.Cards {
			q := studio.InLuma(pic, c.Quad)
			w := math.Hypot(q[1][0]-q[0][0], q[1][1]-q[0][1])
			if c.Hidden > 0.3 || w < 80 {
				continue
			}
			for i := range q {
				q[i][0] += l.r.NormFloat64() * unsteady * w
				q[i][1] += l.r.NormFloat64() * unsteady * w
			}
			l.add(t, variant(hand, c.Layout), pic.Luma, q)
		}
	})
}

// learn makes the layouts, twice: the second time knowing where the first found something in pictures that show no document.
func (l *lot) learn(t *testing.T) (*rules.Layouts, *learn.Model) {
	out, _ := l.learnOnce(t)
	r := recogniserOf(t, out)
	for _, p := range l.quiet {
		l.other = append(l.other, r.Mine(p.pic, p.candidates, minePer)...)
	}
	return l.learnOnce(t)
}

func (l *lot) learnOnce(t *testing.T) (*rules.Layouts, *learn.Model) {
	all := slices.Clone(l.other)
	for _, m := range made {
		g := l.shown[m.Name]
		all = append(all, g[:min(len(g), len(l.other)/20)]...)
	}
	background := learn.Background(all)
	out := &rules.Layouts{}
	for _, m := range made {
		if len(l.shown[m.Name]) == 0 {
			continue
		}
		m.Version, m.Vote = 2, rules.Vote{Bias: -slope / 2, Likeness: slope, Hash: slope * hashShare}
		if err := background.Discriminant(&m, l.shown[m.Name]); err != nil {
			t.Fatal(err)
		}
		learn.CommonHash(&m, l.hashes[m.Name])
		out.Layouts = append(out.Layouts, m)
	}
	return out, background
}

// votes returns the greatest vote for each layout of each picture of a set without documents.
func votes(r *layout.Recogniser, g trial.Generator, from *studio.Scenes) (out []map[string]float64) {
	decoder := picture.NewDecoder()
	studio.Each(g, from.Seed, from.Counts, func(s *trial.Shot) {
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			return
		}
		got := map[string]float64{}
		for name, v := range r.Spots(pic, cards.Find(pic)) {
			got[name] = v.Likeness + hashShare*v.Hash
		}
		out = append(out, got)
	})
	return out
}

// calibrate sets the votes so that layouts are found in exempt of the pictures that show none and that nothing was learned from:
// those that come so near to one that all others would pay for them.
func calibrate(t *testing.T, ls *rules.Layouts, leftOut string) {
	r := recogniserOf(t, ls)
	var quiet []map[string]float64
	for _, h := range studio.Hands {
		if h.Name != leftOut && h.LayoutQuiet != nil {
			quiet = append(quiet, votes(r, shotsOf(t, h.Name), h.LayoutQuiet)...)
		}
	}
	most, total := highest(quiet)
	for range len(quiet) * exempt / 1000 {
		least, worst := total, -1
		for i, got := range quiet {
			quiet[i] = nil
			if _, sum := highest(quiet); sum < least {
				least, worst = sum, i
			}
			quiet[i] = got
		}
		if worst >= 0 {
			quiet[worst] = nil
			most, total = highest(quiet)
		}
	}
	for i := range ls.Layouts {
		l := &ls.Layouts[i]
		l.Vote.Bias = -math.Ceil(slope*(most[l.Name]+0.01+margin)*100) / 100
		t.Logf("%s: threshold %.2f", l.Name, l.Vote.Threshold())
	}
}

// highest returns the greatest vote for each layout, and their sum.
func highest(votes []map[string]float64) (most map[string]float64, sum float64) {
	most = map[string]float64{}
	for _, got := range votes {
		for name, v := range got {
			most[name] = max(most[name], v)
		}
	}
	for _, m := range made {
		sum += most[m.Name]
	}
	return most, sum
}

func recogniserOf(t testing.TB, ls *rules.Layouts) *layout.Recogniser {
	t.Helper()
	r, err := layout.New(ls)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMakeLayouts learns the layout files anew with -update; rules/layouts/README.md says how.
func TestMakeLayouts(t *testing.T) {
	if !*update {
		t.Skip("takes minutes: -update learns the layout files anew")
	}
	var ls *rules.Layouts
	if *votesOnly {
		var err error
		if ls, err = rules.LoadLayoutsFS(os.DirFS(*folder)); err != nil {
			t.Fatal(err)
		}
	} else {
		l, background := gather(t, *without).learn(t)
		ls = l
		var file bytes.Buffer
		if err := background.Write(&file); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*folder, "background.gz"), file.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	calibrate(t, ls, *without)
	for _, l := range ls.Layouts {
		data, err := json.MarshalIndent(l, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*folder, l.Name+".json"), append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
