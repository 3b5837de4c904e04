package rules

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

//go:embed layouts
var layoutFiles embed.FS

// Sizes of a layout's descriptors.
const (
	GridWidth  = 24                         // cells of the edge grid per row
	GridHeight = 18                         // rows of the edge grid
	GridSize   = 2 * GridWidth * GridHeight // a grid for edges that run down, then one for edges that run across
	HashBits   = 256                        // bits of the perceptual hash
)

// Layout describes how one kind of document looks, in figures from which no card can be drawn.
type Layout struct {
	Name        string  `json:"name"`         // unique, e.g. "kk-2020"; the file is called after it
	Document    string  `json:"document"`     // what it is a layout of: "ktp", "kk", "npwp"
	Version     int     `json:"version"`      // raised whenever the figures change
	Aspect      float64 `json:"aspect"`       // width divided by height
	Weights     []byte  `json:"weights"`      // GridSize signed bytes: how much edges in a cell speak for the layout or against it
	Scale       float64 `json:"scale"`        // what a weight of 1 is worth
	Shift       float64 `json:"shift"`        // taken off the weighted sum, so that 0 is usual for other things and 1 for the layout
	Hash        []byte  `json:"hash"`         // HashBits bits, big endian
	HashWeights []byte  `json:"hash_weights"` // HashBits weights: bits that are alike on all specimens weigh more
	Vote        Vote    `json:"vote"`
	Seen        bool    `json:"seen,omitempty"` // the network was shown it: Sight judges its document, and the layout only tells which look it is
}

// Vote turns the similarities of a picture to a layout, likeness about 0 to 1 and hash -1 to 1, into the probability that the picture
// shows the layout: 1/(1+exp(-(Bias + Likeness*likeness + Hash*hash))).
type Vote struct {
	Bias     float64 `json:"bias"`
	Likeness float64 `json:"likeness"`
	Hash     float64 `json:"hash"`
}

// Layouts are the known document layouts, sorted by name. They do not change after loading.
type Layouts struct {
	Layouts []Layout
	Sight   *Sight // judges documents whose layouts are Seen; nil: each layout judges for itself
}

// LoadLayouts returns the embedded layouts.
func LoadLayouts() (*Layouts, error) {
	sub, err := fs.Sub(layoutFiles, "layouts")
	if err != nil {
		return nil, fmt.Errorf("open layouts: %w", err)
	}
	set, err := LoadLayoutsFS(sub)
	if err != nil {
		return nil, err
	}
	if set.Sight, err = loadEmbeddedSight(); err != nil {
		return nil, err
	}
	return set, nil
}

// LoadLayoutsFS reads and validates every *.json file in the root of fsys. An unknown key is a fault.
func LoadLayoutsFS(fsys fs.FS) (*Layouts, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list layouts: %w", err)
	}
	slices.Sort(names)
	set := &Layouts{}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read layout: %w", err)
		}
		var l Layout
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&l); err != nil {
			return nil, fmt.Errorf("read layout %s: %w", name, err)
		}
		if err := l.validate(); err != nil {
			return nil, fmt.Errorf("layout %s: %w", name, err)
		}
		if path.Base(name) != l.Name+".json" {
			return nil, fmt.Errorf("layout %s: its name is %q; the file has to be called after it", name, l.Name)
		}
		set.Layouts = append(set.Layouts, l)
	}
	slices.SortFunc(set.Layouts, func(a, b Layout) int { return cmp.Compare(a.Name, b.Name) })
	return set, nil
}

// With returns the layouts of both and the sight of s; one of more that has the name of another takes its place.
func (s *Layouts) With(more *Layouts) *Layouts {
	out := &Layouts{Layouts: slices.Clone(more.Layouts), Sight: s.Sight}
	for _, l := range s.Layouts {
		if !slices.ContainsFunc(more.Layouts, func(m Layout) bool { return m.Name == l.Name }) {
			out.Layouts = append(out.Layouts, l)
		}
	}
	slices.SortFunc(out.Layouts, func(a, b Layout) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// OwnLayouts is the folder of layouts in a folder of rules.
const OwnLayouts = "layouts"

// ownLayouts adds the layouts of a folder of rules, where it has any, to the embedded ones.
func ownLayouts(fsys fs.FS) (*Layouts, error) {
	known, err := LoadLayouts()
	if err != nil {
		return nil, err
	}
	sub, err := fs.Sub(fsys, OwnLayouts)
	if err != nil {
		return nil, fmt.Errorf("open layouts: %w", err)
	}
	own, err := LoadLayoutsFS(sub)
	if err != nil {
		return nil, err
	}
	return known.With(own), nil
}

// Threshold is the likeness from which a picture is more probably the layout than not when its hash is half alike (0.5).
func (v Vote) Threshold() float64 { return -(v.Bias + 0.5*v.Hash) / v.Likeness }

func (l *Layout) validate() error {
	switch {
	case l.Name == "" || l.Document == "":
		return errors.New("name and document are required")
	case l.Version < 1:
		return errors.New("version counts from 1")
	case !(l.Aspect >= 1 && l.Aspect <= 3): // also refuses NaN
		return fmt.Errorf("aspect %g: want 1 to 3", l.Aspect)
	case len(l.Weights) != GridSize:
		return fmt.Errorf("want %d weights, have %d", GridSize, len(l.Weights))
	case !(l.Scale > 0 && l.Scale < 1) || !(l.Shift > -10 && l.Shift < 10):
		return fmt.Errorf("scale %g, shift %g: want 0 to 1, -10 to 10", l.Scale, l.Shift)
	case len(l.Hash) != HashBits/8 || len(l.HashWeights) != HashBits:
		return fmt.Errorf("want a hash of %d bytes and %d weights, have %d and %d", HashBits/8, HashBits, len(l.Hash), len(l.HashWeights))
	case flat(l.Weights) || allZero(l.HashWeights):
		return errors.New("the descriptor is uniform: everything or nothing would match")
	case l.Vote.Likeness <= 0 || l.Vote.Hash < 0 || l.Vote.Bias >= 0:
		return errors.New("the vote has to rise with both similarities from a negative bias")
	}
	return nil
}

func flat(b []byte) bool { return slices.Min(b) == slices.Max(b) }

func allZero(b []byte) bool { return slices.Max(b) == 0 }

//go:embed layouts/background.gz
var layoutBackground []byte

// LayoutBackground returns what cards and pages look like that are of no one layout, in the form that detect/layout keeps it in:
// new layouts are learned against it.
func LayoutBackground() []byte { return layoutBackground }
