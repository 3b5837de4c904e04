package ident

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"
)

// Issuable reports whether 16 digits begin with a province in use and hold a date, so that their first four are a region
// and may be shown.
func Issuable(d []byte) bool {
	_, ok := ReadDate(d)
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

// Telling reports whether digits have the shape of somebody's number, beyond their count.
func Telling(d []byte) bool {
	switch len(d) {
	case 15:
		if ValidNPWP(d) {
			return true
		}
	case 16:
		if Issuable(d) || ValidNPWP(d) {
			return true
		}
	}
	_, ok := NormalPhone(string(d))
	return ok
}

// LongestPhone is how many digits a mobile number has at most, with all that may stand before the country's code.
const LongestPhone = 17

// NormalPhone returns an Indonesian mobile number as 62...: 08..., 628..., 00628..., 8... with at least nine digits.
func NormalPhone(d string) (string, bool) {
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

// Date is what digits 7 to 12 of a NIK or KK say. The century is not written.
type Date struct {
	Day, Month, Year int // year of two digits
	Woman            bool
}

// ReadDate reads the date of 16 digits. Days 41 to 71 are women's; others above 31 do not exist, nor does serial 0000.
func ReadDate(d []byte) (Date, bool) {
	if len(d) != 16 || string(d[12:]) == "0000" {
		return Date{}, false
	}
	two := func(i int) int { return int(d[i]-'0')*10 + int(d[i+1]-'0') }
	out := Date{Day: two(6), Month: two(8), Year: two(10)}
	if out.Day > 40 {
		out.Day -= 40
		out.Woman = true
	}
	if out.Month < 1 || out.Month > 12 {
		return out, false
	}
	limit := int(monthDays[out.Month-1])
	if out.Month == 2 && out.Year%4 == 0 {
		limit++ // both 1900 and 2000 are written 00, and the latter had a 29 February
	}
	return out, out.Day >= 1 && out.Day <= limit
}

var monthDays = [12]uint8{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// InThisCentury reports whether the date, read as 20YY, is not after asOf. A zero asOf sets no limit.
func (d Date) InThisCentury(asOf time.Time) bool {
	return asOf.IsZero() || !time.Date(2000+d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).After(asOf)
}

// ValidNPWP checks 15 digits, or 16 with the leading 0 of companies: the ninth is a Luhn digit over the eight before, and
// the six digits of the taxpayer are not all zero.
func ValidNPWP(d []byte) bool {
	if len(d) == 16 && d[0] == '0' {
		d = d[1:]
	}
	return len(d) == 15 && Luhn(d[:9]) && string(d[2:8]) != "000000"
}

// Luhn reports whether the last of the digits is the check digit of payment cards.
func Luhn(d []byte) bool {
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

// Template reports whether digits are a pattern rather than somebody's number: a long repetition, a long count up or
// down, the first of January in the first district with the first serial, or an example that libraries publish.
func Template(d []byte) bool {
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
