package site_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"ronda/crawler"
	"ronda/crawler/site"
)

func extract(tb testing.TB, page crawler.Page) *site.Extraction {
	tb.Helper()
	if page.URL == "" {
		page.URL = "https://toko.example/a/b"
	}
	if page.ContentType == "" {
		page.ContentType = "text/html"
	}
	e, err := site.Extract(&page)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// words joins the text of all listings.
func words(e *site.Extraction) string {
	var all []string
	for _, l := range e.Listings {
		for _, b := range l.Blocks {
			all = append(all, b.Text)
		}
	}
	return strings.Join(all, "\n")
}

func TestFurnitureIsLeftOut(t *testing.T) {
	const content = "<h1>Judul</h1><p>Isi halaman ini cukup panjang untuk dibaca orang sampai selesai.</p>"
	for name, furniture := range map[string]string{
		"nav":                    "<nav><a href=/k>terlarang</a></nav>",
		"role":                   "<div role=navigation><a href=/k>terlarang</a></div>",
		"footer":                 "<footer><p>terlarang sekali di sini</p></footer>",
		"footer by class":        "<div class=site-footer><p>terlarang</p></div>",
		"aside":                  "<aside><p>terlarang</p></aside>",
		"breadcrumb":             "<ul class=breadcrumb><li><a href=/>Depan</a><li>terlarang</ul>",
		"related":                "<div class=related-posts><article><h3><a href=/1>terlarang</a></h3></article></div>",
		"camel case":             "<div class=relatedPosts><a href=/1>terlarang</a></div>",
		"Indonesian":             "<div class=berita-terkait><a href=/1>terlarang</a> lagi</div>",
		"unnamed list":           "<div><div><a href=/1>terlarang satu</a></div><div><a href=/2>dua</a></div><div><a href=/3>tiga</a></div></div>",
		"unnamed line":           "<div><a href=/1>terlarang</a> | <a href=/2>dua</a> | <a href=/3>tiga</a></div>",
		"cards with a price":     "<div><div><a href=/1>Kartu terlarang</a><b>Rp1</b></div><div><a href=/2>Kartu biasa</a><b>Rp2</b></div><div><a href=/3>Kartu lain</a><b>Rp3</b></div></div>",
		"headlines with a line":  "<div><p>Sorotan hari ini dari redaksi.</p><div><a href=/1>Berita terlarang yang ada di sini</a><p>Uraian.</p></div><div><a href=/2>Berita kedua yang juga ada di sini</a><p>Uraian.</p></div><div><a href=/3>Berita ketiga yang juga ada di sini</a><p>Uraian.</p></div></div>",
		"headlines in dl":        "<dl><dt><a href=/1>Berita terlarang yang ada di sini</a><dd>Uraian.<dt><a href=/2>Berita kedua yang juga ada di sini</a><dd>Uraian.<dt><a href=/3>Berita ketiga yang juga ada di sini</a><dd>Uraian.</dl>",
		"pointer":                "<p>Baca juga: <a href=/1>terlarang</a></p>",
		"cookie notice":          "<div id=cookie-banner>terlarang</div>",
		"linked header":          "<header><a href=/>Situs</a> <a href=/1>terlarang</a></header>",
		"tags":                   "<div class=tagcloud><a href=/t/1>terlarang</a></div>",
		"cell of a layout table": "<table><tr><td><a href=/1>terlarang</a><br><a href=/2>dua</a><br><a href=/3>tiga</a></td><td><p>isi</p></td></tr></table>",
		"shares":                 "<ul class='share-buttons'><li>terlarang</ul>",
	} {
		for _, body := range []string{furniture + content, content + furniture} {
			got := words(extract(t, crawler.Page{Body: []byte(body)}))
			if strings.Contains(got, "terlarang") || !strings.Contains(got, "Isi halaman") {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func TestOffersAreKept(t *testing.T) {
	for name, body := range map[string]string{
		"misleading body class":    "<body class='has-sidebar footer-dark'><p>penawaran</p>",
		"misnamed main container":  "<div class=sidebar-left><p>penawaran panjang di wadah yang salah nama</p></div><p>x</p>",
		"nothing but a nav":        "<nav><a href=/1>penawaran</a></nav>",
		"nothing but a footer":     "<footer>penawaran</footer>",
		"only links elsewhere":     "<h1>Lapak</h1><a href=https://wa.me/628120000111>penawaran satu</a><a href=https://t.me/x0000>dua</a><a href=https://lain.example/>tiga</a>",
		"gallery":                  "<h1>Album</h1><div><a href=/f/1>penawaran.jpg</a><a href=/f/2>dua.jpg</a><a href=/f/3>tiga.jpg</a></div>",
		"header without links":     "<header><h2>penawaran</h2></header><p>Isi halaman ini cukup panjang untuk dibaca orang.</p>",
		"one comment":              "<article><p>Resep soto ayam yang enak dan mudah.</p></article><div id=comments><div class=comment><b>x</b><p>penawaran</p></div></div>",
		"comments in an aside":     "<p>Resep soto ayam yang enak dan mudah.</p><aside class=comments><div class=comment><b>x</b><p>penawaran</p></div></aside>",
		"signature":                "<div class=post id=post-1><b class=author>a</b><p>halo</p></div><div class=post id=post-2><b class=author>b</b><p>hai</p><div class=signature>penawaran</div></div>",
		"custom elements":          "<my-app><my-card><p>penawaran</p></my-card></my-app>",
		"frames fallback":          "<noframes><p>penawaran</p></noframes>",
		"unclosed link":            "<a href=/x>buka<p>Isi halaman yang panjang sekali dan seluruhnya berada di dalam satu tautan yang tidak pernah ditutup oleh penulisnya.</p><p>penawaran</p>",
		"variants in a select":     "<p>Pilih jenis yang dimau, harga per folder.</p><select><option>penawaran 15k<option>lain 20k</select>",
		"modal that is open":       "<dialog open><p>penawaran</p></dialog>",
		"description for machines": "<meta property=og:description content='penawaran murah'><div id=root></div>",
		"price list with numbers":  "<table><tr><td><a href=/1>penawaran</a><td>3399014101900001<tr><td><a href=/2>b</a><td>3399014101900002<tr><td><a href=/3>c</a><td>3399014101900003</table><p>Isi halaman ini cukup panjang untuk dibaca orang.</p>",
	} {
		if got := words(extract(t, crawler.Page{Body: []byte(body)})); !strings.Contains(got, "penawaran") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestPostsAreSeparate(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string // part/seller: text
	}{
		{"item types", `<div itemscope itemtype="https://schema.org/Comment" id=c9><span itemprop=author>ani</span><p itemprop=text>satu</p></div>`, []string{"c9/ani: satu"}},
		{"data ids", `<div class=comment data-comment-id=41><b class=user>ani</b><p>satu</p></div><div class=comment data-comment-id=42><b class=user>budi</b><p>dua</p></div>`, []string{"41/ani: satu", "42/budi: dua"}},
		{"positions", `<div class=reply><b class=nick>ani</b><p>satu</p></div><div class=reply><b class=nick>ani</b><p>dua</p></div>`, []string{"post-1/ani: satu", "post-2/ani: dua"}},
		{"replies inside", `<div class=comment><b class=author>ani</b><p>satu</p><div class=comment><b class=author>budi</b><p>dua</p></div></div>`, []string{"post-1/ani: satu", "post-2/budi: dua"}},
		{"unnamed rows in a named box", `<div class=komentar><h3>2 komentar</h3><div><b>ani</b><p>satu</p></div><div><b>budi</b><p>dua</p></div></div>`, []string{"post-1/ani: satu", "post-2/budi: dua"}},
		{"definition list", `<dl id=comments><dt class=comment-author>ani<dd class=comment-body><p>satu</p><dt class=comment-author>budi<dd class=comment-body><p>dua</p></dl>`, []string{"post-1/ani: satu", "post-2/budi: dua"}},
		{"same id twice", `<div class=comment id=x><b class=author>ani</b><p>satu</p></div><div class=comment id=x><b class=author>budi</b><p>dua</p></div>`, []string{"x/ani: satu", "post-2/budi: dua"}},
		{"one article is no post", `<article class=post id=post-7><h1>j</h1><p>satu</p></article>`, nil},
		{"rows of data are no posts", `<div class=entry>NIK 3399014101900001 dan 3399014101900002 10:01</div><div class=entry>NIK 3399014101900003 dan 3399014101900004 10:02</div>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := extract(t, crawler.Page{Body: []byte("<title>t</title>" + tt.body)})
			var got []string
			for _, l := range e.Listings[1:] {
				var text []string
				for _, b := range l.Blocks {
					text = append(text, b.Text)
				}
				got = append(got, l.Part+"/"+l.Seller+": "+strings.Join(text, " "))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("posts (-want +got):\n%s\nmain: %+v", diff, e.Listings[0].Blocks)
			}
		})
	}
}

func TestListingID(t *testing.T) {
	const product = `<script type="application/ld+json">{"@type":"Product","name":"x","sku":%s}</script><p>Isi halaman</p>`
	tests := []struct{ name, url, sku, want string }{
		{"path", "https://toko.example/produk/123456", `""`, "123456"},
		{"classifieds", "https://toko.example/d/judul-iid-900112233", `""`, "900112233"},
		{"shop and item", "https://toko.example/Judul-i.1234.567890", `""`, "1234.567890"},
		{"stock number that the address repeats", "https://toko.example/x/KB-1001", `"KB-1001"`, "KB-1001"},
		{"stock number of a seller", "https://toko.example/x/kaos", `"KTP-01"`, ""},
		{"long number", "https://toko.example/x/kaos", `77120943`, "77120943"},
		{"nothing", "https://toko.example/a/2024/01", `""`, ""},
	}
	for _, tt := range tests {
		e := extract(t, crawler.Page{URL: tt.url, Body: []byte(strings.Replace(product, "%s", tt.sku, 1))})
		if got := e.Listings[0].ID; got != tt.want {
			t.Errorf("%s: ID %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAddressOfListing(t *testing.T) {
	seen := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for link, want := range map[string]string{
		`<link rel=canonical href="/p/7">`:                  "https://m.toko.example/p/7",
		`<link rel=canonical href="https://lain.example/">`: "https://m.toko.example/p/7?s=1",
		`<link rel=canonical href="/">`:                     "https://m.toko.example/p/7?s=1",
		"":                                                  "https://m.toko.example/p/7?s=1",
	} {
		e := extract(t, crawler.Page{URL: "https://m.toko.example/r", FinalURL: "https://m.toko.example/p/7?s=1", Body: []byte(link + "<p>isi"), FetchedAt: seen})
		if l := e.Listings[0]; l.URL != want || l.Platform != "toko.example" || !l.SeenAt.Equal(seen) {
			t.Errorf("%s: %s on %s at %v, want %s", link, l.URL, l.Platform, l.SeenAt, want)
		}
	}
}

func TestLocalFile(t *testing.T) {
	e := extract(t, crawler.Page{URL: "pages/toko.html", Body: []byte(`<ul><li><a href="/k">terlarang</a><li><a href="b.html">dua</a><li><a href="c.html">tiga</a></ul><p>Isi halaman ini cukup panjang untuk dibaca.</p><a href="https://lain.example">lain</a>`)})
	if l := e.Listings[0]; l.URL != "pages/toko.html" || l.Platform != "" || strings.Contains(words(e), "terlarang") {
		t.Errorf("listing %+v", l)
	}
	if len(e.Links) != 1 || e.Links[0].URL != "https://lain.example/" {
		t.Errorf("links %+v", e.Links)
	}
}

func TestRobots(t *testing.T) {
	tests := []struct {
		meta, header      string
		noIndex, noFollow bool
	}{
		{`<meta name=robots content="NOINDEX, follow">`, "", true, false},
		{`<meta name=robots content="none">`, "", true, true},
		{`<meta name=ronda content="nofollow">`, "", false, true},
		{`<meta name=lain content="nofollow">`, "", false, false},
		{"", "noindex", true, false},
		{"", "otherbot: noindex, nofollow", false, false},
		{"", "ronda: nofollow", false, true},
	}
	for _, tt := range tests {
		e := extract(t, crawler.Page{Body: []byte(tt.meta + "<p>isi"), Header: http.Header{"X-Robots-Tag": {tt.header}}})
		if e.NoIndex != tt.noIndex || e.NoFollow != tt.noFollow {
			t.Errorf("%q %q: %v %v", tt.meta, tt.header, e.NoIndex, e.NoFollow)
		}
	}
}

func TestFormats(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	avif := "\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1miafMA1B"
	tests := []struct {
		name, url, contentType, body string
		form                         crawler.Form
		roles                        []crawler.Role
	}{
		{"picture", "https://toko.example/k%20tp.png", "image/png", png, crawler.FormImage, nil},
		{"picture that the server does not name", "https://toko.example/x", "application/octet-stream", png, crawler.FormImage, nil},
		{"AVIF that the server does not name", "https://toko.example/x", "application/octet-stream", avif, crawler.FormImage, nil},
		{"text by lines", "https://toko.example/x", "text/plain", "satu\n\n dua \n", crawler.FormText, []crawler.Role{"paragraph", "paragraph"}},
		{"columns in text", "https://toko.example/x.txt", "text/plain", "a\tb\tc\n1\t2\t3\n", crawler.FormText, []crawler.Role{"row", "row"}},
		{"text with commas", "https://toko.example/x.txt", "text/plain", "halo, apa kabar\nbaik, terima kasih\n", crawler.FormText, []crawler.Role{"paragraph", "paragraph"}},
		{"JSON lines", "https://toko.example/x.jsonl", "text/plain", "{\"a\":1}\n{\"a\":2}\n", crawler.FormText, []crawler.Role{"paragraph", "paragraph"}},
		{"broken JSON", "https://toko.example/x.json", "application/json", "{\"a\":", crawler.FormText, []crawler.Role{"paragraph"}},
		{"open quote in a table", "https://toko.example/x.csv", "text/csv", "a,b\n\"1,2\n3,4\n5,6\n", crawler.FormText, []crawler.Role{"row", "row"}},
		{"page as text", "https://toko.example/x", "text/plain", "<p>a</p>", crawler.FormText, []crawler.Role{"paragraph"}},
		{"XHTML", "https://toko.example/x", "application/xhtml+xml", "<p>a</p>", crawler.FormPage, []crawler.Role{"paragraph"}},
		{"nothing", "https://toko.example/x", "text/html", "", crawler.FormPage, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := extract(t, crawler.Page{URL: tt.url, ContentType: tt.contentType, Body: []byte(tt.body)}).Listings[0]
			var roles []crawler.Role
			for _, b := range l.Blocks {
				roles = append(roles, b.Role)
			}
			if l.Form != tt.form || !slices.Equal(roles, tt.roles) {
				t.Errorf("form %s, blocks %+v", l.Form, l.Blocks)
			}
			if l.Form == crawler.FormImage && (len(l.Images) != 1 || string(l.Images[0].Data) != tt.body) {
				t.Errorf("images %+v", l.Images)
			}
		})
	}
	for _, contentType := range []string{"application/pdf", "video/mp4", "application/zip"} {
		if _, err := site.Extract(&crawler.Page{URL: "https://toko.example/", ContentType: contentType, Body: []byte("x")}); !errors.Is(err, site.ErrUnsupported) {
			t.Errorf("%s: %v", contentType, err)
		}
	}
}

func FuzzExtract(f *testing.F) {
	for _, path := range inputs(f) {
		page := pageOf(f, path)
		f.Add(page.Body, page.ContentType)
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		page := &crawler.Page{URL: "https://toko.example/a/b", ContentType: contentType, Body: body}
		e, err := site.Extract(page)
		if err != nil {
			return
		}
		checkExtraction(t, page, e)
	})
}

// checkExtraction holds what is promised of every extraction of a page of toko.example.
func checkExtraction(t *testing.T, page *crawler.Page, e *site.Extraction) {
	t.Helper()
	if len(e.Listings) == 0 || e.Listings[0].Part != "" {
		t.Fatalf("no main listing: %+v", e.Listings)
	}
	parts := map[string]bool{}
	total := 0
	for _, l := range e.Listings {
		key := l.URL + "\x00" + l.Part
		if parts[key] || l.Platform != "toko.example" || l.URL == "" || l.Form == "" {
			t.Errorf("listing %q %q %q %q", l.URL, l.Part, l.Platform, l.Form)
		}
		parts[key] = true
		for _, b := range l.Blocks {
			total += len(b.Text)
			if b.Text == "" || b.Role == "" || !utf8.ValidString(b.Text) {
				t.Errorf("block %+v", b)
			}
		}
		for _, text := range []string{l.Title, l.Seller, l.Price, l.Part} {
			if !utf8.ValidString(text) {
				t.Errorf("field %q", text)
			}
		}
	}
	if page.ContentType == "text/html" && total > 4*len(page.Body)+16 {
		t.Errorf("%d bytes of text out of %d: counted twice", total, len(page.Body))
	}
	seen := map[string]bool{}
	for _, link := range e.Links {
		if again, err := crawler.CanonicalURL(link.URL); err != nil || again != link.URL || seen[link.URL] {
			t.Errorf("link %q: %q, %v, seen %v", link.URL, again, err, seen[link.URL])
		}
		seen[link.URL] = true
	}
}

// benchmarkPages are the golden pages that browsers read to their end.
func benchmarkPages(b *testing.B) (pages []*crawler.Page, size int64) {
	b.Helper()
	paths, err := filepath.Glob("testdata/*/*.html")
	if err != nil {
		b.Fatal(err)
	}
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, &crawler.Page{URL: "https://situs.example/" + path, ContentType: "text/html", Body: body})
		size += int64(len(body))
	}
	return pages, size
}

func BenchmarkExtract(b *testing.B) {
	pages, size := benchmarkPages(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, page := range pages {
			if _, err := site.Extract(page); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkTreeParse is the yardstick: the bare tree of golang.org/x/net/html over the same pages.
func BenchmarkTreeParse(b *testing.B) {
	pages, size := benchmarkPages(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, page := range pages {
			if _, err := html.Parse(strings.NewReader(string(page.Body))); err != nil {
				b.Fatal(err)
			}
		}
	}
}
