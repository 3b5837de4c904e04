package layout

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
	"time"

	"ronda/detect/cards"
	"ronda/detect/confirm"
	"ronda/detect/picture"
	"ronda/detect/quad"
)

// A place whose odds lie between these is in doubt.
const (
	doubtFrom = -4.0
	doubtTo   = 3.0
)

// What reading may take.
const (
	mostRead  = 2                // places of a picture, those nearest to the threshold: each takes a second or two
	leastRead = 250              // pixels of a document's upper edge in the full picture from which its words can be read
	patience  = 10 * time.Second // for a picture, other pictures' turns included; most of it is for a machine that is busy
)

// Sizes that documents are read at, near the shapes that they have; widths are multiples of 8, as quads are sampled. A page has smaller letters.
const (
	readCardW, readCardH = 864, 544
	readPageW, readPageH = 1400, 992
)

// What reading adds to the odds of a place.
const (
	officialCode = 8.0 // a code that leads to the population office
	mostTold     = 8.0 // more than the whole width of doubt: who reads it is surer than who sees its shape
	muchText     = 8   // words from which the lack of any label tells
)

// A Reader counts the labels of each list that can be read in an upright grey picture of a document. It is safe for concurrent
// use and heeds ctx. An error says that nothing could be read; who made the reader reports it.
type Reader func(ctx context.Context, document picture.Plane, lists ...[]string) (confirm.Reading, error)

// An Option of New.
type Option func(*Recogniser)

// WithReader makes the recogniser read places that are left in doubt: the code on a family card, and labels where words is not
// nil. That takes seconds where it happens. Without it Recognise starts nothing and depends on nothing but the picture.
func WithReader(words Reader) Option {
	return func(r *Recogniser) { r.reads, r.words = true, words }
}

// read takes places that are in doubt for what can be read on them. What cannot be decoded or read stays as it is.
func (r *Recogniser) read(data []byte, p *picture.Picture, places []place) {
	if !r.reads || r.sight == nil || data == nil {
		return
	}
	doubtful := doubts(p, places)
	if len(doubtful) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), r.patience)
	defer cancel()
	fronts, err := r.fronts(data, p, doubtful)
	if err != nil {
		return // it was decoded once, so that this is for want of memory or the like
	}
	for i, at := range doubtful {
		at.odds += r.evidence(ctx, at.document, fronts[i])
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(b.odds, a.odds) })
}

// doubts returns the places that are worth reading.
func doubts(p *picture.Picture, places []place) (out []*place) {
	full := float64(p.Size.X) / float64(p.Luma.W)
	for i := range places {
		at := &places[i]
		if at.odds < doubtFrom || at.odds > doubtTo {
			continue
		}
		if full*upper(at.own()) >= leastRead {
			out = append(out, at)
		}
	}
	slices.SortStableFunc(out, func(a, b *place) int { return cmp.Compare(math.Abs(a.odds), math.Abs(b.odds)) })
	return out[:min(len(out), mostRead)]
}

// upper returns the mean length of a quad's upper and lower edge.
func upper(q cards.Quad) float64 { w, _ := quad.Sides(q); return w }

// fronts returns the fronts of places as fine as the file has them, upright.
func (r *Recogniser) fronts(data []byte, p *picture.Picture, places []*place) ([]picture.Plane, error) {
	kx, ky := float64(p.Size.X)/float64(p.Luma.W), float64(p.Size.Y)/float64(p.Luma.H)
	quads := make([]cards.Quad, len(places))
	parts := make([]image.Rectangle, len(places))
	side := 1
	for i, at := range places {
		quads[i] = at.own()
		for k := range quads[i] {
			quads[i][k][0] *= kx
			quads[i][k][1] *= ky
		}
		parts[i] = bounds(quads[i]).Intersect(image.Rectangle{Max: p.Size})
		wide, _ := readSize(at.document)
		long := float64(max(parts[i].Dx(), parts[i].Dy()))
		side = max(side, int(math.Ceil(long*float64(wide)/upper(quads[i]))))
	}
	pictures, err := r.decoder.Regions(data, min(side, maxReadSide), parts...)
	if err != nil {
		return nil, err
	}
	out := make([]picture.Plane, len(places))
	for i, part := range pictures {
		q := quads[i]
		for k := range q {
			q[k][0] = (q[k][0] - float64(parts[i].Min.X)) * float64(part.Luma.W) / float64(part.Size.X)
			q[k][1] = (q[k][1] - float64(parts[i].Min.Y)) * float64(part.Luma.H) / float64(part.Size.Y)
		}
		w, h := readSize(places[i].document)
		out[i] = picture.NewPlane(w, h)
		quad.NewPyramid(part.Luma).Sample(q, w, h, 0, 0, out[i].Pix)
	}
	return out, nil
}

// maxReadSide bounds what a part of a picture is decoded at, in pixels of its longer side.
const maxReadSide = 3000

func readSize(document string) (w, h int) {
	if document == "kk" {
		return readPageW, readPageH
	}
	return readCardW, readCardH
}

// bounds returns the pixels that a quad lies in.
func bounds(q cards.Quad) image.Rectangle {
	x0, y0, x1, y1 := q[0][0], q[0][1], q[0][0], q[0][1]
	for _, c := range q[1:] {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}

// evidence returns what reading an upright document adds to its odds.
func (r *Recogniser) evidence(ctx context.Context, document string, front picture.Plane) float64 {
	if document == "kk" && confirm.Official(confirm.Host(front)) {
		return officialCode
	}
	if r.words == nil {
		return 0
	}
	own, contrary := r.sight.Labels(document)
	got, err := r.words(ctx, front, own, contrary)
	if err != nil {
		return 0
	}
	return told(got.Found[0], got.Found[1], got.Words)
}

// told returns what own labels, contrary ones and words that can be read add to the odds. One label alone may be chance; one contrary
// label outweighs four, for a driving licence has as many of a KTP's. Of 245 places that drawn pictures left in doubt, no
// wrong one had a label of its own, and no right one without had more than three words that could be read.
func told(own, contrary, words int) float64 {
	odds := 0 - mostTold*float64(contrary)
	switch {
	case own > 0:
		odds += 2*float64(own) - 1
	case words >= muchText:
		odds -= float64(words) / 4
	}
	return min(max(odds, -mostTold), mostTold)
}
