package text

import "strings"

var (
	leastWords = aboutStock("min minim minimal minimum minimalnya paling least")
	soldWords  = aboutStock("terjual kejual laku sold")
	seenWords  = aboutStock("dilihat melihat ditonton menonton disukai menyukai diikuti mengikuti bergabung online likes views followers viewers pengikut")
	paperWords = aboutStock("identitas kartu dokumen berkas surat id")
)

const fewPapers = 4 // so many somebody may have to bring himself

// elsewhere reports whether the number of the tokens from i up to unit counts what is not there to be sold: the least that has to be
// bought, what was sold already, who saw it, or the papers that somebody has to bring.
func (s *stockReader) elsewhere(j *Judge, value float64, i, unit int) bool {
	switch before := s.loosely(i - 1); {
	case leastWords[before], soldWords[before], seenWords[before]:
		return true
	case leastWords[s.loosely(i-2)] && s.joined(i-1): // "min order 25"
		return true
	}
	if s.joined(unit-1) && paperWords[s.word(unit)] && value < fewPapers && !s.offersAt(j, i-1) {
		return true
	}
	for k := unit; k <= unit+2 && s.joined(k-1); k++ {
		if w := s.word(k); soldWords[w] || seenWords[w] {
			return true
		}
	}
	return false
}

// loosely returns a token as it is written, if no more than a point or a colon parts it from the next one: "min. 25".
func (s *stockReader) loosely(i int) string {
	if strings.Trim(s.gap(i), " \t.:") != "" {
		return ""
	}
	return s.word(i)
}

// offersAt reports whether a word of offer holds a token.
func (s *stockReader) offersAt(j *Judge, i int) bool {
	return i >= 0 && s.joined(i) && s.own(j.offered, i)
}
