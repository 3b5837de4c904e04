package text_test

import (
	"testing"

	"ronda/crawler"
	"ronda/detect/text"
)

// TestFilesAreTheCrawlersPictures holds that this package, which may not ask the crawler, takes the same endings for those of
// pictures.
func TestFilesAreTheCrawlersPictures(t *testing.T) {
	for _, ending := range text.FileEndings {
		if !crawler.IsPictureFile("a."+ending) && ending != "pdf" {
			t.Errorf("%s is no picture to the crawler", ending)
		}
	}
	known := 0
	var try func(name string, left int)
	try = func(name string, left int) {
		if crawler.IsPictureFile(name) {
			known++
			if text.Files(name) != 1 {
				t.Errorf("%s is a picture to the crawler alone", name)
			}
		}
		for c := 'a'; c <= 'z' && left > 0; c++ {
			try(name+string(c), left-1)
		}
	}
	try("a.", 4)
	if known < 10 {
		t.Errorf("the crawler knows %d endings", known)
	}
	for s, want := range map[string]int{
		"": 0, ".": 0, "ktp.": 0, "a.jpgb.PNG, c.Heic": 3, "a.jp g": 0, "Rp 15.000. Jalan. pdf": 0, "..jpeg..": 1,
	} {
		if got := text.Files(s); got != want {
			t.Errorf("%q: %d files, want %d", s, got, want)
		}
	}
}
