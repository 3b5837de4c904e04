package structured_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/dom"
	"ronda/crawler/structured"
)

func TestRead(t *testing.T) {
	ld := func(json string) string { return `<script type="application/ld+json">` + json + `</script>` }
	for name, tt := range map[string]struct {
		markup string
		want   structured.Facts
	}{
		"linked data": {
			ld(`{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["Thing","Product"],"name":"Tas","sku":"T-1","image":["/a.jpg","/a.jpg"],"offers":[{"price":15000,"priceCurrency":"IDR","seller":{"name":"Toko"}}]}]}`),
			structured.Facts{Product: true, Name: "Tas", Price: "15000 IDR", Seller: "Toko", IDs: []string{"T-1"}, Images: []crawler.Image{{URL: "https://toko.example/a.jpg"}}},
		},
		"microdata": {
			`<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Tas</b><i itemprop=brand><u itemprop=name>Merek</u></i><meta itemprop=price content=9000><meta itemprop=priceCurrency content=IDR></div>`,
			structured.Facts{Product: true, Name: "Tas", Price: "9000 IDR"},
		},
		"OpenGraph": {
			`<meta property=og:type content=product><meta property=product:price:amount content=7000><meta property=og:image content=/b.jpg>`,
			structured.Facts{Product: true, Price: "7000", Images: []crawler.Image{{URL: "https://toko.example/b.jpg"}}},
		},
		"an article": {ld(`{"@type":"NewsArticle","name":"Kabar","author":{"name":"a"}}`), structured.Facts{}},
		"broken":     {ld(`{"@type":"Product"`) + ld(strings.Repeat(`{"@graph":[`, 50)), structured.Facts{}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := dom.Parse(&crawler.Page{URL: "https://toko.example/p/1", Body: []byte(tt.markup + "<p>isi")})
			if err != nil {
				t.Fatal(err)
			}
			v := boilerplate.New(doc)
			defer v.Release()
			if diff := cmp.Diff(tt.want, structured.Read(v)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
