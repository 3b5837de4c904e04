package numbers

import (
	"cmp"
	"slices"

	"ronda/detect/digits"
	"ronda/detect/ident"
)

// Rows of fixed width have no separators: a number touches letters, or two numbers each other. Nothing but what most rows
// hold at one place sets a number apart there. The place is told by the run of digits, not by the row: names before it may
// have lost their spaces.

// packedShape tells runs of one kind: which of its line, and how long.
type packedShape struct{ place, length int }

// packedPlace is where in the runs of a shape a number begins.
type packedPlace struct {
	packedShape
	at int
}

func (p packedPlace) key() columnKey { return keyOf('f', p.place, p.length, p.at) }

const (
	leastPacked  = 3   // runs of one shape in which places are looked for
	packedShare  = 0.9 // of them that hold a number at the place, at least
	mostPacked   = 32  // places that are remembered from part to part
	packedLength = 16
)

// packedWindow is a number's place in the text.
type packedWindow struct {
	start int
	place packedPlace
}

// packedWindows returns where numbers stand in runs of digits that are not set apart, in order.
func (p *reader) packedWindows() []packedWindow {
	if p.digits.Most < packedLength {
		return nil
	}
	p.runs = p.digits.PackedRuns(p.text, packedLength, p.runs[:0])
	if len(p.runs) < leastPacked && len(p.ctx.packed) == 0 || len(p.runs) == 0 {
		return nil
	}
	shapes := map[packedShape][]int{}
	for _, r := range p.runs {
		s := packedShape{r.Place, r.End - r.Start}
		shapes[s] = append(shapes[s], r.Start)
	}
	var out []packedWindow
	for shape, starts := range shapes {
		for _, at := range p.places(shape, starts) {
			for _, start := range starts {
				out = append(out, packedWindow{start + at, packedPlace{shape, at}})
			}
		}
	}
	slices.SortFunc(out, func(a, b packedWindow) int { return cmp.Compare(a.start, b.start) })
	return out
}

// places returns where in the runs of one shape, which begin at starts, nearly all hold a number: those that an earlier part
// knew, else the best ones that do not overlap.
func (p *reader) places(shape packedShape, starts []int) (out []int) {
	for _, known := range p.ctx.packed {
		if known.packedShape == shape {
			out = append(out, known.at)
		}
	}
	if out != nil || len(starts) < leastPacked {
		return out
	}
	type share struct{ at, valid int }
	var good []share
	for at := 0; at+packedLength <= shape.length; at++ {
		valid := 0
		for k, start := range starts {
			if p.plausible(start + at) {
				valid++
			}
			if float64(k+1-valid) > (1-packedShare)*float64(len(starts)) {
				break
			}
		}
		if float64(valid) >= packedShare*float64(len(starts)) {
			good = append(good, share{at, valid})
		}
	}
	slices.SortStableFunc(good, func(a, b share) int { return b.valid - a.valid })
	for _, g := range good {
		if !slices.ContainsFunc(out, func(at int) bool { return max(at-g.at, g.at-at) < packedLength }) {
			out = append(out, g.at)
			if len(p.ctx.packed) < mostPacked {
				p.ctx.packed = append(p.ctx.packed, packedPlace{shape, g.at})
			}
		}
	}
	return out
}

// plausible reports whether the digits at text[start] begin with a regency in use and hold a date.
func (p *reader) plausible(start int) bool {
	d := []byte(p.text[start : start+packedLength])
	if !p.scanner.codes.regency(d) {
		return false
	}
	_, ok := ident.ReadDate(d)
	return ok
}

// unpack makes candidates of the windows that begin before text[to], and returns the others.
func (p *reader) unpack(windows []packedWindow, to int) []packedWindow {
	for len(windows) > 0 && windows[0].start < to {
		w := windows[0]
		windows = windows[1:]
		end := w.start + packedLength
		c := candidate{digits: []byte(p.text[w.start:end]), header: -1, neat: true, packed: w.place.key()}
		c.match.Start, c.match.End = w.start, end
		c.placed = p.scanner.codes.regency(c.digits)
		c.date, c.dated = ident.ReadDate(c.digits)
		p.locate(&c)
		p.scanner.judge(p.digits, digits.Chunk{}, &c, p.asOf)
		p.found = append(p.found, c)
	}
	return windows
}

// order sorts the candidates, of which those in a run of digits may have been found twice and out of turn.
func (p *reader) order() {
	if !slices.ContainsFunc(p.found, func(c candidate) bool { return c.packed != 0 }) {
		return
	}
	slices.SortStableFunc(p.found, func(a, b candidate) int { return cmp.Compare(a.match.Start, b.match.Start) })
	kept := p.found[:0]
	for k := range p.found {
		c := p.found[k]
		if n := len(kept); n > 0 && c.match.Start < kept[n-1].match.End {
			if c.packed != 0 && kept[n-1].packed == 0 {
				kept[n-1] = c
			}
			continue
		}
		kept = append(kept, c)
	}
	clear(p.found[len(kept):])
	p.found = kept
}
