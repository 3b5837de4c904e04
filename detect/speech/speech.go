// Package speech hears a text of one voice: what a lexer (detect/tokens) has read of its passages, how far each word is the
// speaker's own or quoted, reported and warned of, and which words and phrases stand together as a rule wants them. What that
// is worth detect/text says.
package speech

import (
	"slices"
	"sync"

	"ronda/detect/lexis"
	"ronda/detect/tokens"
)

// Passage is a stretch of a listing's text.
type Passage struct {
	Text  string
	Quote bool // somebody else's words: a block quotation
	Field bool // a label and its value in the site's own form ("Kondisi  Baru")
	Row   bool // a row of people's data or the head of one: like a quotation, nobody says what stands in it
	Site  bool // what the site puts around posts, such as how many like them: its words are not heard at all
}

// Hear is what a lexer has read of the passages, with what is known beside the words.
func Hear(lx *tokens.Lexer, passages []Passage, facts []lexis.Concept) *Stream {
	st := streams.Get().(*Stream)
	*st = Stream{Lexer: lx, Tokens: lx.Tokens, Passages: passages, Quotes: quotes(st.Quotes, passages, lx.Tokens), Facts: facts, made: st.made}
	st.Occs, st.None = lx.Find(len(st.Facts) > 0), lx.None()
	st.mute()
	st.Work = lx.Work
	return st
}

// quotes says which passages are quotations, in the room that it is lent where that is large enough.
func quotes(room []bool, passages []Passage, all []tokens.Token) []bool {
	quotes := slices.Grow(room[:0], len(passages))
	for _, p := range passages {
		quotes = append(quotes, p.Quote)
	}
	if !slices.ContainsFunc(all, func(t tokens.Token) bool { return !quotes[t.Passage] }) {
		clear(quotes) // a page that is nothing but a quotation speaks in it
	}
	for i, p := range passages {
		quotes[i] = quotes[i] || p.Row || p.Site
	}
	return quotes
}

// Stream is the token stream of one voice with the concepts found in it.
type Stream struct {
	Lexer    *tokens.Lexer // whose tokens and occurrences these are
	Tokens   []tokens.Token
	Passages []Passage
	Quotes   []bool                // of them, those that nobody says here
	Occs     [][]tokens.Occurrence // by concept, ascending by first
	None     bool                  // nothing was found
	Facts    []lexis.Concept
	Report   float64 // how far the listing reports about others, 0..1
	Stall    float64 // how far the listing itself trades, 0..1
	Work     int     // steps taken, for the test that cost is linear

	made []tokens.Occurrence // those of compounds, one after the other
}

// streams keeps the room of streams; none of them points to a text.
var streams = sync.Pool{New: func() any { return &Stream{} }}

// mostIdle bounds the passages, and the occurrences, for which an idle stream keeps room.
const mostIdle = 1 << 16

// Forget gives the stream's room back for another text. A stream need not be forgotten.
func (st *Stream) Forget() {
	if max(cap(st.Quotes), cap(st.made)) <= mostIdle {
		*st = Stream{Quotes: st.Quotes, made: st.made[:0]}
		streams.Put(st)
	}
}

// Fact reports whether a concept is a fact that is known beside the words.
func (st *Stream) Fact(c lexis.Concept) bool { return slices.Contains(st.Facts, c) }

// mute forgets what was found in the site's own lines.
func (st *Stream) mute() {
	if !slices.ContainsFunc(st.Passages, func(p Passage) bool { return p.Site }) {
		return // most texts
	}
	for c := range st.Occs {
		st.Occs[c] = slices.DeleteFunc(st.Occs[c], func(o tokens.Occurrence) bool { return st.Passages[st.Tokens[o.First].Passage].Site })
	}
}
