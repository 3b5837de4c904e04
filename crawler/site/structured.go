package site

import (
	"bytes"
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"ronda/crawler"
)

// facts is what a page tells machines about the one thing it shows.
type facts struct {
	product                          bool
	name, price, seller, description string
	ids                              []string // sku, productID and the like: a shop's or the platform's
	images                           []crawler.Image
}

func (v *view) facts() facts {
	f := v.linkedData()
	v.microdata(&f)
	meta := v.doc.Meta
	if kind := meta("og:type"); strings.HasPrefix(kind, "product") || strings.HasSuffix(kind, ":product") || kind == "og:product" {
		f.product = true
	}
	f.price = firstOf(f.price, money(firstOf(meta("product:price:amount"), meta("og:price:amount")), firstOf(meta("product:price:currency"), meta("og:price:currency"))))
	if id := meta("product:retailer_item_id"); id != "" {
		f.ids = append(f.ids, id)
	}
	if f.product || f.price != "" {
		f.product = true
		f.addImage(v, meta("og:image"))
	} else {
		f.seller, f.description = "", ""
	}
	return f
}

func (f *facts) addImage(v *view, ref string) {
	if target, ok := crawler.Resolve(v.doc.Base, ref); ok && ref != "" {
		f.images = addImage(f.images, crawler.Image{URL: target})
	}
}

// linkedData reads the first Product, Offer or classified advert among the page's JSON-LD, also inside @graph and lists.
func (v *view) linkedData() facts {
	var f facts
	for _, script := range v.doc.JSONLD {
		var value any
		script = bytes.Trim(bytes.TrimSpace(script), ";")
		script = bytes.TrimSuffix(bytes.TrimPrefix(script, []byte("<!--")), []byte("-->"))
		if json.Unmarshal(script, &value) != nil {
			continue
		}
		if product := findProduct(value, 0); product != nil {
			v.readProduct(product, &f)
			return f
		}
	}
	return f
}

func findProduct(value any, depth int) map[string]any {
	const deepest = 8
	if depth > deepest {
		return nil
	}
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			if product := findProduct(element, depth+1); product != nil {
				return product
			}
		}
	case map[string]any:
		switch typeOf(value) {
		case "Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts", "Offer", "AggregateOffer", "Vehicle", "Service":
			return value
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage", "itemOffered"} {
			if product := findProduct(value[key], depth+1); product != nil {
				return product
			}
		}
	}
	return nil
}

// typeOf returns the first type without its namespace.
func typeOf(object map[string]any) string {
	name := text(object["@type"])
	return name[strings.LastIndexAny(name, "/:#")+1:]
}

func (v *view) readProduct(product map[string]any, f *facts) {
	f.product = true
	f.name = text(product["name"])
	f.description = strings.Join(strings.Fields(text(product["description"])), " ")
	for _, key := range [...]string{"productID", "sku", "identifier", "@id"} {
		if id := text(product[key]); id != "" && !strings.Contains(id, "/") {
			f.ids = append(f.ids, id)
		}
	}
	offer := product
	if offers, ok := product["offers"]; ok {
		if found := first(offers); found != nil {
			offer = found
		}
	} else if item := first(product["itemOffered"]); item != nil && f.name == "" {
		f.name = text(item["name"])
	}
	if specification := first(offer["priceSpecification"]); specification != nil {
		f.price = money(text(specification["price"]), text(specification["priceCurrency"]))
	}
	f.price = firstOf(money(firstOf(text(offer["price"]), text(offer["lowPrice"])), text(offer["priceCurrency"])), f.price)
	if seller := first(firstSet(offer["seller"], offer["offeredBy"], product["seller"], product["brand"])); seller != nil {
		f.seller = text(seller["name"])
	} else {
		f.seller = text(firstSet(offer["seller"], product["seller"]))
	}
	v.readImages(product["image"], f)
}

func (v *view) readImages(value any, f *facts) {
	switch value := value.(type) {
	case string:
		f.addImage(v, value)
	case []any:
		for _, element := range value {
			v.readImages(element, f)
		}
	case map[string]any:
		f.addImage(v, firstOf(text(value["contentUrl"]), text(value["url"])))
	}
}

func first(value any) map[string]any {
	switch value := value.(type) {
	case map[string]any:
		return value
	case []any:
		if len(value) > 0 {
			object, _ := value[0].(map[string]any)
			return object
		}
	}
	return nil
}

func firstSet(values ...any) any {
	for _, value := range values {
		if value != nil {
			return value
		}
	}
	return nil
}

// text returns a JSON value as the words that stand for it.
func text(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case []any:
		if len(value) > 0 {
			return text(value[0])
		}
	case map[string]any:
		return firstOf(text(value["value"]), text(value["@value"]), text(value["name"]))
	}
	return ""
}

func money(amount, currency string) string {
	if amount == "" || currency == "" {
		return amount
	}
	return amount + " " + currency
}

// microdata reads the item properties of the first Product or Offer.
func (v *view) microdata(f *facts) {
	for i := range v.doc.Nodes {
		kind := v.doc.Attr(i, "itemtype")
		switch kind[strings.LastIndexByte(kind, '/')+1:] {
		case "Product", "Offer", "IndividualProduct":
		default:
			continue
		}
		if f.product && f.name != "" {
			return
		}
		f.product = true
		var amount, currency string
		for n := i + 1; n < v.doc.Nodes[i].End; n++ {
			value := firstOf(v.doc.Attr(n, "content"), v.doc.NodeText(n))
			switch v.doc.Attr(n, "itemprop") {
			case "name":
				if f.name == "" && !v.inside(n, i, "seller", "brand", "offeredBy") {
					f.name = value
				}
			case "price", "lowPrice":
				amount = firstOf(amount, value)
			case "priceCurrency":
				currency = firstOf(currency, value)
			case "sku", "productID":
				f.ids = append(f.ids, value)
			case "seller", "offeredBy":
				if f.seller == "" {
					f.seller = v.itemName(n)
				}
			}
		}
		f.price = firstOf(f.price, money(amount, currency))
		return
	}
}

// inside reports whether node n below top belongs to one of the item properties.
func (v *view) inside(n, top int, properties ...string) bool {
	for n = v.doc.Nodes[n].Parent; n > top; n = v.doc.Nodes[n].Parent {
		if slices.Contains(properties, v.doc.Attr(n, "itemprop")) {
			return true
		}
	}
	return false
}

// itemName is the name property inside an item, else the item's own text.
func (v *view) itemName(i int) string {
	for n := i + 1; n < v.doc.Nodes[i].End; n++ {
		if v.doc.Attr(n, "itemprop") == "name" {
			return firstOf(v.doc.Attr(n, "content"), v.doc.NodeText(n))
		}
	}
	return firstOf(v.doc.Attr(i, "content"), v.shortName(i))
}

// listingID returns the platform's own id of what the page shows. Two listings must never share one, so a seller's stock
// number counts only where the page's address repeats it, or where it is long enough to be the platform's.
func (v *view) listingID(f facts) string {
	const unmistakable = 8
	own := address(v.page)
	for _, id := range f.ids {
		if len(id) > 64 || id == "" {
			continue
		}
		if digits := countDigits(id); digits >= 3 && strings.Contains(own, id) || digits == len(id) && digits >= unmistakable {
			return id
		}
	}
	return idInURL(own)
}

// idInURL recognises the item numbers of addresses such as /produk/123456, /d/iklan/judul-iid-123456789, /judul-i.12.3456.
func idInURL(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	last := path.Base(u.Path)
	last = strings.TrimSuffix(strings.TrimSuffix(last, ".html"), ".htm")
	if i := strings.LastIndex(last, "-i."); i >= 0 {
		if shop, item, ok := strings.Cut(last[i+3:], "."); ok && isNumber(shop) && isNumber(item) {
			return shop + "." + item
		}
	}
	if i := strings.LastIndex(last, "-iid-"); i >= 0 && isNumber(last[i+5:]) {
		return last[i+5:]
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, segment := range segments[:len(segments)-1] {
		switch segment {
		case "p", "item", "items", "itm", "product", "products", "produk", "iklan", "ad", "ads", "listing", "listings", "barang", "lapak", "jual", "dp":
			if next := segments[i+1]; isNumber(next) && len(next) >= 4 {
				return next
			}
		}
	}
	return ""
}

func isNumber(s string) bool { return s != "" && countDigits(s) == len(s) }

func countDigits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}
