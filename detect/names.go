package detect

import (
	"strings"

	"ronda/crawler"
	"ronda/detect/ident"
	"ronda/detect/text"
)

// Names returns the names of the people behind a listing, which are hidden wherever they stand in what is told of it. A
// seller's "name" that is a phrase about identity ("Ready KTP", the first line of an unsigned post) is none: to hide it
// would hide the offer.
func (d *Detector) Names(l *crawler.Listing) ident.Names {
	seller := strings.TrimSpace(l.Seller)
	if !strings.ContainsAny(seller, "_.@0123456789") && d.words.Mentions([]text.Passage{{Text: seller}}) {
		return ident.Names{}
	}
	return ident.NewNames(seller)
}
