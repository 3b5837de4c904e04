package ident

import (
	"strings"
	"unicode/utf8"
)

// Blank puts stars in the place of what can only be told from the text around it: numbers over several lines, passport
// numbers and names behind a label. It keeps the length of the text, so that pieces can be cut from it afterwards.
func Blank(text string) string { return blankLabelled(blankPassports(blankSplit(text))) }

// blankSplit puts stars in the place of numbers that are laid over several lines or table cells, one piece in each, where
// the pieces together have the shape of a NIK, KK, NPWP or mobile number. It keeps the length of the text.
func blankSplit(text string) string {
	pieces := findPieces(text)
	var out []byte
	for i := 0; i < len(pieces); i++ {
		last := -1
		digits := append([]byte(nil), pieces[i].digits...)
		for k := i + 1; k < len(pieces) && pieces[k].joined && len(digits) <= 16; k++ {
			digits = append(digits, pieces[k].digits...)
			if telling(digits) {
				last = k
			}
		}
		if last < 0 {
			continue
		}
		if out == nil {
			out = []byte(text)
		}
		for k := i; k <= last; k++ {
			p := pieces[k]
			for at := p.start; at < p.end; {
				r, size := utf8.DecodeRuneInString(text[at:])
				if digitValue(r) >= 0 {
					for j := range size {
						out[at+j] = '*'
					}
				}
				at += size
			}
		}
		i = last
	}
	if out == nil {
		return text
	}
	return string(out)
}

// telling reports whether digits have the shape of somebody's number, beyond their count.
func telling(d []byte) bool {
	switch len(d) {
	case 15:
		if validNPWP(d) {
			return true
		}
	case 16:
		if issuable(d) || validNPWP(d) {
			return true
		}
	}
	_, ok := normalPhone(string(d))
	return ok
}

// piece is a stretch of digits that may be a part of a number.
type piece struct {
	start, end int
	digits     []byte
	joined     bool // nothing but the end of a line or cell stands between it and the piece before
}

// findPieces returns stretches of at most 15 digits with single spaces, points or dashes among them, those only that have
// a neighbour.
func findPieces(text string) []piece {
	if !strings.ContainsAny(text, "\n\t") {
		return nil
	}
	var out []piece
	gap := gapNone // between the last piece and here
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if digitValue(r) >= 0 {
			p := piece{start: i, joined: gap == gapLine && len(out) > 0}
			i = p.read(text)
			if len(p.digits) > 15 {
				gap = gapNone
				continue
			}
			out = append(out, p)
			gap = gapOpen
			continue
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			if gap == gapOpen {
				gap = gapLine
			}
		case r == ' ' || r == '-' || r == '.' || invisible(r):
		default:
			gap = gapNone
		}
		i += size
	}
	return out
}

const (
	gapNone = iota // other characters: what follows belongs to something else
	gapOpen        // nothing but separators so far
	gapLine        // and the end of a line or cell
)

// read takes in the digits from p.start on and returns where they end.
func (p *piece) read(text string) int {
	i := p.start
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		d := digitValue(r)
		if d < 0 {
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if r != ' ' && r != '.' && r != '-' && !invisible(r) || digitValue(next) < 0 {
				break
			}
		} else {
			p.digits = append(p.digits, byte('0'+d))
			p.end = i + size
		}
		i += size
	}
	return p.end
}

// blankPassports puts stars in the place of passport numbers: a letter and seven digits as a word of their own. It keeps
// the length of the text.
func blankPassports(text string) string {
	var out []byte
	before := rune(-1)
	labelled := -1 // end of the last word for a passport
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 1 && letter(text[i]) && (before < 0 || !wordRune(before)) {
			if n := passportWord(text[i:]); n > 0 {
				labelled = i + n
				if labelled < len(text) && letter(text[labelled]) { // pasporZ1234567
					i, before = labelled, '_'
					continue
				}
			}
			const reach = 40
			if end := passport(text, i, labelled >= 0 && i-labelled <= reach); end > i {
				if out == nil {
					out = []byte(text)
				}
				for k := i; k < end; k++ {
					out[k] = '*'
				}
				i, before = end, '*'
				continue
			}
		}
		before = r
		i += size
	}
	if out == nil {
		return text
	}
	return string(out)
}

// passport returns the end of the passport number that begins with the letter at i, i for none. Its digits may be grouped
// where a label says what it is.
func passport(text string, i int, labelled bool) int {
	n, gap := 0, 0
	at := i + 1
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case digitValue(r) >= 0:
			n++
			gap = 0
		case invisible(r):
		case labelled && n < 7 && gap < 3 && separator(r):
			gap++
		default:
			if n == 7 && !wordRune(r) {
				return at
			}
			return i
		}
		if n > 7 {
			return i
		}
		at += size
	}
	if n == 7 {
		return at
	}
	return i
}

// passportWord returns the length of a word for a passport at the start of text, 0 for none.
func passportWord(text string) int {
	for _, w := range []string{"passport", "paspor", "pasport"} {
		if hasPrefixFold(text, w) {
			return len(w)
		}
	}
	return 0
}

// blankLabelled puts stars in the place of names that stand behind the label of a messenger or site: "tele: budi_jaya",
// "username = x". It keeps the length of the text.
func blankLabelled(text string) string {
	if !strings.ContainsAny(text, ":=") {
		return text
	}
	var out []byte
	for i := 0; i < len(text); {
		if !letter(text[i]) || i > 0 && (text[i-1] >= utf8.RuneSelf || wordRune(rune(text[i-1]))) {
			i++
			continue
		}
		end := i
		for end < len(text) && letter(text[end]) {
			end++
		}
		const longest = 12
		if end-i <= longest && handleLabels[strings.ToLower(text[i:end])] {
			if from, to := labelledName(text, end); to > from {
				if out == nil {
					out = []byte(text)
				}
				for k := from; k < to; k++ {
					out[k] = '*'
				}
				end = to
			}
		}
		i = end
	}
	if out == nil {
		return text
	}
	return string(out)
}

var handleLabels = set("ig instagram insta tele telegram tg line twitter tiktok fb facebook username user akun discord wechat signal seller penjual")

// labelledName returns the span of a name behind a label that ends at i: ": name", " id = name".
func labelledName(text string, i int) (from, to int) {
	skip := func() {
		for i < len(text) && text[i] == ' ' {
			i++
		}
	}
	skip()
	if hasPrefixFold(text[i:], "id") && i+2 < len(text) && !letter(text[i+2]) {
		i += 2
		skip()
	}
	if i >= len(text) || text[i] != ':' && text[i] != '=' {
		return 0, 0
	}
	i++
	skip()
	from = i
	letters := 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) && r != '_' && r != '.' && r != '-' {
			break
		}
		if digitValue(r) < 0 && wordRune(r) {
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
