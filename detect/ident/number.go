package ident

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
)

// Type is a kind of identity number.
type Type string

// Types of numbers that Scan finds.
const (
	TypeNIK  Type = "nik"  // population number, 16 digits
	TypeKK   Type = "kk"   // family card number, 16 digits
	TypeNPWP Type = "npwp" // tax number, 15 or 16 digits

	TypeSIM      Type = "sim"      // driving licence, 12 to 14 digits
	TypeBPJS     Type = "bpjs"     // health insurance, 13 digits, or work insurance, 11
	TypePassport Type = "passport" // a letter and seven digits
	TypePhone    Type = "phone"    // mobile number; Contacts finds them, not Scan
)

// hidden keeps a value behind a pointer, where fmt, slog and the encoders do not follow even if it sits in an unexported
// field of somebody's struct, and prints a mask by every route. The pointers lead to strings and not to a struct: for a
// verb that does not fit, such as %s on a pointer, fmt prints what a pointer to a struct points to.
type hidden struct {
	value  *string // normalised; nil or empty when unknown
	mask   *string
	domain string // keeps equal texts of different meaning apart in fingerprints
}

func hide(domain, value, mask string) hidden {
	both := &[2]string{value, mask}
	return hidden{value: &both[0], mask: &both[1], domain: domain}
}

// String returns the masked form.
func (h hidden) String() string {
	if h.mask == nil {
		return "[none]"
	}
	return *h.mask
}

// GoString returns the masked form.
func (h hidden) GoString() string { return h.String() }

// Format prints the masked form for every verb.
func (h hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, h.String()) }

// MarshalText returns the masked form.
func (h hidden) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// MarshalJSON returns the masked form as a JSON string.
func (h hidden) MarshalJSON() ([]byte, error) { return []byte(`"` + h.String() + `"`), nil }

// LogValue returns the masked form.
func (h hidden) LogValue() slog.Value { return slog.StringValue(h.String()) }

// Fingerprint returns the keyed digest of the value, "" when there is none or only its masked form is known.
func (h hidden) Fingerprint(r *Keyring) Fingerprint {
	if h.value == nil {
		return ""
	}
	return r.Fingerprint(h.domain, *h.value)
}

// Number is an identity number that never shows itself: every way of printing or encoding it gives its masked form,
// "3507************". Equal digits have equal fingerprints whatever type they were taken for, since a tax number may be a
// population number. The zero Number is none.
type Number struct {
	hidden
	typ    Type
	region string // regency code, which may be shown
}

// Type says what kind of number it is.
func (n Number) Type() Type { return n.typ }

// Region returns the four-digit code of the regency that issued a NIK or KK, "" when the number has none or hides it.
func (n Number) Region() string { return n.region }

// Equal reports whether both numbers have the same digits. Numbers that are known in masked form only equal none.
func (n Number) Equal(o Number) bool {
	return n.value != nil && o.value != nil && *n.value != "" && *n.value == *o.value
}

// numberDomain is that of all types: a tax number may be a population number.
const numberDomain = "number"

func newNumber(t Type, digits []byte) Number {
	n := len(digits)
	switch t {
	case TypeSIM, TypeBPJS, TypePassport:
		return Number{hidden: hide(numberDomain, string(digits), starred(n)), typ: t}
	case TypeNPWP:
		value := string(digits)
		if n == 15 {
			value = "0" + value // the 16-digit form of the same number
		}
		return Number{hidden: hide(numberDomain, value, starred(n)), typ: t}
	}
	var buf [64]byte
	both := string(append(append(append(buf[:0], digits...), digits[:4]...), starred(n-4)...)) // in one piece: rows hold many
	return Number{hidden: hide(numberDomain, both[:n], both[n:]), typ: t, region: both[n : n+4]}
}

// starred returns n stars.
func starred(n int) string {
	const stars = "********************************"
	if n > len(stars) {
		return strings.Repeat("*", n)
	}
	return stars[:n]
}

// newMaskedNumber makes a number of which only its region, or nothing, is known.
func newMaskedNumber(t Type, region string) Number {
	return Number{hidden: hide(numberDomain, "", region+strings.Repeat("*", 16-len(region))), typ: t, region: region}
}

// errShape says why digits are no number of a type, without repeating them.
var errShape = errors.New("not the shape of such a number")

// Parse reads one number of a known type: 16 digits, or 15 for a tax number, with or without spaces, dots and hyphens.
// It checks the calendar date of a NIK or KK and the check digit of an NPWP, but not the region. Errors never repeat
// the input.
func Parse(t Type, s string) (Number, error) {
	var digits []byte
	for _, r := range s {
		switch d := digitValue(r); {
		case d >= 0:
			digits = append(digits, byte('0'+d))
		case r != ' ' && r != '.' && r != '-':
			return Number{}, fmt.Errorf("parse %s: a character that is neither digit nor separator: %w", t, errShape)
		}
	}
	var ok bool
	switch t {
	case TypeNIK, TypeKK:
		d, valid := readDate(digits)
		ok = valid && (t == TypeNIK || !d.woman)
	case TypeNPWP:
		ok = validNPWP(digits)
	}
	if !ok {
		return Number{}, fmt.Errorf("parse %s: %w", t, errShape)
	}
	return newNumber(t, digits), nil
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
