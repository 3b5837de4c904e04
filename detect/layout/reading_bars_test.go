//go:build bars && unix

package layout_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"ronda/detect/cards"
	"ronda/detect/confirm"
	"ronda/detect/layout"
	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
)

// TestBarReadings tells which places in doubt reading moves which way. RONDA_HAND, RONDA_SEED, RONDA_EACH and RONDA_NEGATIVES name
// the pictures, and what a place in doubt was read as is logged.
func TestBarReadings(t *testing.T) {
	ocr, err := confirm.FindTesseract(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var last confirm.Reading
	words := func(ctx context.Context, p picture.Plane, lists ...[]string) (confirm.Reading, error) {
		var err error
		last, err = ocr.Read(ctx, p, lists...)
		return last, err
	}
	r := newRecogniser(t)
	layout.WithReader(words)(r)
	decoder := picture.NewDecoder()
	name := os.Getenv("RONDA_HAND")
	if name == "" {
		name = "pen"
	}
	if hand, err := studio.Named(name); err != nil || hand.HeldOut {
		t.Fatalf("%s: a hand that measures, or none (%v)", name, err)
	}
	counts := trial.Counts{Each: number(t, "RONDA_EACH", 20), Negatives: number(t, "RONDA_NEGATIVES", 480)}
	pictures, read, calls := 0, 0, 0
	var spent time.Duration
	outcomes := map[string]int{}
	studio.Each(shotsOf(t, name), uint64(number(t, "RONDA_SEED", 8)), counts, func(s *trial.Shot) {
		pictures++
		pic, err := decoder.Decode(s.Data, 640)
		if err != nil {
			return
		}
		doubts := r.Doubts(s.Data, pic, cards.Find(pic))
		if len(doubts) > 0 {
			read++
		}
		for _, p := range doubts {
			kind := "wrong place"
			for _, c := range s.Cards {
				switch v := trial.IoU(studio.InLuma(pic, c.Quad), p.Quad); {
				case v > 0.3 && c.Document == p.Document:
					kind = "document"
				case kind != "document":
					kind = "elsewhere beside a document" // nobody knows what is right
				}
			}
			last = confirm.Reading{Found: []int{-1, -1}}
			before := children()
			adds, err := p.Read()
			if err != nil {
				outcomes[kind+", not decoded"]++
				continue
			}
			calls++
			spent += children() - before
			way := "stays"
			switch {
			case p.Odds < 0 && p.Odds+adds >= 0:
				way = "is found now"
			case p.Odds >= 0 && p.Odds+adds < 0:
				way = "is found no more"
			case adds > 0:
				way = "is surer"
			case adds < 0:
				way = "is less sure"
			}
			outcomes[kind+" "+way]++
			t.Logf("%s %s: odds %.2f, %.0f px, adds %g: labels %v, words %d; %s", kind, way, p.Odds, p.Width, adds, last.Found, last.Words, s.Name)
		}
	})
	t.Logf("%d of %d pictures read, %d places, %v of CPU time each in the program", read, pictures, calls, spent/time.Duration(max(calls, 1)))
	for _, k := range slices.Sorted(maps.Keys(outcomes)) {
		t.Logf("%4d %s", outcomes[k], k)
	}
}

// children returns the CPU time of processes that have ended.
func children() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
