package text

import (
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"

	"ronda/detect/lexis"
	"ronda/detect/numerals"
	"ronda/detect/tokens"
)

const (
	mostPeople  = 300_000_000    // a greater stock than the country has people is no stock
	mostRows    = 10_000_000_000 // unless a word of the text says how great: rows are more than people
	mostSamples = 1000           // rows that are shown for nothing
	manyLot     = 10             // who sells so many at a time has more than one paper
)

// aboutStock is a table of words that tell what a number beside them counts.
func aboutStock(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	stockWords = aboutStock("stok stock stoknya stocknya stokan persediaan")
	plenty     = aboutStock("banyak akeh melimpah numpuk loba rea seabrek buanyak akih")
	buying     = aboutStock("beli tuku ambil borong meuli tumbas order pesan buy")
	sampling   = aboutStock("sample samples sampel contoh preview cuplikan tester trial")
	using      = aboutStock("regis registrasi registrasikan reg daftar daftarin aktivasi login max maks maksimal tiap setiap per umur usia tahun thn angkatan")
	pricing    = aboutStock("rp idr usd usdt harga harganya hrg seharga hargai price tarif tarifnya rate biaya fee mahar bandrol bayar dp saldo modal diskon " +
		"potongan cuma hanya cukup mulai only regane hargane pangaos")
	// counting are units that nothing is priced by the thousand for; of others "ktp 10rb set" is a price.
	counting = aboutStock("orang org urang wong uwong jiwa penduduk warga wni peserta nasabah anggota pelamar pelanggan keluarga kepala baris row rows line lines " +
		"record records entri entry entries people persons ppl citizens")
)

// stock returns the greatest number of goods or people that the speaker has on offer, 0 for none, and whether he says that
// there is plenty. Prices, samples and what one of the goods is good for are none.
func (j *Judge) stock(st *stream) (amount int, many bool) {
	if len(st.occs[j.unit]) == 0 && len(st.occs[j.offered]) == 0 {
		return 0, false
	}
	s := stockReader{st: st}
	for i := range st.tokens {
		if !mayTell(s.raw(i)) {
			continue
		}
		word := s.word(i)
		if stockWords[word] || plenty[word] {
			many = many || s.plentiful(j, i)
		}
		if !s.begins(i, word) {
			continue
		}
		n, end := s.number(i)
		if end == i {
			continue
		}
		if buying[s.before(i)] && n.Value >= manyLot && !n.Scaled {
			many = true
		}
		if s.counts(j, n, i, end) {
			amount = max(amount, int(n.Value))
		}
	}
	return amount, many
}

// stockReader looks around numbers in a text that was read.
type stockReader struct {
	st    *stream
	words [12]string
	last  [12]int // the token of each word
}

// plentiful reports whether a token and the next one say that the stock is great.
func (s *stockReader) plentiful(j *Judge, i int) bool {
	word, next := s.word(i), s.next(i)
	return (stockWords[word] && plenty[next] || plenty[word] && stockWords[next]) && s.own(j.offered, i)
}

// word returns a token as it is written, in lower case.
func (s *stockReader) word(i int) string {
	if i < 0 || i >= len(s.st.tokens) {
		return ""
	}
	return strings.ToLower(s.raw(i))
}

// raw returns a token as it is written.
func (s *stockReader) raw(i int) string {
	t := &s.st.tokens[i]
	return s.st.passages[t.Passage].Text[min(t.Start, t.End):max(t.Start, t.End)]
}

// tellingLengths are, for each first letter, the lengths of the words at which a number or a word for stock may begin: most words of a
// text are told from them without being looked up.
var tellingLengths = func() (t [256]uint64) {
	add := func(words iter.Seq[string]) {
		for w := range words {
			t[w[0]] |= 1 << min(len(w), 63)
		}
	}
	add(maps.Keys(stockWords))
	add(maps.Keys(plenty))
	add(numerals.First())
	return t
}()

// mayTell reports whether a token may be one of those words, or a number.
func mayTell(raw string) bool {
	if raw == "" {
		return false
	}
	c := raw[0]
	if c >= 0x80 || '0' <= c && c <= '9' {
		return true
	}
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return tellingLengths[c]>>min(len(raw), 63)&1 == 1
}

// gap returns what stands between a token and the next one, "\n" between passages.
func (s *stockReader) gap(i int) string {
	if i < 0 || i+1 >= len(s.st.tokens) {
		return "\n"
	}
	a, b := &s.st.tokens[i], &s.st.tokens[i+1]
	if a.Passage != b.Passage || a.End > b.Start {
		return "\n"
	}
	return s.st.passages[a.Passage].Text[a.End:b.Start]
}

// joined reports whether nothing parts a token from the next one.
func (s *stockReader) joined(i int) bool {
	gap := s.gap(i)
	for k := range len(gap) {
		switch gap[k] {
		case ' ', '\t', '-', '+', '~', '*', '_':
		default:
			return false
		}
	}
	return true
}

func (s *stockReader) next(i int) string {
	if !s.joined(i) {
		return ""
	}
	return s.word(i + 1)
}

func (s *stockReader) before(i int) string {
	if !s.joined(i - 1) {
		return ""
	}
	return s.word(i - 1)
}

// begins reports whether a number may begin at a token.
func (s *stockReader) begins(i int, word string) bool {
	t := &s.st.tokens[i]
	if word == "" || !numerals.Begins(word) {
		return false
	}
	if '0' <= word[0] && word[0] <= '9' {
		return t.Extra[0] == lexis.PlainNumber || t.Extra[0] == lexis.Money && !endsInDigit(word) // a sign of money made it an amount
	}
	return true
}

func endsInDigit(word string) bool { return '0' <= word[len(word)-1] && word[len(word)-1] <= '9' }

// number reads the number that begins at a token, and returns the token behind it.
func (s *stockReader) number(i int) (numerals.Number, int) {
	words, last := s.words[:0], s.last[:0]
	for k := i; k < len(s.st.tokens) && len(words) < len(s.words); k++ {
		for w := range strings.FieldsSeq(s.word(k)) {
			if len(words) < len(s.words) {
				words, last = append(words, w), append(last, k)
			}
		}
		if !s.joined(k) {
			break
		}
	}
	n, used := numerals.Read(words)
	if used == 0 || used < len(words) && last[used] == last[used-1] { // a unit of money belongs to it
		return n, i
	}
	return n, last[used-1] + 1
}

// counts reports whether the number of the tokens from i up to end is a stock.
func (s *stockReader) counts(j *Judge, n numerals.Number, i, end int) bool {
	switch {
	case n.Value < 1, n.Value > mostPeople && !n.Scaled, n.Value > mostRows:
		return false
	case s.priced(i):
		return false
	case s.joined(i-1) && (using[s.before(i)] || s.joined(i-2) && using[s.word(i-2)]):
		return false
	case n.Value <= mostSamples && s.sample(i, end):
		return false
	}
	unit := end // of what
	if w := s.word(unit); s.joined(unit-1) && (w == "an" || w == "lebih" || w == "of") {
		unit++
	}
	if s.elsewhere(j, n.Value, i, unit) {
		return false
	}
	if s.joined(unit-1) && s.own(j.unit, unit) {
		return counting[s.word(unit)] || !n.Scaled || !s.dear(j, i, n.Value)
	}
	return n.Value > 1 && (!n.Scaled || n.Value >= 100_000) && s.stocked(j, i) // less may be a price
}

// priced reports whether a word or sign of price stands before a token.
func (s *stockReader) priced(i int) bool {
	if strings.ContainsAny(s.gap(i-1), "$@") || i > 0 && pricing[s.word(i-1)] && s.gap(i-1) != "\n" {
		return true
	}
	return s.joined(i-1) && s.joined(i-2) && pricing[s.word(i-2)]
}

// dear reports whether an amount may be the price of what stands in front of it: "ktp 10rb set".
func (s *stockReader) dear(j *Judge, i int, value float64) bool {
	const price = 150_000
	if value > price || i == 0 || s.gap(i-1) == "\n" {
		return false
	}
	for _, c := range j.identity {
		if at(s.st.occs[c], i-1) != nil {
			return true
		}
	}
	return at(s.st.occs[j.unit], i-1) != nil
}

// sample reports whether a number is that of a sample.
func (s *stockReader) sample(i, end int) bool {
	for k := i - 1; k >= i-3 && s.joined(k); k-- {
		if sampling[s.word(k)] {
			return true
		}
	}
	for k := end; k <= end+1 && s.joined(k-1); k++ {
		if sampling[s.word(k)] {
			return true
		}
	}
	return false
}

// stocked reports whether the word for stock stands before a token, "stok: ratusan ribu".
func (s *stockReader) stocked(j *Judge, i int) bool {
	return strings.Trim(s.gap(i-1), " \t:=-") == "" && stockWords[s.word(i-1)] && s.own(j.offered, i-1)
}

// own reports whether a concept begins at a token in the speaker's own words.
func (s *stockReader) own(c lexis.Concept, i int) bool {
	o := at(s.st.occs[c], i)
	return o != nil && o.Strength >= ownStrength
}

// at returns what begins at a token or holds it, nil when nothing does.
func at(occs []tokens.Occurrence, i int) *tokens.Occurrence {
	k := sort.Search(len(occs), func(k int) bool { return int(occs[k].First) > i })
	for _, o := range slices.Backward(occs[max(0, k-4):k]) {
		if int(o.Last) >= i {
			return &o
		}
	}
	return nil
}
