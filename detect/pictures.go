package detect

import (
	"errors"
	"math"

	"ronda/crawler"
	"ronda/detect/gallery"
	"ronda/detect/layout"
	"ronda/detect/mask"
	"ronda/rules"
)

// seen is what the pictures of a listing show, and what may be told of each.
type seen struct {
	gallery.Shown
	matches []ImageMatch
	best    float64 // of the documents' scores
}

// look recognises documents in the pictures that were fetched.
func (d *Detector) look(l *crawler.Listing, names mask.Names) seen {
	s := seen{Shown: gallery.Look(l.Images, d.pictures)}
	for i := range s.Pictures {
		p := &s.Pictures[i]
		s.tell(ImageMatch{Source: d.mask.URL(names, p.URL), Refused: refusal(p.Err)}, p.Shows)
	}
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
		s.best = max(s.best, m.Score)
		s.matches = append(s.matches, m)
		m.First = false
	}
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

// weigh adds what the pictures say to the odds, and returns what of it speaks for or against the kind that leads then.
func (s *seen) weigh(odds *rules.Weights, by *rules.Pictures) []Signal {
	said := s.Weigh(odds, by)
	if len(said) == 0 {
		return nil
	}
	var out []Signal
	kind := leading(*odds)
	for i := range said {
		if w := math.Round(100*weightFor(said[i].Weights, kind)) / 100; w != 0 {
			out = append(out, Signal{Name: said[i].Name, Weight: w, Evidence: s.Tell()})
		}
	}
	return out
}
