package text

import (
	"math"
	"slices"
	"sort"
	"sync"

	"ronda/detect/lexis"
	"ronda/detect/tokens"
)

// stream is the token stream of one voice with the concepts found in it.
type stream struct {
	lexer    *tokens.Lexer // whose tokens and occurrences these are
	tokens   []tokens.Token
	passages []Passage
	quotes   []bool                // of them, those that nobody says here
	occs     [][]tokens.Occurrence // by concept, ascending by first
	none     bool                  // nothing was found
	facts    []lexis.Concept
	report   float64 // how far the listing reports about others, 0..1
	stall    float64 // how far the listing itself trades, 0..1
	work     int     // steps taken, for the test that cost is linear

	made    []tokens.Occurrence // those of compounds, one after the other
	signals []Signal            // room for a verdict's
}

// streams keeps the room of streams; none of them points to a text.
var streams = sync.Pool{New: func() any { return &stream{} }}

// forget gives the stream's room back for another text. A stream need not be forgotten.
func (st *stream) forget() {
	if max(cap(st.quotes), cap(st.made), cap(st.signals)) <= mostMarked {
		*st = stream{quotes: st.quotes, made: st.made[:0], signals: st.signals[:0]}
		streams.Put(st)
	}
}

// fact reports whether a concept is a fact that is known beside the words.
func (st *stream) fact(c lexis.Concept) bool { return slices.Contains(st.facts, c) }

// compound adds the occurrences of a concept made of others.
func (st *stream) compound(c *compound) {
	from := len(st.made)
	st.sweep(c.needs, c.within, c.ordered, func(w tokens.Occurrence) bool {
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
	st.occs[c.is] = found
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

// sweep calls found for each window in which all needs stand together, in one pass over their occurrences. It stops when
// found returns false.
func (st *stream) sweep(needs []need, within int32, ordered bool, found func(tokens.Occurrence) bool) {
	from, to, ok := st.shared(needs, within)
	if !ok {
		return // the common case
	}
	var few [24]cursor
	var places [24]int64
	cursors, next := few[:0], places[:0]
	for i, n := range needs {
		for _, c := range n {
			if occs := st.between(st.occs[c], from, to); len(occs) > 0 {
				next = append(next, placeOf(occs[0].First, len(cursors)))
				cursors = append(cursors, cursor{int32(i), 0, occs})
			}
		}
	}
	var recent [maxNeeds][2]tokens.Occurrence // the last two of each need; first = -1: none
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
		st.work++
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
func (st *stream) shared(needs []need, within int32) (from, to int, ok bool) {
	from, to = math.MinInt, math.MaxInt
	for _, n := range needs {
		first, last := int32(math.MaxInt32), int32(-1) // tokens
		for _, c := range n {
			if occs := st.occs[c]; len(occs) > 0 {
				first, last = min(first, occs[0].First), max(last, occs[len(occs)-1].First)
			}
		}
		if last < 0 {
			return 0, 0, false
		}
		from, to = max(from, int(st.tokens[first].Pos)-int(within)), min(to, int(st.tokens[last].Pos)+int(within))
	}
	return from, to, true
}

// between returns the occurrences that begin from one position up to another.
func (st *stream) between(occs []tokens.Occurrence, from, to int) []tokens.Occurrence {
	for len(occs) > 0 && int(st.tokens[occs[0].First].Pos) < from {
		occs = occs[1:]
	}
	for len(occs) > 0 && int(st.tokens[occs[len(occs)-1].First].Pos) > to {
		occs = occs[:len(occs)-1]
	}
	return occs
}

// window joins the newest occurrence of need n with the nearest ones of the other needs.
func (st *stream) window(recent [][2]tokens.Occurrence, n int, within int32, ordered bool) (tokens.Occurrence, bool) {
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
	if st.tokens[last].Pos-st.tokens[first].Pos > within {
		return tokens.Occurrence{}, false
	}
	return tokens.Occurrence{First: first, Last: last, Strength: strength}, true
}

func overlaps(a, b *tokens.Occurrence) bool { return a.First <= b.Last && b.First <= a.Last }

// near reports whether one of the concepts stands within the distance of the window; distance 0 is anywhere.
func (st *stream) near(concepts []lexis.Concept, w tokens.Occurrence, within int32) bool {
	for _, c := range concepts {
		if st.fact(c) {
			return true
		}
		occs := st.occs[c]
		asserted := func(o tokens.Occurrence) bool { return o.Strength > 0 } // what is denied does not silence a rule
		if within == 0 {
			if slices.ContainsFunc(occs, asserted) {
				return true
			}
			continue
		}
		from := st.tokens[w.First].Pos - within
		i := sort.Search(len(occs), func(i int) bool { return st.tokens[occs[i].First].Pos >= from })
		st.work++
		for ; i < len(occs) && st.tokens[occs[i].First].Pos <= st.tokens[w.Last].Pos+within; i++ {
			if asserted(occs[i]) {
				return true
			}
		}
	}
	return false
}

// fire evaluates one rule. The window returned is the strongest; first is -1 when only facts made the rule fire.
func (st *stream) fire(r *rule) (tokens.Occurrence, bool) {
	needs := r.needs
	if len(st.facts) > 0 {
		needs = make([]need, 0, maxNeeds)
		for _, n := range r.needs {
			if !slices.ContainsFunc(n, st.fact) {
				needs = append(needs, n)
			}
		}
	}
	none := tokens.Occurrence{First: -1, Last: -1, Strength: 1}
	if len(needs) == 0 {
		return none, r.least <= 1 && !st.near(r.without, none, 0)
	}
	if r.within == 0 {
		return st.fireAnywhere(r, needs)
	}
	best, count, lastEnd := tokens.Occurrence{First: -1}, 0, int32(-1)
	st.sweep(needs, r.within, r.ordered && len(needs) == len(r.needs), func(w tokens.Occurrence) bool {
		if r.own && w.Strength == 0 || len(r.without) > 0 && st.near(r.without, w, r.within) {
			return true
		}
		if w.First > lastEnd {
			count++
			lastEnd = w.Last
		}
		if best.First < 0 || w.Strength > best.Strength {
			best = w
		}
		return count < r.least || r.own && best.Strength < 1
	})
	return best, best.First >= 0 && count >= r.least
}

// fireAnywhere evaluates a rule whose needs may stand anywhere in the listing.
func (st *stream) fireAnywhere(r *rule, needs []need) (tokens.Occurrence, bool) {
	var w tokens.Occurrence
	for i, n := range needs {
		best, count := tokens.Occurrence{First: -1}, 0
		for _, c := range n {
			for _, o := range st.occs[c] {
				st.work++
				if r.own && o.Strength == 0 {
					continue
				}
				count++
				if best.First < 0 || o.Strength > best.Strength {
					best = o
				}
			}
		}
		if best.First < 0 || i == 0 && count < r.least {
			return tokens.Occurrence{}, false
		}
		if i == 0 {
			w = best
		}
		w.Strength = min(w.Strength, best.Strength)
	}
	return w, !st.near(r.without, w, 0)
}
