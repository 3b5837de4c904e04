package ident

import "strings"

// ContactKind is a way to reach somebody.
type ContactKind string

// Kinds of contacts.
const (
	ContactPhone  ContactKind = "phone"  // mobile numbers, also in wa.me links; normalised to 62...
	ContactEmail  ContactKind = "email"  // e-mail addresses
	ContactHandle ContactKind = "handle" // @names and the paths of messenger and profile links
)

// Contact is a phone, an e-mail address or a handle. Like Number it never shows itself; equal contacts have equal
// fingerprints however they are written.
type Contact struct {
	hidden
	kind       ContactKind
	Start, End int // byte offsets in the text
}

// Kind says what the contact is.
func (c Contact) Kind() ContactKind { return c.kind }

// Number returns a phone as a number of TypePhone, none for other contacts.
func (c Contact) Number() Number {
	if c.kind != ContactPhone {
		return Number{}
	}
	return Number{hidden: c.hidden, typ: TypePhone}
}

// NewContact makes a contact of its value: a phone normalised by NormalPhone, an address, or a name without its @.
func NewContact(k ContactKind, value string, start, end int) Contact {
	return Contact{hidden: hide(string(k), strings.ToLower(value), "["+string(k)+"]"), kind: k, Start: start, End: end}
}
