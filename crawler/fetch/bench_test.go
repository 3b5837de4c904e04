package fetch_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// BenchmarkFetch measures an 18 KB page from loopback, the server included, and sets it against net/http alone.
func BenchmarkFetch(b *testing.B) {
	body := []byte(strings.Repeat("<p>kartu perdana dan pulsa</p>\n", 18<<10/31))
	url, f := serve(b, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write(body)
	})
	b.Run("fetch", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			get(b, f, url)
		}
	})
	b.Run("net_http", func(b *testing.B) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		b.ReportAllocs()
		for b.Loop() {
			req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, http.NoBody)
			if err != nil {
				b.Fatal(err)
			}
			res, err := client.Do(req)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.ReadAll(res.Body); err != nil {
				b.Fatal(err)
			}
			if err := res.Body.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
