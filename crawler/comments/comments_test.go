package comments

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/boilerplate"
	"ronda/crawler/dom"
)

// said returns what is found on a page: "author: words" of each comment.
func said(t *testing.T, body string) (all []string) {
	t.Helper()
	doc, err := dom.Parse(&crawler.Page{URL: "https://toko.example/a/b", Body: []byte(body)})
	if err != nil {
		t.Fatal(err)
	}
	v := boilerplate.New(doc)
	defer v.Release()
	s := Find(v)
	defer s.Release()
	for _, l := range s.AppendListings([]crawler.Listing{{Title: "t"}}, "https://toko.example/a/b")[1:] {
		var text []string
		for _, b := range l.Blocks {
			text = append(text, b.Text)
		}
		all = append(all, l.Seller+": "+strings.Join(text, " "))
	}
	return all
}

const article = "<h1>Judul</h1><p>Warga desa menanam padi di sawah yang luas, jauh dari kota, dan menjual hasilnya di pasar pada hari Minggu bersama tetangganya.</p>" +
	"<p>Menjelang panen mereka bergotong royong membersihkan saluran air, memperbaiki jalan, dan menyiapkan lumbung untuk musim yang akan datang.</p>"

// TestFind has one page for each way in which comments are found. Markups of the real web stand in crawler/site/testdata.
func TestFind(t *testing.T) {
	for name, tt := range map[string]struct {
		markup string
		want   []string
	}{
		"by class":             {`<div class=comment><b class=author>ani</b><p>satu</p></div>`, []string{"ani: satu"}},
		"by id":                {`<div id=comment-7><b class=author>ani</b><p>satu</p></div>`, []string{"ani: satu"}},
		"by item type":         {`<div itemscope itemtype="https://schema.org/Comment"><i itemprop=author>ani</i><p>satu</p></div>`, []string{"ani: satu"}},
		"siblings":             {`<div><b>Ani</b> <i>3 jam lalu</i><p>halo pak</p></div><div><b>Budi</b> <i>2 jam lalu</i><p>iya</p></div><div><b>Cici</b> <i>1 jam lalu</i><p>wah</p></div>`, []string{"Ani: halo pak", "Budi: iya", "Cici: wah"}},
		"bylines and bodies":   {`<p>Ani, 3 Mei 2025</p><p>halo pak</p><p>Budi, 4 Mei 2025</p><p>iya ya</p><p>Cici, 5 Mei 2025</p><p>wah</p>`, []string{"Ani: halo pak", "Budi: iya ya", "Cici: wah"}},
		"replies":              {`<div class=x><b>Ani</b> <i>3 jam lalu</i><p>halo pak</p><div class=x><b>Budi</b> <i>2 jam lalu</i><p>halo</p></div></div><div class=x><b>Cici</b> <i>1 jam lalu</i><p>wah</p></div>`, []string{"Ani: halo pak", "Budi: halo", "Cici: wah"}},
		"lines of a chat":      {`<p>[10:01] Ani: halo pak</p><p>[10:02] Budi: iya</p>`, []string{"Ani: halo pak", "Budi: iya"}},
		"one behind a heading": {`<h3>1 komentar</h3><div><b>Ani</b> <i>3 jam lalu</i><p>padi bagus</p></div>`, []string{"Ani: padi bagus"}},
		"one before a form":    {`<div><b>Ani</b> <i>3 jam lalu</i><p>kapan panen, Pak?</p></div><form><textarea></textarea></form>`, []string{"Ani: kapan panen, Pak?"}},
		"nobody signed":        {`<h3>Komentar</h3><ul><li>saya setuju sekali</li><li>tolong jalannya, Pak</li></ul>`, []string{": saya setuju sekali", ": tolong jalannya, Pak"}},
		"names as data":        {`<x-c data-author=Ani>padi bagus</x-c><x-c data-author=Budi>sawah luas sekali</x-c><x-c data-author=Cici>jalan rusak</x-c>`, []string{"Ani: padi bagus", "Budi: sawah luas sekali", "Cici: jalan rusak"}},
		"a notice":             {`<div><b>Kantor desa</b><p>Buka 08.00</p></div><div><b>Balai desa</b><p>Tutup</p></div>`, nil},
		"quoted":               {`<h3>Contoh percakapan</h3><div><b>Ani</b> <i>3 jam lalu</i><p>halo pak</p></div><div><b>Budi</b> <i>2 jam lalu</i><p>iya</p></div><div><b>Cici</b> <i>1 jam lalu</i><p>wah</p></div>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, said(t, article+tt.markup)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
