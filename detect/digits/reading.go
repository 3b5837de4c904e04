// Package digits cuts texts into what people read as one number: it finds the places that hold digits, gathers them in
// groups and runs, and takes dates, times and prices out. It does not know what a number means; of identity it only asks
// whether a word of letters and digits has the shape of somebody's number (detect/ident).
package digits

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"ronda/detect/glyph"
	"ronda/detect/ident"
)

// Group is a stretch of characters that reads as digits: plain digits of any script, look-alike letters among them
// ("o8l2"), or one spelled digit ("delapan").
type Group struct {
	Start, End int // byte offsets in the text
	from, to   int // offsets in Reading.digits
	letters    int // characters that are not digits themselves
	Tight      bool
	Sep        rune // first separator before the group, 0 at the start of a run
}

// Len is how many digits the group reads as.
func (g Group) Len() int { return g.to - g.from }

// Reading is a text cut into runs: groups that stand so close that people would read them as one number. It is not safe for
// concurrent use.
type Reading struct {
	swept
	text   string
	digits []byte
	Groups []Group  // in order
	runs   [][2]int // half-open ranges of groups
	cut    []Chunk  // what Chunks returned
}

// Format never shows a digit.
func (l *Reading) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "[digits]") }

// readings are kept for the next text: what is needed to read one is more than most texts are worth.
var readings = sync.Pool{New: func() any { return &Reading{} }}

// Borrow returns a Reading to read texts into, which is to be given back.
func Borrow() *Reading { return readings.Get().(*Reading) }

// mostReused is how many digits one may have room for that is kept.
const mostReused = 16 << 10

// Return forgets the text and lets others use the room.
func (l *Reading) Return() {
	l.reset()
	if cap(l.digits) <= mostReused && cap(l.Hot) <= mostReused {
		readings.Put(l)
	}
}

// Read reads a text, once from left to right.
func (l *Reading) Read(text string) { l.ReadSpans(text, []Span{{0, len(text)}}) }

// ReadSpans reads parts of text, none of which begins or ends inside a word or a number.
func (l *Reading) ReadSpans(text string, spans []Span) {
	l.text = text
	size := 0
	for _, s := range spans {
		size += s.To - s.From
	}
	l.digits, l.Groups, l.runs = slices.Grow(l.digits[:0], size), slices.Grow(l.Groups[:0], size/8), l.runs[:0]
	for _, s := range spans {
		l.span(s)
	}
}

// reset forgets the text. The digits are wiped out.
func (l *Reading) reset() {
	clear(l.digits)
	*l = Reading{swept: swept{Hot: l.Hot[:0], Starred: l.Starred[:0]}, digits: l.digits[:0], Groups: l.Groups[:0], runs: l.runs[:0], cut: l.cut[:0]}
}

// span adds the runs of one part.
func (l *Reading) span(s Span) {
	text := l.text
	open := -1   // first group of the current run, -1 for none
	sepFrom := 0 // where the separators after the last group begin
	flush := func() {
		if open >= 0 && open < len(l.Groups) {
			l.runs = append(l.runs, [2]int{open, len(l.Groups)})
		}
		open = -1
	}
	for i := s.From; i < s.To; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case glyph.Word(r):
			before := len(l.Groups)
			end, plain := plainWord(text, i)
			if plain == wordOfLetters {
				l.spelled(i, end)
			} else {
				if plain == wordForeign {
					end = glyph.WordEnd(text, end)
				}
				l.word(i, end)
			}
			if len(l.Groups) == before {
				flush()
			}
			for k := before; k < len(l.Groups); k++ {
				g := &l.Groups[k]
				if open >= 0 && (k > before || g.Start > i || !l.joins(g, sepFrom)) {
					l.runs = append(l.runs, [2]int{open, k})
					open = -1
				}
				if open < 0 {
					open = k
				}
				sepFrom = g.End
			}
			if n := len(l.Groups); n > before && l.Groups[n-1].End < end {
				flush() // letters follow inside the word
			}
			i = end
		case r == '\n' || r == '\t' || r == '\r' || !glyph.Separator(r):
			flush()
			i += size
		default:
			i += size
		}
	}
	flush()
}

// joins reports whether the separators between the last group and g are such as people put inside one number, and
// notes them in g.
func (l *Reading) joins(g *Group, from int) bool {
	sep := l.text[from:g.Start]
	n, prev := 0, rune(0)
	tight := true
	for _, r := range sep {
		if glyph.Invisible(r) {
			continue
		}
		if n++; n > 3 {
			return false
		}
		if glyph.Space(r) {
			tight = false
			if prev == '.' || prev == ',' || prev == ':' || prev == ';' {
				return false // the end of a clause or an entry of a list
			}
		}
		if g.Sep == 0 || glyph.Space(g.Sep) {
			g.Sep = r
		}
		prev = r
	}
	g.Tight = tight
	return true
}

// word adds the groups of the word text[start:end].
func (l *Reading) word(start, end int) {
	w := l.text[start:end]
	digits, alike, other := 0, 0, 0
	for i, r := range w {
		switch {
		case '0' <= w[i] && w[i] <= '9' || glyph.Digit(r) >= 0:
			digits++
		case glyph.Alike(r) >= 0:
			alike++
		case !glyph.Invisible(r):
			other++
		}
	}
	switch {
	case digits == len(w): // nothing but digits proper
		l.Groups = append(l.Groups, Group{Start: start, End: end, from: len(l.digits), to: len(l.digits) + len(w)})
		l.digits = append(l.digits, w...)
	case digits == 0 && other == 0 && zeros(w): // "oooo" inside "o8l2 oooo 4417"
		if len(l.Groups) > 0 && len(w) > 1 {
			l.add(start, end)
		}
	case digits == 0:
		l.spelled(start, end)
	case other == 0 && (digits*3 >= alike*2 || ident.Telling(readAlike(w))):
		l.add(start, end)
	default:
		l.stretches(start, end)
	}
	l.unmask(start, end)
}

// What a word is made of.
const (
	wordMixed     = iota
	wordOfLetters // ASCII letters, not all of which are taken for digits
	wordForeign   // a character beyond ASCII, where the reading stopped
)

// What a byte is to the word that it stands in.
const (
	wordAlike  uint8 = 1 << iota // a letter that is taken for a digit
	wordLetter                   // another letter
	wordDigit
	wordEnds   // no part of a word
	wordStrays // of a character beyond ASCII
)

var wordClass = func() (class [256]uint8) {
	for c := range class {
		switch {
		case c >= utf8.RuneSelf:
			class[c] = wordStrays
		case '0' <= c && c <= '9':
			class[c] = wordDigit
		case !glyph.Letter(byte(c)):
			class[c] = wordEnds
		case glyph.Alike(rune(c)) >= 0:
			class[c] = wordAlike
		default:
			class[c] = wordLetter
		}
	}
	return class
}()

// plainWord reads the word that begins at i as long as it is ASCII.
func plainWord(text string, i int) (end int, made uint8) {
	seen := uint8(0)
	for ; i < len(text); i++ {
		class := wordClass[text[i]]
		if class >= wordEnds {
			if class == wordStrays {
				return i, wordForeign
			}
			break
		}
		seen |= class
	}
	if seen&(wordLetter|wordDigit) == wordLetter {
		return i, wordOfLetters
	}
	return i, wordMixed
}

// spelled adds the word text[start:end] if it is a spelled digit.
func (l *Reading) spelled(start, end int) {
	if !maySpell(l.text[start], end-start) { // nearly all words
		return
	}
	if d := spelledDigit(l.text[start:end]); d >= 0 {
		l.Groups = append(l.Groups, Group{Start: start, End: end, from: len(l.digits), to: len(l.digits) + 1, letters: 1})
		l.digits = append(l.digits, byte('0'+d))
		l.unmask(start, end)
	}
}

// unmask drops the last group of the word text[start:end] where it is what a mask left standing: no part of another number.
func (l *Reading) unmask(start, end int) {
	if n := len(l.Groups); n > 0 && l.Groups[n-1].Start >= start && l.Groups[n-1].Len() <= 4 && starsFollow(l.text[end:]) {
		l.Groups = l.Groups[:n-1]
	}
}

// readAlike reads a word of digits and letters that look like some.
func readAlike(w string) []byte {
	var out []byte
	for _, r := range w {
		if d := max(glyph.Digit(r), glyph.Alike(r)); d >= 0 {
			out = append(out, byte('0'+d))
		}
	}
	return out
}

// stretches adds the digit stretches of a word with other letters in it; look-alikes count between digits only.
func (l *Reading) stretches(start, end int) {
	from, to := -1, -1 // first digit, end of last digit
	digits, alike, pending := 0, 0, 0
	emit := func() {
		if from >= 0 {
			if digits < alike*2 { // mostly letters: only the digits proper
				l.plainDigits(from, to)
			} else {
				l.add(from, to)
			}
		}
		from, to, digits, alike, pending = -1, -1, 0, 0, 0
	}
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(l.text[i:])
		switch {
		case glyph.Digit(r) >= 0:
			if from < 0 {
				from = i
			}
			digits, alike, pending = digits+1, alike+pending, 0
			to = i + size
		case glyph.Alike(r) >= 0:
			if from >= 0 {
				pending++
			}
		case !glyph.Invisible(r):
			emit()
		}
		i += size
	}
	emit()
}

func (l *Reading) plainDigits(start, end int) {
	from := -1
	for i := start; i <= end; {
		r, size := rune(-1), 1
		if i < end {
			r, size = utf8.DecodeRuneInString(l.text[i:])
		}
		if r >= 0 && glyph.Digit(r) >= 0 {
			if from < 0 {
				from = i
			}
		} else if from >= 0 && !glyph.Invisible(r) {
			l.add(from, i)
			from = -1
		}
		i += size
	}
}

func (l *Reading) add(start, end int) {
	g := Group{Start: start, End: end, from: len(l.digits)}
	for _, r := range l.text[start:end] {
		if d := glyph.Digit(r); d >= 0 {
			l.digits = append(l.digits, byte('0'+d))
		} else if d := glyph.Alike(r); d >= 0 {
			l.digits = append(l.digits, byte('0'+d))
			g.letters++
		}
	}
	g.to = len(l.digits)
	l.Groups = append(l.Groups, g)
}

func zeros(w string) bool {
	for _, r := range w {
		if r != 'o' && r != 'O' {
			return false
		}
	}
	return true
}

// maySpell reports whether a word of this first letter and length may be a digit.
func maySpell(first byte, n int) bool { return n < 16 && spelledLengths[first&31]>>n&1 != 0 }

// spelledLengths are, by the first letter of a spelled digit, its lengths in bytes.
var spelledLengths = func() (lengths [32]uint16) {
	for w := range strings.FieldsSeq("nol kosong zero satu one dua two tiga three empat four lima five enam six tujuh seven delapan eight sembilan nine") {
		lengths[w[0]&31] |= 1 << len(w)
	}
	return lengths
}()

// spelledDigit knows the digits as words, as in "nol delapan satu dua".
func spelledDigit(w string) int {
	if len(w) < 3 || len(w) > 8 {
		return -1
	}
	var buf [8]byte
	for i := range len(w) {
		buf[i] = w[i] | 0x20
	}
	switch string(buf[:len(w)]) {
	case "nol", "kosong", "zero":
		return 0
	case "satu", "one":
		return 1
	case "dua", "two":
		return 2
	case "tiga", "three":
		return 3
	case "empat", "four":
		return 4
	case "lima", "five":
		return 5
	case "enam", "six":
		return 6
	case "tujuh", "seven":
		return 7
	case "delapan", "eight":
		return 8
	case "sembilan", "nine":
		return 9
	}
	return -1
}

// starsFollow reports whether s begins with what Mask puts after the digits that it leaves: five stars or more, dots
// and commas among them.
func starsFollow(s string) bool {
	n := 0
	for i := 0; i < len(s) && strings.IndexByte("*.,", s[i]) >= 0 && n < 5; i++ {
		if s[i] == '*' {
			n++
		}
	}
	return n >= 5
}
