// Package stock reads how much a speaker says he has: numbers and words for them beside what goods are counted in, and
// which of these are prices, samples or somebody else's.
package stock

import (
	"sort"
	"strings"

	"ronda/detect/lexis"
	"ronda/detect/numerals"
	"ronda/detect/speech"
	"ronda/detect/tokens"
)

const (
	mostPeople  = 300_000_000    // a greater stock than the country has people is no stock
	mostRows    = 10_000_000_000 // unless a word of the text says how great: rows are more than people
	mostSamples = 1000           // rows that are shown for nothing
	manyLot     = 10             // who sells so many at a time has more than one paper
)

// A telling is what a word tells of a number beside it, or of the stock.
type telling uint16

const (
	stocking telling = 1 << iota // names the stock
	plenty
	buying
	sampling
	using
	pricing
	counting // a unit that nothing is priced by the thousand for; of others "ktp 10rb set" is a price
	numeral  // may begin a number
	limiting // the least that has to be bought
	gone     // sold already
	seen     // seen, liked or followed
	papers   // somebody may have to bring some himself
)

// tellings are those of the words that have any.
var tellings = func() map[string]telling {
	all := map[string]telling{}
	for t, words := range map[telling]string{
		stocking: "stok stock stoknya stocknya stokan persediaan",
		plenty:   "banyak akeh melimpah numpuk loba rea seabrek buanyak akih",
		buying:   "beli tuku ambil borong meuli tumbas order pesan buy",
		sampling: "sample samples sampel contoh preview cuplikan tester trial",
		using:    "regis registrasi registrasikan reg daftar daftarin aktivasi login max maks maksimal tiap setiap per umur usia tahun thn angkatan",
		pricing: "rp idr usd usdt harga harganya hrg seharga hargai price tarif tarifnya rate biaya fee mahar bandrol bayar dp saldo modal diskon " +
			"potongan cuma hanya cukup mulai only regane hargane pangaos",
		counting: "orang org urang wong uwong jiwa penduduk warga wni peserta nasabah anggota pelamar pelanggan keluarga kepala baris row rows line lines " +
			"record records entri entry entries people persons ppl citizens",
		limiting: "min minim minimal minimum minimalnya paling least",
		gone:     "terjual kejual laku sold",
		seen:     "dilihat melihat ditonton menonton disukai menyukai diikuti mengikuti bergabung online likes views followers viewers pengikut",
		papers:   "identitas kartu dokumen berkas surat id",
	} {
		for w := range strings.FieldsSeq(words) {
			all[w] |= t
		}
	}
	for w := range numerals.First() {
		all[w] |= numeral
	}
	return all
}()

// Lists are what the reader of stock must know of the lists.
type Lists struct {
	Unit     lexis.Concept   // what goods are counted in
	Offered  lexis.Concept   // that something is for sale
	Identity []lexis.Concept // documents, and what else speaks of identity
}

// Of returns the greatest number of goods or people that the speaker has on offer, 0 for none, and whether he says that
// there is plenty. Prices, samples and what one of the goods is good for are none.
func Of(st *speech.Stream, lists *Lists) (amount int, many bool) {
	if len(st.Occs[lists.Unit]) == 0 && len(st.Occs[lists.Offered]) == 0 {
		return 0, false
	}
	s := reader{st: st, lists: lists}
	units, offers := ahead{st.Occs[lists.Unit], 1, mostNumber + 1, -1}, ahead{st.Occs[lists.Offered], -1, -1, -1}
	line, said := int32(-1), "" // passage that is read
	for i := range st.Tokens {
		t := &st.Tokens[i]
		if t.Passage != line {
			line, said = t.Passage, st.Passages[t.Passage].Text
		}
		raw := said[min(t.Start, t.End):max(t.Start, t.End)]
		if !mayTell(raw) {
			continue
		}
		if digit(raw[0]) {
			if !s.plain(i, raw) {
				continue
			}
		} else {
			is := s.tells(i)
			many = many || is&(stocking|plenty) != 0 && s.plentiful(i, is)
			if is&numeral == 0 {
				continue
			}
		}
		if !units.of(i) && !offers.of(i) && s.before(i)&buying == 0 { // most numbers
			continue
		}
		n, end := s.number(i)
		if end == i {
			continue
		}
		if n.Value >= manyLot && !n.Scaled && s.before(i)&buying != 0 {
			many = true
		}
		if int(n.Value) > amount && s.counts(n, i, end) {
			amount = int(n.Value)
		}
	}
	return amount, many
}

// reader looks around numbers in a text that was read.
type reader struct {
	st    *speech.Stream
	lists *Lists
	words [mostNumber]string
	last  [mostNumber]int // the token of each word
}

// mostNumber is how many words of a number are read.
const mostNumber = 12

// plentiful reports whether a token and the next one say that the stock is great.
func (s *reader) plentiful(i int, t telling) bool {
	next := s.next(i)
	return (t&stocking != 0 && next&plenty != 0 || t&plenty != 0 && next&stocking != 0) && s.own(s.lists.Offered, i)
}

// word returns a token as it is written, in lower case.
func (s *reader) word(i int) string {
	if i < 0 || i >= len(s.st.Tokens) {
		return ""
	}
	return strings.ToLower(s.raw(i))
}

// tells returns what a token's word tells.
func (s *reader) tells(i int) telling {
	if i < 0 || i >= len(s.st.Tokens) {
		return 0
	}
	raw := s.raw(i)
	var room [longestTelling]byte
	if len(raw) > len(room) {
		return 0
	}
	for k := range len(raw) {
		switch c := raw[k]; {
		case c >= 0x80:
			return tellings[strings.ToLower(raw)]
		case 'A' <= c && c <= 'Z':
			room[k] = c + 'a' - 'A'
		default:
			room[k] = c
		}
	}
	if len(raw) < 2 || anyTelling[pairOf(raw[0], raw[1])]>>len(raw)&1 == 0 {
		return 0
	}
	return tellings[string(room[:len(raw)])]
}

// longestTelling bounds the bytes of a token that may have one; in lower case it may be shorter.
const longestTelling = 48

// raw returns a token as it is written.
func (s *reader) raw(i int) string {
	t := &s.st.Tokens[i]
	return s.st.Passages[t.Passage].Text[min(t.Start, t.End):max(t.Start, t.End)]
}

// beginnings are, for the first two letters of the words at which a number or a word for stock may begin, the lengths of these words:
// nearly all words of a text are told from them without being looked up.
var beginnings = lengthsOf(stocking | plenty | numeral)

// anyTelling are the same of all words that tell something.
var anyTelling = lengthsOf(^telling(0))

func lengthsOf(some telling) (t [1 << 10]uint64) {
	for w, is := range tellings {
		if is&some != 0 {
			t[pairOf(w[0], w[1])] |= 1 << min(len(w), 63)
		}
	}
	return t
}

// pairOf is a number of ten bits for two letters of either case.
func pairOf(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// mayTell reports whether a token may be one of those words, or a number.
func mayTell(raw string) bool {
	switch {
	case raw == "":
		return false
	case digit(raw[0]):
		return true
	case len(raw) == 1:
		return false
	case raw[0]|raw[1] >= 0x80:
		return true
	}
	return beginnings[pairOf(raw[0], raw[1])]>>min(len(raw), 63)&1 == 1
}

// gap returns what stands between a token and the next one, "\n" between passages.
func (s *reader) gap(i int) string {
	if i < 0 || i+1 >= len(s.st.Tokens) {
		return "\n"
	}
	a, b := &s.st.Tokens[i], &s.st.Tokens[i+1]
	if a.Passage != b.Passage || a.End > b.Start {
		return "\n"
	}
	return s.st.Passages[a.Passage].Text[a.End:b.Start]
}

// joined reports whether nothing parts a token from the next one.
func (s *reader) joined(i int) bool {
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

// next and before return what the words beside a token tell that nothing parts from it.
func (s *reader) next(i int) telling {
	if !s.joined(i) {
		return 0
	}
	return s.tells(i + 1)
}

func (s *reader) before(i int) telling {
	if !s.joined(i - 1) {
		return 0
	}
	return s.tells(i - 1)
}

// plain reports whether a token that begins with a digit is a number that may count something: what a sign of money made an amount is not.
func (s *reader) plain(i int, raw string) bool {
	is := s.st.Tokens[i].Extra[0]
	return is == lexis.PlainNumber || is == lexis.Money && !digit(raw[len(raw)-1])
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// number reads the number that begins at a token, and returns the token behind it.
func (s *reader) number(i int) (numerals.Number, int) {
	words, last := s.words[:0], s.last[:0]
	for k, more := i, true; more && k < len(s.st.Tokens) && len(words) < len(s.words); k++ {
		for w := range strings.FieldsSeq(s.word(k)) {
			if len(words) < len(s.words) {
				words, last = append(words, w), append(last, k)
			}
			more = more && numerals.Part(w) // else no number goes beyond it
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
func (s *reader) counts(n numerals.Number, i, end int) bool {
	if n.Value < 1 || n.Value > mostPeople && !n.Scaled || n.Value > mostRows {
		return false
	}
	unit := end // of what
	if w := s.word(unit); s.joined(unit-1) && (w == "an" || w == "lebih" || w == "of") {
		unit++
	}
	switch {
	case s.joined(unit-1) && s.own(s.lists.Unit, unit):
		if n.Scaled && s.tells(unit)&counting == 0 && s.dear(i, n.Value) {
			return false
		}
	case n.Value <= 1 || n.Scaled && n.Value < 100_000 || !s.stocked(i): // less may be a price
		return false
	}
	return !s.priced(i) && !s.used(i) && (n.Value > mostSamples || !s.sample(i, end)) && !s.elsewhere(n.Value, i, unit)
}

// used reports whether a number tells what one of the goods is good for.
func (s *reader) used(i int) bool {
	return s.joined(i-1) && (s.tells(i-1)|s.before(i-1))&using != 0
}

// priced reports whether a word or sign of price stands before a token.
func (s *reader) priced(i int) bool {
	gap := s.gap(i - 1)
	if strings.ContainsAny(gap, "$@") || gap != "\n" && s.tells(i-1)&pricing != 0 {
		return true
	}
	return s.joined(i-1) && s.before(i-1)&pricing != 0
}

// dear reports whether an amount may be the price of what stands in front of it: "ktp 10rb set".
func (s *reader) dear(i int, value float64) bool {
	const price = 150_000
	if value > price || i == 0 || s.gap(i-1) == "\n" {
		return false
	}
	for _, c := range s.lists.Identity {
		if at(s.st.Occs[c], i-1) != nil {
			return true
		}
	}
	return at(s.st.Occs[s.lists.Unit], i-1) != nil
}

// sample reports whether a number is that of a sample.
func (s *reader) sample(i, end int) bool {
	for k := i - 1; k >= i-3 && s.joined(k); k-- {
		if s.tells(k)&sampling != 0 {
			return true
		}
	}
	for k := end; k <= end+1 && s.joined(k-1); k++ {
		if s.tells(k)&sampling != 0 {
			return true
		}
	}
	return false
}

// stocked reports whether the word for stock stands before a token, "stok: ratusan ribu".
func (s *reader) stocked(i int) bool {
	return strings.Trim(s.gap(i-1), " \t:=-") == "" && s.tells(i-1)&stocking != 0 && s.own(s.lists.Offered, i-1)
}

// own reports whether a concept begins at a token in the speaker's own words.
func (s *reader) own(c lexis.Concept, i int) bool {
	o := at(s.st.Occs[c], i)
	return o != nil && o.Strength >= speech.OwnStrength
}

// ahead tells of one token after the other whether an occurrence of a concept holds a token near it.
type ahead struct {
	occs     []tokens.Occurrence // that are still to come
	from, to int                 // which tokens are near, counted from the one asked for
	last     int                 // token that was reached so far
}

// of must be asked for ascending tokens.
func (a *ahead) of(i int) bool {
	for len(a.occs) > 0 && int(a.occs[0].First) <= i+a.to {
		a.last = max(a.last, int(a.occs[0].Last))
		a.occs = a.occs[1:]
	}
	return a.last >= i+a.from
}

// at returns what begins at a token or holds it, nil when nothing does.
func at(occs []tokens.Occurrence, i int) *tokens.Occurrence {
	k := sort.Search(len(occs), func(k int) bool { return int(occs[k].First) > i })
	for least := max(0, k-4); k > least; k-- {
		if o := &occs[k-1]; int(o.Last) >= i {
			return o
		}
	}
	return nil
}
