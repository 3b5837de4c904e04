package elements

import (
	"testing"

	"golang.org/x/net/html/atom"
)

func TestOf(t *testing.T) {
	for name, want := range map[string]Traits{
		"br": IsVoid | IsAny, "p": IsBlock | IsParagraph | IsAny, "script": NeverShown | IsAny, "blockquote": IsBlock | IsAny, "x-kotak": IsAny,
		"td": IsBlock | IsTablePart | IsFence | IsCell | IsAny,
	} {
		e, tag := Of([]byte(name))
		if e.Traits != want || tag != atom.Lookup([]byte(name)) {
			t.Errorf("%q: traits %b, tag %v", name, e.Traits, tag)
		}
	}
	if li, _ := Of([]byte("li")); li.Closes != IsItem || li.Role != Item {
		t.Errorf("li: %+v", li)
	}
}

func TestAttributeOf(t *testing.T) {
	if AttributeOf("data-src") != AttrLazy || AttributeOf([]byte("xml:lang")) != AttrLang || AttributeOf("onclick") != 0 {
		t.Error("AttributeOf")
	}
	if KeptAttributeOf("role") != AttrRole || KeptAttributeOf("id") != 0 || AttrRole <= FirstKept || AttrID >= FirstKept || AttributeCount > 64 {
		t.Error("KeptAttributeOf")
	}
}
