package detect

import (
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/mask"
	"ronda/detect/text"
)

// Names are those of the people behind the listings of one page. They remember how what its listings have in common is told,
// for masking is dear. They are for one goroutine.
type Names struct {
	mask.Names
	told map[telling]string
}

// telling is a text, and as what it is told.
type telling struct {
	as   what
	text string
}

type what uint8

const (
	asText what = iota
	asURL
	asHost
	asKey     // the address in a listing's key
	asKeyHost // and the platform
)

// tell returns the masked text.
func (n Names) tell(as what, text string, mask func(string) string) string {
	told, known := n.told[telling{as, text}]
	if !known {
		told = mask(text)
		if n.told != nil {
			n.told[telling{as, text}] = told
		}
	}
	return told
}

// Names returns the names of the people behind the listings of one page, which are hidden wherever they stand in what is
// told of it. A seller's "name" that is a phrase about identity ("Ready KTP", the first line of an unsigned post) is none:
// to hide it would hide the offer.
func (d *Detector) Names(listings ...crawler.Listing) Names {
	sellers := make([]string, 0, len(listings))
	for i := range listings {
		if s := strings.TrimSpace(listings[i].Seller); s != "" {
			sellers = append(sellers, s)
		}
	}
	names := func() []string { // asked for where something is told: most pages have nothing to tell
		return slices.DeleteFunc(sellers, func(s string) bool {
			return !strings.ContainsAny(s, "_.@0123456789") && d.words.Mentions([]text.Passage{{Text: s}})
		})
	}
	return Names{mask.NamesWhenAsked(names), map[telling]string{}}
}
