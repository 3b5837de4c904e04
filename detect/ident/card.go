package ident

// card judges 11 to 14 digits, which only a name makes the number of a driving licence or of a health or work insurance.
// The licence has 12, 13 or 14 digits, the health insurance 13, the work insurance 11.
func (p *reader) card(c chunk) {
	l := p.lexed
	cand := candidate{digits: l.chunkDigits(c), header: -1}
	cand.match.Start, cand.match.End = l.groups[c.from].start, l.groups[c.to-1].end
	n := len(cand.digits)
	if _, phone := normalPhone(string(cand.digits)); phone || l.letters(c)*2 >= n {
		return
	}
	p.locate(&cand)
	var t Type
	switch {
	case cand.label == meansSIM && n >= 12:
		t = TypeSIM
	case cand.label == meansBPJS && (n == 11 || n == 13):
		t = TypeBPJS
	default:
		return
	}
	if cand.loose {
		return
	}
	cand.own, cand.logit = true, 2.2
	cand.match.Masked = template(cand.digits)
	cand.match.Number = newNumber(t, cand.digits)
	p.found = append(p.found, cand)
}
