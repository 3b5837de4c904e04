package trial

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"text/tabwriter"
)

// A Find is a document that the code under measurement reports.
type Find struct {
	Document string // KTP, KK or NPWP
	Layout   string // the finder's own word
	Quad     [4][2]float64
	Score    float64
}

// A Result is all that the code under measurement says of a picture.
type Result struct {
	Finds  []Find
	Selfie bool
}

// Counts says how much to draw.
type Counts struct {
	Each      int // positives of each document in each scene
	Negatives int
}

// A Report holds what was counted. A shot with documents is found when a document is reported that it shows (in a collage: one
// of them).
type Report struct {
	Recall    map[string]*Rate // by document
	Groups    []Group          // the same broken down
	Accused   Rate             // negatives in which anything was found
	Kinds     map[string]*Rate // the same by kind of negative
	Each      Rate             // cards that were found, each of those that a picture shows
	Right     Rate             // finds on a card that name its document
	Stray     int              // finds that lie on no card of a picture that shows some
	Overlaps  []float64        // IoU of the right finds, one per card, sorted
	Precision Rate             // selfies among the pictures called selfies; collages and screens with faces left out
	Selfies   Rate             // selfies that were called so
	Layouts   map[string]map[string]int
	Missed    []string // names of shots not found
	Wrong     []string // names of negatives accused, and what of
	Errors    []string
}

// A Rate is a share of a number.
type Rate struct{ Hits, Of int }

func (r *Rate) add(hit bool) {
	r.Of++
	if hit {
		r.Hits++
	}
}

// Share is between 0 and 1; of nothing it is 0.
func (r Rate) Share() float64 {
	if r.Of == 0 {
		return 0
	}
	return float64(r.Hits) / float64(r.Of)
}

func (r Rate) String() string { return fmt.Sprintf("%.3f (%d/%d)", r.Share(), r.Hits, r.Of) }

// A Group is the recall of shots that have something in common, by its value and document.
type Group struct {
	Name   string
	Values map[string]map[string]*Rate
}

var allScenes = []string{Scan, Tight, Table, Selfie, Hand, Collage, Screen, Sheet}

// Measure draws shots from a seed and has look judge each. Every shot has a source of its own, so that the shots before it do
// not change when counts do.
func Measure(g Generator, seed uint64, n Counts, look func([]byte) (Result, error)) *Report {
	rep := newReport()
	for d, doc := range []string{KTP, KK, NPWP} {
		for s, scene := range allScenes {
			for i := range n.Each {
				shot := g.Positive(rand.New(rand.NewPCG(seed, uint64(d+1)<<40|uint64(s)<<32|uint64(i))), doc, scene)
				rep.positive(&shot, doc, rep.judge(&shot, look))
			}
		}
	}
	for i := range n.Negatives {
		shot := g.Negative(rand.New(rand.NewPCG(seed, uint64(i))))
		rep.negative(&shot, rep.judge(&shot, look))
	}
	rep.sort()
	return rep
}

func newReport() *Report {
	rep := &Report{Recall: map[string]*Rate{}, Kinds: map[string]*Rate{}, Layouts: map[string]map[string]int{}}
	for _, name := range []string{"scene", "layout", "distortion", "card width", "hidden"} {
		rep.Groups = append(rep.Groups, Group{name, map[string]map[string]*Rate{}})
	}
	return rep
}

func (rep *Report) sort() { slices.Sort(rep.Overlaps) }

func (rep *Report) judge(s *Shot, look func([]byte) (Result, error)) Result {
	res, err := look(s.Data)
	if err != nil {
		rep.Errors = append(rep.Errors, fmt.Sprintf("%s: %v", s.Name, err))
		return Result{}
	}
	if s.Selfie() {
		rep.Selfies.add(res.Selfie)
	}
	mixed := s.Face && len(s.Cards) > 0 && s.Scene != Selfie // a selfie within a picture: either answer is fair
	if res.Selfie && !mixed {
		rep.Precision.add(s.Selfie())
	}
	return res
}

func (rep *Report) positive(s *Shot, doc string, res Result) {
	shown := func(f Find) bool {
		return slices.ContainsFunc(s.Cards, func(c Card) bool { return c.Document == f.Document })
	}
	found := slices.ContainsFunc(res.Finds, shown)
	if !found {
		rep.Missed = append(rep.Missed, fmt.Sprintf("%s %v", s.Name, s.Distortions))
	}
	at(rep.Recall, doc).add(found)
	widest := Card{Layout: "none", Hidden: 1}
	for _, c := range s.Cards {
		if c.Width() > widest.Width() {
			widest = c
		}
	}
	group := func(i int, value string) {
		g := rep.Groups[i].Values
		if g[value] == nil {
			g[value] = map[string]*Rate{}
		}
		at(g[value], doc).add(found)
	}
	group(0, s.Scene)
	group(1, widest.Layout)
	for _, d := range s.Distortions {
		group(2, d)
	}
	if len(s.Distortions) == 0 {
		group(2, "none")
	}
	group(3, step(widest.Width(), "px", 60, 90, 120, 180, 240, 320, 480, 640, 960))
	group(4, step(widest.Hidden*100, "%", 5, 15, 25, 40))
	rep.places(s, res)
}

// places compares each find with the card that it covers best.
func (rep *Report) places(s *Shot, res Result) {
	best := map[int]float64{}
	for _, f := range res.Finds {
		card, overlap := -1, 0.1
		for i, c := range s.Cards {
			if v := IoU(c.Quad, f.Quad); v > overlap {
				card, overlap = i, v
			}
		}
		if card < 0 {
			rep.Stray++
			continue
		}
		c := s.Cards[card]
		rep.Right.add(c.Document == f.Document)
		if rep.Layouts[c.Layout] == nil {
			rep.Layouts[c.Layout] = map[string]int{}
		}
		rep.Layouts[c.Layout][f.Layout]++
		if c.Document == f.Document {
			best[card] = max(best[card], overlap)
		}
	}
	rep.Each.Of += len(s.Cards)
	rep.Each.Hits += len(best)
	for _, v := range best {
		rep.Overlaps = append(rep.Overlaps, v)
	}
}

func (rep *Report) negative(s *Shot, res Result) {
	accused := len(res.Finds) > 0
	rep.Accused.add(accused)
	at(rep.Kinds, s.Scene).add(accused)
	if accused {
		f := slices.MaxFunc(res.Finds, func(a, b Find) int { return int(1e6 * (a.Score - b.Score)) })
		rep.Wrong = append(rep.Wrong, fmt.Sprintf("%s %v: %s %.2f", s.Name, s.Distortions, f.Document, f.Score))
	}
}

func at(m map[string]*Rate, k string) *Rate {
	if m[k] == nil {
		m[k] = &Rate{}
	}
	return m[k]
}

// step names the range in which a value lies, so that names sort like values.
func step(v float64, unit string, limits ...float64) string {
	low := 0.0
	for _, l := range limits {
		if v < l {
			return fmt.Sprintf("%4.0f-%.0f %s", low, l, unit)
		}
		low = l
	}
	return fmt.Sprintf("%4.0f+ %s", low, unit)
}

// Overlap is the median IoU of the right finds.
func (rep *Report) Overlap() float64 {
	if len(rep.Overlaps) == 0 {
		return 0
	}
	return rep.Overlaps[len(rep.Overlaps)/2]
}

// Write prints the report as tables.
func (rep *Report) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	docs := []string{KTP, KK, NPWP}
	row := func(name string, m map[string]*Rate) {
		_, _ = fmt.Fprintf(t, "%s", name) // the writer keeps its first error for Flush
		for _, d := range docs {
			cell := ""
			if r := m[d]; r != nil {
				cell = r.String()
			}
			_, _ = fmt.Fprintf(t, "\t%s", cell)
		}
		_, _ = fmt.Fprintln(t)
	}
	_, _ = fmt.Fprintf(t, "recall\t%s\n", strings.Join(docs, "\t"))
	row("all", rep.Recall)
	for _, g := range rep.Groups {
		_, _ = fmt.Fprintf(t, "\nby %s\t%s\n", g.Name, strings.Join(docs, "\t"))
		for _, v := range slices.Sorted(maps.Keys(g.Values)) {
			row(v, g.Values[v])
		}
	}
	_, _ = fmt.Fprintf(t, "\nnegatives accused\t%v\n", rep.Accused)
	for _, k := range slices.Sorted(maps.Keys(rep.Kinds)) {
		if rep.Kinds[k].Hits > 0 {
			_, _ = fmt.Fprintf(t, "  %s\t%v\n", k, rep.Kinds[k])
		}
	}
	_, _ = fmt.Fprintf(t, "each document of a picture\t%v\nright document of finds\t%v\nfinds beside every card\t%d\nmedian quad IoU\t%.3f of %d\n", rep.Each, rep.Right, rep.Stray, rep.Overlap(), len(rep.Overlaps))
	_, _ = fmt.Fprintf(t, "selfie precision\t%v\nselfie recall\t%v\nerrors\t%d\n", rep.Precision, rep.Selfies, len(rep.Errors))
	for _, l := range slices.Sorted(maps.Keys(rep.Layouts)) {
		_, _ = fmt.Fprintf(t, "layout %s called\t", l)
		for _, f := range slices.Sorted(maps.Keys(rep.Layouts[l])) {
			_, _ = fmt.Fprintf(t, "%s %d  ", f, rep.Layouts[l][f])
		}
		_, _ = fmt.Fprintln(t)
	}
	return t.Flush()
}
