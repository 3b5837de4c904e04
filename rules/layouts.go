package rules

import (
	"bytes"
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
	GridSize   = 2 * GridWidth * GridHeight // a grid for edges that run across, then one for edges that run down
	HashBits   = 256                        // bits of the perceptual hash
)

// Layout describes how one kind of document looks, in figures from which no card can be drawn.
type Layout struct {
	Name        string  `json:"name"`         // unique, e.g. "kk-2020"; the file is called after it
	Document    string  `json:"document"`     // what it is a layout of: "ktp", "kk", "npwp"
	Version     int     `json:"version"`      // raised whenever the figures change
	Aspect      float64 `json:"aspect"`       // width divided by height
	EdgeWeights []byte  `json:"edge_weights"` // GridSize signed bytes: how much strong edges in a cell speak for the layout or against it
	EdgeScale   float64 `json:"edge_scale"`   // what a weight of 1 is worth
	EdgeShift   float64 `json:"edge_shift"`   // taken off the weighted sum, so that 0 is usual for other things and 1 for the layout
	Hash        []byte  `json:"hash"`         // HashBits bits, big endian
	HashWeights []byte  `json:"hash_weights"` // HashBits weights: bits that are alike on all specimens weigh more
	Vote        Vote    `json:"vote"`
}

// Vote turns the similarities of a picture to a layout, edges about 0 to 1 and hash -1 to 1, into the probability that the picture
// shows the layout: 1/(1+exp(-(Bias + Edges*edges + Hash*hash))).
type Vote struct {
	Bias  float64 `json:"bias"`
	Edges float64 `json:"edges"`
	Hash  float64 `json:"hash"`
}

// Layouts are the known document layouts, sorted by name. They do not change after loading.
type Layouts struct {
	Layouts []Layout
}

// LoadLayouts returns the embedded layouts.
func LoadLayouts() (*Layouts, error) {
	sub, err := fs.Sub(layoutFiles, "layouts")
	if err != nil {
		return nil, fmt.Errorf("open layouts: %w", err)
	}
	return LoadLayoutsFS(sub)
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
	return set, nil
}

func (l *Layout) validate() error {
	switch {
	case l.Name == "" || l.Document == "":
		return errors.New("name and document are required")
	case l.Version < 1:
		return errors.New("version counts from 1")
	case !(l.Aspect >= 1 && l.Aspect <= 3): // also refuses NaN
		return fmt.Errorf("aspect %g: want 1 to 3", l.Aspect)
	case len(l.EdgeWeights) != GridSize:
		return fmt.Errorf("want %d edge weights, have %d", GridSize, len(l.EdgeWeights))
	case !(l.EdgeScale > 0 && l.EdgeScale < 1) || !(l.EdgeShift > -10 && l.EdgeShift < 10):
		return fmt.Errorf("edge scale %g, shift %g: want 0 to 1, -10 to 10", l.EdgeScale, l.EdgeShift)
	case len(l.Hash) != HashBits/8 || len(l.HashWeights) != HashBits:
		return fmt.Errorf("want a hash of %d bytes and %d weights, have %d and %d", HashBits/8, HashBits, len(l.Hash), len(l.HashWeights))
	case flat(l.EdgeWeights) || allZero(l.HashWeights):
		return errors.New("the descriptor is uniform: everything or nothing would match")
	case l.Vote.Edges <= 0 || l.Vote.Hash < 0 || l.Vote.Bias >= 0:
		return errors.New("the vote has to rise with both similarities from a negative bias")
	}
	return nil
}

func flat(b []byte) bool { return slices.Min(b) == slices.Max(b) }

func allZero(b []byte) bool { return slices.Max(b) == 0 }
