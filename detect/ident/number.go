package ident

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
)

// Type is a kind of identity number.
type Type string

// Types of numbers.
const (
	TypeNIK  Type = "nik"  // population number, 16 digits
	TypeKK   Type = "kk"   // family card number, 16 digits
	TypeNPWP Type = "npwp" // tax number, 15 or 16 digits

	TypeSIM      Type = "sim"      // driving licence, 12 to 14 digits
	TypeBPJS     Type = "bpjs"     // health insurance, 13 digits, or work insurance, 11
	TypePassport Type = "passport" // a letter and seven digits
	TypePhone    Type = "phone"    // mobile number; detect/contacts finds them
)

// Personal reports whether a number of the type stands for a person or a family: a phone tells whom to ask, and the serial number
// of a blank card is nobody's.
func (t Type) Personal() bool { return t != TypePhone && t != TypeBlankSerial }

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

// adult is the age at which everybody gets an identity card.
const adult = 17

// Child reports whether a NIK says that its holder is not yet of age at a time. The century is not written: nobody is taken for older
// than a hundred years who may be a child. A zero time tells nothing.
func (n Number) Child(asOf time.Time) bool {
	if n.typ != TypeNIK || n.value == nil || asOf.IsZero() {
		return false
	}
	d, ok := ReadDate([]byte(*n.value))
	born := time.Date(2000+d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return ok && !born.After(asOf) && born.AddDate(adult, 0, 0).After(asOf)
}

// Equal reports whether both numbers have the same digits. Numbers that are known in masked form only equal none.
func (n Number) Equal(o Number) bool {
	return n.value != nil && o.value != nil && *n.value != "" && *n.value == *o.value
}

// numberDomain is that of all types: a tax number may be a population number.
const numberDomain = "number"

// New makes a number of digits that have the shape of the type, or of letters and digits for a passport. It checks nothing.
func New(t Type, digits []byte) Number {
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

// NewMasked makes a number of which only its region, or nothing, is known.
func NewMasked(t Type, region string) Number {
	return Number{hidden: hide(numberDomain, "", region+strings.Repeat("*", 16-len(region))), typ: t, region: region}
}
