package crawler

import "golang.org/x/net/html/atom"

// void reports whether an element has no content.
func void(tag atom.Atom) bool {
	switch tag {
	case atom.Area, atom.Base, atom.Basefont, atom.Bgsound, atom.Br, atom.Col, atom.Embed, atom.Frame, atom.Hr, atom.Img, atom.Image,
		atom.Input, atom.Keygen, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// isBlock reports whether an element's text stands apart from the text around it.
func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd,
		atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Header, atom.Hgroup, atom.Html,
		atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Plaintext,
		atom.Pre, atom.Search, atom.Section, atom.Select, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Textarea, atom.Tfoot,
		atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp:
		return true
	}
	return false
}

// neverShown reports whether visitors do not see an element's content.
func neverShown(tag atom.Atom) bool {
	switch tag {
	case atom.Audio, atom.Canvas, atom.Datalist, atom.Iframe, atom.Math, atom.Object, atom.Script, atom.Style, atom.Svg, atom.Template,
		atom.Title, atom.Video:
		return true
	}
	return false
}

// tagRole returns the role that an element gives its text; other elements leave the role of their parent.
func tagRole(tag atom.Atom) (Role, bool) {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return RoleHeading, true
	case atom.Li, atom.Option:
		return RoleItem, true
	case atom.Td, atom.Th, atom.Dt, atom.Dd:
		return RoleParagraph, true
	case atom.Blockquote, atom.Q:
		return RoleQuote, true
	case atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext, atom.Textarea:
		return RoleCode, true
	case atom.Figcaption, atom.Caption:
		return RoleCaption, true
	}
	return "", false
}

func heading(tag atom.Atom) bool {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// tablePart reports whether a tag may close elements across the border of a cell.
func tablePart(tag atom.Atom) bool {
	switch tag {
	case atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr:
		return true
	}
	return false
}

// fence reports whether stray end tags inside an element close nothing outside of it.
func fence(tag atom.Atom) bool { return tag == atom.Td || tag == atom.Th || tag == atom.Caption }

// impliedEnd returns which open elements the start of tag closes, and which elements end the search for one.
func impliedEnd(tag atom.Atom) (closes, stops func(atom.Atom) bool) {
	switch tag {
	case atom.Li:
		return func(t atom.Atom) bool { return t == atom.Li },
			func(t atom.Atom) bool {
				return t == atom.Ul || t == atom.Ol || t == atom.Menu || t == atom.Dir || tablePart(t)
			}
	case atom.Dt, atom.Dd:
		return func(t atom.Atom) bool { return t == atom.Dt || t == atom.Dd },
			func(t atom.Atom) bool { return t == atom.Dl || tablePart(t) }
	case atom.Tr:
		return func(t atom.Atom) bool { return t == atom.Tr }, func(t atom.Atom) bool { return t == atom.Table }
	case atom.Td, atom.Th:
		return func(t atom.Atom) bool { return t == atom.Td || t == atom.Th },
			func(t atom.Atom) bool { return t == atom.Tr || t == atom.Table }
	case atom.Tbody, atom.Thead, atom.Tfoot:
		return func(t atom.Atom) bool { return t == atom.Tbody || t == atom.Thead || t == atom.Tfoot },
			func(t atom.Atom) bool { return t == atom.Table }
	case atom.Option, atom.Optgroup:
		return func(t atom.Atom) bool { return t == atom.Option },
			func(t atom.Atom) bool { return t == atom.Select || tablePart(t) }
	case atom.A:
		return func(t atom.Atom) bool { return t == atom.A }, tablePart
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return func(t atom.Atom) bool { return t == atom.P || heading(t) }, func(atom.Atom) bool { return true }
	case atom.Button:
		return nil, nil
	}
	if isBlock(tag) {
		return func(t atom.Atom) bool { return t == atom.P }, func(atom.Atom) bool { return true }
	}
	return nil, nil
}
