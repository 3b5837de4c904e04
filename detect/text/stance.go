package text

import (
	"slices"
	"strings"

	"ronda/detect/lexis"
	"ronda/detect/tokens"
)

// stance is who speaks: it fades what a listing quotes, reports or warns of, and keeps what it says itself.
type stance struct {
	attribution, authority, crime, warning, trade, teaching, market lexis.Concept
}

// Strength of words that are not the speaker's own.
const (
	quotedStrength  = 0.15 // in quotation marks beside words that attribute or report
	quoteAlone      = 0.4  // in quotation marks, with nothing that says whose words they are
	quoteBlock      = 0.15 // in a block quotation
	cueStrength     = 0.6  // in a sentence that reports, warns or teaches
	reportStrength  = 0.25 // anywhere in a listing that is a report through and through
	reportFrom      = 2    // cues that any listing may have
	reportRange     = 4    // further cues until a listing is a report through and through
	ownMost         = 4    // words of trade that count
	asideFade       = 0.6  // what remarks on the side lose at a stall
	reportThreshold = 0.2  // from here on quotation marks quote
)

// mute forgets what was found in the site's own lines.
func (st *stream) mute() {
	if !slices.ContainsFunc(st.passages, func(p Passage) bool { return p.Site }) {
		return // most texts
	}
	for c := range st.occs {
		st.occs[c] = slices.DeleteFunc(st.occs[c], func(o tokens.Occurrence) bool { return st.passages[st.tokens[o.First].Passage].Site })
	}
}

// apply weakens the occurrences by the stance of their sentence.
func (j *Judge) apply(st *stream) {
	s := &j.stance
	report, stall := s.report(st)
	st.report, st.stall = report, stall
	sentences := int32(0)
	if n := len(st.tokens); n > 0 {
		sentences = st.tokens[n-1].Sentence + 1
	}
	cued := make([]bool, sentences)            // sentences with a cue
	attributed := make([]bool, len(st.quotes)) // passages with an attribution outside of quotation marks
	for _, c := range [...]lexis.Concept{s.attribution, s.authority, s.crime, s.warning, s.trade, s.teaching} {
		for _, o := range st.occs[c] {
			t := &st.tokens[o.First]
			if t.Quoted {
				continue
			}
			cued[t.Sentence] = true
			attributed[t.Passage] = true
			st.work++
		}
	}
	if report >= reportThreshold {
		s.announced(st)
	}
	outside := s.speaksOutside(st)
	whole := 1 - (1-reportStrength)*report
	for c := range st.occs {
		for i := range st.occs[c] {
			o := &st.occs[c][i]
			t := &st.tokens[o.First]
			st.work++
			o.Strength *= whole
			if cued[t.Sentence] {
				o.Strength *= cueStrength
			}
			switch {
			case t.Quoted && (report >= reportThreshold || attributed[t.Passage]):
				o.Strength *= quotedStrength
			case t.Quoted && outside:
				o.Strength *= quoteAlone
			}
			if st.quotes[t.Passage] {
				o.Strength *= quoteBlock
			}
		}
	}
}

// Bounds of a quotation that a line announces.
const (
	mostAnnounced    = 12  // lines
	longestAnnounced = 100 // bytes of a line behind the first
)

// announced marks as quotations what a report announces: the line behind one that says who speaks, or that an example follows, and
// ends with a colon, and the short lines behind it up to one that reports again. Not every site sets quotations apart.
func (s *stance) announced(st *stream) {
	const (
		reports = 1 << iota
		tells
	)
	var cues []uint8 // by passage; made where a line ends with a colon
	for i := range st.passages {
		if !strings.HasSuffix(strings.TrimRight(st.passages[i].Text, " \t\"*"), ":") {
			continue
		}
		if cues == nil {
			cues = make([]uint8, len(st.passages))
			for _, c := range [...]lexis.Concept{s.attribution, s.trade, s.teaching} {
				for _, o := range st.occs[c] {
					cues[st.tokens[o.First].Passage] |= reports | tells
				}
			}
			for _, c := range [...]lexis.Concept{s.authority, s.crime, s.warning} {
				for _, o := range st.occs[c] {
					cues[st.tokens[o.First].Passage] |= reports
				}
			}
		}
		if cues[i]&tells == 0 {
			continue
		}
		for k := i + 1; k < min(len(st.passages), i+1+mostAnnounced); k++ {
			if k > i+1 && (cues[k]&reports != 0 || len(st.passages[k].Text) > longestAnnounced) {
				break
			}
			st.quotes[k] = true
		}
	}
}

// speaksOutside reports whether a good part of the words stand outside of quotation marks.
func (s *stance) speaksOutside(st *stream) bool {
	n := 0
	for i := 0; i < len(st.tokens) && 4*n < len(st.tokens); i++ {
		if !st.tokens[i].Quoted {
			n++
		}
	}
	return 4*n >= len(st.tokens)
}

// report says how far a listing is a report about others, and how far it stands at a stall itself: 0 not at all, 1 through
// and through.
func (s *stance) report(st *stream) (report, stall float64) {
	cues := 0
	for _, cue := range [...]struct {
		concept lexis.Concept
		most    int // a cue that is repeated tells no more
	}{{s.attribution, 3}, {s.authority, 3}, {s.crime, 3}, {s.warning, 2}, {s.trade, 2}, {s.teaching, 2}} {
		cues += min(cue.most, len(st.occs[cue.concept]))
	}
	own := 0
	for _, c := range [...]lexis.Concept{s.market, lexis.Phone, lexis.Link} {
		for _, o := range st.occs[c] {
			if !st.tokens[o.First].Quoted && own < ownMost {
				own++
			}
		}
	}
	report = min(1, max(0, float64(cues-own-reportFrom)/reportRange))
	return report, (1 - report) * float64(own) / ownMost
}
