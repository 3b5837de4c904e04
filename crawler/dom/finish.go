package dom

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"ronda/crawler"
	"ronda/crawler/elements"
	"ronda/crawler/words"
)

// finish makes the document of what was read; all its texts are parts of few strings.
func (p *parser) finish() *Document {
	d := p.doc
	d.Nodes[0].End = len(d.Nodes)
	d.Nodes[0].text.end = int32(len(p.buf))
	d.text, d.words = string(p.buf), string(p.words)
	p.finishTexts()
	p.finishLinks()
	for _, i := range p.images {
		alt := d.words[i.alt.start:i.alt.end]
		if i.called > 0 {
			alt = p.called[i.called-1]
		}
		image := crawler.Image{URL: d.words[i.url.start:i.url.end], Alt: alt, Width: int(i.width), Height: int(i.height)}
		d.Images = append(d.Images, PlacedImage{image, int(i.node)})
	}
	classes := string(p.classes.bytes)
	for _, c := range p.classes.known {
		d.Classes = append(d.Classes, classes[c.start:c.end])
	}
	return d
}

func (p *parser) finishTexts() {
	d := p.doc
	onlyInert := true
	for i := range p.blocks {
		onlyInert = onlyInert && p.blocks[i].inert
	}
	d.Scripted = onlyInert
	if d.Texts == nil {
		d.Texts = make([]TextBlock, 0, len(p.blocks))
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		text := d.text[b.start:b.end]
		d.NeedsScripts = d.NeedsScripts || b.inert && asksForScripts.Any(text)
		if !b.inert || onlyInert {
			d.Texts = append(d.Texts, TextBlock{crawler.Block{Role: elements.RoleNames[b.role], Text: text}, int(b.node), int(b.anchor), int(b.links), int(b.outward)})
		}
	}
}

// asksForScripts are the words by which a page tells those who run no scripts what it needs.
var asksForScripts = words.NewSet(`javascript`)

func (p *parser) finishLinks() {
	d := p.doc
	for _, l := range p.loose {
		d.Loose = append(d.Loose, LooseLink{words.Cut(fold(d.text[l.text.start:l.text.end]), maxAnchor), l.ref})
	}
	if len(p.links) == 0 {
		return
	}
	urls := string(p.targets.bytes)
	for i := range p.links {
		l, url := &p.links[i], p.targets.known[i].span
		text := words.Cut(fold(d.text[l.text.start:l.text.end]), maxAnchor)
		link := crawler.Link{URL: urls[url.start:url.end], Text: text, NoFollow: l.noFollow}
		d.Links = append(d.Links, PlacedLink{link, int(l.node), l.sameSite})
	}
}

// fold trims s and turns every stretch of white space into one blank.
func fold(s string) string {
	trimmed := strings.TrimSpace(s)
	if folded(trimmed) && (len(trimmed) == len(s) || ascii(trimmed) || folded(s)) {
		return trimmed
	}
	return strings.Join(strings.Fields(s), " ")
}

// appendFold appends at most the first n bytes of fold(s).
func appendFold(dst, s []byte, n int) []byte {
	if folded(s) {
		s = trimSpace(s)
	} else {
		s = bytes.Join(bytes.Fields(s), []byte(" "))
	}
	return append(dst, words.Cut(s, n)...)
}

// folded reports whether all white space but that around s is single blanks.
func folded[T []byte | string](s T) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c > ' ':
		case c == '\t', c == '\n', c == '\r', c == '\f', c == ' ' && i > 0 && s[i-1] == ' ':
			return false
		}
	}
	return true
}

// ascii reports whether s holds no spaces of Unicode, for it holds nothing that is not ASCII, nor a vertical tab.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] == '\v' {
			return false
		}
	}
	return true
}

// join puts two texts together unless one holds the other.
func join(a, b string) string {
	switch {
	case strings.Contains(a, b):
		return a
	case strings.Contains(b, a):
		return b
	}
	return a + " | " + b
}
