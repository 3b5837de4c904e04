package tokens

import (
	"slices"

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
	r := &lx.room
	r.placed = r.placed[:0]
	matters := always
	lx.Each(func(c lexis.Concept, o Occurrence) {
		r.placed = append(r.placed, placed{c, o})
		matters = matters || lx.v.Matters[c]
	})
	if !matters {
		r.placed = r.placed[:0]
	}
	return r.sort(len(lx.v.Names))
}

// found is where the occurrences of a text lie; it can be used again.
type found struct {
	placed []placed
	occs   [][]Occurrence
	all    []Occurrence // behind occs, ordered by concept
	counts []int32
}

// sort returns the occurrences by concept.
func (r *found) sort(concepts int) [][]Occurrence {
	if len(r.occs) != concepts {
		r.occs, r.counts = make([][]Occurrence, concepts), make([]int32, concepts)
	}
	clear(r.occs)
	clear(r.counts)
	r.all = slices.Grow(r.all[:0], len(r.placed))[:len(r.placed)]
	for i := range r.placed {
		r.counts[r.placed[i].concept]++
	}
	rest := r.all
	for c, n := range r.counts {
		if n > 0 {
			r.occs[c], rest = rest[:0:n], rest[n:]
		}
	}
	for i := range r.placed {
		c := r.placed[i].concept
		r.occs[c] = append(r.occs[c], r.placed[i].Occurrence)
	}
	return r.occs
}

// placed is an occurrence with its concept.
type placed struct {
	concept lexis.Concept
	Occurrence
}

// Each calls f for every concept at every place of the tokens, in their order.
func (lx *Lexer) Each(f func(lexis.Concept, Occurrence)) {
	v := lx.v
	hidden := int32(-1) // tokens up to here are inside a phrase that hides
	negation, negated := int32(-1), int32(-1)
	for i := range lx.Tokens {
		t := &lx.Tokens[i]
		if t.Extra[0] != lexis.None {
			f(t.Extra[0], Occurrence{int32(i), int32(i), 1})
			if t.Extra[1] != lexis.None {
				f(t.Extra[1], Occurrence{int32(i), int32(i), 1})
			}
		}
		lx.Work++
		if t.Word == lexis.Unknown || int32(i) <= hidden {
			continue
		}
		if v.About[t.Word].First == 0 {
			continue
		}
		var ends [8]struct{ node, last int32 }
		n, at := 0, int32(0)
		for k := i; k < len(lx.Tokens); k++ {
			u := &lx.Tokens[k]
			if u.Word == lexis.Unknown || k > i && u.Pos-lx.Tokens[k-1].Pos > 1 {
				break
			}
			lx.Work++
			if at = v.Follow(at, u.Word); at == 0 {
				break
			}
			if e := v.Nodes[at].Ends; e[0] < e[1] && n < len(ends) {
				ends[n].node, ends[n].last = at, int32(k)
				n++
			}
		}
		for e := n - 1; e >= 0; e-- {
			end := &v.Nodes[ends[e].node]
			strength := 1.0
			if end.Negatable && negated == t.Sentence && int32(i)-negation <= negationReach {
				strength = 0
			}
			for _, c := range v.Ends[end.Ends[0]:end.Ends[1]] {
				f(c, Occurrence{int32(i), ends[e].last, strength})
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
