package similar

import "cmp"

// asked is a picture that is asked for, on its way to be laid upon those that its hashes are near to.
type asked struct {
	picture *Picture
	own     view    // its sketch
	details bool    // there are enough of them to tell
	fits    []found // so far: pictures of one scene have theirs in common
	looks   int     // how many were looked for
}

// found is a fit that was found, and how far what it was found for agrees.
type found struct {
	fit       fit
	agreement float64
}

const (
	fewDetails = sketchCells / 20 // below it sketches tell nothing
	mostLooks  = 64               // fits that are looked for in all for one picture; each takes some milliseconds
	firstLooks = 6                // of these, such as are looked for in any case, so that the best becomes known
	sameFit    = 0.02             // share of the sides by which two fits differ at most that count as one
)

// candidate is a picture of the album whose hashes are near.
type candidate struct {
	id        ID
	distance  int
	picture   *Picture
	fit       fit
	agreement float64
	details   bool // the sketch has enough of them, and a fit was looked for
}

func ask(p *Picture) *asked {
	q := &asked{picture: p}
	var c cells
	p.Sketch.unpack(&c)
	for i, v := range c {
		q.own[i] = steps * v
	}
	q.details = c.details() >= fewDetails
	return q
}

// begin returns how the two parts lie whose hashes are nearest.
func (q *asked) begin(p *Picture) fit {
	best, one, other := hashBits+1, 0, 0
	for i, h := range q.picture.Whole[:min(len(q.picture.Whole), len(q.picture.Sketch.Parts))] {
		for k, g := range p.Whole[:min(len(p.Whole), len(p.Sketch.Parts))] {
			if d := h.Distance(g); d < best {
				best, one, other = d, i, k
			}
		}
	}
	if best > hashBits {
		return fit{line{1, 0}, line{1, 0}}
	}
	return onto(q.picture.Sketch.Parts[one], p.Sketch.Parts[other])
}

// align finds out how a candidate lies upon the picture that is asked for. ground is the agreement from which on it does.
func (q *asked) align(c *candidate, ground float64) {
	var cells cells
	c.picture.Sketch.unpack(&cells)
	if cells.details() < fewDetails {
		return
	}
	for _, f := range q.fits {
		if v := q.try(f.fit, c.picture.Sketch, &cells); v > c.agreement {
			c.fit, c.agreement, c.details = f.fit, v, true
		}
	}
	if c.agreement >= ground && q.looks >= firstLooks || q.looks >= mostLooks {
		return
	}
	q.looks++
	c.details = true
	if f, v := q.search(q.begin(c.picture), c.picture.Sketch, &cells); v > c.agreement {
		c.fit, c.agreement = f, v
	}
	if c.agreement >= ground {
		q.keep(found{c.fit, c.agreement})
	}
}

// keep remembers a fit, in place of a worse one that is nearly the same.
func (q *asked) keep(f found) {
	for i := range q.fits {
		if g := &q.fits[i]; g.fit.near(f.fit) {
			if f.agreement > g.agreement {
				*g = f
			}
			return
		}
	}
	q.fits = append(q.fits, f)
}

func (f fit) near(g fit) bool { return f.x.near(g.x) && f.y.near(g.y) }

func (l line) near(m line) bool {
	begin := l.shift - m.shift
	end := begin + l.scale - m.scale
	return max(begin, -begin, end, -end) <= sameFit
}

// try returns how far a sketch agrees where it is laid so.
func (q *asked) try(f fit, s *Sketch, c *cells) float64 {
	var v view
	f.look(q.picture.Sketch.Part, s.Part, c, &v)
	return q.own.agreement(&v)
}

// How a fit is searched for, in shares of the sides: crops that are hashed lie at most half a crop's width from any that is
// possible, a shift of 2.5 %; then by ever smaller steps uphill, to a third of a cell.
const (
	reach      = 3
	shiftStep  = 0.008
	firstClimb = 0.006
	lastClimb  = 0.0015
)

// search returns the fit near the one given where a sketch agrees best, and how far it does.
func (q *asked) search(begin fit, s *Sketch, c *cells) (best fit, most float64) {
	for dy := -reach; dy <= reach; dy++ {
		for dx := -reach; dx <= reach; dx++ {
			f := begin
			f.x.shift += float64(dx) * shiftStep
			f.y.shift += float64(dy) * shiftStep
			if v := q.try(f, s, c); v > most {
				best, most = f, v
			}
		}
	}
	if most == 0 {
		return begin, 0
	}
	return q.climb(best, most, firstClimb, s, c)
}

// climb goes uphill from a fit by ever smaller steps.
func (q *asked) climb(best fit, most, step float64, s *Sketch, c *cells) (fit, float64) {
	for ; step >= lastClimb; step /= 2 {
		for higher := true; higher; {
			higher = false
			for _, f := range best.neighbours(step) {
				if v := q.try(f, s, c); v > most {
					best, most, higher = f, v, true
				}
			}
		}
	}
	return best, most
}

// neighbours returns the fits that are a step away: shifted, and scaled about the middle.
func (f fit) neighbours(step float64) (out [8]fit) {
	for i := range out {
		d := step
		if i%2 == 0 {
			d = -step
		}
		g := f
		l := &g.x
		if i >= 4 {
			l = &g.y
		}
		if i/2%2 == 0 {
			l.shift += d
		} else {
			l.scale += d
			l.shift -= d / 2
		}
		out[i] = g
	}
	return out
}

// nearest orders candidates.
func (c *candidate) compare(d *candidate) int {
	return cmp.Or(cmp.Compare(c.distance, d.distance), cmp.Compare(c.id, d.id))
}
