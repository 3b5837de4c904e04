package tokens

import (
	"strings"
	"unicode/utf8"

	"ronda/detect/lexis"
)

// links are starts of addresses that lead to a seller's chat.
var links = [...]string{"wa.me/", "t.me/", "api.whatsapp.com/", "chat.whatsapp.com/", "telegram.me/", "wa.link/", "s.id/", "linktr.ee/", "m.me/"}

// link emits a chat link at i and returns its end; i when there is none.
func (lx *Lexer) link(i int) int {
	s := lx.text
	for _, l := range links {
		if len(s)-i > len(l) && s[i]|0x20 == l[0] && strings.EqualFold(s[i:i+len(l)], l) {
			end := i + len(l)
			for end < len(s) && s[end] > ' ' && s[end] != ')' && s[end] != '"' && s[end] != '<' && s[end] != ',' {
				end++
			}
			lx.emit(lexis.Unknown, i, end, lexis.Link, lexis.None)
			lx.head = false
			return end
		}
	}
	return i
}

// apart reports whether a unit may stand one space behind the digits.
func apart(w []byte) bool {
	switch string(w) {
	case "rb", "ribu", "ribuan", "rebu", "ewu", "jt", "juta", "jutaan", "perak", "rupiah", "usd", "usdt", "dollar", "dolar", "bucks", "k":
		return true
	}
	return false
}

// spelledMoney turns the word just emitted into an amount when it ends one that is written out.
func (lx *Lexer) spelledMoney(s *lexis.Spelled) {
	if s.Rupiah > 0 && (!s.Unit || lx.numeral) {
		t := &lx.Tokens[len(lx.Tokens)-1]
		t.Extra[0] = lexis.Money
		if s.Rupiah <= smallTo {
			t.Extra[1] = lexis.SmallAmount
		}
	}
	lx.numeral = s.Numeral
}

const (
	smallFrom, smallTo = 50, 150_000 // rupiah: the price of one person's papers
	longFrom, longTo   = 15, 18      // digits of an identifier-like run
)

// readNumber reads the number at i, where a digit stands: a phone number, an amount of money, a masked number, a word that
// starts with a digit, or a plain number.
func (lx *Lexer) readNumber(i int) int {
	if end := phoneEnd(lx.text, i); end > i {
		lx.emit(lexis.Unknown, i, end, lexis.Phone, lexis.None)
		return end
	}
	value, digits, end, grouped := lx.digits(i)
	tail, tailEnd := lx.tail(end)
	dollars := lx.currency && i > 0 && strings.HasSuffix(strings.TrimRight(lx.text[:i], " "), "$")
	factor, isUnit := 0.0, false
	if len(tail) > 0 {
		factor, isUnit = lexis.Units[string(tail)]
	}
	switch {
	case len(tail) >= 3 && strings.Trim(string(tail), "x") == "", end+2 < len(lx.text) && lx.text[end:end+3] == "***":
		lx.emit(lexis.Unknown, i, max(end, tailEnd), lexis.HiddenNumber, lexis.None)
		return max(end, tailEnd)
	case len(tail) > 0 && isUnit:
		lx.emitMoney(value*factor, i, tailEnd)
		return tailEnd
	case len(tail) > 0:
		return lx.mixed(i, end, value, digits)
	}
	if u, uEnd := lx.unitApart(end); uEnd > end {
		lx.emitMoney(value*lexis.Units[u], i, uEnd)
		return uEnd
	}
	if end < len(lx.text) && lx.text[end] == '$' {
		lx.emitMoney(value*16e3, i, end+1)
		return end + 1
	}
	if lx.currency && digits < longFrom {
		if dollars {
			value *= 16e3
		}
		lx.emitMoney(value, i, end)
		return end
	}
	lx.emitPlain(value, digits, grouped, i, end)
	return end
}

func (lx *Lexer) emitMoney(v float64, start, end int) {
	second := lexis.None
	if v >= smallFrom && v <= smallTo {
		second = lexis.SmallAmount
	}
	lx.emit(lexis.Unknown, start, end, lexis.Money, second)
}

func (lx *Lexer) emitPlain(v float64, digits int, grouped bool, start, end int) {
	second := lexis.None
	switch {
	case digits >= longFrom && digits <= longTo:
		lx.emit(lexis.Unknown, start, end, lexis.LongNumber, lexis.None)
		return
	case grouped && v <= 20e6:
		second = lexis.LargeNumber
	}
	t := lx.emit(lexis.Unknown, start, end, lexis.PlainNumber, second)
	lx.value = v
	if digits == 1 && end == start+1 {
		t.char = lx.text[start] // perhaps k 7 p
		lx.suspect = lx.suspect || lx.behindLetter()
	}
}

// mixed handles digits with letters behind them that are no unit: a word in leetspeak ("5elfie"), else number and word.
func (lx *Lexer) mixed(i, end int, value float64, digits int) int {
	buf, j := lx.buf[:0], i
	for j < len(lx.text) && len(buf) < lexis.MaxWord {
		out, kind, size := lx.v.Folds.Fold(buf, lx.text[j:])
		if kind != lexis.Letter && kind != lexis.Digit && kind != lexis.Ignored {
			break
		}
		buf, j = out, j+size
	}
	lx.buf = buf
	if len(buf) <= 24 {
		if id := lx.v.Leet(buf); id != lexis.Unknown {
			lx.emit(id, i, j, lexis.None, lexis.None)
			return j
		}
	}
	lx.emitPlain(value, digits, false, i, end)
	return end
}

// digits reads digits with their separators from i. Points before three digits group; one comma or point before fewer is
// decimal.
func (lx *Lexer) digits(i int) (value float64, n, end int, grouped bool) {
	s := lx.text
	scale := 0.0
	end = i
	for end < len(s) {
		if c := s[end]; c >= '0' && c <= '9' {
			if n < 15 {
				value = value*10 + float64(c-'0')
				scale *= 10
			}
			n++
			end++
			continue
		}
		c := s[end]
		if c >= utf8.RuneSelf {
			out, kind, size := lx.v.Folds.Fold(lx.buf[:0], s[end:])
			if kind != lexis.Ignored && (kind != lexis.Digit || len(out) == 0) {
				break
			}
			if kind == lexis.Digit {
				for _, c := range out {
					if n < 15 {
						value = value*10 + float64(c-'0')
						scale *= 10
					}
					n++
				}
			}
			end += size
			continue
		}
		if (c != '.' && c != ',') || end+1 >= len(s) || s[end+1] < '0' || s[end+1] > '9' {
			break
		}
		run := digitRun(s, end+1)
		if run != 3 && (scale > 0 || run > 2) {
			break
		}
		if run == 3 {
			grouped = true
		} else {
			scale = 1
		}
		end++
	}
	if scale > 1 {
		value /= scale
	}
	return value, n, end, grouped
}

func digitRun(s string, i int) int {
	n := 0
	for i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '9' {
		n++
	}
	return n
}

// tail reads the letters that follow digits without a space.
func (lx *Lexer) tail(i int) ([]byte, int) {
	buf := lx.buf[:0]
	for i < len(lx.text) && len(buf) < 24 {
		if c := lx.text[i]; c < utf8.RuneSelf && lexis.ASCIIKinds[c] != lexis.Letter {
			break // the common case
		}
		out, kind, size := lx.v.Folds.Fold(buf, lx.text[i:])
		if kind == lexis.Ignored {
			i += size
			continue
		}
		if kind != lexis.Letter {
			break
		}
		buf, i = out, i+size
	}
	lx.buf = buf
	return buf, i
}

// unitApart finds a unit of money one space behind i.
func (lx *Lexer) unitApart(i int) (string, int) {
	if i >= len(lx.text) || lx.text[i] != ' ' {
		return "", i
	}
	if i+1 == len(lx.text) || strings.IndexByte("rejpudbk", lx.text[i+1]|0x20) < 0 && lx.text[i+1] < utf8.RuneSelf {
		return "", i
	}
	w, end := lx.tail(i + 1)
	if len(w) < 1 || end < len(lx.text) && isWordByte(lx.text[end]) || !apart(w) {
		return "", i
	}
	return string(w), end
}

// phoneEnd returns the end of an Indonesian mobile number at i, in any grouping; i when there is none.
func phoneEnd(s string, i int) int {
	if s[i] != '0' && s[i] != '6' || i > 0 && s[i-1] >= '0' && s[i-1] <= '9' || !strings.HasPrefix(s[i:], "08") && !strings.HasPrefix(s[i:], "628") && !strings.HasPrefix(s[i:], "62 8") && !strings.HasPrefix(s[i:], "62-8") {
		return i
	}
	n, end := 0, i
	for j := i; j < len(s) && n < 15; j++ {
		c := s[j]
		if c >= '0' && c <= '9' {
			n++
			end = j + 1
			continue
		}
		inside := n >= 2 && j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9'
		if !inside || c != '-' && c != '.' && (c != ' ' || n >= 10) {
			break
		}
	}
	if n < 10 || n > 14 || end < len(s) && s[end] >= '0' && s[end] <= '9' {
		return i
	}
	return end
}
