package patrol_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ronda/crawler"
	"ronda/crawler/patrol"
)

// TestPicturesAreToldByTheirBytes holds that pictures reach who judges whatever their server calls them, as long as it does not
// call them something else, and that what is none does not.
func TestPicturesAreToldByTheirBytes(t *testing.T) {
	avif, err := os.ReadFile("../../detect/picture/testdata/small.avif")
	if err != nil {
		t.Fatal(err)
	}
	heic := []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
	film := []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom")
	files := map[string]struct {
		contentType string
		data        []byte
		want        string // "" when it is refused
	}{
		"named.avif":   {"image/avif", avif, string(avif)},
		"unnamed.avif": {"application/octet-stream", avif, string(avif)},
		"silent.avif":  {"", avif, string(avif)},
		"unnamed.HEIC": {"application/octet-stream", heic, string(heic)},
		"named.heif":   {"image/heif", heic, string(heic)},
		"film.avif":    {"application/octet-stream", film, ""},
		"text.avif":    {"application/octet-stream", []byte("no picture"), ""},
		"locked.avif":  {"application/zip", avif, ""},
	}
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		file, ok := files[filepath.Base(r.URL.Path)]
		switch {
		case ok:
			w.Header()["Content-Type"] = nil // no guess of the server's
			if file.contentType != "" {
				w.Header().Set("Content-Type", file.contentType)
			}
			_, _ = w.Write(file.data)
		case r.URL.Path == "/ktp/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<title>Index of /ktp</title><h1>Index of /ktp</h1><pre><a href=\"../\">../</a>\n")
			for _, name := range slices.Sorted(maps.Keys(files)) {
				fmt.Fprintf(w, "<a href=%q>%s</a>\n", name, name)
			}
		default:
			http.NotFound(w, r)
		}
	})
	var mu sync.Mutex
	got := map[string]string{}
	walk(t, openFrontier(t, filepath.Join(t.TempDir(), "f.db")), patrol.Config{
		MaxPictures: len(files), WantsImages: func(*crawler.Listing) bool { return true },
		Handle: func(_ context.Context, _ *crawler.Page, listings []crawler.Listing) error {
			mu.Lock()
			defer mu.Unlock()
			for _, l := range listings {
				for _, image := range l.Images {
					got[filepath.Base(image.URL)] = string(image.Data)
				}
			}
			return nil
		},
	}, true, s.URL+"/ktp/")
	want := map[string]string{}
	for name, file := range files {
		want[name] = file.want
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pictures (-want +got):\n%s", diff)
	}
	for path, n := range s.seen() { // as a picture, and not as a page once more
		if n != 1 {
			t.Errorf("%s was fetched %d times", path, n)
		}
	}
}
