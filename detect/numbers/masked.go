package numbers

import (
	"unicode/utf8"

	"ronda/detect/digits"
	"ronda/detect/glyph"
	"ronda/detect/ident"
	"ronda/detect/tables"
)

// masked finds numbers that somebody masked before publishing: 351xxxxxxxxxx002, 3507**********0001, 3507 **** **** 0001.
// It looks into the spans where masked digits were seen.
func (s *Scanner) masked(text string, spans []digits.Span) []ident.Match {
	var out []ident.Match
	for _, span := range spans {
		for i := span.From; i < span.To; {
			if c := text[i]; c < '0' || c > '9' || i > 0 && (text[i-1] < utf8.RuneSelf && glyph.Word(rune(text[i-1])) || text[i-1] == '*') {
				i++
				continue
			}
			f := readMasked(text, i)
			if f.hidden >= 4 {
				near, _ := tables.LabelBefore(text, 0, f.start)
				if near == 0 {
					near = tables.LabelAfter(text, f.end)
				}
				if m, ok := s.judgeMasked(f, near); ok {
					out = append(out, m)
				}
			}
			i = f.end
		}
	}
	return out
}

// maskedForm is a stretch of digits, mask characters and single separators.
type maskedForm struct {
	start, end int
	leading    [6]byte // digits before the first mask character
	leads      int
	units      int // digits and mask characters
	hidden     int // mask characters
	longest    int // longest stretch of mask characters
}

func readMasked(text string, start int) maskedForm {
	f := maskedForm{start: start, end: start}
	run, sep := 0, false
	for i := start; i < len(text) && f.units < 40; {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case '0' <= r && r <= '9':
			if f.hidden == 0 && f.leads < len(f.leading) {
				f.leading[f.leads] = byte(r)
				f.leads++
			}
			f.units++
			run, sep, f.end = 0, false, i+size
		case glyph.Mask(r):
			f.units++
			f.hidden++
			run++
			f.longest = max(f.longest, run)
			sep, f.end = false, i+size
		case (r == ' ' || r == '.' || r == '-') && !sep:
			sep = true
		default:
			return f
		}
		i += size
	}
	return f
}

func (s *Scanner) judgeMasked(f maskedForm, near tables.Meaning) (ident.Match, bool) {
	if f.longest < 3 || f.hidden < 4 || f.units < 12 || f.units > 20 || near > tables.NPWP {
		return ident.Match{}, false
	}
	lead := string(f.leading[:f.leads])
	t := ident.TypeNIK
	switch near {
	case tables.KK:
		t = ident.TypeKK
	case tables.NPWP:
		t = ident.TypeNPWP
	}
	m := ident.Match{Start: f.start, End: f.end, Masked: true, Confidence: 0.9}
	region := ""
	if len(lead) >= 4 && t != ident.TypeNPWP {
		if _, ok := s.regions.Lookup(lead[:4]); ok {
			region = lead[:4]
		}
	}
	if near == 0 {
		if len(lead) < 2 || len(lead) >= 4 && region == "" {
			return ident.Match{}, false
		}
		if _, ok := s.regions.Province(lead); !ok {
			return ident.Match{}, false
		}
		m.Confidence = 0.4
		if f.units == 16 || region != "" {
			m.Confidence = 0.7
		}
	}
	m.Number = ident.NewMasked(t, region)
	return m, true
}
