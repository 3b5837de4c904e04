package text

// stance is who speaks: it fades what a listing quotes, reports or warns of, and keeps what it says itself.
type stance struct {
	negation, attribution, authority, crime, warning, trade, teaching, market concept
}

// Strength of words that are not the speaker's own.
const (
	quotedStrength  = 0.15 // in quotation marks beside words that attribute or report
	quoteBlock      = 0.15 // in a block quotation
	cueStrength     = 0.6  // in a sentence that reports, warns or teaches
	reportStrength  = 0.25 // anywhere in a listing that is a report through and through
	reportFrom      = 2    // cues that any listing may have
	reportRange     = 4    // further cues until a listing is a report through and through
	reportThreshold = 0.2  // from here on quotation marks quote
)

// apply weakens the occurrences by the stance of their sentence. quotes says which passages are block quotations.
func (j *Judge) apply(st *stream, quotes []bool) {
	s := &j.stance
	report := s.report(st)
	cued := map[int32]bool{}       // sentences with a cue
	attributed := map[int32]bool{} // passages with an attribution outside of quotation marks
	for _, c := range [...]concept{s.attribution, s.authority, s.crime, s.warning, s.trade, s.teaching} {
		for _, o := range st.occs[c] {
			t := &st.tokens[o.first]
			if t.quoted {
				continue
			}
			cued[t.sentence] = true
			attributed[t.passage] = true
			st.work++
		}
	}
	whole := 1 - (1-reportStrength)*report
	for c := range st.occs {
		for i := range st.occs[c] {
			o := &st.occs[c][i]
			t := &st.tokens[o.first]
			st.work++
			o.strength *= whole
			if cued[t.sentence] {
				o.strength *= cueStrength
			}
			if t.quoted && (report >= reportThreshold || attributed[t.passage]) {
				o.strength *= quotedStrength
			}
			if quotes[t.passage] {
				o.strength *= quoteBlock
			}
		}
	}
}

// report says how far a listing is a report about others: 0 not at all, 1 through and through.
func (s *stance) report(st *stream) float64 {
	count := func(c concept, most int) float64 {
		n := 0
		for _, o := range st.occs[c] {
			if n == most {
				break
			}
			n++
			_ = o
		}
		return float64(n)
	}
	cues := count(s.attribution, 3) + count(s.authority, 3) + count(s.crime, 3) + count(s.warning, 2) + count(s.trade, 2) +
		count(s.teaching, 2)
	own := 0.0
	for _, c := range [...]concept{s.market, cPhone, cLink} {
		for _, o := range st.occs[c] {
			if !st.tokens[o.first].quoted && own < 4 {
				own++
			}
		}
	}
	return min(1, max(0, (cues-own-reportFrom)/reportRange))
}
