package detect

import (
	"slices"

	"ronda/crawler"
	"ronda/detect/counts"
	"ronda/detect/lines"
	"ronda/detect/numbers"
	"ronda/detect/text"
)

// partNumbers names the part of a page that is the people's numbers scattered over its other parts.
const partNumbers = "numbers"

// Gather returns the listings of a page to be judged: those that it was extracted to, and, where they show several people together and
// none as many by itself, the lines in which these people's numbers stand as one more part, below the main content where that says that numbers
// are made up. So does a channel with one person a message.
// address is the page's own: those are of this page of a thread, not of its first one, which canonical links name. Hardly a page costs
// more than a look for long numbers. The listings given are left as they are.
func (d *Detector) Gather(address string, listings []crawler.Listing) []crawler.Listing {
	if l, ok := d.scattered(address, listings); ok {
		return append(slices.Clip(listings), l)
	}
	return listings
}

func (d *Detector) scattered(address string, listings []crawler.Listing) (l crawler.Listing, ok bool) {
	if len(listings) < 2 {
		return crawler.Listing{}, false
	}
	main := &listings[0]
	l = crawler.Listing{URL: address, Part: partNumbers, Platform: main.Platform, Form: main.Form, Title: main.Title, SeenAt: main.SeenAt}
	all, holders := 0, 0
	var many []int // listings that may show several people by themselves
	for i := range listings {
		own := 0
		for _, b := range listings[i].Blocks {
			if n := numbers.Most(b.Text); n > 0 {
				own += n
				l.Blocks = append(l.Blocks, b)
			}
		}
		if own >= counts.Several {
			many = append(many, i)
		}
		all += own
		holders += min(own, 1)
	}
	if holders < 2 || all < counts.Several || slices.ContainsFunc(many, func(i int) bool { return d.peopleOf(&listings[i]) >= counts.Several }) {
		return crawler.Listing{}, false
	}
	if d.peopleOf(&l) < counts.Several {
		return crawler.Listing{}, false
	}
	for i := range listings { // an element may be called so
		if listings[i].Part == l.Part {
			l.Part += " of all parts"
		}
	}
	if d.madeUp(main) {
		l.Blocks = slices.Concat(main.Blocks, l.Blocks)
	}
	return l, true
}

// madeUp reports whether a listing says that numbers are nobody's, as the one above a thread on test data does. It is asked of hardly a page.
func (d *Detector) madeUp(l *crawler.Listing) bool {
	p := lines.Read(l)
	defer p.Forget()
	verdict := d.words.Judge(p.Passages)
	return slices.ContainsFunc(verdict.Signals, func(s text.Signal) bool { return s.Rule.Name == "exposure.synthetic" })
}

// peopleOf returns of how many people the numbers of a listing are.
func (d *Detector) peopleOf(l *crawler.Listing) int {
	p := lines.Read(l)
	defer p.Forget()
	t := d.count(&p, l)
	return t.People()
}
