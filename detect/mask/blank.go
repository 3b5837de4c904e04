package mask

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/papers"
	"ronda/detect/people"
)

// Blank puts stars in the place of what can only be told from the text around it: what stands beside people's numbers, numbers
// over several lines, passport numbers, serial numbers of blank cards, names behind a label, and names of people in those of files and
// below pictures. It keeps the length of the text, so that pieces can be cut from it afterwards.
func Blank(text string) string { return people.BlankFiles(blankContext(text)) }

// blankContext is Blank for a text that is no page's: what its files are called is known to whoever reads it.
func blankContext(text string) string {
	return blankLabelled(papers.StarPassports(blankSerials(blankSplit(people.Blank(text)))))
}

// blankSplit puts stars in the place of numbers that are laid over several lines or table cells, one piece in each, where
// the pieces together have the shape of a NIK, KK, NPWP or mobile number. It keeps the length of the text.
func blankSplit(text string) string {
	var out []byte
	digits.Pieces(text, func(pieces []digits.Piece, digits []byte) {
		for i := 0; i < len(pieces); i++ {
			last := -1
			for k := i + 1; k < len(pieces) && pieces[k].From-pieces[i].From <= 16; k++ {
				if ident.Telling(digits[pieces[i].From:pieces[k].To]) {
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

// starDigits puts stars in the place of a piece's digits, as many as they have bytes.
func starDigits(out []byte, text string, p digits.Piece) {
	for at := p.Start; at < p.End; {
		r, size := utf8.DecodeRuneInString(text[at:])
		if glyph.Digit(r) >= 0 {
			copy(out[at:at+size], "****")
		}
		at += size
	}
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
