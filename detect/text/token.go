package text

import (
	"math"
	"strings"
	"unicode/utf8"
)

// token is one word, number or emoji of a listing. Offsets are bytes of the passage as it was given.
type token struct {
	word     int32 // number in the vocabulary, or unknown
	pos      int32 // distance measure: grows by one per token and by more over the end of a sentence or line
	passage  int32
	sentence int32
	start    int32
	end      int32
	extra    [2]concept // built-in concepts of this token, or noConcept
	value    float64    // of a plain number
	char     byte       // the letter of a one-letter token, else 0
	quoted   bool       // between quotation marks
}

// Gaps of position over the end of a sentence and of a line. Phrases never cross them.
const (
	gapSentence = 1
	gapLine     = 2
)

// concepts of the tokenizer, by their place in rules.BuiltIns; compile registers them first.
const (
	cMoney concept = iota
	cSmall
	cPlain
	cLarge
	cLong
	cHidden
	cPhone
	cLink
	cName
	cQuestion
	noConcept concept = math.MaxUint16
)

// maxWord bounds the bytes of one word; the rest of a longer one is read as further words.
const maxWord = 64

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
	spelled  bool   // single letters stand beside each other
}

type span struct{ start, end int }

// add cuts one passage.
func (lx *lexer) add(passage int, s string) {
	lx.text, lx.passage, lx.currency, lx.spelled = s, int32(passage), false, false
	lx.quotes = quotedSpans(s)
	first := len(lx.tokens)
	for i := 0; i < len(s); {
		i = lx.step(i)
	}
	lx.breakLine()
	if lx.spelled {
		lx.joinSpelled(first)
	}
	lx.joinBroken(first)
}

// step reads what stands at i and returns where the next thing starts.
func (lx *lexer) step(i int) int {
	s := lx.text
	out, kind, size := lx.v.folds.fold(lx.buf[:0], s[i:])
	lx.buf = out
	switch kind {
	case newline:
		lx.breakLine()
	case letter:
		if end := lx.link(i); end > i {
			return end
		}
		return lx.readWord(i)
	case digit:
		return lx.readNumber(i)
	case symbol:
		if id, ok := lx.v.words[string(out)]; ok {
			lx.emit(id, i, i+size, noConcept, noConcept)
		}
	case punct:
		return lx.readPunct(i, size)
	}
	return i + size
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
		word: word, pos: lx.pos, passage: lx.passage, sentence: lx.sentence, start: int32(start), end: int32(end),
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

// readWord reads letters and digits from i, where a letter stands, and emits the word.
func (lx *lexer) readWord(i int) int {
	s := lx.text
	buf, last := lx.buf[:0], i
	j := i
	for j < len(s) && len(buf) < maxWord {
		n := len(buf)
		if c := s[j]; c < utf8.RuneSelf { // the common case, without a call
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			if c >= 'a' && c <= 'z' {
				buf = append(buf, c)
				j++
				last = j
				continue
			}
		}
		out, kind, size := lx.v.folds.fold(buf, s[j:])
		if kind == ignored {
			j += size
			continue
		}
		if kind == punct && lx.innerLeet(buf, j) {
			buf = append(buf[:n], s[j])
			j++
			last = j
			continue
		}
		if kind != letter && (kind != digit || isCurrency(buf)) { // Rp15.000 is a currency and a number
			buf = out[:n]
			break
		}
		buf = out
		j += size
		last = j
	}
	lx.buf = buf
	lx.emitWord(buf, i, last)
	return max(last, i+1)
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
	}
	return lx.v.leet(word[:n]) != unknown
}

// emitWord looks a folded word up and emits it; words glued to each other are emitted one by one.
func (lx *lexer) emitWord(w []byte, start, end int) {
	id := lx.v.lookup(w)
	if id == unknown {
		if parts := lx.v.cut(w); parts != nil {
			at := 0
			for i, n := range parts {
				from, to := start, end // offsets inside folded words are those of the whole word, unless it is plain ASCII
				if end-start == len(w) {
					from, to = start+at, start+at+n
				} else if i > 0 {
					from = end
				}
				lx.emit(lx.v.words[string(w[at:at+n])], from, to, noConcept, noConcept)
				at += n
			}
			return
		}
	}
	lx.emit(id, start, end, noConcept, noConcept)
	lx.spelledMoney(w)
	lx.currency = isCurrency(w)
	if len(w) == 1 {
		t := lx.tokens
		t[len(t)-1].char = w[0]
		if len(t) > 1 && t[len(t)-2].char != 0 {
			lx.spelled = true
		}
	}
}

func isCurrency(w []byte) bool {
	return string(w) == "rp" || string(w) == "idr" || string(w) == "usd" || string(w) == "usdt"
}

// joinSpelled rewrites runs of single letters from token first on: "k t p", "s.e.l.f.i.e". A run may hold several words.
func (lx *lexer) joinSpelled(first int) {
	in := lx.tokens[first:]
	out := in[:0]
	shift := int32(0) // positions that joining has saved
	for i := 0; i < len(in); {
		n := 1
		for i+n < len(in) && in[i].char != 0 && in[i+n].char != 0 && in[i+n].start-in[i+n-1].end <= 3 &&
			in[i+n].pos-in[i+n-1].pos <= gapLine {
			n++
		}
		run := in[i : i+n]
		i += n
		for len(run) > 0 {
			used, id := 1, run[0].word
			if n > 1 {
				used, id = lx.spelledWord(run)
			}
			t := run[0]
			t.word, t.end, t.pos = id, run[used-1].end, t.pos-shift
			shift += run[used-1].pos - run[0].pos
			out = append(out, t) // a word never takes more places than it had letters: writing stays behind reading
			run = run[used:]
		}
	}
	lx.tokens = lx.tokens[:first+len(out)]
	lx.pos -= shift
}

// joinBroken rewrites words of identity from token first on that a sign or an emoji breaks: "sel*fi", "kt-p".
func (lx *lexer) joinBroken(first int) {
	in := lx.tokens[first:]
	out := in[:0]
	for i := 0; i < len(in); i++ {
		t := in[i]
		if i+1 < len(in) && t.word == unknown && in[i+1].start > t.end && in[i+1].start-t.end <= 5 && in[i+1].end-t.start <= 24 {
			if id := lx.brokenWord(&t, &in[i+1]); id != unknown {
				t.word, t.end = id, in[i+1].end
				i++
			}
		}
		out = append(out, t)
	}
	lx.tokens = lx.tokens[:first+len(out)]
}

// brokenWord looks up what two tokens without a space between them spell together.
func (lx *lexer) brokenWord(a, b *token) int32 {
	if strings.ContainsAny(lx.text[a.end:b.start], " \t/,") {
		return unknown
	}
	w := lx.buf[:0]
	for _, part := range [...]string{lx.text[a.start:a.end], lx.text[b.start:b.end]} {
		for i := 0; i < len(part); {
			out, kind, size := lx.v.folds.fold(w, part[i:])
			if kind == letter || kind == digit {
				w = out
			}
			i += size
		}
	}
	lx.buf = w
	if lx.v.joins[string(w)] {
		return lx.v.words[string(w)]
	}
	return unknown
}

// spelledWord returns the longest word of the lists that the run of single letters starts with.
func (lx *lexer) spelledWord(run []token) (used int, id int32) {
	var buf [20]byte
	n := min(len(run), len(buf))
	for i := range n {
		buf[i] = run[i].char
	}
	for ; n >= 2; n-- {
		if id, ok := lx.v.words[string(buf[:n])]; ok {
			return n, id
		}
		if id := lx.v.leet(buf[:n]); id != unknown && n >= 3 {
			return n, id
		}
	}
	return 1, unknown
}

// quotedSpans finds the stretches between quotation marks, the marks left out. A mark that is never closed opens nothing.
func quotedSpans(s string) []span {
	const longest = 1500 // bytes; a longer one is an inch sign or a slip
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
