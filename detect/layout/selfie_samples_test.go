package layout

import (
	"bufio"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/studio"
	"ronda/detect/picture"
	"ronda/detect/sight"
)

// writeSelfieSamples writes what the network for selfies learns from: surrounds of documents in scenes, with and without the face of who holds them,
// a byte that says so before each.
func writeSelfieSamples(t *testing.T, path string, g trial.Generator, seed uint64, pictures int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(seed, 77))
	decoder := picture.NewDecoder()
	var view sight.Surround
	count := [2]int{}
	for range pictures {
		document := []string{trial.KTP, trial.KK, trial.NPWP}[r.IntN(3)]
		scene := trial.Selfie
		if r.IntN(20) >= 9 {
			scene = []string{trial.Hand, trial.Hand, trial.Hand, trial.Scan, trial.Tight, trial.Table, trial.Collage, trial.Screen, trial.Sheet}[r.IntN(9)]
		}
		shot := g.Positive(r, document, scene)
		if shot.Face && shot.Scene != trial.Selfie || len(shot.Cards) == 0 {
			continue
		}
		p, err := decoder.Decode(shot.Data, 640)
		if err != nil {
			t.Fatalf("%s: %v", shot.Name, err)
		}
		s := sight.NewScene(p)
		documents := inLuma(p, trueMatches(&shot))
		for _, d := range widest(documents, holdable) {
			for i := range d.quad { // a finder is never quite right
				for k := range 2 {
					d.quad[i][k] += r.NormFloat64() * 0.03 * d.width
				}
			}
			d.width *= 0.9 + 0.2*r.Float64()
			x, y := d.middle()
			view.Sample(s, x, y, d.surround(), d.turn, func(x, y float64) bool { return onAny(documents, x, y) })
			face := byte(0)
			if shot.Face {
				face = 1
			}
			count[face]++
			_ = out.WriteByte(face) // it keeps its first error for Flush
			_, _ = out.Write(view.Cells[:])
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d without a face, %d with", filepath.Base(path), count[0], count[1])
}

var selfieHands = flag.String("selfie-hands", "", "with -selfies: the only hands to write")

var selfies = flag.String("selfies", "", "folder to write what the network for selfies learns from to; rules/sight/README.md says how")

func TestWriteSelfieSamples(t *testing.T) {
	if *selfies == "" {
		t.Skip("writes what a network learns from: needs -selfies")
	}
	for _, h := range studio.Hands {
		if h.Selfies == 0 || *selfieHands != "" && !slices.Contains(strings.Split(*selfieHands, ","), h.Name) {
			continue
		}
		g, err := h.Generator()
		if err != nil {
			t.Fatal(err)
		}
		writeSelfieSamples(t, filepath.Join(*selfies, h.Name), g, 31, h.Selfies)
	}
}
