package ident

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"
)

// issuable reports whether 16 digits begin with a province in use and hold a date, so that their first four are a region
// and may be shown.
func issuable(d []byte) bool {
	_, ok := readDate(d)
	if !ok {
		return false
	}
	switch p := int(d[0]-'0')*10 + int(d[1]-'0'); {
	case 11 <= p && p <= 19, p == 21, 31 <= p && p <= 36, 51 <= p && p <= 53, 61 <= p && p <= 65, 71 <= p && p <= 76,
		p == 81, p == 82, 91 <= p && p <= 96:
		return true
	}
	return false
}

// telling reports whether digits have the shape of somebody's number, beyond their count.
func telling(d []byte) bool {
	switch len(d) {
	case 15:
		if validNPWP(d) {
			return true
		}
	case 16:
		if issuable(d) || validNPWP(d) {
			return true
		}
	}
	_, ok := normalPhone(string(d))
	return ok
}

const longestPhone = 17 // digits, with all that may stand before the country's code

// normalPhone returns an Indonesian mobile number as 62...: 08..., 628..., 00628..., 8... with at least nine digits.
func normalPhone(d string) (string, bool) {
	d = strings.TrimPrefix(d, "00")
	switch {
	case strings.HasPrefix(d, "628"):
	case strings.HasPrefix(d, "6208"): // "+62 (0)812..."
		d = "62" + d[3:]
	case strings.HasPrefix(d, "08"):
		d = "62" + d[1:]
	default:
		return "", false
	}
	return d, len(d) >= 11 && len(d) <= 14 // 08 and 7 to 11 digits more
}

// date is what digits 7 to 12 of a NIK or KK say. The century is not written.
type date struct {
	day, month, year int // year of two digits
	woman            bool
}

// readDate reads the date of 16 digits. Days 41 to 71 are women's; others above 31 do not exist, nor does serial 0000.
func readDate(d []byte) (date, bool) {
	if len(d) != 16 || string(d[12:]) == "0000" {
		return date{}, false
	}
	two := func(i int) int { return int(d[i]-'0')*10 + int(d[i+1]-'0') }
	out := date{day: two(6), month: two(8), year: two(10)}
	if out.day > 40 {
		out.day -= 40
		out.woman = true
	}
	if out.month < 1 || out.month > 12 {
		return out, false
	}
	limit := int(monthDays[out.month-1])
	if out.month == 2 && out.year%4 == 0 {
		limit++ // both 1900 and 2000 are written 00, and the latter had a 29 February
	}
	return out, out.day >= 1 && out.day <= limit
}

var monthDays = [12]uint8{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// inThisCentury reports whether the date, read as 20YY, is not after asOf. A zero asOf sets no limit.
func (d date) inThisCentury(asOf time.Time) bool {
	return asOf.IsZero() || !time.Date(2000+d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).After(asOf)
}

// validNPWP checks 15 digits, or 16 with the leading 0 of companies: the ninth is a Luhn digit over the eight before, and
// the six digits of the taxpayer are not all zero.
func validNPWP(d []byte) bool {
	if len(d) == 16 && d[0] == '0' {
		d = d[1:]
	}
	return len(d) == 15 && luhn(d[:9]) && string(d[2:8]) != "000000"
}

func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// template reports whether digits are a pattern rather than somebody's number: a long repetition, a long count up or
// down, the first of January in the first district with the first serial, or an example that libraries publish.
func template(d []byte) bool {
	same, up, down := 1, 1, 1
	for i := 1; i < len(d); i++ {
		step := (int(d[i]) - int(d[i-1]) + 10) % 10
		same, up, down = extend(same, step == 0), extend(up, step == 1), extend(down, step == 9)
		if max(same, up, down) >= 8 {
			return true
		}
	}
	if len(d) == 16 && (string(d[:8]) == string(d[8:]) || string(d[4:10]) == "010101" && string(d[12:]) == "0001") {
		return true
	}
	sum := sha256.Sum256(d)
	switch binary.BigEndian.Uint64(sum[:]) { // digests, so that the repository holds no number that may be somebody's
	case 0x198d97681971a685,
		0x2e4517f4517d7d20,
		0x877d1a6d532b29ab,
		0x9f47a9d57275fea7,
		0x98c821506825496f,
		0x10ac3f213e5e0d0e,
		0x574af7b1a57f0b32,
		0x86a0a8eb345901df,
		0xee45e2bbf81227cf:
		return true
	}
	return false
}

func extend(n int, more bool) int {
	if more {
		return n + 1
	}
	return 1
}
