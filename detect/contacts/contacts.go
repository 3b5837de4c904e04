// Package contacts finds the ways to reach people in a text: mobile numbers, e-mail addresses, @handles and the links of
// messengers and profiles. It says where they stand and never shows them.
package contacts

import (
	"slices"
	"strings"

	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/ident"
)

// Find finds the ways to reach people in text, in order, in time linear in its length.
func Find(text string) []ident.Contact {
	var out []ident.Contact
	last := 0
	for _, l := range Links(text) {
		out = plainContacts(out, text[last:l.Start], last)
		if l.Contact {
			out = linkContact(out, text[l.Start:l.End], text[l.Path:l.End], l.Start, l.End)
		}
		last = l.End
	}
	return plainContacts(out, text[last:], last)
}

// plainContacts reads a text without links that begins at offset base of the whole.
func plainContacts(out []ident.Contact, text string, base int) []ident.Contact {
	from := len(out)
	out = phones(out, text, base)
	for _, a := range Addresses(text) {
		name := text[a.Start:a.End]
		switch {
		case strings.Contains(name, "*"):
		case a.Mail:
			out = append(out, ident.NewContact(ident.ContactEmail, text[a.Start:a.domainEnd], base+a.Start, base+a.domainEnd))
		default:
			out = append(out, ident.NewContact(ident.ContactHandle, name, base+a.Start, base+a.End))
		}
	}
	slices.SortFunc(out[from:], func(a, b ident.Contact) int { return a.Start - b.Start })
	return out
}

// phones adds the mobile numbers of a text without links.
func phones(out []ident.Contact, text string, base int) []ident.Contact {
	const fewest = 5 // digits proper among letters that are taken for some
	l := digits.Borrow()
	defer l.Return()
	if spelledEight(text) {
		l.Read(text)
	} else {
		l.Sweep(text, fewest)
		l.ReadSpans(text, l.Hot)
	}
	for _, c := range l.Chunks() {
		if d := l.Digits(c); c.Price || len(d) > ident.LongestPhone || d[0] != '0' && d[0] != '6' {
			continue
		} else if phone, ok := ident.NormalPhone(string(d)); ok && !glyph.InWord(text, l.Groups[c.From].Start, l.Groups[c.To-1].End) {
			out = append(out, ident.NewContact(ident.ContactPhone, phone, base+l.Groups[c.From].Start, base+l.Groups[c.To-1].End))
		}
	}
	return out
}

// spelledEight reports whether an 8 is spelled: all mobile numbers have one in front.
func spelledEight(text string) bool {
	if !slices.ContainsFunc(eights[:], func(piece string) bool { return strings.Contains(text, piece) }) {
		return false
	}
	for i := range len(text) {
		if c := text[i] | 0x20; c != 'd' && c != 'e' || i+2 >= len(text) {
			continue
		}
		if second := text[i+1] | 0x20; second != 'e' && second != 'i' || text[i+2]|0x20 != 'l' && text[i+2]|0x20 != 'g' {
			continue
		}
		for _, eight := range [...]string{"delapan", "Delapan", "DELAPAN", "eight", "Eight", "EIGHT"} {
			if strings.HasPrefix(text[i:], eight) && !glyph.InWordAt(text, i) {
				return true
			}
		}
	}
	return false
}

// eights are pieces of which each spelled 8 holds one.
var eights = [...]string{"elapan", "ELAPAN", "ight", "IGHT"}

// linkContact reads the path of a link to a person: wa.me/62..., t.me/name, t.me/s/name/12, instagram.com/name.
func linkContact(out []ident.Contact, whole, path string, start, end int) []ident.Contact {
	if host := whole[:len(whole)-len(path)]; strings.Contains(strings.ToLower(host), "wa.me") || strings.Contains(strings.ToLower(host), "whatsapp") {
		var d []byte
		for i := 0; i < len(path) && len(d) < 16; i++ {
			switch {
			case '0' <= path[i] && path[i] <= '9':
				d = append(d, path[i])
			case len(d) >= digits.Long:
				i = len(path)
			case path[i] == '&':
				d = d[:0]
			}
		}
		digits := string(d)
		if strings.HasPrefix(digits, "8") {
			digits = "62" + digits
		}
		if phone, ok := ident.NormalPhone(digits); ok {
			return append(out, ident.NewContact(ident.ContactPhone, phone, start, end))
		}
	}
	path, _, _ = strings.Cut(path, "?")
	path = strings.TrimPrefix(strings.Trim(path, "/"), "s/")
	name, _, _ := strings.Cut(path, "/")
	name = strings.TrimPrefix(name, "@")
	if name == "" || strings.Contains(name, "*") {
		return out
	}
	return append(out, ident.NewContact(ident.ContactHandle, name, start, end))
}
