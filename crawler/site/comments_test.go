package site_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ronda/crawler"
)

// article stands before the markup under trial on every page of these tests.
var article = "<h1>Menjaga kartu sendiri</h1>" + strings.Repeat(
	"<p>Tulisan ini menjelaskan apa yang perlu diketahui tentang kartu identitas, siapa yang boleh menyimpan salinannya, dan ke mana "+
		"orang melapor kalau namanya dipakai tanpa izin oleh pihak yang tidak dikenalnya sama sekali.</p>", 5)

// snippets reads a file of markups, each below a line "### name".
func snippets(tb testing.TB, file string) (names, markups []string) {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		tb.Fatal(err)
	}
	for _, snippet := range strings.Split(string(data), "### ")[1:] {
		name, markup, _ := strings.Cut(snippet, "\n")
		names, markups = append(names, name), append(markups, markup)
	}
	return names, markups
}

// underArticle is a page of little but an article and a markup.
func underArticle(markup string) crawler.Page {
	return crawler.Page{Body: []byte("<!doctype html><html><body><main>" + article + markup +
		"</main><footer><p>Kantor contoh, Jalan Rekaan 1</p></footer></body></html>")}
}

// amongOthers is a page of a site, with a markup behind the article, or around {article}.
func amongOthers(markup string) crawler.Page {
	if !strings.Contains(markup, "{article}") {
		markup = "{article}" + markup
	}
	return crawler.Page{Body: []byte(`<!doctype html><html><head><title>Menjaga kartu sendiri - Kabar</title></head><body>` +
		`<header><a href="/">Kabar</a><nav><a href="/1">Kota</a><a href="/2">Desa</a><a href="/3">Masuk</a></nav></header><main>` +
		strings.Replace(markup, "{article}", "<article>"+article+"</article>", 1) +
		`</main><aside><h4>Terbaru</h4><ul><li><a href="/b1">Loket baru di kecamatan barat</a></li><li><a href="/b2">Jadwal perekaman keliling bulan ini</a></li>` +
		`<li><a href="/b3">Kapal layanan ke pulau luar</a></li></ul></aside><footer><p>Kantor contoh, Jalan Rekaan 1</p></footer></body></html>`)}
}

// TestComments wants each comment, whose text begins with "suara" and a number, to be a part by itself. Those of "held" and "trial" were
// written before they were tried.
func TestComments(t *testing.T) {
	for file, page := range map[string]func(string) crawler.Page{"comments.txt": underArticle, "comments-held.txt": underArticle, "comments-trial.txt": amongOthers} {
		names, markups := snippets(t, file)
		for i, name := range names {
			if why := misread(t, page(markups[i]), markups[i]); why != "" {
				t.Errorf("%s, %s: %s", file, name, why)
			}
		}
	}
}

// TestHonestRepetition wants what repeats without being a comment to stay in the page.
func TestHonestRepetition(t *testing.T) {
	for file, page := range map[string]func(string) crawler.Page{"honest.txt": underArticle, "honest-held.txt": underArticle, "honest-trial.txt": amongOthers} {
		names, markups := snippets(t, file)
		for i, name := range names {
			if e := extract(t, page(markups[i])); len(e.Listings) > 1 {
				t.Errorf("%s, %s: %v", file, name, e.Listings[1:])
			}
		}
	}
}

// TestMissedComments tells of markups that are known to be read wrongly, so that nobody takes the others for all there are.
func TestMissedComments(t *testing.T) {
	names, markups := snippets(t, "comments-missed.txt")
	for i, name := range names {
		if misread(t, amongOthers(markups[i]), markups[i]) == "" {
			t.Errorf("%s is read as it should be: move it to comments-trial.txt", name)
		}
	}
}

// misread says which comment is no part by itself, "" when all are.
func misread(t *testing.T, page crawler.Page, markup string) string {
	t.Helper()
	e := extract(t, page)
	for n := 1; strings.Contains(markup, fmt.Sprintf("suara%d ", n)); n++ {
		comment, found := fmt.Sprintf("suara%d ", n), 0
		for i, l := range e.Listings {
			text := fmt.Sprint(l.Blocks)
			if !strings.Contains(text, comment) {
				continue
			}
			found++
			if i == 0 || strings.Count(text, "suara") != 1 {
				return fmt.Sprintf("%sstands in %q of %d listings: %q", comment, l.Part, len(e.Listings), l.Blocks)
			}
		}
		if found != 1 {
			return fmt.Sprintf("%sstands in %d listings", comment, found)
		}
	}
	if !strings.Contains(fmt.Sprint(e.Listings[0].Blocks), "Tulisan ini") || strings.Contains(fmt.Sprint(e.Listings[1:]), "Tulisan ini") {
		return "the article is not the main listing"
	}
	return ""
}
