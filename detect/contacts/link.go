package contacts

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/glyph"
)

// Link is an address in a text; host ends at path.
type Link struct {
	Start, End int
	Path       int  // where the path begins
	Contact    bool // leads to a person: messenger or social profile
}

// Links finds addresses: anything with a scheme, www., and bare hosts of messengers and social sites.
func Links(text string) []Link {
	var out []Link
	mark := -1 // the next place that an address cannot be without
	for i := 0; i < len(text); {
		if mark < i {
			if mark = nextMark(text, i); mark < 0 {
				break
			}
			i = max(i, mark-longestHost)
			for i > 0 && i < mark && !utf8.RuneStart(text[i]) {
				i++
			}
		}
		n, ok := linkPrefix(text, i)
		if !ok {
			for i++; i < len(text) && glyph.Letter(text[i]) && glyph.Letter(text[i-1]); i++ { // none begins inside a word
			}
			continue
		}
		end := i + n
		for end < len(text) && !strings.ContainsRune(" \t\r\n\"<>`|", rune(text[end])) {
			end++
		}
		for end > i+n && strings.IndexByte(".,;:!?)]}'", text[end-1]) >= 0 {
			end--
		}
		host := text[i+n : end]
		if k := strings.IndexAny(host, "/?#"); k >= 0 {
			host = host[:k]
		}
		l := Link{Start: i, End: end, Path: i + n + len(host)}
		if k := strings.LastIndexByte(host, '@'); k >= 0 {
			host = host[k+1:]
		}
		l.Contact = LeadsToPeople(host)
		out = append(out, l)
		i = max(end, i+1)
	}
	return out
}

// longestHost is how far before its first slash an address begins, in bytes.
const longestHost = 40

// nextMark returns where the next slash or "www." stands, -1 for neither. Most of a text is far from both.
func nextMark(text string, i int) int {
	slash := strings.IndexByte(text[i:], '/')
	end := len(text)
	if slash >= 0 {
		end = i + slash
	}
	for at := i; at < end; at++ {
		k := strings.IndexByte(text[at:end], '.')
		if k < 0 {
			break
		}
		if at += k; at >= 3 && at-3 >= i && glyph.HasPrefixFold(text[at-3:], "www.") {
			return at - 3
		}
	}
	if slash < 0 {
		return -1
	}
	return end
}

// linkPrefix reports whether an address begins at i, and the length of what stands before its host: "https://", or
// nothing for a bare host that is known.
func linkPrefix(text string, i int) (int, bool) {
	if i > 0 && (text[i-1] >= utf8.RuneSelf || glyph.Word(rune(text[i-1])) || strings.IndexByte("@.-_/", text[i-1]) >= 0) {
		return 0, false
	}
	switch text[i] | 0x20 {
	case 'h', 'f', 't':
		for _, scheme := range []string{"https://", "http://", "ftp://", "tg://"} {
			if glyph.HasPrefixFold(text[i:], scheme) {
				return len(scheme), true
			}
		}
	case 'w':
		if glyph.HasPrefixFold(text[i:], "www.") {
			return 0, true
		}
	}
	end := i
	for end < len(text) && end-i < 32 && text[end] < utf8.RuneSelf && (glyph.Word(rune(text[end])) || text[end] == '.') {
		end++
	}
	return 0, end < len(text) && text[end] == '/' && LeadsToPeople(text[i:end])
}

// LeadsToPeople knows the hosts whose paths name a person or a group.
func LeadsToPeople(host string) bool {
	for _, h := range []string{
		"wa.me", "whatsapp.com", "t.me", "telegram.me", "telegram.dog", "instagram.com", "ig.me", "m.me", "line.me",
		"facebook.com", "fb.com", "fb.me", "tiktok.com", "twitter.com", "x.com", "signal.me", "threads.net",
	} {
		switch d := len(host) - len(h); {
		case d > 0 && host[d-1] == '.' && strings.EqualFold(host[d:], h),
			d == 0 && strings.EqualFold(host, h):
			return true
		}
	}
	return false
}

// Address is an e-mail address or an @handle: the span of what names the person.
type Address struct {
	Start, End int
	Mail       bool
	domainEnd  int // end of the whole address
}

// Addresses finds e-mail addresses and @handles.
func Addresses(text string) []Address {
	var out []Address
	low := 0 // nothing before belongs to the next address
	wide := strings.Contains(text, "＠")
	for i := 0; i < len(text); {
		if !wide {
			k := strings.IndexByte(text[i:], '@')
			if k < 0 {
				break
			}
			i += k
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r != '@' && r != '＠' {
			i += size
			continue
		}
		after := i + size
		left := i
		for left > low {
			p, n := utf8.DecodeLastRuneInString(text[low:left])
			if !localRune(p) && p != '*' {
				break
			}
			left -= n
		}
		right := after
		letters := false
		for right < len(text) {
			q, n := utf8.DecodeRuneInString(text[right:])
			if !glyph.Word(q) && !strings.ContainsRune("._-", q) {
				break
			}
			letters = letters || glyph.Digit(q) < 0 && glyph.Word(q)
			right += n
		}
		name := strings.TrimRight(text[after:right], "._-")
		switch {
		case !letters || pricing(name):
		case left < i && (!strings.Contains(name, ".") || !plainASCII(text[left:i])):
			out = append(out, Address{Start: left, End: after + len(name)}) // no address: one side may be a handle, the other a name
		case left < i:
			out = append(out, Address{Start: left, End: i, Mail: true, domainEnd: after + len(name)})
		default:
			out = append(out, Address{Start: after, End: after + len(name)})
		}
		low = max(right, after)
		i = low
	}
	return out
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func localRune(r rune) bool {
	return glyph.Word(r) || r < utf8.RuneSelf && strings.ContainsRune("._%+-", r)
}

// pricing knows what follows @ in price lists: "@Rp5.000", "@25rb".
func pricing(s string) bool {
	s = strings.ToLower(s)
	s = strings.TrimLeft(strings.TrimPrefix(s, "rp"), ".")
	rest := strings.TrimLeft(s, "0123456789.,")
	if rest == s {
		return false
	}
	switch rest {
	case "", "k", "rb", "ribu", "jt", "juta", "m", "pcs", "usd", "idr":
		return true
	}
	return false
}
