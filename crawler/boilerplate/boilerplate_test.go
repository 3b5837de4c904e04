package boilerplate_test

import (
	"fmt"
	"strings"
	"testing"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/dom"
)

// view looks at the body of a page.
func view(t *testing.T, body string) *boilerplate.View {
	t.Helper()
	doc, err := dom.Parse(&crawler.Page{URL: "https://toko.example/a/b", Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	return boilerplate.New(doc)
}

func TestZones(t *testing.T) {
	const article = "<h1>Judul</h1><p>Isi halaman ini cukup panjang untuk dibaca orang sampai selesai.</p>"
	for markup, want := range map[string]boilerplate.Zone{
		"<p>kata":                               boilerplate.Content,
		"<nav>kata</nav>":                       boilerplate.Landmark,
		"<div role=navigation>kata</div>":       boilerplate.Landmark,
		"<div class=related-posts>kata</div>":   boilerplate.Named,
		"<aside>kata</aside>":                   boilerplate.Named,
		"<aside class=comments>kata</aside>":    boilerplate.Content,
		"<div class=my-article-body>kata</div>": boilerplate.Content,
		"<div><a href=/1>kata</a> <a href=/2>dua</a> <a href=/3>tiga</a></div>":                                                             boilerplate.LinkList,
		"<div><a href=https://a.example>kata</a> <a href=https://b.example>dua</a> <a href=https://c.example>tiga</a></div>":                boilerplate.Content,
		"<div><div><a href=/u/1>Ani</a> <a href=/u/1>@ani</a> <a href=/p/1>12 Mar</a> kata yang cukup banyak untuk satu ucapan</div></div>": boilerplate.Content,
	} {
		v := view(t, article+markup)
		last := v.Doc.Texts[len(v.Doc.Texts)-1]
		if got := v.Zones[last.Node]; got != want || !strings.Contains(last.Text, "kata") && want != boilerplate.LinkList {
			t.Errorf("%s: zone %d of %q, want %d", markup, got, last.Text, want)
		}
		if v.Heading() != "Judul" {
			t.Errorf("%s: heading %q", markup, v.Heading())
		}
		v.Release()
	}
}

// TestMajority holds that a part named as furniture is content only where it says most of what the page says, links to other sites of the same
// publisher left out.
func TestMajority(t *testing.T) {
	const list = `<h3>Terpopuler</h3><a href=/a>Padi dipanen lebih awal</a><h3>Jaringan</h3><a href=https://lain.example/b>Harga cabai turun di pasar</a>`
	for markup, want := range map[string]boilerplate.Zone{
		`<div class=item><a href=/c>Hujan lebat di tiga kecamatan</a></div><div class=sidebar>` + list + `<p>akhir</div>`:                                       boilerplate.Named,
		`<div class=sidebar><p>Warga desa menanam padi di sawah sejak bulan lalu, dan panen dimulai pekan ini.<p>akhir</div>`:                                   boilerplate.Content,
		`<p>Warga desa menanam padi di sawah sejak bulan lalu, dan panen dimulai pekan ini.</p><div class=sidebar>` + list + `<p>akhir</div>`:                   boilerplate.Named,
		`<div class=sidebar><p>Hubungi kami lewat <a href=https://t.me/x>kanal warga</a> setiap hari kerja, dari pukul delapan pagi sampai sore.<p>akhir</div>`: boilerplate.Content,
	} {
		v := view(t, "<h1>Judul</h1>"+markup)
		last := v.Doc.Texts[len(v.Doc.Texts)-1]
		if got := v.Zones[last.Node]; last.Text != "akhir" || got != want {
			t.Errorf("%s: zone %d of %q, want %d", markup, got, last.Text, want)
		}
		v.Release()
	}
}

// TestLinesOfOtherSites holds that lines which are nothing but headlines of other sites lead elsewhere, and contacts do not.
func TestLinesOfOtherSites(t *testing.T) {
	for host, want := range map[string]bool{"kabar.example": true, "t.me": false} {
		const lines = `<a href=https://HOST/1>Hujan lebat di tiga kecamatan</a><br><a href=https://HOST/2>Harga cabai turun di pasar</a><br><a href=https://HOST/3>Padi dipanen lebih awal</a>`
		v := view(t, "<h1>Judul</h1><p>Isi halaman</p>"+strings.ReplaceAll(lines, "HOST", host))
		for i, text := range v.Doc.Texts {
			if strings.Contains(text.Text, " di ") && v.Teasers[i] != want {
				t.Errorf("%s: %q leads elsewhere: %v", host, text.Text, v.Teasers[i])
			}
		}
		v.Release()
	}
}

func TestMembers(t *testing.T) {
	v := view(t, `<div><a href="/user/ani">ani</a> <p>halo</p></div><div><a href="/produk/1">tas</a></div><div><a href="/@budi"><b>budi</b></a></div>`)
	defer v.Release()
	var got []string
	for n := range v.Doc.Nodes {
		if v.Members[n] {
			got = append(got, v.ShortName(n))
		}
	}
	if fmt.Sprint(got) != "[ani ani budi budi]" {
		t.Errorf("members %q", got)
	}
}

func TestStats(t *testing.T) {
	v := view(t, `<div><p>satu <a href=/x>dua</a><p>tiga <a href=https://lain.example>empat</a></div>`)
	defer v.Release()
	if got, want := v.Stats[0], (boilerplate.Stats{Text: len("satu duatiga empat"), Anchor: len(" dua"), Outward: len(" empat"), Links: 1, Blocks: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
