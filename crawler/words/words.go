// Package words looks at the words, letters and digits of short lines: class names, bylines, dates. It reads bytes where they
// stand and allocates nothing, for it is asked of every line of every page:
//
//	months := words.NewSet("jan feb mar")
//	months.Has("Feb")                    // true
//	words.FirstDigit("pukul 09.14")      // 6
package words

import (
	"strings"
	"unicode/utf8"
)

// Digit reports whether a byte is an ASCII digit.
func Digit(c byte) bool { return '0' <= c && c <= '9' }

// Letter reports whether a byte is a letter, or a part of a character that is no ASCII.
func Letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf }

// Small reports whether a byte is a small ASCII letter.
func Small(c byte) bool { return 'a' <= c && c <= 'z' }

// Map holds what is known of words in small letters. Most words that are asked for are none of them, and are told by their first
// two letters and their length. The zero Map holds none.
type Map[V any] struct {
	known map[string]V
	may   [256]uint32 // by beginning, a bit for each length
}

// beginning is a number for the first two bytes of a word; words that differ in them may share it.
func beginning[W string | []byte](word W) byte {
	return beginningOf(word[0], word[min(1, len(word)-1)])
}

func beginningOf(first, second byte) byte { return first<<3 ^ second }

// Put notes what is known of a word, which is no longer than Room.
func (m *Map[V]) Put(word string, v V) {
	if m.known == nil {
		m.known = map[string]V{}
	}
	m.known[word] = v
	m.may[beginning(word)] |= 1 << len(word)
}

// Get returns what is known of a word, the zero value for any other.
func (m *Map[V]) Get(word []byte) (v V) {
	if len(word) == 0 || m.may[beginning(word)]>>len(word)&1 == 0 {
		return v
	}
	return m.known[string(word)]
}

// Find is Get for a word in any case, as to ASCII.
func (m *Map[V]) Find(word string) (v V) {
	if len(word) == 0 || len(word) > longest || m.may[beginningOf(lower(word[0]), lower(word[min(1, len(word)-1)]))]>>len(word)&1 == 0 {
		return v
	}
	var room Room
	return m.known[string(Lower(room[:0], word))]
}

// Set holds words in small letters.
type Set struct{ words Map[bool] }

// longest is how many bytes of a word are looked at; no word of a set is as long.
const longest = 24

// NewSet returns the set of the words that white space parts in lists.
func NewSet(lists ...string) *Set {
	set := &Set{}
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			set.words.Put(word, true)
		}
	}
	return set
}

// Holds reports whether a word in small letters is in the set.
func (s *Set) Holds(word []byte) bool { return s.words.Get(word) }

// Has reports whether a word is in the set, whatever the case of its ASCII letters.
func (s *Set) Has(word string) bool { return s.words.Find(word) }

// Lower writes a word in small letters into room, as to ASCII; nothing where there is no room for it.
func Lower(room []byte, word string) []byte {
	if len(word) > cap(room) {
		return nil
	}
	room = room[:len(word)]
	for i := range len(word) {
		room[i] = lower(word[i])
	}
	return room
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c |= 0x20
	}
	return c
}

// Room is where Next writes a word.
type Room [longest]byte

// Next returns the first word of s in small letters, and what follows it; an empty word when there is none. Words are letters and
// digits, and hold apostrophes; of long ones only the beginning is given. A word is valid until the room serves the next one.
func (r *Room) Next(s string) (word []byte, rest string) {
	word = r[:0]
	for i := range len(s) {
		c := s[i]
		switch {
		case Letter(c) || Digit(c) || c == '\'' && len(word) > 0:
			if len(word) < longest {
				word = append(word, lower(c))
			}
		case len(word) > 0:
			return word, s[i:]
		}
	}
	return word, ""
}

// Any reports whether one of the words of a text is in the set.
func (s *Set) Any(text string) bool {
	for start := 0; start < len(text); {
		if !Letter(text[start]) && !Digit(text[start]) {
			start++
			continue
		}
		end := start + 1
		for end < len(text) && (Letter(text[end]) || Digit(text[end]) || text[end] == '\'') {
			end++
		}
		// Nearly all words are told from those of the set before they are written in small letters.
		n := min(end-start, longest)
		first, second := lower(text[start]), lower(text[min(start+1, end-1)])
		if s.words.may[beginningOf(first, second)]>>n&1 == 1 && s.Has(text[start:start+n]) {
			return true
		}
		start = end
	}
	return false
}

// FirstDigit returns where the first digit stands, -1 when there is none. Most texts have none, so eight bytes are looked
// at together: a byte below ten borrows from the bit above it when ten is taken away.
func FirstDigit(s string) int {
	const ones, zeros, high = 0x0101010101010101, '0' * 0x0101010101010101, 0x80 * 0x0101010101010101
	i := 0
	for ; i+8 <= len(s); i += 8 {
		b := s[i : i+8]
		x := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		x ^= zeros
		if (x-10*ones)&^x&high != 0 {
			break
		}
	}
	for ; i < len(s); i++ {
		if Digit(s[i]) {
			return i
		}
	}
	return -1
}

// CountDigits returns how many digits stand in s.
func CountDigits(s string) int {
	n := 0
	for i := range len(s) {
		if Digit(s[i]) {
			n++
		}
	}
	return n
}

// TrimDigits leaves out the digits at the end of s.
func TrimDigits(s string) string {
	for len(s) > 0 && Digit(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// IsNumber reports whether s is digits and nothing else.
func IsNumber(s string) bool { return s != "" && CountDigits(s) == len(s) }

// HasPrefixFold is strings.HasPrefix whatever the case.
func HasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// HasSuffixFold reports whether s ends with one of some endings, whatever the case.
func HasSuffixFold(s string, endings ...string) bool {
	for _, e := range endings {
		if len(s) >= len(e) && strings.EqualFold(s[len(s)-len(e):], e) {
			return true
		}
	}
	return false
}

// Cut returns at most the first n bytes of s, without splitting a character.
func Cut[T []byte | string](s T, n int) T {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
