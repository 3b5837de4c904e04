package plaintext

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"

	"ronda/crawler"
	"ronda/crawler/words"
)

// attributes are those of one XML element. They are text where one of them holds a long number: a row of a table is often
// written so, and other attributes are the format's own.
type attributes struct {
	all    []string
	number bool
}

func (a *attributes) add(key, value []byte) {
	const most, long = 256, 9
	if len(a.all) == most {
		return
	}
	text := string(value)
	a.number = a.number || words.CountDigits(text) >= long && !strings.Contains(text, "/")
	if line := keyValue(string(key), text); line != "" {
		a.all = append(a.all, line)
	}
}

func (a *attributes) lines() []string {
	if !a.number {
		return nil
	}
	return a.all
}

// Document is what ReadXML reads of a text.
type Document struct {
	Blocks []crawler.Block
	Links  []crawler.Link // of a feed or a site map, distinct, without the document itself
	Keys   []string       // what a storage listing holds
	Name   string         // the name of the storage
	Store  bool           // it is the listing of an S3, Google or Azure storage
}

// ReadXML reads any XML as lines "element: text". Site maps and feeds give links, storage listings keys. self is the canonical
// URL of the document.
func ReadXML(body []byte, self string) *Document {
	d := &Document{}
	links := map[string]bool{self: true}
	root := ""
	x := xmlReader{
		tokens: html.NewTokenizer(bytes.NewReader(body)),
		line: func(line string) bool {
			if len(d.Blocks) < maxBlocks {
				d.Blocks = append(d.Blocks, crawler.Block{Role: crawler.RoleParagraph, Text: line})
			}
			return true
		},
		start: func(element string) {
			if root == "" {
				root = element
				d.Store = root == "listbucketresult" || root == "enumerationresults"
			}
		},
		attribute: func(key, value []byte) {
			if root == "feed" && string(key) == "href" {
				d.addLink(string(value), links)
			}
		},
		text: func(element, value string) {
			switch {
			case root == "listbucketresult" && element == "key", root == "enumerationresults" && element == "name":
				if len(d.Keys) < maxBlocks {
					d.Keys = append(d.Keys, value)
				}
			case root == "listbucketresult" && element == "name":
				d.Name = value
			case element == "loc" || element == "link":
				d.addLink(value, links)
			}
		},
	}
	x.read()
	return d
}

func (d *Document) addLink(ref string, seen map[string]bool) {
	target, err := crawler.CanonicalURL(ref)
	if err != nil || seen[target] || len(d.Links) >= maxLinks {
		return
	}
	seen[target] = true
	d.Links = append(d.Links, crawler.Link{URL: target})
}

// xmlReader reads elements as lines. start, attribute and text are told of what stands there, too, and may be nil.
type xmlReader struct {
	tokens    *html.Tokenizer
	line      func(line string) bool // false ends the reading
	start     func(element string)
	attribute func(key, value []byte)
	text      func(element, value string)
}

func (x *xmlReader) read() {
	element := ""
	for {
		switch x.tokens.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			var ok bool
			if element, ok = x.startTag(); !ok {
				return
			}
		case html.EndTagToken:
			element = ""
		case html.TextToken:
			value := words.Fold(string(x.tokens.Text()))
			if value == "" {
				continue
			}
			if x.text != nil {
				x.text(element, value)
			}
			if !x.line(keyValue(element, value)) {
				return
			}
		}
	}
}

// startTag reads a tag and returns its name, and false where the reading ends.
func (x *xmlReader) startTag() (string, bool) {
	element, more := elementName(x.tokens)
	if x.start != nil {
		x.start(element)
	}
	x.tokens.NextIsNotRawText()
	var values attributes
	for more {
		var key, value []byte
		key, value, more = x.tokens.TagAttr()
		if x.attribute != nil {
			x.attribute(key, value)
		}
		values.add(key, value)
	}
	for _, line := range values.lines() {
		if !x.line(line) {
			return element, false
		}
	}
	return element, true
}

// elementName returns the name of the present element without its name space, and whether attributes follow.
func elementName(tokens *html.Tokenizer) (string, bool) {
	tag, more := tokens.TagName()
	name := string(tag[:min(len(tag), 4*maxKey)])
	return name[strings.LastIndexByte(name, ':')+1:], more
}
