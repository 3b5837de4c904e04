// Package numbers finds the numbers of Indonesian identity papers in texts and judges how likely they are meant as such: by
// their digits, by the words beside them, by the head of their table and by what else stands in their column. It reads no
// clock, no disk and no network: reference date and regions are passed in.
package numbers

import (
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"time"

	"ronda/detect/digits"
	"ronda/detect/ident"
	"ronda/detect/papers"
	"ronda/detect/tables"
	"ronda/rules"
)

// Scanner finds identity numbers in text. It is safe for concurrent use.
type Scanner struct {
	regions *rules.Regions
	codes   *codes
	seed    maphash.Seed
	secret  uint64 // odd; what is kept of a number between parts is kept under seed or secret
}

// NewScanner returns a scanner that judges regions by the given table.
func NewScanner(regions *rules.Regions) *Scanner {
	return &Scanner{regions: regions, codes: newCodes(regions), seed: maphash.MakeSeed(), secret: rand.Uint64() | 1}
}

// Scan finds the numbers in text, in order and without overlap, in time linear in its length. asOf is the day when the
// text was seen: no number tells of a day after it. The zero time sets no limit.
func (s *Scanner) Scan(text string, asOf time.Time) []ident.Match { return s.scan(text, nil, asOf) }

// ScanPart is Scan for a text that comes in parts, cut at ends of lines: ctx carries what the parts before said. What is
// found is what Scan finds in the whole, except that a number without a label is judged by the rows of its column up to
// the end of this part, not by those behind it.
func (s *Scanner) ScanPart(text string, ctx *Context, asOf time.Time) []ident.Match {
	return s.scan(text, ctx, asOf)
}

// scan reads a part, or with no context a whole text.
func (s *Scanner) scan(text string, ctx *Context, asOf time.Time) []ident.Match {
	l := digits.Borrow()
	defer l.Return()
	l.Sweep(text, leastDigits)
	var out []ident.Match
	if ctx != nil || len(l.Hot) > 0 { // most texts hold no number that is long enough
		p := s.reader(l, text, ctx, asOf)
		p.candidates()
		out = p.matches()
		p.release()
	}
	found := papers.MachineLines(text)
	if ctx != nil {
		found = ident.Merge(found, papers.Passports(text, &ctx.passports))
	} else if l.Most >= papers.PassportDigits {
		found = ident.Merge(found, papers.Passports(text, new(bool)))
	}
	return ident.Merge(ident.Merge(out, found), s.masked(text, l.Starred))
}

// foot remembers a header that stands at the end of a part: its rows are in the next one.
func (x *Context) foot(text string, least int) {
	if h, ok := tables.HeaderAbove(text, least, len(text)); ok {
		x.header = h
	}
}

// codes are those of the regions in use, those retired included.
type codes struct {
	provinces [100]bool
	regencies [10_000]bool
	districts [1_000_000/64 + 1]uint64
}

func newCodes(regions *rules.Regions) *codes {
	c := &codes{}
	for n := range c.provinces {
		_, c.provinces[n] = regions.Lookup(fmt.Sprintf("%02d", n))
	}
	for n := range c.regencies {
		if _, c.regencies[n] = regions.Lookup(fmt.Sprintf("%04d", n)); !c.regencies[n] {
			continue
		}
		for k := 100 * n; k < 100*(n+1); k++ {
			if _, ok := regions.Lookup(fmt.Sprintf("%06d", k)); ok {
				c.districts[k/64] |= 1 << (k % 64)
			}
		}
	}
	return c
}

// province, regency and district report whether digits begin with the code of one.
func (c *codes) province(d []byte) bool { return c.provinces[number(d[:2])] }

func (c *codes) regency(d []byte) bool { return c.regencies[number(d[:4])] }

func (c *codes) district(d []byte) bool {
	n := number(d[:6])
	return c.districts[n/64]&(1<<(n%64)) != 0
}

// number is what a few digits mean.
func number(digits []byte) (n int) {
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}
