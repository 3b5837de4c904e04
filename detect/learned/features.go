package learned

import (
	"math"
	"slices"
	"sync"
)

// Lexicon is what tokens refer to by number, so that the features of a word or a mark are looked for once and not at every
// token.
type Lexicon struct {
	Words []string // as tokens read
	Marks []uint32 // of lists and classes, made by Tag; 0 for none
}

// A Token is a word, a number or a sign as the judge of words read it.
type Token struct {
	Word     int32     // number in the lexicon; NoWord: its letters stand in the reading
	From, To int32     // these letters in Reading.Letters, digits as 0
	Source   int32     // the caller's number of it
	Marks    [2]uint16 // of the first lists that know it, or of its class: numbers in the lexicon and one more; 0: none
	Quoted   bool      // a word of another voice is another word
}

// NoWord stands for a word that the lexicon does not hold.
const NoWord int32 = -1

// Reading is what the model reads of a listing: the tokens near what speaks of identity, in order.
type Reading struct {
	Letters []byte
	Tokens  []Token
	Breaks  []int32 // tokens at which a line starts, ascending; pairs and runs do not reach over them
}

// Reset empties a reading for use with another listing.
func (r *Reading) Reset() { r.Letters, r.Tokens, r.Breaks = r.Letters[:0], r.Tokens[:0], r.Breaks[:0] }

// letters returns those of a token that the lexicon does not hold.
func (r *Reading) letters(t *Token) []byte { return r.Letters[t.From:t.To] }

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

// feature is one of a listing's features.
type feature struct {
	place uint32
	times uint32 // in this listing
	from  int32  // first token that has it
}

// features are the distinct features of one listing, by group. A set can be used again after read.
type features struct {
	found [groups][]feature
	met   int // words and pairs of neighbours
	new   int // of them, those that stand nowhere in the table

	times []uint32 // by place; all 0 but nowhere's between two groups
	now   []feature
	marks []uint32 // of the reading, one after the other
	first []int32  // of these, by token
	alone []uint32 // places of the words, by token
	both  []uint32 // and of each with the word before it
	known []uint32 // room for what is known of several
	buf   []byte
}

var featurePool = sync.Pool{New: func() any { return &features{} }}

// read fills the set with the features of a reading that stand in the table.
func (f *features) read(r *Reading, t *table) {
	if len(f.times) != int(t.nowhere)+1 {
		f.times = make([]uint32, t.nowhere+1)
	}
	f.times[t.nowhere] = 1 // as if it had been met, so that nobody notes it
	f.met, f.new = 0, 0
	for group := range f.found {
		f.now = f.found[group][:0]
		switch group {
		case words:
			f.words(r, t)
		case pieces:
			f.pieces(r, t)
		case pairs:
			f.pairs(r, t)
		}
		for i := range f.now {
			ft := &f.now[i]
			ft.times, f.times[ft.place] = f.times[ft.place], 0
		}
		f.found[group] = f.now
	}
}

// count notes in now, where there is room for it, that a token has the feature of a place. Whether it is a new one nobody can foresee,
// so that it is noted, and the next one written over it where it is not.
func count(times []uint32, now []feature, place uint32, token int) []feature {
	n := len(now)
	now = now[:n+1]
	now[n] = feature{place: place, from: int32(token)}
	before := times[place]
	times[place] = before + 1
	if before == 0 {
		n++
	}
	return now[:n]
}

// room makes room for more features.
func (f *features) room(more int) []feature { return slices.Grow(f.now, more) }

// countPairs counts the known pairs of a token's mark with those behind it. Which of them are known, and which of these are new,
// nobody can foresee, the processor neither: each is noted, and the next one written over it where it does not count.
func (f *features) countPairs(with pairsWith, behind []uint32, token int) {
	var known [32]uint32                                      // a power of two: a place in it is found without dividing
	const _ = uint(len(known) - len(Token{}.Marks)*pairReach) // all marks within reach have room, else this does not compile
	n := 0
	for _, b := range behind {
		at, has := with.find(b)
		known[n%len(known)] = at
		n += has
	}
	times, now := f.times, f.room(n)
	for _, at := range known[:n] {
		now = count(times, now, with.places[at], token)
	}
	f.now = now
}

// familiar is the share of the words and pairs of words that the model knows.
func (f *features) familiar() float64 { return 1 - float64(f.new)/float64(max(1, f.met)) }

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

func (f *features) words(r *Reading, t *table) {
	f.alone, f.both = f.alone[:0], f.both[:0]
	r.lines(func(from, to int) {
		before := uint32(seedStart)
		for i := from; i < to; i++ {
			hash, place := t.wordOf(r, &r.Tokens[i])
			f.alone, f.both = append(f.alone, place), append(f.both, t.row(words, mix(before, hash)))
			before = hash
		}
	})
	f.known = t.settle(f.both, f.known)
	times, now := f.times, f.room(2*len(f.alone))
	for i, alone := range f.alone {
		both := f.both[i]
		now = count(times, now, alone, i)
		now = count(times, now, both, i)
		f.met += 2
		if alone == t.nowhere {
			f.new++
		}
		if both == t.nowhere {
			f.new++
		}
	}
	f.now = now
}

func (f *features) pieces(r *Reading, t *table) {
	for i := range r.Tokens {
		token := &r.Tokens[i]
		if w := t.word(token); w >= 0 {
			places := t.pieces[t.starts[w]:t.starts[w+1]]
			times, now := f.times, f.room(len(places))
			for _, place := range places {
				now = count(times, now, place, i)
			}
			f.now = now
			continue
		}
		f.buf = bounded(f.buf, r.letters(token))
		eachPiece(f.buf, token.Quoted, func(hash uint32) { f.now = count(f.times, f.room(1), t.place(pieces, hash), i) })
	}
}

func (f *features) pairs(r *Reading, t *table) {
	f.marks, f.first = f.marks[:0], f.first[:0]
	for i := range r.Tokens {
		f.first = append(f.first, int32(len(f.marks)))
		for _, mark := range r.Tokens[i].Marks {
			if mark == 0 {
				break
			}
			f.marks = append(f.marks, t.mark(&r.Tokens[i], mark))
		}
	}
	end := int32(len(f.marks))
	for i := range r.Tokens {
		next, last := end, end // marks of the next token, and those behind the last one within reach
		if i+1 < len(r.Tokens) {
			next = f.first[i+1]
		}
		if i+1+pairReach < len(r.Tokens) {
			last = f.first[i+1+pairReach]
		}
		for _, a := range f.marks[f.first[i]:next] {
			f.now = count(f.times, f.room(1), t.alone[a], i)
			f.countPairs(t.with(a), f.marks[next:last], i)
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

func repeated(times uint32) float32 {
	if int(times) < len(logs) {
		return logs[times]
	}
	return float32(1 + math.Log(float64(times)))
}
