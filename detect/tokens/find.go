package tokens

import (
	"slices"
	"sort"

	"ronda/detect/lexis"
)

// Occurrence is a concept at a place of a text.
type Occurrence struct {
	First, Last int32   // tokens
	Strength    float64 // 1 = asserted, 0 = denied; a judge may find it weaker than asserted
}

// negationReach is how many tokens before a word a negation turns it off.
const negationReach = 3

// Find finds all words and phrases of the lists in one pass over the tokens, by concept and place. Where none of them makes the text
// worth judging it returns none at all, unless always is set. What it returns is valid until the lexer is returned, and may be changed.
func (lx *Lexer) Find(always bool) [][]Occurrence {
	lx.find()
	placed := lx.room.placed
	if !always && !lx.matters(placed) {
		placed = nil
	}
	return lx.room.sort(placed, len(lx.v.Names))
}

// matters reports whether a concept makes the text worth judging.
func (lx *Lexer) matters(found []placed) bool {
	for i := range found {
		if lx.v.Matters[found[i].concept] {
			return true
		}
	}
	return false
}

// None reports whether Find returned no occurrence at all: most comments have none.
func (lx *Lexer) None() bool { return lx.room.none }

// Lines calls f for the passage of every place where a concept stands, in their order.
func (lx *Lexer) Lines(c lexis.Concept, f func(passage int)) {
	lx.find()
	for i := range lx.room.placed {
		if p := &lx.room.placed[i]; p.concept == c {
			f(int(lx.Tokens[p.First].Passage))
		}
	}
}

// Each calls f for every concept at every place of the tokens, in their order.
func (lx *Lexer) Each(f func(lexis.Concept, Occurrence)) {
	lx.find()
	for _, p := range lx.room.placed {
		f(p.concept, p.Occurrence)
	}
}

// Take fills an empty lexer with what another one has read of some of its passages, from one up to another, as if it had read
// them alone; they are numbered from 0. It takes nothing and returns false where one passage tells how the next is to be read.
func (lx *Lexer) Take(of *Lexer, from, to int) bool {
	if of.mirrored {
		return false
	}
	of.find()
	first, last := of.Range(from, to)
	lx.Tokens = append(lx.Tokens, of.Tokens[first:last]...)
	lx.Work += len(lx.Tokens)
	for i := range lx.Tokens {
		t := &lx.Tokens[i]
		t.Passage -= int32(from)
		t.Sentence -= of.Tokens[first].Sentence
	}
	before := func(p placed, token int) int { return int(p.First) - token }
	found := of.room.placed
	begin, _ := slices.BinarySearchFunc(found, first, before)
	end, _ := slices.BinarySearchFunc(found, last, before)
	lx.room.placed = append(lx.room.placed[:0], found[begin:end]...)
	for i := range lx.room.placed {
		lx.room.placed[i].First -= int32(first)
		lx.room.placed[i].Last -= int32(first)
	}
	lx.searched = len(lx.Tokens)
	return true
}

// Range returns the tokens [first, last) of the passages from one up to another.
func (lx *Lexer) Range(from, to int) (first, last int) {
	behind := func(passage int) int {
		return sort.Search(len(lx.Tokens), func(i int) bool { return int(lx.Tokens[i].Passage) >= passage })
	}
	return behind(from), behind(to)
}

// found is where the occurrences of a text lie; it can be used again.
type found struct {
	placed []placed       // by place
	none   bool           // no concept has any
	occs   [][]Occurrence // the same by concept, to be changed by who judges
	all    []Occurrence   // behind occs, ordered by concept
	counts []int32
}

// sort returns the occurrences by concept.
func (r *found) sort(placed []placed, concepts int) [][]Occurrence {
	if len(r.occs) != concepts {
		r.occs, r.counts = make([][]Occurrence, concepts), make([]int32, concepts)
	}
	if len(placed) == 0 && r.none {
		return r.occs // as it was left: what nobody found nobody changes
	}
	r.none = len(placed) == 0
	clear(r.occs)
	clear(r.counts)
	r.all = slices.Grow(r.all[:0], len(placed))[:len(placed)]
	for i := range placed {
		r.counts[placed[i].concept]++
	}
	rest := r.all
	for c, n := range r.counts {
		if n > 0 {
			r.occs[c], rest = rest[:0:n], rest[n:]
		}
	}
	for i := range placed {
		c := placed[i].concept
		r.occs[c] = append(r.occs[c], placed[i].Occurrence)
	}
	return r.occs
}

// place adds an occurrence, written where it stays.
func (r *found) place(c lexis.Concept, first, last int32, strength float64) {
	n := len(r.placed)
	r.placed = slices.Grow(r.placed, 1)[:n+1]
	p := &r.placed[n]
	p.concept, p.First, p.Last, p.Strength = c, first, last, strength
}

// placed is an occurrence with its concept.
type placed struct {
	concept lexis.Concept
	Occurrence
}

// find finds what stands where, once for the tokens that there are.
func (lx *Lexer) find() {
	if lx.searched == len(lx.Tokens) {
		return
	}
	lx.searched = len(lx.Tokens)
	v, all := lx.v, lx.Tokens
	lx.room.placed = lx.room.placed[:0]
	hidden := int32(-1) // tokens up to here are inside a phrase that hides
	negation, negated := int32(-1), int32(-1)
	var ends [8]struct{ node, last int32 } // of the phrases that begin with a token
	for i := range all {
		t := &all[i]
		if t.Extra[0] != lexis.None {
			lx.room.place(t.Extra[0], int32(i), int32(i), 1)
			if t.Extra[1] != lexis.None {
				lx.room.place(t.Extra[1], int32(i), int32(i), 1)
			}
		}
		lx.Work++
		if t.Word == lexis.Unknown || int32(i) <= hidden || !v.About[t.Word].Begins {
			continue
		}
		n, at := 0, v.Follow(0, t.Word)
		for k := i; ; {
			lx.Work++
			if n < len(ends) && v.Ending(at) {
				ends[n].node, ends[n].last = at, int32(k)
				n++
			}
			if k++; k == len(all) || !v.GoesOn(at) || all[k].Word == lexis.Unknown || all[k].Pos-all[k-1].Pos > 1 {
				break
			}
			if at = v.Follow(at, all[k].Word); at == 0 {
				break
			}
		}
		for e := n - 1; e >= 0; e-- {
			end := &v.Nodes[ends[e].node]
			strength := 1.0
			if end.Negatable && negated == t.Sentence && int32(i)-negation <= negationReach {
				strength = 0
			}
			for _, c := range v.Ends(ends[e].node) {
				lx.room.place(c, int32(i), ends[e].last, strength)
				if c == v.Negation {
					negation, negated = ends[e].last, t.Sentence
				}
			}
			if end.Hides {
				hidden = ends[e].last
				break
			}
		}
	}
}
