package numbers

import (
	"math"
	"math/bits"
	"slices"

	"ronda/detect/ident"
	"ronda/detect/tables"
)

// Context is what earlier parts of a text said of its columns and its header, for judging the parts that follow. The zero
// value is that of a text's beginning. It holds no number in clear, stays small however long the text is, and is not safe
// for concurrent use.
type Context struct {
	columns map[columnKey]*column
	header  tables.Header
	named   bool // a word for population numbers stands somewhere

	passports bool // a column of passport numbers was named
	packed    []packedPlace

	spare []*column // of texts before, empty
}

// mostSpare is how many columns are kept for the next text.
const mostSpare = 64

// reset forgets all but the room that was taken.
func (x *Context) reset() {
	for _, col := range x.columns {
		*col = column{}
		x.spare = append(x.spare, col)
	}
	clear(x.columns)
	*x = Context{columns: x.columns, packed: x.packed[:0], spare: x.spare}
}

// mostColumns bounds the columns that a Context tells apart. What comes beyond is judged by itself.
const mostColumns = 1024

// columnKey tells columns apart: by the name in front of the value, or by the place in the row.
type columnKey uint64

func keyOf(kind byte, a, b, c int) columnKey {
	return columnKey(kind)<<56 | columnKey(a&0xff)<<48 | columnKey(b&0xffff)<<24 | columnKey(c&0xffff)
}

// column counts the numbers of 16 digits of one column, repeated ones once as far as they are remembered.
type column struct {
	seen   int // all
	places int // that begin with a regency in use
	valid  int // of these, that hold a date too
	women  int // of these, with a day above 40
	grown  int // men's, with a year that no number made from a date of our days has
	past   int // of these, with a year that no minute or second has
	little int // men's, with a small serial
	nobody int // other men's, with a year in which next to nobody alive was born
	strays int // other men's, with a serial that is neither small nor such as examples have
	issued int // whose date can be that of a family card
	born   int // beside which the same date is written out
	named  int // in rows with words
	cards  int // with the beginning and the check digit of payment cards
	others int // beside a word for another number
	dates  dateSet
	years  [2]uint64 // set of those that count as past
	year   int       // the last man's
	falls  int       // men whose year is before that of the man in front
	days   uint32    // set of all
	even   int       // that follow the one before at the same distance as that one its own
	last   uint64    // times the scanner's secret
	step   uint64

	recent [64]uint32 // digests of numbers that were counted last
	next   int

	odds   float64 // what people returned last
	judged bool    // and nothing was added since
}

// dateSet knows how many different dates there are among the first ones.
type dateSet struct {
	bits [16]uint64
	n    int // dates that were added while there was room
}

func (s *dateSet) add(d ident.Date) {
	const room = 128
	if s.n >= room {
		return
	}
	s.n++
	day := d.Day + d.Month*31 + d.Year*372
	if d.Woman {
		day += 37_200
	}
	h := uint32(day) * 2654435761 >> 22
	s.bits[h/64] |= 1 << (h % 64)
}

// different returns the number of different dates, a few less than there are where many are in the set.
func (s *dateSet) different() int {
	n := 0
	for _, b := range s.bits {
		n += bits.OnesCount64(b)
	}
	return n
}

// add counts a number, unless its digest is one of the last ones. The secret is odd: differences stay equal under it.
func (c *column) add(n *candidate, digest uint32, secret uint64) {
	if slices.Contains(c.recent[:min(c.next, len(c.recent))], digest) {
		return
	}
	c.recent[c.next%len(c.recent)] = digest
	c.next++
	c.seen++
	c.judged = false
	value := uint64(0)
	for _, d := range n.digits {
		value = value*10 + uint64(d-'0')
	}
	value *= secret
	if step := value - c.last; step == c.step {
		c.even++
	} else {
		c.step = step
	}
	c.last = value
	if !n.placed {
		return
	}
	c.places++
	if n.label > tables.NPWP {
		c.others++
	}
	if beginsCard(n.digits) && ident.Luhn(n.digits) {
		c.cards++
	}
	if !n.dated {
		return
	}
	c.valid++
	c.dates.add(n.date)
	c.days |= 1 << n.date.Day
	if n.date.Woman {
		c.women++
	} else {
		c.addMan(n)
	}
	if n.issued {
		c.issued++
	}
	if n.born {
		c.born++
	}
	if n.wordy {
		c.named++
	}
}

// addMan counts what a man's date and serial tell from those of made numbers.
func (c *column) addMan(n *candidate) {
	const (
		noMinute    = 60 // the first year that is no minute, second or hour
		oldest      = 45 // next to nobody alive was born between the years ahead of us and this one
		smallSerial = 50
		noSerial    = 2000 // examples have those beyond: see docs/labels.md
	)
	if n.grown {
		c.grown++
	}
	year := n.date.Year
	if year < c.year {
		c.falls++
	}
	c.year = year
	if year >= noMinute {
		c.past++
		c.years[year/64] |= 1 << (year % 64)
	}
	serial := number(n.digits[12:])
	if serial <= smallSerial {
		c.little++
		return
	}
	if n.ahead && year < oldest {
		c.nobody++
	}
	if serial <= noSerial {
		c.strays++
	}
}

// What is judged to be people needs three at least, unless the column has a name.
const noLabel = -6.5

// people returns the log-odds that the column's numbers are people's, without any name for them. Five other things are
// held against it, the likeliest counts: numbers that begin like a regency by chance or by a fixed prefix, of which the
// fourteenth part holds a date; numbers made from a date of our days, which have no women and no years before ours; those
// made from a date and time or from a day and a count (see made); numbers that run on, whose dates repeat; and payment
// cards, whose check digits are right.
func (c *column) people() float64 {
	if !c.judged {
		c.odds, c.judged = c.weigh(), true
	}
	return c.odds
}

func (c *column) weigh() float64 {
	if c.valid == 0 {
		return noLabel
	}
	valid, wrong := float64(c.valid), float64(c.places-c.valid)
	const byChance = 0.073
	chance := math.Inf(-1)
	for _, share := range []float64{0.97, 0.6} { // a clean column, and one mixed with others
		chance = max(chance, valid*math.Log(share/byChance)+wrong*math.Log((1-share)/(1-byChance)))
	}
	women, grown := float64(c.women), float64(c.grown)
	young := valid - women - grown
	dated := -math.Log(valid+1) + 6*women + 3*grown - 1.08*young
	if c.valid >= 3 && bits.OnesCount32(c.days) < min(6, 1+c.valid/3) {
		dated = -12 // a fixed part of the number only looks like a day
	}
	different := float64(c.dates.different())
	running := 3*(different-1) - 2*(float64(c.dates.n)-different)
	if c.dates.n > 24 && different < 0.3*float64(c.dates.n) || c.even*2 > c.seen {
		running = -20
	}
	beside := min(6*float64(c.born), 12) + min(0.6*float64(c.named), 1.8)
	cards := 4.6*float64(c.places-c.cards) - 2.3*float64(c.cards) - 3
	return min(12, noLabel+1+chance, dated-2, c.made(), running-4.5, cards) + min(beside, 8)
}

// made weighs people against numbers of a date and time, and of a day and month and a count or anything. Neither has a
// woman's days. For men alone, a list of drivers or soldiers, their years must speak: no minute or second is 60, a count
// that passes 60 stays near there, and what is random is as often a year in which nobody was born; but serials of people
// are small.
func (c *column) made() float64 {
	women, men, past := float64(c.women), float64(c.valid-c.women), float64(c.past)
	years := bits.OnesCount64(c.years[0]) + bits.OnesCount64(c.years[1])
	if years < min(8, 1+c.past/4) || c.past >= 8 && c.falls*8 < c.past && c.little*2 < c.past {
		past = 0 // a count
	}
	time := 6*women + 2.5*past - 0.7*(men-past) + 1
	anything := 6*women + 2*float64(c.little) + 0.35*(men-float64(c.little)) - 3.6*float64(c.nobody) - 3*float64(c.strays)
	return min(time, anything)
}

// families returns the log-odds that the column holds family cards rather than people: no women, dates of our century.
func (c *column) families() float64 {
	other := c.valid - c.women - c.issued
	return -8*float64(c.women) + 1.7*float64(c.issued) - 1.9*float64(other)
}

// despite reports whether a word for another number beside one of the column's is chance: somebody's name, as a rule.
func (c *column) despite() bool {
	return c != nil && c.valid >= 8 && c.others*4 < c.places && c.people() > 4
}

// overwhelming reports whether the column holds people whatever it is called.
func (c *column) overwhelming() bool {
	return c.valid >= 30 && c.valid*20 >= c.places*19 && c.women*5 >= c.valid && c.women*5 <= c.valid*4 && c.grown*5 >= c.valid && c.people() > 5
}
