package site

import (
	"strings"

	"ronda/crawler"
	"ronda/crawler/plaintext"
	"ronda/crawler/words"
)

// partData names the part of a page that is the long numbers in the data of its scripts.
const partData = "script data"

// data is, of a page that says something itself, what people's numbers may be in the data that it carries for its scripts: whoever fetches the
// page has them, unless they are shown. Nothing else of that data counts there: it is of other addresses, as a rule, and what is said in it is not shown.
func (v *view) data(main *crawler.Listing) (l crawler.Listing, ok bool) {
	const few = 3
	if v.stateRead || !several(v.Doc.State, few) && !several(v.Doc.Programs, few) || longNumbers(v.Doc.NodeText(0), few) == few {
		return crawler.Listing{}, false
	}
	l = crawler.Listing{URL: v.page.Address(), Part: partData, Platform: main.Platform, Form: main.Form, Title: main.Title, SeenAt: main.SeenAt}
	lines := 0
	for _, b := range plaintext.State(v.Doc.State, v.Doc.Programs) {
		if longNumbers(b.Text, 1) > 0 {
			l.Blocks = append(l.Blocks, b)
			lines += strings.Count(b.Text, "\n") + 1
		}
	}
	return l, lines >= few
}

// several reports whether scripts hold so many long numbers together.
func several(scripts [][]byte, few int) bool {
	for _, s := range scripts {
		if few -= longNumbers(s, few); few <= 0 {
			return true
		}
	}
	return false
}

// longNumbers counts stretches of digits as long as a person's number, single separators among them left out, up to most.
func longNumbers[T []byte | string](s T, most int) (n int) {
	const shortest = 15
	for i := 0; i < len(s) && n < most; i++ {
		if !words.Digit(s[i]) {
			continue
		}
		digits := 0
		for ; i < len(s) && (words.Digit(s[i]) || i+1 < len(s) && words.Digit(s[i+1]) && strings.IndexByte(" .-/", s[i]) >= 0); i++ {
			if words.Digit(s[i]) {
				digits++
			}
		}
		if digits >= shortest {
			n++
		}
	}
	return n
}
