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

// BenchmarkAdd measures a new URL, in the batches of fifty that a page yields: all on one host, and each on another.
func BenchmarkAdd(b *testing.B) {
	for name, step := range map[string]int{"one_host": benchHosts, "fifty_hosts": 1} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				f := openNew(b, frontier.Config{Delay: -1})
				b.StartTimer()
				batch := make([]string, 50)
				for i := range benchURLs / len(batch) {
					for k := range batch {
						n := i*len(batch) + k
						batch[k] = benchURL(n*step%benchURLs + n*step/benchURLs)
					}
					seed(b, f, batch...)
				}
				b.StopTimer()
				wantStats(b, f, frontier.Stats{Queued: benchURLs, Hosts: benchHosts})
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchURLs, "ns/url")
		})
	}
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
