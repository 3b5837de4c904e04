package hamming_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"ronda/detect/hamming"
)

// kinds are what hashes are searched among: even ones, and around so many centres with bits flipped at that rate, as pictures of
// one layout are.
var kinds = []struct {
	name    string
	centres int
	rate    float64
}{
	{"uniform", 0, 0},
	{"100000_crowds", 100_000, 0.06},
	{"10000_crowds", 10_000, 0.06},
	{"1000_crowds", 1000, 0.06},
	{"1000_wide_crowds", 1000, 0.1},
	{"100_crowds", 100, 0.06}, // half of a crowd of 100,000 is found at a time
}

// BenchmarkIndex holds the index against a scan of the same hashes, search by search in turn, and checks that both find the same.
// It reports the ratio of the CPU time that they take (median of all turns), what the index takes of memory with nothing else
// counted, and how long it takes from a snapshot on disk to the first answer.
func BenchmarkIndex(b *testing.B) {
	for _, k := range kinds {
		b.Run("64bit/"+k.name, func(b *testing.B) {
			const n, radius = 10_000_000, 8
			draw := crowds(rand.New(rand.NewPCG(1, 2)), k.centres, k.rate)
			hs := slices.Collect(times(n, draw))
			before := heap()
			x := hamming.NewIndex64(pairs(hs))
			taken := heap() - before
			for b.Loop() {
				duel(b, contest{
					scan:  func(dst []hamming.Match, q hamming.Hash) []hamming.Match { return scan64(dst, hs, q[0], radius) },
					index: func(dst []hamming.Match, q hamming.Hash) []hamming.Match { return x.Search(dst, q[0], radius) },
					query: func() hamming.Hash { return hamming.Hash{draw()} },
				})
			}
			if k.centres == 0 {
				restart(b, x)
			}
			b.ReportMetric(float64(taken)/1e6, "MB")
			runtime.KeepAlive(hs)
		})
	}
	for _, k := range kinds[:3] {
		b.Run("256bit/"+k.name, func(b *testing.B) {
			const n, radius = 2_000_000, 31
			draw := longCrowds(rand.New(rand.NewPCG(1, 2)), k.centres, k.rate)
			hs := slices.Collect(times(n, draw))
			before := heap()
			x := hamming.NewIndex(pairs(hs))
			taken := heap() - before
			for b.Loop() {
				duel(b, contest{
					scan:  func(dst []hamming.Match, q hamming.Hash) []hamming.Match { return scan256(dst, hs, q, radius) },
					index: func(dst []hamming.Match, q hamming.Hash) []hamming.Match { return x.Search(dst, q, radius) },
					query: draw,
				})
			}
			b.ReportMetric(float64(taken)/1e6, "MB")
			runtime.KeepAlive(hs)
		})
	}
}

// restart measures the way from a snapshot to the first answer.
func restart(b *testing.B, x *hamming.Index64) {
	path := filepath.Join(b.TempDir(), "pictures")
	if err := x.Save(path, state); err != nil {
		b.Fatal(err)
	}
	begin, computed := time.Now(), cpu()
	y, _, err := hamming.Load64(path)
	if err != nil {
		b.Fatal(err)
	}
	y.Search(nil, 0, 8)
	b.ReportMetric(time.Since(begin).Seconds(), "restart_s")
	b.ReportMetric((cpu() - computed).Seconds(), "restart_cpu_s")
}

// contest is a search done in two ways.
type contest struct {
	scan, index func(dst []hamming.Match, q hamming.Hash) []hamming.Match
	query       func() hamming.Hash
}

// duel takes turns and reports the medians.
func duel(b *testing.B, c contest) {
	const turns, searches = 41, 25
	var scans, indexes, ratios []float64
	var found, want []hamming.Match
	results := 0
	for range turns {
		var queries [searches]hamming.Hash
		for i := range queries {
			queries[i] = c.query()
		}
		begin := cpu()
		want = c.scan(want[:0], queries[0])
		scan := (cpu() - begin).Seconds()
		begin = cpu()
		for _, q := range queries {
			found = c.index(found[:0], q)
			results += len(found)
		}
		index := (cpu() - begin).Seconds() / searches
		scans, indexes, ratios = append(scans, scan), append(indexes, index), append(ratios, scan/index)
		if found = c.index(found[:0], queries[0]); !slices.Equal(sorted(found), want) {
			b.Fatal("the index finds something else than the scan")
		}
	}
	b.ReportMetric(median(scans)*1e3, "scan_ms")
	b.ReportMetric(median(indexes)*1e6, "index_µs")
	b.ReportMetric(median(ratios), "times_faster")
	b.ReportMetric(float64(results)/turns/searches, "found")
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// cpu is the time that this process has computed.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(fmt.Sprint("read CPU time: ", err))
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// heap is what is in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func times[H any](n int, draw func() H) iter.Seq[H] {
	return func(yield func(H) bool) {
		for range n {
			if !yield(draw()) {
				return
			}
		}
	}
}

// crowds draws hashes around centres. Drawing millions bit by bit would take minutes: two halves of noise are drawn from a store.
func crowds(r *rand.Rand, centres int, rate float64) func() uint64 {
	if centres == 0 {
		return r.Uint64
	}
	middle, halves := make([]uint64, centres), make([]uint64, 1<<15)
	for i := range middle {
		middle[i] = r.Uint64()
	}
	for i := range halves {
		halves[i] = noise(r, rate/2)
	}
	half := func() uint64 { return halves[r.IntN(len(halves))] }
	return func() uint64 { return middle[r.IntN(centres)] ^ half() ^ half() }
}

// longCrowds draws long hashes around centres.
func longCrowds(r *rand.Rand, centres int, rate float64) func() hamming.Hash {
	even := func() hamming.Hash { return hamming.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()} }
	if centres == 0 {
		return even
	}
	middle := slices.Collect(times(centres, even))
	flips := crowds(r, 1, rate)
	centre := flips() // the noise alone is wanted
	return func() hamming.Hash {
		h := middle[r.IntN(centres)]
		for q := range h {
			h[q] ^= flips() ^ centre
		}
		return h
	}
}
