package detect

import (
	"strings"

	"ronda/crawler"
	"ronda/detect/ident"
	"ronda/detect/text"
)

// Names returns the names of the people behind the listings of one page, which are hidden wherever they stand in what is
// told of it. A seller's "name" that is a phrase about identity ("Ready KTP", the first line of an unsigned post) is none:
// to hide it would hide the offer.
func (d *Detector) Names(listings ...crawler.Listing) ident.Names {
	var names []string
	for i := range listings {
		seller := strings.TrimSpace(listings[i].Seller)
		if strings.ContainsAny(seller, "_.@0123456789") || !d.words.Mentions([]text.Passage{{Text: seller}}) {
			names = append(names, seller)
		}
	}
	return ident.NewNames(names...)
}
