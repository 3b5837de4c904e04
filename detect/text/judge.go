// Package text judges texts by their words: it says which rules fired and where, lets every voice inside a listing speak for
// itself, and hands the learned model what it reads. Whose words they are and what stands together it is told by
// detect/speech, how much somebody has by detect/stock. It knows nothing of pages, numbers' owners or pictures, and keeps no
// state between calls.
package text

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"ronda/detect/learned"
	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/stock"
	"ronda/detect/tokens"
	"ronda/rules"
)

// Signal is a rule that fired.
type Signal struct {
	Rule     *rules.Rule
	Strength float64       // 0..1: how far the words are the speaker's own; always 1 for rules of any voice
	Weights  rules.Weights // what it added to the log-odds
	New      bool          // the model was not learned beside the rule, which counts in full
	Passage  int           // where it fired; -1 when facts alone made it fire
	Start    int           // bytes of the passage's text
	End      int

	by *rule // nil for what the model says
}

// Verdict is what the words of one voice of a listing say.
type Verdict struct {
	Signals   []Signal
	Odds      rules.Weights // log-odds per kind: bias and signals; Offers is unused
	Documents []string      // documents named, sorted
	Selfie    bool          // a selfie or a face with a document is named
	Amount    int           // the greatest stock that the listing itself names, 0 = none
	Children  bool          // the identity of children is meant
	Own       bool          // the writer's own papers are meant
	Doubt     float64       // what the log-odds lost because nothing hints at identity
	Joined    bool          // rules were joined with a model
	Rules     learned.Share // how much those about words counted then
	Facts     learned.Share // and those about facts
	From, To  int           // the passages of the voice that decided; all of them for the listing as a whole
}

// Judge applies a set of rules. It is safe for concurrent use.
type Judge struct {
	v         *lexis.Vocabulary
	rules     []rule
	compounds []compound
	needed    [][]int // numbers of the needs that a concept meets, by concept
	wants     int     // how many different needs there are
	stance    speech.Stance
	identity  []lexis.Concept // what makes a listing worth judging
	plain     []lexis.Concept // of these, what nobody says who does not mean identity
	everyday  []lexis.Concept // and the rest
	documents map[string]lexis.Concept
	selfie    lexis.Concept
	cardFace  lexis.Concept
	stock     stock.Lists
	children  lexis.Concept
	marker    lexis.Concept
	offering  []lexis.Concept // what an offer has and no column
	hawking   []lexis.Concept // and what a column seldom has
	bias      rules.Weights
	learned   *learned.Model  // nil without a model: rules alone decide
	model     *rules.Learned  // what it was made of
	lexicon   learned.Lexicon // of the lists, the plain words, and the classes of words
	senses    lexis.WordTable // of the words that have a class, the mark of it
	listed    wordInfos       // by number in the vocabulary
	others    wordInfos       // by number among the plain words
	skimBias  float64
	skimFloor float64 // texts of a lesser margin are harmless
}

type rule struct {
	speech.Pattern
	source  *rules.Rule
	wants   []int // numbers of its needs: many rules have the same
	aside   bool
	onFacts bool // it fires by what was counted, not by words alone
	strange bool // the model knows nothing of it: it was written after the model was learned, and counts in full
}

type compound struct {
	speech.Compound
	ofIdentity bool
}

// New compiles a set. It fails when the set lacks a list that the judge itself relies on.
func New(set *rules.Set) (*Judge, error) {
	v, err := lexis.Compile(set)
	if err != nil {
		return nil, fmt.Errorf("compile rules: %w", err)
	}
	j := &Judge{v: v, bias: set.Bias, documents: map[string]lexis.Concept{}}
	for role, at := range map[string]*lexis.Concept{
		"stance.attribution": &j.stance.Attribution, "stance.authority": &j.stance.Authority,
		"stance.crime": &j.stance.Crime, "stance.warning": &j.stance.Warning,
		"stance.trade": &j.stance.Trade, "stance.teaching": &j.stance.Teaching, "stance.market": &j.stance.Market,
		"identity.selfie": &j.selfie, "identity.card_and_face": &j.cardFace, "goods.unit": &j.stock.Unit, "offer.sell": &j.stock.Offered, "owner.children": &j.children, "voice.marker": &j.marker,
	} {
		c, ok := v.Concepts[role]
		if !ok {
			return nil, fmt.Errorf("compile rules: the list %q is missing", role)
		}
		*at = c
	}
	for name, c := range v.Concepts {
		if doc, ok := strings.CutPrefix(name, "doc."); ok {
			j.documents[doc] = c
		}
		if strings.HasPrefix(name, "identity") || strings.HasPrefix(name, "doc.") {
			j.identity = append(j.identity, c)
		}
	}
	for _, l := range set.Lists {
		if c := v.Concepts[l.Name]; l.Everyday && slices.Contains(j.identity, c) {
			j.everyday = append(j.everyday, c)
		}
	}
	for _, c := range j.identity {
		if !slices.Contains(j.everyday, c) {
			j.plain = append(j.plain, c)
		}
	}
	j.stock.Identity = j.identity
	j.offering, j.hawking = j.concepts(offering), j.concepts(hawking)
	j.learnWords(set)
	j.model = set.Learned
	if set.Learned != nil {
		j.learned = learned.New(set.Learned, &j.lexicon)
	}
	for _, c := range set.Compounds {
		is := v.Concepts[c.Name]
		j.compounds = append(j.compounds, compound{speech.Compound{Is: is, Needs: j.needs(c.Needs), Within: int32(c.Within), Ordered: c.Ordered}, slices.Contains(j.identity, is)})
	}
	number, strange := j.numberNeeds(len(v.Names)), strangeTo(set.Learned)
	for i := range set.Rules {
		r := &set.Rules[i]
		if len(r.Needs) > speech.MaxNeeds {
			return nil, fmt.Errorf("compile rules: %s:%d: rule %q has more than %d needs", r.File, r.Line, r.Name, speech.MaxNeeds)
		}
		j.rules = append(j.rules, rule{
			Pattern: speech.Pattern{
				Needs: j.needs(r.Needs), Without: slices.Concat(j.needs(r.Without)...), Within: int32(r.Within),
				Least: max(r.Least, 1), Ordered: r.Ordered, Own: r.Voice == "" || r.Voice == rules.VoiceOwn,
			},
			source: r, wants: number(r.Needs), aside: r.Voice == rules.VoiceAside,
			onFacts: r.RestsOnFacts(), strange: strange(r.Name),
		})
	}
	return j, nil
}

func (j *Judge) needs(names []string) []speech.Need {
	var out []speech.Need
	for _, name := range names {
		out = append(out, j.concepts(strings.Split(name, "|")))
	}
	return out
}

// concepts returns those of these names that there are.
func (j *Judge) concepts(names []string) (out []lexis.Concept) {
	for _, name := range names {
		if c, ok := j.v.Concepts[name]; ok {
			out = append(out, c)
		}
	}
	return out
}

// numberNeeds returns what numbers needs, the same ones alike, and notes which concepts meet them.
func (j *Judge) numberNeeds(concepts int) func(names []string) []int {
	j.needed = make([][]int, concepts)
	numbers := map[string]int{}
	return func(names []string) (wants []int) {
		for i, n := range j.needs(names) {
			number, ok := numbers[names[i]]
			if !ok {
				number = j.wants
				numbers[names[i]] = number
				j.wants++
				for _, c := range n {
					j.needed[c] = append(j.needed[c], number)
				}
			}
			wants = append(wants, number)
		}
		return wants
	}
}

// met says which needs something meets, by number, in the room where it is large enough.
func (j *Judge) met(st *speech.Stream, room []bool) []bool {
	met := slices.Grow(room[:0], j.wants)[:j.wants]
	clear(met)
	for c, needs := range j.needed {
		if len(needs) > 0 && (len(st.Occs[c]) > 0 || st.Fact(lexis.Concept(c))) {
			for _, n := range needs {
				met[n] = true
			}
		}
	}
	return met
}

// Judge weighs the passages of one voice. Facts name what is known of the listing beside its words (rules.Facts). The cost
// is linear in the length of the text. Any bytes will do; invalid UTF-8 reads as punctuation.
func (j *Judge) Judge(passages []speech.Passage, facts ...string) Verdict {
	verdict, _ := j.judge(passages, facts)
	return verdict
}

// judge also returns the steps taken.
func (j *Judge) judge(passages []speech.Passage, facts []string) (Verdict, int) {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	st := j.read(lx, passages, facts)
	defer st.Forget()
	whole := j.judgeOne(st)
	loudest, more := j.loudest(st, facts, whole)
	return loudest, st.Work + more
}

// judgeOne judges what one voice says.
func (j *Judge) judgeOne(st *speech.Stream) Verdict {
	into := signalRooms.Get().(*[]Signal)
	verdict := Verdict{To: len(st.Passages), Signals: (*into)[:0]}
	j.weighAll(st, &verdict)
	signals := verdict.Signals
	verdict.Signals = slices.Clone(signals)
	if cap(signals) <= mostMarked {
		*into = signals
		signalRooms.Put(into)
	}
	return verdict
}

// signalRooms keeps the room of verdicts' signals.
var signalRooms = sync.Pool{New: func() any { return new([]Signal) }}

// weighAll makes the verdict.
func (j *Judge) weighAll(st *speech.Stream, verdict *Verdict) {
	j.applyRules(st, verdict)
	if j.learned == nil {
		j.supply(st, verdict)
		return
	}
	hints := j.hints(st)
	// A rule that the model was not learned beside counts in full: it must not be skimmed away.
	told := slices.ContainsFunc(verdict.Signals, func(s Signal) bool { return s.by.strange })
	if hints == 0 && len(st.Facts) == 0 && !told {
		if margin, harmless := j.skim(st); harmless {
			j.pass(margin, verdict)
			return
		}
	}
	j.join(st, hints, verdict)
	j.supply(st, verdict)
}

// read cuts the passages into tokens and finds what the lists know.
func (j *Judge) read(lx *tokens.Lexer, passages []speech.Passage, facts []string) *speech.Stream {
	for i, p := range passages {
		lx.Add(i, p.Text)
	}
	return speech.Hear(lx, passages, j.concepts(facts))
}

// prepare weighs who speaks and adds the compounds, after which rules can be tried.
func (j *Judge) prepare(st *speech.Stream) {
	st.Weaken(&j.stance)
	for i := range j.compounds {
		st.AddCompound(&j.compounds[i].Compound)
	}
}

// applyRules weighs the stance of the words and tries every rule.
func (j *Judge) applyRules(st *speech.Stream, verdict *Verdict) {
	add(&verdict.Odds, j.bias, 1)
	if len(st.Facts) == 0 && (st.None || !j.mentions(st)) {
		return
	}
	j.prepare(st)
	var room [512]bool
	met := j.met(st, room[:])
	for i := range j.rules {
		r := &j.rules[i]
		if !slices.ContainsFunc(r.wants, func(n int) bool { return !met[n] }) { // else it cannot fire: the common case
			j.weigh(r, st, verdict)
		}
	}
	j.describe(st, verdict)
}

// sure is the number of hints that leave no doubt that identity is spoken of.
const sure = 2

// hints counts what hints at identity in the speaker's own words: a list of everyday words ("the face", "the account") is
// one hint, any other list of identity is enough. Rules have been tried before, so that compounds are found.
func (j *Judge) hints(st *speech.Stream) (n int) {
	if st.None {
		return 0
	}
	said := func(c lexis.Concept) bool {
		return slices.ContainsFunc(st.Occs[c], func(o tokens.Occurrence) bool { return !st.Quotes[st.Tokens[o.First].Passage] })
	}
	for _, c := range j.everyday {
		if said(c) {
			n++
		}
	}
	if n < sure && slices.ContainsFunc(j.plain, said) {
		return sure
	}
	return n
}

// mentions reports whether a word of identity stands in the text; without one no rule needs to be tried.
func (j *Judge) mentions(st *speech.Stream) bool {
	if slices.ContainsFunc(j.identity, func(c lexis.Concept) bool { return len(st.Occs[c]) > 0 }) {
		return true
	}
	for i := range j.compounds {
		if c := &j.compounds[i]; c.ofIdentity {
			found := false
			st.Sweep(c.Needs, c.Within, c.Ordered, func(tokens.Occurrence) bool { found = true; return false })
			if found {
				return true
			}
		}
	}
	return false
}

// asideFade is what remarks on the side lose at a stall.
const asideFade = 0.6

// weigh tries a rule and adds it to the verdict when it fires.
func (j *Judge) weigh(r *rule, st *speech.Stream, verdict *Verdict) {
	w, ok := st.Fire(&r.Pattern)
	if !ok {
		return
	}
	s := Signal{Rule: r.source, Strength: 1, Passage: -1, by: r}
	switch {
	case r.Own:
		s.Strength = w.Strength
	case r.aside:
		s.Strength = 1 - asideFade*st.Stall
	}
	if w.First >= 0 {
		first, last := &st.Tokens[w.First], &st.Tokens[w.Last]
		if last.Passage != first.Passage {
			last = first
		}
		s.Passage, s.Start, s.End = int(first.Passage), int(min(first.Start, last.Start)), int(max(first.End, last.End))
	}
	add(&s.Weights, r.source.Weights, s.Strength)
	verdict.Signals = append(verdict.Signals, s)
	add(&verdict.Odds, s.Weights, 1)
}

// add adds weights times strength to the log-odds.
func add(odds *rules.Weights, w rules.Weights, strength float64) {
	odds.Sale += (w.Sale + w.Offers) * strength
	odds.Forgery += (w.Forgery + w.Offers) * strength
	odds.Exposure += w.Exposure * strength
	odds.Solicitation += (w.Solicitation + w.Offers) * strength
}

// describe notes which documents are named.
func (j *Judge) describe(st *speech.Stream, verdict *Verdict) {
	for doc, c := range j.documents {
		if len(st.Occs[c]) > 0 {
			doc, _, _ = strings.Cut(doc, ".") // doc.kk.loose is a KK too
			verdict.Documents = append(verdict.Documents, doc)
		}
	}
	slices.Sort(verdict.Documents)
	verdict.Documents = slices.Compact(verdict.Documents)
	verdict.Selfie = len(st.Occs[j.selfie]) > 0 || len(st.Occs[j.cardFace]) > 0
	verdict.Children = len(st.Occs[j.children]) > 0
}

// supply notes how much the speaker has, and whether it is but his own. Who is harmless at the first skim has nothing.
func (j *Judge) supply(st *speech.Stream, verdict *Verdict) {
	amount, many := stock.Of(st, &j.stock)
	verdict.Amount = amount
	for _, s := range verdict.Signals {
		verdict.Own = verdict.Own || !many && slices.Contains(ownRules, s.Rule.Name) && s.Strength >= speech.OwnStrength
	}
}

// ownRules know a writer's own papers.
var ownRules = []string{"sale.own_selfie", "sale.own_paper"}

// Mentions reports whether any word of identity stands in the passages: whether Judge could find anything by words alone.
func (j *Judge) Mentions(passages []speech.Passage) bool {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	st := j.read(lx, passages, nil)
	defer st.Forget()
	return j.mentions(st)
}
