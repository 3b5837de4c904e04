package site

import (
	"net/url"
	"path"
	"strings"

	"ronda/crawler/words"
)

// listingID returns the platform's own id of what the page shows. Two listings must never share one, so a seller's stock
// number counts only where the page's address repeats it, or where it is long enough to be the platform's.
func listingID(own string, ids []string) string {
	const unmistakable = 8
	for _, id := range ids {
		if len(id) > 64 || id == "" {
			continue
		}
		if digits := words.CountDigits(id); digits >= 3 && strings.Contains(own, id) || digits == len(id) && digits >= unmistakable {
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
		if shop, item, ok := strings.Cut(last[i+3:], "."); ok && words.IsNumber(shop) && words.IsNumber(item) {
			return shop + "." + item
		}
	}
	if i := strings.LastIndex(last, "-iid-"); i >= 0 && words.IsNumber(last[i+5:]) {
		return last[i+5:]
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, segment := range segments[:len(segments)-1] {
		switch segment {
		case "p", "item", "items", "itm", "product", "products", "produk", "iklan", "ad", "ads", "listing", "listings", "barang", "lapak", "jual", "dp":
			if next := segments[i+1]; words.IsNumber(next) && len(next) >= 4 {
				return next
			}
		}
	}
	return ""
}
