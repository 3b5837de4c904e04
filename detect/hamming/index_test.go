package hamming_test

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"ronda/detect/hamming"
)

// hashes draws n hashes of 64 bits: around so many centres, with bits flipped at that rate, or even ones for no centre.
func hashes(r *rand.Rand, n, centres int, rate float64) []uint64 {
	middle := make([]uint64, centres)
	for i := range middle {
		middle[i] = r.Uint64()
	}
	out := make([]uint64, n)
	for i := range out {
		if centres == 0 {
			out[i] = r.Uint64()
			continue
		}
		out[i] = middle[r.IntN(centres)] ^ noise(r, rate)
	}
	return out
}

// noise is a word in which each bit is set at that rate.
func noise(r *rand.Rand, rate float64) uint64 {
	var w uint64
	for i := range 64 {
		if r.Float64() < rate {
			w |= 1 << i
		}
	}
	return w
}

func pairs[H any](hs []H) iter.Seq2[hamming.ID, H] {
	return func(yield func(hamming.ID, H) bool) {
		for i, h := range hs {
			if !yield(hamming.ID(i), h) {
				return
			}
		}
	}
}

// scan64 is the tuned scan that the index is held against: it passes over what is far four words at a time, in a loop that does
// nothing else, and appends results as the index does.
func scan64(dst []hamming.Match, hs []uint64, query uint64, radius int) []hamming.Match {
	for i := 0; i < len(hs); {
		i += skipFar(hs[i:], query, radius)
		for end := min(i+4, len(hs)); i < end; i++ {
			if d := bits.OnesCount64(hs[i] ^ query); d <= radius {
				dst = append(dst, hamming.Match{ID: hamming.ID(i), Distance: uint16(d)})
			}
		}
	}
	return dst
}

// skipFar is kept apart so that all it needs stays in registers: within the loop of scan64 it takes a third longer.
//
//go:noinline
func skipFar(hs []uint64, query uint64, radius int) int {
	n := len(hs)
	for len(hs) >= 4 {
		a, b := radius-bits.OnesCount64(hs[0]^query), radius-bits.OnesCount64(hs[1]^query)
		c, d := radius-bits.OnesCount64(hs[2]^query), radius-bits.OnesCount64(hs[3]^query)
		if a&b&c&d >= 0 { // at least one is not negative
			break
		}
		hs = hs[4:]
	}
	return n - len(hs)
}

// scan256 gives a hash up as soon as two of its quarters differ too much, which is what makes a scan of long hashes fast.
func scan256(dst []hamming.Match, hs []hamming.Hash, query hamming.Hash, radius int) []hamming.Match {
	for i := range hs {
		h := &hs[i]
		d := bits.OnesCount64(h[0]^query[0]) + bits.OnesCount64(h[1]^query[1])
		if d > radius {
			continue
		}
		if d += bits.OnesCount64(h[2]^query[2]) + bits.OnesCount64(h[3]^query[3]); d <= radius {
			dst = append(dst, hamming.Match{ID: hamming.ID(i), Distance: uint16(d)})
		}
	}
	return dst
}

func sorted(ms []hamming.Match) []hamming.Match {
	slices.SortFunc(ms, func(a, b hamming.Match) int { return cmp.Compare(a.ID, b.ID) })
	return ms
}

// TestSearchIsExact holds that an index finds just what a scan finds, at every radius, at sizes that are searched in different
// ways, and while hashes come and go.
func TestSearchIsExact(t *testing.T) {
	for _, n := range []int{0, 1, 5000} {
		for _, centres := range []int{0, 1, 20} {
			t.Run(fmt.Sprintf("%d around %d", n, centres), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(n), uint64(centres)))
				hs := hashes(r, n, centres, 0.08)
				x := hamming.NewIndex64(pairs(hs))
				checkSearch64(t, r, x, hs)
				hs = changeAll(r, hs, x.Add, x.Remove, func() uint64 { return hashes(r, 1, 0, 0)[0] })
				checkSearch64(t, r, x, hs)
			})
		}
	}
}

// changeAll replaces some of the hashes and adds others.
func changeAll[H any](r *rand.Rand, hs []H, add func(hamming.ID, H), remove func(hamming.ID, H) bool, fresh func() H) []H {
	for range len(hs) / 20 {
		i := r.IntN(len(hs))
		if !remove(hamming.ID(i), hs[i]) {
			panic("a hash that was added is not there")
		}
		hs[i] = fresh()
		add(hamming.ID(i), hs[i])
	}
	for range 100 {
		h := fresh()
		add(hamming.ID(len(hs)), h)
		hs = append(hs, h)
	}
	return hs
}

// TestEveryPattern holds that words are found, and once, however the bits in which they differ from the query spread over its quarters.
// Of these words so few have a quarter in common that they make no crowd.
func TestEveryPattern(t *testing.T) {
	const most = 9
	r := rand.New(rand.NewPCG(8, 8))
	for range 4 {
		query, hs := r.Uint64(), hashes(r, 5000, 0, 0)
		for pattern := range 10_000 { // a digit for each quarter
			word, sum := query, 0
			for quarter, rest := 0, pattern; quarter < 4; quarter, rest = quarter+1, rest/10 {
				sum += rest % 10
				for _, bit := range r.Perm(16)[:rest%10] {
					word ^= 1 << (16*quarter + bit)
				}
			}
			if sum <= most {
				hs = append(hs, word)
			}
		}
		x := hamming.NewIndex64(pairs(hs))
		for radius := range most + 1 {
			got, want := sorted(x.Search(nil, query, radius)), sorted(scan64(nil, hs, query, radius))
			if !slices.Equal(got, want) {
				t.Errorf("radius %d: %d found, want %d", radius, len(got), len(want))
			}
		}
	}
}

func checkSearch64(t *testing.T, r *rand.Rand, x *hamming.Index64, hs []uint64) {
	t.Helper()
	if x.Len() != len(hs) {
		t.Fatalf("%d hashes, want %d", x.Len(), len(hs))
	}
	for radius := -1; radius <= 65; radius += 1 + max(0, radius)/12 {
		query := r.Uint64()
		if len(hs) > 0 && r.IntN(4) > 0 {
			query = hs[r.IntN(len(hs))] ^ noise(r, 0.03)
		}
		got, want := sorted(x.Search(nil, query, radius)), sorted(scan64(nil, hs, query, radius))
		if !slices.Equal(got, want) {
			t.Fatalf("radius %d: %d found, want %d", radius, len(got), len(want))
		}
	}
}

func TestSearchOfLongHashesIsExact(t *testing.T) {
	for _, n := range []int{0, 6000} {
		for _, centres := range []int{0, 1, 20} {
			t.Run(fmt.Sprintf("%d around %d", n, centres), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(n), uint64(centres)))
				hs := longHashes(r, n, centres, 0.06)
				x := hamming.NewIndex(pairs(hs))
				checkSearch(t, r, x, hs)
				hs = changeAll(r, hs, x.Add, x.Remove, func() hamming.Hash { return longHashes(r, 1, 0, 0)[0] })
				checkSearch(t, r, x, hs)
			})
		}
	}
}

func longHashes(r *rand.Rand, n, centres int, rate float64) []hamming.Hash {
	middle := make([]hamming.Hash, max(centres, 1))
	for i := range middle {
		middle[i] = hamming.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
	}
	out := make([]hamming.Hash, n)
	for i := range out {
		if centres == 0 {
			out[i] = hamming.Hash{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
			continue
		}
		out[i] = blur(r, middle[r.IntN(centres)], rate)
	}
	return out
}

// blur flips the bits of a hash at that rate.
func blur(r *rand.Rand, h hamming.Hash, rate float64) hamming.Hash {
	for q := range h {
		h[q] ^= noise(r, rate)
	}
	return h
}

func checkSearch(t *testing.T, r *rand.Rand, x *hamming.Index, hs []hamming.Hash) {
	t.Helper()
	if x.Len() != len(hs) {
		t.Fatalf("%d hashes, want %d", x.Len(), len(hs))
	}
	for radius := -1; radius <= 257; radius += 1 + max(0, radius)/6 {
		query := longHashes(r, 1, 0, 0)[0]
		if len(hs) > 0 && r.IntN(4) > 0 {
			query = blur(r, hs[r.IntN(len(hs))], 0.05)
		}
		got, want := sorted(x.Search(nil, query, radius)), sorted(scan256(nil, hs, query, radius))
		if !slices.Equal(got, want) {
			t.Fatalf("radius %d: %d found, want %d", radius, len(got), len(want))
		}
	}
}

// TestCrowdGathers holds that hashes which come one by one and crowd around few centres are found, and can be removed again.
func TestCrowdGathers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	x, y := hamming.NewIndex64(nil), hamming.NewIndex(nil)
	hs, long := hashes(r, 3000, 3, 0.02), longHashes(r, 2000, 2, 0.01)
	for i, h := range hs {
		x.Add(hamming.ID(i), h)
	}
	for i, h := range long {
		y.Add(hamming.ID(i), h)
	}
	checkSearch64(t, r, x, hs)
	checkSearch(t, r, y, long)
	hs = changeAll(r, hs, x.Add, x.Remove, func() uint64 { return hs[r.IntN(len(hs))] ^ noise(r, 0.03) })
	long = changeAll(r, long, y.Add, y.Remove, func() hamming.Hash { return blur(r, long[r.IntN(len(long))], 0.03) })
	checkSearch64(t, r, x, hs)
	checkSearch(t, r, y, long)
	for i, h := range hs {
		if !x.Remove(hamming.ID(i), h) {
			t.Fatalf("hash %d is not there", i)
		}
	}
	if x.Len() != 0 || len(x.Search(nil, hs[0], 64)) != 0 {
		t.Error("something is left after all was removed")
	}
}

// TestCrowdBesideAnother holds that a hash can be removed from its crowd after another crowd was founded beside it, to which the hash
// would go now.
func TestCrowdBesideAnother(t *testing.T) {
	const (
		first   = 0
		second  = 0xf | 7<<19 | 7<<34 | 0xf<<49 // too far from the first centre to be in its crowd
		between = 0xf                           // near both: by its last chunks the first one's, by its first chunk the second one's
	)
	r := rand.New(rand.NewPCG(7, 7))
	hs := hashes(r, 3000, 0, 0)
	for i := range 1000 {
		hs[i] = first
	}
	x := hamming.NewIndex64(pairs(hs))
	add := func(h uint64) {
		x.Add(hamming.ID(len(hs)), h)
		hs = append(hs, h)
	}
	add(between)
	for range 1000 {
		add(second)
	}
	if !x.Remove(3000, between) {
		t.Error("the hash is not there")
	}
	hs[3000] = r.Uint64()
	x.Add(3000, hs[3000])
	checkSearch64(t, r, x, hs)
}

// TestConcurrentSearch searches while hashes are added and removed: what is there all the time is always found.
func TestConcurrentSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	hs := hashes(r, 5000, 3, 0.05)
	x := hamming.NewIndex64(pairs(hs))
	var searches sync.WaitGroup
	for range 3 {
		searches.Go(func() {
			for i, h := range hs[:300] {
				if !slices.Contains(x.Search(nil, h, 8), hamming.Match{ID: hamming.ID(i)}) {
					t.Errorf("hash %d is not found", i)
					return
				}
			}
		})
	}
	for i, h := range hashes(r, 3000, 3, 0.05) {
		x.Add(hamming.ID(100_000+i), h)
		if i%2 == 0 {
			x.Remove(hamming.ID(100_000+i), h)
		}
	}
	searches.Wait()
}

// TestOneHashManyTimes holds that hashes which are all alike are found and removed one by one.
func TestOneHashManyTimes(t *testing.T) {
	x := hamming.NewIndex64(nil)
	const n = 2000
	for i := range n {
		x.Add(hamming.ID(i%10), 42)
	}
	if got := len(x.Search(nil, 43, 8)); got != n {
		t.Errorf("%d found, want %d", got, n)
	}
	for i := range n {
		if !x.Remove(hamming.ID(i%10), 42) {
			t.Fatalf("removal %d found nothing", i)
		}
	}
	if x.Remove(3, 42) || x.Len() != 0 || len(x.Search(nil, 42, 64)) != 0 {
		t.Error("something is left after all was removed")
	}
}

// TestCrowdIsSeldomSought holds that hashes which have nothing but a bucket in common are looked through a few times only, however many
// of them come and go, and that no crowd is made of them.
func TestCrowdIsSeldomSought(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	short := func() uint64 { return r.Uint64() >> 16 }
	long := func() hamming.Hash { return hamming.Hash{short(), short(), short(), short()} }
	check := func(what string, times, crowds, want int) {
		t.Helper()
		if times != want || crowds != 0 {
			t.Errorf("%s: sought %d times, want %d; %d crowds, want none", what, times, want, crowds)
		}
	}
	x, y := hamming.NewIndex64(nil), hamming.NewIndex(nil)
	hs, ls := slices.Collect(times(20_000, short)), slices.Collect(times(5000, long))
	for i, h := range hs {
		x.Add(hamming.ID(i), h)
	}
	for i, h := range ls {
		y.Add(hamming.ID(i), h)
	}
	for i := range 300 { // a removal, too, puts a hash into the tables: the last one takes the place of the one that is gone
		x.Remove(hamming.ID(i), hs[i])
		x.Add(hamming.ID(i), hs[i])
		y.Remove(hamming.ID(i), ls[i])
		y.Add(hamming.ID(i), ls[i])
	}
	tried, crowds := x.Sought()
	check("64 bits", tried, crowds, 7) // from 256 hashes to 16,384
	tried, crowds = y.Sought()
	check("256 bits", tried, crowds, 4*5)
	checkSearch64(t, r, x, hs)
	checkSearch(t, r, y, ls)
}

// TestLateCrowd holds that a crowd is founded also in a bucket that has grown large with other hashes, where not all of the crowd is
// moved at once, and that all stay to be found and can be removed.
func TestLateCrowd(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	x := hamming.NewIndex64(nil)
	var hs []uint64
	for i := range 10_000 {
		h := r.Uint64() >> 16
		if i >= 3000 {
			h = 0xfeed_face_cafe ^ noise(r, 0.03)>>16
		}
		x.Add(hamming.ID(i), h)
		hs = append(hs, h)
	}
	if _, crowds := x.Sought(); crowds != 1 {
		t.Errorf("%d crowds, want 1", crowds)
	}
	checkSearch64(t, r, x, hs)
	for i, h := range hs {
		if !x.Remove(hamming.ID(i), h) {
			t.Fatalf("hash %d is not there", i)
		}
	}
	if x.Len() != 0 || len(x.Search(nil, hs[0], 64)) != 0 {
		t.Error("something is left after all was removed")
	}
}

// TestAnyRadius holds that a radius may be any number: of one above the length of a hash all are found, of a negative one none is.
func TestAnyRadius(t *testing.T) {
	const n = 5000
	r := rand.New(rand.NewPCG(11, 11))
	for _, centres := range []int{0, 1} {
		hs, ls := hashes(r, n, centres, 0.05), longHashes(r, n, centres, 0.05)
		x, y := hamming.NewIndex64(pairs(hs)), hamming.NewIndex(pairs(ls))
		for radius, want := range map[int]int{math.MinInt: 0, -1: 0, 256: n, math.MaxInt - 20: n, math.MaxInt: n} {
			if got := len(x.Search(nil, r.Uint64(), radius)); got != want {
				t.Errorf("radius %d, %d centres: %d found, want %d", radius, centres, got, want)
			}
			if got := len(y.Search(nil, longHashes(r, 1, 0, 0)[0], radius)); got != want {
				t.Errorf("radius %d, %d centres: %d long ones found, want %d", radius, centres, got, want)
			}
		}
	}
}
