package detect

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/layout"
	"ronda/detect/mask"
	"ronda/detect/similar"
	"ronda/rules"
)

const (
	gallery  = 3    // documents of one kind that are three people's
	leaning  = -1.0 // log-odds of a kind by the words at which a picture counts half as its proof
	leanFrom = 2.0  // how steeply it counts more beyond
	sureFace = 0.9  // share of the pictures called selfies that are some (measured: docs/decisions/0028)
)

// seen is what the pictures of a listing show. Whose documents they are nobody can tell: documents of one kind are as many
// people's, those of different kinds may be one person's.
type seen struct {
	matches []ImageMatch
	known   []similar.Picture // of those that could be decoded
	shown   int               // pictures that show a document
	kinds   map[string][]int  // how many documents of a layout each of those pictures shows
	best    ImageMatch
	people  int  // documents of the kind of which there are most
	collage bool // one picture shows three of a kind

	// Probabilities, by those of the matches.
	any, many, heap float64 // one document at least; three of a kind; three of a kind in one picture
	selfie          float64 // a face beside one
}

// look recognises documents in the pictures that were fetched. A picture that cannot be decoded shows nothing; one that stands
// there twice counts once, and is recognised once: that is by far the dearest step.
func (d *Detector) look(l *crawler.Listing, names mask.Names) seen {
	if !slices.ContainsFunc(l.Images, func(img crawler.Image) bool { return len(img.Data) > 0 }) {
		return seen{} // the common case
	}
	s := seen{kinds: map[string][]int{}}
	all := map[string][]float64{} // probabilities of documents, by layout
	type outcome struct {
		pic layout.Picture
		err error
	}
	met := map[[sha256.Size]byte]outcome{}
	for _, img := range l.Images {
		if len(img.Data) == 0 {
			continue
		}
		id := sha256.Sum256(img.Data)
		out, again := met[id]
		if !again {
			out.pic, out.err = d.pictures(img.Data)
			met[id] = out
		}
		pic := &out.pic
		s.tell(ImageMatch{Source: d.mask.URL(names, img.URL), Refused: refusal(out.err)}, pic)
		if out.err == nil {
			s.known = append(s.known, known(pic))
		}
		if len(pic.Matches) == 0 || again {
			continue
		}
		s.shown++
		here := map[string][]float64{}
		for _, m := range pic.Matches {
			here[m.Layout] = append(here[m.Layout], m.Score)
		}
		for name, scores := range here {
			all[name] = append(all[name], scores...)
			s.kinds[name] = append(s.kinds[name], len(scores))
			s.heap = max(s.heap, atLeast(gallery, scores))
			s.any = 1 - (1-s.any)*(1-atLeast(1, scores))
			if pic.Selfie {
				s.selfie = max(s.selfie, sureFace*atLeast(1, scores))
			}
		}
	}
	for _, scores := range all {
		s.many = max(s.many, atLeast(gallery, scores))
		s.people = max(s.people, len(scores))
	}
	s.collage = s.heap >= 0.5
	return s
}

// tell adds what a picture shows, one entry for each document.
func (s *seen) tell(m ImageMatch, pic *layout.Picture) {
	m.First, m.Selfie = true, pic.Selfie
	if len(pic.Matches) == 0 {
		m.Selfie = false
		s.matches = append(s.matches, m)
	}
	for _, found := range pic.Matches {
		m.Layout, m.Score, m.Quad = found.Layout, math.Round(found.Score*1000)/1000, found.Quad
		if m.Score > s.best.Score {
			s.best = m
		}
		s.matches = append(s.matches, m)
		m.First = false
	}
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

func refusal(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, layout.ErrTooLarge):
		return RefusedTooLarge
	case errors.Is(err, layout.ErrPanic):
		return RefusedPanic
	}
	return RefusedDamaged
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

// weigh adds what the pictures say to the odds and returns the signals. Whether a document is for sale, forged or asked for,
// words must say: there a picture counts as far as they lean to it. What it exposes it shows by itself.
func (s *seen) weigh(odds *rules.Weights, by *rules.Pictures) []Signal {
	if s.shown == 0 {
		return nil
	}
	lean := rules.Weights{Sale: leans(odds.Sale), Forgery: leans(odds.Forgery), Solicitation: leans(odds.Solicitation), Exposure: 1}
	parts := []struct {
		name    string
		sure    float64
		weights rules.Weights
		times   float64
	}{{"picture.document", s.any, by.Document, 1}, {"picture.selfie", s.selfie, by.Selfie, 1}, {"picture.gallery", s.many, by.Gallery, 1}, {"picture.people", s.many, by.Double, s.doublings()}, {"picture.collage", s.heap, by.Collage, 1}}
	for i := range parts {
		p := &parts[i]
		p.weights = rules.Weights{
			Sale: lean.Sale * doubted(p.times*p.weights.Sale, p.sure), Forgery: lean.Forgery * doubted(p.times*p.weights.Forgery, p.sure),
			Exposure: doubted(p.times*p.weights.Exposure, p.sure), Solicitation: lean.Solicitation * doubted(p.times*p.weights.Solicitation, p.sure),
		}
		odds.Sale += p.weights.Sale
		odds.Forgery += p.weights.Forgery
		odds.Exposure += p.weights.Exposure
		odds.Solicitation += p.weights.Solicitation
	}
	var out []Signal
	kind := leading(*odds)
	for _, p := range parts {
		if w := math.Round(100*weightFor(p.weights, kind)) / 100; w != 0 {
			out = append(out, Signal{Name: p.name, Weight: w, Evidence: s.tellAll()})
		}
	}
	return out
}

// alone reports whether they show documents, but hardly of three people.
func (s *seen) alone() bool { return s.shown > 0 && s.many < 0.5 }

// doublings is how often three people have to double to be as many as the pictures show.
func (s *seen) doublings() float64 { return max(0, math.Log2(float64(s.people)/gallery)) }

// doubted is the weight of something that is there with a probability only: the logarithm of the mean of the likelihood ratios
// with it and without.
func doubted(weight, sure float64) float64 { return math.Log(1 + sure*(math.Exp(weight)-1)) }

// leans is how far words that give these log-odds to a kind let a picture count as its proof, 0 to 1.
func leans(odds float64) float64 { return 1 / (1 + math.Exp(-leanFrom*(odds-leaning))) }

// tellAll tells what all pictures show: "4 × ktp in 2 pictures, kk, selfie".
func (s *seen) tellAll() string {
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
	if s.selfie > 0 {
		parts = append(parts, "selfie")
	}
	return strings.Join(parts, ", ")
}

// counts tells how many documents of each kind the pictures show, for a sentence in either language: "4 KTP, 1 KK".
func (s *seen) counts() string {
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

// documents adds the layouts that pictures show to the documents that words name.
func (s *seen) documents(named []string) []string {
	out := slices.Clone(named)
	for name := range s.kinds {
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
