//go:build bars

package layout

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/picture"
)

// TestBarSelfie measures the selfie flag alone: the true quads stand for what was recognised. RONDA_SHOTS names a folder of
// kept shots; collages and screens that show faces are left out, as in trial.Measure.
func TestBarSelfie(t *testing.T) {
	g := trial.Kept{Generator: pen.New(), Dir: os.Getenv("RONDA_SHOTS")}
	rec := known(t)
	for _, seed := range []uint64{7, 8} {
		count := called{}
		var spent time.Duration
		n := 0
		for d, doc := range []string{trial.KTP, trial.KK, trial.NPWP} {
			for s, scene := range []string{trial.Scan, trial.Tight, trial.Table, trial.Selfie, trial.Hand, trial.Collage, trial.Screen, trial.Sheet} {
				for i := range 20 {
					shot := g.Positive(rand.New(rand.NewPCG(seed, uint64(d+1)<<40|uint64(s)<<32|uint64(i))), doc, scene)
					mixed := shot.Face && shot.Scene != trial.Selfie
					if mixed || len(shot.Cards) == 0 {
						continue
					}
					p, err := picture.NewDecoder().Decode(shot.Data, 640)
					if err != nil {
						t.Fatalf("%s: %v", shot.Name, err)
					}
					if turned(&shot) {
						continue
					}
					before := used()
					said := rec.selfie(p, trueMatches(&shot), nil)
					spent, n = spent+used()-before, n+1
					count.add(&shot, said)
				}
			}
		}
		t.Logf("seed %d: %v of CPU for a picture", seed, spent/time.Duration(n))
		count.write(t)
	}
}

// turned reports whether EXIF turns a shot: a decoder that does not would show its quads elsewhere.
func turned(s *trial.Shot) bool {
	return slices.ContainsFunc(s.Distortions, func(d string) bool { return strings.HasPrefix(d, "exif") })
}

func used() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano())
}

// called counts, by what pictures have in common, the selfies and what was called so.
type called map[string]*struct{ selfies, found, others, wrong int }

func (c called) add(s *trial.Shot, said bool) {
	groups := []string{"all", "scene " + s.Scene}
	for _, d := range s.Distortions {
		groups = append(groups, "with "+strings.TrimRight(d, "0123456789"))
	}
	if s.Selfie() {
		groups = append(groups, "selfie with "+s.Cards[0].Layout)
		if !said {
			groups = append(groups, fmt.Sprint("missed ", s.Name, s.Distortions))
		}
	} else if said {
		groups = append(groups, fmt.Sprint("wrong ", s.Name, s.Distortions))
	}
	for _, name := range groups {
		if c[name] == nil {
			c[name] = new(struct{ selfies, found, others, wrong int })
		}
		r := c[name]
		switch {
		case s.Selfie() && said:
			r.selfies, r.found = r.selfies+1, r.found+1
		case s.Selfie():
			r.selfies++
		case said:
			r.others, r.wrong = r.others+1, r.wrong+1
		default:
			r.others++
		}
	}
}

func (c called) write(t *testing.T) {
	w := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "pictures\tselfies found\tothers called selfies\tprecision")
	for _, name := range slices.Sorted(maps.Keys(c)) {
		r := c[name]
		_, _ = fmt.Fprintf(w, "%s\t%d of %d\t%d of %d\t%.3f\n", name, r.found, r.selfies, r.wrong, r.others, float64(r.found)/float64(max(r.found+r.wrong, 1)))
	}
	if err := w.Flush(); err != nil {
		t.Error(err)
	}
}
