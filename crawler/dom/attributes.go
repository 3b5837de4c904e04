package dom

import (
	"bytes"

	"golang.org/x/net/html/atom"

	"ronda/crawler/elements"
	"ronda/crawler/tokenizer"
)

// attributes holds what one start tag says; the slices are valid until the next token.
type attributes struct {
	has    uint64                          // a bit for each attribute that the tag has
	values [elements.AttributeCount][]byte // of those
	kept   []keptAttribute
}

type keptAttribute struct {
	key   elements.Attribute
	value []byte
}

// of returns the value of an attribute, nil when the tag has none.
func (a *attributes) of(key elements.Attribute) []byte {
	if !a.given(key) {
		return nil
	}
	return a.values[key]
}

func (a *attributes) given(key elements.Attribute) bool { return a.has&(1<<key) != 0 }

func (a *attributes) read(t *tokenizer.Tokenizer, more bool) {
	const longestKept, mostKept = 500, 100
	a.has, a.kept = 0, a.kept[:0]
	for more {
		var name, value []byte
		name, value, more = t.Attribute()
		key := elements.AttributeOf(name)
		switch {
		case key == 0, key == elements.AttrLazy && len(a.of(key)) > 0:
			continue
		case key == elements.AttrID, key == elements.AttrClass:
			value = trimSpace(value)
		case key > elements.FirstKept && len(value) <= longestKept && len(a.kept) < mostKept:
			a.kept = append(a.kept, keptAttribute{key, trimSpace(value)})
		}
		a.has |= 1 << key
		a.values[key] = value
	}
}

// trimSpace is bytes.TrimSpace, for values that have mostly no white space about them.
func trimSpace(s []byte) []byte {
	if n := len(s); n > 0 && plainByte(s[0]) && plainByte(s[n-1]) {
		return s
	}
	return bytes.TrimSpace(s)
}

func plainByte(c byte) bool { return c > ' ' && c < 0x7f }

// notable reports whether the element carries something by which it can be recognised.
func (a *attributes) notable() bool {
	return len(a.kept) > 0 || len(a.of(elements.AttrID)) > 0 || len(a.of(elements.AttrClass)) > 0
}

// hiding reports how much of an element's content is hidden from visitors.
func (a *attributes) hiding(e *elements.Element) hiding {
	const anyHiding = 1<<elements.AttrHidden | 1<<elements.AttrStyle | 1<<elements.AttrAria
	if e.Traits&elements.NeverShown == 0 && a.has&anyHiding == 0 && e.Tag != atom.Dialog {
		return visible
	}
	switch {
	case e.Tag == atom.Html || e.Tag == atom.Body:
		return visible // hidden until a script shows it
	case e.Traits&elements.NeverShown != 0, a.given(elements.AttrHidden), e.Tag == atom.Dialog && !a.given(elements.AttrOpen):
		return allHidden
	case styleHides(a.of(elements.AttrStyle)):
		return allHidden
	case string(a.of(elements.AttrAria)) == "true":
		return textHidden
	}
	return visible
}

func styleHides(style []byte) bool {
	for property := range bytes.SplitSeq(style, []byte(";")) {
		key, value, _ := bytes.Cut(property, []byte(":"))
		key, value = bytes.TrimSpace(key), bytes.ToLower(bytes.TrimSpace(value))
		if bytes.EqualFold(key, []byte("display")) && bytes.HasPrefix(value, []byte("none")) ||
			bytes.EqualFold(key, []byte("visibility")) && bytes.HasPrefix(value, []byte("hidden")) {
			return true
		}
	}
	return false
}
