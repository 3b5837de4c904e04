package text

import (
	"slices"
	"strings"
	"sync"

	"ronda/detect/learned"
	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/tokens"
	"ronda/rules"
)

const (
	// maxRead bounds the tokens of one listing that the learned model reads: what an offer is shows early.
	maxRead = 256
	// fewestRead is the least that it has an opinion on.
	fewestRead = 2
	// fewestHintless is the same where no word hints at identity: a file's name says nothing.
	fewestHintless = 5
	// nearby is how many passages around one that speaks of identity the model reads: an offer stands together, and what the
	// site puts around it must not change what it is.
	nearby = 3
	// nearTokens is how many tokens at each side of a word of identity it reads of a listing that is too long.
	nearTokens = 40
	// nextLines is how many of them it reads where they stand in other lines.
	nextLines = 8
	// longestNumber bounds the digits of a number that tell it from others: longer ones are all the same word.
	longestNumber = 8
)

// learnedRule and contextRule are the names under which the learned model's opinion stands among the signals.
var (
	learnedRule = rules.Rule{
		Name:  "words.learned",
		About: "The words are such as stand in listings of this kind and not in honest texts, or the other way round.",
	}
	contextRule = rules.Rule{
		Name:  "words.context",
		About: "How plainly the listing speaks of identity, how much it reports or trades, how long it is.",
	}
)

// Example is a labelled text to learn from.
type Example struct {
	Passages []speech.Passage
	Facts    []string // as for Judge
	Kind     string   // sale, forgery, exposure, solicitation; anything else is none
	Author   string
	Part     bool // of another example: it teaches words, not how likely an alert is
}

// room is where a text is laid out for the model; it can be used again.
type room struct {
	reading learned.Reading
	marks   [][2]uint16 // by token
}

var rooms = sync.Pool{New: func() any { return &room{} }}

// mostMarked bounds the tokens for which an idle room keeps space.
const mostMarked = 1 << 16

var learnedKinds = []string{"sale", "forgery", "exposure", "solicitation"}

// Train learns a model from examples, which are read as in judging. The same examples in the same order give the same model.
// step and the second result are those of learned.Train.
func (j *Judge) Train(examples []Example, step func()) (*rules.Learned, [][learned.Kinds]float64) {
	taught := make([]learned.Example, len(examples))
	for i, e := range examples {
		taught[i] = j.lesson(e)
	}
	model, odds := learned.Train(taught, &j.lexicon, step)
	for i := range j.rules {
		model.Known = append(model.Known, j.rules[i].source.Name)
	}
	return model, odds
}

// lesson reads an example.
func (j *Judge) lesson(e Example) learned.Example {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	st := j.read(lx, e.Passages, e.Facts)
	var v Verdict
	j.applyRules(st, &v)
	hints := j.hints(st)
	return learned.Example{
		Evidence: j.evidence(st, hints, &v, &room{}),
		Words:    j.skimmable(st), Silent: hints == 0 && len(st.Facts) == 0,
		Kind: slices.Index(learnedKinds, e.Kind), Author: e.Author, Part: e.Part,
	}
}

// evidence is what the model judges by. The room is filled.
func (j *Judge) evidence(st *speech.Stream, hints int, v *Verdict, r *room) learned.Evidence {
	e := learned.Evidence{Reading: &r.reading}
	e.Context = learned.Context{Hints: hints, Report: st.Report, Stall: st.Stall}
	j.fill(r, st, j.unread(st))
	for i := range v.Signals {
		s := &v.Signals[i]
		if s.by.strange {
			continue
		}
		into := &e.Rules
		if s.by.onFacts {
			into = &e.Facts
		}
		for k, w := range byKind(s.Weights) {
			into[k] += w
		}
	}
	return e
}

// strangeTo returns what reports whether a model knows nothing of a rule. Without a model none is strange.
func strangeTo(model *rules.Learned) func(rule string) bool {
	if model == nil {
		return func(string) bool { return false }
	}
	known := map[string]bool{}
	for _, name := range model.Known {
		known[name] = true
	}
	return func(rule string) bool { return !known[rule] }
}

// byKind returns weights in the order of the model's kinds.
func byKind(w rules.Weights) [learned.Kinds]float64 {
	return [...]float64{w.Sale + w.Offers, w.Forgery + w.Offers, w.Exposure, w.Solicitation + w.Offers}
}

func weightsOf(odds [learned.Kinds]float64) rules.Weights {
	return rules.Weights{Sale: odds[0], Forgery: odds[1], Exposure: odds[2], Solicitation: odds[3]}
}

// fill gives the model the tokens of the passages that skip does not mark.
func (j *Judge) fill(into *room, st *speech.Stream, skip []bool) {
	r := &into.reading
	r.Reset()
	marks := j.markTokens(st, into)
	readable := 0
	for i := 0; i < len(st.Tokens) && readable <= maxRead; i++ {
		if !skip[st.Tokens[i].Passage] {
			readable++
		}
	}
	var near []bool // of too much to read, what stands near a word of identity
	if readable > maxRead {
		if near = j.near(st, j.plain); near == nil {
			near = j.near(st, j.everyday)
		}
	}
	line := int32(-1)
	for i := range st.Tokens {
		t := &st.Tokens[i]
		if skip[t.Passage] || near != nil && !near[i] {
			continue
		}
		if len(r.Tokens) == maxRead {
			break
		}
		if t.Passage != line {
			line = t.Passage
			r.Breaks = append(r.Breaks, int32(len(r.Tokens)))
		}
		r.Tokens = append(r.Tokens, learned.Token{})
		token := &r.Tokens[len(r.Tokens)-1] // written where it stays
		token.Word, token.Marks, token.Source, token.Quoted = j.wordOf(t), marks[i], int32(i), t.Quoted
		if token.Word == learned.NoWord {
			from := len(r.Letters)
			r.Letters = st.Lexer.AppendReading(r.Letters, t, st.Passages[t.Passage].Text)
			r.Letters = r.Letters[:from+plainNumber(r.Letters[from:])]
			token.From, token.To = int32(from), int32(len(r.Letters))
		}
		switch {
		case token.Marks[0] == 0:
			token.Marks[0] = j.senseOf(t, r.Letters[token.From:token.To])
		case token.Marks[1] == 0:
			token.Marks[1] = j.senseOf(t, r.Letters[token.From:token.To])
		}
	}
}

// near marks the tokens that stand near a word of these lists; nil where there is none.
func (j *Judge) near(st *speech.Stream, lists []lexis.Concept) []bool {
	var near []bool
	for _, c := range lists {
		for _, o := range st.Occs[c] {
			if near == nil {
				near = make([]bool, len(st.Tokens))
			}
			line := st.Tokens[o.First].Passage
			for i := max(0, int(o.First)-nearTokens); i < min(len(near), int(o.Last)+nearTokens); i++ {
				away := max(int(o.First)-i, i-int(o.Last))
				near[i] = near[i] || away <= nextLines || st.Tokens[i].Passage == line
			}
		}
	}
	return near
}

// wordOf returns the number of a token's word in the lexicon.
func (j *Judge) wordOf(t *tokens.Token) int32 {
	switch {
	case t.Word != lexis.Unknown:
		return t.Word
	case t.Plain != lexis.Unknown:
		return int32(len(j.listed.senses)) + t.Plain
	}
	return learned.NoWord
}

// senseOf returns the mark of the class of a token's word, 0 when it has none.
func (j *Judge) senseOf(t *tokens.Token, letters []byte) uint16 {
	switch {
	case t.Word != lexis.Unknown:
		return j.listed.senses[t.Word]
	case t.Plain != lexis.Unknown:
		return j.others.senses[t.Plain]
	}
	return j.sense(letters)
}

// sense is senseOf for a word that has no number.
func (j *Judge) sense(word []byte) uint16 {
	if mark := j.senses.Find(word); mark != lexis.Unknown {
		return uint16(mark)
	}
	if len(word) == 0 {
		return 0
	}
	for _, c := range lexis.CliticsEnding(word[len(word)-1]) {
		if n := len(word) - len(c); n >= 3 && string(word[n:]) == c {
			if mark := j.senses.Find(word[:n]); mark != lexis.Unknown {
				return uint16(mark)
			}
		}
	}
	return 0
}

// plainNumber writes digits as 0 and returns how much of the word counts: a long number is the same word as any other.
func plainNumber(w []byte) int {
	all := true
	for i, c := range w {
		if c >= '0' && c <= '9' {
			w[i] = '0'
		} else {
			all = false
		}
	}
	if all && len(w) > longestNumber {
		return longestNumber
	}
	return len(w)
}

// markTokens marks each token with the lists that know the word or the phrase that starts there.
func (j *Judge) markTokens(st *speech.Stream, r *room) [][2]uint16 {
	r.marks = slices.Grow(r.marks[:0], len(st.Tokens))[:len(st.Tokens)]
	clear(r.marks)
	for c, occs := range st.Occs {
		mark := markOf(lexis.Concept(c))
		for i := range occs {
			m := &r.marks[occs[i].First]
			switch {
			case m[0] == 0:
				m[0] = mark
			case m[1] == 0 && m[0] != mark:
				m[1] = mark
			}
		}
	}
	return r.marks
}

// unread marks the passages that the learned model does not read: quotations and rows of people's data, fields of the site's
// form that say nothing of identity, and, where identity is spoken of at all, what stands far from it.
func (j *Judge) unread(st *speech.Stream) []bool {
	about := make([]bool, len(st.Passages))
	spoken := false // of identity
	for _, c := range j.identity {
		for _, o := range st.Occs[c] {
			about[st.Tokens[o.First].Passage] = true
			spoken = true
		}
	}
	skip := make([]bool, len(st.Passages))
	near := 0 // passages that are still near the last one about identity
	for i := range st.Passages {
		if near--; about[i] {
			near = nearby
			for k := max(0, i-nearby); k < i; k++ {
				skip[k] = false
			}
		}
		skip[i] = near < 0 && spoken
	}
	for i, p := range st.Passages {
		skip[i] = skip[i] || st.Quotes[i] || p.Field && !about[i]
	}
	return skip
}

// join replaces the odds by what the model makes of the evidence, and adds its opinion to the signals.
func (j *Judge) join(st *speech.Stream, hints int, v *Verdict) {
	into := rooms.Get().(*room)
	defer func() {
		if cap(into.marks) <= mostMarked {
			rooms.Put(into)
		}
	}()
	e := j.evidence(st, hints, v, into)
	r := &into.reading
	if (len(r.Tokens) < fewestRead || e.Context.Hints == 0 && len(r.Tokens) < fewestHintless) && e.Facts == [learned.Kinds]float64{} {
		v.Odds = rules.Weights{Sale: nothing, Forgery: nothing, Exposure: nothing, Solicitation: nothing}
		for i := range v.Signals {
			v.Signals[i].Weights = rules.Weights{} // nobody heard them
		}
		return // a picture by itself: no words, no opinion
	}
	o := j.learned.Judge(&e)
	if e.Context.Hints == 0 && e.Facts == [learned.Kinds]float64{} {
		for k := range o.Odds {
			o.Rest[k], o.Odds[k] = o.Rest[k]-hintlessDoubt, o.Odds[k]-hintlessDoubt
		}
		v.Doubt = hintlessDoubt
	}
	// Nobody's data can stand where nothing speaks of any, or where there is no room for several people's.
	if e.Facts == [learned.Kinds]float64{} && (e.Context.Hints == 0 || !roomForSeveral(st)) {
		o.Rest[exposure] += min(0, nothing-o.Odds[exposure])
		o.Odds[exposure] = min(nothing, o.Odds[exposure])
	}
	for i := range v.Signals {
		s := &v.Signals[i]
		if s.by.strange {
			s.New = true
			for k, w := range byKind(s.Weights) {
				o.Odds[k] += w
			}
			continue
		}
		share := &o.Rules
		if s.by.onFacts {
			share = &o.Facts
		}
		odds := byKind(s.Weights)
		for k := range odds {
			odds[k] *= share.Learned[k] * share.Kept[k]
		}
		s.Weights = weightsOf(odds)
	}
	words := Signal{Rule: &learnedRule, Strength: 1, Passage: -1, Weights: weightsOf(o.Words)}
	if o.Token >= 0 {
		t := &st.Tokens[r.Tokens[o.Token].Source]
		words.Passage, words.Start, words.End = int(t.Passage), int(t.Start), int(t.End)
	}
	v.Joined, v.Rules, v.Facts = true, o.Rules, o.Facts
	v.Signals = append(v.Signals, words, Signal{Rule: &contextRule, Strength: 1, Passage: -1, Weights: weightsOf(o.Rest)})
	v.Odds = weightsOf(o.Odds)
}

// several is how many people's data make an exposure.
const several = 3

// roomForSeveral reports whether a text could show several people's data, however odd: as many lines, long numbers or files.
func roomForSeveral(st *speech.Stream) bool {
	if len(st.Passages) > several || len(st.Occs[lexis.LongNumber]) >= several {
		return true
	}
	n := 0
	for _, p := range st.Passages {
		n += files(p.Text)
	}
	return n >= several
}

// fileEndings are those of files that may show somebody's document: of pictures those that the crawler knows.
var fileEndings = [...]string{"jpg", "jpeg", "jfif", "png", "gif", "webp", "bmp", "avif", "heic", "heif", "pdf"}

// files counts the names of such files in a text.
func files(text string) (n int) {
	for _, rest, ok := strings.Cut(text, "."); ok; _, rest, ok = strings.Cut(rest, ".") {
		for _, ending := range fileEndings {
			if len(rest) >= len(ending) && strings.EqualFold(rest[:len(ending)], ending) {
				n++
				break
			}
		}
	}
	return n
}

const (
	// hintlessDoubt is what a listing without a word of identity must have more, in log-odds: on the web there are far more
	// honest ones of the kind than in the corpus.
	hintlessDoubt = 1.5

	nothing  = -2 // log-odds of a kind where there is nothing to read
	exposure = 2  // place of the kind among the model's
)
