// Package structured reads what a page tells machines about the one thing that it shows, be it a product or an advert: JSON-LD,
// microdata, OpenGraph.
//
//	<script type="application/ld+json">{"@type": "Product", "name": "Tas", "offers": {"price": 15000, "priceCurrency": "IDR"}}</script>
//
// is Facts{Product: true, Name: "Tas", Price: "15000 IDR"}. None of it need be true; it is what the page claims.
package structured

import (
	"cmp"
	"strings"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
)

// Facts is what a page tells machines about the one thing it shows.
type Facts struct {
	Product     bool   // it is a product or an advert
	Name        string //
	Price       string // amount and currency, as they are written
	Seller      string
	Description string
	IDs         []string // sku, productID and the like: a shop's or the platform's
	Images      []crawler.Image
}

// Read reads the facts of a page.
func Read(v *boilerplate.View) Facts {
	r := reader{View: v}
	r.linkedData()
	r.microdata()
	r.openGraph()
	return r.Facts
}

// reader collects the facts of a page.
type reader struct {
	*boilerplate.View
	Facts
}

func (r *reader) openGraph() {
	meta := r.Doc.Meta
	if kind := meta("og:type"); strings.HasPrefix(kind, "product") || strings.HasSuffix(kind, ":product") || kind == "og:product" {
		r.Product = true
	}
	amount, currency := cmp.Or(meta("product:price:amount"), meta("og:price:amount")), cmp.Or(meta("product:price:currency"), meta("og:price:currency"))
	r.Price = cmp.Or(r.Price, money(amount, currency))
	if id := meta("product:retailer_item_id"); id != "" {
		r.IDs = append(r.IDs, id)
	}
	if r.Product || r.Price != "" {
		r.Product = true
		r.addImage(meta("og:image"))
	} else {
		r.Seller, r.Description = "", ""
	}
}

func (r *reader) addImage(ref string) {
	if target, ok := crawler.Resolve(r.Doc.Base, ref); ok && ref != "" {
		r.Images = crawler.AddImage(r.Images, crawler.Image{URL: target})
	}
}

func money(amount, currency string) string {
	if amount == "" || currency == "" {
		return amount
	}
	return amount + " " + currency
}
