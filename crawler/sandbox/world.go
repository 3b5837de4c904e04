package sandbox

import (
	"math/rand/v2"
)

// hash is FNV-1a, 64 bits.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix joins two numbers into one that looks random (splitmix64).
func mix(a, b uint64) uint64 {
	z := a ^ b*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// world is what all sites share: the seed, the words and the way to each other.
type world struct {
	seed  uint64
	words *wording
	port  string // ":8123", or "" for the default port
	sites []site // those that pages link to, in the order of the host table
}

// roll returns the generator of one thing: the same for the same seed, stream and number.
func (w *world) roll(stream string, n int) *rand.Rand {
	return rand.New(rand.NewPCG(w.seed, mix(hash(stream), uint64(n))))
}

func (w *world) url(host, uri string) string { return "http://" + host + ".localhost" + w.port + uri }

// spread places k things among n places, one in each of k equal strata, so that neither a table nor a search is needed to know
// what stands in a place.
type spread struct {
	n, k int
	salt uint64
}

func (w *world) spread(stream string, n, k int) spread {
	return spread{n: n, k: min(n, k), salt: mix(w.seed, hash(stream))}
}

// at returns the place of thing j, 0 <= j < k.
func (s spread) at(j int) int {
	low, high := j*s.n/s.k, (j+1)*s.n/s.k
	return low + int(mix(s.salt, uint64(j))%uint64(high-low))
}

// holds returns the thing in place i.
func (s spread) holds(i int) (j int, ok bool) {
	if s.k == 0 || i < 0 || i >= s.n {
		return 0, false
	}
	j = ((i+1)*s.k - 1) / s.n
	return j, s.at(j) == i
}

// entry is what stands at a place: a text with its slots filled.
type entry struct {
	kind  string // a planted kind, kindHard or kindPlain
	title string
	price int // thousands of rupiah, 0 when the text names none
	text  *text
	r     *rand.Rand // fills the body; comes after title and price
}

// planted reports whether the entry must raise an alert.
func (e *entry) planted() bool { return e.kind != kindHard && e.kind != kindPlain }

// entry opens place i of a form: plant j if it holds one, else a look-alike or an ordinary text.
func (w *world) entry(form string, i int, plants spread) entry {
	if j, ok := plants.holds(i); ok {
		return w.open(w.words.plant(form, j), form, i)
	}
	return w.harmless(form, i)
}

// hardShare is the number of look-alikes among 100 harmless texts.
const hardShare = 25

func (w *world) harmless(form string, i int) entry {
	r := w.roll("class "+form, i)
	kind := kindPlain
	if r.IntN(100) < hardShare {
		kind = kindHard
	}
	return w.open(w.words.pick(kind, form, r), form, i)
}

func (w *world) open(t *text, form string, i int) entry {
	e := entry{kind: t.kind, text: t, r: w.roll(form, i)}
	e.title = w.words.fill(t.title, e.r)
	if t.high > 0 {
		e.price = between(e.r, t.low, t.high)
	}
	return e
}

// body fills the text. Composed offers are sometimes written around a word filter.
func (w *world) body(e *entry) string {
	s := w.words.fill(e.text.body, e.r)
	if e.planted() && e.r.IntN(7) == 0 {
		s = disguise(s, e.r)
	}
	return s
}

// picture chooses what a picture beside the entry shows.
func picture(kind string, r *rand.Rand) string {
	switch kind {
	case "sale":
		return from(r, []string{"collage", "selfie", "ktp", "kk", "npwp", "phone"})
	case "forgery":
		return from(r, []string{"ktp", "ktp", "npwp", "kk"})
	case "exposure":
		return from(r, []string{"ktp", "kk"})
	case "solicitation":
		return from(r, []string{"phone", "landscape", "box"})
	default:
		return from(r, []string{"member", "phone", "box", "landscape"})
	}
}
