package stock

import "strings"

const fewPapers = 4 // so many somebody may have to bring himself

// elsewhere reports whether the number of the tokens from i up to unit counts what is not there to be sold: the least that has to be
// bought, what was sold already, who saw it, or the papers that somebody has to bring.
func (s *reader) elsewhere(value float64, i, unit int) bool {
	if s.loosely(i-1)&(limiting|gone|seen) != 0 || s.joined(i-1) && s.loosely(i-2)&limiting != 0 { // "min. 25", "min order 25"
		return true
	}
	if s.joined(unit-1) && s.tells(unit)&papers != 0 && value < fewPapers && !s.offersAt(i-1) {
		return true
	}
	for k := unit; k <= unit+2 && s.joined(k-1); k++ {
		if s.tells(k)&(gone|seen) != 0 {
			return true
		}
	}
	return false
}

// loosely returns what a token's word tells, if no more than a point or a colon parts it from the next one: "min. 25".
func (s *reader) loosely(i int) telling {
	if strings.Trim(s.gap(i), " \t.:") != "" {
		return 0
	}
	return s.tells(i)
}

// offersAt reports whether a word of offer holds a token.
func (s *reader) offersAt(i int) bool {
	return i >= 0 && s.joined(i) && s.own(s.lists.Offered, i)
}
