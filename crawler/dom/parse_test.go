package dom_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ronda/crawler"
	"ronda/crawler/dom"
)

func parse(tb testing.TB, body string) *dom.Document {
	tb.Helper()
	d, err := dom.Parse(&crawler.Page{URL: "https://toko.example/a/b", Body: []byte(body)})
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// lines writes blocks as "role: text".
func lines(d *dom.Document) []string {
	var out []string
	for _, t := range d.Texts {
		out = append(out, fmt.Sprintf("%s: %s", t.Role, t.Text))
	}
	return out
}

func TestParseText(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"folded white space", "<p> satu\n\t dua&nbsp;\u3000tiga <b>tebal</b>.</p>", []string{"paragraph: satu dua tiga tebal."}},
		{"inline elements do not split words", "<p>ke<b>tik</b>an <i>file</i>nya</p>", []string{"paragraph: ketikan filenya"}},
		{"boxes side by side", "<div><span>Kaos polos</span><b>35k</b></div>", []string{"paragraph: Kaos polos 35k"}},
		{"a time beside a number", "<div><span>kode 44710011220033</span><span>17.21</span></div>", []string{"paragraph: kode 44710011220033 17.21"}},
		{"a number in pieces", "<div><span>kode 44</span><b>71.21</b><i>22</i></div>", []string{"paragraph: kode 4471.2122"}},
		{"headings", "<h1>A</h1>x<h3>B</h3>", []string{"heading: A", "paragraph: x", "heading: B"}},
		{"implied end tags", "<ul><li>a<li>b</ul><p>c<p>d<dl><dt>e<dd>f<dt>g<dd>h</dl>", []string{"item: a", "item: b", "paragraph: c", "paragraph: d", "row: e\tf", "row: g\th"}},
		{"data table", "<table><tr><th>a<th>b<tr><td>1<td><b>2</b></table>", []string{"row: a\tb", "row: 1\t2"}},
		{"table inside a list item", "<ul><li>x<table><tr><td>1</td><td>2</td></tr></table></ul>", []string{"item: x", "row: 1\t2"}},
		{"layout table", "<table><tr><td>menu<br>toko<td><p>isi<p>lagi</table>", []string{"paragraph: menu", "paragraph: toko", "paragraph: isi", "paragraph: lagi"}},
		{"nested table lays out", "<table><tr><td>kiri<td><table><tr><td>a<td>b</table></table>", []string{"paragraph: kiri", "row: a\tb"}},
		{"line breaks", "<p>ktp 15k<br>kk 20k<br><br>pm</p>", []string{"paragraph: ktp 15k", "paragraph: kk 20k", "paragraph: pm"}},
		{
			"wrapped sentence", "<p>Kalimat ini panjang sekali sampai penulisnya memotong baris di sini<br>lalu meneruskannya.</p>",
			[]string{"paragraph: Kalimat ini panjang sekali sampai penulisnya memotong baris di sini lalu meneruskannya."},
		},
		{"quotation", "a<blockquote><p>b<ul><li>c</ul></blockquote>d <q>e</q>", []string{"paragraph: a", "quote: b", "quote: c", "paragraph: d", "quote: e"}},
		{"preformatted", "<pre>\nsatu  dua\n\ttiga\n</pre>", []string{"code: satu  dua\n\ttiga"}},
		{"text field", "<textarea>a\n b</textarea>", []string{"code: a\n b"}},
		{
			"hidden", `<p>a<span hidden>b</span></p><div style="color:red; DISPLAY : none">c</div><div aria-hidden="true">d</div><template>e</template><script>f</script><style>g</style><dialog>h</dialog>i`,
			[]string{"paragraph: a", "paragraph: i"},
		},
		{"hidden body", `<body style="visibility:hidden"><p>a`, []string{"paragraph: a"}},
		{"noscript beside text", "a<noscript><p>b</noscript>", []string{"paragraph: a"}},
		{"noscript alone", "<noscript><p>b</noscript>", []string{"paragraph: b"}},
		{"stray end tags", "</div><p>a</span></td></p></ul>b", []string{"paragraph: a", "paragraph: b"}},
		{"end tag stays inside its cell", "<div id=x><table><tr><td>a</div>b</table>c</div>", []string{"paragraph: ab", "paragraph: c"}},
		{"text behind the end", "<html><body>a</body></html><p>b", []string{"paragraph: a", "paragraph: b"}},
		{"entities", "<p>Rp&nbsp;15&#46;000 &amp; &lt;b&gt; &eacute", []string{"paragraph: Rp 15.000 & <b> é"}},
		{"options", "<select><option>merah<option>biru</select>", []string{"item: merah", "item: biru"}},
		{"caption", "<figure><img src=a.jpg alt=x><figcaption>keterangan</figcaption></figure>", []string{"caption: keterangan"}},
		{"svg", "<p>a<svg><title>ikon</title><path d='x'/><text>t</text></svg>b", []string{"paragraph: ab"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(parse(t, tt.in))); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseHead(t *testing.T) {
	d := parse(t, `<html lang="ID-id"><head><title> Toko
 Kita </title><base href="/dasar/"><link rel="Canonical" href="c?utm_source=x"><meta property="og:title" content=" Judul "><meta name="Robots" content="noindex">
<meta property="og:title" content="kedua"><script type="application/ld+json">{"a":1}</script><script>x</script><link rel="next" href="?p=2"></head><body><svg><title>bukan</title></svg></body></html>`)
	if d.Title != "Toko Kita" || d.Lang != "id-id" || d.Canonical != "https://toko.example/dasar/c" {
		t.Errorf("title %q, lang %q, canonical %q", d.Title, d.Lang, d.Canonical)
	}
	if diff := cmp.Diff([]string{"Judul", "noindex", ""}, []string{d.Meta("og:title"), d.Meta("robots"), d.Meta("none")}); diff != "" {
		t.Errorf("meta (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]byte{[]byte(`{"a":1}`)}, d.JSONLD); diff != "" {
		t.Errorf("linked data (-want +got):\n%s", diff)
	}
	if len(d.Links) != 1 || d.Links[0].URL != "https://toko.example/dasar/?p=2" {
		t.Errorf("links %+v", d.Links)
	}
}

// TestParseScripts holds which scripts are kept, and that they stay what they are while the rest of a page is read, with the marks in it that are
// rewritten.
func TestParseScripts(t *testing.T) {
	body := "<script>a(\r\n)</script><script type=''>b('&amp;\x00')</script><script type=Module>c</script><script type='text/javascript; charset=utf-8'>d</script>" +
		"<script src=x>no</script><script type=text/template>no</script><script type=importmap>no</script>" +
		"<script type=application/json>{\r}</script><script type=' application/JSON;a'>[]</script><script type=application/ld+json>1\r</script>" +
		strings.Repeat("<p title='&lt;&amp;'>&lt;\r\x00", 100)
	d := parse(t, body)
	for name, c := range map[string]struct{ got, want [][]byte }{
		"programs":    {d.Programs, [][]byte{[]byte("a(\n)"), []byte("b('&amp;\uFFFD')"), []byte("c"), []byte("d")}},
		"JSON":        {d.State, [][]byte{[]byte("{\n}"), []byte("[]")}},
		"linked data": {d.JSONLD, [][]byte{[]byte("1\n")}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestParseLinks(t *testing.T) {
	d := parse(t, `<a href="/x"><img src=i.jpg></a><a href="/x#f" rel="nofollow"> dua
 kata </a><a href="https://lain.example/" rel="ugc noopener">lain</a><a href="mailto:a@b.example">surat</a><a name="t">bukan</a>
<a href="/y">satu<a href="/z">dua</a><div style="display:none"><a href="/jebakan">x</a></div><map><area href="/peta"></map><iframe src="/bingkai">teks</iframe>
<a href="/kotak"><div>dalam</a> luar</div><a href="https://m.toko.example/h">h</a>`)
	var got []string
	for _, l := range d.Links {
		got = append(got, fmt.Sprintf("%s|%s|%v|%v", l.URL, l.Text, l.NoFollow, l.SameSite))
	}
	want := []string{
		"https://toko.example/x|dua kata|false|true",
		"https://lain.example/|lain|true|false",
		"https://toko.example/y|satu|false|true",
		"https://toko.example/z|dua|false|true",
		"https://toko.example/peta||false|true",
		"https://toko.example/bingkai||false|true",
		"https://toko.example/kotak|dalam|false|true",
		"https://m.toko.example/h|h|false|true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestParseImages(t *testing.T) {
	d := parse(t, `<img src="a.jpg" alt="satu" title="dua" width="640px" height=480><img src="data:image/gif;base64,AA" data-src="b.jpg"><img src="c.jpg" srcset="c-320.jpg 320w, c-800.jpg 800w, c-1600.jpg 1600w">
<img src="d.jpg" srcset="d2.jpg 2x"><div style="background-image:url('e.jpg')"></div><noscript><img src="f.jpg"></noscript><figure><img src="g.jpg" alt="alt"><figcaption>bukti</figcaption></figure>
<div hidden><img src="tersembunyi.jpg"></div><div aria-hidden=true><img src="h.jpg"></div>`)
	var got []string
	for _, i := range d.Images {
		got = append(got, fmt.Sprintf("%s|%s|%dx%d", strings.TrimPrefix(i.URL, "https://toko.example/a/"), i.Alt, i.Width, i.Height))
	}
	want := []string{"a.jpg|satu | dua|640x480", "b.jpg||0x0", "c-800.jpg||0x0", "d2.jpg||0x0", "e.jpg||0x0", "f.jpg||0x0", "g.jpg|alt | bukti|0x0", "h.jpg||0x0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
}

func TestParseCharset(t *testing.T) {
	utf16le := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune("<p>é–u")) {
		utf16le = append(utf16le, byte(u), byte(u>>8))
	}
	var utf16be []byte
	for _, u := range utf16.Encode([]rune("<html><body><p>panjang")) {
		utf16be = append(utf16be, byte(u>>8), byte(u))
	}
	tests := []struct {
		name, header, body, want string
	}{
		{"plain UTF-8", "", "<p>é", "é"},
		{"mark", "text/html; charset=iso-8859-1", "\xef\xbb\xbf<p>é", "é"},
		{"header", "text/html; charset=windows-1252", "<p>\xe9\x93", "é“"},
		{"header in ISO name", "text/html; charset=iso-8859-1", "<p>\x80", "€"},
		{"meta", "", "<meta charset='shift_jis'><p>\x83e", "テ"},
		{"old meta", "", `<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251"><p>` + "\xe9", "й"},
		{"unknown label falls to the meta element", "text/html; charset=x-none", "<meta charset=windows-1251><p>\xe9", "й"},
		{"nothing declared", "", "<p>\xe9", "é"},
		{"declared wrongly, is UTF-8", "text/html; charset=iso-8859-1", "<p>é", "é"},
		{"declared UTF-8 with a broken byte", "text/html; charset=utf-8", "<p>é é\xff é", "é é\uFFFD é"},
		{"declared UTF-8, is not", "text/html; charset=utf-8", "<p>caf\xe9", "café"},
		{"UTF-16 with mark", "", string(utf16le), "é–u"},
		{"UTF-16 without mark", "", string(utf16be), "panjang"},
		{"XML declaration", "", `<?xml version="1.0" encoding="windows-1252"?><p>` + "\xe9", "é"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			page := &crawler.Page{URL: "https://toko.example/", Body: []byte(tt.body), Header: http.Header{"Content-Type": {tt.header}}}
			d, err := dom.Parse(page)
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Texts) != 1 || d.Texts[0].Text != tt.want {
				t.Errorf("text %q, want %q", lines(d), tt.want)
			}
		})
	}
}

func TestParseNodes(t *testing.T) {
	d := parse(t, `<div id="p1" class="post  bg" data-post="kanal/7"><a class="nama" href="/u/ani">ani</a><p>isi</p></div>`)
	post := -1
	for i := range d.Nodes {
		if d.ID(i) == "p1" {
			post = i
		}
	}
	if post < 0 || d.Nodes[post].Tag != atom.Div || d.Class(post) != "post  bg" || d.Attr(post, "data-post") != "kanal/7" || d.NodeText(post) != "ani\nisi" {
		t.Fatalf("nodes %+v", d.Nodes)
	}
	if name := post + 1; d.Class(name) != "nama" || d.NodeText(name) != "ani" || !d.Within(name, post) || d.Nodes[name].Parent != post {
		t.Errorf("name node %+v", d.Nodes[name])
	}
}

func TestParseLimits(t *testing.T) {
	deep := strings.Repeat("<div>", 5000) + "dalam" + strings.Repeat("</div>", 5000) + "<p>luar"
	if diff := cmp.Diff([]string{"paragraph: dalam", "paragraph: luar"}, lines(parse(t, deep))); diff != "" {
		t.Errorf("deep nesting (-want +got):\n%s", diff)
	}
	var many strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&many, "<p>b%d<a href=/l%d></a><img src=%d.jpg>", i, i, i)
	}
	d := parse(t, many.String())
	if len(d.Texts) != 50_000 || len(d.Links) != 5000 || len(d.Images) != 500 {
		t.Errorf("%d blocks, %d links, %d images", len(d.Texts), len(d.Links), len(d.Images))
	}
	if last := d.Texts[len(d.Texts)-1].Text; !strings.HasSuffix(last, " b59999") {
		t.Errorf("text beyond the limit of blocks is lost: ends with %q", last[max(0, len(last)-40):])
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"<p>a<table><tr><td>b</table><a href='?x=1#y'>c</a>", "<ul><li><a href=//x><div></a><li>", "\xff\xfe<\x00p\x00", "<meta charset=gbk>\x81", "<pre>a<br>b", "<dl><dt>a<dd>b<dd>c",
		"<svg><a/><title>x</title></svg>", "<frameset><frame src=a><noframes>x", "<img srcset='a 1w, b 2x,c' style='x:url(y)'>", "<base href=http://[><a href=x>",
	} {
		f.Add([]byte(seed), "text/html; charset=utf-8")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		page := &crawler.Page{URL: "https://toko.example/a/b?c", Body: body, Header: http.Header{"Content-Type": {contentType}}}
		d, err := dom.Parse(page)
		if err != nil {
			return
		}
		total := 0
		for _, block := range d.Texts {
			total += len(block.Text)
			if block.Text == "" || !utf8.ValidString(block.Text) || block.Role == "" {
				t.Errorf("block %+v", block)
			}
			if block.Node < 0 || block.Node >= len(d.Nodes) || block.Anchor > len(block.Text) {
				t.Errorf("place of block %+v", block)
			}
		}
		// A byte of another charset may become three, an entity of 5 bytes six.
		if total > 3*len(body)+8 {
			t.Errorf("%d bytes of text out of %d", total, len(body))
		}
		for _, link := range d.Links {
			if again, err := crawler.CanonicalURL(link.URL); err != nil || again != link.URL {
				t.Errorf("link %q is not canonical: %q, %v", link.URL, again, err)
			}
			if len(link.Text) > 200 || !utf8.ValidString(link.Text) {
				t.Errorf("link text %q", link.Text)
			}
		}
		for i, n := range d.Nodes {
			if n.End <= i || n.End > len(d.Nodes) || n.Parent > i || i > 0 && !d.Within(i, n.Parent) {
				t.Fatalf("node %d: %+v", i, n)
			}
			d.NodeText(i)
		}
	})
}

// marketPage is a page of about 18 KB: 50 links, 12 cards with pictures, some prose.
func marketPage() []byte {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Pasar</title><style>`)
	b.WriteString(strings.Repeat(".kartu{display:flex;margin:4px}", 60))
	b.WriteString(`</style></head><body><nav>`)
	for i := range 26 {
		fmt.Fprintf(&b, `<a class="nav-link" href="/kategori/%d">Kategori %d</a> `, i, i)
	}
	b.WriteString(`</nav><main><h1>Barang bekas &amp; baru</h1>`)
	for i := range 12 {
		fmt.Fprintf(&b, `<div class="kartu kartu-%d" id="k%d"><a href="/produk/%d?ref=beranda"><img src="/foto/%d.jpg" alt="Barang %d" width="320" height="240"></a>`+
			`<div class="isi"><a class="judul" href="https://pasar.example/produk/%d">Barang nomor %d masih bagus</a><span class="harga">Rp%d.000</span>`+
			`<p>%s</p></div></div>`, i, i, i, i, i, i+100, i, i+15, strings.Repeat("Kondisi <b>mulus</b>, siap kirim hari ini, bisa tukar tambah. ", 10))
	}
	b.WriteString(`</main><footer>&copy; Pasar</footer><script>`)
	b.WriteString(strings.Repeat("window.x=window.x||[];", 60))
	b.WriteString(`</script></body></html>`)
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	page := &crawler.Page{URL: "https://pasar.example/a/b", Body: marketPage()}
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dom.Parse(page); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTreeParse is the yardstick: the tree of golang.org/x/net/html, which holds neither blocks nor resolved links.
func BenchmarkTreeParse(b *testing.B) {
	body := string(marketPage())
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := html.Parse(strings.NewReader(body)); err != nil {
			b.Fatal(err)
		}
	}
}
