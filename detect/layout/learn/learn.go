// Package learn makes layouts: from a few pictures that each show a card or page of it, which is what operators add, or from many grids
// of edges, of which the files in rules/layouts are made. What sets a layout apart from everything else that lies in quads is a linear
// discriminant against a background. All functions are safe for concurrent use.
package learn

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/picture"
	"ronda/detect/quad"
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

// Errors of Layout about single pictures.
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
	grid descriptor.Grid
}

// Layout makes a layout from pictures that each show one card or page of it, lying as people read it or upside down, on a ground
// or cropped; its vote is one of those that are known. It tells what of each picture was used, and fails when fewer than LeastReferences
// are of use. It never panics, whatever the bytes are: picture.ErrPanic is among its errors.
func Layout(known []rules.Layout, name, document string, pictures [][]byte) (l rules.Layout, used []Reference, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %T", picture.ErrPanic, v)
		}
	}()
	used = make([]Reference, len(pictures))
	looked := make([]*picture.Picture, len(pictures))
	options := make([][]option, len(pictures))
	decoder := picture.NewDecoder()
	for i, data := range pictures {
		if looked[i], used[i].Err = decoder.Decode(data, descriptor.Side); used[i].Err != nil {
			continue
		}
		if options[i] = optionsOf(looked[i]); len(options[i]) == 0 {
			used[i].Err = errPlain
		}
	}
	chosen, turned := agree(options)
	var grids []descriptor.Grid
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
		at := options[i][k].quad
		used[i].Quad = quad.Displayed(turned[i].Own(at), looked[i])
		w, h := quad.Sides(at)
		aspect += w / h
		g, hs, err := unsteadily(random, looked[i], at, turned[i])
		if err != nil {
			return l, used, err
		}
		grids, hashes = append(grids, g...), append(hashes, hs)
	}
	if len(hashes) < LeastReferences {
		return l, used, fmt.Errorf("%d of %d pictures can be used, and a layout needs %d", len(hashes), len(pictures), LeastReferences)
	}
	l = rules.Layout{Name: name, Document: document, Version: 1, Aspect: math.Round(1000*min(max(aspect/float64(len(hashes)), 1), 3)) / 1000, Vote: voteFor(known, document)}
	background, err := ReadBackground(rules.LayoutBackground())
	if err != nil {
		return l, used, err
	}
	if err := background.Discriminant(&l, grids); err != nil {
		return l, used, err
	}
	CommonHash(&l, hashes)
	return l, used, nil
}

// voteFor is that of the document's other layouts, the most cautious of them, or of all where it has none.
func voteFor(known []rules.Layout, document string) rules.Vote {
	cautious := func(among func(*rules.Layout) bool) (v rules.Vote) {
		for i := range known {
			if l := &known[i]; among(l) && l.Vote.Bias < v.Bias {
				v = l.Vote
			}
		}
		return v
	}
	if v := cautious(func(l *rules.Layout) bool { return l.Document == document }); v.Bias < 0 {
		return v
	}
	if v := cautious(func(*rules.Layout) bool { return true }); v.Bias < 0 {
		return v
	}
	return rules.Vote{Bias: -11, Likeness: 14}
}

// optionsOf returns the places of a picture that are large enough, the likeliest first.
func optionsOf(p *picture.Picture) (out []option) {
	levels := quad.NewPyramid(p.Luma)
	var face descriptor.Face
	var sums descriptor.Sums
	for _, c := range cards.Find(p) {
		q := c.Quad
		w, h := quad.Sides(q)
		if w < h {
			q = quad.Rolled(q)
		}
		if quad.Area(q[:]) < leastOfView*float64(p.Luma.W*p.Luma.H) {
			continue
		}
		face.Rectify(levels, q)
		if face.Plain() {
			continue
		}
		sums.Measure(&face)
		o := option{quad: q}
		o.grid.Measure(&sums, descriptor.Whole)
		out = append(out, o)
	}
	return out
}

// agree chooses of each picture the place and turn that is most like what was chosen of the others; -1 for none. The first
// picture's places are tried one after the other, and that is kept which the others agree with best.
func agree(options [][]option) (chosen []int, turned []quad.Turn) {
	best := math.Inf(-1)
	first := 0
	for first < len(options)-1 && len(options[first]) == 0 {
		first++
	}
	for k := range options[first] {
		picks, turns := make([]int, len(options)), make([]quad.Turn, len(options))
		mean := options[first][k].grid
		sum := 0.0
		for round := range 2 {
			next := descriptor.Grid{}
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
						next[c] += options[i][at].grid[descriptor.Cell(how, c)]
					}
				}
			}
			next.Normalise()
			mean = next
		}
		if sum > best {
			best, chosen, turned = sum, picks, turns
		}
	}
	if chosen == nil {
		chosen, turned = make([]int, len(options)), make([]quad.Turn, len(options))
		for i := range chosen {
			chosen[i] = -1
		}
	}
	return chosen, turned
}

// nearest returns the option that is most like a grid, upright or upside down, and their correlation.
func nearest(g *descriptor.Grid, of []option) (at int, how quad.Turn, like float64) {
	at, like = -1, math.Inf(-1)
	for k := range of {
		for _, t := range []quad.Turn{quad.Upright, quad.UpsideDown} {
			var sum float64
			for c := range g {
				sum += float64(g[c] * of[k].grid[descriptor.Cell(t, c)])
			}
			if sum > like {
				at, how, like = k, t, sum
			}
		}
	}
	return at, how, like
}

// unsteadily measures a reference many times with its corners a little off, as finders are.
func unsteadily(random *rand.Rand, p *picture.Picture, at cards.Quad, turned quad.Turn) (grids []descriptor.Grid, hashed [4]uint64, err error) {
	levels := quad.NewPyramid(p.Luma)
	var face descriptor.Face
	var sums descriptor.Sums
	var seen descriptor.Grid
	w, _ := quad.Sides(at)
	for k := range unsteady {
		q := at
		for i := range q {
			if k > 0 {
				q[i][0] += random.NormFloat64() * unsteadyBy * w
				q[i][1] += random.NormFloat64() * unsteadyBy * w
			}
		}
		face.Rectify(levels, q)
		sums.Measure(&face)
		seen.Measure(&sums, descriptor.Whole)
		var g descriptor.Grid
		for c := range g {
			g[c] = seen[descriptor.Cell(turned, c)]
		}
		grids = append(grids, g)
		if k == 0 {
			if hashed, err = descriptor.Hash(levels, q, turned); err != nil {
				return nil, hashed, err
			}
		}
	}
	return grids, hashed, nil
}
