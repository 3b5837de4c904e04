package layout

import (
	"image"
	"io"

	"ronda/rules"
)

// PanicDecoding makes every decoder panic with v until the returned function is called.
func PanicDecoding(r *Recogniser, v any) (restore func()) {
	r.codec = func(data []byte) (func(io.Reader) (image.Config, error), func(io.Reader) (image.Image, error), error) {
		config, _, err := codec(data)
		return config, func(io.Reader) (image.Image, error) { panic(v) }, err
	}
	return func() { r.codec = codec }
}

// Described is what the generator of layout files needs to know of a drawn specimen.
type Described struct {
	Grid [rules.GridSize]float64
	Hash []uint64
}

// Describe measures a picture of an upright document. With trim set, plain margins are cut off first, as frames does.
func Describe(img image.Image, trim bool) (Described, error) {
	p := shrink(img)
	f := frame{0, 0, p.w, p.h}
	if trim {
		f = p.trim(f)
	}
	card := p.rectify(f)
	h, err := hash(card)
	return Described{Grid: *edgeGrid(card), Hash: h}, err
}

// Similarity is a frame's likeness to a layout before the vote.
type Similarity struct {
	Layout      string
	Edges, Hash float64
}

// Similarities returns the likeness of every frame of a picture to every layout that it is compared with in earnest.
func (r *Recogniser) Similarities(img image.Image) ([]Similarity, error) {
	p := shrink(img)
	if p.plain() {
		return nil, nil
	}
	var out []Similarity
	for _, f := range p.frames() {
		near, err := r.compare(p, f)
		if err != nil {
			return nil, err
		}
		for _, n := range near {
			out = append(out, Similarity{n.layout.name, n.edges, n.hash})
		}
	}
	return out, nil
}
