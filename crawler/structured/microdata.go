package structured

import (
	"cmp"
	"slices"
	"strings"

	"ronda/crawler/boilerplate"
)

// microdata reads the item properties of the first Product or Offer.
func (r *reader) microdata() {
	for i := range r.Doc.Nodes {
		kind := r.Doc.Attr(i, "itemtype")
		switch kind[strings.LastIndexByte(kind, '/')+1:] {
		case "Product", "Offer", "IndividualProduct":
		default:
			continue
		}
		if r.Product && r.Name != "" {
			return
		}
		r.Product = true
		var amount, currency string
		for n := i + 1; n < r.Doc.Nodes[i].End; n++ {
			value := cmp.Or(r.Doc.Attr(n, "content"), r.Doc.NodeText(n))
			switch r.Doc.Attr(n, "itemprop") {
			case "name":
				if r.Name == "" && !r.inside(n, i, "seller", "brand", "offeredBy") {
					r.Name = value
				}
			case "price", "lowPrice":
				amount = cmp.Or(amount, value)
			case "priceCurrency":
				currency = cmp.Or(currency, value)
			case "sku", "productID":
				r.IDs = append(r.IDs, value)
			case "seller", "offeredBy":
				if r.Seller == "" {
					r.Seller = ItemName(r.View, n)
				}
			}
		}
		r.Price = cmp.Or(r.Price, money(amount, currency))
		return
	}
}

// inside reports whether node n below top belongs to one of the item properties.
func (r *reader) inside(n, top int, properties ...string) bool {
	for n = r.Doc.Nodes[n].Parent; n > top; n = r.Doc.Nodes[n].Parent {
		if slices.Contains(properties, r.Doc.Attr(n, "itemprop")) {
			return true
		}
	}
	return false
}

// ItemName is the name property inside an item, else the item's own text.
func ItemName(v *boilerplate.View, i int) string {
	for n := i + 1; n < v.Doc.Nodes[i].End; n++ {
		if v.Doc.Attr(n, "itemprop") == "name" {
			return cmp.Or(v.Doc.Attr(n, "content"), v.Doc.NodeText(n))
		}
	}
	return cmp.Or(v.Doc.Attr(i, "content"), v.ShortName(i))
}
