package speech

import (
	"math"
	"slices"
	"sort"

	"ronda/detect/lexis"
	"ronda/detect/tokens"
)

// MaxNeeds bounds the needs of one rule.
const MaxNeeds = 6

// Need is a set of concepts of which one must be present.
type Need []lexis.Concept

// Pattern is what a rule wants of a text.
type Pattern struct {
	Needs   []Need
	Without []lexis.Concept // what silences it
	Within  int32           // how far apart the needs may stand, 0: anywhere
	Least   int             // in how many places
	Ordered bool
	Own     bool // in the speaker's own words
}

// Compound is a concept that is made of others.
type Compound struct {
	Is      lexis.Concept
	Needs   []Need
	Within  int32
	Ordered bool
}

// AddCompound adds the occurrences of a concept made of others.
func (st *Stream) AddCompound(c *Compound) {
	from := len(st.made)
	st.Sweep(c.Needs, c.Within, c.Ordered, func(w tokens.Occurrence) bool {
		if n := len(st.made); n > from && st.made[n-1].First == w.First && st.made[n-1].Strength >= w.Strength {
			return true
		}
		st.made = append(st.made, w)
		return true
	})
	found := st.made[from:len(st.made):len(st.made)]
	if len(found) == 0 {
		return
	}
	slices.SortFunc(found, func(a, b tokens.Occurrence) int { return int(a.First - b.First) })
	st.Occs[c.Is] = found
}

// cursor goes through what meets a need.
type cursor struct {
	need int32
	next int
	occs []tokens.Occurrence
}

// placeOf is a number for the token at which a cursor stands. The least of several is found without a branch, since nobody can foresee
// whose it is; of two cursors at one token it is that of the first.
func placeOf(token int32, cursor int) int64 { return int64(token)<<32 | int64(cursor) }

// Sweep calls found for each window in which all needs stand together, in one pass over their occurrences. It stops when
// found returns false.
func (st *Stream) Sweep(needs []Need, within int32, ordered bool, found func(tokens.Occurrence) bool) {
	from, to, ok := st.shared(needs, within)
	if !ok {
		return // the common case
	}
	var few [24]cursor
	var places [24]int64
	cursors, next := few[:0], places[:0]
	for i, n := range needs {
		for _, c := range n {
			if occs := st.between(st.Occs[c], from, to); len(occs) > 0 {
				next = append(next, placeOf(occs[0].First, len(cursors)))
				cursors = append(cursors, cursor{int32(i), 0, occs})
			}
		}
	}
	var recent [MaxNeeds][2]tokens.Occurrence // the last two of each need; first = -1: none
	for i := range needs {
		recent[i][0].First, recent[i][1].First = -1, -1
	}
	missing := len(needs) // needs that nothing has met yet
	for len(next) > 0 {
		least := next[0]
		for _, at := range next[1:] {
			least = min(least, at)
		}
		if least == math.MaxInt64 {
			return
		}
		which := int(int32(least))
		cur := &cursors[which]
		o, n := &cur.occs[cur.next], cur.need
		if cur.next++; cur.next < len(cur.occs) {
			next[which] = placeOf(cur.occs[cur.next].First, which)
		} else {
			next[which] = math.MaxInt64
		}
		st.Work++
		met := &recent[n]
		if met[0].First < 0 {
			missing--
		}
		met[1], met[0] = met[0], *o
		if missing > 0 {
			continue
		}
		if w, ok := st.window(recent[:len(needs)], int(n), within, ordered); ok && !found(w) {
			return
		}
	}
}

// shared returns the positions between which every window of some needs lies: none begins further before the first occurrence of a
// need than it may be wide, nor further behind the last one. It is false where nothing meets a need.
func (st *Stream) shared(needs []Need, within int32) (from, to int, ok bool) {
	from, to = math.MinInt, math.MaxInt
	for _, n := range needs {
		first, last := int32(math.MaxInt32), int32(-1) // tokens
		for _, c := range n {
			if occs := st.Occs[c]; len(occs) > 0 {
				first, last = min(first, occs[0].First), max(last, occs[len(occs)-1].First)
			}
		}
		if last < 0 {
			return 0, 0, false
		}
		from, to = max(from, int(st.Tokens[first].Pos)-int(within)), min(to, int(st.Tokens[last].Pos)+int(within))
	}
	return from, to, true
}

// between returns the occurrences that begin from one position up to another.
func (st *Stream) between(occs []tokens.Occurrence, from, to int) []tokens.Occurrence {
	for len(occs) > 0 && int(st.Tokens[occs[0].First].Pos) < from {
		occs = occs[1:]
	}
	for len(occs) > 0 && int(st.Tokens[occs[len(occs)-1].First].Pos) > to {
		occs = occs[:len(occs)-1]
	}
	return occs
}

// window joins the newest occurrence of need n with the nearest ones of the other needs.
func (st *Stream) window(recent [][2]tokens.Occurrence, n int, within int32, ordered bool) (tokens.Occurrence, bool) {
	newest := &recent[n][0]
	first, last, strength := newest.First, newest.Last, newest.Strength
	behind := int32(-1) // the last token of the need before
	for i := range recent {
		o := newest
		if i != n {
			if o = &recent[i][0]; o.First >= 0 && overlaps(o, newest) {
				o = &recent[i][1]
			}
			if o.First < 0 || overlaps(o, newest) {
				return tokens.Occurrence{}, false
			}
			first, last, strength = min(first, o.First), max(last, o.Last), min(strength, o.Strength)
		}
		if ordered && o.First <= behind {
			return tokens.Occurrence{}, false
		}
		behind = o.Last
	}
	if st.Tokens[last].Pos-st.Tokens[first].Pos > within {
		return tokens.Occurrence{}, false
	}
	return tokens.Occurrence{First: first, Last: last, Strength: strength}, true
}

func overlaps(a, b *tokens.Occurrence) bool { return a.First <= b.Last && b.First <= a.Last }

// near reports whether one of the concepts stands within the distance of the window; distance 0 is anywhere.
func (st *Stream) near(concepts []lexis.Concept, w tokens.Occurrence, within int32) bool {
	for _, c := range concepts {
		if st.Fact(c) {
			return true
		}
		occs := st.Occs[c]
		asserted := func(o tokens.Occurrence) bool { return o.Strength > 0 } // what is denied does not silence a rule
		if within == 0 {
			if slices.ContainsFunc(occs, asserted) {
				return true
			}
			continue
		}
		from := st.Tokens[w.First].Pos - within
		i := sort.Search(len(occs), func(i int) bool { return st.Tokens[occs[i].First].Pos >= from })
		st.Work++
		for ; i < len(occs) && st.Tokens[occs[i].First].Pos <= st.Tokens[w.Last].Pos+within; i++ {
			if asserted(occs[i]) {
				return true
			}
		}
	}
	return false
}

// Fire evaluates one rule. The window returned is the strongest; first is -1 when only facts made the rule fire.
func (st *Stream) Fire(r *Pattern) (tokens.Occurrence, bool) {
	needs := r.Needs
	if len(st.Facts) > 0 {
		needs = make([]Need, 0, MaxNeeds)
		for _, n := range r.Needs {
			if !slices.ContainsFunc(n, st.Fact) {
				needs = append(needs, n)
			}
		}
	}
	none := tokens.Occurrence{First: -1, Last: -1, Strength: 1}
	if len(needs) == 0 {
		return none, r.Least <= 1 && !st.near(r.Without, none, 0)
	}
	if r.Within == 0 {
		return st.fireAnywhere(r, needs)
	}
	best, count, lastEnd := tokens.Occurrence{First: -1}, 0, int32(-1)
	st.Sweep(needs, r.Within, r.Ordered && len(needs) == len(r.Needs), func(w tokens.Occurrence) bool {
		if r.Own && w.Strength == 0 || len(r.Without) > 0 && st.near(r.Without, w, r.Within) {
			return true
		}
		if w.First > lastEnd {
			count++
			lastEnd = w.Last
		}
		if best.First < 0 || w.Strength > best.Strength {
			best = w
		}
		return count < r.Least || r.Own && best.Strength < 1
	})
	return best, best.First >= 0 && count >= r.Least
}

// fireAnywhere evaluates a rule whose needs may stand anywhere in the listing.
func (st *Stream) fireAnywhere(r *Pattern, needs []Need) (tokens.Occurrence, bool) {
	var w tokens.Occurrence
	for i, n := range needs {
		best, count := tokens.Occurrence{First: -1}, 0
		for _, c := range n {
			for _, o := range st.Occs[c] {
				st.Work++
				if r.Own && o.Strength == 0 {
					continue
				}
				count++
				if best.First < 0 || o.Strength > best.Strength {
					best = o
				}
			}
		}
		if best.First < 0 || i == 0 && count < r.Least {
			return tokens.Occurrence{}, false
		}
		if i == 0 {
			w = best
		}
		w.Strength = min(w.Strength, best.Strength)
	}
	return w, !st.near(r.Without, w, 0)
}
