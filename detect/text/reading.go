package text

import "strings"

// reading appends what a token of a text was read as: the lists' spelling of a word that they know, however it was
// disguised (leetspeak, spaced, reversed, glued), else its folded letters and digits. A chat link reads as its host ("wame"), a handle
// as "@", a question mark as "?". It is what a reader of words should count instead of the raw text.
func (lx *lexer) reading(dst []byte, t *token, text string) []byte {
	v := lx.v
	if t.word != unknown {
		return append(dst, v.spelling[t.word]...)
	}
	if t.plain != unknown {
		return append(dst, v.plainWords[t.plain]...)
	}
	s := text[t.start:t.end]
	switch t.extra[0] {
	case cLink:
		s, _, _ = strings.Cut(s, "/")
	case cName:
		return append(dst, '@')
	case cQuestion:
		return append(dst, '?')
	}
	if t.way.back {
		s = backwards(s, t.way.turned)
	}
	from := len(dst)
	for len(s) > 0 {
		out, kind, size := v.folds.fold(dst, s)
		if kind == letter || kind == digit {
			dst = out
		}
		s = s[size:]
	}
	return plain(dst, from)
}
