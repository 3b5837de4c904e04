package numbers

import (
	"time"

	"ronda/detect/digits"
	"ronda/detect/ident"
	"ronda/detect/tables"
)

// judge decides what the digits are by themselves and by their label, and weighs the evidence that they carry.
func (s *Scanner) judge(l *digits.Reading, w digits.Chunk, c *candidate, asOf time.Time) {
	d := c.digits
	if len(d) == 15 || c.label == tables.NPWP || d[0] == '0' {
		if s.judgeNPWP(l, w, c) {
			c.own = true
			return
		}
	}
	if len(d) != 16 {
		return
	}
	pattern := ident.Template(d)
	labelled := c.label.Person()
	if !c.dated {
		if pattern && labelled {
			c.match.Number, c.match.Masked = ident.NewMasked(ident.TypeNIK, ""), true
			c.logit, c.own = 1, true
		}
		return
	}
	known, ok := s.region(d)
	if !ok && !labelled {
		return
	}
	switch {
	case ok:
	case s.codes.province(d) || string(d[:2]) == "09" || string(d[:2]) == "10":
		c.logit -= 2 // numbers from before the present codes, slips of the pen
	default:
		c.logit -= 4
	}
	c.match.Masked = pattern
	c.issued = issued(c.date, asOf)
	c.grown = !c.date.Woman && c.date.Year > yearAhead(asOf)
	c.ahead = c.grown || !c.date.InThisCentury(asOf)
	c.logit += known + serialWeight(d) + cardWeight(d) - 0.1*float64(l.Letters(w))
	if labelled || c.neat {
		c.logit += groupingWeight(l.Groups[w.From:w.To])
	} else {
		c.logit -= 3
	}
	if !c.date.InThisCentury(asOf) && !asOf.IsZero() && c.date.Year-asOf.Year()%100 < 5 {
		c.logit -= 0.8 // more than 95 years old, or a date that has not come
	}
	if epochMicros(d, asOf) && !labelled {
		c.logit -= 1.5
	}
	c.match.Number = ident.New(ident.TypeNIK, d)
}

// yearAhead returns two digits of a year that lies a little ahead: no date of our days is beyond it.
func yearAhead(asOf time.Time) int {
	if asOf.IsZero() {
		return 40
	}
	return asOf.Year()%100 + 5
}

// region weighs the issuing place. ok is false when the province is not in use or the regency is beyond the numbers that
// are given out: kabupaten from 01, cities from 71.
func (s *Scanner) region(d []byte) (weight float64, ok bool) {
	if !s.codes.province(d) {
		return 0, false
	}
	if !s.codes.regency(d) {
		rr := int(d[2]-'0')*10 + int(d[3]-'0')
		return -1.6, 1 <= rr && rr <= 29 || 71 <= rr && rr <= 79
	}
	if s.codes.district(d) {
		return 0.8, true
	}
	return -0.2, true
}

// serialWeight: serials count the people of one district born on one day, so they are small.
func serialWeight(d []byte) float64 {
	switch n := int(d[12]-'0')*1000 + int(d[13]-'0')*100 + int(d[14]-'0')*10 + int(d[15]-'0'); {
	case n <= 20:
		return 0.6
	case n <= 99:
		return 0.3
	case n > 2000:
		return -0.2
	}
	return 0
}

// cardWeight: a payment card's prefix with a good check digit.
func cardWeight(d []byte) float64 {
	if !ident.Luhn(d) {
		return 0
	}
	switch two := int(d[0]-'0')*10 + int(d[1]-'0'); {
	case two >= 51 && two <= 55, two == 62, two == 35, two == 36:
		return -1.4
	}
	return -0.3
}

// beginsCard reports whether payment cards begin so, as do the numbers of some provinces: JCB, Diners, Mastercard, those from 60 to 67
// (Maestro, Discover, UnionPay) and UnionPay again.
func beginsCard(d []byte) bool {
	switch two := number(d[:2]); {
	case two == 35, two == 36, two >= 51 && two <= 55, two >= 60 && two <= 67, two == 81:
		return true
	}
	return false
}

// groupingWeight: 350770 010190 3001 is how a population number is grouped, 5105 1051 0510 5100 how a card is.
func groupingWeight(gs []digits.Group) float64 {
	switch {
	case len(gs) == 3 && gs[0].Len() == 6 && gs[1].Len() == 6:
		return 0.8
	case len(gs) == 4 && gs[0].Len() == 4 && gs[1].Len() == 4 && gs[2].Len() == 4:
		return -0.3
	case len(gs) > 7:
		return -0.8
	}
	return 0
}

// epochMicros: microseconds since 1970 of our years look like numbers from South Sumatra and Bengkulu.
func epochMicros(d []byte, asOf time.Time) bool {
	var v int64
	for _, c := range d {
		v = v*10 + int64(c-'0')
	}
	t := time.UnixMicro(v)
	if asOf.IsZero() {
		asOf = time.Date(2035, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t.Year() >= 2015 && t.Before(asOf.AddDate(1, 0, 0))
}

// judgeNPWP judges 15 digits, or 16 with a leading 0. The check digit alone lets one random number in ten pass.
func (s *Scanner) judgeNPWP(l *digits.Reading, w digits.Chunk, c *candidate) bool {
	formatted := npwpForm(l.Groups[w.From:w.To])
	labelled := c.label == tables.NPWP
	if !formatted && !labelled {
		return false
	}
	d := c.digits
	if len(d) == 16 {
		if d[0] != '0' {
			return false // a resident's tax number is the population number
		}
		d = d[1:]
	}
	valid := ident.ValidNPWP(d)
	pattern := ident.Template(d)
	if !valid && !pattern && (!formatted || !labelled) {
		return false
	}
	switch {
	case pattern:
		c.logit = 2
	case !valid:
		c.logit = -0.6 // misread or mistyped
	case formatted && labelled:
		c.logit = 3.5
	case formatted:
		c.logit = 1.8
	default:
		c.logit = 1.6
		if string(d[12:14]) != "00" {
			c.logit -= 1 // hardly anybody has ten branches
		}
	}
	if c.label == tables.Other {
		c.logit -= 1
	}
	switch string(d[:2]) {
	case "01", "02", "03", "20", "21", "31":
		c.logit -= 0.7 // treasurers and companies: printed on every invoice
	}
	c.match.Masked = pattern
	c.match.Number = ident.New(ident.TypeNPWP, c.digits)
	return true
}

// npwpForm reports whether the groups are written 99.999.999.9-999.999.
func npwpForm(gs []digits.Group) bool {
	if len(gs) != 6 {
		return false
	}
	for k, n := range []int{2, 3, 3, 1, 3, 3} {
		if gs[k].Len() != n || k > 0 && !gs[k].Tight {
			return false
		}
	}
	return gs[1].Sep == '.'
}

// issued reports whether the date can be the day on which a family card was recorded: by computer, so after about 2004.
func issued(d ident.Date, asOf time.Time) bool {
	return !d.Woman && d.Year >= 4 && d.InThisCentury(asOf)
}
