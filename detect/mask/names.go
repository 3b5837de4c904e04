package mask

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ronda/detect/glyph"
)

// Names are the names and handles of the people behind one listing, for hiding them wherever they stand. They print as
// "[names]" by every route. The zero Names hide nothing. They are safe for concurrent use.
type Names struct {
	read func() *names // a function, because fmt cannot look into one
}

// names are ready to be found.
type names struct {
	words map[rune][][]string // by first letter, as words in lower case
	begin [256]bool           // the bytes with which a name may begin in a text
}

const shortestName = 3 // letters and digits; anything shorter stands in every text

// NamesWhenAsked returns those of all() that are long enough to mean somebody. It asks only when a text is to be masked, and once.
func NamesWhenAsked(all func() []string) Names {
	return Names{read: sync.OnceValue(func() *names { return readNames(all()) })}
}

// readNames returns nil when there is none.
func readNames(all []string) *names {
	n := names{words: map[rune][][]string{}}
	for _, name := range all {
		words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !glyph.Word(r) })
		if utf8.RuneCountInString(strings.Join(words, "")) < shortestName {
			continue
		}
		first, _ := utf8.DecodeRuneInString(words[0])
		n.words[first] = append(n.words[first], words)
		if first < utf8.RuneSelf {
			n.begin[first], n.begin[unicode.ToUpper(first)] = true, true
		}
	}
	if len(n.words) == 0 {
		return nil
	}
	for c := 0xc2; c < len(n.begin); c++ { // characters beyond ASCII, which may have a lower case in it
		n.begin[c] = true
	}
	return &n
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

// Text hides the names, and all that the function Text hides.
func (n Names) Text(text string) string { return Text(n.Blank(text)) }

// Page hides the names, and all that the function Page hides.
func (n Names) Page(text string) string { return Page(n.Blank(text)) }

// URL hides the names, and all that the function URL hides.
func (n Names) URL(raw string) string { return maskURL(raw, n, false) }

// Blank puts stars in the place of each name, as many as it has bytes, so that what was found at some place of the text
// is still there. A name is found as whole words in upper or lower case, with spaces, points, dashes, underscores or
// nothing between its words: "Budi Jaya" is also budi_jaya and budijaya.
func (n Names) Blank(text string) string {
	if n.read == nil {
		return text
	}
	all := n.read()
	if all == nil {
		return text
	}
	var out []byte
	for i := 0; i < len(text); {
		if !all.begin[text[i]] || glyph.InWordAt(text, i) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		end := longestName(text, i, all.words[unicode.ToLower(r)])
		if end == i {
			i += size
			continue
		}
		if out == nil {
			out = []byte(text)
		}
		for ; i < end; i++ {
			out[i] = '*'
		}
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
		if next, _ := utf8.DecodeRuneInString(text[end:]); ok && (end == len(text) || !glyph.Word(next)) {
			longest = max(longest, end)
		}
	}
	return longest
}

func skipWord(text string, i int, word string) (int, bool) {
	for _, want := range word {
		if i < len(text) && text[i] < utf8.RuneSelf {
			c := rune(text[i])
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			if c != want {
				return i, false
			}
			i++
			continue
		}
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
