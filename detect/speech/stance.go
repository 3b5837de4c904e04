package speech

import (
	"strings"

	"ronda/detect/lexis"
)

// Stance is who speaks: it fades what a listing quotes, reports or warns of, and keeps what it says itself.
type Stance struct {
	Attribution, Authority, Crime, Warning, Trade, Teaching, Market lexis.Concept
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
	reportThreshold = 0.2  // from here on quotation marks quote
)

// OwnStrength is the strength from which on words count as the speaker's own.
const OwnStrength = 0.5

// Weaken weakens the occurrences by the stance of their sentence.
func (st *Stream) Weaken(s *Stance) {
	report, stall := s.report(st)
	st.Report, st.Stall = report, stall
	sentences := int32(0)
	if n := len(st.Tokens); n > 0 {
		sentences = st.Tokens[n-1].Sentence + 1
	}
	cued := make([]bool, sentences)            // sentences with a cue
	attributed := make([]bool, len(st.Quotes)) // passages with an attribution outside of quotation marks
	for _, c := range [...]lexis.Concept{s.Attribution, s.Authority, s.Crime, s.Warning, s.Trade, s.Teaching} {
		for _, o := range st.Occs[c] {
			t := &st.Tokens[o.First]
			if t.Quoted {
				continue
			}
			cued[t.Sentence] = true
			attributed[t.Passage] = true
			st.Work++
		}
	}
	if report >= reportThreshold {
		s.announced(st)
	}
	outside := s.speaksOutside(st)
	whole := 1 - (1-reportStrength)*report
	for c := range st.Occs {
		for i := range st.Occs[c] {
			o := &st.Occs[c][i]
			t := &st.Tokens[o.First]
			st.Work++
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
			if st.Quotes[t.Passage] {
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
func (s *Stance) announced(st *Stream) {
	const (
		reports = 1 << iota
		tells
	)
	var cues []uint8 // by passage; made where a line ends with a colon
	for i := range st.Passages {
		if !strings.HasSuffix(strings.TrimRight(st.Passages[i].Text, " \t\"*"), ":") {
			continue
		}
		if cues == nil {
			cues = make([]uint8, len(st.Passages))
			for _, c := range [...]lexis.Concept{s.Attribution, s.Trade, s.Teaching} {
				for _, o := range st.Occs[c] {
					cues[st.Tokens[o.First].Passage] |= reports | tells
				}
			}
			for _, c := range [...]lexis.Concept{s.Authority, s.Crime, s.Warning} {
				for _, o := range st.Occs[c] {
					cues[st.Tokens[o.First].Passage] |= reports
				}
			}
		}
		if cues[i]&tells == 0 {
			continue
		}
		for k := i + 1; k < min(len(st.Passages), i+1+mostAnnounced); k++ {
			if k > i+1 && (cues[k]&reports != 0 || len(st.Passages[k].Text) > longestAnnounced) {
				break
			}
			st.Quotes[k] = true
		}
	}
}

// speaksOutside reports whether a good part of the words stand outside of quotation marks.
func (s *Stance) speaksOutside(st *Stream) bool {
	n := 0
	for i := 0; i < len(st.Tokens) && 4*n < len(st.Tokens); i++ {
		if !st.Tokens[i].Quoted {
			n++
		}
	}
	return 4*n >= len(st.Tokens)
}

// report says how far a listing is a report about others, and how far it stands at a stall itself: 0 not at all, 1 through
// and through.
func (s *Stance) report(st *Stream) (report, stall float64) {
	cues := 0
	for _, cue := range [...]struct {
		concept lexis.Concept
		most    int // a cue that is repeated tells no more
	}{{s.Attribution, 3}, {s.Authority, 3}, {s.Crime, 3}, {s.Warning, 2}, {s.Trade, 2}, {s.Teaching, 2}} {
		cues += min(cue.most, len(st.Occs[cue.concept]))
	}
	own := 0
	for _, c := range [...]lexis.Concept{s.Market, lexis.Phone, lexis.Link} {
		for _, o := range st.Occs[c] {
			if !st.Tokens[o.First].Quoted && own < ownMost {
				own++
			}
		}
	}
	report = min(1, max(0, float64(cues-own-reportFrom)/reportRange))
	return report, (1 - report) * float64(own) / ownMost
}
