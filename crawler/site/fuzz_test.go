package site_test

import (
	"testing"

	"ronda/crawler"
	"ronda/crawler/site"
)

// fuzzPage extracts a page in which stands what a fuzz test made, and holds what is promised of every extraction.
func fuzzPage(t *testing.T, contentType, address, body string) {
	t.Helper()
	page := &crawler.Page{URL: address, ContentType: contentType, Body: []byte(body)}
	if e, err := site.Extract(page); err == nil {
		checkExtraction(t, page, e)
	}
}

// FuzzThread reads posts of strange names, ids and nesting.
func FuzzThread(f *testing.F) {
	f.Add("comment", "c1", "ani", "10:30 ready ktp")
	f.Add("post-12 hentry", "post-12", "<a href=/user/x>x</a>", "<div class=comment id=c2>2 jam lalu</div>")
	f.Add("message", "toko/17", "", "<blockquote>a</blockquote>")
	f.Fuzz(func(t *testing.T, class, id, author, text string) {
		post := `<div class="` + class + `" id="` + id + `" data-post="` + id + `"><b class=author>` + author + `</b><p>` + text + `</p></div>`
		fuzzPage(t, "text/html", "https://toko.example/a/b", "<title>t</title><h1>t</h1><div class=comments>"+post+post+"<ul><li>"+text+" 10:30"+post+"</ul></div>")
	})
}

// FuzzStructured reads what a page tells machines about itself.
func FuzzStructured(f *testing.F) {
	f.Add(`{"@type":"Product","name":"KTP","offers":[{"price":1e3,"seller":{"name":"a"}}],"image":["a.jpg"]}`, "name", "x")
	f.Add(`{"@graph":[[{"@type":["x","Offer"],"itemOffered":{"name":{"@value":"b"}},"price":1e999}]]}`, "price", "10")
	f.Add(`<!--[[[[{"@type":"Product"}]]]]-->;`, "seller", "<b itemprop=name>c</b>")
	f.Fuzz(func(t *testing.T, data, property, value string) {
		fuzzPage(t, "text/html", "https://toko.example/p/1234", `<meta property="product:price:amount" content="`+value+`"><script type="application/ld+json">`+data+
			`</script><div itemscope itemtype="https://schema.example/Product"><i itemprop="`+property+`">`+value+`</i></div>`)
	})
}

// FuzzPlain reads files that are text by themselves.
func FuzzPlain(f *testing.F) {
	kinds := []string{"text/plain", "text/csv", "application/json", "text/markdown", "application/xml"}
	for i := range kinds {
		f.Add(uint8(i), "a,b,c\n1,2,\"3\n4,5,6\n{\"a\":[1,{\"b\":2}]}\n# h\n> q\n| a | b |\n<x>y<!---->z</x>")
		f.Add(uint8(i), `{"k":[1,1,1],"l":"\ud800"}`)
		f.Add(uint8(i), "<ListBucketResult><Key>a/b.jpg</Key></ListBucketResult>")
	}
	f.Fuzz(func(t *testing.T, kind uint8, body string) {
		fuzzPage(t, kinds[int(kind)%len(kinds)], "https://toko.example/a/b", body)
	})
}

// FuzzIndex reads folder listings of strange names.
func FuzzIndex(f *testing.F) {
	f.Add("ktp-1.jpg", "ktp-1.jpg", "kk/")
	f.Add("long_na%20me.jpg", "long_na..>", "../")
	f.Add("?C=N;O=D", "Name", "a\xffb.png")
	f.Fuzz(func(t *testing.T, href, shown, other string) {
		fuzzPage(t, "text/html", "https://toko.example/foto/", "<title>Index of /foto</title><pre><a href='"+href+"'>"+shown+"</a> <a href='"+other+"'>"+other+"</a> <a href=x.jpg>x.jpg</a></pre>")
		fuzzPage(t, "application/xml", "https://toko.example/", "<ListBucketResult><Name>"+shown+"</Name><Key>"+href+"</Key><Key>"+other+"</Key></ListBucketResult>")
	})
}
