// Package mask hides in what is shown whatever could lead to a person: numbers, contacts and names, in texts, addresses,
// hosts and paths. What it lets through goes into findings, logs and errors.
package mask

import (
	"net/netip"
	"strings"

	"ronda/detect/contacts"
	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/papers"
)

// Text hides in text whatever could lead to a person: every run of nine and more digits however it is grouped, spelled or
// disguised, also one that is laid over several lines or cells; passport numbers; e-mail names, @handles, names behind a
// label ("tele: name"), and the paths of messenger and profile links; and of people in rows and records all that stands beside
// their numbers. Elsewhere dates and years stay, as do prices and the first four digits (the regency) of what
// has the shape of a NIK or KK. Masking a masked text changes nothing; the time is linear in the length.
//
// It is for what users and programs say. Page is for texts of pages.
func Text(text string) string { return alone(blankContext(text)) }

// Page hides in the text of a page what Text hides, and the names of people in those of its files and below its pictures.
func Page(text string) string { return alone(Blank(text)) }

// alone masks what can be told by itself.
func alone(text string) string {
	var b strings.Builder
	last := 0
	for _, l := range contacts.Links(text) {
		maskPlain(&b, text[last:l.Start], true)
		if l.Contact && l.Path < l.End {
			b.WriteString(maskText(text[l.Start:l.Path], false))
			if len(text[l.Path:l.End]) > 1 {
				b.WriteString("/***")
			} else {
				b.WriteString(text[l.Path:l.End])
			}
		} else {
			b.WriteString(URL(text[l.Start:l.End]))
		}
		last = l.End
	}
	maskPlain(&b, text[last:], true)
	return b.String()
}

// address reports whether a host is an IP address, with or without port: it names a machine, whatever its digits look like.
func address(host string) bool {
	if _, err := netip.ParseAddrPort(host); err == nil {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

func scheme(s string) bool {
	for i := range len(s) {
		if !glyph.Letter(s[i]) {
			return false
		}
	}
	return true
}

func maskText(s string, handles bool) string {
	var b strings.Builder
	maskPlain(&b, s, handles)
	return b.String()
}

// maskPlain masks a text without links: digits first, so that a number is not cut by the name of an address.
func maskPlain(b *strings.Builder, text string, handles bool) {
	if text == "" {
		return
	}
	text = papers.StarPassports(maskDigits(papers.StarPassports(text))) // once more: stars in the place of digits part words
	if handles {
		text = blankLabelled(text)
	}
	last := 0
	for _, a := range contacts.Addresses(text) {
		if !a.Mail && !handles || strings.Trim(text[a.Start:a.End], "*") == "" {
			continue
		}
		b.WriteString(text[last:a.Start])
		b.WriteString("***")
		last = a.End
	}
	b.WriteString(text[last:])
}

func maskDigits(text string) string {
	l := digits.Borrow()
	defer l.Return()
	l.Read(text)
	chunks := l.Chunks()
	if len(chunks) == 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	last := 0
	for _, c := range chunks {
		first, end := l.Groups[c.From], l.Groups[c.To-1].End
		b.WriteString(text[last:first.Start])
		last = end
		switch d := l.Digits(c); {
		case c.Price: // the size of a price is worth reading
			b.WriteString(text[first.Start:first.End])
			stars(&b, text[first.End:end])
		case len(d) == 16 && ident.Issuable(d):
			b.Write(d[:4])
			b.WriteString("************")
		default:
			at := first.Start
			for _, g := range l.Groups[c.From:c.To] {
				b.WriteString(text[at:g.Start])
				b.WriteString(strings.Repeat("*", g.Len()))
				at = g.End
			}
		}
	}
	b.WriteString(text[last:])
	return b.String()
}

// stars writes s with its digits hidden and its separators kept.
func stars(b *strings.Builder, s string) {
	for _, r := range s {
		if glyph.Digit(r) >= 0 {
			b.WriteByte('*')
		} else {
			b.WriteRune(r)
		}
	}
}
