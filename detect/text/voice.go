package text

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ronda/detect/lexis"
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

// markerWords bounds the words of a heading such as "Komentar pembaca (4)".
const markerWords = 6

// maxSpeaker bounds the bytes of a speaker's name.
const maxSpeaker = 36

// stretch is the passages [from, to) of one voice.
type stretch struct{ from, to int }

// voices finds the comments, reviews and guest-book entries inside a listing. A page that the extractor has already split
// has none.
func (j *Judge) voices(passages []Passage) []stretch {
	marker := -1
	speakers := 0
	for i, p := range passages {
		if marker < 0 && j.isMarker(p.Text) {
			marker = i
		}
		if j.speaks(p.Text) {
			speakers++
		}
	}
	if marker < 0 && speakers < minSpeakers {
		return nil
	}
	var out []stretch
	for i := marker + 1; i < len(passages) && len(out) < maxVoices; i++ {
		if j.speaks(passages[i].Text) {
			out = append(out, stretch{i, i + 1})
		} else if n := len(out); n > 0 {
			out[n-1].to = i + 1
		}
	}
	if len(out) == 0 {
		return j.unnamed(passages)
	}
	return out
}

// unnamed takes every line behind the last heading over readers' words for a voice, where no line says who speaks: the site
// sets names apart in a way of its own.
func (j *Judge) unnamed(passages []Passage) (out []stretch) {
	last := len(passages)
	for i := len(passages) - 1; i >= 0 && last == len(passages); i-- {
		if j.isMarker(passages[i].Text) {
			last = i
		}
	}
	for i := last + 1; i < len(passages) && len(out) < maxVoices; i++ {
		if strings.Count(passages[i].Text, " ") >= fewestSaid {
			out = append(out, stretch{i, i + 1})
		}
	}
	return out
}

// fewestSaid is how many spaces a line has at least that says something: names and dates have fewer.
const fewestSaid = 5

// isMarker reports whether a short line announces what readers wrote.
func (j *Judge) isMarker(line string) bool {
	if len(line) > 80 || !j.v.Markers.In(line) {
		return false
	}
	found, words := j.glance(line)
	return words <= markerWords && slices.Contains(found, j.marker)
}

// speaks reports whether a line starts with the name of who says the rest: "Rara: kangen", "#2 mbak_ratri: ...",
// "★★★★☆ d***n: oke". What the lists know ("Foto KTP: 5rb") is no name.
func (j *Judge) speaks(line string) bool {
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

// known reports whether a short text holds any concept.
func (j *Judge) known(s string) bool {
	found, _ := j.glance(s)
	return len(found) > 0
}

// glance returns the concepts that stand in a short text by itself, and the number of its words.
func (j *Judge) glance(s string) (found []lexis.Concept, words int) {
	lx := tokens.Borrow(j.v)
	defer lx.Return()
	lx.Add(0, s)
	lx.Each(func(c lexis.Concept, _ tokens.Occurrence) { found = append(found, c) })
	return found, len(lx.Tokens)
}

// loudest judges every voice inside the listing by itself and returns its verdict when it says more than the whole.
func (j *Judge) loudest(passages []Passage, facts []string, whole Verdict) (Verdict, int) {
	work := 0
	best := whole
	for _, s := range j.voices(passages) {
		said := passages[s.from:s.to]
		var known []string
		if longNumbers(said) >= several { // what was counted may well be this voice's
			known = facts
		}
		v, n := j.judgeOne(said, known)
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

// longNumbers counts the runs of digits that are long enough for the number of a person, up to several.
func longNumbers(passages []Passage) (n int) {
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
