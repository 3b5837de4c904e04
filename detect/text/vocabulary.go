package text

import (
	"fmt"
	"slices"
	"strings"

	"ronda/rules"
)

// concept is the number of a concept in the vocabulary.
type concept uint16

// vocabulary is every word and phrase of the lists, compiled: words by number, phrases as a trie over word numbers.
// It is read-only after compile.
type vocabulary struct {
	folds    foldTable
	words    map[string]int32
	spelling []string         // of the words, by number
	squeezed map[string]int32 // words with every run of a letter cut to one
	next     map[edge]int32   // trie: (node, word) -> node
	nodes    []node
	joins    map[string]bool    // words that are found glued to each other
	joinHead [256]bool          // first letters of those
	concepts map[string]concept // by name
	names    []string
	longest  int // bytes of the longest word
}

type edge struct {
	node int32
	word int32
}

// node is a place in the trie: the concepts of the phrase that ends there.
type node struct {
	concepts  []concept
	hides     bool
	negatable bool
}

const unknown int32 = -1

// compile builds the vocabulary of a set.
func compile(set *rules.Set) (*vocabulary, error) {
	v := &vocabulary{
		folds: newFoldTable(), words: map[string]int32{}, squeezed: map[string]int32{}, next: map[edge]int32{},
		nodes: make([]node, 1), joins: map[string]bool{}, concepts: map[string]concept{},
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
	users := usersOf(set)
	// Words first, so that a phrase is cut exactly as a page is.
	for _, l := range set.Lists {
		for _, phrase := range l.Words {
			words := v.split(phrase)
			for _, w := range words {
				v.addWord(w, l.Joins && len(words) == 1)
			}
		}
	}
	for _, l := range set.Lists {
		for _, phrase := range l.Words {
			if err := v.addPhrase(phrase, &l, users[l.Name]); err != nil {
				return nil, fmt.Errorf("list %s: %w", l.Name, err)
			}
		}
	}
	return v, nil
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

func (v *vocabulary) addWord(w string, joins bool) {
	id, ok := v.words[w]
	if !ok {
		id = int32(len(v.words))
		v.words[w] = id
		v.spelling = append(v.spelling, w)
		v.longest = max(v.longest, len(w))
	}
	if s := squeeze([]byte(w)); len(s) >= 3 {
		if _, taken := v.squeezed[string(s)]; !taken {
			v.squeezed[string(s)] = id
		}
	}
	if joins && len(w) >= 2 {
		v.joins[w] = true
		v.joinHead[w[0]] = true
	}
}

func (v *vocabulary) addPhrase(phrase string, l *rules.List, users []string) error {
	words := v.split(phrase)
	if len(words) == 0 {
		return fmt.Errorf("phrase %q has no letters", phrase)
	}
	at := int32(0)
	for _, w := range words {
		e := edge{at, v.words[w]}
		to, ok := v.next[e]
		if !ok {
			to = int32(len(v.nodes))
			v.nodes = append(v.nodes, node{})
			v.next[e] = to
		}
		at = to
	}
	end := &v.nodes[at]
	for _, u := range users {
		if c := v.concepts[u]; !slices.Contains(end.concepts, c) {
			end.concepts = append(end.concepts, c)
		}
	}
	end.hides = end.hides || l.Hides
	end.negatable = end.negatable || l.Negatable
	return nil
}

// reading appends what a token of a text was read as: the lists' spelling of a word that they know, however it was
// disguised (leetspeak, spaced, reversed, glued), else its folded letters and digits. A chat link reads as its host ("wame"), a handle
// as "@", a question mark as "?". It is what a reader of words should count instead of the raw text.
func (v *vocabulary) reading(dst []byte, t *token, text string) []byte {
	if t.word != unknown {
		return append(dst, v.spelling[t.word]...)
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
	for i := 0; i < len(s); {
		out, kind, size := v.folds.fold(dst, s[i:])
		if kind == letter || kind == digit {
			dst = out
		}
		i += size
	}
	return dst
}

// clitics are endings that leave a word's meaning as it is.
var clitics = [...]string{"nya", "lah", "kah", "pun", "ku", "mu", "x", "e", "ne", "na", "s"}

// lookup finds the number of a folded word, undoing what sellers do to it. It returns unknown for any other word.
// Its cost is bounded by the word's length, which the tokenizer bounds.
func (v *vocabulary) lookup(w []byte) int32 {
	if id, ok := v.words[string(w)]; ok {
		return id
	}
	if len(w) < 3 || len(w) > 2*v.longest {
		return unknown
	}
	if id := v.leet(w); id != unknown {
		return id
	}
	for _, c := range clitics {
		n := len(w) - len(c)
		if n >= 4 && w[len(w)-1] == c[len(c)-1] && string(w[n:]) == c {
			if id, ok := v.words[string(w[:n])]; ok {
				return id
			}
		}
	}
	if last := w[len(w)-1]; last == '2' { // rata2, foto2: reduplication
		if id, ok := v.words[string(w[:len(w)-1])]; ok {
			return id
		}
	}
	if id := v.unstretched(w); id != unknown {
		return id
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
	if id, ok := v.squeezed[string(squeeze(w))]; ok {
		return id
	}
	return unknown
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
		if id, ok := v.words[string(out[:len(w)])]; ok {
			return id
		}
	}
	var kept []byte // ka3tepe: digits that stand for nothing
	for _, c := range w {
		if c < '0' || c > '9' {
			kept = append(kept, c)
		}
	}
	if id, ok := v.words[string(kept)]; ok && len(kept) >= 4 && v.joins[string(kept)] {
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

// cut finds two or three words glued to each other, such as ktpselfie. It returns the lengths of the parts, nil when it is
// no such word.
func (v *vocabulary) cut(w []byte) []int {
	if len(w) < 5 || len(w) > 24 || !v.joinHead[w[0]] {
		return nil
	}
	for n := 2; n <= len(w)-2; n++ {
		if !v.joins[string(w[:n])] {
			continue
		}
		rest := w[n:]
		if v.joins[string(rest)] {
			return []int{n, len(rest)}
		}
		for m := 2; m <= len(rest)-2; m++ {
			if v.joins[string(rest[:m])] && v.joins[string(rest[m:])] {
				return []int{n, m, len(rest) - m}
			}
		}
	}
	return nil
}
