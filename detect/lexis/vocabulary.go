// Package lexis is what is known of words before a text is read: what each character reads as, the lists of the rules compiled
// to a table of words and a trie of phrases, and which of these words one in disguise is. Texts are read by detect/tokens.
package lexis

import (
	"fmt"
	"slices"
	"strings"

	"ronda/rules"
)

// Vocabulary is every word and phrase of the lists, compiled: words by number, phrases as a trie over word numbers.
// Readers look at its fields, for they do so at every word of a text; nobody writes to them. It is safe for concurrent use when
// all plain words are added.
type Vocabulary struct {
	Folds FoldTable

	Words    WordTable // of the lists
	Spelling []string  // of these, by number
	About    []Word    // what else is known of them, by number

	Plain      WordTable // words that no list knows and that are no word of the lists in disguise
	PlainWords []string  // of these, by number

	Amounts []Spelled // of the words that are written for one; the first is that of all others

	Nodes []Node    // of the trie of phrases: the root, one for each word, and those further on
	ends  []Concept // of the phrases that end at the nodes
	edges []edge

	Concepts map[string]Concept // by name
	Names    []string           // by concept
	Matters  []bool             // by concept: of identity, or what compounds of identity are made of
	Negation Concept            // what turns off the negatable phrases behind it

	JoinHead Pairs // first two letters of the words that are found glued to each other
	JoinTail Pairs // and their last two

	common   [1 << 12]slot            // by hash: the most common word of each, plain ones with numbers below 0
	squeezed WordTable                // words with every run of a letter cut to one
	joinable [longestJoin + 1][]int32 // words that are found glued, by length
	sorted   []int32                  // words by spelling
	longest  int                      // bytes of the longest word
}

// Word is what is known of a word beside its spelling. It is small, for it is asked for at every word of a text.
type Word struct {
	Amount uint8 // number in Vocabulary.Amounts
	Joins  Joining
	Begins bool // phrases, or is one
}

// AmountOf returns the number of what a word is written for, 0 for most words and for Unknown.
func (v *Vocabulary) AmountOf(word int32) uint8 {
	if word == Unknown {
		return 0
	}
	return v.About[word].Amount
}

// Joining says with which words one is found glued, 0 with none.
type Joining uint8

// The ways of joining.
const (
	JoinsAlike Joining = iota + 1 // with others of the same lists
	JoinsAll                      // with any word: it names identity
)

const (
	longestJoin   = 12 // letters of a word that is found glued
	shortestOther = 4  // and of one of no such list beside it
)

// Pairs is a set of pairs of letters.
type Pairs [1 << 10]bool

func (p *Pairs) at(a, b byte) *bool { return &p[int(a&31)<<5|int(b&31)] }

// Has reports whether the pair of letters is one of the set.
func (p *Pairs) Has(a, b byte) bool { return *p.at(a, b) }

// negationList is the list of the words that turn off what stands behind them.
const negationList = "stance.negation"

// Unknown stands for a word without a number.
const Unknown int32 = -1

// Bounds of what is read as a word.
const (
	MaxWord       = 64 // bytes of one word; the rest of a longer one is read as further words
	LongestTurned = 24 // letters of a word that stands backwards or on its head
)

// Compile builds the vocabulary of a set. It fails on a set without the list of negations, and on a phrase without letters.
func Compile(set *rules.Set) (*Vocabulary, error) {
	v := &Vocabulary{
		Folds: newFoldTable(), Concepts: map[string]Concept{}, Amounts: make([]Spelled, 1),
	}
	for _, name := range slices.Concat(rules.BuiltIns(), rules.Facts()) {
		v.concept(name)
	}
	for _, l := range set.Lists {
		v.concept(l.Name)
	}
	for _, c := range set.Compounds {
		v.concept(c.Name)
	}
	negation, ok := v.Concepts[negationList]
	if !ok {
		return nil, fmt.Errorf("the list %q is missing", negationList)
	}
	v.Negation = negation
	v.Matters = make([]bool, len(v.Names))
	for name, c := range v.Concepts {
		v.Matters[c] = ofIdentity(name)
	}
	for _, c := range slices.Backward(set.Compounds) { // a compound is made of what stands before it
		for _, need := range c.Needs {
			for name := range strings.SplitSeq(need, "|") {
				if part, ok := v.Concepts[name]; ok && v.Matters[v.Concepts[c.Name]] {
					v.Matters[part] = true
				}
			}
		}
	}
	users := usersOf(set)
	// Words first, so that a phrase is cut exactly as a page is.
	for _, l := range set.Lists {
		for _, phrase := range l.Words {
			words := v.split(phrase)
			for _, w := range words {
				v.addWord(w, joiningOf(&l, len(words)))
			}
		}
	}
	for w, amount := range spelledWords {
		v.addWord(w, 0)
		v.About[v.Words.Find([]byte(w))].Amount = uint8(len(v.Amounts))
		v.Amounts = append(v.Amounts, amount)
	}
	v.sorted = make([]int32, len(v.Spelling))
	for i := range v.sorted {
		v.sorted[i] = int32(i)
	}
	slices.SortFunc(v.sorted, func(a, b int32) int { return strings.Compare(v.Spelling[a], v.Spelling[b]) })
	trie := make([]growing, 1)
	for _, l := range set.Lists {
		for _, phrase := range l.Words {
			if err := v.addPhrase(&trie, phrase, &l, users[l.Name]); err != nil {
				return nil, fmt.Errorf("list %s: %w", l.Name, err)
			}
		}
	}
	v.settle(trie)
	return v, nil
}

// ofIdentity reports whether a concept makes a listing worth judging.
func ofIdentity(name string) bool {
	return strings.HasPrefix(name, "doc.") || strings.HasPrefix(name, "identity")
}

func joiningOf(l *rules.List, words int) Joining {
	switch {
	case !l.Joins || words != 1:
		return 0
	case ofIdentity(l.Name):
		return JoinsAll
	}
	return JoinsAlike
}

// usersOf returns for each list itself and the lists that include it, directly or through others.
func usersOf(set *rules.Set) map[string][]string {
	users := map[string][]string{}
	for _, l := range set.Lists {
		users[l.Name] = []string{l.Name}
	}
	for changed := true; changed; {
		changed = false
		for _, l := range set.Lists {
			for _, inc := range l.Includes {
				for _, u := range users[l.Name] {
					if !slices.Contains(users[inc], u) {
						users[inc] = append(users[inc], u)
						changed = true
					}
				}
			}
		}
	}
	return users
}

func (v *Vocabulary) concept(name string) Concept {
	if c, ok := v.Concepts[name]; ok {
		return c
	}
	c := Concept(len(v.Names))
	v.Concepts[name] = c
	v.Names = append(v.Names, name)
	return c
}

// split cuts a phrase of a list into folded words: runs of letters and digits, and symbols.
func (v *Vocabulary) split(phrase string) []string {
	var words []string
	var buf []byte
	flush := func() {
		if len(buf) > 0 {
			words = append(words, string(buf))
			buf = buf[:0]
		}
	}
	for i := 0; i < len(phrase); {
		out, kind, size := v.Folds.Fold(nil, phrase[i:])
		i += size
		switch kind {
		case Letter, Digit:
			buf = append(buf, out...)
		case Symbol:
			flush()
			words = append(words, string(out))
		case Ignored:
		default:
			flush()
		}
	}
	flush()
	return words
}

func (v *Vocabulary) addWord(w string, joins Joining) {
	id := v.Words.Find([]byte(w))
	if id == Unknown {
		id = int32(len(v.Spelling))
		v.Words.Add(w, id)
		v.Spelling = append(v.Spelling, w)
		v.About = append(v.About, Word{})
		v.longest = max(v.longest, len(w))
	}
	if s := squeeze([]byte(w)); len(s) >= 3 {
		v.squeezed.Add(string(s), id)
	}
	if n := len(w); joins > v.About[id].Joins && n >= 2 && n <= longestJoin {
		if v.About[id].Joins == 0 {
			v.joinable[n] = append(v.joinable[n], id)
		}
		v.About[id].Joins = joins
		*v.JoinHead.at(w[0], w[1]), *v.JoinTail.at(w[n-2], w[n-1]) = true, true
	}
}

// Find returns the number of a word of the lists, or that of a plain word; Unknown for what it is not.
func (v *Vocabulary) Find(w []byte) (word, plain int32) {
	place, sign := wordHash(w)
	if s := v.common[place>>20]; s.sign == sign {
		switch {
		case s.next > 0:
			return s.next - 1, Unknown
		case s.next < 0:
			return Unknown, -s.next - 1
		}
	}
	if word = v.Words.find(place, sign); word != Unknown {
		return word, Unknown
	}
	return Unknown, v.Plain.find(place, sign)
}

// Expect keeps words at hand that most texts have, the most common ones first. It must not be called while others read.
func (v *Vocabulary) Expect(words []string) {
	for _, w := range words {
		place, sign := wordHash([]byte(w))
		s := &v.common[place>>20]
		if s.next != 0 {
			continue
		}
		switch word, plain := v.Find([]byte(w)); {
		case word != Unknown:
			*s = slot{sign, word + 1}
		case plain != Unknown:
			*s = slot{sign, -plain - 1}
		}
	}
}

// AddPlain adds a word that stands for nothing but itself, so that no disguise needs to be tried for it. It returns its
// number, or Unknown for any other word. Common words are best added first: they then lie together. It must not be called while others
// read.
func (v *Vocabulary) AddPlain(w string) int32 {
	if w == "" || len(w) > MaxWord || v.longest == 0 {
		return Unknown
	}
	for _, c := range []byte(w) {
		if c < 'a' || c > 'z' {
			return Unknown
		}
	}
	word := []byte(w)
	if _, parts := v.Unglue(word); parts > 0 || v.Lookup(word) != Unknown || len(Simplify([]byte(w), 0)) != len(w) {
		return Unknown
	}
	if len(w) >= 3 && len(w) <= LongestTurned && v.JoinHead.Has(w[len(w)-1], w[len(w)-2]) {
		back := slices.Clone(word)
		slices.Reverse(back)
		if v.Words.Find(back) != Unknown {
			return Unknown
		}
	}
	if id := v.Plain.Find(word); id != Unknown {
		return id
	}
	id := int32(len(v.PlainWords))
	v.Plain.Add(w, id)
	v.PlainWords = append(v.PlainWords, w)
	return id
}
