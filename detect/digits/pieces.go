package digits

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/glyph"
)

// Piece is a stretch of digits that may be a part of a number.
type Piece struct {
	Start, End int // in the text
	From, To   int // in the digits of all pieces
}

// Pieces gives the stretches of at most 15 digits with single spaces, points or dashes among them, and their digits: those
// together between which nothing but the end of a line or cell stands, where there are two or more.
func Pieces(text string, give func(pieces []Piece, digits []byte)) {
	if strings.IndexByte(text, '\n') < 0 && strings.IndexByte(text, '\t') < 0 {
		return // one line, one cell
	}
	const longest = 15
	var pieces []Piece
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
			p := Piece{Start: i, From: len(digits)}
			p.End, digits = readPiece(text, i, digits)
			i, p.To = p.End, len(digits)
			gap = gapOpen
			if p.To-p.From > longest {
				gap, digits = gapNone, digits[:p.From]
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
