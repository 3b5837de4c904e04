package text

import "slices"

// occurrence is a concept at a place of the token stream.
type occurrence struct {
	first, last int32   // tokens
	strength    float64 // 1 = the listing's own assertion, 0 = denied
}

// negationReach is how many tokens before a word a negation turns it off.
const negationReach = 3

// find finds all words and phrases of the lists in one pass over the tokens, by concept. Where none of them makes the text
// worth judging it returns none at all, unless always is set. What it returns is valid until the lexer is given back.
func (lx *lexer) find(always bool) [][]occurrence {
	r := &lx.room
	r.placed = r.placed[:0]
	matters := always
	lx.each(func(c concept, o occurrence) {
		r.placed = append(r.placed, placed{c, o})
		matters = matters || lx.v.matters[c]
	})
	if !matters {
		r.placed = r.placed[:0]
	}
	return r.sort(len(lx.v.names))
}

// found is where the occurrences of a text lie; it can be used again.
type found struct {
	placed []placed
	occs   [][]occurrence
	all    []occurrence // behind occs, ordered by concept
	counts []int32
}

// sort returns the occurrences by concept.
func (r *found) sort(concepts int) [][]occurrence {
	if len(r.occs) != concepts {
		r.occs, r.counts = make([][]occurrence, concepts), make([]int32, concepts)
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
		r.occs[c] = append(r.occs[c], r.placed[i].occurrence)
	}
	return r.occs
}

// placed is an occurrence with its concept.
type placed struct {
	concept concept
	occurrence
}

// each calls f for every concept at every place of the tokens, in their order.
func (lx *lexer) each(f func(concept, occurrence)) {
	v := lx.v
	hidden := int32(-1) // tokens up to here are inside a phrase that hides
	negation, negated := int32(-1), int32(-1)
	for i := range lx.tokens {
		t := &lx.tokens[i]
		if t.extra[0] != noConcept {
			f(t.extra[0], occurrence{int32(i), int32(i), 1})
			if t.extra[1] != noConcept {
				f(t.extra[1], occurrence{int32(i), int32(i), 1})
			}
		}
		lx.work++
		if t.word == unknown || int32(i) <= hidden {
			continue
		}
		if v.about[t.word].first == 0 {
			continue
		}
		var ends [8]struct{ node, last int32 }
		n, at := 0, int32(0)
		for k := i; k < len(lx.tokens); k++ {
			u := &lx.tokens[k]
			if u.word == unknown || k > i && u.pos-lx.tokens[k-1].pos > 1 {
				break
			}
			lx.work++
			if at = v.follow(at, u.word); at == 0 {
				break
			}
			if e := v.nodes[at].ends; e[0] < e[1] && n < len(ends) {
				ends[n].node, ends[n].last = at, int32(k)
				n++
			}
		}
		for e := n - 1; e >= 0; e-- {
			end := &v.nodes[ends[e].node]
			strength := 1.0
			if end.negatable && negated == t.sentence && int32(i)-negation <= negationReach {
				strength = 0
			}
			for _, c := range v.ends[end.ends[0]:end.ends[1]] {
				f(c, occurrence{int32(i), ends[e].last, strength})
				if c == v.negation {
					negation, negated = ends[e].last, t.sentence
				}
			}
			if end.hides {
				hidden = ends[e].last
				break
			}
		}
	}
}
