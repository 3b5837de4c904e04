package dom

import (
	"golang.org/x/net/html/atom"

	"ronda/crawler"
)

// traits are what is known of an element by its name.
type traits uint32

const (
	isVoid      traits = 1 << iota // has no content
	isBlock                        // its text stands apart from the text around it
	neverShown                     // visitors do not see its content
	noted                          // has a Node though it is no block
	isHeading                      // h1 to h6
	isTablePart                    // may close elements across the border of a cell
	isFence                        // stray end tags inside close nothing outside of it
	isAny                          // every element is

	// Kinds of elements that the start of others ends, or that end the search for such.
	isAnchor
	isParagraph
	isItem
	isTerm
	isRow
	isCell
	isRowGroup
	isOption
	isList
	isDefinitions
	isTable
	isSelect
)

// element is what is known of a tag.
type element struct {
	tag    atom.Atom
	traits traits
	role   role   // that it gives its text; inherited leaves that of its parent
	closes traits // open elements that its start ends, for their end tags may be left out
	stops  traits // blocks at which the search for one ends
}

// customTag marks the tags without an atom, which are numbered page by page.
const customTag atom.Atom = 1 << 31

// elements holds the elements of which something is known, by the hash of their names.
var elements = elementTable()

// unknown is what is known of other elements.
var unknown = element{traits: isAny}

// elementOf returns what is known of the element with a name in lower case, and its tag; one without an atom is 0.
func elementOf(name []byte) (*element, atom.Atom) {
	key := elementKey(name)
	for slot := elementSlot(key); ; slot++ {
		e := &elements[slot%uint32(len(elements))]
		if e.key == key && len(e.name) == len(name) && (len(name) <= shortName || e.name == string(name)) {
			return &e.element, e.tag
		}
		if e.key == 0 {
			return &unknown, atom.Lookup(name)
		}
	}
}

type namedElement struct {
	key  uint64
	name string
	element
}

// shortName is the length up to which the key of a name is the name itself.
const shortName = 8

func elementKey(name []byte) uint64 {
	key := uint64(0)
	for _, c := range name[:min(len(name), shortName)] {
		key = key<<8 | uint64(c)
	}
	return key
}

func elementSlot(key uint64) uint32 { return uint32(key * 0x9e3779b97f4a7c15 >> 55) }

func elementTable() *[512]namedElement {
	all := map[atom.Atom]*element{}
	of := func(tag atom.Atom) *element {
		if all[tag] == nil {
			all[tag] = &element{tag: tag, traits: isAny}
		}
		return all[tag]
	}
	mark := func(t traits, tags ...atom.Atom) {
		for _, tag := range tags {
			of(tag).traits |= t
		}
	}
	mark(0, atom.Span, atom.B, atom.I, atom.Strong, atom.Em, atom.Small, atom.Label, atom.U, atom.Font, atom.Noscript, atom.Abbr, atom.Code)
	mark(isVoid, atom.Area, atom.Base, atom.Basefont, atom.Bgsound, atom.Br, atom.Col, atom.Embed, atom.Frame, atom.Hr, atom.Img, atom.Image,
		atom.Input, atom.Keygen, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr)
	mark(isBlock, atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd,
		atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Header, atom.Hgroup, atom.Html,
		atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Plaintext,
		atom.Pre, atom.Search, atom.Section, atom.Select, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Textarea, atom.Tfoot,
		atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp)
	mark(neverShown, atom.Audio, atom.Canvas, atom.Datalist, atom.Iframe, atom.Math, atom.Object, atom.Script, atom.Style, atom.Svg, atom.Template,
		atom.Title, atom.Video)
	mark(noted, atom.A, atom.Time, atom.Cite)
	mark(isHeading, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
	mark(isTablePart, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr)
	mark(isFence, atom.Td, atom.Th, atom.Caption)
	mark(isAnchor, atom.A)
	mark(isParagraph, atom.P)
	mark(isItem, atom.Li)
	mark(isTerm, atom.Dt, atom.Dd)
	mark(isRow, atom.Tr)
	mark(isCell, atom.Td, atom.Th)
	mark(isRowGroup, atom.Tbody, atom.Thead, atom.Tfoot)
	mark(isOption, atom.Option)
	mark(isList, atom.Ul, atom.Ol, atom.Menu, atom.Dir)
	mark(isDefinitions, atom.Dl)
	mark(isTable, atom.Table)
	mark(isSelect, atom.Select)

	roles := func(r role, tags ...atom.Atom) {
		for _, tag := range tags {
			of(tag).role = r
		}
	}
	roles(heading, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
	roles(item, atom.Li, atom.Option)
	roles(paragraph, atom.Td, atom.Th, atom.Dt, atom.Dd)
	roles(quote, atom.Blockquote, atom.Q)
	roles(code, atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext, atom.Textarea)
	roles(caption, atom.Figcaption, atom.Caption)

	ends := func(closes, stops traits, tags ...atom.Atom) {
		for _, tag := range tags {
			of(tag).closes, of(tag).stops = closes, stops
		}
	}
	for tag, e := range all {
		if e.traits&isBlock != 0 && tag != atom.Button {
			ends(isParagraph, isAny, tag)
		}
	}
	ends(isItem, isList|isTablePart, atom.Li)
	ends(isTerm, isDefinitions|isTablePart, atom.Dt, atom.Dd)
	ends(isRow, isTable, atom.Tr)
	ends(isCell, isRow|isTable, atom.Td, atom.Th)
	ends(isRowGroup, isTable, atom.Tbody, atom.Thead, atom.Tfoot)
	ends(isOption, isSelect|isTablePart, atom.Option, atom.Optgroup)
	ends(isAnchor, isTablePart, atom.A)
	ends(isParagraph|isHeading, isAny, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)

	var table [512]namedElement
	for tag, e := range all {
		key := elementKey([]byte(tag.String()))
		slot := elementSlot(key)
		for table[slot%uint32(len(table))].key != 0 {
			slot++
		}
		table[slot%uint32(len(table))] = namedElement{key, tag.String(), *e}
	}
	return &table
}

// role is a Role as the parser notes it.
type role uint8

const (
	inherited role = iota
	heading
	paragraph
	item
	row
	quote
	code
	caption
)

var roleNames = [...]crawler.Role{paragraph: crawler.RoleParagraph, heading: crawler.RoleHeading, item: crawler.RoleItem, row: crawler.RoleRow, quote: crawler.RoleQuote, code: crawler.RoleCode, caption: crawler.RoleCaption}
