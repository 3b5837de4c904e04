// Package tokens reads texts: it cuts them into words, numbers and pictures, undoing on the way what sellers do to words
// (apart from each other's letters, glued, with letters hidden, backwards, on their heads), and finds the phrases of the lists
// among them in one pass. What words there are it takes from detect/lexis; what they are worth in a text is for detect/text
// to judge. Its cost is linear in the length of a text, whatever the text is.
package tokens

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"ronda/detect/lexis"
)

// Token is one word, number or emoji of a listing. Offsets are bytes of the passage as it was given.
type Token struct {
	Word     int32 // number in the vocabulary, or lexis.Unknown
	Plain    int32 // number among the plain words, or lexis.Unknown
	Pos      int32 // distance measure: grows by one per token and by more over the end of a sentence or line
	Passage  int32 // as it was given to Add
	Sentence int32 // counted over all passages
	Start    int32
	End      int32
	Extra    [2]lexis.Concept // concepts that were read, or lexis.None
	char     byte             // the letter of a one-letter token, else 0
	Quoted   bool             // between quotation marks
	way      way              // the passage stands backwards or on its head
}

// Gaps of position over the end of a sentence and of a line. Phrases never cross them.
const (
	gapSentence = 1
	gapLine     = 2
)

// Lexer cuts passages into tokens and finds the phrases among them. It is borrowed for one listing and not shared.
type Lexer struct {
	Tokens []Token // of all passages so far; valid until the lexer is returned
	Work   int     // bytes and tokens looked at, for the tests that cost is linear

	v        *lexis.Vocabulary
	sentence int32
	pos      int32
	passage  int32
	text     string
	buf      []byte
	quotes   []span  // quoted spans of the passage, ascending
	currency bool    // the token before was a currency sign or name
	numeral  bool    // the word before was a numeral
	value    float64 // of the last plain number
	head     bool    // the word before may be the beginning of a word that was taken apart
	suspect  bool    // the passage has words that were taken apart
	turned   bool    // a word of it stands on its head
	override bool    // a mark says that what follows is to be read from right to left
	way      way     // how the present word stands
	counter  int     // words of identity that stand backwards
	backWord int32   // the first of them
	several  bool    // they are different ones
	backToo  bool    // short ones count
	mirrored bool    // a passage before stood backwards
	searched int     // tokens among which was searched
	first    int     // first token of the passage
	room     found   // for what is found
}

// mostIdle bounds the tokens whose room an idle lexer keeps.
const mostIdle = 1 << 16

// lexers are kept for the next text: what is needed to read one is more than most texts are worth.
var lexers = sync.Pool{New: func() any { return &Lexer{} }}

// Borrow returns a lexer for a listing, which is to be returned when neither its tokens nor what it found are needed any more.
func Borrow(v *lexis.Vocabulary) *Lexer {
	lx := lexers.Get().(*Lexer)
	*lx = Lexer{v: v, Tokens: lx.Tokens[:0], buf: lx.buf, room: lx.room}
	lx.room.placed = lx.room.placed[:0]
	return lx
}

// Return forgets the texts and lets others use the room.
func (lx *Lexer) Return() {
	if cap(lx.Tokens) <= mostIdle {
		lx.v, lx.text, lx.quotes = nil, "", nil // what was read must not outlive its judgement
		lexers.Put(lx)
	}
}

// way is how a word stands.
type way struct {
	turned bool // on its head
	back   bool // from right to left, by a mark
}

type span struct{ start, end int }

// Add cuts one passage, whose number its tokens bear. Any bytes will do; invalid UTF-8 reads as punctuation.
func (lx *Lexer) Add(passage int, s string) {
	first, pos, sentence := len(lx.Tokens), lx.pos, lx.sentence
	lx.cut(passage, s)
	if lx.counter > 0 || lx.mirrored {
		lx.turnBack(first, pos, sentence)
	}
}

// cut reads a passage from left to right.
func (lx *Lexer) cut(passage int, s string) {
	lx.text, lx.passage = s, int32(passage)
	lx.currency, lx.numeral, lx.head, lx.suspect, lx.turned, lx.override, lx.several, lx.counter = false, false, false, false, false, false, false, 0
	lx.quotes = quotedSpans(s)
	lx.first = len(lx.Tokens)
	for i := 0; i < len(s); lx.Work++ {
		switch c := s[i]; {
		case c == ' ': // the most common of all
			i++
		case lexis.ASCIILetter[c] != 0:
			i = lx.readWord(i)
		default:
			i = lx.step(i)
		}
	}
	lx.breakLine()
	if lx.suspect {
		lx.repair(lx.first)
	}
}

// step reads what stands at i and returns where the next thing starts.
func (lx *Lexer) step(i int) int {
	s := lx.text
	var kind lexis.Kind
	size := 1
	if c := s[i]; c < utf8.RuneSelf {
		kind = lexis.ASCIIKinds[c]
	} else {
		lx.buf, kind, size = lx.v.Folds.Fold(lx.buf[:0], s[i:])
	}
	switch kind {
	case lexis.Newline:
		lx.breakLine()
	case lexis.Letter:
		return lx.readWord(i)
	case lexis.Digit:
		return lx.readNumber(i)
	case lexis.Symbol:
		if id := lx.v.Words.Find(lx.buf); id != lexis.Unknown {
			lx.emit(id, i, i+size, lexis.None, lexis.None)
		}
	case lexis.Punct:
		return lx.readPunct(i, size)
	case lexis.Ignored:
		lx.direct(s[i : i+size])
	}
	return i + size
}

// direct notes the marks that turn the direction of reading, and those that end it.
func (lx *Lexer) direct(mark string) {
	switch mark {
	case "\u202e":
		lx.override = true
	case "\u202c", "\u202d":
		lx.override = false
	}
}

func (lx *Lexer) readPunct(i, size int) int {
	s := lx.text
	switch c := s[i]; c {
	case '.', '!', ';', '?':
		if c == '?' {
			lx.emit(lexis.Unknown, i, i+1, lexis.Question, lexis.None)
		}
		if n := len(lx.Tokens); n > lx.first {
			last := &lx.Tokens[n-1]
			if lx.itemNumber(last, i) {
				last.Extra = [2]lexis.Concept{lexis.None, lexis.None}
				return i + 1
			}
			if last.char != 0 { // k . t . p
				return i + 1
			}
		}
		if i+1 == len(s) || s[i+1] <= ' ' || s[i+1] == '"' || s[i+1] == ')' {
			lx.breakSentence()
		}
	case '$':
		lx.currency = true
		return i + 1
	case '@':
		if end := handleEnd(s, i+1); end >= i+4 && (i == 0 || !isWordByte(s[i-1])) {
			lx.emit(lexis.Unknown, i, end, lexis.Name, lexis.None)
			return end
		}
	}
	if s[i] != '.' && s[i] != ':' {
		lx.currency = false
	}
	return i + size
}

// itemNumber reports whether t, the last token, is the number of a list item that ends at i: "2." at the start of its line.
func (lx *Lexer) itemNumber(t *Token, i int) bool {
	return t.Extra[0] == lexis.PlainNumber && int(t.End) == i && lx.value < 100 && (t.Start == 0 || lx.text[t.Start-1] == '\n')
}

// emit adds a token and returns it. Each field is written where it stays, for there are as many as words: a literal would be made
// elsewhere and copied.
func (lx *Lexer) emit(word int32, start, end int, a, b lexis.Concept) *Token {
	n := len(lx.Tokens)
	lx.Tokens = slices.Grow(lx.Tokens, 1)[:n+1]
	t := &lx.Tokens[n]
	t.Word, t.Plain, t.Pos, t.Passage, t.Sentence, t.Start, t.End = word, lexis.Unknown, lx.pos, lx.passage, lx.sentence, int32(start), int32(end)
	t.Extra[0], t.Extra[1] = a, b
	t.char, t.way, t.Quoted = 0, way{}, len(lx.quotes) > 0 && lx.inQuotes(start)
	lx.pos++
	lx.currency = false
	return t
}

func (lx *Lexer) breakSentence() {
	lx.sentence++
	lx.pos += gapSentence
	lx.currency = false
}

func (lx *Lexer) breakLine() {
	lx.sentence++
	lx.pos += gapLine
	lx.currency = false
}

func (lx *Lexer) inQuotes(at int) bool {
	for len(lx.quotes) > 0 && lx.quotes[0].end <= at {
		lx.quotes = lx.quotes[1:]
	}
	return len(lx.quotes) > 0 && lx.quotes[0].start <= at
}

// readWord reads letters and digits from i, where a letter stands, emits the word, and returns where the next thing starts.
func (lx *Lexer) readWord(i int) int {
	s := lx.text
	lx.way = way{back: lx.override}
	buf, j := lx.buf[:0], i
	for j < len(s) && j-i < lexis.MaxWord { // the common case: plain letters
		c := lexis.ASCIILetter[s[j]]
		if c == 0 {
			break
		}
		buf = append(buf, c)
		j++
	}
	last := j
	if j < len(s) && s[j] == ' ' {
		lx.buf = buf
		return lx.emitWord(buf, i, last)
	}
	for j < len(s) && len(buf) < lexis.MaxWord {
		if c := s[j]; c < utf8.RuneSelf {
			switch lexis.ASCIIKinds[c] {
			case lexis.Letter:
			case lexis.Digit:
				if isCurrency(buf) { // Rp15.000 is a currency and a number
					lx.buf = buf
					return lx.emitWord(buf, i, last)
				}
			default:
				if c != '@' && c != '$' && c != '!' || !lx.innerLeet(buf, j) {
					lx.buf = buf
					return lx.emitWord(buf, i, last)
				}
			}
			buf = append(buf, lexis.ASCIILower[c])
			j++
			last = j
			continue
		}
		r, size := utf8.DecodeRuneInString(s[j:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		f := lx.v.Folds.At(r)
		if f.Kind == lexis.Ignored {
			lx.direct(s[j : j+size])
			j += size
			continue
		}
		if f.Kind != lexis.Letter && (f.Kind != lexis.Digit || isCurrency(buf)) {
			break
		}
		buf = append(buf, f.Text...)
		lx.way.turned = lx.way.turned || f.Turned
		j += size
		last = j
	}
	lx.buf = buf
	lx.Work += j - i
	if len(buf) == 0 { // a letter that has no spelling
		return max(last, i+1)
	}
	return max(lx.emitWord(buf, i, last), i+1)
}

// innerLeet reports whether the sign at j stands for a letter inside a word of the lists: s3lf!e, n@ma.
func (lx *Lexer) innerLeet(head []byte, j int) bool {
	s := lx.text
	if j+1 >= len(s) || !isWordByte(s[j+1]) || len(head) == 0 || len(head) > 12 {
		return false
	}
	var word [32]byte
	n := copy(word[:], head)
	for ; j < len(s) && n < len(word) && (isWordByte(s[j]) || s[j] == '@' || s[j] == '$' || s[j] == '!'); j++ {
		c := s[j]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		word[n] = c
		n++
		lx.Work++
	}
	return lx.v.Leet(word[:n]) != lexis.Unknown
}

// emitWord looks a folded word up, emits it and returns where the next thing starts; words glued to each other are emitted
// one by one.
func (lx *Lexer) emitWord(w []byte, start, end int) int {
	if end+1 < len(lx.text) && lx.text[end] == '.' && lx.text[end+1] > ' ' { // every host has a point, and goes on
		if to := lx.link(start); to > start {
			return to
		}
	}
	id, plain := lx.v.Find(w)
	if lx.way != (way{}) {
		plain = lexis.Unknown
	}
	if id == lexis.Unknown && plain == lexis.Unknown { // it may be a word in disguise
		id = lx.v.Lookup(w)
		if id == lexis.Unknown {
			if id = lx.turnedWord(w); id == lexis.Unknown && lx.glued(w, start, end) {
				return end
			}
		}
		if id == lexis.Unknown {
			if n := lx.v.Numbered(w); n > 0 && end-start == len(w) { // ktp5rb, nik3507...
				w, end = w[:n], start+n
				id = lx.v.Words.Find(w)
			}
		}
	}
	if lx.head && id == lexis.Unknown {
		gap := lx.text[lx.Tokens[len(lx.Tokens)-1].End:start]
		lx.suspect = lx.suspect || len(gap) <= widestGap && strings.IndexByte(gap, ' ') < 0 ||
			gap == " " && len(w) > 1 && lx.v.JoinTail.Has(w[len(w)-2], w[len(w)-1])
	}
	t := lx.emit(id, start, end, lexis.None, lexis.None)
	t.Plain = plain
	if amount := lx.v.AmountOf(id); amount == 0 {
		lx.numeral = false
	} else {
		lx.spelledMoney(&lx.v.Amounts[amount])
	}
	lx.currency = isCurrency(w)
	lx.head = id == lexis.Unknown && lx.v.BeginsJoin(w)
	if len(w) == 1 {
		t.char = w[0]
		lx.suspect = lx.suspect || lx.behindLetter()
	}
	return end
}

// behindLetter reports whether the token before the last one is a single letter.
func (lx *Lexer) behindLetter() bool {
	n := len(lx.Tokens)
	return n-lx.first > 1 && lx.Tokens[n-2].char != 0
}

// glued emits the words of which w is put together.
func (lx *Lexer) glued(w []byte, start, end int) bool {
	parts, n := lx.v.Unglue(w)
	at := 0
	for i := range n {
		from, to := start, end // offsets inside folded words are those of the whole word, unless it is plain ASCII
		if end-start == len(w) {
			from, to = start+at, start+at+parts[i]
		} else if i > 0 {
			from = end
		}
		lx.emit(lx.v.Words.Find(w[at:at+parts[i]]), from, to, lexis.None, lexis.None)
		at += parts[i]
	}
	lx.head = lx.head && n == 0
	return n > 0
}

func isCurrency(w []byte) bool {
	return string(w) == "rp" || string(w) == "idr" || string(w) == "usd" || string(w) == "usdt"
}

// quotedSpans finds the stretches between quotation marks, the marks left out. A mark that is never closed opens nothing.
func quotedSpans(s string) []span {
	const longest = 1500 // bytes; a longer one is an inch sign or a slip
	if strings.IndexByte(s, '"') < 0 && strings.IndexByte(s, 0xe2) < 0 && strings.IndexByte(s, 0xc2) < 0 {
		return nil // none of the marks below, the common case
	}
	var spans []span
	open, closer := -1, rune(0)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && c != '"' && c != '\n' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case open >= 0 && (r == closer || closer == '"' && r == '”') && i-open <= longest:
			spans = append(spans, span{open, i})
			open = -1
		case r == '"' || r == '“' || r == '«' || r == '‘' || r == '„':
			open, closer = i+size, closing(r)
		case r == '\n':
			open = -1
		}
		i += size
	}
	return spans
}

func closing(r rune) rune {
	switch r {
	case '“', '„':
		return '”'
	case '«':
		return '»'
	case '‘':
		return '’'
	}
	return r
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

// handleEnd returns the end of the handle that starts at i.
func handleEnd(s string, i int) int {
	for i < len(s) && (isWordByte(s[i]) && s[i] < utf8.RuneSelf || s[i] == '_' || s[i] == '.' && i+1 < len(s) && isWordByte(s[i+1])) {
		i++
	}
	return i
}
