package mask

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/glyph"
)

// priceEnd returns where a price or a count of goods ends that begins with the word w, 0 when it is none: "Rp 25.000", "Rp25rb",
// "15rb", "700 set", "1.200 data".
func priceEnd(text string, w span) int {
	word := strings.ToLower(text[w.from:min(w.to, w.from+16)])
	at := w.from
	currency := false
	for _, c := range [...]string{"rp", "idr", "usd"} {
		if rest, ok := strings.CutPrefix(word, c); ok && strings.Trim(rest, "0123456789rbkjt") == "" {
			currency, at = true, w.from+len(c)
			for at < len(text) && (text[at] == ' ' || text[at] == '.') {
				at++
			}
			break
		}
	}
	end, digits := amountEnd(text, at)
	if digits == 0 || digits > 8 {
		return 0
	}
	tail := end
	for tail < len(text) && glyph.Letter(text[tail]) {
		tail++
	}
	unit := strings.ToLower(text[end:min(tail, end+12)])
	switch {
	case unit != "" && !priceUnits[unit]:
		return 0
	case unit != "", currency:
		return tail
	}
	for tail < len(text) && text[tail] == ' ' && tail-end < 2 {
		tail++
	}
	start := tail
	for tail < len(text) && glyph.Letter(text[tail]) {
		tail++
	}
	if start > end && countUnits[strings.ToLower(text[start:min(tail, start+12)])] {
		return tail
	}
	return 0
}

// currencyBegins reports whether a word may be a currency, with or without an amount.
func currencyBegins(word string) bool {
	c := word[0] | 0x20
	return c == 'r' || c == 'i' || c == 'u'
}

// amountEnd returns where a number ends that is one stretch of digits, or has groups of three behind points.
func amountEnd(text string, i int) (end, digits int) {
	for i < len(text) && '0' <= text[i] && text[i] <= '9' {
		i++
		digits++
	}
	for digits > 0 && i+3 < len(text) && (text[i] == '.' || text[i] == ',') && digitsAt(text, i+1) == 3 {
		i += 4
		digits += 3
	}
	return i, digits
}

// digitsAt counts the digits from i on.
func digitsAt(text string, i int) (n int) {
	for i+n < len(text) && '0' <= text[i+n] && text[i+n] <= '9' {
		n++
	}
	return n
}

var (
	priceUnits = set("rb rban ribu k jt juta")
	countUnits = set("rb ribu jt juta set paket pcs lembar orang org baris rows row record records data file foto akun nik ktp kk digit angka gb mb entri nomor")
)

// blankBirth hides dates without a time and what follows the words of an address to the line's end.
func blankBirth(out []byte, text string, l span) {
	for i := l.from; i < l.to; {
		w, next := nextWord(text[:l.to], i)
		if w.from == w.to {
			return
		}
		word := text[w.from:w.to]
		if addressBegins(text[:l.to], w) {
			for i = w.to; i < l.to; {
				part, next := nextWord(text[:l.to], i)
				star(out, part)
				i = max(next, i+1)
			}
			return
		}
		if d := word[0]; '0' <= d && d <= '9' {
			if end := dateEnd(text[:l.to], w.from); end > 0 {
				for k := w.from; k < end; k++ {
					if glyph.WordByte(text[k]) {
						out[k] = '*'
					}
				}
				next = end
			}
		}
		i = max(next, i+1)
	}
}

// addressBegins reports whether a word of an address stands at w, with a point or a name behind it.
func addressBegins(text string, w span) bool {
	if classOf(text[w.from:w.to])&streetWord == 0 || w.to >= len(text) {
		return false
	}
	rest := strings.TrimLeft(text[w.to:], ". :/")
	if rest == "" || len(text)-w.to == len(rest) {
		return false
	}
	c := rest[0]
	return text[w.to] == '.' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
}

// dateEnd returns where a date ends that begins at text[i], 0 when none does or a time of day follows.
func dateEnd(text string, i int) int {
	var parts [3]int
	end := i
	for k := range parts {
		if k > 0 {
			from := end
			for end < len(text) && strings.IndexByte(" -/.,", text[end]) >= 0 && end-from < 3 {
				end++
			}
			if end == from {
				return 0
			}
		}
		if n := digitsAt(text, end); n > 0 && n != 3 && n <= 4 {
			parts[k] = n
			end += n
			continue
		}
		from := end
		for end < len(text) && glyph.Letter(text[end]) {
			end++
		}
		if k != 1 || classOf(text[from:end])&monthWord == 0 {
			return 0
		}
	}
	if parts[0] <= 2 && parts[2] != 4 && parts[2] != 2 || parts[0] == 4 && parts[2] > 2 {
		return 0
	}
	rest := strings.TrimLeft(text[end:], " ,T")
	if n := digitsAt(rest, 0); n > 0 && n <= 2 && len(rest) > n+2 && (rest[n] == ':' || rest[n] == '.') && digitsAt(rest, n+1) == 2 {
		return 0 // when something was written, not when somebody was born
	}
	return end
}
