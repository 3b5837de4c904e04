package detect

import (
	"slices"
	"strings"

	"ronda/crawler"
	"ronda/detect/lines"
	"ronda/detect/mask"
	"ronda/detect/speech"
	"ronda/detect/text"
	"ronda/rules"
)

// Names are those of the people behind the listings of one page. They remember how what its listings have in common is told,
// for masking is dear, and what the page speaks of. They are for one goroutine.
type Names struct {
	mask.Names
	told map[telling]string
	page *above
}

// above is what the comments of a page stand below.
type above struct {
	listings []crawler.Listing
	topic    *text.Topic // nil until it was asked for
}

// topic is what the page's main content speaks of.
func (d *Detector) topic(a *above) *text.Topic {
	if a.topic == nil {
		p := lines.Read(&a.listings[0])
		a.topic = d.words.Topic(p.Passages)
	}
	return a.topic
}

// leanOn adds what a comment without a hint of identity gains by what the page speaks of.
func (d *Detector) leanOn(l *crawler.Listing, names Names, p lines.Page, v *text.Verdict, odds *rules.Weights) []Signal {
	if l.Part == "" || names.page == nil || len(names.page.listings) < 2 || !v.MayLean(partCaution) {
		return nil
	}
	gain := d.words.Lean(v, p.Passages, d.topic(names.page))
	if gain == (rules.Weights{}) {
		return nil
	}
	odds.Sale, odds.Forgery, odds.Solicitation = odds.Sale+gain.Sale, odds.Forgery+gain.Forgery, odds.Solicitation+gain.Solicitation
	return []Signal{{Name: pageRule, Weight: gain.Sale}}
}

// pageRule is the name of the signal that a comment leans on its page. Which words they share is not shown: they may be names.
const pageRule = "words.page"

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
			return !strings.ContainsAny(s, "_.@0123456789") && d.words.Mentions([]speech.Passage{{Text: s}})
		})
	}
	return Names{mask.NamesWhenAsked(names), map[telling]string{}, &above{listings: listings}}
}
