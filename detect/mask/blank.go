package mask

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/papers"
)

// Blank puts stars in the place of what can only be told from the text around it: what stands beside people's numbers, numbers
// over several lines, passport numbers, serial numbers of blank cards, names behind a label, and names of people in those of files and
// below pictures. It keeps the length of the text, so that pieces can be cut from it afterwards.
func Blank(text string) string { return blankFiles(blankContext(text)) }

// blankContext is Blank for a text that is no page's: what its files are called is known to whoever reads it.
func blankContext(text string) string {
	return blankLabelled(blankPassports(blankSerials(blankSplit(blankPeople(text)))))
}

// blankSplit puts stars in the place of numbers that are laid over several lines or table cells, one piece in each, where
// the pieces together have the shape of a NIK, KK, NPWP or mobile number. It keeps the length of the text.
func blankSplit(text string) string {
	if !inCells(text) {
		return text
	}
	var out []byte
	readPieces(text, func(pieces []piece, digits []byte) {
		for i := 0; i < len(pieces); i++ {
			last := -1
			for k := i + 1; k < len(pieces) && pieces[k].from-pieces[i].from <= 16; k++ {
				if ident.Telling(digits[pieces[i].from:pieces[k].to]) {
					last = k
				}
			}
			if last < 0 {
				continue
			}
			if out == nil {
				out = []byte(text)
			}
			for _, p := range pieces[i : last+1] {
				starDigits(out, text, p)
			}
			i = last
		}
	})
	if out == nil {
		return text
	}
	return string(out)
}

// inCells reports whether a text has several lines or cells.
func inCells(text string) bool {
	return strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\t') >= 0
}

// starDigits puts stars in the place of a piece's digits, as many as they have bytes.
func starDigits(out []byte, text string, p piece) {
	for at := p.start; at < p.end; {
		r, size := utf8.DecodeRuneInString(text[at:])
		if glyph.Digit(r) >= 0 {
			copy(out[at:at+size], "****")
		}
		at += size
	}
}

// piece is a stretch of digits that may be a part of a number.
type piece struct {
	start, end int // in the text
	from, to   int // in the digits of all pieces
}

// readPieces gives the stretches of at most 15 digits with single spaces, points or dashes among them, and their digits: those
// together between which nothing but the end of a line or cell stands, where there are two or more.
func readPieces(text string, give func(pieces []piece, digits []byte)) {
	const longest = 15
	var pieces []piece
	var digits []byte
	flush := func() {
		if len(pieces) > 1 {
			give(pieces, digits)
		}
		pieces, digits = pieces[:0], digits[:0]
	}
	gap := gapNone // between the last piece and here
	for i := 0; i < len(text); {
		if gap == gapNone { // the common case
			if i = glyph.NextDigit(text, i); i == len(text) {
				break
			}
		}
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if glyph.Digit(r) >= 0 {
			if gap != gapLine {
				flush()
			}
			p := piece{start: i, from: len(digits)}
			p.end, digits = readPiece(text, i, digits)
			i, p.to = p.end, len(digits)
			gap = gapOpen
			if p.to-p.from > longest {
				gap, digits = gapNone, digits[:p.from]
				continue
			}
			pieces = append(pieces, p)
			continue
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			if gap == gapOpen {
				gap = gapLine
			}
		case r == ' ' || r == '-' || r == '.' || glyph.Invisible(r):
		default:
			gap = gapNone
		}
		i += size
	}
	flush()
}

const (
	gapNone = iota // other characters: what follows belongs to something else
	gapOpen        // nothing but separators so far
	gapLine        // and the end of a line or cell
)

// readPiece adds the digits from start on to digits, and returns where they end in the text.
func readPiece(text string, start int, digits []byte) (end int, _ []byte) {
	for i := start; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if d := glyph.Digit(r); d >= 0 {
			digits = append(digits, byte('0'+d))
			end = i + size
		} else {
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if r != ' ' && r != '.' && r != '-' && !glyph.Invisible(r) || glyph.Digit(next) < 0 {
				break
			}
		}
		i += size
	}
	return end, digits
}

// blankPassports puts stars in the place of passport numbers: a letter and seven digits as a word of their own. It keeps
// the length of the text.
func blankPassports(text string) string {
	if !speaksOfPassports(text) {
		return blankPlainPassports(text)
	}
	const reach = 40
	var out []byte
	labelled := -reach - 1 // end of the last word for a passport
	for i := 0; i < len(text); i++ {
		if !glyph.Letter(text[i]) || glyph.InWordAt(text, i) && i != labelled {
			continue
		}
		if n := papers.PassportWord(text[i:]); n > 0 {
			labelled = i + n
			i = labelled - 1 // pasporZ1234567
			continue
		}
		if end := papers.PassportEnd(text, i, i-labelled <= reach); end > i {
			if out == nil {
				out = []byte(text)
			}
			for k := i; k < end; k++ {
				out[k] = '*'
			}
			i = end - 1
			continue
		}
		for i+1 < len(text) && glyph.Letter(text[i+1]) { // nothing begins inside a word
			i++
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}

// blankPlainPassports is blankPassports for a text without a word for them: the digits follow the letter at once.
func blankPlainPassports(text string) string {
	var out []byte
	for i := glyph.NextDigit(text, 0); i < len(text); i = glyph.NextDigit(text, i+1) {
		if i == 0 || !glyph.Letter(text[i-1]) || glyph.InWordAt(text, i-1) {
			continue
		}
		end := papers.PassportEnd(text, i-1, false)
		if end < i {
			continue
		}
		if out == nil {
			out = []byte(text)
		}
		for k := i - 1; k < end; k++ {
			out[k] = '*'
		}
		i = end - 1
	}
	if out == nil {
		return text
	}
	return string(out)
}

// speaksOfPassports reports whether a word for a passport stands in text.
func speaksOfPassports(text string) bool {
	return glyph.AnyFrom(text, 'p', func(rest string) bool { return len(rest) > 2 && rest[1]|0x20 == 'a' && papers.PassportWord(rest) > 0 })
}

// blankLabelled puts stars in the place of names that stand behind the label of a messenger or site: "tele: budi_jaya",
// "username = x". It keeps the length of the text.
func blankLabelled(text string) string {
	var out []byte
	done := 0 // end of the last name
	for i := range len(text) {
		if text[i] != ':' && text[i] != '=' {
			continue
		}
		label, ok := labelAhead(text, i)
		if !ok || label < done {
			continue
		}
		from, to := labelledName(text, i+1)
		if to == from {
			continue
		}
		if out == nil {
			out = []byte(text)
		}
		for k := from; k < to; k++ {
			out[k] = '*'
		}
		done = to
	}
	if out == nil {
		return text
	}
	return string(out)
}

// labelAhead returns where the label begins that stands before the colon text[i], with or without "id" between them.
func labelAhead(text string, i int) (start int, ok bool) {
	const longest = 12
	for range 2 {
		for i > 0 && text[i-1] == ' ' {
			i--
		}
		end := i
		for i > 0 && end-i <= longest && glyph.Letter(text[i-1]) {
			i--
		}
		var buf [glyph.LongestWord]byte
		word := glyph.Lower(&buf, text[i:end])
		if len(word) == 0 || len(word) > longest || glyph.InWordAt(text, i) && string(word) != "id" {
			return 0, false
		}
		if handleLabels[string(word)] {
			return i, true
		}
		if string(word) != "id" {
			return 0, false
		}
	}
	return 0, false
}

var handleLabels = set("ig instagram insta tele telegram tg line twitter tiktok fb facebook username user akun discord wechat signal seller penjual")

// labelledName returns the span of the name that stands behind a colon or equals sign that ends at i.
func labelledName(text string, i int) (from, to int) {
	for i < len(text) && text[i] == ' ' {
		i++
	}
	from = i
	letters := 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !glyph.Word(r) && r != '_' && r != '.' && r != '-' {
			break
		}
		if glyph.Digit(r) < 0 && glyph.Word(r) {
			letters++
		}
		i += size
	}
	to = from + len(strings.TrimRight(text[from:i], "._-"))
	if letters == 0 || to-from < shortestName || to < len(text) && (text[to] == ':' || text[to] == '/' || text[to] == '@') {
		return 0, 0
	}
	return from, to
}

// blankSerials puts stars in the place of the serial numbers of blank cards. It keeps the length of the text.
func blankSerials(text string) string {
	found := papers.Blanks(text)
	if len(found) == 0 {
		return text
	}
	out := []byte(text)
	for _, s := range found {
		for i := s.Start; i < s.End; i++ {
			if glyph.HexDigit(out[i]) {
				out[i] = '*'
			}
		}
	}
	return string(out)
}
