package ident

import (
	"slices"
	"strings"
)

// Contacts finds the ways to reach people in text, in order, in time linear in its length.
func Contacts(text string) []Contact {
	var out []Contact
	last := 0
	for _, l := range links(text) {
		out = plainContacts(out, text[last:l.start], last)
		if l.contact {
			out = linkContact(out, text[l.start:l.end], text[l.path:l.end], l.start, l.end)
		}
		last = l.end
	}
	return plainContacts(out, text[last:], last)
}

// plainContacts reads a text without links that begins at offset base of the whole.
func plainContacts(out []Contact, text string, base int) []Contact {
	from := len(out)
	out = phones(out, text, base)
	for _, a := range ats(text) {
		name := text[a.start:a.end]
		switch {
		case strings.Contains(name, "*"):
		case a.mail:
			out = append(out, newContact(ContactEmail, text[a.start:a.domainEnd], base+a.start, base+a.domainEnd))
		default:
			out = append(out, newContact(ContactHandle, name, base+a.start, base+a.end))
		}
	}
	slices.SortFunc(out[from:], func(a, b Contact) int { return a.Start - b.Start })
	return out
}

// phones adds the mobile numbers of a text without links.
func phones(out []Contact, text string, base int) []Contact {
	const fewest = 5 // digits proper among letters that are taken for some
	l := borrow()
	defer l.giveBack()
	if spelledEight(text) {
		l.lex(text)
	} else {
		l.sweep(text, fewest)
		l.spans(text, l.hot)
	}
	for _, c := range l.chunks() {
		if d := l.chunkDigits(c); c.price || len(d) > longestPhone || d[0] != '0' && d[0] != '6' {
			continue
		} else if phone, ok := normalPhone(string(d)); ok && !inWord(text, l.groups[c.from].start, l.groups[c.to-1].end) {
			out = append(out, newContact(ContactPhone, phone, base+l.groups[c.from].start, base+l.groups[c.to-1].end))
		}
	}
	return out
}

// spelledEight reports whether an 8 is spelled: all mobile numbers have one in front.
func spelledEight(text string) bool {
	for i := range len(text) {
		if c := text[i] | 0x20; c != 'd' && c != 'e' || i+2 >= len(text) {
			continue
		}
		if second := text[i+1] | 0x20; second != 'e' && second != 'i' || text[i+2]|0x20 != 'l' && text[i+2]|0x20 != 'g' {
			continue
		}
		for _, eight := range [...]string{"delapan", "Delapan", "DELAPAN", "eight", "Eight", "EIGHT"} {
			if strings.HasPrefix(text[i:], eight) && !inWordAt(text, i) {
				return true
			}
		}
	}
	return false
}

// linkContact reads the path of a link to a person: wa.me/62..., t.me/name, t.me/s/name/12, instagram.com/name.
func linkContact(out []Contact, whole, path string, start, end int) []Contact {
	if host := whole[:len(whole)-len(path)]; strings.Contains(strings.ToLower(host), "wa.me") || strings.Contains(strings.ToLower(host), "whatsapp") {
		var d []byte
		for i := 0; i < len(path) && len(d) < 16; i++ {
			switch {
			case '0' <= path[i] && path[i] <= '9':
				d = append(d, path[i])
			case len(d) >= longDigits:
				i = len(path)
			case path[i] == '&':
				d = d[:0]
			}
		}
		digits := string(d)
		if strings.HasPrefix(digits, "8") {
			digits = "62" + digits
		}
		if phone, ok := normalPhone(digits); ok {
			return append(out, newContact(ContactPhone, phone, start, end))
		}
	}
	path, _, _ = strings.Cut(path, "?")
	path = strings.TrimPrefix(strings.Trim(path, "/"), "s/")
	name, _, _ := strings.Cut(path, "/")
	name = strings.TrimPrefix(name, "@")
	if name == "" || strings.Contains(name, "*") {
		return out
	}
	return append(out, newContact(ContactHandle, name, start, end))
}
