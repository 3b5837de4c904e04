package detect

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"ronda/crawler"
	"ronda/detect/layout"
	"ronda/detect/mask"
	"ronda/detect/similar"
	"ronda/rules"
)

// What pictures of documents add to the log-odds. One picture alone may be anybody's own; three are a gallery.
const (
	pictureOffer   = 1.4 // sale: the words are judged beside a document that is shown
	pictureOne     = 0.8 // exposure, for one or two
	pictureGallery = 4.8 // exposure, for three and more
	gallery        = 3
	leaning        = -1.0 // log-odds of a sale by the words from which a picture counts as its proof
)

// seen is what the pictures of a listing show.
type seen struct {
	matches []ImageMatch
	known   []similar.Picture // of those that could be decoded
	shown   int               // pictures that show a document
	best    ImageMatch
}

// look recognises documents in the pictures that were fetched. A picture that cannot be decoded shows nothing.
func (d *Detector) look(l *crawler.Listing, names mask.Names) seen {
	var s seen
	for _, img := range l.Images {
		if len(img.Data) == 0 {
			continue
		}
		m := ImageMatch{Source: d.mask.URL(names, img.URL)}
		pic, err := d.pictures.Recognise(img.Data)
		m.Refused = refusal(err)
		if err == nil {
			s.known = append(s.known, known(&pic))
		}
		if len(pic.Matches) > 0 {
			top := pic.Matches[0]
			m.Layout, m.Score, m.Quad = top.Layout, math.Round(top.Score*1000)/1000, top.Quad
			s.shown++
			if m.Score > s.best.Score {
				s.best = m
			}
		}
		s.matches = append(s.matches, m)
	}
	return s
}

// known returns by what a picture is known again.
func known(pic *layout.Picture) (p similar.Picture) {
	for _, h := range pic.Hashes {
		p.Whole = append(p.Whole, h)
	}
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

// weigh adds what the pictures say to the odds and returns the signal, if any. The offer's weight counts only where words
// lean to a sale already.
func (s *seen) weigh(odds *rules.Weights) []Signal {
	if s.shown == 0 {
		return nil
	}
	name, exposure := "picture.document", pictureOne
	if s.shown >= gallery {
		name, exposure = "picture.documents", pictureGallery
	}
	odds.Exposure += exposure
	weights := rules.Weights{Exposure: exposure}
	if odds.Sale > leaning {
		odds.Sale += pictureOffer
		weights.Sale = pictureOffer
	}
	w := weightFor(weights, leading(*odds))
	if w == 0 {
		return nil
	}
	return []Signal{{Name: name, Weight: w, Evidence: fmt.Sprintf("%d × %s", s.shown, s.best.Layout)}}
}

// documents adds the layouts that pictures show to the documents that words name.
func (s *seen) documents(named []string) []string {
	out := slices.Clone(named)
	for _, m := range s.matches {
		if m.Layout != "" {
			out = append(out, m.Layout)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
