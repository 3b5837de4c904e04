package learned

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"ronda/rules"
)

// table says where each feature stands. What a lexicon holds was looked for beforehand, for nearly all that a text is made of
// is in it; anything else is hashed. It is not changed once made, and safe for concurrent use.
type table struct {
	mask    uint32   // of a row's number
	known   *index   // rows that have a place; nil: all have, which is their number
	order   []uint32 // places of these rows, by their number in the index
	nowhere uint32   // the place of what is not known: behind all others

	// Of the lexicon; first all words and marks as the speaker's own, then all as quoted.
	words  []wordPlace
	starts []uint32 // of each word's pieces, and where those of the last one end
	pieces []uint32 // places of the words' pieces that are known
	rank   []uint16 // of the marks, by number: what most texts have comes first
	alone  []uint32 // places of the marks, by rank
	both   []uint32 // and of the pairs of them that are known
	behind []uint64 // which these are: see pairsWith
}

// wordPlace is what is known of a word of the lexicon.
type wordPlace struct {
	hash  uint32
	place uint32
}

// newTable makes the table of 1<<size rows. Of them those of placed have a place: one after the other in this order; nil: all have.
func newTable(size int, placed []uint32, l *Lexicon) *table {
	t := &table{mask: 1<<size - 1, nowhere: 1 << size, starts: []uint32{0}}
	if placed != nil {
		t.known, t.order, t.nowhere = newIndex(size, placed), make([]uint32, len(placed)), uint32(len(placed))
		for place, row := range placed {
			t.order[t.known.number(row)] = uint32(place)
		}
	}
	for _, quoted := range voices {
		for _, w := range l.Words {
			t.addWord([]byte(w), quoted)
		}
	}
	t.addMarks(l.Marks)
	return t
}

// addMarks notes where marks and pairs of them stand. Places are in the order of how common features are, and so are ranks: a
// listing asks for pairs of common marks mostly, which then lie together.
func (t *table) addMarks(all []uint32) {
	order := make([]int, len(all)) // marks by rank
	for i := range order {
		order[i] = i
	}
	alone := func(mark uint32) uint32 { return t.place(pairs, mix(seedPair, mark)) }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(alone(all[a]), alone(all[b])) })
	t.rank = make([]uint16, len(all))
	marks := make([]uint32, 2*len(all))
	for rank, i := range order {
		t.rank[i] = uint16(rank)
		marks[rank], marks[len(all)+rank] = all[i]^seedOf(false), all[i]^seedOf(true)
	}
	for _, a := range marks {
		t.alone = append(t.alone, alone(a))
		for i, b := range marks {
			if i%pairsAtOnce == 0 {
				t.behind = append(t.behind, uint64(len(t.both))<<pairsAtOnce)
			}
			if place := t.place(pairs, mix(a, b)); place != t.nowhere {
				t.behind[len(t.behind)-1] |= 1 << (i % pairsAtOnce)
				t.both = append(t.both, place)
			}
		}
	}
}

// pairsWith says where the pairs of one mark with others behind it stand. Three in five that a text asks for are not known, and all
// of them together would be too much for the processor's caches: so each number tells by its lower bits which of some marks make a
// known pair, and by its upper ones how many known pairs come before these.
type pairsWith struct {
	behind []uint64
	places []uint32
}

// pairsAtOnce is of how many marks one number tells.
const pairsAtOnce = 32

// find returns 1 when the pair with a mark is known, else 0, and which of the places is that of a known pair.
func (p pairsWith) find(mark uint32) (at uint32, has int) {
	word := p.behind[mark/pairsAtOnce]
	before := bits.OnesCount32(uint32(word) & (1<<(mark%pairsAtOnce) - 1))
	return uint32(word>>pairsAtOnce) + uint32(before), int(word >> (mark % pairsAtOnce) & 1)
}

// voices are the speaker's own and that between quotation marks, in the order in which words and marks are numbered.
var voices = [...]bool{false, true}

func (t *table) addWord(w []byte, quoted bool) {
	p := wordPlace{hash: wordHash(w, quoted)}
	p.place = t.place(words, p.hash)
	eachPiece(bounded(nil, w), quoted, func(hash uint32) {
		if place := t.place(pieces, hash); place != t.nowhere {
			t.pieces = append(t.pieces, place)
		}
	})
	t.words, t.starts = append(t.words, p), append(t.starts, uint32(len(t.pieces)))
}

// row returns the number of the row of a feature of a group with this hash.
func (t *table) row(group int, hash uint32) uint32 { return mix(hash, uint32(group)+1) & t.mask }

// place returns where the feature of a group with this hash stands.
func (t *table) place(group int, hash uint32) uint32 {
	row := t.row(group, hash)
	switch {
	case t.known == nil:
		return row
	case t.known.has(row) != 0:
		return t.order[t.known.number(row)]
	}
	return t.nowhere
}

// settle puts the places of rows in their stead. It asks for all of them before it looks at any, so that the processor waits for
// memory once and not for each. It returns the room that it was lent.
func (t *table) settle(rows, room []uint32) []uint32 {
	if t.known == nil {
		return room
	}
	room = slices.Grow(room[:0], len(rows)+1)[:len(rows)+1]
	n := 0
	for i, row := range rows {
		has := t.known.has(row)
		rows[i] = t.nowhere + (row-t.nowhere)*has // the row where it is known
		room[n] = uint32(i)
		n += int(has)
	}
	for _, i := range room[:n] {
		rows[i] = t.order[t.known.number(rows[i])]
	}
	return room
}

// word returns the number of a token's word among those of both voices, NoWord when the lexicon does not hold it.
func (t *table) word(token *Token) int {
	if token.Quoted && token.Word != NoWord {
		return int(token.Word) + len(t.words)/2
	}
	return int(token.Word)
}

// wordOf returns the hash of a token's word and where the word stands.
func (t *table) wordOf(r *Reading, token *Token) (hash, place uint32) {
	if w := t.word(token); w >= 0 {
		return t.words[w].hash, t.words[w].place
	}
	hash = wordHash(r.letters(token), token.Quoted)
	return hash, t.place(words, hash)
}

// mark returns the rank of a token's mark among those of both voices.
func (t *table) mark(token *Token, mark uint16) uint32 {
	rank := uint32(t.rank[mark-1])
	if token.Quoted {
		rank += uint32(len(t.rank))
	}
	return rank
}

// with returns where the pairs of a mark with each mark behind it stand.
func (t *table) with(mark uint32) pairsWith {
	n := uint32(len(t.behind) / len(t.alone))
	return pairsWith{t.behind[mark*n : (mark+1)*n], t.both}
}

// Seeds keep features of different make apart.
const (
	seedWord = iota + 1
	seedStart
	seedPair
	seedQuoted = 0x5bd1e995
)

// seedOf sets the words between quotation marks apart from the speaker's own.
func seedOf(quoted bool) uint32 {
	if quoted {
		return seedQuoted
	}
	return 0
}

// bounded writes a word with a mark at each end.
func bounded(dst, word []byte) []byte {
	return append(append(append(dst[:0], '^'), word...), '$')
}

// Rarity says how rare a word is in the texts that a model was learned from: the greatest value is that of words which it does not
// know; without a model that is all of them.
func Rarity(data *rules.Learned, word string) uint8 {
	if data != nil {
		row := mix(wordHash([]byte(word), false), words+1) & (1<<data.Bits - 1)
		if r := data.Rarity[row]; r > 0 {
			return r
		}
	}
	return math.MaxUint8
}

func wordHash(w []byte, quoted bool) uint32 { return hashBytes(fnvOffset^seedWord^seedOf(quoted), w) }

// eachPiece calls f with the hash of each piece of a bounded word.
func eachPiece(word []byte, quoted bool, f func(hash uint32)) {
	for at := range max(1, len(word)-pieceLength+1) {
		f(hashBytes(fnvOffset^seedOf(quoted), word[at:min(len(word), at+pieceLength)]))
	}
}

// FNV-1a, 32 bit.
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// Tag returns the mark of a list by its name.
func Tag(list string) uint32 {
	h := uint32(fnvOffset)
	for i := range len(list) {
		h = (h ^ uint32(list[i])) * fnvPrime
	}
	return h | 1
}

func hashBytes(h uint32, s []byte) uint32 {
	for _, c := range s {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h
}

// mix joins two hashes; the order counts.
func mix(a, b uint32) uint32 {
	h := a*0x9E3779B1 ^ b
	h ^= h >> 15
	h *= 0x85EBCA77
	return h ^ h>>13
}

// index says which rows of a model's table are taken and counts them, so that only these need a place in memory: a listing asks
// for rows from all over the table, and what does not fit into the processor's caches costs more than all arithmetic.
type index struct {
	taken  []uint64 // a bit for each row
	before []uint32 // taken rows before each block
}

// block is how many words of bits are counted together: a line of the caches.
const block = 8

func newIndex(size int, rows []uint32) *index {
	x := &index{taken: make([]uint64, max(1, 1<<size/64))}
	for _, row := range rows {
		x.taken[row/64] |= 1 << (row % 64)
	}
	n := 0
	for i, w := range x.taken {
		if i%block == 0 {
			x.before = append(x.before, uint32(n))
		}
		n += bits.OnesCount64(w)
	}
	return x
}

// has returns 1 when a row is taken, else 0.
func (x *index) has(row uint32) uint32 { return uint32(x.taken[row/64]>>(row%64)) & 1 }

// number returns how many rows before a row are taken.
func (x *index) number(row uint32) uint32 {
	at := row / 64
	n := x.before[at/block] + uint32(bits.OnesCount64(x.taken[at]&(1<<(row%64)-1)))
	for _, w := range x.taken[at/block*block : at] {
		n += uint32(bits.OnesCount64(w))
	}
	return n
}
