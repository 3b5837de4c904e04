package evidence_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"ronda/alerts/evidence"
)

// htmlPage captures a page of so many bytes that reads like one, compressible as pages are.
func htmlPage(size int) *evidence.Capture {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		_, _ = fmt.Fprintf(&b, `<li class="item"><a href="/listing/%d">Iklan nomor %d: sepeda, lemari, buku %x</a></li>`+"\n", i, i*7919, i*104729)
	}
	return evidence.New(evidence.Content{Exchanges: []evidence.Exchange{{
		URL: "https://toko.example/", Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(b.String()[:size]),
		ContentType: "text/html", FetchedAt: fetched,
	}}})
}

// BenchmarkSeal is the whole way of an original, synced to disk.
func BenchmarkSeal(b *testing.B) {
	keys := map[string]key{"x25519": x25519(b), "hybrid": hybrid(b)}
	for _, size := range []int{100 << 10, 10 << 20} {
		for content, c := range map[string]*evidence.Capture{"html": htmlPage(size), "picture": incompressible(size)} {
			for name, k := range keys {
				b.Run(fmt.Sprintf("%dKB/%s/%s", size>>10, content, name), func(b *testing.B) {
					v := openVault(b, b.TempDir(), k)
					b.SetBytes(int64(size))
					b.ReportAllocs()
					for b.Loop() {
						if err := v.Remove(seal(b, v, c).Name); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// Sealing streams: what it allocates does not grow with the page.
func TestSealCopiesNoPage(t *testing.T) {
	const size, runs = 4 << 20, 2
	v, c := openVault(t, t.TempDir(), x25519(t)), incompressible(size)
	seal(t, v, c) // fills the pool of compressors
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		seal(t, v, c)
	}
	runtime.ReadMemStats(&after)
	each := (after.TotalAlloc - before.TotalAlloc) / runs
	t.Logf("%d KB allocated for a page of %d KB", each>>10, size>>10)
	if each > size/2 { // the race detector makes pools forgetful, so a compressor is allowed for
		t.Error("sealing makes a copy of the page")
	}
}

// BenchmarkSealWorkers seals pages of 10 MB by sixteen workers and reports what is in memory at most beyond the pages.
func BenchmarkSealWorkers(b *testing.B) {
	const workers = 16
	v := openVault(b, b.TempDir(), x25519(b))
	c := htmlPage(10 << 20)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak uint64
	stop, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			default:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapInuse)
				runtime.Gosched()
			}
		}
	}()
	b.SetBytes(workers * 10 << 20)
	for b.Loop() {
		var wait sync.WaitGroup
		for range workers {
			wait.Go(func() {
				if _, err := v.Seal(b.Context(), c, about); err != nil {
					b.Error(err)
				}
			})
		}
		wait.Wait()
	}
	close(stop)
	<-watched
	b.ReportMetric(float64(peak-min(peak, before.HeapInuse))/(1<<20), "peak-MB")
}
