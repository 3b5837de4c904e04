// Package gallery says what the pictures of a listing show together: how many people's documents, how surely, and what that
// weighs beside the words. What a single picture shows it is told by detect/layout.
package gallery

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/layout"
	"ronda/detect/similar"
	"ronda/rules"
)

// Several is how many documents of one kind are three people's.
const Several = 3

const (
	leaning  = -1.0 // log-odds of a kind by the words at which a picture counts half as its proof
	leanFrom = 2.0  // how steeply it counts more beyond
	sureFace = 0.9  // share of the pictures called selfies that are some (measured: docs/decisions/0028)
)

// Shown is what the pictures of a listing show together. Whose documents they are nobody can tell: documents of one kind are as many
// people's, those of different kinds may be one person's.
type Shown struct {
	Pictures []Picture         // those that were fetched, in order
	Known    []similar.Picture // of those that could be decoded
	Showing  int               // pictures that show a document
	People   int               // documents of the kind of which there are most
	Collage  bool              // one picture shows three of a kind
	Selfie   float64           // probability that a face is beside one

	kinds map[string][]int // how many documents of a layout each of those pictures shows

	// Probabilities, by those of the matches.
	any, many, heap float64 // one document at least; three of a kind; three of a kind in one picture
}

// Picture is what one of them shows.
type Picture struct {
	URL   string
	Shows *layout.Picture
	Err   error // why it could not be decoded
}

// Look recognises documents in the pictures that were fetched. A picture that cannot be decoded shows nothing; one that stands
// there twice counts once, and is recognised once: that is by far the dearest step.
func Look(images []crawler.Image, recognise func(data []byte) (layout.Picture, error)) Shown {
	if !slices.ContainsFunc(images, func(img crawler.Image) bool { return len(img.Data) > 0 }) {
		return Shown{} // the common case
	}
	s := Shown{kinds: map[string][]int{}}
	all := map[string][]float64{} // probabilities of documents, by layout
	type outcome struct {
		pic layout.Picture
		err error
	}
	met := map[[sha256.Size]byte]outcome{}
	for i := range images {
		img := &images[i]
		if len(img.Data) == 0 {
			continue
		}
		id := sha256.Sum256(img.Data)
		out, again := met[id]
		if !again {
			out.pic, out.err = recognise(img.Data)
			met[id] = out
		}
		pic := &out.pic
		s.Pictures = append(s.Pictures, Picture{URL: img.URL, Shows: pic, Err: out.err})
		if out.err == nil {
			s.Known = append(s.Known, known(pic))
		}
		if len(pic.Matches) == 0 || again {
			continue
		}
		s.Showing++
		here := map[string][]float64{}
		for _, m := range pic.Matches {
			here[m.Layout] = append(here[m.Layout], m.Score)
		}
		for name, scores := range here {
			all[name] = append(all[name], scores...)
			s.kinds[name] = append(s.kinds[name], len(scores))
			s.heap = max(s.heap, atLeast(Several, scores))
			s.any = 1 - (1-s.any)*(1-atLeast(1, scores))
			if pic.Selfie {
				s.Selfie = max(s.Selfie, sureFace*atLeast(1, scores))
			}
		}
	}
	for _, scores := range all {
		s.many = max(s.many, atLeast(Several, scores))
		s.People = max(s.People, len(scores))
	}
	s.Collage = s.heap >= 0.5
	return s
}

// known returns by what a picture is known again.
func known(pic *layout.Picture) (p similar.Picture) {
	for _, h := range pic.Hashes {
		p.Whole = append(p.Whole, h)
	}
	p.Sketch = (*similar.Sketch)(pic.Sketch)
	for i := range pic.Matches {
		if m := &pic.Matches[i]; m.Hash != [4]uint64{} {
			p.Cards = append(p.Cards, similar.Card{Layout: cmp.Or(m.Version, m.Layout), Hash: m.Hash})
		}
	}
	return p
}

// atLeast returns the probability that n at least of independent events happen.
func atLeast(n int, p []float64) float64 {
	few := make([]float64, n) // probabilities of 0 to n-1
	few[0] = 1
	for _, q := range p {
		for k := n - 1; k > 0; k-- {
			few[k] = few[k]*(1-q) + few[k-1]*q
		}
		few[0] *= 1 - q
	}
	rest := 1.0
	for _, q := range few {
		rest -= q
	}
	return max(0, rest)
}

// Say is what the pictures say in one respect.
type Say struct {
	Name    string // of the signal
	Weights rules.Weights
}

// Weigh adds what the pictures say to the odds and returns it, each by itself. Whether a document is for sale, forged or asked for,
// words must say: there a picture counts as far as they lean to it. What it exposes it shows by itself.
func (s *Shown) Weigh(odds *rules.Weights, by *rules.Pictures) []Say {
	if s.Showing == 0 {
		return nil
	}
	lean := rules.Weights{Sale: leans(odds.Sale), Forgery: leans(odds.Forgery), Solicitation: leans(odds.Solicitation), Exposure: 1}
	var out []Say
	for _, p := range []struct {
		name    string
		sure    float64
		weights rules.Weights
		times   float64
	}{{"picture.document", s.any, by.Document, 1}, {"picture.selfie", s.Selfie, by.Selfie, 1}, {"picture.gallery", s.many, by.Gallery, 1}, {"picture.people", s.many, by.Double, s.doublings()}, {"picture.collage", s.heap, by.Collage, 1}} {
		w := rules.Weights{
			Sale: lean.Sale * doubted(p.times*p.weights.Sale, p.sure), Forgery: lean.Forgery * doubted(p.times*p.weights.Forgery, p.sure),
			Exposure: doubted(p.times*p.weights.Exposure, p.sure), Solicitation: lean.Solicitation * doubted(p.times*p.weights.Solicitation, p.sure),
		}
		odds.Sale += w.Sale
		odds.Forgery += w.Forgery
		odds.Exposure += w.Exposure
		odds.Solicitation += w.Solicitation
		out = append(out, Say{p.name, w})
	}
	return out
}

// Alone reports whether they show documents, but hardly of three people.
func (s *Shown) Alone() bool { return s.Showing > 0 && s.many < 0.5 }

// doublings is how often three people have to double to be as many as the pictures show.
func (s *Shown) doublings() float64 { return max(0, math.Log2(float64(s.People)/Several)) }

// doubted is the weight of something that is there with a probability only: the logarithm of the mean of the likelihood ratios
// with it and without.
func doubted(weight, sure float64) float64 { return math.Log(1 + sure*(math.Exp(weight)-1)) }

// leans is how far words that give these log-odds to a kind let a picture count as its proof, 0 to 1.
func leans(odds float64) float64 { return 1 / (1 + math.Exp(-leanFrom*(odds-leaning))) }

// Tell tells what all pictures show: "4 × ktp in 2 pictures, kk, selfie".
func (s *Shown) Tell() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s.kinds)) {
		n, pictures := 0, len(s.kinds[name])
		for _, k := range s.kinds[name] {
			n += k
		}
		switch {
		case n > 1 && pictures == 1:
			parts = append(parts, fmt.Sprintf("%d × %s in one picture", n, name))
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d × %s in %d pictures", n, name, pictures))
		default:
			parts = append(parts, name)
		}
	}
	if s.Selfie > 0 {
		parts = append(parts, "selfie")
	}
	return strings.Join(parts, ", ")
}

// Counts tells how many documents of each kind the pictures show, for a sentence in either language: "4 KTP, 1 KK".
func (s *Shown) Counts() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(s.kinds)) {
		n := 0
		for _, k := range s.kinds[name] {
			n += k
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, strings.ToUpper(name)))
	}
	return strings.Join(parts, ", ")
}

// Documents adds the layouts that pictures show to the documents that words name.
func (s *Shown) Documents(named []string) []string {
	out := slices.Clone(named)
	for name := range s.kinds {
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
