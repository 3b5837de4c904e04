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
	data, err := os.ReadFile(filepath.Join("testdata", "voices-"+file))
	if err != nil {
		tb.Fatal(err)
	}
	for _, snippet := range strings.Split(string(data), "### ")[1:] {
		name, markup, _ := strings.Cut(snippet, "\n")
		names, markups = append(names, name), append(markups, markup)
	}
	return names, markups
}

func underArticle(markup string) crawler.Page {
	return crawler.Page{Body: []byte("<!doctype html><html><body><main>" + article + markup +
		"</main><footer><p>Kantor contoh, Jalan Rekaan 1</p></footer></body></html>")}
}

// TestVoices wants each comment, whose text begins with "suara" and a number, to be a part by itself.
func TestVoices(t *testing.T) {
	for _, file := range []string{"comments.txt", "comments-held.txt"} {
		names, markups := snippets(t, file)
		for i, name := range names {
			if why := unheard(t, markups[i]); why != "" {
				t.Errorf("%s, %s: %s", file, name, why)
			}
		}
	}
}

// unheard says which comment is no part by itself, "" when all are.
func unheard(t *testing.T, markup string) string {
	return wrong(t, underArticle(markup), markup)
}

func wrong(t *testing.T, page crawler.Page, markup string) string {
	e := extract(t, page)
	if !strings.Contains(markup, "suara1 ") && len(e.Listings) > 1 {
		return fmt.Sprint(e.Listings[1:])
	}
	for n := 1; strings.Contains(markup, fmt.Sprintf("suara%d ", n)); n++ {
		voice, found := fmt.Sprintf("suara%d ", n), 0
		for i, l := range e.Listings {
			text := fmt.Sprint(l.Blocks)
			if !strings.Contains(text, voice) {
				continue
			}
			found++
			if i == 0 || strings.Count(text, "suara") != 1 {
				return fmt.Sprintf("%sstands in %q of %d listings: %q", voice, l.Part, len(e.Listings), l.Blocks)
			}
		}
		if found != 1 {
			return fmt.Sprintf("%sstands in %d listings", voice, found)
		}
	}
	if !strings.Contains(fmt.Sprint(e.Listings[0].Blocks), "Tulisan ini") || strings.Contains(fmt.Sprint(e.Listings[1:]), "Tulisan ini") {
		return "the article is not the main listing"
	}
	return ""
}

// TestHonestRepetition wants what repeats without being a comment to stay in the page.
func TestHonestRepetition(t *testing.T) {
	for _, file := range []string{"honest.txt", "honest-held.txt"} {
		names, markups := snippets(t, file)
		for i, name := range names {
			if e := extract(t, underArticle(markups[i])); len(e.Listings) > 1 {
				t.Errorf("%s, %s: %v", file, name, e.Listings[1:])
			}
		}
	}
}
