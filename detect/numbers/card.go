package numbers

import (
	"ronda/detect/digits"
	"ronda/detect/ident"
	"ronda/detect/tables"
)

// card judges 11 to 14 digits, which only a name makes the number of a driving licence or of a health or work insurance.
// The licence has 12, 13 or 14 digits, the health insurance 13, the work insurance 11.
func (p *reader) card(c digits.Chunk) {
	l := p.digits
	cand := candidate{digits: l.Digits(c), header: -1}
	cand.match.Start, cand.match.End = l.Groups[c.From].Start, l.Groups[c.To-1].End
	n := len(cand.digits)
	if _, phone := ident.NormalPhone(string(cand.digits)); phone || l.Letters(c)*2 >= n {
		return
	}
	p.locate(&cand)
	var t ident.Type
	switch {
	case cand.label == tables.SIM && n >= 12:
		t = ident.TypeSIM
	case cand.label == tables.BPJS && (n == 11 || n == 13):
		t = ident.TypeBPJS
	default:
		return
	}
	if cand.loose {
		return
	}
	cand.own, cand.logit = true, 2.2
	cand.match.Masked = ident.Template(cand.digits)
	cand.match.Number = ident.New(t, cand.digits)
	p.found = append(p.found, cand)
}
