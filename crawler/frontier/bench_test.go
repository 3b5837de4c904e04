package frontier_test

import (
	"fmt"
	"testing"

	"ronda/crawler"
	"ronda/crawler/frontier"
)

const benchURLs, benchHosts = 100_000, 1000

func benchURL(i int) string {
	return fmt.Sprintf("https://toko%d.example/produk/kartu-keluarga-sakinah/%d.html", i%benchHosts, i)
}

// BenchmarkAdd measures a new URL, in the batches of fifty that a page yields.
func BenchmarkAdd(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		f := openNew(b, frontier.Config{Delay: -1})
		b.StartTimer()
		for i := 0; i < benchURLs; i += 50 {
			batch := make([]string, 50)
			for k := range batch {
				batch[k] = benchURL(i + k)
			}
			seed(b, f, batch...)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchURLs, "ns/url")
}

// BenchmarkNextDone measures a lease and its end among 100,000 queued URLs of 1,000 hosts: with no links, and with fifty
// that are known, the usual case.
func BenchmarkNextDone(b *testing.B) {
	for _, links := range []int{0, 50} {
		b.Run(fmt.Sprintf("known_links=%d", links), func(b *testing.B) {
			f := openNew(b, frontier.Config{Delay: -1})
			batch := make([]string, benchURLs)
			for i := range batch {
				batch[i] = benchURL(i)
			}
			seed(b, f, batch...)
			page := frontier.Result{Status: 200, Outcome: "fetched"}
			for i := range links {
				page.Links = append(page.Links, crawler.Link{URL: benchURL(i * 17)})
			}
			for b.Loop() {
				l, err := f.Next(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				if err := f.Done(b.Context(), l, page); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
