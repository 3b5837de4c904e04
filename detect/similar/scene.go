package similar

import (
	"cmp"
	"math"
	"slices"
)

// verdict is what sketches say of a picture whose hashes are near.
type verdict byte

const (
	unknown verdict = iota // nothing: there are none, or they are too plain
	unlike                 // it has no ground in common
	other                  // it shows something else on the same ground
	like                   // it shows the same ground, and there is too little to compare it with
	copied                 // the same, and everywhere alike
	likely                 // it shows what sets this picture apart from the few others of its scene
	same                   // the same, from many others, or it is everywhere alike too
)

const (
	sampled    = 256 // pictures of a scene from which is learned what it looks like
	neighbours = 48  // nearest ones from which is learned what sets a picture apart
	judged     = 16  // nearest ones that are looked at closely
	closest    = 16  // of the neighbours, such as are most like the one that is looked at: they have most in common with it
	fewest     = 3   // other pictures that have to show a scene
	many       = 8   // from which on it is known well
)

// judge lays the pictures that are near by their hashes upon the one that is asked for, and tells which of them show the same.
//
// Pictures of one scene, or pages of one form, agree nearly everywhere. So what they have in common is taken away first: the mean of
// the nearest pictures that lie alike, but for copies. What is left is what sets a picture apart, and is all that has to agree.
func (a *Album) judge(p *Picture, list []candidate) map[ID]verdict {
	if p.Sketch == nil {
		return nil
	}
	q := ask(p)
	if !q.details {
		return nil
	}
	list = slices.DeleteFunc(list, func(c candidate) bool { return c.picture.Sketch == nil })
	slices.SortFunc(list, func(c, d candidate) int { return c.compare(&d) })
	verdicts := make(map[ID]verdict, len(list))
	ground := list[:0]
	for i := range list {
		c := &list[i]
		q.align(c, a.limits.Ground)
		switch {
		case c.details && c.agreement < a.limits.Ground:
			verdicts[c.id] = unlike
		case c.details:
			ground = append(ground, *c)
		}
	}
	q.tellApart(ground, &a.limits, verdicts)
	return verdicts
}

// tellApart judges pictures that lie on the same ground.
func (q *asked) tellApart(ground []candidate, limits *Limits, verdicts map[ID]verdict) {
	near := q.nearest(ground)
	for i := range ground {
		verdicts[ground[i].id] = other
	}
	copies, all := 0, true // of those that are looked at closely: such as are everywhere alike, and whether all of them are copies
	for i := range near[:min(len(near), judged)] {
		n := &near[i]
		verdicts[n.id] = q.compare(n, near, limits)
		if n.copied {
			copies++
			all = all && (verdicts[n.id] == copied || verdicts[n.id] == same)
		}
	}
	// More copies than can be looked at closely, of a banner for instance: where being everywhere alike has told copies among the
	// nearest, it tells them among the others.
	if len(ground) <= judged || copies == 0 || !all {
		return
	}
	for i := range ground {
		if c := &ground[i]; verdicts[c.id] == other && q.own.everywhere(q.view(c)) {
			verdicts[c.id] = copied
		}
	}
}

// placed is a candidate as it lies upon the picture that is asked for.
type placed struct {
	id     ID
	view   *view
	apart  float64 // how far it agrees in what sets it apart from the scene
	copied bool    // it is everywhere like the picture that is asked for
}

// nearest returns those that agree most in what sets them apart from the scene, the first most.
func (q *asked) nearest(ground []candidate) []placed {
	var s scene
	for i := range min(len(ground), sampled) {
		s.add(q.view(&ground[i*len(ground)/min(len(ground), sampled)]))
	}
	s.done()
	near := make([]placed, len(ground))
	for i := range ground {
		near[i] = placed{id: ground[i].id, apart: s.agreement(&q.own, q.view(&ground[i]))}
	}
	place := make(map[ID]int, len(ground))
	for i := range ground {
		place[ground[i].id] = i
	}
	slices.SortFunc(near, func(p, o placed) int { return cmp.Or(cmp.Compare(o.apart, p.apart), cmp.Compare(p.id, o.id)) })
	near = near[:min(len(near), neighbours)]
	for i := range near {
		c := &ground[place[near[i].id]]
		if i < judged {
			q.refine(c)
		}
		near[i].view = q.view(c)
		near[i].copied = q.own.everywhere(near[i].view)
	}
	return near
}

// refine looks for a candidate's own fit near the one that it has in common with others.
func (q *asked) refine(c *candidate) {
	var cells cells
	c.picture.Sketch.unpack(&cells)
	c.fit, c.agreement = q.climb(c.fit, c.agreement, firstClimb/2, c.picture.Sketch, &cells)
}

func (q *asked) view(c *candidate) *view {
	var cells cells
	c.picture.Sketch.unpack(&cells)
	v := new(view)
	c.fit.look(q.picture.Sketch.Part, c.picture.Sketch.Part, &cells, v)
	return v
}

// compare judges one picture beside its neighbours.
func (q *asked) compare(n *placed, near []placed, limits *Limits) verdict {
	var s scene
	type rival struct {
		view  *view
		alike float64
	}
	others := make([]rival, 0, len(near))
	for i := range near {
		if o := &near[i]; o.id != n.id && !o.copied && !n.view.everywhere(o.view) {
			others = append(others, rival{o.view, n.view.agreement(o.view)})
		}
	}
	slices.SortStableFunc(others, func(v, w rival) int { return cmp.Compare(w.alike, v.alike) })
	for _, o := range others[:min(len(others), closest)] {
		s.add(o.view)
	}
	if len(others) >= fewest {
		s.done()
		switch {
		case s.agreement(&q.own, n.view) < limits.Apart:
			return other
		case n.copied || len(others) >= many:
			return same
		}
		return likely
	}
	switch v := q.own.agreement(n.view); {
	case v < limits.Agree:
		return other
	case n.copied:
		return copied
	}
	return like
}

// scene is what pictures have in common, cell by cell: the mean and how much they differ.
type scene struct{ mean, spread, count [sketchCells]float32 }

// assumed is the variance of a cell of which nothing is known, as much as that of one more picture.
const assumed = steps * steps / 4

func (s *scene) add(v *view) {
	for i, d := range v {
		if d != nothing {
			s.mean[i] += float32(d)
			s.spread[i] += float32(d) * float32(d)
			s.count[i]++
		}
	}
}

// done makes means and variances of the sums. A cell counts as nothing out of the ordinary in one more picture.
func (s *scene) done() {
	for i, n := range s.count {
		s.mean[i] /= n + 1
		s.spread[i] = (s.spread[i]+assumed)/(n+1) - s.mean[i]*s.mean[i]
	}
}

// agreement is how far two views agree in what sets them apart from the scene, 1 if in all. A cell weighs as much as it differs
// from picture to picture.
func (s *scene) agreement(a, b *view) float64 {
	var product, one, other float32
	for i, d := range b {
		if a[i] == nothing || d == nothing {
			continue
		}
		x, y, w := float32(a[i])-s.mean[i], float32(d)-s.mean[i], s.spread[i]
		product += w * x * y
		one += w * x * x
		other += w * y * y
	}
	if one <= 0 || other <= 0 {
		return 0
	}
	return float64(product) / math.Sqrt(float64(one)*float64(other))
}
