package layout

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/cards"
	"ronda/detect/picture"
	"ronda/rules"
)

// LeastReferences is how many pictures a layout is learned from at the least.
const LeastReferences = 3

const (
	likeOthers  = 0.35 // correlation with the other references from which a picture counts as one of the layout
	unsteady    = 16   // times that each reference is looked at with corners a little off
	unsteadyBy  = 0.012
	leastOfView = 0.1 // share of the picture that a reference takes at the least
)

// Errors of Learn about single pictures.
var (
	errPlain  = errors.New("it is too plain to learn from")
	errUnlike = errors.New("it shows no card or page that is like those of the other pictures")
)

// A Reference is what became of a picture that a layout was to be learned from.
type Reference struct {
	Quad [][2]int // where the card or page lies in the displayed picture
	Err  error    // why the picture was not used
}

// option is a place in a picture that the layout may be learned from.
type option struct {
	quad cards.Quad
	grid grid
}

// Learn makes a layout from pictures that each show one card or page of it, lying as people read it or upside down, on a ground
// or cropped. It tells what of each picture was used, and fails when fewer than LeastReferences are of use.
func (r *Recogniser) Learn(name, document string, pictures [][]byte) (l rules.Layout, used []Reference, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %T", ErrPanic, v)
		}
	}()
	used = make([]Reference, len(pictures))
	looked := make([]*picture.Picture, len(pictures))
	options := make([][]option, len(pictures))
	for i, data := range pictures {
		if looked[i], used[i].Err = r.decoder.Decode(data, side); used[i].Err != nil {
			continue
		}
		if options[i] = optionsOf(looked[i]); len(options[i]) == 0 {
			used[i].Err = errPlain
		}
	}
	chosen, turned := agree(options)
	var grids []grid
	var hashes [][4]uint64
	aspect := 0.0
	random := rand.New(rand.NewPCG(1, 1))
	for i, k := range chosen {
		if used[i].Err != nil {
			continue
		}
		if k < 0 {
			used[i].Err = errUnlike
			continue
		}
		at := place{quad: options[i][k].quad, turn: turned[i]}
		used[i].Quad = at.corners(looked[i])
		w, h := sides(at.quad)
		aspect += w / h
		g, hs, err := unsteadily(random, looked[i], &at)
		if err != nil {
			return l, used, err
		}
		grids, hashes = append(grids, g...), append(hashes, hs)
	}
	if len(hashes) < LeastReferences {
		return l, used, fmt.Errorf("%d of %d pictures can be used, and a layout needs %d", len(hashes), len(pictures), LeastReferences)
	}
	l = rules.Layout{Name: name, Document: document, Version: 1, Aspect: math.Round(1000*min(max(aspect/float64(len(hashes)), 1), 3)) / 1000, Vote: r.voteFor(document)}
	background, err := readBackground(rules.LayoutBackground())
	if err != nil {
		return l, used, err
	}
	if err := background.discriminant(&l, grids); err != nil {
		return l, used, err
	}
	commonHash(&l, hashes)
	return l, used, nil
}

// voteFor is that of the document's other layouts, the most cautious of them, or of all where it has none.
func (r *Recogniser) voteFor(document string) rules.Vote {
	cautious := func(among func(*reference) bool) (v rules.Vote) {
		for i := range r.layouts {
			if l := &r.layouts[i]; among(l) && l.vote.Bias < v.Bias {
				v = l.vote
			}
		}
		return v
	}
	if v := cautious(func(l *reference) bool { return l.document == document }); v.Bias < 0 {
		return v
	}
	if v := cautious(func(*reference) bool { return true }); v.Bias < 0 {
		return v
	}
	return rules.Vote{Bias: -11, Likeness: 14}
}

// optionsOf returns the places of a picture that are large enough, the likeliest first.
func optionsOf(p *picture.Picture) (out []option) {
	levels := newPyramid(p.Luma)
	s := new(scratch)
	for _, c := range cards.Find(p) {
		q := c.Quad
		w, h := sides(q)
		if w < h {
			q = rolled(q)
		}
		if area(q[:]) < leastOfView*float64(p.Luma.W*p.Luma.H) {
			continue
		}
		levels.rectify(q, &s.face)
		if s.face.plain() {
			continue
		}
		s.tally.measure(&s.face)
		o := option{quad: q}
		o.grid.measure(&s.tally, whole)
		out = append(out, o)
	}
	return out
}

// agree chooses of each picture the place and turn that is most like what was chosen of the others; -1 for none. The first
// picture's places are tried one after the other, and that is kept which the others agree with best.
func agree(options [][]option) (chosen []int, turned []turn) {
	best := math.Inf(-1)
	first := 0
	for first < len(options)-1 && len(options[first]) == 0 {
		first++
	}
	for k := range options[first] {
		picks, turns := make([]int, len(options)), make([]turn, len(options))
		mean := options[first][k].grid
		sum := 0.0
		for round := range 2 {
			next := grid{}
			sum = 0
			for i := range options {
				at, how, like := nearest(&mean, options[i])
				picks[i], turns[i] = at, how
				if round == 1 && like < likeOthers {
					picks[i] = -1
					continue
				}
				sum += like
				if at >= 0 {
					for c := range next {
						next[c] += options[i][at].grid[how.cell(c)]
					}
				}
			}
			next.normalise()
			mean = next
		}
		if sum > best {
			best, chosen, turned = sum, picks, turns
		}
	}
	if chosen == nil {
		chosen, turned = make([]int, len(options)), make([]turn, len(options))
		for i := range chosen {
			chosen[i] = -1
		}
	}
	return chosen, turned
}

// nearest returns the option that is most like a grid, upright or upside down, and their correlation.
func nearest(g *grid, of []option) (at int, how turn, like float64) {
	at, like = -1, math.Inf(-1)
	for k := range of {
		for _, t := range []turn{upright, upsideDown} {
			var sum float64
			for c := range g {
				sum += float64(g[c] * of[k].grid[t.cell(c)])
			}
			if sum > like {
				at, how, like = k, t, sum
			}
		}
	}
	return at, how, like
}

// unsteadily measures a reference many times with its corners a little off, as finders are.
func unsteadily(random *rand.Rand, p *picture.Picture, at *place) (grids []grid, hashed [4]uint64, err error) {
	levels := newPyramid(p.Luma)
	s := new(scratch)
	w, _ := sides(at.quad)
	for k := range unsteady {
		q := at.quad
		for i := range q {
			if k > 0 {
				q[i][0] += random.NormFloat64() * unsteadyBy * w
				q[i][1] += random.NormFloat64() * unsteadyBy * w
			}
		}
		levels.rectify(q, &s.face)
		s.tally.measure(&s.face)
		s.grid.measure(&s.tally, whole)
		var g grid
		for c := range g {
			g[c] = s.grid[at.turn.cell(c)]
		}
		grids = append(grids, g)
		if k == 0 {
			if hashed, err = levels.hash(q, at.turn); err != nil {
				return nil, hashed, err
			}
		}
	}
	return grids, hashed, nil
}
