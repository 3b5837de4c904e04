package text

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/detect/lexis"
	"ronda/detect/speech"
	"ronda/detect/tokens"
	"ronda/rules"
)

// voiceCaution is what a comment by itself must have more than a whole listing: it was torn out of its context.
const voiceCaution = 1.5

// minSpeakers is how many lines must name a speaker before a listing without a heading such as "Komentar" is read as a
// conversation.
const minSpeakers = 3

// maxVoices bounds the comments of one listing that are judged by themselves; the rest is judged with the whole.
const maxVoices = 2000

// Bounds of a heading such as "Komentar pembaca (4)".
const (
	markerWords   = 6
	longestMarker = 80 // bytes
)

// maxSpeaker bounds the bytes of a speaker's name.
const maxSpeaker = 36

// stretch is the passages [from, to) of one voice.
type stretch struct{ from, to int }

// voices finds the comments, reviews and guest-book entries inside a listing. A page that the extractor has already split
// has none.
func (j *Judge) voices(st *speech.Stream) []stretch {
	markers := j.markers(st)
	var speakers []int // lines that name one
	for i := range st.Passages {
		if j.speaks(st.Passages[i].Text) {
			speakers = append(speakers, i)
		}
	}
	first := 0 // line behind the first heading
	if len(markers) > 0 {
		first = markers[0] + 1
	} else if len(speakers) < minSpeakers {
		return nil
	}
	var out []stretch
	for i := first; i < len(st.Passages) && len(out) < maxVoices; i++ {
		if _, named := slices.BinarySearch(speakers, i); named {
			out = append(out, stretch{i, i + 1})
		} else if n := len(out); n > 0 {
			out[n-1].to = i + 1
		}
	}
	if len(out) == 0 {
		return unnamed(st.Passages, markers[len(markers)-1]+1)
	}
	return out
}

// Voices returns what each voice inside a listing says: its comments, reviews and guest-book entries.
func (j *Judge) Voices(passages []speech.Passage) (voices [][]speech.Passage) {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	for _, s := range j.voices(j.read(lx, passages, nil)) {
		voices = append(voices, passages[s.from:s.to])
	}
	return voices
}

// unnamed takes every line behind the last heading over readers' words for a voice, where no line says who speaks: the site
// sets names apart in a way of its own.
func unnamed(passages []speech.Passage, behind int) (out []stretch) {
	for i := behind; i < len(passages) && len(out) < maxVoices; i++ {
		if strings.Count(passages[i].Text, " ") >= fewestSaid {
			out = append(out, stretch{i, i + 1})
		}
	}
	return out
}

// fewestSaid is how many spaces a line has at least that says something: names and dates have fewer.
const fewestSaid = 5

// markers returns the short lines that announce what readers wrote.
func (j *Judge) markers(st *speech.Stream) (lines []int) {
	st.Lexer.Lines(j.marker, func(line int) {
		if from, to := st.Lexer.Range(line, line+1); to-from <= markerWords && len(st.Passages[line].Text) <= longestMarker {
			lines = append(lines, line)
		}
	})
	return lines
}

// speaks reports whether a line starts with the name of who says the rest: "Rara: kangen", "#2 mbak_ratri: ...",
// "★★★★☆ d***n: oke". What the lists know ("Foto KTP: 5rb") is no name.
func (j *Judge) speaks(line string) bool {
	if strings.IndexByte(line, ':') < 0 {
		return false // most lines
	}
	line = strings.TrimLeft(line, " \t>-•*·[(#0123456789.)]★☆⭐|")
	colon := strings.IndexByte(line[:min(len(line), maxSpeaker)], ':')
	if colon < 2 || colon+1 >= len(line) || line[colon+1] != ' ' {
		return false
	}
	name := line[:colon]
	if strings.Count(name, " ") > 2 || strings.ContainsAny(name, ",;=/+") {
		return false
	}
	return utf8.RuneCountInString(strings.TrimSpace(line[colon+1:])) >= 8 && !j.known(name)
}

// known reports whether a short text holds any concept. Numbers do not count: names have them ("dodi_77").
func (j *Judge) known(s string) (known bool) {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	lx.Add(0, s)
	lx.Each(func(c lexis.Concept, _ tokens.Occurrence) { known = known || c != lexis.PlainNumber })
	return known
}

// loudest judges every voice inside the listing by itself and returns its verdict when it says more than the whole.
func (j *Judge) loudest(st *speech.Stream, facts []string, whole Verdict) (Verdict, int) {
	work := 0
	best := whole
	for _, s := range j.voices(st) {
		var known []string
		if longNumbers(st.Passages[s.from:s.to]) >= several { // what was counted may well be this voice's
			known = facts
		}
		v, n := j.voice(st, s, known)
		work += n
		add(&v.Odds, rules.Weights{Offers: -voiceCaution, Exposure: -voiceCaution}, 1)
		if top(v.Odds) > 0 && top(v.Odds) > top(best.Odds) {
			for i := range v.Signals {
				v.Signals[i].Passage += s.from
			}
			v.From, v.To = s.from, s.to
			best = v
		}
	}
	return best, work
}

// voice judges one voice by itself.
func (j *Judge) voice(st *speech.Stream, s stretch, facts []string) (Verdict, int) {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	said := st.Passages[s.from:s.to]
	if !lx.Take(st.Lexer, s.from, s.to) {
		for i, p := range said {
			lx.Add(i, p.Text)
		}
	}
	own := speech.Hear(lx, said, j.concepts(facts))
	defer own.Forget()
	return j.judgeOne(own), own.Work
}

// longNumbers counts the runs of digits that are long enough for the number of a person, up to several.
func longNumbers(passages []speech.Passage) (n int) {
	const shortest = 15
	for _, p := range passages {
		run := 0
		for i := 0; i < len(p.Text) && n < several; i++ {
			if c := p.Text[i]; c < '0' || c > '9' {
				run = 0
			} else if run++; run == shortest {
				n++
			}
		}
	}
	return n
}

func top(w rules.Weights) float64 { return max(w.Sale, w.Forgery, w.Exposure, w.Solicitation) }
