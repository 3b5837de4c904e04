package ident

import (
	"net/netip"
	"strings"
)

// Mask hides in text whatever could lead to a person: every run of nine and more digits however it is grouped, spelled or
// disguised, also one that is laid over several lines or cells; passport numbers; e-mail names, @handles, names behind a
// label ("tele: name"), and the paths of messenger and profile links. Prices, dates, times and years stay, and so do the
// first four digits (the regency) of what has the shape of a NIK or KK. Masking a masked text changes nothing; the time is
// linear in the length.
func Mask(text string) string {
	text = Blank(text)
	var b strings.Builder
	last := 0
	for _, l := range links(text) {
		maskPlain(&b, text[last:l.start], true)
		if l.contact && l.path < l.end {
			b.WriteString(maskText(text[l.start:l.path], false))
			if len(text[l.path:l.end]) > 1 {
				b.WriteString("/***")
			} else {
				b.WriteString(text[l.path:l.end])
			}
		} else {
			b.WriteString(MaskURL(text[l.start:l.end]))
		}
		last = l.end
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
		if !letter(s[i]) {
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
	text = blankPassports(maskDigits(blankPassports(text))) // once more: stars in the place of digits part words
	if handles {
		text = blankLabelled(text)
	}
	last := 0
	for _, a := range ats(text) {
		if !a.mail && !handles || strings.Trim(text[a.start:a.end], "*") == "" {
			continue
		}
		b.WriteString(text[last:a.start])
		b.WriteString("***")
		last = a.end
	}
	b.WriteString(text[last:])
}

func maskDigits(text string) string {
	l := borrow()
	defer l.giveBack()
	l.lex(text)
	chunks := l.chunks()
	if len(chunks) == 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	last := 0
	for _, c := range chunks {
		first, end := l.groups[c.from], l.groups[c.to-1].end
		b.WriteString(text[last:first.start])
		last = end
		switch d := l.chunkDigits(c); {
		case c.price: // the size of a price is worth reading
			b.WriteString(text[first.start:first.end])
			stars(&b, text[first.end:end])
		case len(d) == 16 && issuable(d):
			b.Write(d[:4])
			b.WriteString("************")
		default:
			at := first.start
			for _, g := range l.groups[c.from:c.to] {
				b.WriteString(text[at:g.start])
				b.WriteString(strings.Repeat("*", g.len()))
				at = g.end
			}
		}
	}
	b.WriteString(text[last:])
	return b.String()
}

// stars writes s with its digits hidden and its separators kept.
func stars(b *strings.Builder, s string) {
	for _, r := range s {
		if digitValue(r) >= 0 {
			b.WriteByte('*')
		} else {
			b.WriteRune(r)
		}
	}
}
