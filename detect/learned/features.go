package learned

import (
	"math"
	"sync"
)

// A Token is a word, a number or a sign as the judge of words read it.
type Token struct {
	From, To int32     // its letters in Reading.Letters, digits as 0
	Source   int32     // the caller's number of it
	Seed     uint32    // sets words of another voice apart: a quoted word is not the word
	Tags     [2]uint32 // marks of the first lists that know it, or of its class; 0: none
}

// Reading is what the model reads of a listing: the tokens near what speaks of identity, in order.
type Reading struct {
	Letters []byte
	Tokens  []Token
	Breaks  []int32 // tokens at which a line starts, ascending; pairs and runs do not reach over them
}

// Reset empties a reading for use with another listing.
func (r *Reading) Reset() { r.Letters, r.Tokens, r.Breaks = r.Letters[:0], r.Tokens[:0], r.Breaks[:0] }

// Groups of features. Each is scaled to a length of its own, so that no group drowns another and a long text weighs no
// more than a short one.
const (
	words  = iota // words and pairs of neighbours
	pieces        // pieces of words, with a mark at each end
	pairs         // marks of lists, and two of them near each other
	groups
)

// shares are the lengths that the groups are scaled to: what lists know of a text tells most of a stranger's.
var shares = [groups]float32{1, 0.7, 1.5}

const (
	pieceLength = 4  // bytes
	pairReach   = 14 // tokens between two marks that make a pair
)

// feature is a row of the model's table.
type feature struct {
	row   uint32
	times uint16 // in this listing, at most 65,535
	from  int32  // first token that has it
}

// features are the distinct features of one listing, by group. A set can be used again after read.
type features struct {
	rows  [groups][]feature
	known *index // features that are not in it are left out; nil: none is
	met   int    // words and pairs of neighbours
	new   int    // of them, those that were left out
	slots []slot // open addressing: row -> place in rows of the group being read
	turn  uint32 // slots of another turn are empty
	mask  uint32
	mark  []byte
}

type slot struct {
	turn  uint32
	place int32
}

var featurePool = sync.Pool{New: func() any { return &features{slots: make([]slot, 1<<10)} }}

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

// read fills the set with the features of a reading: those that the model knows, or all where it is yet to be made. bits is the
// size of the table.
func (f *features) read(r *Reading, bits int, known *index) {
	f.mask, f.known, f.met, f.new = 1<<bits-1, known, 0, 0
	for g := range f.rows {
		f.rows[g] = f.rows[g][:0]
	}
	f.each(r, words, f.words)
	f.each(r, pieces, f.pieces)
	f.each(r, pairs, f.pairs)
}

// each reads one group.
func (f *features) each(r *Reading, group int, read func(r *Reading, group int)) {
	f.turn++
	if f.turn == 0 {
		clear(f.slots)
		f.turn = 1
	}
	read(r, group)
}

// add counts a feature.
func (f *features) add(group int, hash uint32, from int) {
	row := mix(hash, uint32(group)+1) & f.mask
	if group == words {
		f.met++
	}
	if f.known != nil && !f.known.has(row) {
		if group == words {
			f.new++
		}
		return
	}
	n := uint32(len(f.slots) - 1)
	i := row * 0x9E3779B1 >> 7 & n
	for f.slots[i].turn == f.turn {
		ft := &f.rows[group][f.slots[i].place]
		if ft.row == row {
			if ft.times < math.MaxUint16 {
				ft.times++
			}
			return
		}
		i = (i + 1) & n
	}
	f.slots[i] = slot{f.turn, int32(len(f.rows[group]))}
	f.rows[group] = append(f.rows[group], feature{row, 1, int32(from)})
	if 2*len(f.rows[group]) > len(f.slots) {
		f.grow(group)
	}
}

// familiar is the share of the words and pairs of words that the model knows.
func (f *features) familiar() float64 { return 1 - float64(f.new)/float64(max(1, f.met)) }

func (f *features) grow(group int) {
	f.slots = make([]slot, 2*len(f.slots))
	f.turn = 1
	n := uint32(len(f.slots) - 1)
	for place, ft := range f.rows[group] {
		i := ft.row * 0x9E3779B1 >> 7 & n
		for f.slots[i].turn == f.turn {
			i = (i + 1) & n
		}
		f.slots[i] = slot{f.turn, int32(place)}
	}
}

// Seeds keep features of different make apart.
const (
	seedWord = iota + 1
	seedStart
	seedPair
)

func (r *Reading) word(t *Token) uint32 {
	return hashBytes(fnvOffset^seedWord^t.Seed, r.Letters[t.From:t.To])
}

// lines calls f for every line's tokens [from, to).
func (r *Reading) lines(f func(from, to int)) {
	from := 0
	for _, b := range r.Breaks {
		if int(b) > from {
			f(from, int(b))
			from = int(b)
		}
	}
	if from < len(r.Tokens) {
		f(from, len(r.Tokens))
	}
}

func (f *features) words(r *Reading, group int) {
	r.lines(func(from, to int) {
		before := uint32(seedStart)
		for i := from; i < to; i++ {
			w := r.word(&r.Tokens[i])
			f.add(group, w, i)
			f.add(group, mix(before, w), i)
			before = w
		}
	})
}

func (f *features) pieces(r *Reading, group int) {
	for i := range r.Tokens {
		t := &r.Tokens[i]
		f.mark = append(append(append(f.mark[:0], '^'), r.Letters[t.From:t.To]...), '$')
		for at := range max(1, len(f.mark)-pieceLength+1) {
			f.add(group, hashBytes(fnvOffset^t.Seed, f.mark[at:min(len(f.mark), at+pieceLength)]), i)
		}
	}
}

func (f *features) pairs(r *Reading, group int) {
	for i := range r.Tokens {
		for _, a := range r.Tokens[i].Tags {
			if a == 0 {
				break
			}
			a ^= r.Tokens[i].Seed
			f.add(group, mix(seedPair, a), i)
			for k := i + 1; k < min(len(r.Tokens), i+1+pairReach); k++ {
				for _, b := range r.Tokens[k].Tags {
					if b == 0 {
						break
					}
					f.add(group, mix(a, b^r.Tokens[k].Seed), i)
				}
			}
		}
	}
}

// logs are the weights of a feature by how often it stands.
var logs = func() (t [32]float32) {
	for i := 1; i < len(t); i++ {
		t[i] = float32(1 + math.Log(float64(i)))
	}
	return t
}()

func repeated(times uint16) float32 {
	if int(times) < len(logs) {
		return logs[times]
	}
	return float32(1 + math.Log(float64(times)))
}
