package detect_test

import (
	"ronda/crawler/site"
	"testing"
)

func BenchmarkXtr(b *testing.B) {
	pages := benchmarkPages(b)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for _, p := range pages {
			site.Extract(p)
		}
	}
}
func BenchmarkPeerTok(b *testing.B) {
	pages := benchmarkPages(b)
	b.ResetTimer()
	for b.Loop() {
		for _, p := range pages {
			visible(p.Body)
		}
	}
}
