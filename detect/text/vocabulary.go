package text

import (
	"fmt"
	"slices"
	"strings"

	"ronda/rules"
)

// vocabulary is every word and phrase of the lists, compiled: words by number, phrases as a trie over word numbers.
// It is read-only after compile and safe for concurrent use.
type vocabulary struct {
	folds      foldTable
	words      wordTable
	plainWords []string  // of these, by number
	spelling   []string  // of the words, by number
	about      []word    // what else is known of them, by number
	squeezed   wordTable // words with every run of a letter cut to one
	plain      wordTable // words that no list knows and that are no word of the lists in disguise
	nodes      []node
	edges      []edge
	ends       []concept
	joinHead   pairs // first two letters of the words that are found glued to each other
	joinTail   pairs // and their last two
	joinable   [longestJoin + 1][]int32
	sorted     []int32            // words by spelling
	concepts   map[string]concept // by name
	names      []string
	matters    []bool  // concepts of identity, and what compounds of identity are made of
	longest    int     // bytes of the longest word
	markers    heads   // of the list voice.marker
	negation   concept // what turns off the negatable phrases behind it
}

// word is what is known of a word beside its spelling.
type word struct {
	first  int32 // node of the phrases that begin with it, 0 for none
	amount spelled
	joins  joining
}

// joining says with which words one is found glued.
type joining uint8

const (
	joinsAlike joining = iota + 1 // with others of the same lists
	joinsAll                      // with any word: it names identity
)

const (
	longestJoin   = 12 // letters of a word that is found glued
	shortestOther = 4  // and of one of no such list beside it
	longestTurned = 24 // letters of a word that stands backwards or on its head
)

// pairs is a set of pairs of letters.
type pairs [1 << 10]bool

func (p *pairs) at(a, b byte) *bool { return &p[int(a&31)<<5|int(b&31)] }
func (p *pairs) has(a, b byte) bool { return *p.at(a, b) }

// negationList is the list of the words that turn off what stands behind them.
const negationList = "stance.negation"

// unknown stands for a word without a number.
const unknown int32 = -1

// maxWord bounds the bytes of one word; the rest of a longer one is read as further words.
const maxWord = 64

// compile builds the vocabulary of a set.
func compile(set *rules.Set) (*vocabulary, error) {
	v := &vocabulary{
		folds: newFoldTable(), concepts: map[string]concept{},
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
	negation, ok := v.concepts[negationList]
	if !ok {
		return nil, fmt.Errorf("the list %q is missing", negationList)
	}
	v.negation = negation
	v.matters = make([]bool, len(v.names))
	for name, c := range v.concepts {
		v.matters[c] = ofIdentity(name)
	}
	for _, c := range slices.Backward(set.Compounds) { // a compound is made of what stands before it
		for _, need := range c.Needs {
			for name := range strings.SplitSeq(need, "|") {
				if part, ok := v.concepts[name]; ok && v.matters[v.concepts[c.Name]] {
					v.matters[part] = true
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
		v.about[v.words.find([]byte(w))].amount = amount
	}
	v.sorted = make([]int32, len(v.spelling))
	for i := range v.sorted {
		v.sorted[i] = int32(i)
	}
	slices.SortFunc(v.sorted, func(a, b int32) int { return strings.Compare(v.spelling[a], v.spelling[b]) })
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

func joiningOf(l *rules.List, words int) joining {
	switch {
	case !l.Joins || words != 1:
		return 0
	case ofIdentity(l.Name):
		return joinsAll
	}
	return joinsAlike
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

func (v *vocabulary) concept(name string) concept {
	if c, ok := v.concepts[name]; ok {
		return c
	}
	c := concept(len(v.names))
	v.concepts[name] = c
	v.names = append(v.names, name)
	return c
}

// split cuts a phrase of a list into folded words: runs of letters and digits, and symbols.
func (v *vocabulary) split(phrase string) []string {
	var words []string
	var buf []byte
	flush := func() {
		if len(buf) > 0 {
			words = append(words, string(buf))
			buf = buf[:0]
		}
	}
	for i := 0; i < len(phrase); {
		out, kind, size := v.folds.fold(nil, phrase[i:])
		i += size
		switch kind {
		case letter, digit:
			buf = append(buf, out...)
		case symbol:
			flush()
			words = append(words, string(out))
		case ignored:
		default:
			flush()
		}
	}
	flush()
	return words
}

func (v *vocabulary) addWord(w string, joins joining) {
	id := v.words.find([]byte(w))
	if id == unknown {
		id = int32(len(v.spelling))
		v.words.add(w, id)
		v.spelling = append(v.spelling, w)
		v.about = append(v.about, word{})
		v.longest = max(v.longest, len(w))
	}
	if s := squeeze([]byte(w)); len(s) >= 3 {
		v.squeezed.add(string(s), id)
	}
	if n := len(w); joins > v.about[id].joins && n >= 2 && n <= longestJoin {
		if v.about[id].joins == 0 {
			v.joinable[n] = append(v.joinable[n], id)
		}
		v.about[id].joins = joins
		*v.joinHead.at(w[0], w[1]), *v.joinTail.at(w[n-2], w[n-1]) = true, true
	}
}

// addPlain adds a word that stands for nothing but itself, so that no disguise needs to be tried for it. It returns its number, or
// unknown for any other word.
func (v *vocabulary) addPlain(w string) int32 {
	if len(w) > maxWord || v.longest == 0 {
		return unknown
	}
	for _, c := range []byte(w) {
		if c < 'a' || c > 'z' {
			return unknown
		}
	}
	word := []byte(w)
	if _, parts := v.cut(word); parts > 0 || v.lookup(word) != unknown || len(plain([]byte(w), 0)) != len(w) {
		return unknown
	}
	if len(w) >= 3 && len(w) <= longestTurned && v.joinHead.has(w[len(w)-1], w[len(w)-2]) {
		back := slices.Clone(word)
		slices.Reverse(back)
		if v.words.find(back) != unknown {
			return unknown
		}
	}
	if id := v.plain.find(word); id != unknown {
		return id
	}
	id := int32(len(v.plainWords))
	v.plain.add(w, id)
	v.plainWords = append(v.plainWords, w)
	return id
}
