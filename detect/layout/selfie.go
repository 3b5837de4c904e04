package layout

import (
	"cmp"
	"image"
	"math"
	"slices"

	"ronda/detect/faces"
	"ronda/detect/picture"
	"ronda/detect/quad"
	"ronda/detect/sight"
)

// How large a face is beside a document that somebody holds, from brows to chin, in widths of the document. A face is about
// 1.6 cards wide; who holds a card towards the lens makes it look up to three times as large. The portrait that is printed on a
// card is never wider than a quarter of it, which keeps apart the portraits on other cards of a collage. A KK is 3.5 times as
// wide as a card.
const (
	faceOnCard = 0.5
	faceOnPage = 0.36
	faceMost   = 3.0
	reachCard  = 2.5 // how far from a card a face is looked for
	reachPage  = 1.5
	printed    = 1.05 // what lies within a document so much larger is printed on it
	surest     = 3    // so many documents and more ask for the surest face: portraits abound in collages
	holdable   = 2    // documents beside which a face is looked for: the widest
)

// How the two judges are heard. Chosen on slate and on pen, each by a network that had not learned from it (docs/decisions/0036).
const (
	faceOdds     = 0.75 // odds of the network that are asked for beside one document
	faceOddsMore = 0.4  // and for each further one, to surest
	scoreWeight  = 0.4  // of the cascade's score in these odds
	scoreMost    = 4.0  // what of it counts
)

// held is a document as the luma plane shows it.
type held struct {
	quad         [4][2]float64
	width        float64
	turn         int // by how many quarters clockwise it is turned: who holds it holds it as upright as the head
	small, reach float64
}

// selfie reports whether somebody's face is beside or behind one of the documents that were found in a picture. Two judges look and are
// heard together: a network that sees all around a document at a glance, and a cascade that searches for a face and knows
// photographs better. Without a network the cascade judges alone. In a gallery the face must be in the document's own tile: portraits stand
// in others.
func (r *Recogniser) selfie(p *picture.Picture, matches []Match, tiles []image.Rectangle) bool {
	documents := inLuma(p, matches)
	if len(documents) == 0 {
		return false
	}
	several := float64(min(len(documents), surest) - 1)
	search := func(d *held) float64 {
		region := d.around()
		if tile, ok := d.tile(tiles); ok {
			region = region.Intersect(tile)
		}
		return faces.Find(p, faces.Search{
			Region: region, From: d.small * d.width, To: faceMost * d.width, Turns: []int{d.turn},
			Skip: func(x, y float64) bool { return onAny(documents, x, y) },
		}).Score
	}
	if r.selfies == nil {
		return slices.ContainsFunc(widest(documents, holdable), func(d held) bool { return search(&d) >= 1+several })
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	look := func(scene *sight.Scene, d held, documents []held) float64 {
		x, y := d.middle()
		return r.selfies.Odds(&s.selfies, scene, x, y, d.surround(), d.turn, func(x, y float64) bool { return onAny(documents, x, y) })
	}
	whole := sight.NewScene(p)
	return slices.ContainsFunc(widest(documents, holdable), func(d held) bool {
		odds := look(whole, d, documents)
		if tile, ok := d.tile(tiles); ok {
			part, from := sight.NewPart(p, tile)
			odds = min(odds, look(part, d.from(from), seenFrom(from, documents)))
		}
		odds -= faceOdds + faceOddsMore*several
		if odds > 0 || odds+scoreWeight*scoreMost < 0 { // whatever the cascade says
			return odds > 0
		}
		return odds+scoreWeight*min(search(&d), scoreMost) > 0
	})
}

// inLuma tells how the luma plane shows documents whose corners are given in pixels of the displayed picture.
func inLuma(p *picture.Picture, matches []Match) []held {
	var out []held
	kx, ky := float64(p.Luma.W)/float64(max(p.Size.X, 1)), float64(p.Luma.H)/float64(max(p.Size.Y, 1))
	for _, m := range matches {
		if len(m.Quad) != 4 {
			continue
		}
		d := held{small: faceOnCard, reach: reachCard}
		if m.Layout == "kk" {
			d.small, d.reach = faceOnPage, reachPage
		}
		for i, c := range m.Quad {
			d.quad[i] = [2]float64{float64(c[0]) * kx, float64(c[1]) * ky}
		}
		ax, ay := d.side(0)
		bx, by := d.side(1)
		d.width = max(math.Hypot(ax, ay), math.Hypot(bx, by))
		switch { // where the document's own lower edge lies; its sides may be changed by a mirror
		case math.Abs(by) >= math.Abs(bx) && by >= 0:
			d.turn = 0
		case math.Abs(by) >= math.Abs(bx):
			d.turn = 2
		case bx < 0:
			d.turn = 1
		default:
			d.turn = 3
		}
		if d.width >= 8 {
			out = append(out, d)
		}
	}
	return out
}

// side returns the mean of a side and the one opposite.
func (d *held) side(i int) (x, y float64) {
	q := d.quad
	return (q[i+1][0] - q[i][0] + q[i+2][0] - q[(i+3)%4][0]) / 2, (q[i+1][1] - q[i][1] + q[i+2][1] - q[(i+3)%4][1]) / 2
}

// tile returns the one of a gallery in which the document lies, if that leaves room for more than the document.
func (d *held) tile(tiles []image.Rectangle) (image.Rectangle, bool) {
	const room = 1.2
	x, y := d.middle()
	for _, t := range tiles {
		if image.Pt(int(x), int(y)).In(t) {
			return t, float64(t.Dx()*t.Dy()) > room*math.Abs(quad.Area(d.quad[:]))
		}
	}
	return image.Rectangle{}, false
}

// from returns the document as it is seen from another point than the picture's corner.
func (d held) from(p image.Point) held {
	for i := range d.quad {
		d.quad[i][0] -= float64(p.X)
		d.quad[i][1] -= float64(p.Y)
	}
	return d
}

// around returns where the face of who holds it may be.
func (d *held) around() image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range d.quad {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	r := d.reach * d.width
	return image.Rect(int(x0-r), int(y0-r), int(x1+r), int(y1+r))
}

// middle returns where its diagonals' middles lie.
func (d *held) middle() (x, y float64) {
	q := d.quad
	return (q[0][0] + q[1][0] + q[2][0] + q[3][0]) / 4, (q[0][1] + q[1][1] + q[2][1] + q[3][1]) / 4
}

// surround returns the side of the square about it in which the face of who holds it may be.
func (d *held) surround() float64 { return (2*d.reach + 1) * d.width }

func seenFrom(p image.Point, documents []held) []held {
	out := make([]held, len(documents))
	for i, d := range documents {
		out[i] = d.from(p)
	}
	return out
}

func widest(documents []held, n int) []held {
	out := slices.Clone(documents)
	slices.SortStableFunc(out, func(a, b held) int { return cmp.Compare(b.width, a.width) })
	return out[:min(n, len(out))]
}

// onAny reports whether a place lies on one of the documents.
func onAny(documents []held, x, y float64) bool {
	return slices.ContainsFunc(documents, func(d held) bool { return d.covers(x, y) })
}

func (d *held) covers(x, y float64) bool {
	q := d.quad
	mx, my := d.middle()
	x, y = mx+(x-mx)/printed, my+(y-my)/printed
	within, without := false, false
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		turn := (b[0]-a[0])*(y-a[1]) - (b[1]-a[1])*(x-a[0])
		within, without = within || turn > 0, without || turn < 0
	}
	return !within || !without
}
