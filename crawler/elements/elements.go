// Package elements holds what is known of HTML's elements and attributes by their names: which have no content, stand apart from the
// text around them, are not shown; whose end tags may be left out, and where; what their text is.
package elements

import (
	"golang.org/x/net/html/atom"

	"ronda/crawler"
)

// Traits are what is known of an element by its name.
type Traits uint32

// Traits of elements.
const (
	IsVoid      Traits = 1 << iota // has no content
	IsBlock                        // its text stands apart from the text around it
	NeverShown                     // visitors do not see its content
	Noted                          // has a Node though it is no block
	IsHeading                      // h1 to h6
	IsTablePart                    // may close elements across the border of a cell
	IsFence                        // stray end tags inside close nothing outside of it
	IsAny                          // every element is

	// Kinds of elements that the start of others ends, or that end the search for such.
	IsAnchor
	IsParagraph
	IsItem
	IsTerm
	IsRow
	IsCell
	IsRowGroup
	IsOption
	IsList
	IsDefinitions
	IsTable
	IsSelect
)

// Element is what is known of a tag.
type Element struct {
	Tag    atom.Atom
	Traits Traits
	Role   Role   // that it gives its text; Inherited leaves that of its parent
	Closes Traits // open elements that its start ends, for their end tags may be left out
	Stops  Traits // blocks at which the search for one ends
}

// Custom marks the tags without an atom, which are numbered page by page.
const Custom atom.Atom = 1 << 31

// elements holds the elements of which something is known, by the hash of their names.
var elements = elementTable()

// unknown is what is known of other elements.
var unknown = Element{Traits: IsAny}

// Of returns what is known of the element with a name in lower case, and its tag; one without an atom is 0.
func Of(name []byte) (*Element, atom.Atom) {
	key := elementKey(name)
	for slot := elementSlot(key); ; slot++ {
		e := &elements[slot%uint32(len(elements))]
		if e.key == key && len(e.name) == len(name) && (len(name) <= shortName || e.name == string(name)) {
			return &e.Element, e.Tag
		}
		if e.key == 0 {
			return &unknown, atom.Lookup(name)
		}
	}
}

type namedElement struct {
	key  uint64
	name string
	Element
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
	all := map[atom.Atom]*Element{}
	of := func(tag atom.Atom) *Element {
		if all[tag] == nil {
			all[tag] = &Element{Tag: tag, Traits: IsAny}
		}
		return all[tag]
	}
	mark := func(t Traits, tags ...atom.Atom) {
		for _, tag := range tags {
			of(tag).Traits |= t
		}
	}
	mark(0, atom.Span, atom.B, atom.I, atom.Strong, atom.Em, atom.Small, atom.Label, atom.U, atom.Font, atom.Noscript, atom.Abbr, atom.Code)
	mark(IsVoid, atom.Area, atom.Base, atom.Basefont, atom.Bgsound, atom.Br, atom.Col, atom.Embed, atom.Frame, atom.Hr, atom.Img, atom.Image,
		atom.Input, atom.Keygen, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr)
	mark(IsBlock, atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd,
		atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Header, atom.Hgroup, atom.Html,
		atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Plaintext,
		atom.Pre, atom.Search, atom.Section, atom.Select, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Textarea, atom.Tfoot,
		atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp)
	mark(NeverShown, atom.Audio, atom.Canvas, atom.Datalist, atom.Iframe, atom.Math, atom.Object, atom.Script, atom.Style, atom.Svg, atom.Template,
		atom.Title, atom.Video)
	mark(Noted, atom.A, atom.Time, atom.Cite)
	mark(IsHeading, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
	mark(IsTablePart, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr)
	mark(IsFence, atom.Td, atom.Th, atom.Caption)
	mark(IsAnchor, atom.A)
	mark(IsParagraph, atom.P)
	mark(IsItem, atom.Li)
	mark(IsTerm, atom.Dt, atom.Dd)
	mark(IsRow, atom.Tr)
	mark(IsCell, atom.Td, atom.Th)
	mark(IsRowGroup, atom.Tbody, atom.Thead, atom.Tfoot)
	mark(IsOption, atom.Option)
	mark(IsList, atom.Ul, atom.Ol, atom.Menu, atom.Dir)
	mark(IsDefinitions, atom.Dl)
	mark(IsTable, atom.Table)
	mark(IsSelect, atom.Select)

	roles := func(r Role, tags ...atom.Atom) {
		for _, tag := range tags {
			of(tag).Role = r
		}
	}
	roles(Heading, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
	roles(Item, atom.Li, atom.Option)
	roles(Paragraph, atom.Td, atom.Th, atom.Dt, atom.Dd)
	roles(Quote, atom.Blockquote, atom.Q)
	roles(Code, atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext, atom.Textarea)
	roles(Caption, atom.Figcaption, atom.Caption)

	ends := func(closes, stops Traits, tags ...atom.Atom) {
		for _, tag := range tags {
			of(tag).Closes, of(tag).Stops = closes, stops
		}
	}
	for tag, e := range all {
		if e.Traits&IsBlock != 0 && tag != atom.Button {
			ends(IsParagraph, IsAny, tag)
		}
	}
	ends(IsItem, IsList|IsTablePart, atom.Li)
	ends(IsTerm, IsDefinitions|IsTablePart, atom.Dt, atom.Dd)
	ends(IsRow, IsTable, atom.Tr)
	ends(IsCell, IsRow|IsTable, atom.Td, atom.Th)
	ends(IsRowGroup, IsTable, atom.Tbody, atom.Thead, atom.Tfoot)
	ends(IsOption, IsSelect|IsTablePart, atom.Option, atom.Optgroup)
	ends(IsAnchor, IsTablePart, atom.A)
	ends(IsParagraph|IsHeading, IsAny, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)

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

// Role is what an element makes of the text in it.
type Role uint8

// Roles.
const (
	Inherited Role = iota // that of the parent
	Heading
	Paragraph
	Item
	Row
	Quote
	Code
	Caption
)

// RoleNames are the roles of blocks that they stand for.
var RoleNames = [...]crawler.Role{
	Paragraph: crawler.RoleParagraph, Heading: crawler.RoleHeading, Item: crawler.RoleItem, Row: crawler.RoleRow, Quote: crawler.RoleQuote, Code: crawler.RoleCode,
	Caption: crawler.RoleCaption,
}
