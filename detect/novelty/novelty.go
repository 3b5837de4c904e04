// Package novelty tells lines of a large file that say something new from those that say what many have said: rows repeat the
// same few words, an offer between them does not. Hardly any work is spent on a line; what it means is not known here.
package novelty

import (
	"strings"

	"ronda/rules"
)

// Words are words, and pairs of words, by which a line is noticed, by their hash.
type Words struct {
	identity map[uint64]bool // whether it speaks of identity by itself
	sieve    [1 << 10]uint64 // has a bit set for each hash: most words are none of these
}

func (n *Words) add(hash uint64, identity bool) {
	n.identity[hash] = n.identity[hash] || identity
	n.sieve[hash>>6%uint64(len(n.sieve))] |= 1 << (hash % 64)
}

func (n *Words) find(hash uint64) (identity, ok bool) {
	if n.sieve[hash>>6%uint64(len(n.sieve))]&(1<<(hash%64)) == 0 {
		return false, false
	}
	identity, ok = n.identity[hash]
	return identity, ok
}

// WordsOf gathers the words of identity and of trade from the lists.
func WordsOf(set *rules.Set) *Words {
	words := &Words{identity: map[uint64]bool{}}
	for _, list := range set.Lists {
		identity := strings.HasPrefix(list.Name, "doc.") || strings.HasPrefix(list.Name, "identity")
		if !identity && !strings.HasPrefix(list.Name, "offer.") && !strings.HasPrefix(list.Name, "price.") && !strings.HasPrefix(list.Name, "trade.") {
			continue
		}
		for _, phrase := range list.Words {
			var hashes []uint64
			for _, w := range wordsOf(phrase, nil) {
				hashes = append(hashes, w.hash)
			}
			switch len(hashes) {
			case 0:
			case 1:
				words.add(hashes[0], identity)
			default:
				words.add(pairOf(hashes[0], hashes[1]), identity)
			}
		}
	}
	return words
}

// spotted is a word of a line.
type spotted struct {
	hash uint64
	odd  bool // not of letters alone, or of letters that are no ASCII: it may be another word in disguise
}

const (
	hashBasis = 14695981039346656037
	hashPrime = 1099511628211
)

// wordsOf cuts a line into words: letters and digits, and whatever is beyond ASCII. Digits count as one and the same.
// Numbers are no words; letters that stand alone are read as one word.
func wordsOf(line string, out []spotted) []spotted {
	alone, spelled := uint64(hashBasis), 0
	for i := 0; i < len(line); {
		w, letters, others, start := uint64(hashBasis), 0, 0, i
		for ; i < len(line); i++ {
			c := line[i]
			switch {
			case 'A' <= c && c <= 'Z':
				c |= 0x20
				letters++
			case 'a' <= c && c <= 'z':
				letters++
			case '0' <= c && c <= '9':
				c = '0'
				others++
			case c >= 0x80:
				letters++
				others++
			default:
				c = 0
			}
			if c == 0 {
				break
			}
			w = (w ^ uint64(c)) * hashPrime
		}
		if i == start {
			i++
			continue
		}
		if letters == 1 && others == 0 {
			alone = (alone ^ uint64(line[start]|0x20)) * hashPrime
			spelled++
			continue
		}
		if spelled > 2 {
			out = append(out, spotted{hash: alone, odd: true})
		}
		alone, spelled = hashBasis, 0
		if letters > 0 {
			out = append(out, spotted{w, others > 0})
		}
	}
	if spelled > 2 {
		out = append(out, spotted{hash: alone, odd: true})
	}
	return out
}

func pairOf(first, second uint64) uint64 { return (first ^ second>>1) * hashPrime }

// Filter tells lines that say something new from those that say what many have said.
type Filter struct {
	words *Words
	sets  map[uint64]uint8 // how often each set of words was seen
	odd   map[uint64]uint8 // and each odd word
	buf   []spotted
}

// New returns one that has seen nothing yet.
func New(words *Words) *Filter {
	return &Filter{words: words, sets: map[uint64]uint8{}, odd: map[uint64]uint8{}}
}

const (
	oftenSeen = 3
	mostSeen  = 1 << 17
)

// Notice reports whether a line speaks of identity with a set of words that is new (sure), or has a word that may be one
// of identity in disguise (doubtful).
func (n *Filter) Notice(line string) (sure, doubtful bool) {
	n.buf = wordsOf(line, n.buf[:0])
	set, identity, before := uint64(0), false, uint64(0)
	for _, w := range n.buf {
		if about, ok := n.words.find(w.hash); ok {
			set += w.hash * w.hash
			identity = identity || about
		} else if w.odd && isNew(n.odd, w.hash) {
			doubtful = true
		}
		if about, ok := n.words.find(pairOf(before, w.hash)); ok {
			set += pairOf(before, w.hash)
			identity = identity || about
		}
		before = w.hash
	}
	return identity && isNew(n.sets, set), doubtful
}

// isNew counts a hash. When there is no more room nothing is new.
func isNew(seen map[uint64]uint8, hash uint64) bool {
	count, ok := seen[hash]
	if count >= oftenSeen || !ok && len(seen) >= mostSeen {
		return false
	}
	seen[hash] = count + 1
	return true
}
