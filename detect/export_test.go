package detect

import (
	"ronda/crawler"
	"ronda/detect/layout"
)

// Cut sets the sizes of a stream's parts.
func (s *Stream) Cut(first, later int) { s.first, s.later = first, later }

// Judged returns how many bytes of words behind the beginning were judged.
func (s *Stream) Judged() int { return s.judged }

// SetRecogniser makes a detector see in pictures what a test wants.
func SetRecogniser(d *Detector, see func(data []byte) (layout.Picture, error)) { d.pictures = see }

// CautionFor is what a listing must have more than a page with a text.
func CautionFor(l *crawler.Listing) float64 { return cautionFor(l) }
