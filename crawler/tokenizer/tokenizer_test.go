package tokenizer

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// tricky are pages on which a Tokenizer of tags may go astray.
var tricky = []string{
	"", "<", "</", "a<b", "a < b", "<a", "<a>", "</a>", "</>", "</ a>", "</1>", "<!", "<!>", "<!-->", "<!--->", "<!--a--!>b", "<!--a--!-->b", "<!--a", "<!doctype html>x",
	"<?xml?>x", "<![CDATA[a<b>]]>c", "<p a=/>", "<p a/>", "<p a = b c='d' e=\"f\" g>", "<p a=1 A=2 a=3>", "<p =a==b>", "<br/ >", "<p a=b/>", "<p\na\t=\r\nb>",
	"<P CLASS=X>", "<a href='?a=1&copy=2&amp;b&lt;&notit;&#65;&#x42&fjlig;&copy'>&copy=2 &notit; &amp</a>", "a\r\nb\rc", "\x00<p\x00 a\x00=\x00>\x00",
	"<title>a<b>c</title>d", "<title></title>x", "<TITLE>a</TiTle >b", "<textarea>&amp;</textarea>&amp;", "<style>&amp;<p></style>", "<plaintext>a</plaintext>",
	"<script>a<b>c</script>d", "<script><!--<script>a</script>b--></script>c", "<script><!--a</script>b", "<script><!--<script >--></script>b", "<script></scripty></script>",
	"<script><!--<script></script a>--<b>--></script>", "<script><!--<!--<script>-></script>x", "<script>a", "<noscript><p>a</noscript>", "<xmp><p></xmp>", "<iframe>a</iframe",
	"<p " + "a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3 b4 b5 b6 b7 b8 b9 a1=x B9=y c" + ">", "<script/>a</script>", "<p a=\"", "<p a", "<p a=", "<é a>", "<p é=É É>",
}

// TestTokenizerOnMixtures compares on pages put together from pieces of the tricky ones.
func TestTokenizerOnMixtures(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	pieces := strings.Split(strings.Join(tricky, ""), "")
	for range 30_000 {
		var b strings.Builder
		for range 1 + rnd.IntN(6) {
			if rnd.IntN(3) == 0 {
				b.WriteString(tricky[rnd.IntN(len(tricky))])
				continue
			}
			from := rnd.IntN(len(pieces))
			b.WriteString(strings.Join(pieces[from:min(len(pieces), from+rnd.IntN(20))], ""))
		}
		if got, want := scanned([]byte(b.String())), tokenized([]byte(b.String())); got != want {
			t.Fatalf("page %q\nis read as %s\nwant      %s", b.String(), got, want)
		}
	}
}

// FuzzTokenizer compares the Tokenizer with the Tokenizer of golang.org/x/net/html, token by token.
func FuzzTokenizer(f *testing.F) {
	for _, page := range tricky {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		before := bytes.Clone(page)
		got, want := scanned(page), tokenized(page)
		if got != want {
			t.Fatalf("page %q\nis read as %s\nwant      %s", page, got, want)
		}
		if !bytes.Equal(page, before) {
			t.Fatal("the page was changed")
		}
	})
}

func scanned(page []byte) string {
	s := Tokenizer{}
	s.Begin(page)
	return described(s.Next, s.Text, s.Name, s.Attribute, s.AsMarkup)
}

func tokenized(page []byte) string {
	z := html.NewTokenizer(bytes.NewReader(page))
	return described(z.Next, z.Text, z.TagName, z.TagAttr, z.NextIsNotRawText)
}

// described writes out what is read of a page.
func described(next func() html.TokenType, text func() []byte, tag func() ([]byte, bool), attribute func() (key, value []byte, more bool), asMarkup func()) string {
	var b strings.Builder
	for {
		kind := next()
		switch kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			fmt.Fprintf(&b, "text %q\n", text())
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, more := tag()
			fmt.Fprintf(&b, "%v %q", kind, name)
			if string(name) == "noscript" {
				asMarkup()
			}
			for more {
				var key, value []byte
				key, value, more = attribute()
				fmt.Fprintf(&b, " %q=%q", key, value)
			}
			b.WriteByte('\n')
		}
	}
}
