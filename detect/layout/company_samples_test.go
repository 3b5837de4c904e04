package layout

import (
	"bufio"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/detect/layout/trial"
	"ronda/detect/layout/trial/busts"
	"ronda/detect/layout/trial/pen"
	"ronda/detect/layout/trial/slate"
	"ronda/detect/picture"
	"ronda/detect/sight"
)

// writeCompany writes what the network for selfies learns from: surrounds of documents in scenes, with and without the face of who holds them,
// a byte that says so before each.
func writeCompany(t *testing.T, path string, g trial.Generator, seed uint64, pictures int) {
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

var companyHands = flag.String("company-hands", "", "with -company: the only hands to write")

var company = flag.String("company", "", "folder to write what the network for selfies learns from to; rules/sight/README.md says how")

func TestWriteCompany(t *testing.T) {
	if *company == "" {
		t.Skip("writes what a network learns from: needs -company")
	}
	for _, h := range []struct {
		name     string
		g        trial.Generator
		pictures int
	}{{"pen", pen.New(), 1500}, {"slate", slate.New(), 1500}, {"busts", busts.New(), 3000}} {
		if *companyHands == "" || strings.Contains(*companyHands, h.name) {
			writeCompany(t, filepath.Join(*company, h.name), h.g, 31, h.pictures)
		}
	}
}
