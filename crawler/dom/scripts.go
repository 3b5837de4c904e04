package dom

import (
	"bytes"

	"ronda/crawler/elements"
)

// What marks the frame of a script that is kept: by what it holds.
const (
	jsonLD  = -1 - iota // linked data
	state               // the data of a page that scripts build
	program             // JavaScript, which may begin with such data
)

// script tells by the attributes of a script what it holds, 0 for what is not kept.
func (a *attributes) script() int32 {
	kind, _, _ := bytes.Cut(a.of(elements.AttrType), []byte(";"))
	switch string(bytes.ToLower(bytes.TrimSpace(kind))) {
	case "application/ld+json":
		return jsonLD
	case "application/json":
		return state
	case "", "module", "text/javascript", "application/javascript", "application/x-javascript", "text/x-javascript", "text/ecmascript", "application/ecmascript":
		if !a.given(elements.AttrSrc) { // browsers pass over the body of one that is elsewhere
			return program
		}
	}
	return 0
}

// script keeps the body of a script.
func (p *parser) script(kind int32, text []byte) {
	switch kind {
	case jsonLD:
		if p.linked+len(text) <= maxJSONLD {
			p.linked += len(text)
			p.doc.JSONLD = append(p.doc.JSONLD, text)
		}
	case state:
		if len(p.doc.State) < maxData {
			p.doc.State = append(p.doc.State, text)
		}
	case program:
		if len(p.doc.Programs) < maxData {
			p.doc.Programs = append(p.doc.Programs, text)
		}
	}
}
