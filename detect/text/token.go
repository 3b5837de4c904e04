package text

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// token is one word, number or emoji of a listing. Offsets are bytes of the passage as it was given.
type token struct {
	word     int32 // number in the vocabulary, or unknown
	plain    int32 // number among the plain words, or unknown
	pos      int32 // distance measure: grows by one per token and by more over the end of a sentence or line
	passage  int32
	sentence int32
	start    int32
	end      int32
	extra    [2]concept // built-in concepts of this token, or noConcept
	value    float64    // of a plain number
	char     byte       // the letter of a one-letter token, else 0
	quoted   bool       // between quotation marks
	way      way        // the passage stands backwards or on its head
}

// Gaps of position over the end of a sentence and of a line. Phrases never cross them.
const (
	gapSentence = 1
	gapLine     = 2
)

// lexer cuts passages into tokens. It is used for one listing and not shared.
type lexer struct {
	v        *vocabulary
	tokens   []token
	sentence int32
	pos      int32
	passage  int32
	text     string
	buf      []byte
	quotes   []span // quoted spans of the passage, ascending
	currency bool   // the token before was a currency sign or name
	numeral  bool   // the word before was a numeral
	head     bool   // the word before may be the beginning of a word that was taken apart
	suspect  bool   // the passage has words that were taken apart
	turned   bool   // a word of it stands on its head
	override bool   // a mark says that what follows is to be read from right to left
	way      way    // how the present word stands
	counter  int    // words of identity that stand backwards
	backWord int32  // the first of them
	several  bool   // they are different ones
	backToo  bool   // short ones count
	mirrored bool   // a passage before stood backwards
	room     found  // for what is found
	work     int    // bytes and tokens looked at, for the test that cost is linear
}

// mostIdle bounds the tokens whose room an idle lexer keeps.
const mostIdle = 1 << 16

// lexers are kept for the next text: what is needed to read one is more than most texts are worth.
var lexers = sync.Pool{New: func() any { return &lexer{} }}

// borrow returns a lexer for a listing; give it back when its tokens are no longer needed.
func borrow(v *vocabulary) *lexer {
	lx := lexers.Get().(*lexer)
	*lx = lexer{v: v, tokens: lx.tokens[:0], buf: lx.buf, room: lx.room}
	return lx
}

// giveBack forgets the texts and lets others use the room.
func (lx *lexer) giveBack() {
	if cap(lx.tokens) <= mostIdle {
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

// add cuts one passage.
func (lx *lexer) add(passage int, s string) {
	first, pos, sentence := len(lx.tokens), lx.pos, lx.sentence
	lx.cut(passage, s)
	if lx.counter > 0 || lx.mirrored {
		lx.turnBack(first, pos, sentence)
	}
}

// cut reads a passage from left to right.
func (lx *lexer) cut(passage int, s string) {
	lx.text, lx.passage = s, int32(passage)
	lx.currency, lx.numeral, lx.head, lx.suspect, lx.turned, lx.override, lx.several, lx.counter = false, false, false, false, false, false, false, 0
	lx.quotes = quotedSpans(s)
	first := len(lx.tokens)
	for i := 0; i < len(s); {
		i = lx.step(i)
		lx.work++
	}
	lx.breakLine()
	if lx.suspect {
		lx.repair(first)
	}
}

// step reads what stands at i and returns where the next thing starts.
func (lx *lexer) step(i int) int {
	s := lx.text
	var kind class
	size := 1
	if c := s[i]; c < utf8.RuneSelf {
		kind = asciiKinds[c]
	} else {
		lx.buf, kind, size = lx.v.folds.fold(lx.buf[:0], s[i:])
	}
	switch kind {
	case newline:
		lx.breakLine()
	case letter:
		return lx.readWord(i)
	case digit:
		return lx.readNumber(i)
	case symbol:
		if id := lx.v.words.find(lx.buf); id != unknown {
			lx.emit(id, i, i+size, noConcept, noConcept)
		}
	case punct:
		return lx.readPunct(i, size)
	case ignored:
		lx.direct(s[i : i+size])
	}
	return i + size
}

// direct notes the marks that turn the direction of reading, and those that end it.
func (lx *lexer) direct(mark string) {
	switch mark {
	case "\u202e":
		lx.override = true
	case "\u202c", "\u202d":
		lx.override = false
	}
}

func (lx *lexer) readPunct(i, size int) int {
	s := lx.text
	switch c := s[i]; c {
	case '.', '!', ';', '?':
		if c == '?' {
			lx.emit(unknown, i, i+1, cQuestion, noConcept)
		}
		if n := len(lx.tokens); n > 0 {
			last := &lx.tokens[n-1]
			if lx.itemNumber(last, i) {
				last.extra = [2]concept{noConcept, noConcept}
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
			lx.emit(unknown, i, end, cName, noConcept)
			return end
		}
	}
	if s[i] != '.' && s[i] != ':' {
		lx.currency = false
	}
	return i + size
}

// itemNumber reports whether t is the number of a list item that ends at i: "2." at the start of its line.
func (lx *lexer) itemNumber(t *token, i int) bool {
	return t.extra[0] == cPlain && int(t.end) == i && t.value < 100 && (t.start == 0 || lx.text[t.start-1] == '\n')
}

func (lx *lexer) emit(word int32, start, end int, a, b concept) {
	t := token{
		word: word, plain: unknown, pos: lx.pos, passage: lx.passage, sentence: lx.sentence, start: int32(start), end: int32(end),
		extra: [2]concept{a, b}, quoted: lx.inQuotes(start),
	}
	lx.tokens = append(lx.tokens, t)
	lx.pos++
	lx.currency = false
}

func (lx *lexer) breakSentence() {
	lx.sentence++
	lx.pos += gapSentence
	lx.currency = false
}

func (lx *lexer) breakLine() {
	lx.sentence++
	lx.pos += gapLine
	lx.currency = false
}

func (lx *lexer) inQuotes(at int) bool {
	for len(lx.quotes) > 0 && lx.quotes[0].end <= at {
		lx.quotes = lx.quotes[1:]
	}
	return len(lx.quotes) > 0 && lx.quotes[0].start <= at
}

// readWord reads letters and digits from i, where a letter stands, emits the word, and returns where the next thing starts.
func (lx *lexer) readWord(i int) int {
	s := lx.text
	lx.way = way{back: lx.override}
	buf, j := lx.buf[:0], i
	for j < len(s) && j-i < maxWord { // the common case: plain letters
		c := asciiLetter[s[j]]
		if c == 0 {
			break
		}
		buf = append(buf, c)
		j++
	}
	last := j
	for j < len(s) && len(buf) < maxWord {
		if c := s[j]; c < utf8.RuneSelf {
			switch asciiKinds[c] {
			case letter:
			case digit:
				if isCurrency(buf) { // Rp15.000 is a currency and a number
					lx.buf = buf
					return lx.emitWord(buf, i, last)
				}
			default:
				if !lx.innerLeet(buf, j) {
					lx.buf = buf
					return lx.emitWord(buf, i, last)
				}
			}
			buf = append(buf, asciiLower[c])
			j++
			last = j
			continue
		}
		r, size := utf8.DecodeRuneInString(s[j:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		f := lx.v.folds.at(r)
		if f.kind == ignored {
			lx.direct(s[j : j+size])
			j += size
			continue
		}
		if f.kind != letter && (f.kind != digit || isCurrency(buf)) {
			break
		}
		buf = append(buf, f.text...)
		lx.way.turned = lx.way.turned || f.turned
		j += size
		last = j
	}
	lx.buf = buf
	lx.work += j - i
	if len(buf) == 0 { // a letter that has no spelling
		return max(last, i+1)
	}
	return max(lx.emitWord(buf, i, last), i+1)
}

// innerLeet reports whether the sign at j stands for a letter inside a word of the lists: s3lf!e, n@ma.
func (lx *lexer) innerLeet(head []byte, j int) bool {
	s := lx.text
	if c := s[j]; c != '@' && c != '$' && c != '!' || j+1 >= len(s) || !isWordByte(s[j+1]) || len(head) == 0 || len(head) > 12 {
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
		lx.work++
	}
	return lx.v.leet(word[:n]) != unknown
}

// emitWord looks a folded word up, emits it and returns where the next thing starts; words glued to each other are emitted
// one by one.
func (lx *lexer) emitWord(w []byte, start, end int) int {
	if end < len(lx.text) && lx.text[end] == '.' { // every host has a point
		if to := lx.link(start); to > start {
			return to
		}
	}
	id, plain := lx.v.words.find(w), unknown
	if id == unknown && lx.way == (way{}) {
		plain = lx.v.plain.find(w)
	}
	if id == unknown && plain == unknown { // it may be a word in disguise
		id = lx.v.lookup(w)
		if id == unknown {
			if id = lx.turnedWord(w); id == unknown && lx.glued(w, start, end) {
				return end
			}
		}
		if id == unknown {
			if n := lx.v.numbered(w); n > 0 && end-start == len(w) { // ktp5rb, nik3507...
				w, end = w[:n], start+n
				id = lx.v.words.find(w)
			}
		}
	}
	if lx.head && id == unknown {
		gap := lx.text[lx.tokens[len(lx.tokens)-1].end:start]
		lx.suspect = lx.suspect || len(gap) <= widestGap && strings.IndexByte(gap, ' ') < 0 ||
			gap == " " && len(w) > 1 && lx.v.joinTail.has(w[len(w)-2], w[len(w)-1])
	}
	lx.emit(id, start, end, noConcept, noConcept)
	t := &lx.tokens[len(lx.tokens)-1]
	t.plain = plain
	lx.numeral = lx.numeral && id != unknown
	if id != unknown {
		lx.spelledMoney(lx.v.about[id].amount)
	}
	lx.currency = isCurrency(w)
	lx.head = id == unknown && lx.v.beginsJoin(w)
	if len(w) == 1 {
		t.char = w[0]
		lx.suspect = lx.suspect || len(lx.tokens) > 1 && lx.tokens[len(lx.tokens)-2].char != 0
	}
	return end
}

// glued emits the words of which w is put together.
func (lx *lexer) glued(w []byte, start, end int) bool {
	parts, n := lx.v.cut(w)
	at := 0
	for i := range n {
		from, to := start, end // offsets inside folded words are those of the whole word, unless it is plain ASCII
		if end-start == len(w) {
			from, to = start+at, start+at+parts[i]
		} else if i > 0 {
			from = end
		}
		lx.emit(lx.v.words.find(w[at:at+parts[i]]), from, to, noConcept, noConcept)
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
