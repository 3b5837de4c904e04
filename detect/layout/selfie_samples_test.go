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

// A selfieWriter writes what the network for selfies learns from: surrounds of documents in scenes, with and without the face of who
// holds them, a byte that says so before each.
type selfieWriter struct {
	out     *bufio.Writer
	chance  *rand.Rand
	decoder *picture.Decoder
	view    sight.Surround
	count   [2]int
}

// write writes the surrounds of the widest documents of a picture.
func (w *selfieWriter) write(t *testing.T, shot *trial.Shot) {
	t.Helper()
	if shot.Face && shot.Scene != trial.Selfie || len(shot.Cards) == 0 {
		return
	}
	p, err := w.decoder.Decode(shot.Data, 640)
	if err != nil {
		t.Fatalf("%s: %v", shot.Name, err)
	}
	s := sight.NewScene(p)
	documents := inLuma(p, trueMatches(shot))
	for _, d := range widest(documents, holdable) {
		for i := range d.quad { // a finder is never quite right
			for k := range 2 {
				d.quad[i][k] += w.chance.NormFloat64() * 0.03 * d.width
			}
		}
		d.width *= 0.9 + 0.2*w.chance.Float64()
		x, y := d.middle()
		w.view.Sample(s, x, y, d.surround(), d.turn, func(x, y float64) bool { return onAny(documents, x, y) })
		face := byte(0)
		if shot.Face {
			face = 1
		}
		w.count[face]++
		_ = w.out.WriteByte(face) // it keeps its first error for Flush
		_, _ = w.out.Write(w.view.Cells[:])
	}
}

// writeSelfieSamples writes a file of them.
func writeSelfieSamples(t *testing.T, path string, each func(r *rand.Rand, use func(*trial.Shot))) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := &selfieWriter{out: bufio.NewWriterSize(f, 1<<20), chance: rand.New(rand.NewPCG(31, 77)), decoder: picture.NewDecoder()}
	each(w.chance, func(shot *trial.Shot) { w.write(t, shot) })
	if err := w.out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d without a face, %d with", filepath.Base(path), w.count[0], w.count[1])
}

// bySelfies draws as many selfies as other pictures with documents.
func bySelfies(g trial.Generator, pictures int) func(r *rand.Rand, use func(*trial.Shot)) {
	return func(r *rand.Rand, use func(*trial.Shot)) {
		for range pictures {
			document := []string{trial.KTP, trial.KK, trial.NPWP}[r.IntN(3)]
			scene := trial.Selfie
			if r.IntN(20) >= 9 {
				scene = []string{trial.Hand, trial.Hand, trial.Hand, trial.Scan, trial.Tight, trial.Table, trial.Collage, trial.Screen, trial.Sheet}[r.IntN(9)]
			}
			shot := g.Positive(r, document, scene)
			use(&shot)
		}
	}
}

var selfieHands = flag.String("selfie-hands", "", "with -selfies: the only hands to write")

var albums = flag.String("albums", "", "folders of labelled pictures by others (trial.ReadAlbum) that networks learn from beside the hands")

// An Album is labelled pictures of others.
type Album struct {
	Name string // of its file of samples
	Each func(use func(*trial.Shot))
}

// Albums reads those that the command line names.
func Albums(t *testing.T) (out []Album) {
	t.Helper()
	for _, dir := range strings.FieldsFunc(*albums, func(c rune) bool { return c == ',' }) {
		shots, err := trial.ReadAlbum(dir)
		if err != nil {
			t.Fatal(err)
		}
		name := "album-" + strings.ReplaceAll(strings.Trim(filepath.ToSlash(dir), "/"), "/", "-")
		out = append(out, Album{name, func(use func(*trial.Shot)) {
			for i := range shots {
				use(&shots[i])
			}
		}})
	}
	return out
}

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
		writeSelfieSamples(t, filepath.Join(*selfies, h.Name), bySelfies(g, h.Selfies))
	}
	for _, a := range Albums(t) {
		writeSelfieSamples(t, filepath.Join(*selfies, a.Name), func(_ *rand.Rand, use func(*trial.Shot)) { a.Each(use) })
	}
}
