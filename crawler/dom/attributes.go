package dom

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// attribute is one of the attributes that mean something here.
type attribute uint8

const (
	attrID attribute = iota + 1
	attrClass
	attrHref
	attrSrc
	attrSrcset
	attrLazy    // data-src and the like: what a script would load later
	attrLazyset // data-srcset and the like
	attrStyle
	attrType
	attrLang
	attrProperty
	attrEquiv
	attrAlt
	attrWidth
	attrHeight
	attrPoster
	attrHidden
	attrAria // aria-hidden
	attrOpen

	firstKept // from here on they are kept with the node
	attrRel
	attrName
	attrTitle
	attrContent
	attrRole
	attrItemprop
	attrItemtype
	attrItemscope
	attrDatetime
	attrDataPost
	attrDataID
	attrDataPID
	attrDataPostID
	attrDataPostid
	attrDataCommentID
	attrDataCommentid
	attrDataMessageID
	attrDataMessageid
	attrDataMsgID
	attrDataFullname
	attrDataContent
	attrDataAuthor
	attrDataUser
	attrDataUsername
	attrDataAuthorName
	attributeCount
)

// attributeOf returns the attribute with a name in lower case, 0 for one that means nothing here.
func attributeOf[T []byte | string](name T) attribute {
	switch string(name) {
	case "id":
		return attrID
	case "class":
		return attrClass
	case "href":
		return attrHref
	case "src":
		return attrSrc
	case "srcset":
		return attrSrcset
	case "data-src", "data-original", "data-lazy-src", "data-lazy", "data-bg", "data-image", "data-full":
		return attrLazy
	case "data-srcset", "data-lazy-srcset":
		return attrLazyset
	case "style":
		return attrStyle
	case "type":
		return attrType
	case "lang", "xml:lang":
		return attrLang
	case "property":
		return attrProperty
	case "http-equiv":
		return attrEquiv
	case "alt":
		return attrAlt
	case "width":
		return attrWidth
	case "height":
		return attrHeight
	case "poster":
		return attrPoster
	case "hidden":
		return attrHidden
	case "aria-hidden":
		return attrAria
	case "open":
		return attrOpen
	}
	return keptAttributeOf(name)
}

func keptAttributeOf[T []byte | string](name T) attribute {
	switch string(name) {
	case "rel":
		return attrRel
	case "name":
		return attrName
	case "title":
		return attrTitle
	case "content":
		return attrContent
	case "role":
		return attrRole
	case "itemprop":
		return attrItemprop
	case "itemtype":
		return attrItemtype
	case "itemscope":
		return attrItemscope
	case "datetime":
		return attrDatetime
	case "data-post":
		return attrDataPost
	case "data-id":
		return attrDataID
	case "data-pid":
		return attrDataPID
	case "data-post-id":
		return attrDataPostID
	case "data-postid":
		return attrDataPostid
	case "data-comment-id":
		return attrDataCommentID
	case "data-commentid":
		return attrDataCommentid
	case "data-message-id":
		return attrDataMessageID
	case "data-messageid":
		return attrDataMessageid
	case "data-msg-id":
		return attrDataMsgID
	case "data-fullname":
		return attrDataFullname
	case "data-content":
		return attrDataContent
	case "data-author":
		return attrDataAuthor
	case "data-user":
		return attrDataUser
	case "data-username":
		return attrDataUsername
	case "data-author-name":
		return attrDataAuthorName
	}
	return 0
}

// attributes holds what one start tag says; the slices are valid until the next token.
type attributes struct {
	has    uint64                 // a bit for each attribute that the tag has
	values [attributeCount][]byte // of those
	kept   []keptAttribute
}

type keptAttribute struct {
	key   attribute
	value []byte
}

// of returns the value of an attribute, nil when the tag has none.
func (a *attributes) of(key attribute) []byte {
	if !a.given(key) {
		return nil
	}
	return a.values[key]
}

func (a *attributes) given(key attribute) bool { return a.has&(1<<key) != 0 }

func (a *attributes) read(t *scanner, more bool) {
	const longestKept, mostKept = 500, 100
	a.has, a.kept = 0, a.kept[:0]
	for more {
		var name, value []byte
		name, value, more = t.attribute()
		key := attributeOf(name)
		switch {
		case key == 0, key == attrLazy && len(a.of(key)) > 0:
			continue
		case key == attrID, key == attrClass:
			value = trimSpace(value)
		case key > firstKept && len(value) <= longestKept && len(a.kept) < mostKept:
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
	return len(a.kept) > 0 || len(a.of(attrID)) > 0 || len(a.of(attrClass)) > 0
}

// hiding reports how much of an element's content is hidden from visitors.
func (a *attributes) hiding(e *element) hiding {
	const anyHiding = 1<<attrHidden | 1<<attrStyle | 1<<attrAria
	if e.traits&neverShown == 0 && a.has&anyHiding == 0 && e.tag != atom.Dialog {
		return visible
	}
	switch {
	case e.tag == atom.Html || e.tag == atom.Body:
		return visible // hidden until a script shows it
	case e.traits&neverShown != 0, a.given(attrHidden), e.tag == atom.Dialog && !a.given(attrOpen):
		return allHidden
	case styleHides(a.of(attrStyle)):
		return allHidden
	case string(a.of(attrAria)) == "true":
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
