package tokens

import (
	"strings"

	"ronda/detect/lexis"
)

// AppendReading appends what a token of a text was read as: the lists' spelling of a word that they know, however it was
// disguised (leetspeak, spaced, reversed, glued), else its folded letters and digits. A chat link reads as its host ("wame"), a
// handle as "@", a question mark as "?". It is what a reader of words should count instead of the raw text, which is that of
// the token's passage.
func (lx *Lexer) AppendReading(dst []byte, t *Token, text string) []byte {
	v := lx.v
	if t.Word != lexis.Unknown {
		return append(dst, v.Spelling[t.Word]...)
	}
	if t.Plain != lexis.Unknown {
		return append(dst, v.PlainWords[t.Plain]...)
	}
	s := text[t.Start:t.End]
	switch t.Extra[0] {
	case lexis.Link:
		s, _, _ = strings.Cut(s, "/")
	case lexis.Name:
		return append(dst, '@')
	case lexis.Question:
		return append(dst, '?')
	}
	if t.way.back {
		s = backwards(s, t.way.turned)
	}
	from := len(dst)
	for len(s) > 0 {
		out, kind, size := v.Folds.Fold(dst, s)
		if kind == lexis.Letter || kind == lexis.Digit {
			dst = out
		}
		s = s[size:]
	}
	return lexis.Simplify(dst, from)
}
