package text

import (
	"math"
	"slices"

	"ronda/detect/learned"
	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/tokens"
	"ronda/rules"
)

// Topic is what a page speaks of, as far as a comment below it can lean on that: where all have just read of identity for sale, an
// offer need not name it, or takes the words that the page tells of.
type Topic struct {
	identity bool
	words    map[string]bool // rare ones
}

// What a comment that leans on its page gains.
const (
	mostShared  = 3   // words that count
	sharedWorth = 0.5 // log-odds for each
)

// Bounds of a rare word.
const (
	shortestRare = 4   // bytes
	rarity       = 134 // steps: one in a hundred texts has it
)

// Topic reads what a page speaks of.
func (j *Judge) Topic(passages []speech.Passage) *Topic {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	st := j.read(lx, passages, nil)
	t := &Topic{identity: slices.ContainsFunc(j.plain, func(c lexis.Concept) bool { return len(st.Occs[c]) > 0 })}
	if t.identity {
		t.words = map[string]bool{}
		j.eachRare(st, func(_ *tokens.Token, word []byte) { t.words[string(word)] = true })
	}
	return t
}

// eachRare calls f for the words that few texts have: neither those which the model left out because they tell nothing nor other
// everyday ones.
func (j *Judge) eachRare(st *speech.Stream, f func(t *tokens.Token, word []byte)) {
	var buf []byte
	for i := range st.Tokens {
		t := &st.Tokens[i]
		buf = st.Lexer.AppendReading(buf[:0], t, st.Passages[t.Passage].Text)
		if len(buf) < shortestRare || slices.ContainsFunc(buf, func(c byte) bool { return c < 'a' || c > 'z' }) {
			continue
		}
		if r := learned.Rarity(j.model, string(buf)); r >= rarity && (r < math.MaxUint8 || j.sense(buf) == 0) {
			f(t, buf)
		}
	}
}

// MayLean reports whether a verdict on a comment could become an alert by what the page speaks of: nothing in the comment hints at
// identity, and it is near enough. What more it must have than a whole listing is caution.
func (v *Verdict) MayLean(caution float64) bool {
	return v.Doubt > 0 && max(v.Odds.Sale, v.Odds.Forgery, v.Odds.Solicitation)-caution+v.Doubt+mostShared*sharedWorth > 0
}

// Lean returns what a comment in which nothing hints at identity gains by what the page speaks of. It must trade itself: name a way
// to reach somebody, or use a word of somebody at a stall. The doubt for want of a hint is taken back, for here there is one.
func (j *Judge) Lean(v *Verdict, passages []speech.Passage, t *Topic) (gain rules.Weights) {
	if !t.identity {
		return gain
	}
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	st := j.read(lx, passages, nil)
	own := func(t *tokens.Token) bool { return !t.Quoted && !st.Quotes[t.Passage] }
	trades := false
	for _, c := range [...]lexis.Concept{j.stance.Market, lexis.Phone, lexis.Link} {
		trades = trades || slices.ContainsFunc(st.Occs[c], func(o tokens.Occurrence) bool { return own(&st.Tokens[o.First]) })
	}
	if !trades {
		return gain
	}
	shared := map[string]bool{}
	j.eachRare(st, func(token *tokens.Token, word []byte) {
		if own(token) && t.words[string(word)] {
			shared[string(word)] = true
		}
	})
	by := v.Doubt + sharedWorth*float64(min(mostShared, len(shared)))
	return rules.Weights{Sale: by, Forgery: by, Solicitation: by}
}
