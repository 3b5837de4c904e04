package text

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"ronda/rules"
)

// concept is the number of a concept in the vocabulary.
type concept uint16

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
	matters    []bool         // concepts of identity, and what compounds of identity are made of
	none       [][]occurrence // no concept anywhere
	longest    int            // bytes of the longest word
	markers    heads          // of the list voice.marker
	lexers     sync.Pool
}

// mostIdle bounds the tokens whose room an idle lexer keeps.
const mostIdle = 1 << 16

// lexer returns one for a listing; give it back with release when its tokens are no longer needed.
func (v *vocabulary) lexer() *lexer {
	if lx, ok := v.lexers.Get().(*lexer); ok {
		*lx = lexer{v: v, tokens: lx.tokens[:0], buf: lx.buf, room: lx.room}
		return lx
	}
	return &lexer{v: v}
}

func (v *vocabulary) release(lx *lexer) {
	if cap(lx.tokens) <= mostIdle {
		lx.text, lx.quotes = "", nil // what was read must not outlive its judgement
		v.lexers.Put(lx)
	}
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
)

// pairs is a set of pairs of letters.
type pairs [1 << 10]bool

func (p *pairs) at(a, b byte) *bool { return &p[int(a&31)<<5|int(b&31)] }
func (p *pairs) has(a, b byte) bool { return *p.at(a, b) }

const unknown int32 = -1

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
	v.none = make([][]occurrence, len(v.names))
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

// reading appends what a token of a text was read as: the lists' spelling of a word that they know, however it was
// disguised (leetspeak, spaced, reversed, glued), else its folded letters and digits. A chat link reads as its host ("wame"), a handle
// as "@", a question mark as "?". It is what a reader of words should count instead of the raw text.
func (v *vocabulary) reading(dst []byte, t *token, text string) []byte {
	if t.word != unknown {
		return append(dst, v.spelling[t.word]...)
	}
	if t.plain != unknown {
		return append(dst, v.plainWords[t.plain]...)
	}
	s := text[t.start:t.end]
	switch t.extra[0] {
	case cLink:
		s, _, _ = strings.Cut(s, "/")
	case cName:
		return append(dst, '@')
	case cQuestion:
		return append(dst, '?')
	}
	if t.way.back {
		s = backwards(s, t.way.turned)
	}
	from := len(dst)
	for len(s) > 0 {
		out, kind, size := v.folds.fold(dst, s)
		if kind == letter || kind == digit {
			dst = out
		}
		s = s[size:]
	}
	return plain(dst, from)
}

// plain undoes in the word dst[from:], which no list knows, what can be undone without knowing it: letters repeated thrice and
// more, and digits between letters.
func plain(dst []byte, from int) []byte {
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	w := dst[from:]
	out := w[:0]
	for i, c := range w {
		if n := len(out); n > 0 && c == out[n-1] && !isDigit(c) && (i+1 < len(w) && w[i+1] == c || n > 1 && i > 1 && w[i-2] == c) {
			continue
		}
		if isDigit(c) && i > 0 && i+1 < len(w) && !isDigit(w[i-1]) && !isDigit(w[i+1]) {
			c = unleet(c, 'i')
		}
		out = append(out, c)
	}
	return dst[:from+len(out)]
}

// clitics are endings that leave a word's meaning as it is.
var clitics = [...]string{"nya", "lah", "kah", "pun", "ku", "mu", "x", "e", "ne", "na", "s"}

// cliticsEnding holds them by their last letter.
var cliticsEnding = func() (by [32][]string) {
	for _, c := range clitics {
		last := c[len(c)-1] & 31
		by[last] = append(by[last], c)
	}
	return by
}()

// lookup finds the number of a folded word, undoing what sellers do to it. It returns unknown for any other word.
// Its cost is bounded by the word's length, which the tokenizer bounds.
func (v *vocabulary) lookup(w []byte) int32 {
	if id := v.words.find(w); id != unknown {
		return id
	}
	if len(w) < 3 || len(w) > 2*v.longest {
		return unknown
	}
	signs, doubled := false, false
	for i, c := range w {
		signs = signs || c < 'a'
		doubled = doubled || i > 0 && c == w[i-1]
	}
	if signs {
		if id := v.leet(w); id != unknown {
			return id
		}
	}
	for _, c := range cliticsEnding[w[len(w)-1]&31] {
		n := len(w) - len(c)
		if n >= 4 && string(w[n:]) == c {
			if id := v.words.find(w[:n]); id != unknown {
				return id
			}
		}
	}
	if last := w[len(w)-1]; last == '2' { // rata2, foto2: reduplication
		if id := v.words.find(w[:len(w)-1]); id != unknown {
			return id
		}
	}
	if doubled {
		return v.unstretched(w)
	}
	return unknown
}

// unstretched finds a word whose letters were repeated: freshhh, readyyy.
func (v *vocabulary) unstretched(w []byte) int32 {
	n := len(w)
	stretched := w[n-1] == w[n-2]
	for i := 2; i < n && !stretched; i++ {
		stretched = w[i-2] == w[i] && w[i-1] == w[i]
	}
	if !stretched {
		return unknown
	}
	return v.squeezed.find(squeeze(w))
}

// squeeze cuts every run of one letter to a single one.
func squeeze(w []byte) []byte {
	return slices.Compact(slices.Clone(w))
}

// leet finds a word that is written with digits for letters: k7p, n1k, s3lfie. The digit 1 stands for i or l.
func (v *vocabulary) leet(w []byte) int32 {
	digits, letters := 0, 0
	for _, c := range w {
		if c >= '0' && c <= '9' || c == '@' || c == '$' || c == '!' {
			digits++
		} else {
			letters++
		}
	}
	if digits == 0 || letters == 0 || len(w) > 24 {
		return unknown
	}
	var out [24]byte
	for _, one := range [...]byte{'i', 'l'} {
		for i, c := range w {
			out[i] = unleet(c, one)
		}
		if id := v.words.find(out[:len(w)]); id != unknown {
			return id
		}
	}
	var kept []byte // ka3tepe: digits that stand for nothing
	for _, c := range w {
		if c < '0' || c > '9' {
			kept = append(kept, c)
		}
	}
	if id := v.words.find(kept); id != unknown && len(kept) >= 4 && v.about[id].joins != 0 {
		return id
	}
	return unknown
}

func unleet(c, one byte) byte {
	switch c {
	case '0':
		return 'o'
	case '1', '!':
		return one
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '6', '9':
		return 'g'
	case '7':
		return 't'
	case '8':
		return 'b'
	}
	return c
}
