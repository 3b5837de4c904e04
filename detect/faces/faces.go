// Package faces finds out whether somebody's face is in a picture. It tells no face from another, and keeps nothing of one.
//
// A cascade made for photographs of whole faces (see cascade/README.md) judges windows of many sizes. What makes it fit for
// people who hold a card, and for drawings: each half of a window is judged with its mirror image, since a hand or the card
// often hides the other; what falls just short of a limit is looked at more closely; and places with the colour of skin are
// judged again with dark spots widened, since plain drawings have dots where photographs have sockets.
package faces

import (
	"image"
	"slices"
	"sync"

	"ronda/detect/picture"
)

// A Face is where a face seems to be.
type Face struct {
	X, Y  float64 // its middle in luma pixels
	Size  float64 // height from the brows to the chin in luma pixels; it is about as wide
	Score float64 // the limit of what counts as a face is 1; a clear face in a photograph has 5 and more, no face 0
}

// A Search says where in a picture to look, and for what.
type Search struct {
	Region   image.Rectangle         // of the luma plane
	From, To float64                 // sizes in luma pixels
	Turns    []int                   // quarters by which heads may be turned clockwise, likeliest first; 0 is upright
	Skip     func(x, y float64) bool // places that are no middle of a face; nil: none
}

// Measures of the search. Tuned on drawn selfies and on cards in hands; the figures stand in docs/decisions/0028.
const (
	side    = 24  // pixels of a window: the picture is shrunk until a face fits
	fewest  = 20  // pixels of a face that can be told from anything else
	growth  = 1.2 // of sizes
	least   = 0.1 // of the whole picture's variance, which a window must have
	toned   = 0.5 // of a window's places, which have the colour of skin where drawings are looked for
	agree   = 0.3 // overlap from which windows mean the same face
	closely = 3   // places that are looked at closely
	around  = 3   // pixels about them
)

// A manner is a way to look at windows.
type manner struct {
	drawn  bool    // only at the colour of skin, with dark spots widened
	stride int     // pixels between windows
	limit  float64 // mean of all windows around a place from which it is a face
}

var manners = []manner{{stride: 2, limit: 0.6}, {drawn: true, stride: 2, limit: 0.3}}

// builtin reads the cascade that is part of the program, once.
var builtin = sync.OnceValue(func() *cascade {
	c, err := readCascade(facefinder)
	if err != nil {
		panic(err) // the program was built from other bytes than the tests
	}
	return c
})

// Find returns the first face that is clear enough, otherwise the likeliest, whose score is below 1. It is safe for concurrent
// use.
func Find(p *picture.Picture, s Search) Face {
	region := s.Region.Intersect(image.Rect(0, 0, p.Luma.W, p.Luma.H))
	if region.Dx() < side || region.Dy() < side {
		return Face{}
	}
	from := max(s.From, fewest)
	luma := sum(&p.Luma, region)
	var best Face
	for _, m := range manners {
		l := look{manner: m, cascade: builtin(), luma: luma, skip: s.Skip}
		if m.drawn {
			if l.skin = skin(p, region); l.skin == nil {
				continue
			}
		}
		for _, turn := range s.Turns {
			if face := l.find(from, s.To, turn); face.Score > best.Score {
				best = face
			}
			if best.Score >= 1 {
				return best
			}
		}
	}
	return best
}

// look is a search in one manner.
type look struct {
	manner
	cascade *cascade
	luma    *sums
	skin    *sums
	skip    func(x, y float64) bool
}

// A window is a square in one of the levels, and in luma pixels.
type window struct {
	level             int
	at                image.Point
	x, y, size, score float64
}

func (l *look) find(from, to float64, turn int) Face {
	var levels []*level
	var found []window
	for size := from; size <= to; size *= growth {
		v := l.luma.level(min(1, side/size), turn)
		v.size = int(v.scale*size + 0.5)
		if l.drawn {
			v.widenDark()
		}
		levels = append(levels, v)
		for _, w := range l.scan(v) {
			w.level = len(levels) - 1
			found = append(found, w)
		}
	}
	var best Face
	for range closely {
		w := strongest(found)
		if w.score == 0 {
			break
		}
		found = slices.DeleteFunc(found, func(o window) bool { return overlap(w, o) > agree })
		if score := l.closer(levels, w) / l.limit; score > best.Score {
			best = Face{X: w.x, Y: w.y, Size: w.size, Score: score}
		}
	}
	return best
}

// scan judges the windows of a level.
func (l *look) scan(v *level) (found []window) {
	margin := v.size/2 + 1
	if min(v.w, v.h) <= 2*margin {
		return nil
	}
	light := newLight(v)
	enough := least * light.variance(0, 0, min(v.w, v.h))
	a, b := l.cascade.scanner(v, left), l.cascade.scanner(v, right)
	for y := margin; y < v.h-margin; y += l.stride {
		for x := margin; x < v.w-margin; x += l.stride {
			if light.variance(x-v.size/2, y-v.size/2, v.size) < enough {
				continue
			}
			px, py := v.back(x, y)
			size := float64(v.size) / v.scale
			if l.skin != nil && l.skin.share(px, py, 0.8*size) < toned || l.skip != nil && l.skip(px, py) {
				continue
			}
			if score := max(a.judge(x, y), b.judge(x, y)); score > 0 {
				found = append(found, window{at: image.Pt(x, y), x: px, y: py, size: size, score: float64(score)})
			}
		}
	}
	return found
}

// closer returns the mean score of all windows near one, also of those a little smaller and larger.
func (l *look) closer(levels []*level, w window) float64 {
	total, n := 0.0, 0
	for i := max(0, w.level-1); i <= min(len(levels)-1, w.level+1); i++ {
		v := levels[i]
		a, b := l.cascade.scanner(v, left), l.cascade.scanner(v, right)
		k, margin := v.scale/levels[w.level].scale, v.size/2+1
		cx, cy := int(float64(w.at.X)*k+0.5), int(float64(w.at.Y)*k+0.5)
		for y := max(margin, cy-around); y <= min(cy+around, v.h-margin-1); y++ {
			for x := max(margin, cx-around); x <= min(cx+around, v.w-margin-1); x++ {
				total += 10 * float64(max(a.judge(x, y), b.judge(x, y)))
			}
		}
		n += (2*around + 1) * (2*around + 1)
	}
	return total / float64(n)
}

// overlap returns the area that two windows share, divided by the area that either covers.
func overlap(a, b window) float64 {
	w := min(a.x+a.size/2, b.x+b.size/2) - max(a.x-a.size/2, b.x-b.size/2)
	h := min(a.y+a.size/2, b.y+b.size/2) - max(a.y-a.size/2, b.y-b.size/2)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h / (a.size*a.size + b.size*b.size - w*h)
}

// strongest returns the window with which the most, and the surest, agree.
func strongest(found []window) (best window) {
	for _, a := range found {
		score := 0.0
		for _, b := range found {
			if overlap(a, b) > agree {
				score += b.score
			}
		}
		if score > best.score {
			best = a
			best.score = score
		}
	}
	return best
}
