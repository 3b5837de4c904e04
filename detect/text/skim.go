package text

import (
	"maps"
	"math"
	"slices"

	"ronda/detect/learned"
	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/tokens"
	"ronda/rules"
)

// wordInfos are what is known of words beside the lists, by number: each apart, so that what is asked for together lies together.
type wordInfos struct {
	senses []uint16  // marks of their classes, 0: none
	skims  []float32 // their weights when a text is skimmed
}

// skimRule is the name under which skimming stands among the signals.
var skimRule = rules.Rule{
	Name:  "words.harmless",
	About: "No word speaks of identity, and the words together are such as stand in harmless texts only.",
}

// learnWords notes what is known of words beside the lists: their classes, and what skimming has learned.
func (j *Judge) learnWords(set *rules.Set) {
	for _, name := range j.v.Names {
		j.lexicon.Marks = append(j.lexicon.Marks, learned.Tag(name))
	}
	classes := map[string]uint16{}
	for word, class := range set.Senses {
		if classes[class] == 0 {
			j.lexicon.Marks = append(j.lexicon.Marks, learned.Tag("sense."+class))
			classes[class] = uint16(len(j.lexicon.Marks))
		}
		j.senses.Add(word, int32(classes[class]))
	}
	var skim rules.Skim
	if set.Learned != nil {
		skim = set.Learned.Skim
		j.skimBias, j.skimFloor = skim.Bias, skim.Floor
	}
	note := func(of *wordInfos, w string) {
		of.senses = append(of.senses, j.sense([]byte(w)))
		of.skims = append(of.skims, float32(float64(skim.Weights[w])*skim.Scale))
	}
	for _, w := range j.v.Spelling {
		note(&j.listed, w)
	}
	plain := slices.AppendSeq(slices.Collect(maps.Keys(set.Senses)), maps.Keys(skim.Weights))
	slices.Sort(plain)
	for _, w := range commonFirst(set.Learned, plain) {
		if id := j.v.AddPlain(w); int(id) == len(j.others.skims) {
			note(&j.others, w)
		}
	}
	all := slices.Concat(j.v.Spelling, j.v.PlainWords)
	j.v.Expect(commonFirst(set.Learned, all))
	for _, w := range all {
		word := []byte(w)
		j.lexicon.Words = append(j.lexicon.Words, string(word[:plainNumber(word)]))
	}
}

// commonFirst returns words by how rare they are in the texts that a model was learned from, alike ones in their order.
func commonFirst(model *rules.Learned, words []string) []string {
	var by [math.MaxUint8 + 1][]string
	for _, w := range words {
		rarity := learned.Rarity(model, w)
		by[rarity] = append(by[rarity], w)
	}
	return slices.Concat(by[:]...)
}

// markOf returns the mark of a list.
func markOf(c lexis.Concept) uint16 { return uint16(c) + 1 }

// skim says how far the words of a text that does not speak of identity are such as stand in offers, and whether they are so
// little that the text needs no judgement. It looks at each word once.
func (j *Judge) skim(st *speech.Stream) (margin float64, harmless bool) {
	sum, n := float32(0), 0
	skimmed(st, func(t *tokens.Token) {
		n++
		switch {
		case t.Word != lexis.Unknown:
			sum += j.listed.skims[t.Word]
		case t.Plain != lexis.Unknown:
			sum += j.others.skims[t.Plain]
		}
	})
	margin = j.skimBias + float64(sum)/math.Sqrt(float64(max(1, n)))
	return margin, margin < j.skimFloor
}

// skimmed calls f for the tokens that the learned model would read of a text that does not speak of identity.
func skimmed(st *speech.Stream, f func(t *tokens.Token)) {
	n := 0
	for i := range st.Tokens {
		t := &st.Tokens[i]
		if st.Quotes[t.Passage] || st.Passages[t.Passage].Field {
			continue
		}
		if n++; n > maxRead {
			return
		}
		f(t)
	}
}

// skimmable returns the words by which a text can be skimmed, in their order; "" stands for other tokens.
func (j *Judge) skimmable(st *speech.Stream) (words []string) {
	var buf []byte
	skimmed(st, func(t *tokens.Token) {
		buf = st.Lexer.AppendReading(buf[:0], t, st.Passages[t.Passage].Text)
		if t.Word == lexis.Unknown && slices.ContainsFunc(buf, func(c byte) bool { return c < 'a' || c > 'z' }) {
			buf = buf[:0]
		}
		words = append(words, string(buf))
	})
	return words
}

// pass gives the verdict on a text that needs no judgement.
func (j *Judge) pass(margin float64, v *Verdict) {
	against := min(0, margin) + skimmedOdds
	v.Odds = rules.Weights{Sale: against, Forgery: against, Exposure: against, Solicitation: against}
	v.Signals = append(v.Signals[:0], Signal{Rule: &skimRule, Strength: 1, Passage: -1, Weights: v.Odds})
}

// skimmedOdds are the greatest log-odds of a text that was only skimmed.
const skimmedOdds = -3
