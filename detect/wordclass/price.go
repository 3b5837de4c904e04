package wordclass

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
)

// PriceEnd returns where a price or a count of goods ends that begins with the word w, 0 when it is none: "Rp 25.000", "Rp25rb",
// "15rb", "700 set", "1.200 data".
func PriceEnd(text string, w digits.Span) int {
	word := strings.ToLower(text[w.From:min(w.To, w.From+16)])
	at := w.From
	currency := false
	for _, c := range [...]string{"rp", "idr", "usd"} {
		if rest, ok := strings.CutPrefix(word, c); ok && strings.Trim(rest, "0123456789rbkjt") == "" {
			currency, at = true, w.From+len(c)
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

// CurrencyBegins reports whether a word may be a currency, with or without an amount.
func CurrencyBegins(word string) bool {
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
	priceUnits = Set("rb rban ribu k jt juta")
	countUnits = Set("rb ribu jt juta set paket pcs lembar orang org baris rows row record records data file foto akun nik ktp kk digit angka gb mb entri nomor")
)

// AddressBegins reports whether a word of an address stands at w, with a point or a name behind it.
func AddressBegins(text string, w digits.Span) bool {
	if Of(text[w.From:w.To])&Street == 0 || w.To >= len(text) {
		return false
	}
	rest := strings.TrimLeft(text[w.To:], ". :/")
	if rest == "" || len(text)-w.To == len(rest) {
		return false
	}
	c := rest[0]
	return text[w.To] == '.' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
}

// DateEnd returns where a date ends that begins at text[i], 0 when none does or a time of day follows.
func DateEnd(text string, i int) int {
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
		if k != 1 || Of(text[from:end])&Month == 0 {
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
