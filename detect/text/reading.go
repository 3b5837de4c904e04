package text

import "strings"

// AppendReading appends what a token of a text was read as: the lists' spelling of a word that they know, however it was
// disguised (leetspeak, spaced, reversed, glued), else its folded letters and digits. A chat link reads as its host ("wame"), a handle
// as "@", a question mark as "?". It is what a reader of words should count instead of the raw text.
func (lx *Lexer) AppendReading(dst []byte, t *Token, text string) []byte {
	v := lx.v
	if t.Word != Unknown {
		return append(dst, v.Spelling[t.Word]...)
	}
	if t.Plain != Unknown {
		return append(dst, v.PlainWords[t.Plain]...)
	}
	s := text[t.Start:t.End]
	switch t.Extra[0] {
	case Link:
		s, _, _ = strings.Cut(s, "/")
	case Name:
		return append(dst, '@')
	case Question:
		return append(dst, '?')
	}
	if t.way.back {
		s = backwards(s, t.way.turned)
	}
	from := len(dst)
	for len(s) > 0 {
		out, kind, size := v.Folds.Fold(dst, s)
		if kind == Letter || kind == Digit {
			dst = out
		}
		s = s[size:]
	}
	return Simplify(dst, from)
}
