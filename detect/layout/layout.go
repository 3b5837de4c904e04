// Package layout recognises the layouts of Indonesian identity documents in pictures: it decodes hostile bytes under
// guard, shrinks them to a small grey plane and compares that with known layouts. It reads no text off a picture, keeps
// no pixel, and knows nothing of listings, networks or disks. This version sees documents that fill the picture (scans,
// tight crops, also turned, mirrored or with plain margins); it does not find cards inside scenes.
package layout

import (
	"context"
	"fmt"
	"math"
	"slices"

	"golang.org/x/sync/semaphore"

	"ronda/rules"
)

// threshold is the probability from which a layout counts as recognised.
const threshold = 0.5

// Picture is what was recognised in a picture. It holds no pixels.
type Picture struct {
	Width, Height int      // in pixels as displayed, EXIF orientation applied
	Matches       []Match  // recognised documents, likeliest first
	Hash          []uint64 // 256-bit perceptual hash, a word per quarter, for pictures seen before; nil when too plain for one
}

// Match is a document that a picture shows.
type Match struct {
	Layout string   // "ktp", "kk", "npwp"
	Score  float64  // calibrated probability, 0.5 to 1
	Quad   [][2]int // corners in pixels of the displayed picture, clockwise from top left
}

// Recogniser compares pictures with known layouts. It is safe for concurrent use; pictures that are large together wait
// for each other, so that decoding stays within a fixed amount of memory.
type Recogniser struct {
	layouts []reference
	memory  *semaphore.Weighted
	codec   codecFunc
}

// New prepares the layouts for comparison.
func New(layouts *rules.Layouts) (*Recogniser, error) {
	r := &Recogniser{memory: semaphore.NewWeighted(maxMemory), codec: codec}
	for _, l := range layouts.Layouts {
		ref, err := newReference(l)
		if err != nil {
			return nil, fmt.Errorf("prepare layout %s: %w", l.Name, err)
		}
		r.layouts = append(r.layouts, ref)
	}
	return r, nil
}

// Recognise decodes a JPEG, PNG, GIF or WebP picture (the first frame of a moving one) and tells which documents it
// shows. It fails with ErrNotAPicture, ErrTooLarge or ErrPanic, and never panics, whatever the bytes are.
func (r *Recogniser) Recognise(data []byte) (pic Picture, err error) {
	defer func() {
		if v := recover(); v != nil { // a hostile picture costs one picture, not the process
			pic, err = Picture{}, fmt.Errorf("%w: %T", ErrPanic, v) // the value may quote the picture
		}
	}()
	p, size, err := r.decode(data)
	if err != nil {
		return Picture{}, err
	}
	pic = Picture{Width: size.X, Height: size.Y}
	if p.plain() {
		return pic, nil
	}
	if pic.Hash, err = hash(p); err != nil {
		return Picture{}, fmt.Errorf("hash picture: %w", err)
	}
	best := map[string]Match{}
	for _, f := range p.frames() {
		near, err := r.compare(p, f)
		if err != nil {
			return Picture{}, fmt.Errorf("compare picture: %w", err)
		}
		for _, n := range near {
			m := Match{Layout: n.layout.document, Score: n.probability(), Quad: quad(n.frame, p, size)}
			if m.Score >= threshold && m.Score > best[m.Layout].Score {
				best[m.Layout] = m
			}
		}
	}
	for _, m := range best {
		pic.Matches = append(pic.Matches, m)
	}
	slices.SortFunc(pic.Matches, func(a, b Match) int {
		if a.Score > b.Score || a.Score == b.Score && a.Layout < b.Layout {
			return -1
		}
		return 1
	})
	return pic, nil
}

// acquire waits until n bytes may be taken and returns what gives them back.
func (r *Recogniser) acquire(n int64) (func(), error) {
	if err := r.memory.Acquire(context.Background(), n); err != nil {
		return nil, fmt.Errorf("wait for memory: %w", err)
	}
	return func() { r.memory.Release(n) }, nil
}

// likeness is how near a frame of the picture comes to a layout.
type likeness struct {
	layout      *reference
	frame       frame
	edges, hash float64
}

// compare measures one frame of the picture against every layout whose aspect fits. Hashes cost much more than edges, so
// they are made only where these leave the question open.
func (r *Recogniser) compare(p *plane, f frame) ([]likeness, error) {
	card := p.rectify(f)
	if card.plain() {
		return nil, nil
	}
	grid := edgeGrid(card)
	var out []likeness
	for i := range r.layouts {
		l := &r.layouts[i]
		if !l.fits(f) {
			continue
		}
		n := likeness{layout: l, frame: f}
		var t turn
		if n.edges, t = l.edges(grid); n.edges < minEdges {
			continue
		}
		upright := card.turned(t)
		if n.edges >= worthRefining {
			n.frame, n.edges, t = l.refine(p, f, n.edges, t)
			upright = p.rectify(n.frame).turned(t)
		}
		h, err := hash(upright)
		if err != nil {
			return nil, err
		}
		n.hash = l.hashSimilarity(h)
		out = append(out, n)
	}
	return out, nil
}

// quad returns the corners of a frame in pixels of the displayed picture.
func quad(f frame, p *plane, size point) [][2]int {
	x := func(v int) int { return v * (size.X - 1) / max(p.w, 1) }
	y := func(v int) int { return v * (size.Y - 1) / max(p.h, 1) }
	return [][2]int{{x(f.x0), y(f.y0)}, {x(f.x1), y(f.y0)}, {x(f.x1), y(f.y1)}, {x(f.x0), y(f.y1)}}
}

// probability is the vote of both similarities.
func (n likeness) probability() float64 {
	v := n.layout.vote
	return 1 / (1 + math.Exp(-(v.Bias + v.Edges*n.edges + v.Hash*n.hash)))
}
