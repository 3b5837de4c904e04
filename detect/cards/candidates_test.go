package cards

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ronda/detect/layout/trial"
)

var (
	seed      = flag.Uint64("seed", 7, "of pen's shots")
	each      = flag.Int("each", 0, "positives of each document in each scene; 0: a handful")
	missed    = flag.String("missed", "", "folder for what is missed")
	positives = flag.Bool("positives", false, "only pictures with cards")
	only      = flag.String("only", "", "scene")
)

type tally struct {
	of   int
	hits [4]int // 0.8 in 12, 0.8 in 25, 0.8 in 40, 0.7 in 40
	all  int
	any  int
}

func (t *tally) add(ranks [2]int) {
	t.of++
	for i, limit := range []int{12, 25, 40} {
		if ranks[0] >= 0 && ranks[0] < limit {
			t.hits[i]++
		}
	}
	if ranks[1] >= 0 {
		t.hits[3]++
	}
}

func (t tally) String() string {
	s := fmt.Sprintf("%4d", t.of)
	for _, h := range t.hits {
		s += fmt.Sprintf("  %.3f", float64(h)/float64(max(1, t.of)))
	}
	return s
}

// first gives the rank of the first candidate that overlaps a card by at least limit, or -1.
func first(found []Candidate, q [4][2]float64, limit float64) int {
	return slices.IndexFunc(found, func(c Candidate) bool { return trial.IoU(c.Quad, q) >= limit })
}

func TestCandidates(t *testing.T) {
	n := *each
	if n == 0 {
		n = 1
	}
	ss := samples(t, *seed, n, 24*n, 640)
	groups := map[string]*tally{}
	get := func(k string) *tally {
		if groups[k] == nil {
			groups[k] = &tally{}
		}
		return groups[k]
	}
	var times []time.Duration
	count := 0
	pictures := map[string][]*image.RGBA{}
	var overlaps []float64
	for i := range ss {
		s := &ss[i]
		if *only != "" && s.Scene != *only || *positives && len(s.Cards) == 0 {
			continue
		}
		start := time.Now()
		found := Find(s.Picture)
		times = append(times, time.Since(start))
		count += len(found)
		widest := -1
		for k := range s.Cards {
			if widest < 0 || s.Cards[k].Width() > s.Cards[widest].Width() {
				widest = k
			}
		}
		for k := range s.Cards {
			c := &s.Cards[k]
			if c.Hidden > 0.5 {
				continue
			}
			r := [2]int{first(found, c.Quad, 0.8), first(found, c.Quad, 0.7)}
			wide := c.Width() > 70
			if wide {
				get("2 all cards > 70 px").add(r)
				get("3 every " + s.Scene).add(r)
			} else {
				get("2 all cards < 70 px").add(r)
			}
			if k == widest && wide {
				get("0 widest").add(r)
				get("1 widest " + s.Scene).add(r)
				get("4 layout " + c.Layout).add(r)
				for _, d := range s.Distortions {
					get("5 " + d).add(r)
				}
				best := 0.0
				for _, f := range found {
					best = max(best, trial.IoU(f.Quad, c.Quad))
				}
				overlaps = append(overlaps, best)
				if *missed != "" && (r[0] < 0 || r[0] >= 25) {
					pictures[s.Scene] = append(pictures[s.Scene], overlay(s, found))
					t.Logf("%d: rank %d, best %.2f, hidden %.2f: %s %v", len(pictures[s.Scene]), r[0], best, c.Hidden, s.Name, s.Distortions)
				}
			}
		}
	}
	for scene, all := range pictures {
		if err := sheet(fmt.Sprintf("%s/missed-%s.png", *missed, scene), all[:min(len(all), 20)], 4); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(times)
	slices.Sort(overlaps)
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-40s %4s  @12    @25    @40    0.7@40\n", "", "n")
	keys := make([]string, 0, len(groups))
	for k := range groups {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if strings.HasPrefix(k, "5") && groups[k].of < 10 {
			continue
		}
		fmt.Fprintf(&b, "%-40s %v\n", k, groups[k])
	}
	fmt.Fprintf(&b, "candidates %.1f, median %v, p95 %v, median best IoU %.3f\n", float64(count)/float64(len(times)), times[len(times)/2], times[len(times)*95/100], overlaps[len(overlaps)/2])
	t.Log(b.String())
}

func overlay(s *sample, found []Candidate) *image.RGBA {
	m := rgb(s.Picture)
	for i := len(found) - 1; i >= 0; i-- {
		c := color.RGBA{0, 160, 255, 255}
		if i < 12 {
			c = color.RGBA{0, 255, 0, 255}
		}
		outline(m, found[i].Quad, c)
	}
	for _, c := range s.Cards {
		outline(m, c.Quad, color.RGBA{255, 0, 0, 255})
	}
	return m
}

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(m.Run())
}
