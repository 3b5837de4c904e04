package papers

import "ronda/detect/glyph"

// StarPassports puts stars in the place of passport numbers: a letter and seven digits as a word of their own. It keeps
// the length of the text.
func StarPassports(text string) string {
	if !MentionsPassport(text) {
		return starPlainPassports(text)
	}
	const reach = 40
	var out []byte
	labelled := -reach - 1 // end of the last word for a passport
	for i := 0; i < len(text); i++ {
		if !glyph.Letter(text[i]) || glyph.InWordAt(text, i) && i != labelled {
			continue
		}
		if n := PassportWord(text[i:]); n > 0 {
			labelled = i + n
			i = labelled - 1 // pasporZ1234567
			continue
		}
		if end := PassportEnd(text, i, i-labelled <= reach); end > i {
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

// starPlainPassports is StarPassports for a text without a word for them: the digits follow the letter at once.
func starPlainPassports(text string) string {
	var out []byte
	for i := glyph.NextDigit(text, 0); i < len(text); i = glyph.NextDigit(text, i+1) {
		if i == 0 || !glyph.Letter(text[i-1]) || glyph.InWordAt(text, i-1) {
			continue
		}
		end := PassportEnd(text, i-1, false)
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

// MentionsPassport reports whether a word for a passport stands in text.
func MentionsPassport(text string) bool {
	return glyph.AnyFrom(text, 'p', func(rest string) bool { return len(rest) > 2 && rest[1]|0x20 == 'a' && PassportWord(rest) > 0 })
}
