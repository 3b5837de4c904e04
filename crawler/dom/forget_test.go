package dom

import (
	"reflect"
	"strings"
	"testing"
)

// rich has something of everything that a document holds, and more of it than a small page.
var rich = `<html lang=id><head><title>Rahasia satu</title><base href="/dasar/"><link rel=canonical href=/rahasia><meta name=rahasia content="rahasia dua">` +
	`<script type="application/ld+json">{"rahasia":3}</script><script type="application/json">{"rahasia":4}</script><script>rahasia(5)</script></head><body class="rahasia-x">` +
	strings.Repeat(`<div class="post rahasia" id="rahasia-4" data-post="rahasia/5" role=main><a href="https://rahasia.example/?a&amp;b=6" rel=author>rahasia &lt; tujuh</a>`+
		`<figure><img src="/rahasia.jpg" alt="rahasia delapan" srcset="rahasia.png 1w"><figcaption>rahasia sembilan</figcaption></figure>`+
		`<RAHASIA-BARU TITLE="Rahasia">rahasia&copy sepuluh</RAHASIA-BARU><table><tr><td>a<td>rahasia</table><dl><dt>rahasia<dd>b</dl></div>`, 40)

// TestNothingOfAPageStays holds that what serves page after page keeps no word of the last one.
func TestNothingOfAPageStays(t *testing.T) {
	p := parsers.New().(*parser)
	p.doc = &Document{}
	p.read([]byte(rich), "https://toko.example/rahasia?rahasia=1")
	d := p.finish()
	if len(d.Texts) < 40 || d.Meta("rahasia") == "" || len(d.Images) == 0 || len(d.Links) == 0 || len(d.JSONLD)*len(d.State)*len(d.Programs) == 0 || len(d.Classes) < 2 {
		t.Fatalf("the page is not rich: %d texts, %d images, %d links", len(d.Texts), len(d.Images), len(d.Links))
	}
	text := d.Texts[0].Text
	p.reset()
	empty(t, "parser", reflect.ValueOf(p).Elem())
	d.Release()
	empty(t, "Document", reflect.ValueOf(d).Elem())
	if !strings.Contains(text, "rahasia") {
		t.Errorf("a text that was given became %q", text)
	}
}

// empty fails when v, or what it has room for, holds a string, a byte or a reference to one.
func empty(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			t.Errorf("%s holds %q", name, v)
		}
	case reflect.Pointer, reflect.Interface, reflect.Map:
		if v.Kind() == reflect.Map && v.Len() > 0 || v.Kind() != reflect.Map && !v.IsNil() {
			t.Errorf("%s points to something", name)
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			empty(t, name+"."+field.Name, value)
		}
	case reflect.Array:
		for i := range v.Len() {
			empty(t, name+"[]", v.Index(i))
		}
	case reflect.Slice:
		if v.Cap() == 0 {
			return
		}
		room := v.Slice(0, v.Cap())
		for i := range room.Len() {
			if e := room.Index(i); e.Kind() != reflect.Uint8 {
				empty(t, name+"[]", e)
			} else if e.Uint() != 0 {
				t.Fatalf("%s holds bytes of the page", name)
			}
		}
	default: // numbers
	}
}

// TestRoomOfALargePageIsGivenUp holds that one page beyond measure does not make all later ones dear.
func TestRoomOfALargePageIsGivenUp(t *testing.T) {
	var b strings.Builder
	for i := range 60_000 {
		b.WriteString("<p class=c" + strings.Repeat("x", i%40) + "><a href=/" + strings.Repeat("y", i%50) + strings.Repeat("z", i/1000) + ">kata</a> &amp;")
	}
	p := parsers.New().(*parser)
	p.doc = &Document{}
	p.read([]byte(b.String()+"<p "+strings.Repeat("a=b ", 50_000)+">"), "https://toko.example/")
	p.finish()
	p.reset()
	const most = 2 << 20
	if n := room(reflect.ValueOf(p).Elem()); n > most {
		t.Errorf("an idle parser has room for %d bytes", n)
	}
}

// room is how many bytes the lists in v have room for.
func room(v reflect.Value) int {
	n := 0
	switch v.Kind() {
	case reflect.Struct:
		for _, value := range v.Fields() {
			n += room(value)
		}
	case reflect.Slice:
		n = v.Cap() * int(v.Type().Elem().Size())
	default:
	}
	return n
}
