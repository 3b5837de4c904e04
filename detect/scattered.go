package detect

import (
	"strings"

	"ronda/crawler"
)

// Scattered returns the lines of a page in which people's numbers may stand, as one listing of the page's, where its listings show
// several people together and none shows as many by itself: so does a channel with one person a message. ok is false for all other
// pages, of which hardly one costs more than a look for long numbers.
func (d *Detector) Scattered(listings []crawler.Listing) (l crawler.Listing, ok bool) {
	if len(listings) < 2 {
		return crawler.Listing{}, false
	}
	l = crawler.Listing{
		URL: listings[0].URL, Platform: listings[0].Platform, Form: listings[0].Form, Title: listings[0].Title, SeenAt: listings[0].SeenAt,
	}
	all := 0
	for i := range listings {
		own := 0
		for _, b := range listings[i].Blocks {
			if n := longNumbers(b.Text); n > 0 {
				own += n
				l.Blocks = append(l.Blocks, b)
			}
		}
		if own >= several {
			return crawler.Listing{}, false
		}
		all += own
	}
	if all < several {
		return crawler.Listing{}, false
	}
	p := read(&l)
	defer p.forget()
	people := d.count(&p, &l)
	return l, people.people() >= several
}

// longNumbers counts the stretches of digits, single signs and blanks between them left out, that are as long as a person's number.
func longNumbers(s string) (n int) {
	const shortest, longest = 15, 20
	for len(s) > 0 {
		start := strings.IndexAny(s, "0123456789")
		if start < 0 {
			return n
		}
		s = s[start:]
		digits, end := 0, 0
		for i := range len(s) {
			if c := s[i]; '0' <= c && c <= '9' {
				digits++
				end = i + 1
			} else if i > end || !strings.ContainsRune(" .-", rune(c)) {
				break
			}
		}
		if shortest <= digits && digits <= longest {
			n++
		}
		s = s[end:]
	}
	return n
}
