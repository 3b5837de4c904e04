// Package learned weighs words by what texts with known labels have taught: a linear model over words, pieces of words and the
// lists that know them, joined with what rules found into calibrated log-odds. It is pure and safe for concurrent use; it knows
// nothing of how text is cut into tokens.
package learned

import (
	"cmp"
	"math"
	"slices"

	"ronda/rules"
)

// Context is what else is known of a listing when the odds of its kind are weighed.
type Context struct {
	Hints  int     // of identity in the speaker's own words: 0, 1, or 2 and more
	Report float64 // 0..1: how far the listing reports about others
	Stall  float64 // 0..1: how far it trades itself
}

// Evidence is what the kind of one listing is judged by.
type Evidence struct {
	Reading *Reading
	Rules   [Kinds]float64 // log-odds that rules about words give, by kind
	Facts   [Kinds]float64 // and rules about what was counted
	Context Context
}

// Kinds is the number of alerting kinds: sale, forgery, exposure, solicitation, in this order everywhere.
const Kinds = kinds

// Opinion is what the model makes of a listing, as log-odds against none.
type Opinion struct {
	Odds  [Kinds]float64 // of each kind, all told
	Words [Kinds]float64 // of them, what the words gave
	Rest  [Kinds]float64 // and what context gave
	Rules Share          // and how much a log-odds of a rule about words counted
	Facts Share          // and of one about what was counted
	Token int            // the word that speaks most for the likeliest kind; -1: none does
}

// Share is how much of what rules give counts, by kind.
type Share struct {
	Learned [Kinds]float64 // as it was learned
	Kept    [Kinds]float64 // 0..1, of that: less than 1 where the rules together give more than is heard
}

// share returns what becomes of rules' log-odds that are heard as far as MostRules.
func share(learned, sum [Kinds]float64) Share {
	s := Share{Learned: learned}
	for k := range sum {
		if s.Kept[k] = 1; math.Abs(sum[k]) > MostRules {
			s.Kept[k] = MostRules / math.Abs(sum[k])
		}
	}
	return s
}

// Model judges with learned weights.
type Model struct {
	data  *rules.Learned
	table *table
	rows  []row // of the features that it knows, by their place in the table
}

// row is what is known of a feature.
type row struct {
	weights [kinds]int8
	rarity  uint8
}

// New makes a model of learned weights, which judges readings that refer to the lexicon.
func New(data *rules.Learned, l *Lexicon) *Model {
	known := []uint32{}
	for i, rarity := range data.Rarity {
		if rarity > 0 {
			known = append(known, uint32(i))
		}
	}
	// What most listings have lies together in memory.
	slices.SortStableFunc(known, func(a, b uint32) int { return cmp.Compare(data.Rarity[a], data.Rarity[b]) })
	m := &Model{data: data, table: newTable(data.Bits, known, l), rows: make([]row, len(known))}
	for place, i := range known {
		m.rows[place].rarity = data.Rarity[i]
		copy(m.rows[place].weights[:], data.Weights[int(i)*kinds:])
	}
	return m
}

// Judge weighs the evidence.
func (m *Model) Judge(e *Evidence) Opinion {
	f := featurePool.Get().(*features)
	defer featurePool.Put(f)
	f.read(e.Reading, m.table)
	margin, familiar := m.margins(f)
	o := e.inputs(margin, familiar).weigh(&m.data.Join)
	o.Rules, o.Facts = share(m.data.Join.Rules, e.Rules), share(m.data.Join.Facts, e.Facts)
	o.Token = -1
	if kind := largest(o.Odds); o.Odds[kind] > worthTelling {
		o.Token = m.heaviest(f, kind, len(e.Reading.Tokens))
	}
	return o
}

// worthTelling is the log-odds from which on somebody may ask which word speaks for a kind.
const worthTelling = -0.5

// weigh joins the inputs.
func (in inputs) weigh(j *rules.Join) (o Opinion) {
	for k := range kinds {
		o.Words[k] = j.Words[k] * in.words[k]
		o.Rest[k] = j.Bias[k]
		for i, x := range in.shared {
			o.Rest[k] += j.Shared[i] * x
		}
		o.Odds[k] = o.Words[k] + o.Rest[k] + j.Rules[k]*in.rules[k] + j.Facts[k]*in.facts[k]
	}
	return o
}

// margins returns how far the words are on each kind's side of the separators, and the share of the words and pairs of words
// that the model knows. It looks at every row once.
func (m *Model) margins(f *features) (margin [kinds]float64, familiar float64) {
	margin = m.data.Bias
	for g := range f.found {
		var length, sale, forgery, exposure, solicitation float32 // no array, which would lie in memory
		for i := range f.found[g] {
			ft := &f.found[g][i]
			r := &m.rows[ft.place]
			v := float32(r.rarity) * repeated(ft.times)
			length += v * v
			sale += v * float32(r.weights[0])
			forgery += v * float32(r.weights[1])
			exposure += v * float32(r.weights[2])
			solicitation += v * float32(r.weights[3])
		}
		if length == 0 {
			continue
		}
		scale := m.data.Scale * float64(shares[g]) / math.Sqrt(float64(length))
		for k, sum := range [kinds]float32{sale, forgery, exposure, solicitation} {
			margin[k] += scale * float64(sum)
		}
	}
	return margin, f.familiar()
}

// inputs returns what the second stage joins.
func (m *Model) inputs(e *Evidence) inputs {
	f := featurePool.Get().(*features)
	defer featurePool.Put(f)
	f.read(e.Reading, m.table)
	return e.inputs(m.margins(f))
}

func largest(odds [kinds]float64) int {
	best := 0
	for k := range odds {
		if odds[k] > odds[best] {
			best = k
		}
	}
	return best
}

// heaviest returns the first token of the features that speak most for a kind, or -1.
func (m *Model) heaviest(f *features, kind, tokens int) int {
	weights := make([]float32, tokens)
	for g := range f.found {
		length := float32(0)
		for i := range f.found[g] {
			v := float32(m.rows[f.found[g][i].place].rarity) * repeated(f.found[g][i].times)
			length += v * v
		}
		for i := range f.found[g] {
			ft := &f.found[g][i]
			r := &m.rows[ft.place]
			weights[ft.from] += float32(r.rarity) * repeated(ft.times) * float32(r.weights[kind]) * shares[g] / float32(math.Sqrt(float64(length)))
		}
	}
	best := -1
	for i, w := range weights {
		if w > 0 && (best < 0 || w > weights[best]) {
			best = i
		}
	}
	return best
}

// inputs are the numbers that the second stage joins.
type inputs struct {
	words, rules, facts [kinds]float64
	shared              [rules.JoinShared]float64
}

// Bounds of what goes into the second stage.
const (
	mostMargin = 3.0
	MostRules  = 8.0 // log-odds of all rules of one sort together, for or against a kind
)

func (e *Evidence) inputs(margin [kinds]float64, familiar float64) (in inputs) {
	for k := range kinds {
		in.words[k] = max(-mostMargin, min(mostMargin, margin[k]))
		in.rules[k] = max(-MostRules, min(MostRules, e.Rules[k]))
		in.facts[k] = max(-MostRules, min(MostRules, e.Facts[k]))
	}
	in.shared = [...]float64{
		oneIf(e.Context.Hints == 0), oneIf(e.Context.Hints == 1), e.Context.Report, e.Context.Stall,
		math.Log1p(float64(len(e.Reading.Tokens))) / 6, familiar,
	}
	return in
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
