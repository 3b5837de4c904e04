package ident

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names are the names and handles of the people behind one listing, for hiding them wherever they stand. They print as
// "[names]" by every route. The zero Names hide nothing. They are safe for concurrent use.
type Names struct {
	words func() map[rune][][]string // a function, because fmt cannot look into one; names by first letter, as words in lower case
}

const shortestName = 3 // letters and digits; anything shorter stands in every text

// NewNames returns the names that are long enough to mean somebody.
func NewNames(names ...string) Names {
	all := map[rune][][]string{}
	for _, name := range names {
		words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !wordRune(r) })
		if n := utf8.RuneCountInString(strings.Join(words, "")); n >= shortestName {
			first, _ := utf8.DecodeRuneInString(words[0])
			all[first] = append(all[first], words)
		}
	}
	if len(all) == 0 {
		return Names{}
	}
	return Names{words: func() map[rune][][]string { return all }}
}

const namesPlaceholder = "[names]"

// String never shows a name.
func (Names) String() string { return namesPlaceholder }

// Format implements fmt.Formatter for all verbs.
func (Names) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, namesPlaceholder) }

// LogValue implements slog.LogValuer.
func (Names) LogValue() slog.Value { return slog.StringValue(namesPlaceholder) }

// MarshalText implements encoding.TextMarshaler.
func (Names) MarshalText() ([]byte, error) { return []byte(namesPlaceholder), nil }

// Mask hides the names, and all that ident.Mask hides.
func (n Names) Mask(text string) string { return Mask(n.Blank(text)) }

// MaskURL hides the names, and all that ident.MaskURL hides.
func (n Names) MaskURL(raw string) string { return maskURL(raw, n, false) }

// Blank puts stars in the place of each name, as many as it has bytes, so that what was found at some place of the text
// is still there. A name is found as whole words in upper or lower case, with spaces, points, dashes, underscores or
// nothing between its words: "Budi Jaya" is also budi_jaya and budijaya.
func (n Names) Blank(text string) string {
	if n.words == nil {
		return text
	}
	var out []byte
	before := rune(-1)
	for i := 0; i < len(text); {
		if letter(text[i]) && before >= 0 && before < utf8.RuneSelf && wordRune(before) { // inside a word
			before = rune(text[i])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if wordRune(r) && (before < 0 || !wordRune(before)) {
			if end := longestName(text, i, n.words()[unicode.ToLower(r)]); end > i {
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

// longestName returns the end of the longest of the names that begins at text[i:], i for none.
func longestName(text string, i int, names [][]string) int {
	longest := i
	for _, words := range names {
		end, ok := i, true
		for k, w := range words {
			if k > 0 {
				end = skipJoints(text, end)
			}
			if end, ok = skipWord(text, end, w); !ok {
				break
			}
		}
		if next, _ := utf8.DecodeRuneInString(text[end:]); ok && (end == len(text) || !wordRune(next)) {
			longest = max(longest, end)
		}
	}
	return longest
}

func skipWord(text string, i int, word string) (int, bool) {
	for _, want := range word {
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 0 || unicode.ToLower(r) != want {
			return i, false
		}
		i += size
	}
	return i, true
}

// skipJoints skips what stands between the words of a name, at most three characters.
func skipJoints(text string, i int) int {
	for range 3 {
		r, size := utf8.DecodeRuneInString(text[i:])
		if size == 0 || r == '\n' || !unicode.Is(unicode.Zs, r) && !strings.ContainsRune("_.-+'@", r) {
			break
		}
		i += size
	}
	return i
}
