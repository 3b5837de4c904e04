// Package layout recognises the layouts of Indonesian identity documents in pictures: it looks at the places where cards or
// pages may lie, compares each with known layouts in every orientation and mirrored, and tells which documents a picture
// shows, where and how sure it is. What is left in doubt it has read, if asked to, and keeps no text and no pixel; it knows nothing of
// listings, networks or disks.
package layout

import (
	"fmt"
	"sync"
	"time"

	"ronda/detect/cards"
	"ronda/detect/descriptor"
	"ronda/detect/perceptual"
	"ronda/detect/picture"
	"ronda/detect/sight"
	"ronda/rules"
)

// Errors of Recognise.
var (
	ErrNotAPicture = picture.ErrNotAPicture
	ErrTooLarge    = picture.ErrTooLarge
	ErrPanic       = picture.ErrPanic
)

const threshold = 0.5 // probability from which a layout counts as recognised

// Picture is what was recognised in a picture. It holds no pixels.
type Picture struct {
	Width, Height int                // in pixels as displayed, EXIF orientation applied
	Matches       []Match            // recognised documents, likeliest first
	Selfie        bool               // a face is shown beside or behind a document
	Hashes        [][4]uint64        // perceptual hashes of the whole picture, for pictures seen before; none when it is too plain
	Sketch        *perceptual.Sketch // of the same, by which near hashes are verified; nil without hashes
}

// Match is a document that a picture shows.
type Match struct {
	Layout  string    // "ktp", "kk", "npwp"
	Version string    // which look of it: the name of the layout's file, as "ktp-old"
	Score   float64   // probability, 0.5 to 1; its slope is assumed, only where it crosses 0.5 is measured (docs/decisions/0029)
	Quad    [][2]int  // four corners in pixels of the displayed picture: the document's own top left, top right, bottom right, bottom left
	Hash    [4]uint64 // 256-bit perceptual hash of the card alone, upright
}

// Recogniser compares pictures with known layouts. It is safe for concurrent use.
type Recogniser struct {
	layouts   []reference
	sight     *sight.Network         // nil: layouts judge for themselves
	selfies   *sight.SelfieNetwork   // nil with it: a cascade alone looks for faces
	proposals *sight.ProposalNetwork // nil with it
	decoder   *picture.Decoder
	reads     bool   // what is left in doubt
	words     Reader // nil: codes alone
	patience  time.Duration
	threshold float64
	scratch   sync.Pool // of *scratch
}

// New prepares the layouts for comparison.
func New(layouts *rules.Layouts, options ...Option) (*Recogniser, error) {
	r := &Recogniser{decoder: picture.NewDecoder(), threshold: threshold, patience: patience}
	for _, o := range options {
		o(r)
	}
	r.scratch.New = func() any { return new(scratch) }
	for i := range layouts.Layouts {
		r.layouts = append(r.layouts, newReference(&layouts.Layouts[i]))
	}
	if layouts.Sight != nil {
		var err error
		if r.sight, err = sight.New(layouts.Sight); err != nil {
			return nil, fmt.Errorf("prepare network: %w", err)
		}
		if r.selfies, err = sight.NewSelfieNetwork(layouts.Sight.Selfie); err != nil {
			return nil, fmt.Errorf("prepare network for selfies: %w", err)
		}
		if r.proposals, err = sight.NewProposalNetwork(layouts.Sight.Proposals); err != nil {
			return nil, fmt.Errorf("prepare network for proposals: %w", err)
		}
	}
	return r, nil
}

// Recognise decodes a picture (the first frame of a moving one) and tells which documents it shows. It fails with
// ErrNotAPicture, ErrTooLarge or ErrPanic, and never panics, whatever the bytes are.
func (r *Recogniser) Recognise(data []byte) (pic Picture, err error) {
	defer func() {
		if v := recover(); v != nil { // a hostile picture costs one picture, not the process
			pic, err = Picture{}, fmt.Errorf("%w: %T", ErrPanic, v) // the value may quote the picture
		}
	}()
	p, err := r.decoder.Decode(data, descriptor.Side)
	if err != nil {
		return Picture{}, err
	}
	pic = Picture{Width: p.Size.X, Height: p.Size.Y}
	pic.Hashes, pic.Sketch = perceptual.Picture(p)
	if p.Luma.W < 24 || p.Luma.H < 18 || descriptor.Plain(p.Luma.Pix) {
		return pic, nil
	}
	found, tiles := cards.FindTiled(p)
	if pic.Matches, err = r.look(data, p, found); err != nil {
		return Picture{}, fmt.Errorf("compare picture: %w", err)
	}
	pic.Selfie = r.selfie(p, pic.Matches, tiles)
	return pic, nil
}
