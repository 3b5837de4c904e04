package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/site"
)

// TestSavedFolder holds that a folder's listing is read though it was saved as a file, whose links resolve to nothing, and whatever the server
// wrote below it.
func TestSavedFolder(t *testing.T) {
	names := []string{"WhatsApp Image 2021-03-01 at 10.11.12.jpeg", "kk slamet.pdf", "ktp_siti.jpg", "ktp_slamet.jpg", "lama/"}
	var rows strings.Builder
	for _, name := range names {
		fmt.Fprintf(&rows, `<tr><td><img src="/icons/image2.gif" alt="[IMG]"></td><td><a href="%s">%s</a></td><td>2021-03-01 10:11</td><td>198K</td></tr>`,
			strings.ReplaceAll(name, " ", "%20"), name)
	}
	var pre strings.Builder
	for _, name := range names {
		fmt.Fprintf(&pre, "  3/1/2021 10:11 AM   12345 <a href=\"%s\">%s</a> diunggah kemarin<br>", strings.ReplaceAll(name, " ", "%20"), name)
	}
	var cut strings.Builder // as Apache does with long names
	for _, name := range names {
		shown := name
		if len(shown) > 8 {
			shown = shown[:8] + "..&gt;"
		}
		fmt.Fprintf(&cut, "<a href=\"%s\">%s</a> 2021-03-01 10:11  198K\n", strings.ReplaceAll(name, " ", "%20"), shown)
	}
	const head = `<title>Index of /arsip</title><h1>Index of /arsip</h1><table><tr><th></th><th><a href="?C=N;O=D">Name</a></th></tr><tr><td></td><td><a href="/">Parent Directory</a></td></tr>`
	const signature = `<address>Apache/2.4.57 (Debian) Server at arsip.example Port 443</address>`
	for _, page := range []*crawler.Page{
		{URL: "unduhan/indeks.html", FinalURL: "unduhan/indeks.html", Body: []byte(head + rows.String() + "</table>" + signature)},
		{URL: "unduhan/indeks.html", FinalURL: "unduhan/indeks.html", Body: []byte(head + rows.String() + "</table>")},
		{URL: "unduhan/indeks.html", FinalURL: "unduhan/indeks.html", Body: []byte("<title>Index of /arsip</title><pre>" + pre.String() + "</pre>")},
		{URL: "unduhan/indeks.html", FinalURL: "unduhan/indeks.html", Body: []byte("<title>Index of /arsip</title><pre><a href=\"?C=N;O=D\">Name</a><a href=\"/\">Parent Directory</a>\n" + cut.String() + "</pre>")},
		{URL: "https://arsip.example/arsip/", Body: []byte(head + rows.String() + "</table>" + signature)},
	} {
		page.ContentType = "text/html"
		extraction, err := site.Extract(page)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range extraction.Listings[0].Blocks {
			got = append(got, b.Text)
		}
		if diff := cmp.Diff(names, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", page.URL, diff)
		}
	}
}

// TestScriptData holds when the long numbers in a page's data are a part of it: where it says something itself, and does not show them.
func TestScriptData(t *testing.T) {
	const rows = `[["Quvozu","3404-7157-0869-2001","0812"],["Quneri","3404720902612002","0813"],["Qukavo",3404734411832001,"0814"]]`
	const said = `<h2>Dasbor relawan</h2><p>Jumlah relawan: 3. Klik nama untuk rincian.</p>`
	for markup, want := range map[string]string{
		said + `<script>var relawan=` + rows + `;relawan.forEach(tambah)</script>`:                                                                                 "Quvozu\t3404-7157-0869-2001\t0812\nQuneri\t3404720902612002\t0813\nQukavo\t3404734411832001\t0814",
		said + `<script type="application/json">{"toko":"Tas","r":` + rows + `}</script>`:                                                                          "Quvozu\t3404-7157-0869-2001\t0812\nQuneri\t3404720902612002\t0813\nQukavo\t3404734411832001\t0814",
		said + `<p>3404715708692001 3404720902612002, 3404734411832001</p><p>3404715708692001</p><p>3404720902612002</p><script>var relawan=` + rows + `</script>`: "",
		said + `<script>var relawan=[["Quvozu","3404715708692001"],["Quneri","3404720902612002"]]</script>`:                                                        "",
		said + `<script>f(3404715708692001);g(3404720902612002);h(3404734411832001)</script>`:                                                                      "",
	} {
		extraction, err := site.Extract(&crawler.Page{URL: "https://relawan.example/", Body: []byte("<!doctype html>" + markup), ContentType: "text/html"})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range extraction.Listings[1:] {
			for _, b := range l.Blocks {
				got = append(got, b.Text)
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", markup, diff)
		}
	}
}

// TestScriptedPages holds when the data is read that scripts build a page from: where visitors without scripts see nothing.
func TestScriptedPages(t *testing.T) {
	const data = `<script type="application/json">{"judul":"Tas anyaman rotan"}</script>`
	const linked = `<script type="application/ld+json">{"@type":"Product","name":"Tas","description":"Buatan tangan, awet dan kuat."}</script>`
	kata := strings.Repeat(`k:"kata",`, 32_000)
	for markup, want := range map[string]string{
		data: "judul: Tas anyaman rotan",
		`<noscript>Aktifkan JavaScript.</noscript>` + data:                                                                    "Aktifkan JavaScript.\njudul: Tas anyaman rotan",
		`<header>Toko</header><p>Memuat...</p>` + data:                                                                        "Toko\nMemuat...\njudul: Tas anyaman rotan",
		`<h1>Tas</h1><p>Cari nomor Anda</p><noscript>Aktifkan JavaScript.</noscript>` + data:                                  "Tas\nCari nomor Anda\njudul: Tas anyaman rotan",
		`<p>Gagal memuat halaman</p>` + data:                                                                                  "Gagal memuat halaman",
		`<p>Terjadi kesalahan saat memuat data</p>` + data:                                                                    "Terjadi kesalahan saat memuat data",
		`<p>Gagal memuat: aktifkan JavaScript</p>` + data:                                                                     "Gagal memuat: aktifkan JavaScript\njudul: Tas anyaman rotan",
		`<p>Memuat... jika gagal, segarkan halaman</p>` + data:                                                                "Memuat... jika gagal, segarkan halaman\njudul: Tas anyaman rotan",
		`<p>Tidak ditemukan</p><noscript>Aktifkan JavaScript.</noscript>` + data:                                              "Tidak ditemukan",
		`<p>Tas anyaman rotan, seratus ribu rupiah saja.</p>` + data:                                                          "Tas anyaman rotan, seratus ribu rupiah saja.",
		`<p>Memuat<script>window.__NUXT__={toko:{judul:"Tas anyaman",'isi':'kata \'rotan\'',n:2,}};(function(){})()</script>`: "Memuat\njudul: Tas anyaman\nisi: kata 'rotan'\nn: 2",
		`<p>Memuat<script>window.dataLayer=window.dataLayer||[];var a={judul:"x"}</script>`:                                   "Memuat",
		// One script's data leave room for the next, and code is no data.
		`<script>window.cfg={a:1};` + strings.Repeat("f(1);", 60_000) + `</script>` + data:                                           "judul: Tas anyaman rotan\na: 1",
		`<script>window.app={a:1,mulai:function(){` + strings.Repeat("f(1);", 60_000) + `}}</script><script>window.b={b:2}</script>`: "a: 1\nb: 2",
		`<script>window.i18n={` + kata + `}</script><script>window.s={judul:"Tas"}</script>` + data:                                  "judul: Tas anyaman rotan" + strings.Repeat("\nk: kata", (1<<18)/len(`"k":"kata",`)) + "\njudul: Tas",
		// A page that scripts build in the way of devalue, and numbers in the way of minifiers.
		`<p>Memuat<script>window.__NUXT__={layout:"default",data:[{rating:.5,pada:void 0,judul:"Tas"}]}</script>`:            "Memuat\nlayout: default\nrating: 0.5\njudul: Tas",
		`<p>Memuat<script>window.__NUXT__=(function(a,b){return {data:[{judul:a,isi:b}],state:{t:a}}}("Tas",null))</script>`: "Memuat\njudul: Tas\nt: Tas",
		// JSON in a comment, behind a mark of its order, and no object.
		`<script type="application/json"><!--{"judul":"Tas","u":"a={b:1}"}--></script>`:  "judul: Tas\nu: a={b:1}",
		`<script type="application/json; charset=utf-8">` + "\uFEFF" + `"kata"</script>`: "kata",
		// A page that is cut, in a number and in a string.
		`<script type="application/json">{"judul":"Tas","nik":32717`: "judul: Tas",
		`<script>window.s={judul:"Tas",kode:"AB12`:                   "judul: Tas",
		`<script>window.s={judul:"Tas",nik:32717`:                    "judul: Tas",
		// What browsers run, and what they do not.
		`<script type=module>window.s={a:1}</script><script type="Application/JavaScript">"use strict";window.t={b:2}</script>`: "a: 1\nb: 2",
		`<script type="text/javascript; charset=utf-8">/* data */window["a=b"]=window.t={c:3}</script>`:                         "c: 3",
		`<script src="/app.js">window.s={a:1}</script><script type="text/template">window.t={b:2}</script>`:                     "",
		// A page with something to say is no page that waits, though it is short: what it carries is of the whole site.
		`<p>Halaman tidak ditemukan</p><script>window.__STATE__={terlaris:[{judul:"Tas"}]}</script>`:                       "Halaman tidak ditemukan",
		`<header>Toko</header><h1>404</h1><script type="application/json">{"terlaris":[{"judul":"Tas"}]}</script>`:         "Toko\n404",
		`<main><header>Oops, kosong...</header></main>` + data:                                                             "Oops, kosong...",
		`<p>Terima kasih</p><script>window._wpemojiSettings={"baseUrl":"https://s.example/"}</script>`:                     "Terima kasih",
		`<header>Toko</header><h1>Katalog</h1><main>Membuka lapak…</main>` + data:                                          "Toko\nKatalog\nMembuka lapak…\njudul: Tas anyaman rotan",
		`<h1>Data warga</h1><table><tr><th>No<th>Nama</table><script>window.rows=[{nama:"Tas"}]</script>`:                  "Data warga\nNo\tNama\nnama: Tas",
		`<h1>Halaman tidak ditemukan</h1>` + data:                                                                          "Halaman tidak ditemukan",
		`<header>Toko</header><div id=app></div>` + data:                                                                   "Toko\njudul: Tas anyaman rotan",
		`<meta name=description content="Toko tas">` + data:                                                                "judul: Tas anyaman rotan\nToko tas",
		`<meta name=description content="Toko tas"><p>Memuat` + data:                                                       "Memuat\njudul: Tas anyaman rotan\nToko tas",
		`<script nonce=a>var ytInitialData = {"judul":"Tas"};</script><script>const a={b:1};let c=[{d:2}]</script>`:        "judul: Tas\nb: 1\nd: 2",
		`<script>var cfg={d:function(){return window.x||(window.x={})}};</script>` + data:                                  "judul: Tas anyaman rotan",
		`<script type="application/json">"` + strings.Repeat("x", 3<<20) + `"</script>` + linked:                           "Buatan tangan, awet dan kuat.",
		`<script type="application/json">{"nama":"Budi","isi":[` + strings.Repeat("[", 9000) + `</script><p>Halo semuanya`: "Halo semuanya",
	} {
		extraction, err := site.Extract(&crawler.Page{URL: "https://toko.example/p/1", ContentType: "text/html", Body: []byte(markup)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range extraction.Listings[0].Blocks {
			got = append(got, b.Text)
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%.80s: %.200q, want %q", markup, got, want)
		}
	}
}
